"""Words of the quick commands: understood as the parser understands them, or left to it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from looks import usual
from nextcall.__main__ import command_in
from nextcall.cli.main import parser
from nextcall.cli.quick_words import parsed
from nextcall.errors import UsageError

PARSERS = {command: parser(command) for command in ("log", "stats")}
VALUES = st.sampled_from(["1", "20", "0", "100001", "x", "", "-1", "-", "--", "preset:x", "a b", "-a b", "day", "hour", "dya", "log", "stats", "\ud800", "1_000", "٣", "--json"])
OPTIONS = st.sampled_from(["--json", "--plain", "--limit", "--query", "--by", "--data-dir", "--config-dir", "--data_dir", "--quer", "--version", "-h", "--no-such", "--", "-", "log", "stats"])
WORDS = st.one_of(OPTIONS.map(lambda word: [word]), st.tuples(OPTIONS, VALUES).map(list), st.tuples(OPTIONS, VALUES).map(lambda pair: ["=".join(pair)]), VALUES.map(lambda word: [word]))


@settings(deadline=None, max_examples=usual(60, long=2_000))
@given(st.lists(WORDS, max_size=2), st.sampled_from(["log", "stats"]), st.lists(WORDS, max_size=4))
@example([["--json"]], "log", [])
@example([["--plain"]], "log", [])
@example([["--limit", "3"]], "log", [])
@example([["--query", "log"]], "log", [])
@example([["--data-dir", "log"]], "log", [["--json"]])
@example([], "log", [["--query=--"]])
def test_as_the_parser_or_not_at_all(before: list[list[str]], command: str, after: list[list[str]]) -> None:
    words = [*(word for part in before for word in part), command, *(word for part in after for word in part)]
    if command_in(words) != command:
        return
    found = parsed(command, words)
    if found is None:
        return
    options, rest = PARSERS[command].parse_known_args(words)
    assert rest == []
    assert options.command == command
    assert vars(options) | vars(found) == vars(options)
    assert vars(found).keys() == vars(options).keys() - {"command", "version"}


@pytest.mark.parametrize(
    "words",
    [
        ["log"], ["stats"], ["log", "--json"], ["log", "--limit", "20"], ["log", "--limit=20", "--plain"], ["stats", "--by", "hour", "--query", "preset:x outcome:yes"],
        ["stats", "--query="], ["log", "--query=note~a_b"], ["--data-dir", "x", "log"], ["--data-dir=x", "--config-dir", "y", "stats", "--json"], ["log", "--data-dir", "x"],
    ],
)  # fmt: skip
def test_the_usual_words_are_understood_quickly(words: list[str]) -> None:
    assert parsed(command_in(words), words) is not None


@pytest.mark.parametrize("words", [["log", "--limit", "0"], ["log", "--by", "day"], ["stats", "--by", "dya"], ["log", "--json", "--plain"], ["log", "x"], ["log", "--limit"]])
def test_a_mistake_is_left_to_the_parser_which_says_what(words: list[str]) -> None:
    assert parsed(words[0], words) is None
    try:
        _, rest = PARSERS[words[0]].parse_known_args(words)
    except UsageError:
        return
    assert rest

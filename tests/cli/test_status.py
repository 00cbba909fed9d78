import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.commands import Command, one_line
from nextcall.cli.status import FIELDS, as_json, formatted, plain, shown_fields
from nextcall.cli.status_waybar import waybar
from nextcall.core.money import places, share
from nextcall.errors import UsageError
from nextcall.text import line, lines

OPEN = {
    "path": "", "inode": "1", "size": "1", "modified": "1",
    "state": "ready", "session": "20261121T140000Z-7f3a", "as_of": "1000.000", "elapsed": "600.000",
    "goal_kind": "minutes", "goal_amount": "60", "calls": "17", "connects": "6", "conversations": "4",
    "noes": "3", "yeses": "1", "helps": "1", "value": "340.00", "title": 'Power "hour" \\ x',
}  # fmt: skip


def test_the_clock_goes_on_from_the_last_event() -> None:
    found = json.loads(as_json(OPEN, 1030.0))
    assert (found["elapsed_seconds"], found["left_seconds"], found["over_seconds"]) == (630.0, 2970.0, 0.0)
    assert found["title"] == 'Power "hour" \\ x'
    assert found["value"] == "340.00"


def test_the_clock_stands_while_paused_and_never_goes_back() -> None:
    assert json.loads(as_json(OPEN | {"state": "paused"}, 5000.0))["elapsed_seconds"] == 600.0
    assert json.loads(as_json(OPEN, 10.0))["elapsed_seconds"] == 600.0


@pytest.mark.parametrize(
    ("fields", "now", "left", "over"),
    [
        ({}, 1030.0, "49:30", ""),
        ({}, 4100.0, "0:00", "1:40"),
        ({"goal_kind": "calls", "goal_amount": "20"}, 1000.0, "3 calls", ""),
        ({"goal_kind": "calls", "goal_amount": "18"}, 1000.0, "1 call", ""),
        ({"goal_kind": "calls", "goal_amount": "17"}, 1000.0, "0 calls", ""),
        ({"goal_kind": "conversations", "goal_amount": "2"}, 1000.0, "0 conversations", "2 conversations"),
        ({"goal_kind": "", "goal_amount": ""}, 1000.0, "", ""),
    ],
)
def test_left_and_over(fields: dict[str, str], now: float, left: str, over: str) -> None:
    shown = shown_fields(OPEN | fields, now)
    assert (shown["left"], shown["over"]) == (left, over)


def test_seconds_left_are_those_of_a_goal_in_minutes() -> None:
    found = json.loads(as_json(OPEN | {"goal_kind": "calls", "goal_amount": "20"}, 1000.0))
    assert found["left_seconds"] is None


def test_words_for_people() -> None:
    assert plain(OPEN, 1000.0) == "ready, 50:00 left, 17 calls, 4 conversations"
    assert plain(OPEN | {"state": "paused", "calls": "1"}, 4100.0) == "paused, 50:00 left, 1 call, 4 conversations"
    assert plain(OPEN | {"calls": "1", "conversations": "1"}, 4100.0) == "ready, 1:40 over, 1 call, 1 conversation"
    assert plain(None, 0.0) == "no session"


@pytest.mark.parametrize(("state", "said"), [("on_call", "on a call"), ("wrap_up", "wrapping up")])
@pytest.mark.parametrize("now", [1000.0, 99_999.0])
def test_on_the_line_there_are_no_numbers(state: str, said: str, now: float) -> None:
    fields = OPEN | {"state": state}
    assert plain(fields, now) == said
    bar = json.loads(waybar(None, "", fields, now))
    assert (bar["text"], bar["tooltip"], bar["class"]) == (said, said, state)


@pytest.mark.parametrize(
    ("fields", "now", "done"),
    [
        ({}, 1000.0, "16"),
        ({}, 4000.0, "100"),
        ({}, 1e9, "100"),
        ({"goal_amount": "0"}, 1000.0, "100"),
        ({"goal_kind": "calls", "goal_amount": "20"}, 1e9, "85"),
        ({"goal_kind": "conversations", "goal_amount": "4"}, 1000.0, "100"),
        ({"goal_kind": "", "goal_amount": ""}, 1000.0, ""),
    ],
)
def test_progress(fields: dict[str, str], now: float, done: str) -> None:
    assert shown_fields(OPEN | fields, now)["progress"] == done
    assert json.loads(waybar(None, "", OPEN | fields, now)).get("percentage") == (int(done) if done else None)


@given(st.text(), st.text(), st.sampled_from(["ready", "paused", "on_call", "wrap_up"]))
def test_waybar_gets_json_and_no_markup_but_that_of_the_format(title: str, none: str, state: str) -> None:
    fields = OPEN | {"title": title, "state": state}
    shown = waybar("<b>{title}</b>", none, fields, 1000.0)
    assert shown.isprintable() or "\n" not in shown
    bar = json.loads(shown)
    element = ET.fromstring(f"<span>{bar['text']}</span>")  # noqa: S314 (our own)
    assert [child.tag for child in element] == ["b"]
    assert (element[0].text or "") == line(title)
    if element[0].text and state == "ready":
        assert ET.fromstring(f"<span>{bar['tooltip']}</span>").text == f"{line(title)}\n{plain(fields, 1000.0)}"  # noqa: S314 (as above)
    assert json.loads(waybar(None, none, None, 1000.0)) == {"text": lines(none), "tooltip": "", "class": "none", "alt": "none"}


def test_fields_and_braces() -> None:
    assert formatted("{state} {{{calls}}} }} {value}", OPEN, 1000.0) == "ready {17} } 340.00"
    assert formatted("{state}|{calls}|{left}", None, 0.0) == "none||"
    for form in ("{", "{state", "a {", "{}", "{nope}"):
        with pytest.raises(UsageError):
            formatted(form, OPEN, 1000.0)


@given(st.text(alphabet=st.one_of(st.sampled_from("{}ab"), st.characters())), st.booleans())
def test_any_format_gives_a_line_or_a_sentence(form: str, there: bool) -> None:
    try:
        shown = formatted(form, OPEN if there else None, 1000.0)
    except UsageError as error:
        assert "\n" not in error.message  # noqa: PT017 (most formats raise nothing)
    else:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown)


@given(st.lists(st.sampled_from(FIELDS)), st.text(alphabet="ab |"))
def test_known_fields_are_all_filled_in(names: list[str], between: str) -> None:
    shown = shown_fields(OPEN, 1030.0)
    form = between.join(f"{{{name}}}" for name in names)
    assert formatted(form, OPEN, 1030.0) == between.join(shown[name] for name in names)


def test_no_session(nextcall: Command, home: Path) -> None:
    assert nextcall("status") == (0, "no session\n", "")
    found = nextcall("status", "--json").json
    assert (found["state"], found["session"], found["calls"], found["value"]) == ("none", None, 0, None)
    assert not home.exists()


def test_what_is_shown_while_there_is_no_session(nextcall: Command) -> None:
    assert nextcall("status", "--none", "") == (0, "\n", "")
    assert nextcall("status", "--none=-", "--format", "{state} {left}") == (0, "-\n", "")
    assert nextcall("status", "--format", "{state} {left}").out == "none \n"
    assert nextcall("status", "--waybar", "--none", 'a"b\x1b').json["text"] == 'a"b�'
    nextcall("start", "--headless")
    assert nextcall("status", "--none", "-").out.startswith("ready, ")


def test_the_line_in_the_cache_is_written_by_the_session(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless", "sprint")
    written = (home / "cache" / "status").read_text()
    first = nextcall("status", "--json").json
    assert (first["state"], first["title"], first["calls"]) == ("ready", "Sprint", 0)
    assert (home / "cache" / "status").read_text() == written


@pytest.mark.parametrize("left", [b"", b"garbage", b"\xff\xfe\t" * 17 + b"\n", b"\t" * 17 + b"\n", None])
def test_a_missing_or_broken_line_is_written_again(nextcall: Command, home: Path, left: bytes | None) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "x")
    copy = home / "cache" / "status"
    good = copy.read_bytes()
    if left is None:
        copy.unlink()
    else:
        copy.write_bytes(left)
    assert nextcall("status", "--json").json["calls"] == 1
    assert copy.read_bytes() == good


def test_another_programs_change_is_seen(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    current = home / "data" / "current.json"
    data = json.loads(current.read_text())
    data["title"] = "Changed\telsewhere"
    current.write_text(json.dumps(data))
    assert nextcall("status", "--format", "{title}").out == "Changed�elsewhere\n"


def test_a_file_that_does_not_fit_is_named(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    (home / "data" / "current.json").write_text('{"schema": 1}')
    result = nextcall("status")
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith("current.json: id: should be there, not None")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "{stat}"], "unknown field '{stat}'; did you mean '{state}'?"),
        (["--format", "{xyzzy}"], "unknown field '{xyzzy}'. nextcall status --help names all of them."),
        (["--waybar", "--format", "{stat}"], "unknown field '{stat}'; did you mean '{state}'?"),
        (["--none", "", "--format", "{stat}"], "unknown field '{stat}'; did you mean '{state}'?"),
        (["--format"], "--format wants a value"),
        (["--none"], "--none wants a value"),
        (["--json", "--waybar"], "--json and --waybar exclude each other"),
        (["--none", "x", "--json"], "--json and --none exclude each other"),
        (["--waybr"], "unknown option '--waybr'; did you mean '--waybar'?"),
        (["--format", "{state"], "a brace is not closed in --format"),
        (["--jsn"], "unknown option '--jsn'; did you mean '--json'?"),
        (["extra"], "unexpected 'extra'"),
    ],
)
def test_bad_words(nextcall: Command, words: list[str], said: str) -> None:
    result = nextcall("status", *words)
    assert (result.code, result.out) == (2, "")
    assert one_line(result.err).startswith(said)


def test_a_terminal_without_utf_8(program: Command) -> None:
    program("start", "--headless", "--intention", "x", NEXTCALL_SESSION_PRESET="sprint")
    result = program("status", "--format", "→ {state}", PYTHONIOENCODING="ascii:strict")
    assert result == (0, "? ready\n", "")


@given(st.decimals(0, 10**9, places=4), st.integers(0, 5000), st.integers(1, 5000), st.sampled_from(["USD", "JPY", "KWD"]))
def test_shares_are_exact(amount: object, times: int, among: int, currency: str) -> None:
    from fractions import Fraction

    exact = Fraction(str(amount)) * times / among
    text, same = share(f"{amount:f}", times, among, places(currency))
    assert Fraction(text) == Fraction(round(exact * 10 ** places(currency)), 10 ** places(currency))
    assert same == (Fraction(text) == exact)


def test_nothing_is_made_by_looking(nextcall: Command, home: Path) -> None:
    for words in (["status"], ["log"], ["doctor"], ["config", "path"], ["config", "check"], ["config", "show"], ["themes"]):
        assert nextcall(*words).code == 0
    assert not os.path.exists(home)

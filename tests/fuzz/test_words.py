"""The words of the command line: whatever they are, they are understood or refused in one sentence."""

import argparse
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from cli.commands import one_line
from fuzz import documents
from fuzz.amounts import dice, parts
from fuzz.box import Box
from looks import some
from nextcall.__main__ import EVENTS
from nextcall.cli.main import COMMANDS, parser
from nextcall.core.query import ALL, FIELDS, parse
from nextcall.errors import InputError

GARBAGE = (
    "", " ", "-", "--", "---", "-x", "--x", "--x=", "=", "x=", "=x", "a=b=c", "0", "-1", "1", "1.5", "9" * 30, "9" * 5000, "1e999", "nan", "NaN", "\x1b[2J", "\x9b2J",
    "\u202e", "\udcff\udc80", "é", "٣", "²", "x" * 3000, "[/b]", "[@click=app.quit]", "../../x", "/etc/passwd", "/dev/null", "/", ".", "..", "~", "$(touch x)", ";touch x",
    "%s", "%", "{", "{}", "{x}", "{{", "{state:>99999999}", "{state.__class__}", "last", documents.ID, "2026", "202611", documents.LIST, "no", "n", "today", "9:00", "25:61", "2026-w99",
    "0000-00-00", "9999-12-31", "+999999999999d", "+3d", "+15550100", "Ann", "note~x", "outcome:no", "nosuch:x", "@x", "@/etc/passwd", "a\nb", "\t", "--data-dir", "--json",
)  # fmt: skip
WHO_WRITES = ("-o", "--output")
"""Options that say where something is written to: that is the user's own right."""


def options_of(command: str) -> list[argparse.Action]:
    """All that a command takes, those of its own commands among it."""
    top = parser(command)
    below = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    return list(_within(below.choices[command]))


def _within(one: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _within(inner)
        yield action


def words_for(chance: Random, command: str, actions: list[argparse.Action]) -> list[str]:
    """Words that make some sense, and others that make none."""
    found: list[str] = []
    for action in chance.sample(actions, min(len(actions), chance.randrange(6))):
        values = [*map(str, action.choices)] if action.choices and chance.randrange(3) else list(GARBAGE)
        if action.option_strings:
            name = chance.choice(list(action.option_strings))
            if name in WHO_WRITES or name in ("-h", "--help"):
                continue
            value = chance.choice(values)
            found += [f"{name}={value}"] if chance.randrange(3) == 0 else [name] if action.nargs == 0 else [name, value]
        else:
            found.append(chance.choice(values))
    found += chance.sample(GARBAGE, chance.randrange(3))
    if chance.randrange(3):
        return [command, *found]
    found.insert(chance.randrange(len(found) + 1), command)
    return found


@pytest.mark.parametrize("command", sorted({*COMMANDS, *EVENTS} - {"demo"}))
@parts
def test_every_command(box: Box, monkeypatch: pytest.MonkeyPatch, command: str, part: int) -> None:
    monkeypatch.setattr("nextcall.cli.home.run", _no_screen)
    monkeypatch.chdir(box.home)
    actions = options_of(command)
    for chance in dice(command, part, 4):
        words = words_for(chance, command, actions)
        if any("touch x" in word or word.startswith("/dev") for word in words) and command in ("export", "report"):
            continue
        if "start" in words and "--headless" not in words:
            words.append("--headless")
        done = box.run(*words)
        if done.code == 2 and done.err:
            assert done.err.startswith("nextcall: ")
        for left in (box.current, box.config_file):
            left.unlink(missing_ok=True)
    assert not (box.home / "x").exists()


def _no_screen(*_: object, **__: object) -> int:
    return 0


@pytest.mark.parametrize("words", some([[word] for word in GARBAGE if word] + [["--", word] for word in GARBAGE[:8]] + [["--data-dir"], ["--config-dir", "x", "nosuch"]], 20), ids=ascii)
def test_no_command_at_all(box: Box, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(box.home)
    if words in (["--json"], ["--"]):
        return
    done = box.run(*words)
    assert done.code in (1, 2)
    assert one_line(done.err)


QUERY = (
    *FIELDS, ":", "~", '"', " ", "x", "2026", "-", "w", "today", "2026-11-21", "2026-w47", "\x1b", "\u202e", "İ", "ß", "ﬁ", "\ud800", "é", "0", "99", "'", "(", ")", "%", "_", "\\", "*", "\n", "\0",
)  # fmt: skip


@parts
def test_queries(box: Box, part: int) -> None:
    for number, chance in enumerate(dice("query", part, 60)):
        text = "".join(chance.choice(QUERY) for _ in range(chance.randrange(1, 14)))
        try:
            found = parse(text, date(2026, 11, 21))
        except InputError:
            continue
        assert found == ALL or found
        if not number % 5:
            done = [box.run(command, "--json", f"--query={text}") for command in ("log", "stats")]
            assert [one.code for one in done] == [0, 0]


@parts
def test_status_formats(box: Box, part: int) -> None:
    box.run("start", "--headless")
    for chance in dice("format", part, 40):
        text = "".join(chance.choice(("{", "}", "{state}", "{left", "calls}", "{0}", "{state!r}", "{state:10}", "{value.x}", "{title[0]}", "%", "\x1b[2J", "\x9b", "é", "\n")) for _ in range(chance.randrange(1, 8)))
        box.run("status", f"--format={text}")
        box.run("status", "--waybar", f"--format={text}", f"--none={text}")

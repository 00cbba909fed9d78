"""`correct`: one correction, taken back and made again, each time in a program that knows nothing of the last."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Command, one_line
from cli.sessions_made import a_session_that_ended, content_of, file_of


@pytest.fixture
def ended(nextcall: Command) -> str:
    return a_session_that_ended(nextcall, "x", "v", "c")


def test_several_fields_in_one_step(nextcall: Command, ended: str, home: Path) -> None:
    result = nextcall("correct", ended, "2", "outcome=y", "note=ring=after five", "contact=Ann", "phone=+1 555", "amount=12.50")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "call 2: outcome is yes, was voicemail; call 2: note is 'ring=after five', was empty; "
        "call 2: contact is 'Ann +1 555', was empty; call 2: amount is '12.50', was empty\n"
    )
    found = content_of(home, ended)
    call = found["calls"][1]
    assert (call["outcome"], call["note"], call["contact"]["phone"], call["amount"]) == ("yes", "ring=after five", "+1 555", "12.50")
    assert len({entry["at"] for entry in found["trail"]}) == 1
    assert found["outcomes"]["yes"]["yes"] is True


def test_undo_and_redo_again_and_again(nextcall: Command, ended: str, home: Path) -> None:
    path = file_of(home, ended)
    before = content_of(home, ended)["calls"]
    nextcall("correct", "last", "1", "outcome=callback")
    nextcall("correct", "last", "last", "--remove")
    after = path.read_bytes()
    assert nextcall("correct", ended[:12], "--undo").out.startswith("taken back: call 3 (callback at ")
    assert nextcall("correct", "last", "--undo").out == "taken back: call 1: outcome is no, was callback\n"
    assert content_of(home, ended)["calls"] == before
    nothing = nextcall("correct", "last", "--undo")
    assert (nothing.code, nothing.out) == (1, "")
    assert "no correction to take back" in one_line(nothing.err)
    assert nextcall("correct", "last", "--redo").out == "made again: call 1: outcome is callback, was no\n"
    assert nextcall("correct", "last", "--redo").code == 0
    assert path.read_bytes() == after
    assert nextcall("correct", "last", "--redo").code == 1


def test_calls_that_never_were_and_calls_that_were_forgotten(nextcall: Command, ended: str, home: Path) -> None:
    assert nextcall("correct", ended, "2", "--remove").out.startswith("call 2 (voicemail at ")
    assert nextcall("correct", ended, "--add", "machine").out.startswith("call 4 (machine at ")
    found = content_of(home, ended)
    assert [(call["n"], call["outcome"]) for call in found["calls"]] == [(1, "no"), (3, "callback"), (4, "machine")]
    assert nextcall("correct", ended, "--add", "machine", "--at", "00:00:01").code in (0, 2)  # 2 but for sessions at midnight
    assert nextcall("show", ended, "--json").json["stats"]["outcomes"]["machine"] == 1


def test_json_is_what_the_trail_has(nextcall: Command, ended: str, home: Path) -> None:
    made = nextcall("correct", ended, "1", "steps_done=1,3", "bright=yes", "--json").json
    assert made == content_of(home, ended)["trail"]
    assert [(entry["field"], entry["old"], entry["new"]) for entry in made] == [("steps_done", [], [0, 2]), ("bright", False, True)]
    undone = nextcall("correct", ended, "--undo", "--json").json
    assert undone == content_of(home, ended)["trail"]
    assert all(entry["undone_at"] for entry in undone)
    assert nextcall("correct", ended, "--redo", "--json").json == made
    assert nextcall("correct", ended, "1", "bright=yes", "--json").json == []


def test_what_is_so_already_changes_nothing(nextcall: Command, ended: str, home: Path) -> None:
    path = file_of(home, ended)
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert nextcall("correct", ended, "1", "outcome=x").out == "nothing was changed: that is what it says already\n"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("1", "note=a", "outcome=nope"), (2, "there is no outcome 'nope'; did you mean 'no'?")),
        (("1", "note=a", "asked=-3"), (2, "'-3' is no count")),
        (("1", "note=a", "outcom=no"), (2, "'outcom' cannot be corrected; did you mean 'outcome'?")),
        (("1", "note"), (2, "'note' is no FIELD=VALUE")),
        (("7", "note=a"), (2, "there is no call 7; the session has 3")),
        (("0", "note=a"), (2, "there is no call 0")),
        (("one", "note=a"), (2, "'one' is no call")),
        (("\x1b[2J", "note=a"), (2, "is no call")),
        (("1",), (2, "correct wants ID CALL FIELD=VALUE")),
        ((), (2, "correct wants ID CALL FIELD=VALUE")),
        (("--remove",), (2, "correct wants ID CALL")),
        (("1", "note=a", "--remove"), (2, "either removed or corrected")),
        (("1", "--undo"), (2, "unexpected '1' beside --undo")),
        (("1", "note=a", "--at", "9:00"), (2, "--at goes with --add")),
        (("--add", "nope"), (2, "there is no outcome 'nope'")),
        (("--add", "v", "--at", "1999-01-01T00:00:00Z"), (2, "follow each other")),
        (("--undo", "--redo"), (2, "not allowed with")),
        (("--redo",), (1, "no correction to make again")),
        (("1", "dialed_at=soon"), (2, "is no time")),
        (("1", "tagged_at="), (2, "keeps the time of its tag")),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(nextcall: Command, ended: str, home: Path, words: tuple[str, ...], expected: tuple[int, str]) -> None:
    code, said = expected
    before = file_of(home, ended).read_bytes()
    result = nextcall("correct", ended, *words)
    assert (result.code, result.out) == (code, "")
    assert said in one_line(result.err)
    assert "\x1b" not in result.err
    assert file_of(home, ended).read_bytes() == before


@pytest.mark.parametrize(("name", "said"), [("2019", "There is no session '2019'."), ("open", "There is no open session."), ("", "There is no session ''.")])
def test_a_session_that_is_not_there(nextcall: Command, ended: str, name: str, said: str) -> None:
    assert ended
    result = nextcall("correct", name, "1", "note=x")
    assert result.code == 1
    assert one_line(result.err).startswith(said)


def test_the_open_session_is_corrected_like_any_event(nextcall: Command) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "x")
    assert nextcall("correct", "last", "1", "outcome=y").out == "call 1: outcome is yes, was no\n"
    assert nextcall("correct", "open", "--undo").out == "taken back: call 1: outcome is no, was yes\n"
    assert nextcall("correct", "open", "--redo", "--json").json[0]["new"] == "yes"
    assert nextcall("undo").out == "undone: correction\n"
    refused = nextcall("correct", "open", "--undo")
    assert refused.code == 1
    assert "The last thing was no correction but: tag." in one_line(refused.err)
    nextcall("redo")
    session = nextcall("status", "--json").json["session"]
    nextcall("stop")
    assert nextcall("correct", session, "--undo").out == "taken back: call 1: outcome is no, was yes\n"


def test_last_is_the_last_that_ended_where_one_has(nextcall: Command, ended: str, home: Path) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "x")
    nextcall("correct", "last", "1", "note=of the ended")
    assert content_of(home, ended)["calls"][0]["note"] == "of the ended"
    current = json.loads((home / "data" / "current.json").read_text())
    assert current["calls"][0]["note"] == ""
    both = nextcall("correct", "2", "1", "note=x")
    assert both.code == 1
    assert one_line(both.err).startswith("More than one session begins with '2'.")
    another = file_of(home, ended).with_name("20190101T000000Z-0000.json")
    another.write_text(file_of(home, ended).read_text().replace(ended, "20190101T000000Z-0000"))
    assert nextcall("correct", "2", "1", "note=x").code == 1
    assert nextcall("correct", current["id"], "1", "note=x").code == 0


def test_toml_and_a_configured_outcome(nextcall: Command, configure: Callable[[str], Path], home: Path) -> None:
    configure('[storage]\nformat = "toml"\n')
    session = a_session_that_ended(nextcall, "x", "v")
    configure('[storage]\nformat = "toml"\n[outcomes.demo-booked]\nkey = "o"\nlabel = "Demo booked"\nyes = true\n')
    path = file_of(home, session)
    assert path.suffix == ".toml"
    assert nextcall("correct", session, "1", "outcome=o").code == 0
    assert "[outcomes.demo-booked]" in path.read_text()
    configure('[storage]\nformat = "toml"\n')
    assert nextcall("correct", session, "--undo").code == 0
    assert nextcall("correct", session, "--redo").code == 0
    assert nextcall("show", session, "--json").json["stats"]["yeses"] == 1


def test_a_file_that_does_not_fit_is_not_touched(nextcall: Command, ended: str, home: Path) -> None:
    path = file_of(home, ended)
    path.write_text('{"schema": 2}')
    result = nextcall("correct", ended, "1", "note=x")
    assert (result.code, path.read_text()) == (1, '{"schema": 2}')
    assert "a newer nextcall wrote this" in one_line(result.err)


def test_help_names_every_field(nextcall: Command) -> None:
    said = nextcall("correct", "--help").out
    for word in ("outcome", "phone", "steps_done", "tagged_at", "from 1", "--undo", "--remove", "--add"):
        assert word in said

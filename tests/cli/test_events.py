import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Command, one_line
from nextcall import __main__ as door
from nextcall.cli import event_help
from nextcall.cli.events import NEEDED, OPTIONS, WORDS, parse
from nextcall.errors import UsageError


def started(nextcall: Command, *words: str) -> None:
    assert nextcall("start", "--headless", *words).code == 0


def current(home: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads((home / "data" / "current.json").read_text())
    return found


def test_one_table_for_the_door_the_parser_and_the_help() -> None:
    assert set(WORDS) == door.EVENTS == set(event_help.EVENTS)
    assert set(NEEDED) | set(OPTIONS) <= set(WORDS)


def test_a_timed_call(nextcall: Command, home: Path) -> None:
    started(nextcall)
    assert nextcall("dial").out == "1  on the line\n"
    assert nextcall("hangup").out.startswith("1  hung up after 0:0")
    assert nextcall("tag", "x").out == "1  Heard it, said no\n"
    call = current(home)["calls"][0]
    assert call["outcome"] == "no"
    assert call["dialed_at"]
    assert call["hung_up_at"]


def test_a_tapped_call_by_id_or_key(nextcall: Command) -> None:
    started(nextcall)
    assert nextcall("tag", "no-answer").out == "1  No answer, busy\n"
    assert nextcall("tag", "y").out == "2  Yes: meeting, order, pledge\n"


def test_all_that_a_tag_can_say(nextcall: Command, home: Path) -> None:
    started(nextcall)
    options = ["--note", "asked who else", "--contact=Ann Roe", "--amount", "1200.50", "--help-mark", "thanked", "--help-mark", "referral"]
    assert nextcall("tag", *options, "yes").code == 0
    call = current(home)["calls"][0]
    assert (call["note"], call["amount"], call["help"]) == ("asked who else", "1200.50", ["thanked", "referral"])
    assert isinstance(call["contact"], dict)
    assert call["contact"]["name"] == "Ann Roe"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tag", "hung-u"), "unknown outcome 'hung-u'; did you mean 'hung-up'?"),
        (("tag", "qqq"), "unknown outcome 'qqq'"),
        (("tag",), "tag wants OUTCOME"),
        (("tag", " "), "tag wants OUTCOME"),
        (("tag", "x", "y"), "unexpected 'y'"),
        (("tag", "x", "--nota", "y"), "unknown option '--nota'; did you mean '--note'?"),
        (("tag", "x", "--note"), "--note wants a value"),
        (("tag", "x", "--note", "--contact", "y"), "--note wants a value"),
        (("tag", "x", "--amount", "much"), "'much' is no amount; write it as 1200 or 1200.50"),
        (("tag", "x", "--help-mark", "thankd"), "unknown help mark 'thankd'; did you mean 'thanked'?"),
        (("note",), "note wants TEXT"),
        (("note", "-5%"), "unknown option '-5%'"),
        (("pause", "brake"), "unknown reason to pause 'brake'; did you mean 'break'?"),
        (("dial", "x"), "unexpected 'x'"),
        (("undo", "--jsn"), "unknown option '--jsn'; did you mean '--json'?"),
    ],
)
def test_bad_words_change_nothing_and_say_so_in_a_line(nextcall: Command, home: Path, words: tuple[str, ...], said: str) -> None:
    started(nextcall)
    before = (home / "data" / "current.json").read_bytes()
    result = nextcall(*words)
    assert (result.code, result.out) == (2, "")
    assert one_line(result.err).startswith(said)
    assert (home / "data" / "current.json").read_bytes() == before


@pytest.mark.parametrize("command", sorted(WORDS))
def test_without_a_session_there_is_nothing_to_do(nextcall: Command, home: Path, command: str) -> None:
    result = nextcall(command, *(["x"] if command in NEEDED else []))
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith("There is no open session.")
    assert not (home / "data").exists()


@pytest.mark.parametrize(
    ("before", "command", "said"),
    [
        (["dial"], "dial", "A call is open already."),
        (["dial"], "pause", "Finish this call first: tag it, or drop it."),
        (["dial"], "stop", "Finish this call first: tag it, or drop it."),
        (["dial", "hangup"], "hangup", "The call is hung up already; it only wants its tag."),
        ([], "hangup", "No call is open."),
        ([], "resume", "The session is not paused."),
        (["pause"], "pause", "The session is paused already."),
        ([], "undo", "There is nothing to undo."),
        ([], "redo", "There is nothing to redo."),
        ([], "bright", "There is no call yet."),
    ],
)
def test_what_the_state_refuses_is_said(nextcall: Command, before: list[str], command: str, said: str) -> None:
    started(nextcall)
    for other in before:
        assert nextcall(other).code == 0
    result = nextcall(command)
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith(said)


def test_pause_note_and_bright_spot(nextcall: Command, home: Path) -> None:
    started(nextcall)
    assert nextcall("pause", "n").out == "paused: notes\n"
    assert nextcall("resume").out == "resumed after 0:00\n"
    nextcall("tag", "c")
    assert nextcall("note", "she", "calls", "back").out == "1  noted\n"
    assert nextcall("bright", "--", "-", "silence").out == "1  bright spot\n"
    call = current(home)["calls"][0]
    assert (call["note"], call["bright"], call["bright_note"]) == ("she calls back", True, "- silence")
    assert nextcall("bright").out == "1  no bright spot any more\n"
    assert nextcall("pause").out == "paused: break\n"


def test_undo_and_redo_across_commands(nextcall: Command) -> None:
    started(nextcall)
    nextcall("tag", "x")
    assert nextcall("undo").out == "undone: tag\n"
    assert nextcall("status", "--json").json["calls"] == 0
    assert nextcall("redo").out == "done again: tag\n"
    assert nextcall("status", "--json").json["calls"] == 1


def test_the_value_follows_every_event(nextcall: Command, configure: Callable[[str], Path]) -> None:
    configure('[formula]\nearned = "10000"\ncalls = 500\n')
    started(nextcall)
    for _ in range(6):
        assert nextcall("tag", "hung-up").code == 0
    assert nextcall("status", "--json").json["value"] == "120.00"
    assert nextcall("tag", "h", "--json").json["value"] == "140.00"
    assert nextcall("undo", "--json").json["value"] == "120.00"
    assert nextcall("status", "--json").json["noes"] == 6


def test_json_is_the_status_and_nothing_else(nextcall: Command) -> None:
    started(nextcall)
    result = nextcall("dial", "--json")
    assert result.err == ""
    assert result.json["state"] == "on_call"


def test_stop_puts_the_session_where_the_others_are(nextcall: Command, home: Path) -> None:
    started(nextcall, "sprint")
    nextcall("tag", "i")
    assert nextcall("stop").out == "ended: Sprint, 0:00, 1 call, 1 conversation, 1 help\n"
    assert not (home / "data" / "current.json").exists()
    assert len(list((home / "data" / "sessions").rglob("*.json"))) == 1


def test_stop_keeps_the_format_that_is_configured(nextcall: Command, home: Path, configure: Callable[[str], Path]) -> None:
    configure('[storage]\nformat = "toml"\n')
    started(nextcall)
    nextcall("tag", "x")
    assert nextcall("stop").code == 0
    assert len(list((home / "data" / "sessions").rglob("*.toml"))) == 1
    assert nextcall("show", "last", "--json").json["calls"][0]["outcome"] == "no"


def test_an_event_does_not_read_the_configuration(nextcall: Command, configure: Callable[[str], Path]) -> None:
    started(nextcall)
    configure("this is = = no TOML")
    assert nextcall("tag", "x").code == 0
    assert nextcall("stop").code == 2


def test_what_cannot_be_saved_is_not_claimed(nextcall: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started(nextcall)
    before = (home / "data" / "current.json").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    result = nextcall("tag", "x")
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith("not saved: No space left on device")
    assert (home / "data" / "current.json").read_bytes() == before


def test_another_program_that_is_quicker_is_told(nextcall: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from nextcall.desk.desk import Desk

    started(nextcall)
    settle = Desk.settle

    def too_late(desk: Desk, seconds: float = 0.0) -> bool:
        monkeypatch.setattr(Desk, "settle", settle)
        assert door.main(["dial"]) == 0
        return settle(desk, seconds)

    monkeypatch.setattr(Desk, "settle", too_late)
    result = nextcall("dial")
    assert result.code == 1
    assert one_line(result.err).startswith("Another program was quicker; that does not fit any more.")


def test_text_from_the_command_line_is_harmless(nextcall: Command, home: Path) -> None:
    started(nextcall)
    nextcall("tag", "x", "--contact", "Eve\x1b]0;x\x07", "--note", "a\x9bb")
    assert "\x1b" not in (home / "data" / "current.json").read_text()
    call = current(home)["calls"][0]
    assert call["note"] == "a�b"


def test_folders_can_be_named_before_and_after_the_command(nextcall: Command, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    assert nextcall("--data-dir", other, "start", "--headless").code == 0
    assert nextcall("tag", "x", "--data-dir", other).out == "1  Heard it, said no\n"
    assert nextcall(f"--data-dir={other}", "status", "--json").json["calls"] == 1
    assert nextcall("status").out == "no session\n"


def test_words_that_look_like_commands_are_values() -> None:
    assert parse("tag", ["--note", "tag", "tag", "tag"]).words == ("tag",)
    with pytest.raises(UsageError):
        parse("tag", ["--note", "tag"])


def test_every_event_as_a_program(program: Command) -> None:
    assert program("start", "--headless").code == 0
    said = [program(*words.split()) for words in ("dial", "hangup", "tag x", "note hi", "bright", "undo", "redo", "pause", "resume", "stop")]
    assert [(result.code, result.err) for result in said] == [(0, "")] * 10
    assert [result.out.split("\n")[0].split(" after")[0] for result in said[:-1]] == [
        "1  on the line",
        "1  hung up",
        "1  Heard it, said no",
        "1  noted",
        "1  bright spot",
        "undone: bright spot",
        "done again: bright spot",
        "paused: break",
        "resumed",
    ]

import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.commands import Command, one_line
from nextcall.__main__ import main
from nextcall.cli.words import read_word
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.session import Call, Session
from nextcall.errors import UsageError
from nextcall.storage.index.index import Index

from fakes import NEW_YORK, a_session  # isort: skip
from histories import file_in  # isort: skip


def current(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "data" / "current.json").read_text())
    return found


def test_a_session_from_first_to_last_line(program: Command) -> None:
    result = program("start", "sprint", "--plain", typed="\n\nx\ny\n$ 1200\n* silence worked\nT\nu\nq\n")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[:9] == [
        "Sprint, 15 min. A line of ? lists the keys.",
        "1  on the line",
        "1  hung up after 0:00",
        "1  Heard it, said no",
        "2  Yes: meeting, order, pledge",
        "2  amount: 1200",
        "2  bright spot",
        "2  thanked",
        "undone: help mark",
    ]
    assert lines[9].startswith("ended: Sprint, ")
    assert lines.index("Help and thanks") < lines.index("Process") < lines.index("Inputs") < lines.index("Results")


def test_no_boxes_no_colours(program: Command) -> None:
    result = program("start", "--plain", typed="?\nstatus\n\nx\nq\n")
    assert "\x1b" not in result.out
    assert not re.search(r"[─-▟]", result.out)


def test_at_the_end_of_the_input_it_stays_open(program: Command, home: Path) -> None:
    result = program("start", "--plain", typed="\n")
    assert result.code == 0
    assert one_line(result.err).startswith("The session stays open. nextcall --plain resumes it, nextcall stop ends it.")
    assert current(home)["live"]["n"] == 1
    again = program("--plain", typed="x\nq\n")
    assert again.code == 0
    assert "1  Heard it, said no" in again.out


def test_without_a_session_there_is_nothing_to_resume(program: Command) -> None:
    result = program("--plain")
    assert result.code == 1
    assert one_line(result.err).startswith("There is no open session.")


def test_what_makes_no_sense_is_said_and_changes_nothing(program: Command, home: Path) -> None:
    result = program("start", "--plain", typed="bogus\nhepl\nr\nnote\n$ 5\nreason x\n+ +\n")
    assert result.out.splitlines()[1:] == [
        "unknown word 'bogus'. A line of ? lists the keys.",
        "unknown word 'hepl'; did you mean 'help'?",
        "The session is not paused.",
        "note wants a text.",
        "There was no yes yet: amounts belong to one.",
        "There was no no yet.",
        "'+' takes nothing after it.",
    ]
    assert current(home)["calls"] == []


def test_another_terminal_is_followed(program: Command, home: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "nextcall", "start", "--plain"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdin
    assert running.stdout
    running.stdout.readline()
    assert program("tag", "x").code == 0
    running.stdin.write("y\n")
    running.stdin.flush()
    assert running.stdout.readline() == "2  Yes: meeting, order, pledge\n"
    assert program("stop").code == 0
    running.stdin.write("\n")
    running.stdin.close()
    assert "The session was ended by another program." in running.stdout.read()
    running.stdout.close()
    assert running.wait(20) == 0
    assert not (home / "data" / "current.json").exists()


def test_the_planned_end_is_told_once(program: Command) -> None:
    result = program("start", "--plain", "--calls", "2", typed="x\n\nx\ny\nq\n")
    assert result.out.count("Time.") == 1
    assert result.out.index("2  Heard") < result.out.index("Time. The session runs on until q ends it.")


def test_the_planned_end_in_minutes_is_told_when_it_comes(program: Command, home: Path) -> None:
    program("start", "--headless", "--minutes", "1")
    data = current(home)
    data["started_at"] = "2026-01-01T09:00:00.000-05:00"
    (home / "data" / "current.json").write_text(json.dumps(data))
    result = program("--plain", typed="q\n")
    assert "Time. The session runs on until q ends it." in result.out


def test_interrupted_it_stays_open(program: Command) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "nextcall", "start", "--plain"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stdout
    running.stdout.readline()
    time.sleep(0.1)
    running.send_signal(2)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert one_line(said).startswith("The session stays open.")
    assert program("stop").code == 0


def test_bytes_that_are_no_text(home: Path) -> None:
    assert home
    done = subprocess.run(
        [sys.executable, "-m", "nextcall", "start", "--plain"], input=b"\xff\xfe\n\nx\nq\n", capture_output=True, check=False
    )
    assert done.returncode == 0
    assert b"1  Heard it, said no" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("", do.Dial()),
        (" space ", do.Dial()),
        ("x too dear", do.Tag("no", "too dear")),
        ("hung-up", do.Tag("hung-up")),
        ("p", do.Pause("break")),
        ("p t", do.Pause("technical")),
        ("r", do.Resume()),
        ("note she knows", do.Note("she knows")),
        ("*", do.Bright(None)),
        ("*silence", do.Bright("silence")),
        ("reason p", do.Reason("price")),
        ("r price", do.Reason("price")),
        ("$1200", do.Amount("1200")),
        ("/ renew domain", do.Park("renew domain")),
        ("I Ann -> Bob", do.Introduce("Ann", "Bob")),
        ("I", do.Help("introduced")),
        ("R", do.Help("referral")),
        ("+", do.Replan(1)),
        ("q", do.End()),
    ],
)
def test_words(text: str, action: Action) -> None:
    word = read_word(text, a_session())
    assert word.way == "do"
    assert (type(word.action), word.action) == (type(action), action)


def test_words_that_are_none() -> None:
    for text in ("qq", "u again", "yes!", "tag", "\x1b[A"):
        with pytest.raises(UsageError):
            read_word(text, a_session())


PAST = datetime(2025, 11, 3, 9, 0, tzinfo=NEW_YORK)
"""Before any day on which this is run."""


def hour(at: datetime) -> Session:
    """Twenty calls within an hour, all alike."""
    calls = tuple(
        Call(n + 1, at + timedelta(seconds=60 * n + 20), at + timedelta(seconds=60 * n + 40), at + timedelta(seconds=60 * n + 40), ("no", "yes")[n % 2])
        for n in range(20)
    )
    return a_session(at)._replace(id=f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-0000", calls=calls, ended_at=at + timedelta(hours=1), end="ended")


ORDER = ("Help and thanks", "Process", "Inputs", "Results", "Value", "Your usual range", "Promised", "Parked")


def said_in(out: str, title: str) -> list[str]:
    """The lines of a part of the summary."""
    lines = out.splitlines()
    after = lines[lines.index(title) + 1 :]
    return [text.strip() for text in after[: next((i for i, text in enumerate(after) if not text.startswith("  ")), len(after))]]


def test_the_summary_is_in_the_order_of_the_screen(program: Command, configure: Callable[[str], Path]) -> None:
    configure('[formula]\nearned = "10000"\ncalls = 500\n')
    lines = program("start", "--plain", typed="\n\nx\nc price list\n/ renew domain\nT\nq\n").out.splitlines()
    places = [lines.index(title) for title in ORDER]
    assert places == sorted(places)
    assert any(re.fullmatch(r"  Call back, call 2, \d{4}-\d\d-\d\d 09:00: price list", text) for text in lines[places[-2] :])
    assert lines[-1] == "  renew domain (open)"


def test_each_input_is_judged_by_the_sessions_before(program: Command, home: Path) -> None:
    for day in range(12):
        file_in(home / "data", hour(PAST + timedelta(days=day)))
    with subprocess.Popen([sys.executable, "-m", "nextcall", "start", "--plain"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        begun = running.stdout.readline()
        time.sleep(0.01)  # a session of no time at all has no calls per hour
        running.stdin.write("\n\nx\nq\n")
        running.stdin.close()
        out = begun + running.stdout.read()
    own = said_in(out, "Your usual range")
    # What so short a session cannot be judged by comes after the rest: which of them that is depends on its milliseconds.
    assert sorted(words.split()[0] for words in own[:3]) == ["Calls", "First", "Talk"]
    assert any(words.startswith("First dial after 0:00: ") for words in own)
    assert own[3:] == ["Same pace after a no and after a good call."]
    assert own == said_in(program("show", "last").out, "Your usual range")


def test_the_first_session_has_nothing_to_be_judged_by(program: Command) -> None:
    own = said_in(program("start", "--plain", typed="\n\nx\nq\n").out, "Your usual range")
    assert own == ["Learning your usual range: no session before this one, limits need 6.", "Pace after a no and after a good call: not enough yet (0 and 0 of 15)."]


def test_a_session_that_stays_open_is_not_judged(program: Command) -> None:
    assert "Your usual range" not in program("start", "--plain", typed="\n\nx\n").out


@pytest.mark.parametrize(("fault", "words"), [(PermissionError(13, "Permission denied"), "cannot be read: Permission denied."), (KeyboardInterrupt(), "were not all read.")])
def test_the_summary_does_without_the_past(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: BaseException, words: str) -> None:
    def failing(*_: object, **__: object) -> Index:
        raise fault

    monkeypatch.setattr(Index, "opened", failing)
    monkeypatch.setattr(sys, "stdin", io.StringIO("x\nq\n"))
    assert home
    assert main(["start", "--plain"]) == 0
    out = capsys.readouterr().out
    assert words in said_in(out, "Your usual range")[0]
    assert "Results" in out


def test_the_past_is_text(program: Command, home: Path) -> None:
    file_in(home / "data", hour(PAST)._replace(title="\x1b[31mred"))
    (home / "data" / "sessions" / "broken.json").write_text("{")
    result = program("start", "--plain", typed="\n\nx\nq\n")
    assert (result.code, result.err) == (0, "")
    assert "\x1b" not in result.out
    assert said_in(result.out, "Your usual range")[0] == "Learning your usual range: 1 session before this one, limits need 6."

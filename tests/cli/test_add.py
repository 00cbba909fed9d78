"""`add`: a session from paper. The local clocks are New York's."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.commands import Command, one_line
from cli.sessions_made import file_of

PAST = ("--date", "2026-01-15", "--start", "9:00", "--minutes", "45")


@pytest.fixture(autouse=True)
def new_york(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`home` names the zone; here the C library is told of it too."""
    assert home
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_session_of_counts(nextcall: Command, home: Path) -> None:
    result = nextcall("add", *PAST, "n=14", "voicemail=6", "y=1", "k=2", "x=0")
    assert (result.code, result.err) == (0, "")
    session, _, said = result.out.partition("  ")
    assert said == "added: From paper, 2026-01-15, 09:00 to 09:45, 21 calls, 1 conversation\n"
    path = file_of(home, session)
    assert path == home / "data" / "sessions" / "2026" / "01" / f"{session}.json"
    assert session.startswith("20260115T140000Z-")
    found = json.loads(path.read_text())
    assert found["counts_only"] == {"no-answer": 14, "voicemail": 6, "yes": 1, "skipped": 2}
    assert set(found["outcomes"]) == set(found["counts_only"])
    assert (found["started_at"], found["ended_at"], found["end"]) == ("2026-01-15T09:00:00.000-05:00", "2026-01-15T09:45:00.000-05:00", "ended")
    assert (found["goal"], found["preset"], found["calls"], found["trail"]) == (None, None, [], [])
    assert nextcall("show", session, "--json").json["stats"]["calls"] == 21
    assert nextcall("doctor").code == 0


def test_all_that_can_be_said_of_it(nextcall: Command, configure: Callable[[str], Path]) -> None:
    configure('[formula]\nearned = "10000"\ncalls = 500\ncurrency = "EUR"\n[storage]\nformat = "toml"\n')
    found = nextcall(
        "add", *PAST, "n=3", "--title", " On \x1bpaper ", "--preset", "sprint", "--skill", "listening", "--list", "q4",
        "--tag", "a", "--tag", "b", "--intention", "ask more", "--json",
    ).json  # fmt: skip
    assert found["title"] == "On \N{REPLACEMENT CHARACTER}paper"
    assert (found["preset"], found["goal"], found["skill"]) == ("sprint", {"kind": "minutes", "amount": 15}, "listening")
    assert (found["list"], found["tags"], found["intention"]) == ("q4", ["a", "b"], "ask more")
    assert (found["value_per_call"], found["formula"]["earned"]) == ("20.00", "10000")
    assert nextcall("add", *PAST, "n=3", "--preset", "sprint", "--json").json["title"] == "Sprint"


@pytest.mark.parametrize(
    ("day", "start", "minutes", "lasted"),
    [
        ("2026-03-08", "1:30", 60, ("2026-03-08T01:30:00.000-05:00", "2026-03-08T03:30:00.000-04:00")),  # 23 hours
        ("2026-03-08", "3am", 10, ("2026-03-08T03:00:00.000-04:00", "2026-03-08T03:10:00.000-04:00")),
        ("2025-11-02", "0:30", 120, ("2025-11-02T00:30:00.000-04:00", "2025-11-02T01:30:00.000-05:00")),  # 25 hours
        ("2025-11-02", "1:30", 30, ("2025-11-02T01:30:00.000-04:00", "2025-11-02T01:00:00.000-05:00")),
        ("2025-11-02", "2:00", 30, ("2025-11-02T02:00:00.000-05:00", "2025-11-02T02:30:00.000-05:00")),
        ("2025-07-01", "11:50PM", 30, ("2025-07-01T23:50:00.000-04:00", "2025-07-02T00:20:00.000-04:00")),
        ("2024-02-29", "12am", 1, ("2024-02-29T00:00:00.000-05:00", "2024-02-29T00:01:00.000-05:00")),
        ("2024-02-29", "12:05 pm", 1440, ("2024-02-29T12:05:00.000-05:00", "2024-03-01T12:05:00.000-05:00")),
        ("1971-06-01", "09:00", 5, ("1971-06-01T09:00:00.000-04:00", "1971-06-01T09:05:00.000-04:00")),
    ],
)
def test_the_offset_is_that_of_its_day(nextcall: Command, day: str, start: str, minutes: int, lasted: tuple[str, str]) -> None:
    found = nextcall("add", "--date", day, "--start", start, "--minutes", str(minutes), "n=1", "--json").json
    assert (found["started_at"], found["ended_at"]) == lasted
    assert nextcall("show", found["id"], "--json").json["stats"]["seconds"]["session"] == minutes * 60


def test_an_hour_that_never_was(nextcall: Command) -> None:
    result = nextcall("add", "--date", "2026-03-08", "--start", "2:30", "--minutes", "5", "n=1")
    assert result.code == 2
    assert "02:30 was not on 2026-03-08" in one_line(result.err)


def test_yesterday(nextcall: Command) -> None:
    found = nextcall("add", "--date", "yesterday", "--start", "0:00", "--minutes", "5", "n=1", "--json").json
    assert found["started_at"] < found["ended_at"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*PAST,), "nothing was counted"),
        ((*PAST, "n=0", "v=0"), "nothing was counted"),
        ((*PAST, "n"), "'n' is no OUTCOME=N"),
        ((*PAST, "n=x"), "n should be a whole number"),
        ((*PAST, "n=-1"), "n should be a whole number"),
        ((*PAST, "n=1.5"), "n should be a whole number"),
        ((*PAST, "n=100001"), "n should be a whole number"),
        ((*PAST, "n=٣"), "n should be a whole number"),
        ((*PAST, "n=1", "no-answer=2"), "no-answer stands twice"),
        ((*PAST, "voicemal=2"), "unknown outcome 'voicemal'; did you mean 'voicemail'?"),
        ((*PAST, "=2"), "unknown outcome ''"),
        ((*PAST, "n=1", "--preset", "sprnt"), "did you mean 'sprint'?"),
        ((*PAST, "n=1", "--skill", "listen"), "unknown skill 'listen'"),
        (("--date", "2999-01-01", "--start", "9:00", "--minutes", "5", "n=1"), "has not happened yet"),
        (("--date", "2026-02-30", "--start", "9:00", "--minutes", "5", "n=1"), "'2026-02-30' is no day"),
        (("--date", "1969-12-31", "--start", "9:00", "--minutes", "5", "n=1"), "is no day"),
        (("--date", "tomorrow", "--start", "9:00", "--minutes", "5", "n=1"), "'tomorrow' is no day"),
        (("--date", "20260101", "--start", "9:00", "--minutes", "5", "n=1"), "is no day"),
        (("--date", "today", "--start", "9", "--minutes", "5", "n=1"), "'9' is no time of day"),
        (("--date", "today", "--start", "24:00", "--minutes", "5", "n=1"), "is no time of day"),
        (("--date", "today", "--start", "9:5", "--minutes", "5", "n=1"), "is no time of day"),
        (("--date", "today", "--start", "13pm", "--minutes", "5", "n=1"), "is no time of day"),
        (("--date", "today", "--start", "0am", "--minutes", "5", "n=1"), "is no time of day"),
        (("--date", "today", "--start", "am", "--minutes", "5", "n=1"), "is no time of day"),
        (("--date", "today", "--start", "9:60", "--minutes", "5", "n=1"), "is no time of day"),
        (("--date", "2026-01-15", "--start", "9:00", "--minutes", "0", "n=1"), "the minutes should be"),
        (("--date", "2026-01-15", "--start", "9:00", "--minutes", "1441", "n=1"), "the minutes should be"),
        (("--start", "9:00", "--minutes", "5", "n=1"), "--date"),
        (("--date", "today", "--minutes", "5", "n=1"), "--start"),
    ],
)
def test_what_is_refused_writes_nothing(nextcall: Command, home: Path, words: tuple[str, ...], said: str) -> None:
    result = nextcall("add", *words)
    assert (result.code, result.out) == (2, "")
    assert said in one_line(result.err)
    assert not (home / "data" / "sessions").exists()


def test_what_was_at_that_time_too_is_mentioned(nextcall: Command, home: Path) -> None:
    first = nextcall("add", *PAST, "n=1", "--title", "First").out.split()[0]
    beside = file_of(home, first).with_name("20260115T150000Z-0000.json")
    beside.write_text("{}")  # what cannot be read does not stand in the way
    after = nextcall("add", "--date", "2026-01-15", "--start", "9:45", "--minutes", "5", "n=1")
    assert (after.code, after.err) == (0, "")
    inside = nextcall("add", "--date", "2026-01-15", "--start", "9:30", "--minutes", "5", "n=1")
    assert inside.code == 0
    assert one_line(inside.err) == f"another session was at that time: {first}, First, from 09:00"
    around = nextcall("add", "--date", "2026-01-14", "--start", "23:00", "--minutes", "1440", "n=1")
    assert around.err.count("another session") == 3

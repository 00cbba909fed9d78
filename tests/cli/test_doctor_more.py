"""What `doctor` finds beside the sessions: clock trouble, call lists, the plan, folders that cannot be made."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.commands import Command
from fakes import START
from nextcall.cli.checks import files, machine
from nextcall.cli.checks.lists import check_lists
from nextcall.cli.checks.moments import check_moments
from nextcall.contacts.person import Person
from nextcall.core.session import Session
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.sessions import Sessions


def told(findings: Any) -> list[str]:
    return [f"{finding.subject}: {finding.said}" for finding in findings if finding.state != "ok"]


@pytest.fixture
def lists(home: Path) -> Lists:
    found = Lists(str(home / "data"))
    with found.sessions.lock():
        found.save("q4", CallList("Leads", (Person("1", "Zaphod", "+15550100"),)))
    return found


# ---- the clock


def ended(at: datetime, minutes: int = 30) -> Session:
    return Session(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-0001", at, "Sprint", ended_at=at + timedelta(minutes=minutes), end="ended")


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    return Sessions(str(tmp_path))


def put(sessions: Sessions, *some: Session) -> None:
    with sessions.lock():
        for one in some:
            sessions.add_ended(one)


def test_a_clock_that_agrees(sessions: Sessions) -> None:
    assert told(check_moments(sessions, START)) == []
    put(sessions, ended(START - timedelta(days=3)), ended(START - timedelta(minutes=30)))
    assert told(check_moments(sessions, START)) == []
    assert told(check_moments(sessions, START - timedelta(seconds=59))) == []


def test_a_clock_that_is_behind(sessions: Sessions) -> None:
    put(sessions, ended(START - timedelta(days=3)), ended(START, 50))
    assert told(check_moments(sessions, START)) == ["clock: it is 50 minutes behind the end of session 20261121T140000Z-0001"]
    assert told(check_moments(sessions, START - timedelta(hours=5)))[0].startswith("clock: it is 6 hours behind")


def test_sessions_of_the_future(sessions: Sessions) -> None:
    put(sessions, ended(START), ended(START + timedelta(days=4000)), ended(START + timedelta(days=40)))
    assert told(check_moments(sessions, START + timedelta(days=1))) == [f"clock: 2 sessions lie in the future, the last one {ended(START + timedelta(days=4000)).id}"]
    assert told(check_moments(sessions, START + timedelta(days=2000)))[0].startswith("clock: 1 session lies")


def test_the_open_session_counts_too(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "n")
    at = Sessions(str(home / "data")).read_current()
    assert at is not None
    last = at.bench.session.last_event_at
    assert told(check_moments(Sessions(str(home / "data")), last)) == []
    assert len(told(check_moments(Sessions(str(home / "data")), last - timedelta(hours=1)))) == 1


def test_broken_files_do_not_stop_it(sessions: Sessions) -> None:
    put(sessions, ended(START))
    Path(sessions.place(ended(START), ".json")).with_name("20990101T000000Z-0002.json").write_text("{")
    assert told(check_moments(sessions, START + timedelta(hours=1))) == []


@given(st.integers(-10**6, 10**6))
def test_it_is_told_exactly_when_something_lies_ahead(minutes: int) -> None:
    one = ended(START)

    class Held(Sessions):
        def __init__(self) -> None:
            self.current = "none"

        def newest_first(self) -> Any:
            return iter(["some"])

        def read(self, path: str) -> Any:
            if path == "none":
                from nextcall.errors import NoSessionError

                raise NoSessionError("none")
            return type("Opened", (), {"bench": type("Bench", (), {"session": one})})

    now = START + timedelta(minutes=30 + minutes)
    assert bool(told(check_moments(Held(), now))) == (minutes < -1)


# ---- lists and the plan


def test_lists_that_fit(nextcall: Command, lists: Lists) -> None:
    assert told(check_lists(lists.sessions.folder)) == []
    assert "ok    call lists: 1 can be read\n" in nextcall("doctor").out
    assert told(check_lists("/nowhere")) == []


@pytest.mark.parametrize("text", ["garbage", "{}", '{"schema": 1}', '{"schema": 1, "people": [{"id": 3, "name": "Zaphod"}]}', '{"schema": 7, "people": []}', ""])
def test_lists_that_do_not_fit(nextcall: Command, lists: Lists, text: str) -> None:
    Path(lists.path("q4")).write_text(text)
    result = nextcall("doctor", "--json")
    found = [finding for finding in result.json if finding["state"] == "wrong"]
    assert result.code == 1
    assert [finding["subject"] for finding in found] == ["call list"]
    assert found[0]["said"].startswith("q4.json: ")
    assert found[0]["advice"]
    assert ("newer" in found[0]["advice"]) == ("7" in text)
    assert "Zaphod" not in result.out


def test_the_numbers_not_to_be_called_and_what_was_said(lists: Lists) -> None:
    Path(lists.folder, "do-not-call.json").write_text('{"schema": 1, "numbers": [{"phone": 15550100}]}')
    found = told(check_lists(lists.sessions.folder))
    assert len(found) == 1
    assert found[0].startswith("do not call: do-not-call.json: numbers[0]")
    assert "15550100" not in found[0]


def test_what_no_list_can_be_called_like(lists: Lists) -> None:
    Path(lists.folder, "My Leads.json").write_text("{}")
    assert told(check_lists(lists.sessions.folder)) == ["call list: My Leads.json is not read"]


def test_a_plan_that_does_not_fit(nextcall: Command, home: Path) -> None:
    (home / "data").mkdir(parents=True, mode=0o700)
    (home / "data" / "plan.json").write_text(json.dumps({"schema": 1, "weeks": "Zaphod"}))
    (home / "data" / "plan.json").chmod(0o600)
    found = [finding for finding in nextcall("doctor", "--json").json if finding["state"] == "wrong"]
    assert [finding["subject"] for finding in found] == ["plan"]
    assert found[0]["said"].startswith("plan.json: ")
    assert "Zaphod" not in found[0]["said"]


@pytest.mark.skipif(os.name == "nt", reason="there are no such modes")
def test_lists_that_others_can_read(lists: Lists) -> None:
    Path(lists.path("q4")).chmod(0o644)
    assert told(check_lists(lists.sessions.folder)) == ["call lists: q4.json can be read by others"]


# ---- folders


def test_sessions_that_others_can_read(nextcall: Command, home: Path) -> None:
    nextcall("add", "--date", "2026-11-20", "--start", "09:00", "--minutes", "30", "no=2")
    told_of = "session files: 1 can be read by others"
    assert told_of not in " ".join(nextcall("doctor").out.split())
    (session,) = home.rglob("sessions/*/*/*.json")
    session.chmod(0o640)
    result = nextcall("doctor")
    assert result.code == 1
    assert told_of in " ".join(result.out.split())


def test_a_folder_that_cannot_be_made(nextcall: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = nextcall("doctor", "--data-dir", str(tmp_path / "file" / "deep" / "data"))
    assert result.code == 1
    assert "wrong data folder: " in result.out


def test_a_disk_without_room(nextcall: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    nextcall("start", "--headless")
    monkeypatch.setattr(files, "_room", lambda _: 4096)
    found = [finding for finding in nextcall("doctor", "--json").json if finding["state"] == "wrong"]
    assert found[0]["said"].endswith(" has no room left: 4 kB")


# ---- the machine


def test_an_old_python_and_an_untested_textual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_OLDEST", (4, 0))
    monkeypatch.setattr("importlib.metadata.version", lambda _: "9.0.0")
    assert [said.partition(":")[0] for said in told(machine.check_machine())][:2] == ["Python", "textual"]


def test_a_clock_that_was_never_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nextcall.clock.Clock.now", lambda _: datetime(1970, 1, 1, tzinfo=UTC))
    assert "clock: 1970-01-01" in told(machine.check_machine())


@pytest.mark.parametrize(("term", "columns", "said"), [("dumb", 80, "terminal: TERM is 'dumb'"), ("", 80, "terminal: TERM is ''"), ("xterm", 20, "size: 20x24")])
def test_terminals(monkeypatch: pytest.MonkeyPatch, term: str, columns: int, said: str) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setattr("os.isatty", lambda _: True)
    found = told(machine.check_machine())
    assert said in found

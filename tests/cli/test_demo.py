"""The demo: believable, live, in a folder of its own, and gone afterwards."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli.commands import Command, one_line
from looks import some
from nextcall.bootstrap import services
from nextcall.cli import demo
from nextcall.cli.made import people
from nextcall.cli.made.folder import fill, without_own
from nextcall.cli.made.history import half_a_year, under_way
from nextcall.config.paths import Folders
from nextcall.core.counts import counts
from nextcall.core.session import Session, State
from nextcall.core.undo import undo
from nextcall.errors import StorageError
from nextcall.storage import codec
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.index.index import Index
from nextcall.storage.sessions import Sessions

HERE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 18, 15, 30, tzinfo=HERE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folders]:
    """The made-up half year before a Wednesday."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", HERE.key)
        yield fill(str(tmp_path_factory.mktemp("made")), NOW)


def test_it_is_the_same_each_time(made: Folders) -> None:
    del made
    first, again = (list(half_a_year(NOW)) for _ in range(2))
    assert first == again
    assert {session.preset for session in first} == {"power-hour", "sprint", "forty-five"}
    assert {session.started_at.weekday() for session in first} == {0, 1, 2, 3, 4}
    assert all(session.end == "ended" and session.started_at < NOW for session in first)


def test_it_has_something_of_everything(made: Folders) -> None:
    sessions = [Sessions(made.data).read(path).bench.session for path in Sessions(made.data).newest_first()]
    calls = [call for session in sessions for call in session.calls]
    assert 120 < len(sessions) < 200
    for part in ("reason", "note", "bright", "help", "introduction", "amount", "contact", "steps_done"):
        assert any(getattr(call, part) for call in calls), part
    assert {mark for call in calls for mark in call.help} == {"introduced", "referral", "useful", "thanked"}
    assert any(session.pauses for session in sessions)
    assert any(session.summary.coach_score for session in sessions)


def test_ten_was_ten_in_summer_too(made: Folders) -> None:
    del made
    summer = [session for session in half_a_year(NOW) if session.started_at.month == 7]
    assert {session.started_at.utcoffset() for session in summer} == {timedelta(hours=-4)}
    assert {session.started_at.hour for session in summer} == {9, 10, 14}


def test_the_index_knows_it_all_already(made: Folders) -> None:
    looked = Index.at_hand(made.data, made.cache, soon=False)
    assert looked is not None
    looked.close()


@pytest.mark.parametrize("days", some([0, 3, 90, 360], 2))
def test_ten_o_clock_is_bright_and_nothing_else_is(tmp_path: Path, nextcall: Command, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    where = fill(str(tmp_path), NOW + timedelta(days=days))
    monkeypatch.setenv("NEXTCALL_CACHE_DIR", where.cache)
    found = nextcall("spots", "--by", "hour", "--json", "--data-dir", where.data).json
    assert [group["key"] for group in found["groups"] if group["bright"]] == ["10"]
    weekdays = nextcall("spots", "--by", "weekday", "--json", "--data-dir", where.data).json
    assert [group["key"] for group in weekdays["groups"] if group["bright"]] == []


@pytest.mark.parametrize("hour", [0, 9, 10, 23])
def test_the_session_under_way(hour: int) -> None:
    now = NOW.replace(hour=hour, minute=5)
    listed = people.to_call(now)
    bench = under_way(now, people.called(listed))
    session: Session = bench.session
    assert session.state == State.READY
    assert timedelta(0) < now - session.last_event_at < timedelta(minutes=1)
    assert timedelta(minutes=10) < now - session.started_at < timedelta(minutes=50)
    assert counts(session).calls == len(session.calls) == 14
    assert {call.contact.id for call in session.calls if call.contact} == {str(n) for n in range(1, 15)}
    for _ in range(3):
        bench = undo(bench)
    assert len(bench.session.calls) < 14
    while bench.done:
        bench = undo(bench)
    assert bench.session.calls == ()
    assert codec.read_bench(codec.write(session)).session == session


def test_the_people_to_call(made: Folders) -> None:
    listed = Lists(made.data).read(people.NAME)
    assert len({person.name for person in listed.people}) == len(listed.people) == 20
    assert all(person.phone.startswith("+120255501") and len(person.phone) == 12 for person in listed.people)  # kept free for fiction
    found = services(made, {})
    session = found.desk.take_up()
    assert session.list == people.NAME


def test_nothing_of_the_users_is_heard_of() -> None:
    environ = {"NEXTCALL_HOME": "/x", "NEXTCALL_HOOKS_TAG": '["x"]', "NEXTCALL_UI_THEME": "paper", "HOME": "/h", "NEXTCALLER": "1"}
    assert without_own(environ) == {"NEXTCALL_UI_THEME": "paper", "HOME": "/h", "NEXTCALLER": "1"}


def test_the_folder_goes_with_it(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert home.name
    for fault in (None, KeyboardInterrupt):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NEXTCALL_HOME", str(home))
            try:
                with demo.made() as found:
                    assert "NEXTCALL_HOME" not in os.environ
                    assert found.folders.data.startswith(str(tmp_path / "nextcall-demo-"))
                    assert os.stat(os.path.dirname(found.folders.data)).st_mode & 0o077 == 0
                    if fault:
                        raise fault
            except KeyboardInterrupt:
                pass
        assert list(tmp_path.glob("nextcall-demo-*")) == []
    assert not home.exists()


def test_as_lines(program: Command, home: Path, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    result = program("demo", "--plain", typed="x\nq\n", TMPDIR=str(tmp_path / "tmp"))
    assert result.code == 0, result.err
    assert result.out.startswith("A demo: made-up people and numbers. ")
    assert "15" in result.out
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not home.exists()


def test_own_files_are_not_even_looked_at(program: Command, home: Path, tmp_path: Path) -> None:
    """With folders that can be neither read nor written, and a configuration that would be refused."""
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("[nonsense")
    (home / "data").mkdir()
    (home / "data" / "current.json").write_text("{")
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    hook = f'["touch", "{tmp_path}/heard"]'
    result = program("demo", "--plain", typed="x\nq\n", NEXTCALL_HOOKS_TAG=hook, NEXTCALL_HOOKS_SESSION_END=hook)
    assert (result.code, result.err) == (0, "")
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    assert not (tmp_path / "heard").exists()


def test_without_a_terminal_nothing_is_made(program: Command, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    result = program("demo", TMPDIR=str(tmp_path / "tmp"))
    assert result.code == 2
    assert "The screens need a terminal" in one_line(result.err)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_no_folder_takes_temporary_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(StorageError, match="No space left on device"), demo.made():
        pass
    assert not home.exists()

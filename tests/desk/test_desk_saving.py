"""One desk: what was done, what is on disk, and what lies between them."""

import os
from pathlib import Path

import pytest

from desks import At
from fakes import FakeClock, a_session
from nextcall.core import actions as do
from nextcall.core.session import State
from nextcall.desk.disk import Disk
from nextcall.desk.event import Event, follow
from nextcall.errors import InputError, NoSessionError, NotAllowedError, StorageError
from nextcall.storage import status


def test_what_is_done_shows_at_once_and_is_saved_when_it_is_saved(at: At) -> None:
    desk = at.desk()
    assert desk.view() == (None, None, 0, "", False, False)
    desk.begin(a_session())
    assert (desk.view().waiting, desk.view().saved, desk.path) == (1, None, "")
    desk.do(do.Tag("no"))
    assert desk.view().waiting == 2
    assert desk.session is not None
    assert len(desk.session.calls) == 1
    assert at.sessions.read_current() is None
    assert desk.settle()
    view = desk.view()
    assert (view.waiting, view.trouble, view.can_undo, view.can_redo) == (0, "", True, False)
    assert view.saved == view.session == at.on_disk()
    assert desk.path == at.sessions.current


def test_undo_and_redo_go_through_the_disk(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.settle()
    desk.do(do.Dial())
    assert desk.last_done() == "dial"
    desk.undo()
    assert desk.last_undone() == "dial"
    desk.undo()
    assert (desk.last_done(), desk.last_undone()) == ("", "tag")
    desk.settle()
    assert at.on_disk() == a_session()
    assert desk.view().can_redo
    desk.redo()
    desk.settle()
    assert [call.outcome for call in at.on_disk().calls] == ["no"]
    assert (at.on_disk().live, desk.last_undone()) == (None, "dial")


def test_undo_goes_on_where_another_program_left_off(at: At) -> None:
    desk = at.begun()
    for _ in range(3):
        desk.do(do.Tag("no"))
    desk.settle()
    other = at.joined()
    for left in (2, 1, 0):
        assert len(other.undo().calls) == left
    assert other.settle()
    third = at.joined()
    for there in (1, 2, 3):
        assert len(third.redo().calls) == there
    with pytest.raises(NotAllowedError):
        third.redo()


def test_what_is_refused_is_neither_shown_nor_saved(at: At) -> None:
    desk = at.begun()
    for action, error in ((do.HangUp(), NotAllowedError), (do.Tag("none-such"), InputError)):
        with pytest.raises(error):
            desk.do(action)
    with pytest.raises(NotAllowedError):
        desk.undo()
    assert desk.view().waiting == 0


def test_each_save_raises_the_revision(at: At) -> None:
    desk = at.begun()
    assert at.opened().revision == 1
    desk.do(do.Tag("no"))
    desk.do(do.Tag("no"))
    desk.settle()
    assert at.opened().revision == 2
    desk.settle()
    assert at.opened().revision == 2


def test_ending_puts_the_session_away_and_reopening_takes_it_back(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("yes"))
    desk.do(do.End())
    assert desk.settle()
    assert at.names() == ["sessions/2026/11/20261121T140000Z-7f3a.json"]
    assert desk.path.endswith("20261121T140000Z-7f3a.json")
    desk.do(do.Summarise("worked", "asking"))
    desk.do(do.Correct(1, "note", "two"))
    assert desk.settle()
    ended = at.sessions.read(desk.path).bench.session
    assert (ended.summary.worked, ended.calls[0].note, len(ended.trail)) == ("asking", "two", 1)
    desk.do(do.Reopen())
    assert desk.settle()
    assert at.names() == ["current.json", "trash/20261121T140000Z-7f3a.json"]
    desk.do(do.Tag("no"))
    assert desk.settle()
    assert len(at.on_disk().calls) == 2


def test_an_end_that_was_reopened_before_it_was_saved_changes_nothing(at: At) -> None:
    desk = at.begun()
    for action in (do.Tag("no"), do.End(), do.Reopen(), do.Tag("yes")):
        desk.do(action)
    assert desk.settle()
    assert at.names() == ["current.json"]
    assert len(at.on_disk().calls) == 2


def test_after_the_end_nothing_is_undone(at: At) -> None:
    desk = at.begun()
    desk.do(do.Dial())
    desk.do(do.Tag("no"))
    desk.undo()
    desk.redo()
    desk.do(do.End())
    assert not desk.view().can_undo
    for step in (desk.undo, desk.redo):
        with pytest.raises(NotAllowedError, match="has ended"):
            step()
    desk.settle()
    assert at.on_disk().live is None


def test_an_ended_session_is_worked_on_from_its_file(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.do(do.End())
    desk.settle()
    other = at.desk()
    assert other.open_ended(desk.path).state == State.ENDED
    other.do(do.Correct(1, "note", "better"))
    assert other.settle()
    assert at.sessions.read(desk.path).bench.session.calls[0].note == "better"
    assert at.sessions.read_current() is None


def test_toml_is_put_away_when_it_is_asked_for(at: At) -> None:
    desk = at.begun(".toml")
    desk.do(do.Tag("no"))
    desk.do(do.End())
    assert desk.settle()
    assert desk.path.endswith(".toml")
    desk.do(do.Correct(1, "amount", "5"))
    assert desk.settle()
    other = at.desk()
    assert other.open_ended(desk.path).calls[0].amount == "5"
    assert at.sessions.read_current() is None


def test_without_a_session_nothing_can_be_done(at: At) -> None:
    desk = at.desk()
    for step in (lambda: desk.do(do.Dial()), desk.undo, desk.redo, desk.take_up, desk.drop_open):
        with pytest.raises(NoSessionError):
            step()
    assert desk.settle()
    assert desk.find_open() is None
    assert desk.rescue((at.root,)) == ""
    assert not desk.changed_elsewhere()


def test_a_dropped_session_lies_in_the_trash(at: At) -> None:
    at.begun()
    desk = at.desk()
    where = desk.drop_open()
    assert at.names() == ["trash/current.json"]
    assert at.sessions.read(where).bench.session == a_session()
    assert desk.session is None


def test_what_was_put_down_stays_as_it_is(at: At) -> None:
    desk = at.begun()
    desk.put_down()
    assert desk.view().session is desk.view().saved is None
    assert desk.settle()
    assert at.on_disk() == a_session()


def test_a_session_that_was_cut_off_while_ending_is_put_away_at_the_next_start(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.settle()
    ended = at.on_disk()._replace(end="ended", ended_at=at.clock.now())
    at.sessions.save_ended(at.sessions.current, ended)
    assert at.desk().find_open() is None
    assert at.names() == ["sessions/2026/11/20261121T140000Z-7f3a.json"]


def test_where_it_cannot_be_put_away_the_next_start_tries_again(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at.begun()
    at.sessions.save_ended(at.sessions.current, at.on_disk()._replace(end="ended", ended_at=at.clock.now()))

    def refuse(*_: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr(os, "replace", refuse)
    assert at.desk().find_open() is None
    monkeypatch.undo()
    new = at.desk()
    new.begin(a_session(at.clock.now().replace(hour=12)))
    assert new.settle()
    assert at.names() == ["current.json", "sessions/2026/11/20261121T140000Z-7f3a.json"]


def test_one_that_another_program_puts_away_meanwhile_is_left_alone(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at.begun()
    at.sessions.save_ended(at.sessions.current, at.on_disk()._replace(end="ended", ended_at=at.clock.now()))
    desk = at.desk()
    monkeypatch.setattr(desk.disk.sessions, "open_identity", lambda: None)
    assert desk.find_open() is None
    assert at.names() == ["current.json"]


def test_a_half_written_file_of_a_killed_program_goes_at_the_next_beginning(at: At) -> None:
    Path(at.sessions.folder).mkdir()
    Path(at.sessions.current + ".999.part").write_text("half")
    at.begun()
    assert at.names() == ["current.json"]


def test_the_status_copy_follows_each_save(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.settle()
    found = status.read(os.path.join(at.root, "cache"), at.sessions.current)
    assert found is not None
    assert found["calls"] == "1"
    desk.do(do.End())
    desk.settle()
    assert status.read(os.path.join(at.root, "cache"), at.sessions.current) is None


def test_a_broken_open_file_is_named_and_never_taken_up(at: At) -> None:
    at.begun()
    Path(at.sessions.current).write_text("oops")
    for step in (at.desk().find_open, at.desk().take_up):
        with pytest.raises(StorageError, match=r"current\.json: line 1"):
            step()
    assert Path(at.sessions.current).read_text() == "oops"


def test_a_new_session_sets_a_broken_one_aside_and_says_so(at: At) -> None:
    at.begun()
    Path(at.sessions.current).write_text("oops")
    desk = at.begun()
    assert desk.notes == ["current.json: line 1, column 1: Expecting value. It is kept as current.json.conflict-20261121T090000.json."]
    assert at.names() == ["current.json", "current.json.conflict-20261121T090000.json"]


def test_the_file_of_a_newer_nextcall_is_not_touched(at: At) -> None:
    at.begun()
    Path(at.sessions.current).write_text('{"schema": 2}')
    desk = at.desk()
    desk.begin(a_session())
    assert not desk.settle()
    assert "a newer nextcall wrote this" in desk.trouble
    assert Path(at.sessions.current).read_text() == '{"schema": 2}'


def test_an_event_without_an_action_is_refused(clock: FakeClock, at: At) -> None:
    with pytest.raises(NotAllowedError, match="cannot be done now"):
        follow(at.begun().disk.sessions.read(at.sessions.current).bench, Event(None, clock.now()))


def test_a_file_that_cannot_be_looked_at_has_not_changed(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at.begun()

    def refuse(_: str) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "lstat", refuse)
    assert not desk.changed_elsewhere()


def test_a_disk_knows_nothing_before_it_is_asked(at: At) -> None:
    Disk(at.sessions, at.root)
    assert os.listdir(at.root) == []

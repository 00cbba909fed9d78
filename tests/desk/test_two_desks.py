"""Two desks at one folder: none loses what the other did."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from desks import At
from fakes import a_session
from making import after
from nextcall.core import actions as do
from nextcall.core.session import State
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Came, Stood
from nextcall.desk.event import Event
from nextcall.errors import NotAllowedError

WAYS = {"dts": ("dial", "tag", "save"), "dsts": ("dial", "save", "tag", "save"), "tsds": ("tag", "save", "dial", "save")}


def interleavings(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[list[tuple[int, str]]]:
    """Every order in which two desks can take their steps."""
    total = len(one) + len(other)
    for chosen in combinations(range(total), len(one)):
        steps = [iter(one), iter(other)]
        yield [(who, next(steps[who])) for who in (0 if i in chosen else 1 for i in range(total))]


def step(desk: Desk, what: str) -> int:
    """Take one step; returns how many tags it made."""
    if what == "save":
        assert desk.settle()
    elif what == "tag":
        desk.do(do.Tag("no"))
        return 1
    else:
        try:
            desk.do(do.Dial())
        except NotAllowedError:
            return 0
    return 0


@pytest.mark.parametrize("other", WAYS)
@pytest.mark.parametrize("one", WAYS)
def test_no_order_of_two_desks_loses_a_tag(one: str, other: str, tmp_path: Path, at: At) -> None:
    for i, order in enumerate(interleavings(WAYS[one], WAYS[other])):
        here = At(str(tmp_path / str(i)), at.clock)
        desks, tags = [here.begun(), here.joined()], 0
        for who, what in order:
            at.clock.pass_(1)
            tags += step(desks[who], what)
        for desk in (*desks, *desks):
            assert desk.settle()
        calls = here.on_disk().calls
        assert len(calls) == tags, order
        assert [call.n for call in calls] == list(range(1, tags + 1))
        for desk in desks:
            assert desk.session == here.on_disk()
            assert {type(event.action) for event in desk.refused} <= {do.Dial}
        assert here.names() == ["current.json"]


def test_what_the_other_did_shows_after_looking_again(at: At) -> None:
    desk, other = at.begun(), at.joined()
    other.do(do.Dial())
    other.settle()
    assert desk.changed_elsewhere()
    desk.settle()
    assert desk.session is not None
    assert desk.session.state == State.ON_CALL
    assert not desk.changed_elsewhere()


def test_a_call_that_one_opened_is_tagged_by_the_other(at: At) -> None:
    desk, other = at.begun(), at.joined()
    desk.do(do.Dial())
    desk.settle()
    at.clock.pass_(60)
    other.do(do.Tag("yes"))  # it has not looked since
    other.settle()
    (call,) = at.on_disk().calls
    assert call.dialed_at is not None


def test_what_came_too_late_is_refused_and_named(at: At) -> None:
    desk, other = at.begun(), at.joined()
    desk.do(do.Dial())
    other.do(do.Dial())
    desk.settle()
    other.settle()
    assert [type(event.action) for event in other.refused] == [do.Dial]
    assert desk.refused == []


def test_what_still_waits_is_followed_on_top_of_what_came(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, other = at.begun(), at.joined()
    desk.do(do.Tag("no"))
    real = desk.disk.bring

    def slowly(stood: Stood, events: list[Event], stamp: str) -> Came:
        came = real(stood, events, stamp)
        desk.do(do.Dial())  # typed while it was saving
        desk.do(do.HangUp())
        return came

    other.do(do.Tag("yes"))
    other.do(do.Pause())
    other.settle()
    monkeypatch.setattr(desk.disk, "bring", slowly)
    assert desk.settle()
    monkeypatch.undo()
    assert desk.view().waiting == 2
    assert desk.settle()
    assert at.on_disk().state == State.WRAP_UP
    assert len(at.on_disk().calls) == 2


def test_what_still_waits_and_does_not_fit_any_more_goes(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, other = at.begun(), at.joined()
    other.do(do.Dial())
    other.settle()
    real = desk.disk.bring

    def slowly(stood: Stood, events: list[Event], stamp: str) -> Came:
        came = real(stood, events, stamp)
        desk.do(do.Dial())
        desk.do(do.Tag("no"))
        return came

    monkeypatch.setattr(desk.disk, "bring", slowly)
    assert desk.settle()
    monkeypatch.undo()
    assert desk.view().waiting == 1
    assert desk.settle()
    assert [call.outcome for call in at.on_disk().calls] == ["no"]


# ---- ended, dropped, reopened elsewhere


def test_tags_on_the_way_to_a_session_that_another_program_ended_are_kept(at: At) -> None:
    desk, other = at.begun(), at.joined()
    desk.do(do.Tag("no"))
    desk.settle()
    other.settle()
    at.clock.pass_(60)
    other.do(do.Tag("yes"))  # an outcome that the ended file does not know
    at.clock.pass_(5)
    other.do(do.Tag("voicemail"))
    desk.do(do.End())
    assert desk.settle()
    assert other.settle()
    ended = at.sessions.read(next(at.sessions.newest_first())).bench.session
    assert [call.outcome for call in ended.calls] == ["no", "yes", "voicemail"]
    assert ended.end == "ended"
    assert ended.ended_at == ended.calls[-1].tagged_at
    assert other.notes == ["The session was ended by another program."]
    assert other.refused == []
    assert at.names() == ["sessions/2026/11/20261121T140000Z-7f3a.json"]


def test_the_end_stays_when_it_was_where_nothing_came_after_it(at: At) -> None:
    desk, other = at.begun(), at.joined()
    at.clock.pass_(60)
    other.do(do.Tag("yes"))
    at.clock.pass_(60)
    desk.do(do.End())
    desk.settle()
    end = at.on_disk().ended_at
    assert other.settle()
    assert at.on_disk().ended_at == end
    assert len(at.on_disk().calls) == 1


def test_a_correction_after_the_end_does_not_move_the_end_of_late_tags(at: At) -> None:
    desk, other = at.begun(), at.joined()
    desk.do(do.Tag("no"))
    desk.settle()
    at.clock.pass_(60)
    other.do(do.Tag("yes"))
    at.clock.pass_(60)
    desk.do(do.End())
    at.clock.pass_(3600)
    desk.do(do.Correct(1, "note", "x"))
    desk.settle()
    assert other.settle()
    ended = at.on_disk()
    assert ended.ended_at == after(120)
    assert ended.calls[-1].tagged_at == after(60)
    assert len(ended.trail) == 1


def test_a_call_in_progress_that_the_end_cut_off_is_in_the_trail(at: At) -> None:
    desk, other = at.begun(), at.joined()
    desk.do(do.End())
    desk.settle()
    at.clock.pass_(60)
    other.do(do.Dial())
    other.do(do.Note("Bob answered"))
    assert other.settle()
    ended = at.on_disk()
    assert (ended.live, ended.calls, ended.state) == (None, (), State.ENDED)
    assert [(note.field, note.old["note"]) for note in ended.trail] == [("live", "Bob answered")]


def test_what_no_longer_fits_an_ended_session_is_refused(at: At) -> None:
    desk, other = at.begun(), at.joined()
    desk.do(do.Tag("no"))
    desk.settle()
    other.settle()
    other.undo()
    other.do(do.Tag("yes"))
    desk.do(do.End())
    desk.settle()
    assert other.settle()
    assert [event.way for event in other.refused] == ["undo"]
    assert [call.outcome for call in at.on_disk().calls] == ["no", "yes"]


def test_two_ends_are_one_end(at: At) -> None:
    desk, other = at.begun(), at.joined()
    for one in (desk, other):
        one.do(do.Tag("no"))
        one.do(do.End())
        one.do(do.Summarise("worked", "asking"))
    assert desk.settle()
    assert other.settle()
    ended = at.on_disk()
    assert len(ended.calls) == 2
    assert ended.summary.worked == "asking"
    assert at.names() == ["sessions/2026/11/20261121T140000Z-7f3a.json"]


def test_looking_at_a_session_that_ended_elsewhere_writes_nothing(at: At) -> None:
    desk, other = at.begun(), at.joined()
    desk.do(do.End())
    desk.settle()
    before = at.sessions.read(desk.path).identity
    assert other.changed_elsewhere()
    assert other.settle()
    assert other.session is not None
    assert other.session.state == State.ENDED
    assert other.path == desk.path
    assert at.sessions.read(desk.path).identity == before


def test_an_end_that_was_cut_off_elsewhere_is_finished(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.settle()
    at.sessions.save_ended(at.sessions.current, at.on_disk()._replace(end="ended", ended_at=at.clock.now()))  # and killed
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert at.names() == ["sessions/2026/11/20261121T140000Z-7f3a.json"]
    assert [call.outcome for call in at.on_disk().calls] == ["no", "yes"]
    assert desk.notes == ["The session was ended by another program."]


def test_a_session_that_another_program_dropped_is_gone(at: At) -> None:
    desk, other = at.begun(), at.joined()
    desk.drop_open()
    assert other.changed_elsewhere()
    assert other.settle()
    assert other.view().session is None


def test_a_session_that_was_dropped_while_something_was_on_the_way_is_written_again(at: At) -> None:
    desk, other = at.begun(), at.joined()
    other.do(do.Tag("no"))
    desk.drop_open()
    assert other.settle()
    assert len(at.on_disk().calls) == 1
    assert at.names() == ["current.json", "trash/current.json"]
    assert other.notes == ["current.json was gone; it is written again."]


def test_a_session_that_another_program_reopened_is_followed_there(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.do(do.End())
    desk.settle()
    other = at.desk()
    other.open_ended(desk.path)
    other.do(do.Reopen())
    other.do(do.Tag("no"))
    assert other.settle()
    desk.do(do.Correct(1, "note", "x"))
    assert desk.settle()
    assert desk.path == at.sessions.current
    assert desk.session == at.on_disk()
    assert [call.note for call in at.on_disk().calls] == ["x", ""]
    assert at.names() == ["current.json", "trash/20261121T140000Z-7f3a.json"]


def test_of_two_beginnings_the_second_joins_the_first(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.settle()
    other = at.desk()
    other.begin(a_session(at.clock.now().replace(hour=10)))
    other.do(do.Tag("yes"))
    assert other.settle()
    assert other.session == at.on_disk()
    assert [call.outcome for call in at.on_disk().calls] == ["no", "yes"]
    assert other.notes == ["A session was open already; this is it."]


def test_reopening_waits_while_another_session_is_open(at: At) -> None:
    desk = at.begun()
    desk.do(do.End())
    desk.settle()
    other = at.desk()
    other.begin(a_session(at.clock.now().replace(hour=10)))
    other.settle()
    desk.do(do.Reopen())
    assert not desk.settle()
    assert desk.trouble == "Another session is open."
    other.do(do.End())
    other.settle()
    assert desk.settle()
    assert at.on_disk().id == a_session().id


# ---- one desk, one session after another


@pytest.mark.parametrize("fails", [False, True])
def test_a_save_that_comes_back_late_is_of_no_other_session(at: At, monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.do(do.End())
    real = desk.disk.bring
    saving, go_on = threading.Event(), threading.Event()

    def slowly(stood: Stood, events: list[Event], stamp: str) -> Came:
        came = real(stood, events, stamp)
        saving.set()
        assert go_on.wait(60)
        if fails:
            raise OSError(5, "late")
        return came

    monkeypatch.setattr(desk.disk, "bring", slowly)
    thread = threading.Thread(target=desk.save)
    thread.start()
    assert saving.wait(60)
    monkeypatch.undo()
    new = a_session(at.clock.now().replace(hour=11))
    desk.put_down()
    desk.begin(new)
    go_on.set()
    thread.join()
    assert (desk.session, desk.view().waiting, desk.trouble) == (new, 1, "")
    assert desk.settle()
    assert at.on_disk().id == new.id


# ---- two programs

WRITER = """
import sys
from nextcall.clock import Clock
from nextcall.core import actions as do
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Disk
from nextcall.storage.sessions import Sessions
desk = Desk(Disk(Sessions(sys.argv[1] + "/data"), sys.argv[1] + "/cache"), Clock())
desk.take_up()
print("ready", flush=True)
sys.stdin.readline()
for i in range(30):
    desk.do(do.Tag(sys.argv[2], note=str(i)))
    while not desk.settle():
        pass
"""


def test_two_programs_at_once_lose_nothing(at: At) -> None:
    at.begun()
    programs = [
        subprocess.Popen([sys.executable, "-c", WRITER, at.root, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in ("no", "yes")
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.communicate("go\n", timeout=120)
        assert program.returncode == 0
    calls = at.on_disk().calls
    for name in ("no", "yes"):
        assert [call.note for call in calls if call.outcome == name] == [str(i) for i in range(30)]
    assert at.opened().revision == 61
    assert at.names() == ["current.json"]

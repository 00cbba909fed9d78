"""Saves that fail: what was done stays, is tried again, and lands exactly once."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from desks import FAULTS, At
from fakes import a_session
from nextcall.core import actions as do
from nextcall.core.session import State
from nextcall.desk.desk import Desk
from nextcall.errors import NotAllowedError, StorageError
from nextcall.storage import atomic

Fail = Callable[[str], None]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("tries", [1, 3])
def test_what_could_not_be_saved_waits_and_lands_exactly_once(fault: str, tries: int, at: At, failing: Fail) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.settle()
    failing(fault)
    for i in range(tries):
        desk.do(do.Tag("yes"))
        if fault != "moving":
            assert not desk.settle()
            view = desk.view()
            assert (view.waiting, bool(view.trouble)) == (i + 1, True)
            assert view.session is not None
            assert view.saved is not None
            assert (len(view.session.calls), len(view.saved.calls)) == (2 + i, 1)
    failing("")
    assert desk.settle()
    assert (desk.trouble, desk.view().waiting) == ("", 0)
    assert [call.outcome for call in at.on_disk().calls] == ["no"] + ["yes"] * tries
    assert [call.n for call in at.on_disk().calls] == list(range(1, tries + 2))
    assert at.names() == ["current.json"]
    assert desk.notes == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_beginning_that_fails_is_one_beginning(fault: str, at: At, failing: Fail) -> None:
    desk = at.desk()
    failing(fault)
    desk.begin(a_session())
    desk.do(do.Tag("no"))
    desk.settle()
    desk.do(do.Tag("no"))
    desk.settle()
    failing("")
    assert desk.settle()
    assert len(at.on_disk().calls) == 2
    assert at.names() == ["current.json"]
    assert desk.notes == []


def test_a_beginning_is_not_saved_before_the_folder_is(at: At, failing: Fail) -> None:
    at.begun().drop_open()
    failing("fsync of the folder")
    desk = at.desk()
    desk.begin(a_session())
    for _ in range(2):
        assert not desk.settle()
        assert desk.view().waiting == 1
    failing("")
    assert desk.settle()


@pytest.mark.parametrize("suffix", [".json", ".toml"])
@pytest.mark.parametrize("fault", FAULTS)
def test_an_end_that_fails_puts_the_session_away_once(fault: str, suffix: str, at: At, failing: Fail) -> None:
    desk = at.begun(suffix)
    desk.do(do.Tag("no"))
    failing(fault)
    desk.do(do.End())
    assert not desk.settle()
    assert desk.view().waiting == 2
    desk.do(do.Summarise("worked", "asking"))
    assert not desk.settle()
    failing("")
    assert desk.settle()
    assert desk.path.endswith(f"20261121T140000Z-7f3a{suffix}")
    ended = at.sessions.read(desk.path).bench.session
    assert (len(ended.calls), ended.summary.worked, ended.end) == (1, "asking", "ended")
    assert at.sessions.read_current() is None
    assert not [name for name in at.names() if "conflict" in name or ".part" in name]
    assert desk.notes == []
    assert list(at.sessions.newest_first()) == [desk.path]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_reopening_that_fails_leaves_one_session(fault: str, at: At, failing: Fail) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.do(do.End())
    desk.settle()
    failing(fault)
    desk.do(do.Reopen())
    desk.do(do.Tag("yes"))
    assert not desk.settle()
    failing("")
    assert desk.settle()
    assert at.names() == ["current.json", "trash/20261121T140000Z-7f3a.json"]
    assert [call.outcome for call in at.on_disk().calls] == ["no", "yes"]
    assert desk.path == at.sessions.current


def test_after_a_folder_that_was_not_synced_any_other_failure_counts_nothing_twice(at: At, failing: Fail) -> None:
    desk = at.begun()
    for fault in ("fsync of the folder", "full", "fsync of the folder", "read-only", "fsync of the file"):
        desk.do(do.Tag("no"))
        failing(fault)
        assert not desk.settle()
    failing("")
    assert desk.settle()
    assert len(at.on_disk().calls) == 5


def test_another_program_may_build_on_what_was_not_synced(at: At, failing: Fail) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    failing("fsync of the folder")
    assert not desk.settle()
    failing("")
    other = at.joined()
    other.do(do.Tag("yes"))
    assert other.settle()
    desk.do(do.Tag("callback"))
    assert desk.settle()
    assert [call.outcome for call in at.on_disk().calls] == ["no", "yes", "callback"]


def test_what_was_not_synced_is_forgotten_with_its_session(at: At, failing: Fail) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    failing("fsync of the folder")
    assert not desk.settle()
    failing("")
    desk.take_up()  # the file has the tag
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert [call.outcome for call in at.on_disk().calls] == ["no", "yes"]


@pytest.mark.parametrize("seed", range(40))
def test_whatever_fails_in_whatever_order_no_tag_is_lost_or_doubled(seed: int, at: At, failing: Fail) -> None:
    rng = random.Random(seed)  # noqa: S311 (chance that can be repeated)
    desks = [at.begun(), at.joined()]
    tags = 0
    for _ in range(40):
        desk = rng.choice(desks)
        match rng.randrange(5):
            case 0 | 1:
                desk.do(do.Tag(rng.choice(["no", "yes", "voicemail"])))
                tags += 1
            case 2:
                try:
                    desk.do(do.Dial())
                except NotAllowedError:
                    continue
            case 3:
                failing(rng.choice([*FAULTS, "", "", ""]))
            case 4:
                desk.settle()
        at.clock.pass_(3)
    failing("")
    ended = rng.random() < 0.5
    if ended and desks[0].session and desks[0].session.state == State.READY:
        desks[0].do(do.End())
    for desk in (*desks, *desks):
        assert desk.settle()
    assert len(at.on_disk().calls) == tags
    assert not [name for name in at.names() if "conflict" in name or ".part" in name]
    for desk in desks:
        assert desk.session is not None
        assert desk.session.calls == at.on_disk().calls
        assert all(isinstance(event.action, do.Dial | do.End) for event in desk.refused)


def test_the_trouble_is_said_and_gone_when_it_works_again(at: At, failing: Fail) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    failing("full")
    desk.settle()
    assert desk.view().trouble == desk.trouble == "No space left on device"
    failing("")
    desk.settle()
    assert desk.view().trouble == ""


def test_an_error_without_words_is_named_by_its_type(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at.begun()

    def fail(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(atomic, "save", fail)
    desk.do(do.Tag("no"))
    assert not desk.settle()
    assert desk.trouble == "TimeoutError"


def test_undo_of_what_is_not_saved_yet_is_saved_in_its_turn(at: At, failing: Fail) -> None:
    desk = at.begun()
    failing("full")
    desk.do(do.Tag("no"))
    desk.settle()
    desk.do(do.Tag("yes"))
    desk.undo()
    desk.settle()
    failing("")
    assert desk.settle()
    assert [call.outcome for call in at.on_disk().calls] == ["no"]
    assert desk.view().can_redo


# ---- leaving with something unsaved


def test_what_could_not_be_saved_is_rescued(at: At, failing: Fail, tmp_path: Path) -> None:
    desk = at.begun()
    assert desk.rescue((str(tmp_path),)) == ""
    desk.do(do.Tag("no"))
    failing("full")
    assert not desk.settle()
    failing("")
    path = desk.rescue((str(tmp_path / "none-such"), str(tmp_path)))
    assert os.path.basename(path) == "nextcall-rescue-20261121T140000Z-7f3a.json"
    opened = at.sessions.read(path)
    assert len(opened.bench.session.calls) == 1
    assert opened.revision == at.opened().revision + 1
    os.replace(path, at.sessions.current)
    assert len(at.joined().undo().calls) == 0


@pytest.mark.parametrize("end", [False, True])
def test_a_session_that_never_reached_the_disk_is_rescued_too(at: At, failing: Fail, tmp_path: Path, *, end: bool) -> None:
    desk = at.desk()
    desk.begin(a_session())
    desk.do(do.Tag("no"))
    if end:
        desk.do(do.End())
    failing("full")
    assert not desk.settle()
    with pytest.raises(StorageError, match="no folder takes a file"):
        desk.rescue((str(tmp_path),))
    failing("")
    opened = at.sessions.read(desk.rescue((str(tmp_path),)))
    assert len(opened.bench.session.calls) == 1


# ---- the saver's thread


def in_background(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nextcall.desk.saver.RETRY", 0.01)
    desk.work_in_background()


def test_the_thread_saves_what_is_done(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at.desk()
    in_background(desk, monkeypatch)
    desk.begin(a_session())
    for _ in range(50):
        desk.do(do.Tag("no"))
    assert desk.settle(60)
    assert len(at.on_disk().calls) == 50
    assert desk.view().waiting == 0


def test_the_thread_tries_again_by_itself(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at.begun()
    real, tries, changes = atomic.save, [0], [0]

    def sometimes(path: str, data: bytes) -> atomic.Identity:
        tries[0] += 1
        if tries[0] < 4:
            raise OSError(28, "full")
        return real(path, data)

    def count() -> None:
        changes[0] += 1

    monkeypatch.setattr(atomic, "save", sometimes)
    desk.on_change = count
    in_background(desk, monkeypatch)
    desk.do(do.Tag("no"))
    assert desk.settle(60)
    assert tries == [4]
    assert changes[0] >= 3
    assert len(at.on_disk().calls) == 1


def test_settling_waits_no_longer_than_it_is_told(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at.begun()
    real, blocked = atomic.save, [True]

    def maybe(path: str, data: bytes) -> atomic.Identity:
        if blocked[0]:
            raise OSError(28, "full")
        return real(path, data)

    monkeypatch.setattr(atomic, "save", maybe)
    in_background(desk, monkeypatch)
    desk.do(do.Tag("no"))
    assert not desk.settle(0.05)
    assert desk.view().waiting == 1
    blocked[0] = False
    assert desk.settle(60)


def test_the_thread_reads_what_others_changed_when_it_is_asked(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = at.begun()
    in_background(desk, monkeypatch)
    other = at.joined()
    other.do(do.Tag("yes"))
    other.settle()
    assert desk.changed_elsewhere()
    desk.look_again()
    assert desk.settle(60)
    assert desk.session is not None
    assert len(desk.session.calls) == 1
    assert not desk.changed_elsewhere()


def test_what_a_killed_program_left_half_written_goes_with_the_next_save(at: At) -> None:
    at.begun()
    left = Path(at.sessions.folder, "current.json.4711.part")
    left.write_text("half of it")
    desk = at.joined()
    assert left.exists()
    desk.do(do.Tag("no"))
    assert desk.settle()
    assert not left.exists()
    left.write_text("of a program that runs beside, and failed")
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert left.exists()

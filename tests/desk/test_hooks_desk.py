"""From the desk to hooks: told once, of what is on disk, by whoever saved it, and never waited for."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desks import At
from fakes import a_session
from nextcall.core import actions as do
from nextcall.desk.desk import Desk
from nextcall.desk.hooks import herald
from nextcall.desk.hooks.herald import Herald
from nextcall.desk.hooks.spool import Spool

Failing = Callable[[str], None]


@pytest.fixture(autouse=True)
def runs() -> Iterator[list[list[str]]]:
    """The processes that were started, but for their start; patched apart from the disk's faults, which are taken back in between."""
    found: list[list[str]] = []

    def start(words: list[str]) -> Callable[[], int]:
        found.append(words)
        return lambda: 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(herald, "_start", start)
        yield found


@pytest.fixture
def patch(runs: list[list[str]]) -> Iterator[pytest.MonkeyPatch]:
    """What a test patches itself; taken back before `runs` is, whichever fixture has come first."""
    assert not runs
    with pytest.MonkeyPatch.context() as found:
        yield found


def with_hooks(at: At, desk: Desk, *hooks: str) -> Desk:
    desk.herald = Herald(f"{at.root}/cache", f"{at.root}/config.toml", frozenset(hooks or ("session_start", "tag", "pause", "session_end")))
    return desk


def waiting(at: At) -> list[str]:
    """What waits: events, those taken back with a minus."""
    found = []
    for event in Spool(f"{at.root}/cache").waiting():
        with open(event.path, encoding="utf-8") as file:
            data: Any = json.load(file)
        assert (data["event"], data["session"]["id"]) == (event.hook, event.session)
        what = data["call"]["outcome"] if "call" in data else data["event"]
        found.append(("-" if data["undone"] else "") + what)
    return found


def test_told_when_it_is_on_disk(at: At, failing: Failing) -> None:
    desk = with_hooks(at, at.desk())
    desk.begin(a_session())
    assert desk.settle()
    desk.do(do.Tag("no"))
    assert waiting(at) == ["session_start"]
    failing("read-only")
    assert not desk.settle()
    failing("")
    assert waiting(at) == ["session_start"]
    assert desk.settle()
    desk.undo()
    desk.do(do.Tag("yes"))
    desk.do(do.End())
    assert desk.settle()
    assert waiting(at) == ["session_start", "no", "-no", "yes", "session_end"]


@pytest.mark.parametrize("fault", ["fsync of the folder", "moving", "full", "no lock"])
def test_a_save_that_fails_half_way_is_told_once(at: At, failing: Failing, fault: str) -> None:
    desk = with_hooks(at, at.desk())
    desk.begin(a_session())
    for action in (do.Tag("no"), do.Tag("voicemail"), do.End()):
        failing(fault)
        desk.settle()
        desk.do(action)
        desk.settle()
        failing("")
        assert desk.settle()
        assert desk.settle()
    assert waiting(at) == ["session_start", "no", "voicemail", "session_end"]


def test_whoever_saved_tells(at: At) -> None:
    one = at.begun()
    two = with_hooks(at, at.joined())
    one.do(do.Tag("no"))
    assert one.settle()
    two.look_again()
    assert two.settle()
    assert waiting(at) == []
    two.do(do.Tag("yes"))
    assert two.settle()
    assert waiting(at) == ["yes"]


def test_late_for_a_session_that_another_program_ended(at: At) -> None:
    one, two = at.begun(), with_hooks(at, at.joined())
    two.do(do.Tag("yes"))
    one.do(do.End())
    assert one.settle()
    assert two.settle()
    assert waiting(at) == ["yes"]


def test_a_session_that_was_open_already_was_not_started(at: At) -> None:
    at.begun()
    desk = with_hooks(at, at.desk())
    desk.begin(a_session()._replace(id="20261121T140001Z-0000"))
    assert desk.settle()
    assert waiting(at) == []


def test_only_the_hooks_that_there_are(at: At, runs: list[list[str]]) -> None:
    desk = with_hooks(at, at.begun(), "pause")
    desk.do(do.Tag("no"))
    assert desk.settle()
    assert (waiting(at), runs) == ([], [])
    desk.do(do.Pause())
    assert desk.settle()
    assert waiting(at) == ["pause"]
    assert len(runs) == 1


def test_corrections_of_the_past_are_no_events(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.do(do.End())
    assert desk.settle()
    again = with_hooks(at, at.desk())
    again.open_ended(desk.path)
    again.do(do.RemoveCall(1))
    assert again.settle()
    again.do(do.Reopen())
    assert again.settle()
    assert waiting(at) == ["-session_end"]


def test_many_at_once_are_not_all_kept(at: At) -> None:
    desk = with_hooks(at, at.begun())
    for _ in range(250):
        desk.do(do.Tag("no"))
    assert desk.settle()
    assert len(waiting(at)) == 100
    for _ in range(5):
        desk.do(do.Tag("yes"))
        assert desk.settle()
    assert waiting(at) == ["no"] * 95 + ["yes"] * 5
    assert desk.asides() == ["More than 100 events waited for a hook; the oldest were dropped."]


def test_a_cache_that_takes_nothing_is_told_once_and_nothing_is_lost(at: At) -> None:
    desk = with_hooks(at, at.begun())
    with open(f"{at.root}/cache/hooks", "w", encoding="utf-8"):
        pass
    for _ in range(3):
        desk.do(do.Tag("no"))
        assert desk.settle()
    assert len(desk.asides()) == 1
    assert len(at.on_disk().calls) == 3


def test_a_screen_hears_what_went_wrong(at: At, patch: pytest.MonkeyPatch) -> None:
    """While a hook runs, saving goes on."""
    go, heard = threading.Event(), threading.Event()

    def start(_: list[str]) -> Callable[[], int]:
        def wait() -> int:
            go.wait(60)
            Spool(f"{at.root}/cache").trouble(a_session().id, "tag", "The tag hook ended with code 3.")
            return 0

        return wait

    patch.setattr(herald, "_start", start)
    desk = with_hooks(at, at.begun())
    desk.work_in_background()
    desk.on_change = lambda: heard.set() if go.is_set() else None
    for _ in range(3):
        desk.do(do.Tag("no"))
        assert desk.settle(60)
    assert len(at.on_disk().calls) == 3
    assert desk.asides() == []
    go.set()
    assert heard.wait(60)
    found: list[str] = []
    while not found:
        found = desk.asides()
    assert found == ["The tag hook ended with code 3."]


def test_at_the_end_what_waits_is_run_without_us(at: At, runs: list[list[str]]) -> None:
    desk = with_hooks(at, at.begun())
    desk.dismiss()
    assert runs == []
    desk.do(do.Tag("no"))
    assert desk.settle()
    runs.clear()
    desk.dismiss()
    assert len(runs) == 1


def test_a_process_that_cannot_be_run_is_told_of_once(at: At, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(herald, "_start", lambda _: lambda: 1)
    desk = with_hooks(at, at.begun())
    desk.work_in_background()
    heard = threading.Semaphore(0)
    assert desk.herald is not None
    found: list[str] = []

    def hear() -> None:
        found.extend(desk.asides())
        heard.release()

    desk.on_change = hear
    for _ in range(3):
        desk.do(do.Tag("no"))
        assert desk.settle(60)
    while not found:
        assert heard.acquire(timeout=60)
    assert found == ["Hooks are not run: their process ended with code 1."]

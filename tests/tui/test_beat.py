"""Seconds that pass: what is looked at, what is drawn for it, and what a fault in it does."""

from pathlib import Path

import pytest
from harness import Gate, open_app, open_session

from nextcall.core import actions as do
from nextcall.tui.widgets.lines import Lines, LinesView


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Grows with each part of a screen that is drawn, by its name."""
    found: list[str | None] = []
    show = LinesView.show

    def seen(self: LinesView, lines: Lines) -> None:
        found.append(self.id)
        show(self, lines)

    monkeypatch.setattr(LinesView, "show", seen)
    return found


async def test_a_pause_is_drawn_anew_once_a_minute(tmp_path: Path, drawn: list[str | None]) -> None:
    async with open_session(tmp_path) as stage:
        await stage.tick(7.5)
        await stage.press("n")
        await stage.saved()
        await stage.press("p", "escape")
        await stage.saved()
        await stage.tick(10)  # what was said is over
        await stage.tick(55)
        assert stage.has("Paused break 1 min")
        drawn.clear()
        ends, minutes = set(), set()
        for _ in range(60):
            shown = await stage.tick(1)
            ends.add(shown.splitlines()[0])
            minutes.add(shown.splitlines()[3])
        assert (len(ends), len(minutes)) == (2, 2)  # it ends later and later
        assert drawn.count("clock") <= 3  # the minute of the day, of the pause, of the end


async def test_a_pause_says_what_a_slow_disk_does_not_have_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    async with open_session(tmp_path) as stage:
        await stage.press("n")
        await stage.saved()
        await stage.press("p", "escape")
        await stage.saved()
        await stage.tick(10)
        gate.open.clear()
        screen = stage.session_screen()
        assert screen is not None
        screen.perform(do.Park("milk"))  # and says nothing
        await stage.tick(1)
        assert "1 not on disk" in stage.rows()[-1]
        gate.open.set()
        await stage.saved()
        assert "saved ●" in stage.rows()[-1]


async def test_home_is_drawn_anew_once_a_minute(tmp_path: Path, drawn: list[str | None]) -> None:
    async with open_app(tmp_path) as stage:
        await stage.tick()
        await stage.done_beside()
        drawn.clear()
        await stage.tick(1)
        assert drawn == []
        await stage.tick(60)
        assert "greeting" in drawn


class UnexpectedError(Exception):
    """What nobody expects."""


async def test_a_fault_in_a_second_ends_the_program_as_any_other_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise UnexpectedError

    async def until_it_ends() -> None:
        async with open_app(tmp_path) as stage:
            monkeypatch.setattr(stage.app.screen, "each_second", broken)
            stage.app.screen._beat.again(0)  # type: ignore[attr-defined]  # a screen of ours
            await stage.until(lambda: stage.app._exception is not None, "the fault")

    with pytest.raises(UnexpectedError):
        await until_it_ends()

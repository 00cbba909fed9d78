"""What the screens of numbers have in common: the ways between them, what is said meanwhile, and that nothing is lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import FULL, SMALL, Stage, open_app
from past import NOW, keep, paper, shown

from fakes import FakeClock
from nextcall.storage.index.index import Index
from nextcall.tui.screens import numbers
from nextcall.tui.screens.formula import FormulaScreen
from nextcall.tui.screens.numbers import NumbersScreen
from nextcall.tui.widgets.lines import Lines, Span

WAYS = {"f": "FormulaScreen", "l": "LimitsScreen"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def some(home: Path) -> None:
    keep(home, [paper(NOW - timedelta(days=day), no_answer=20, no=3, yes=1) for day in range(1, 9)])


@pytest.mark.parametrize("key", WAYS)
async def test_from_home_and_back(tmp_path: Path, clock: FakeClock, key: str) -> None:
    some(tmp_path)
    async with open_app(tmp_path, clock=clock) as stage:
        for back in ("escape", "h"):
            await shown(stage, key)
            assert stage.on(WAYS[key])
            assert "Esc home" in stage.rows()[-1]
            assert "F1 help" in stage.rows()[-1]
            await stage.press(back)
            await stage.until_on("HomeScreen")


async def test_from_one_to_the_other(tmp_path: Path, clock: FakeClock) -> None:
    some(tmp_path)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "f")
        await stage.press("f")
        assert stage.on("FormulaScreen"), "to where we are there is no way"
        assert "f formula" not in stage.rows()[-1]
        await stage.press("l")
        await stage.until_on("LimitsScreen")
        await stage.click("formula", row=FULL[1] - 1)
        await stage.until_on("FormulaScreen")
        assert len(stage.app.screen_stack) == 1, "they do not pile up"
        await stage.press("f1")
        assert stage.has("Ask for more calls.")
        assert stage.has("A hundred calls more or fewer.")


async def test_keys_can_be_changed(tmp_path: Path, clock: FakeClock) -> None:
    some(tmp_path)
    async with open_app(tmp_path, '[keys]\nmore_calls = ">"\nto_limits = "w"\n', clock=clock) as stage:
        await shown(stage, "f")
        await stage.press(">")
        assert stage.has("− 110 >")
        await stage.press("l")
        assert stage.on("FormulaScreen")
        await stage.press("w")
        await stage.until_on("LimitsScreen")


async def test_the_first_index_is_made_beside(tmp_path: Path, clock: FakeClock) -> None:
    some(tmp_path)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        assert (tmp_path / "cache" / "index.sqlite").exists()
        assert "Reading" not in stage.text()


async def test_how_far_the_reading_is(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    some(tmp_path)
    words: list[str] = []
    said = NumbersScreen._wait

    def noted(screen: NumbersScreen, text: str) -> None:
        said(screen, text)
        words.append(text)

    def slowly(data: str, cache: str, progress: Callable[[int, int], None]) -> None:
        progress(1234, 8000)
        Index.opened(data, cache).close()

    monkeypatch.setattr(NumbersScreen, "_wait", noted)
    monkeypatch.setattr(Index, "at_hand", classmethod(lambda *_, **__: None))
    monkeypatch.setattr(numbers, "bring_up_to_date", slowly)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "f")
        assert words == ["Reading the sessions: 1,234 of 8,000"]
        assert stage.has("If you make")


async def test_sessions_that_cannot_be_read_are_said(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise OSError(13, "Permission denied")

    some(tmp_path)
    async with open_app(tmp_path, clock=clock) as stage:
        monkeypatch.setattr(Index, "at_hand", failing)
        await stage.press("f")
        await stage.until_shown("The sessions cannot be read: Permission denied.")
        await stage.press("y", "+", "left", "up", "f1", "escape")
        await stage.press("l")
        await stage.until_on("LimitsScreen")
        await stage.until_shown("The sessions cannot be read: Permission denied.")
        await stage.press("m", "d", "left", "down", "home", "end", "escape")
        await stage.until_on("HomeScreen")


async def test_leaving_while_the_numbers_are_looked_for(tmp_path: Path, clock: FakeClock) -> None:
    some(tmp_path)
    async with open_app(tmp_path, clock=clock) as stage:
        for _ in range(5):
            await stage.flood("l", "f", "escape")
            await stage.until_on("HomeScreen")


async def test_what_has_no_room_is_cut(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(_: NumbersScreen) -> Lines:
        return tuple((Span(f"{y:<3}" + "ｗ" * 200),) for y in range(100))

    some(tmp_path)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "f")
        monkeypatch.setattr(FormulaScreen, "body", too_much)
        for size in (FULL, SMALL, (20, 5), (1, 1)):
            await stage.resize(*size)
            screen = stage.app.screen
            assert isinstance(screen, NumbersScreen)
            assert len(screen.part("body").lines) == screen.rows
            assert all(strip.cell_length == size[0] for strip in stage.strips())
        await stage.resize(*FULL)
        assert stage.rows()[2].startswith("   0  ｗ")
        assert stage.rows()[21].startswith("   19 ｗ")
        assert "F1 help" in stage.rows()[-1]


async def rows_of(stage: Stage) -> int:
    screen = stage.app.screen
    assert isinstance(screen, NumbersScreen)
    return screen.rows


async def test_rows_of_the_body(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "f")
        for size, rows in ((FULL, 20), ((120, 40), 35), (SMALL, 9), ((20, 5), 2), ((1, 1), 1)):
            await stage.resize(*size)
            assert await rows_of(stage) == rows


async def test_screens_that_are_replaced_before_their_threads_have_begun(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [paper(NOW - timedelta(days=3), no=3)])
    async with open_app(tmp_path, clock=clock) as stage:
        numbers.open_numbers(stage.app, "limits")
        numbers.open_numbers(stage.app, "served")
        await stage.until(lambda: isinstance(stage.app.screen, NumbersScreen) and stage.app.screen.found is not None, "the numbers")
        assert "Served" in stage.text()

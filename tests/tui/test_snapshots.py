"""How the screens look: at three sizes, in two themes."""

from pathlib import Path

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Stage, open_app, open_session
from past import LOOKED_AT, NOW, keep_weeks, look_at
from snapshots import check

from fakes import FakeClock

SIZES = [FULL, WIDE, SMALL]
ANSWERS = '[answers]\nprice = "Compared with what?"\ntrust = "Whom do you trust?"\n'


async def calls(stage: Stage) -> None:
    """An hour's beginning: seventeen calls, some of them timed."""
    for key in "nvnhnxncnvgnyni":
        await stage.press("space")
        await stage.tick(25)
        if key in "xcyi":
            await stage.press("right", "right", "a", "l", "space")
            await stage.tick(10)
        await stage.press(key)
        await stage.tick(15)
    await stage.press("T")
    await stage.tick(9)
    await stage.saved()


@pytest.mark.parametrize("size", SIZES)
async def test_home(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, size=size) as stage:
        await check(stage, "home")
        await stage.press("f1")
        await check(stage, "help-home")


@pytest.mark.parametrize("size", SIZES)
async def test_a_session_from_its_start_to_its_summary(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, FORMULA, size=size) as stage:
        await check(stage, "session-new")
        await calls(stage)
        await check(stage, "session-ready")
        await stage.press("space", "right", "down")
        await stage.tick(73)
        await stage.saved()
        await check(stage, "session-on-call")
        await stage.press("space")
        await stage.tick(7)
        await stage.saved()
        await check(stage, "session-wrap-up")
        await stage.press("y", "p", "t")
        await stage.tick(130)
        await stage.saved()
        await check(stage, "session-paused")
        await stage.press("f1")
        await check(stage, "help-session")
        await stage.press("escape", "/")
        await stage.write("renew domain")
        await check(stage, "question")
        await stage.press("enter")
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        await stage.saved()
        await check(stage, "summary")


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_done_and_what_it_means(tmp_path: Path, size: tuple[int, int]) -> None:
    keep_weeks(tmp_path)
    async with open_app(tmp_path, FORMULA + ANSWERS, size=size, clock=FakeClock(NOW)) as stage:
        for screen in LOOKED_AT:
            await look_at(stage, screen)
            await check(stage, screen)

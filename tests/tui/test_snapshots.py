"""How the screens look, as text at three sizes and as styles in two themes."""

from pathlib import Path

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Stage, open_app, open_session
from past import LOOKED_AT, NOW, keep_weeks, look_at
from snapshots import check

from fakes import FakeClock

SIZES = [FULL, WIDE, SMALL]
ANSWERS = '[answers]\nprice = "Compared with what?"\ntrust = "Whom do you trust?"\n'


def name(screen: str, size: tuple[int, int]) -> str:
    return f"{screen}-{size[0]}x{size[1]}"


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
        check(name("home", size), stage.text())
        await stage.press("f1")
        check(name("help-home", size), stage.text())


@pytest.mark.parametrize("size", SIZES)
async def test_a_session_from_its_start_to_its_summary(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, FORMULA, size=size) as stage:
        check(name("session-new", size), stage.text())
        await calls(stage)
        check(name("session-ready", size), stage.text())
        await stage.press("space", "right", "down")
        await stage.tick(73)
        await stage.saved()
        check(name("session-on-call", size), stage.text())
        await stage.press("space")
        await stage.tick(7)
        await stage.saved()
        check(name("session-wrap-up", size), stage.text())
        await stage.press("y", "p", "t")
        await stage.tick(130)
        await stage.saved()
        check(name("session-paused", size), stage.text())
        await stage.press("f1")
        check(name("help-session", size), stage.text())
        await stage.press("escape", "/")
        await stage.write("renew domain")
        check(name("question", size), stage.text())
        await stage.press("enter")
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        await stage.saved()
        check(name("summary", size), stage.text())


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_done_and_what_it_means(tmp_path: Path, size: tuple[int, int]) -> None:
    keep_weeks(tmp_path)
    async with open_app(tmp_path, FORMULA + ANSWERS, size=size, clock=FakeClock(NOW)) as stage:
        for screen in LOOKED_AT:
            await look_at(stage, screen)
            check(name(screen, size), stage.text())


def styled(stage: Stage) -> str:
    """The screen as runs of text with their colours and weights."""
    rows = []
    for strip in stage.strips():
        runs: list[tuple[str, str]] = []
        for segment in strip.crop_extend(0, strip.cell_length, None):
            style = segment.style
            front = style.color.get_truecolor().hex if style and style.color else "-"
            back = style.bgcolor.get_truecolor().hex if style and style.bgcolor else "-"
            look = f"{front} on {back}{' bold' if style and style.bold else ''}"
            if runs and runs[-1][0] == look:
                runs[-1] = (look, runs[-1][1] + segment.text)
            else:
                runs.append((look, segment.text))
        rows.append("\n".join(f"{look:<28}{text!r}" for look, text in runs if text.strip()))
    return "\n".join(row for row in rows if row)


@pytest.mark.parametrize("theme", ["evening", "paper"])
async def test_styles(tmp_path: Path, theme: str) -> None:
    async with open_session(tmp_path, f'{FORMULA}[ui]\ntheme = "{theme}"\n') as stage:
        await calls(stage)
        check(f"styles-ready-{theme}", styled(stage))
        await stage.press("space")
        await stage.saved()
        check(f"styles-on-call-{theme}", styled(stage))

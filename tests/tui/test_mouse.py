"""All that can be pressed can be clicked, and the wheel goes through lists as the arrows do."""

from pathlib import Path

import pytest
from harness import FORMULA, FULL, SMALL, Stage, open_app, open_session
from past import NOW, keep_weeks, look_at
from rich.cells import cell_len
from textual import events
from textual.geometry import Offset

from fakes import FakeClock
from nextcall.tui.widgets.lines import LinesView


async def wheel(stage: Stage, down: int) -> None:
    """Turn the wheel over the middle of the screen: so often down, or up where that is below 0."""
    kind = events.MouseScrollDown if down > 0 else events.MouseScrollUp
    at = Offset(stage.app.size.width // 2, stage.app.size.height // 2)
    for _ in range(abs(down)):
        stage.app.screen._forward_event(kind(None, at.x, at.y, 0, 0, 0, False, False, False, screen_x=at.x, screen_y=at.y))
        await stage.rest()
        await stage.rest()


def chosen(stage: Stage) -> str:
    return next((row for row in stage.rows() if row.lstrip().startswith(("┃", "▸"))), "")


async def test_the_wheel_goes_through_the_presets(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await wheel(stage, 2)
        assert "Sprint" in chosen(stage)
        await wheel(stage, -1)
        assert "Ten calls" in chosen(stage)
        await stage.press("j")
        assert "Sprint" in chosen(stage)
        await stage.press("k")
        assert "Ten calls" in chosen(stage)


async def test_the_wheel_goes_through_the_sessions_and_their_calls(tmp_path: Path) -> None:
    keep_weeks(tmp_path)
    async with open_app(tmp_path, clock=FakeClock(NOW)) as stage:
        await look_at(stage, "history")
        first = chosen(stage)
        await wheel(stage, 1)
        second = chosen(stage)
        assert second != first
        await wheel(stage, -1)
        assert chosen(stage) == first
        await stage.press("j", "k")
        assert chosen(stage) == first
        await stage.press("enter")
        await stage.until_on("SessionDetailScreen")
        await stage.rest()
        await wheel(stage, 3)
        assert int(chosen(stage).split()[2]) > 1


async def test_the_wheel_goes_through_the_calls_to_be_corrected(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", "v", "x", "e")
        assert "no" in chosen(stage)
        await wheel(stage, -2)
        assert "no answer" in chosen(stage)


async def test_on_the_line_the_wheel_skips_no_step(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("space")
        await wheel(stage, 3)
        assert stage.session.live is not None
        assert stage.session.live.steps_skipped == ()


def clickable(stage: Stage) -> dict[str, tuple[int, int]]:
    """Where each action can be clicked."""
    found: dict[str, tuple[int, int]] = {}
    for view in stage.app.screen.query(LinesView):
        for y, line in enumerate(view.lines):
            x = 0
            for span in line:
                if span.action and view.display and view.region.contains(view.region.x + x, view.region.y + y):
                    found.setdefault(span.action, (view.region.x + x, view.region.y + y))
                x += cell_len(span.text)
    return found


@pytest.mark.parametrize("size", [FULL, SMALL])
async def test_every_outcome_can_be_clicked(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, FORMULA, size=size) as stage:
        outcomes = [outcome.id for outcome in stage.session.outcomes]
        for outcome in outcomes:
            await stage.click_at(*clickable(stage)[f"outcome.{outcome}"])
            await stage.rest()
            stage.clock.pass_(2)
        assert [call.outcome for call in stage.session.calls] == outcomes


async def test_every_key_at_the_foot_can_be_clicked(tmp_path: Path) -> None:
    """Each of them does what its key does; the screen that it opens is left by Esc."""
    async with open_session(tmp_path, FORMULA, size=(200, 60)) as stage:
        await stage.press("n")
        foot = [action for action, (_, y) in clickable(stage).items() if y == 59]
        assert {"undo", "correct", "pause", "park", "zen", "end", "note", "bright", "breath", "leave", "help"} <= set(foot)
        for action in foot:
            if action in {"end", "leave"}:
                continue
            done: list[str] = []
            screen = stage.session_screen()
            assert screen is not None
            act = screen.act
            screen.act = done.append  # type: ignore[method-assign, assignment]
            await stage.click_at(*clickable(stage)[action])
            await stage.rest()
            screen.act = act  # type: ignore[method-assign]
            assert done == [action]


async def test_what_a_question_offers_can_be_clicked(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", "/")
        await stage.write("renew domain")
        await stage.click("Enter keeps it")
        assert [one.text for one in stage.session.parked] == ["renew domain"]
        await stage.press("/")
        await stage.click("Esc leaves it")
        assert stage.on("SessionScreen")
        await stage.press("p")
        await stage.click("technical")
        assert stage.session.pauses[-1].reason == "technical"
        await stage.press("f1")
        await stage.click("Esc back")
        assert stage.on("SessionScreen")

"""The screen of limits: the ladder, the chart of a measure with its limits, and what is said of a point."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app
from hypothesis import given
from hypothesis import strategies as st
from past import NOW, held, keep, paper, shown, through

from fakes import NEW_YORK, FakeClock
from nextcall.core.session import Session
from nextcall.stats.buckets import Bucket
from nextcall.stats.control import BUCKETS, MEASURES, control
from nextcall.tui.screens.limits import LimitsScreen
from nextcall.tui.screens.limits_lines import Shown, body, count, key_at, position
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import Lines, width

SIZES = [WIDE, SMALL, (36, 11), (20, 5), (10, 3), (1, 1), (2, 1), (200, 60), (78, 24), (77, 23), FULL]
WHEELER = (22, 25, 19, 30, 24, 21, 27, 18)
"""Limits 6.53 to 39.97 about 23.25."""
LANEY = ((12, 0.5), (30, 1), (55, 2), (8, 0.4), (26, 1), (60, 2), (14, 0.5), (33, 1))
"""Calls and hours of sessions: 28.3333 an hour, the first point's limits 13.938 to 42.728."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def screen(stage: Stage) -> LimitsScreen:
    assert isinstance(stage.app.screen, LimitsScreen)
    return stage.app.screen


def daily(numbers: Sequence[int], last: datetime = NOW - timedelta(days=1)) -> Iterable[Session]:
    """A session a day until `last`, with so many calls."""
    for ago, number in enumerate(reversed(numbers)):
        yield paper(last - timedelta(days=ago), no_answer=number)


async def looked(stage: Stage, *keys: str) -> str:
    """Press keys that ask for something else, and wait for it."""
    await stage.press(*keys)
    page = screen(stage)
    await stage.until(lambda: (page.found.control.measure, page.found.control.bucket) == (page.measure, page.bucket), "what was asked for")
    await stage.rest()
    return stage.text()


async def test_equal_parts(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, daily(WHEELER))
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        await looked(stage, "d", "d")
        assert stage.has("Calls in a day trial, from 8 days"), stage.text()
        assert stage.has("Friday 20 November 2026")
        assert stage.has("Calls in a day 18: inside your usual range (6.5 to 40.0); nothing to fix.")
        for words in ("upper  39.97", "mean   23.25", "lower   6.53"):
            assert words in stage.text()
        assert stage.text().count("●") == 8
        await stage.press(*["left"] * 4)
        assert stage.has("Monday 16 November 2026")
        assert stage.has("Calls in a day 30: inside your usual range")


async def test_sessions_of_unequal_length(tmp_path: Path, clock: FakeClock) -> None:
    sittings = [paper(NOW - timedelta(days=8 - i), minutes=hours * 60, no_answer=calls) for i, (calls, hours) in enumerate(LANEY)]
    keep(tmp_path, sittings)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        assert stage.has("Calls per hour trial, from 8 sessions"), stage.text()
        assert stage.has("33 calls in 1:00 h")
        await stage.press("home")
        assert stage.has("Friday 13 November 2026, 15:00, Power hour 12 calls in 0:30 h")
        assert stage.has("Calls per hour 24: inside your usual range (13.9 to 42.7); nothing to fix.")
        await stage.press("end")
        assert stage.has("33 calls in 1:00 h")


@pytest.mark.parametrize(("days", "words"), [(5, "Learning: 5 days so far, limits need 6."), (6, "trial, from 6 days"), (11, "trial, from 11 days"), (12, "settled, from 12 days")])
async def test_how_far_limits_can_be_relied_on(tmp_path: Path, clock: FakeClock, days: int, words: str) -> None:
    keep(tmp_path, daily([20 + 3 * (i % 3) for i in range(days)]))
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        await looked(stage, "d", "d")
        assert stage.has(words), stage.text()
        assert ("upper" in stage.text()) == (days >= 6)


async def test_what_is_beyond_its_limits_has_another_shape(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, daily([*WHEELER, *WHEELER, 70]))
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        text = await looked(stage, "d", "d")
        assert text.count("◆") == 2, "the point, and what the shape means"
        assert stage.has("Calls in a day 70: above your usual range")
        assert stage.has("day 70")
        assert "above: a signal" in text
        await stage.resize(*SMALL)
        assert stage.has("a signal")
        assert stage.has("day 70◆"), stage.text()


async def test_a_run_on_one_side(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, daily([30, 28, 31, 29, 30, 28, 31, 29, 20, 18, 21, 19, 20, 18, 21, 19]))
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        assert "◇ a run" in await looked(stage, "d", "d")
        assert stage.has("eight or more in a row below your middle")


async def test_always_the_same(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, daily([20] * 8))
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        assert "Calls in a day 20: always the same." in await looked(stage, "d", "d")
        assert "upper" not in stage.text()


async def test_what_is_not_over_is_drawn_apart(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [*daily(WHEELER), paper(NOW - timedelta(hours=2), no_answer=3)])
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        text = await looked(stage, "d", "d")
        assert "○ so far" in text
        assert text.count("○") == 2
        assert stage.has("trial, from 8 days")
        await stage.press("right", "right")
        assert stage.has("Saturday 21 November 2026")
        assert stage.has("Calls in a day: 3 so far; your usual range is 6.5 to 40.0. Nothing to fix."), stage.text()
        assert "◆" not in stage.text(), "there is more to come"
        await stage.resize(20, 5)
        assert stage.has("3 so far")


async def test_every_measure_in_every_part(tmp_path: Path, clock: FakeClock) -> None:
    outcomes = ["no-answer", "gatekeeper", "no", "yes", "voicemail", "no"]
    keep(tmp_path, [held(NOW - timedelta(days=i), outcomes * (1 + i % 3), gap=10 + i % 5) for i in range(1, 15)])
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        seen = set()
        for _ in BUCKETS:
            for _ in MEASURES:
                assert "Limits" in await looked(stage, "m")
                seen.add((screen(stage).measure, screen(stage).bucket))
                await stage.press("left", "left", "right", "pageup", "pagedown", "home", "end")
            await looked(stage, "d")
        assert len(seen) == len(BUCKETS) * len(MEASURES)
        assert (screen(stage).measure, screen(stage).bucket) == ("calls", "session")
        assert stage.has("Calls per hour settled, from 14 sessions")
        await looked(stage, "down", "down", "down")
        assert stage.has("Yes of conversations, %, by session")
        assert stage.has("2 of 6"), stage.text()
        await looked(stage, "up", "up", "up", "up")
        assert stage.has("Median gap, seconds, by session")
        assert stage.has("Median gap 0:11: inside your usual range")


async def test_another_measure_keeps_the_point(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, daily(WHEELER))
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        await looked(stage, "d", "d")
        await stage.press("left", "left")
        assert stage.has("Wednesday 18 November 2026")
        await looked(stage, "m")
        assert stage.has("Wednesday 18 November 2026")
        await looked(stage, "d")
        assert stage.has("2026-W46, 9 Nov to 15 Nov"), "another part begins with its newest that is over"


async def test_the_ladder(tmp_path: Path, clock: FakeClock) -> None:
    late = datetime(2026, 11, 21, 14, 0, tzinfo=NEW_YORK)
    keep(tmp_path, [*daily(WHEELER), held(late, ["no", "no-answer"] * 6, gap=40)])
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        rungs = [" ".join(row.split()) for row in stage.rows()[2:7]]
        assert rungs[0] == "call, gap 0:40 always the same 8 % of its hour"
        assert rungs[1].startswith("hour 12 ")
        assert rungs[2] == "day 12 6.5 to 40.0 so far 9 % of its week"
        assert [rung.split()[0].rstrip(",") for rung in rungs] == ["call", "hour", "day", "week", "month"]
        assert rungs[4].startswith("month 198 ")
        await stage.click("week    ")
        await looked(stage)
        assert stage.has("Calls in a week ○ so far learning, from 1 week")
        await stage.click("call, gap")
        await looked(stage)
        assert stage.has("Median gap, seconds, by session")


async def test_the_mouse_chooses_a_point(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, daily(WHEELER))
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "l")
        await looked(stage, "d", "d")
        before = stage.text()
        await stage.click("●")
        assert stage.text() != before
        assert stage.text().count("┊") > 3


async def test_hostile_titles_stay_text(tmp_path: Path, clock: FakeClock) -> None:
    titles = ["[/b] [@click=app.quit]x", "\x1b]0;x\x07\u202eabc", "ｗｉｄｅ 👩‍👩‍👧 " * 300]
    keep(tmp_path, [held(NOW - timedelta(days=i), ["no"] * 3, title=title) for i, title in enumerate(titles, 1)])
    async with open_app(tmp_path, clock=clock) as stage:
        text = await shown(stage, "l")
        assert "[/b] [@click=app.quit]x" in text
        for _ in titles:
            await through(stage, [FULL, SMALL])
            assert "\x1b" not in stage.text()
            assert "\u202e" not in stage.text()
            await stage.press("left")


@pytest.mark.parametrize("sessions", [0, 1, 3, 40])
async def test_every_size(tmp_path: Path, clock: FakeClock, sessions: int) -> None:
    keep(tmp_path, daily([20 + i % 7 for i in range(sessions)]))
    async with open_app(tmp_path, clock=clock) as stage:
        before = await shown(stage, "l")
        await through(stage, SIZES)
        assert stage.text() == before
        assert not any(row.endswith("…") for row in stage.rows())
        await stage.press("left", "right", "home", "end", "pageup")
        await through(stage, SIZES)
        assert ("No session yet." in stage.text()) == (not sessions)


# ---- the drawing alone


def parts(numbers: Sequence[int]) -> list[Bucket]:
    first = NOW.date() - timedelta(days=len(numbers))
    return [Bucket((first + timedelta(days=i)).isoformat(), 1, 3_600_000, calls=number) for i, number in enumerate(numbers)]


def text_of(lines: Lines) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=120), st.data(), st.booleans(), st.sampled_from([FULL, WIDE, SMALL, (200, 60)]))
def test_the_chosen_point_is_always_among_those_shown(numbers: list[int], data: st.DataObject, running: bool, size: tuple[int, int]) -> None:
    found = parts(numbers)
    judged = control(found, "calls", "day", found[-1].key if running else "")
    chosen = data.draw(st.integers(0, count(judged) - 1))
    shape = Shape(*size)
    rows = shape.rows - 5
    lines = body(Shown(shape, rows, judged, (), {}, chosen))
    texts = text_of(lines)
    assert len(lines) <= rows
    assert all(width(line) <= shape.cells for line in lines)
    assert any("┊" in text for text in texts)
    chosen_spans = [span for line in lines for span in line if span.action == f"point_{chosen}" and span.text in "●◆◇○•"]
    assert len(chosen_spans) == 1
    key = key_at(judged, chosen)
    assert key is not None
    assert position(judged, key) == chosen
    assert position(judged, None) == max(0, len(judged.keys) - 1)
    assert position(judged, "1999-01-01") == position(judged, None)

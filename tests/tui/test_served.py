"""The screen of those who were served: the share, the introductions, the wall of thanks."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fakes import NEW_YORK, FakeClock, a_session
from histories import file_in, stamp
from making import dialled
from nextcall.core.session import Contact, Introduction
from nextcall.stats.facts import Mark
from nextcall.stats.ledger import KINDS, STATES, ledger
from nextcall.stats.rates import rate
from nextcall.tui.screens.numbers import open_numbers
from nextcall.tui.screens.served_lines import Served, Wall, body
from nextcall.tui.shape import Shape

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=NEW_YORK)
SIZES = [FULL, WIDE, SMALL, (20, 5), (20, 3), (78, 24), (36, 11), (200, 60), (1, 1)]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def held(home: Path, days_ago: float, outcomes: list[str], **first: Any) -> None:
    """A session so many days ago with a call for each outcome; `first` is what the first call has beside."""
    at = NOW - timedelta(days=days_ago)
    made = dialled(a_session(), len(outcomes), "no")
    calls = [
        call._replace(dialed_at=at, hung_up_at=at, tagged_at=at + timedelta(seconds=call.n), outcome=outcome)
        for call, outcome in zip(made.calls, outcomes, strict=True)
    ]
    calls[0] = calls[0]._replace(**first)
    file_in(home / "data", made._replace(id=stamp(at, int(days_ago)), started_at=at, ended_at=at + timedelta(hours=1), end="ended", calls=tuple(calls)))


def thanked(home: Path, days_ago: float, who: str, words: str) -> None:
    held(home, days_ago, ["callback"], help=("thanked",), note=words, contact=Contact(who, ""))


def introduced(home: Path, days_ago: float, who: str, to: str, state: str) -> None:
    held(home, days_ago, ["callback"], help=("introduced",), introduction=Introduction(who, to, state))


async def to_served(stage: Stage) -> str:
    open_numbers(stage.app, "served")
    await stage.until_on("ServedScreen")
    await stage.until(lambda: getattr(stage.app.screen, "found", None) is not None, "the numbers")
    await stage.rest()
    return stage.text()


async def test_nothing_yet_names_the_keys_that_bring_it(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_served(stage)
        assert stage.has("No conversation yet")
        assert stage.has("In a session: I introduction R referral U useful answer T thanks")
        assert stage.has("T in a session marks who said thank you")
        await stage.press("down", "up", "left", "right", "enter", "m", "d")
        assert stage.on("ServedScreen")


async def test_the_configured_key_is_named_and_none_where_there_is_none(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, '[keys]\nthanked = "ctrl+t"\nintroduced = ""\n', clock=clock) as stage:
        await to_served(stage)
        assert stage.has("ctrl+t in a session marks who said thank you")
        assert not stage.has("introduction")


async def test_the_share_of_the_contract(tmp_path: Path, clock: FakeClock) -> None:
    held(tmp_path, 1, ["yes", "yes", "helped", "helped", *["no"] * 6], help=("useful",))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_served(stage)
        assert stage.has("Served 4 of 10, 40.0 % (19.4 to 64.8 %) with help or a yes")
        assert stage.has("Help 1 useful answer")


async def test_none_served_is_said_with_what_it_can_be_at_most(tmp_path: Path, clock: FakeClock) -> None:
    held(tmp_path, 1, ["no"] * 30)
    async with open_app(tmp_path, clock=clock) as stage:
        await to_served(stage)
        assert stage.has("0 of 30, at most about 1 in 12")
        await stage.resize(*SMALL)
        assert stage.has("0 of 30, at most about 1 in 12")


async def test_introductions_without_a_name_are_counted_and_on_no_list(tmp_path: Path, clock: FakeClock) -> None:
    held(tmp_path, 1, ["callback"], help=("introduced",))
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_served(stage)
        assert stage.has("Help 1 introduction")
        assert stage.has("Who was introduced to whom is not written down: I in a session takes it.")
        assert "somebody" not in text


async def test_introductions_who_to_whom_and_how_far(tmp_path: Path, clock: FakeClock) -> None:
    introduced(tmp_path, 1, "Ann Roe", "Bob Lee", "made")
    introduced(tmp_path, 2, "Carla M.", "Dí Nguyễn", "met")
    introduced(tmp_path, 3, "", "Eve", "thanked")
    async with open_app(tmp_path, clock=clock) as stage:
        await to_served(stage)
        assert stage.has("Introductions 1 made 1 met 1 thanked")
        assert stage.has("Fri 20 Nov Ann Roe → Bob Lee ●──○──○ made")
        assert stage.has("Thu 19 Nov Carla M. → Dí Nguyễn ●──●──○ met")
        assert stage.has("somebody → Eve ●──●──● thanked")
        await stage.resize(*SMALL)
        assert stage.has("Ann Roe → Bob Lee made")


async def test_the_wall_is_newest_first_and_scrolls(tmp_path: Path, clock: FakeClock) -> None:
    for days in range(1, 31):
        thanked(tmp_path, days, f"Caller {days}", f"Word number {days}, and thank you.")
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_served(stage)
        assert text.index("“Word number 1,") < text.index("“Word number 2,")
        assert stage.has("Caller 1 Fri 20 Nov")
        assert "1 of 30" in text
        await stage.press("down", "j")
        assert "3 of 30" in stage.text()
        assert "“Word number 2," not in stage.text()
        await stage.press(*["down"] * 40)
        assert "30 of 30" in stage.text()
        assert "“Word number 30," in stage.text()
        await stage.press(*["up"] * 40)
        assert stage.text() == text


async def test_thanks_without_words_are_not_put_into_their_mouth(tmp_path: Path, clock: FakeClock) -> None:
    thanked(tmp_path, 1, "Ann Roe", "")
    thanked(tmp_path, 2, "", "")
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_served(stage)
        assert stage.has("Ann Roe said thank you Fri 20 Nov")
        assert stage.has("Somebody said thank you")
        assert "“" not in text


async def test_hostile_words_stay_text(tmp_path: Path, clock: FakeClock) -> None:
    thanked(tmp_path, 1, "[/b] \x1b]0;x\x07", "[@click=app.quit]x[/]\n\x1b[2J\u202e " + "ｗｉｄｅ " * 300)
    introduced(tmp_path, 2, "[red]" + "é" * 300, "\x9b31m", "made")
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_served(stage)
        assert "[@click=app.quit]x[/]" in text
        assert "[red]" in text
        assert not any(unsafe in text for unsafe in "\x1b\u202e\x9b")


@pytest.mark.parametrize("full", [False, True])
async def test_every_size_has_its_picture(tmp_path: Path, clock: FakeClock, full: bool) -> None:
    for days in range(1, 20) if full else ():
        thanked(tmp_path, days, "ｗｉｄｅ 👩‍👩‍👧", "thank you " * 40)
        introduced(tmp_path, days + 0.5, "Ann " * 30, "Bob " * 30, "met")
    async with open_app(tmp_path, clock=clock, size=SIZES[-1]) as stage:
        await to_served(stage)
        for size in SIZES:
            await stage.resize(*size)
            assert all(cell_len(row) <= size[0] for row in stage.rows())
            if full and size[0] >= 20 and size[1] >= 5:
                assert "Served" in stage.text()
                assert "of 38" in stage.text()


WORDS = st.text(max_size=30) | st.sampled_from(["", "thank you " * 60, "ｗｉｄｅ" * 40])
MARKS = st.lists(st.builds(Mark, st.integers(1, 99), st.integers(0, 2 * 10**12), st.sampled_from(KINDS), WORDS, WORDS, WORDS, st.sampled_from([*STATES, ""])), max_size=30)


@given(MARKS, st.integers(0, 50), st.integers(0, 50), st.integers(1, 140), st.integers(1, 50), st.integers(0, 40))
def test_the_body_keeps_to_its_room(marks: list[Mark], k: int, more: int, columns: int, rows: int, first: int) -> None:  # noqa: PLR0913, PLR0917 (all that it depends on)
    shape = Shape(columns, rows)
    room = max(1, rows - (4 if shape.compact else 6))
    found = Served(rate(k, k + more), ledger(("x", mark) for mark in marks))
    lines = body(Wall(shape, room, found, NOW, first, dict.fromkeys(KINDS, "K")))
    assert len(lines) <= room
    for line in lines:
        assert sum(cell_len(span.text) for span in line) <= shape.cells
        assert all("\x1b" not in span.text and "\n" not in span.text for span in line)

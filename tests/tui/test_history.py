"""The history screen: the list, the views, finding, paper, the trash."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app

from fakes import NEW_YORK, FakeClock, a_session
from making import dialled
from nextcall.core.session import Session
from nextcall.storage import codec, formats
from nextcall.storage.index.index import Index
from nextcall.tui.screens import history_data
from nextcall.tui.screens.history import HistoryScreen
from nextcall.tui.screens.history_source import Source

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=NEW_YORK)
TINY = (20, 5)


def ended(at: datetime, *, calls: int = 4, number: int = 0, outcome: str = "no", **fields: Any) -> Session:
    """A session that began at `at`, an hour long."""
    made = dialled(a_session(), calls, outcome)
    shift = at - made.started_at
    moved = [
        call._replace(**{name: moment + shift for name in ("dialed_at", "hung_up_at", "tagged_at") if (moment := getattr(call, name))})
        for call in made.calls
    ]
    session = made._replace(id=f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{number:04x}", started_at=at, ended_at=at + timedelta(hours=1), end="ended", calls=tuple(moved))
    return session._replace(**fields)


def keep(home: Path, *sessions: Session) -> list[Path]:
    """Put sessions among the others, as files that are some days old."""
    paths = []
    for session in sessions:
        folder = home / "data" / "sessions" / f"{session.started_at:%Y}" / f"{session.started_at:%m}"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{session.id}.json"
        path.write_bytes(formats.render(codec.write(session), ".json"))
        os.utime(path, (1_700_000_000, 1_700_000_000))
        paths.append(path)
    return paths


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def days(*ago: float, **fields: Any) -> Iterator[Session]:
    """Sessions so many days before now."""
    for number, days_ago in enumerate(ago):
        yield ended(NOW - timedelta(days=days_ago), number=number, **fields)


async def to_history(stage: Stage) -> str:
    await stage.press("h")
    await stage.until_on("HistoryScreen")
    await stage.until(lambda: isinstance(stage.app.screen, HistoryScreen) and stage.app.screen._source.ready, "the index")
    await stage.rest()
    return stage.text()


@pytest.mark.parametrize("index", [True, False])
async def test_the_first_picture_does_not_wait_for_the_length_of_the_list(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, index: bool) -> None:
    keep(tmp_path, *days(1, 2, 3))
    Index.opened(str(tmp_path / "data"), str(tmp_path / "cache")).close()
    if not index:
        monkeypatch.setattr(Index, "at_hand", classmethod(lambda *_, **__: None))
    shown_by_then: list[bool] = []
    length = Source.__dict__["length"].fget

    def asked(source: Source) -> int:
        screen = stage.app.screen
        shown_by_then.append(isinstance(screen, HistoryScreen) and screen._shown)
        found: int = length(source)
        return found

    monkeypatch.setattr(Source, "length", property(asked))
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.press("h")
        await stage.until(lambda: len(shown_by_then) > 0, "the length of the list")
        assert all(shown_by_then)
        await stage.rest()
        assert "3 sessions" in stage.text()


async def test_nothing_yet_says_what_will_be_here(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        shown = await to_history(stage)
        assert "0 sessions" in shown
        assert "No session yet." in shown
        for key in ("enter", "x", "d", "w", "m", "t", "left", "enter", "l", "down", "pagedown", "end"):
            await stage.press(key)
        assert stage.on("HistoryScreen")
        await stage.press("h")
        assert "Power hour" in stage.text()
    assert not (tmp_path / "cache").exists() or not list((tmp_path / "cache").glob("index*")), "nothing is made by looking"


@pytest.mark.parametrize("size", [FULL, WIDE, SMALL, TINY])
async def test_sessions_stand_by_day_newest_first(tmp_path: Path, clock: FakeClock, size: tuple[int, int]) -> None:
    keep(tmp_path, *days(0.1, 1, 1.1, 40, 500))
    async with open_app(tmp_path, clock=clock, size=size) as stage:
        shown = await to_history(stage)
        assert "5 sessions" in shown
        assert all(len(row) <= size[0] for row in stage.rows())
        if size == TINY:
            return
        order = [shown.index(day) for day in ("Today", "20 Nov", "12 Oct")]
        assert order == sorted(order)
        assert shown.count("20 Nov") == 1, "a day is named once"
        assert ("2025" in shown) == (size != SMALL)


async def test_the_strip_tells_how_far_each_call_came(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(1, outcome="yes"), *days(2, outcome="voicemail"))
    async with open_app(tmp_path, clock=clock) as stage:
        shown = await to_history(stage)
        assert "████" in shown
        assert "····" in shown


async def test_a_broken_file_is_named_with_its_reason_and_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    path = keep(tmp_path, *days(1, 2))[0]
    path.write_text('{"schema": 1, "id": 5}')
    async with open_app(tmp_path, clock=clock) as stage:
        shown = await to_history(stage)
        assert "1 session" in shown
        assert path.name in shown
        await stage.press("home", "enter")
        assert stage.on("HistoryScreen")
        assert "started_at: should be there" in stage.text()
    assert path.read_text() == '{"schema": 1, "id": 5}'


async def test_finding_follows_every_letter(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(1, 2, title="Sprint", preset="sprint"), *days(3, 4, 5, title="Power hour", preset="power-hour"))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_history(stage)
        await stage.press("/")
        await stage.write("preset:sprin")
        await stage.until_shown("0 of 5 sessions")
        await stage.write("t")
        await stage.until_shown("2 of 5 sessions")
        await stage.press("enter")
        assert "Power hour" not in stage.text()
        await stage.press("/")
        await stage.write(" colour:red")
        await stage.until_shown("unknown field")
        await stage.press("enter")
        assert not stage.on("HistoryScreen"), "a mistake stays to be mended"
        await stage.press("escape")
        await stage.until_shown("2 of 5 sessions")
        await stage.press("escape")
        await stage.until_shown("5 sessions")
        assert stage.on("HistoryScreen")
        await stage.press("escape")
        assert stage.on("HomeScreen")


async def test_days_weeks_and_months_add_up(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(0.2, 0.3, 1, 9, 40))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_history(stage)
        await stage.press("d")
        await stage.until_shown("Saturday 21 November 2026")
        assert stage.has("2 sessions, 2:00 h")
        assert stage.has("8 calls 8 of 8")
        await stage.press("w")
        await stage.until_shown("2026-W47, 16 Nov to 22 Nov")
        assert stage.has("3 sessions, 3:00 h")
        await stage.press("m")
        await stage.until_shown("November 2026")
        assert stage.has("4 sessions, 4:00 h")
        await stage.press("left")
        assert stage.has("October 2026")
        await stage.press("enter")
        await stage.until_shown("1 of 5 sessions")
        assert "on:2026-10" in stage.text()


async def test_the_map_has_its_sample_sizes(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(7, 14, 21, 28, 35, 42, calls=5), *days(1, calls=3))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_history(stage)
        await stage.press("t")
        await stage.until_shown("under 20 calls")
        assert stage.has("Saturday, 15 to 16: 30 calls"), stage.text()
        await stage.press("r")
        assert stage.has("30 of 30, 100.0 %")
        assert "~100" in stage.text(), "three calls on a Friday say little"
        await stage.press("up")
        assert stage.has("Friday, 15 to 16: 3 of 3")


async def test_a_session_from_paper(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_history(stage)
        await stage.press("p")
        await stage.press(*["backspace"] * 6)
        await stage.write("yesterday 9:00 50 n=14 q=1")
        await stage.press("enter")
        await stage.until_shown("unknown outcome 'q'")
        await stage.press(*["backspace"] * 3)
        await stage.write("v=6 y=1")
        await stage.press("enter")
        await stage.until_shown("Added: 21 calls on Friday 20 November.")
        assert stage.has("From paper 21 1")
    (path,) = (tmp_path / "data" / "sessions").rglob("*.json")
    assert json.loads(path.read_text())["counts_only"] == {"no-answer": 14, "voicemail": 6, "yes": 1}


async def test_what_is_put_away_comes_back(tmp_path: Path, clock: FakeClock) -> None:
    paths = keep(tmp_path, *days(1, 2, 3))
    before = paths[1].read_bytes()
    async with open_app(tmp_path, clock=clock) as stage:
        await to_history(stage)
        await stage.press("down", "x")
        await stage.until_shown("2 sessions")
        assert not paths[1].exists()
        assert (tmp_path / "data" / "trash" / paths[1].name).read_bytes() == before
        await stage.press("u")
        await stage.until_shown("3 sessions")
    assert paths[1].read_bytes() == before


async def test_the_list_is_a_window(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(*(number / 10 for number in range(1, 301))))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_history(stage)
        await stage.press("end")
        assert "▸" in stage.rows()[-5], stage.text()
        await stage.press("home")
        assert "▸ Today" in " ".join(stage.text().split())
        await stage.press("pagedown", "pageup", "j", "k", "G", "g")
        assert "▸ Today" in " ".join(stage.text().split())
        screen = stage.app.screen
        assert isinstance(screen, HistoryScreen)
        assert len(screen.part("body").lines) <= FULL[1]
        await stage.resize(*SMALL)
        assert "300 sessions" in stage.text()


async def test_without_an_index_the_files_are_shown_at_once(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, *days(1, 2, 3))
    monkeypatch.setattr(history_data, "bring_up_to_date", lambda *_: None)
    monkeypatch.setattr(Index, "at_hand", classmethod(lambda *_: None))
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.press("h")
        await stage.until_on("HistoryScreen")
        assert "3 sessions" in stage.text()
        assert "20 Nov" in stage.text()
        assert not (tmp_path / "cache" / "index.sqlite").exists()


async def test_the_first_index_is_made_beside(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(1, 2, 3))
    async with open_app(tmp_path, clock=clock) as stage:
        shown = await to_history(stage)
        assert "3 sessions, 12 calls" in shown
        assert (tmp_path / "cache" / "index.sqlite").exists()


async def test_a_click_chooses_and_another_opens(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(1, 2, 3))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_history(stage)
        await stage.click("Thu 19 Nov")
        assert stage.has("▸ Thu 19 Nov")
        await stage.click("Thu 19 Nov")
        assert not stage.on("HistoryScreen")


async def test_going_back_from_a_session_finds_the_place_again(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(1, 2, 3, title="Sprint", preset="sprint"), *days(4, 5))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_history(stage)
        await stage.press("/")
        await stage.write("preset:sprint")
        await stage.press("enter")
        await stage.until_shown("3 of 5 sessions")
        await stage.press("down", "enter")
        await stage.until(lambda: not stage.on("HistoryScreen"), "the session")
        await stage.press("escape")
        await stage.until_on("HistoryScreen")
        await stage.until_shown("3 of 5 sessions")
        assert stage.has("▸ Thu 19 Nov")


async def test_hostile_titles_stay_text(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, *days(1, title="[/b] [@click=app.quit]x"), *days(2, title="\x1b]0;x\x07\u202eabc"), *days(3, title="ｗｉｄｅ 👩‍👩‍👧 " * 300))
    async with open_app(tmp_path, clock=clock) as stage:
        shown = await to_history(stage)
        assert "[/b]" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


async def test_history_after_a_summary(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.press("n", "q")
        await stage.until_on("SummaryScreen")
        await stage.saved()
        await stage.press("h")
        await stage.until_on("HistoryScreen")
        await stage.until_shown("1 session")
        await stage.press("escape")
        assert stage.on("HomeScreen")

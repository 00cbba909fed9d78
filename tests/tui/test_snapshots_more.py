"""How the rest looks: what is asked, the palette, what there is before the first call, the other views of the history, the demo."""

from pathlib import Path

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Stage, open_app, open_session
from past import NOW, keep_weeks, look_at
from people import keep_list
from snapshots import check
from test_contacts_screen import due
from test_home import left_open
from test_snapshots import calls

from fakes import FakeClock
from nextcall.bootstrap import Services
from nextcall.cli.demo import MARK
from nextcall.cli.made import folder as made
from nextcall.config.load import load
from nextcall.core import actions as do
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Disk
from nextcall.storage.sessions import Sessions
from nextcall.tui.app import NextcallApp
from nextcall.tui.screens.home import FAR, SETTLED, HomeScreen

SIZES = [FULL, WIDE, SMALL]
EMPTY = {"history": "h", "formula": "f", "limits": "l", "spots": "b", "skills": "p", "served": "v", "review": "w"}
"""Screens before the first call, with their keys at home."""


def _home(stage: Stage) -> HomeScreen:
    found = stage.app.screen
    assert isinstance(found, HomeScreen)
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_before_the_first_call(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, size=size) as stage:
        for screen, key in EMPTY.items():
            await stage.press(key)
            await stage.until(lambda: not stage.on("HomeScreen"), screen)
            await stage.until(lambda: getattr(stage.app.screen, "found", True) is not None and "Reading" not in stage.text(), screen)
            await stage.rest()
            await check(stage, f"empty-{screen}")
            await stage.press("escape")
            await stage.until_on("HomeScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_the_palette(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, size=size) as stage:
        await stage.press("ctrl+p")
        await stage.until_shown("next call")
        await stage.write("br")
        await stage.until(lambda: stage.has("bright spot *") and not stage.has("next call Space"), "what is meant")
        await stage.rest()
        await check(stage, "palette")


@pytest.mark.parametrize("size", SIZES)
async def test_home_with_a_past(tmp_path: Path, size: tuple[int, int]) -> None:
    keep_weeks(tmp_path)
    keep_list(tmp_path, [due(n, 9 - n) for n in range(8)])
    async with open_app(tmp_path, size=size, clock=FakeClock(NOW)) as stage:
        await stage.until(lambda: bool(_home(stage).past.due), "what is due")
        await stage.rest()
        await check(stage, "home-with-a-past")
    left_open(tmp_path, do.Tag("no"), do.Tag("yes"), do.Dial())
    async with open_app(tmp_path, size=size) as stage:
        await stage.until_shown("left open")
        await stage.until(lambda: bool(_home(stage).past.sessions), "what was done")
        await stage.rest()
        await check(stage, "home-left-open")


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_asked_in_a_session(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, FORMULA, size=size) as stage:
        await calls(stage)
        for name, keys in {"pause-why": "p", "breath-how-long": "b", "reason": "r", "introduction": "I", "correct": "e"}.items():
            await stage.press(keys)
            await stage.saved()
            await check(stage, f"ask-{name}")
            await stage.press("escape", *(["space"] if name == "pause-why" else []))
            await stage.until_on("SessionScreen")
        await stage.press("e", "up", "enter")
        await check(stage, "ask-correct-what")
        await stage.press("escape", "escape", "z")
        await stage.saved()
        await check(stage, "session-zen")
        await stage.press("z")
        await stage.rest()
        await check(stage, "session-zen-clock")


@pytest.mark.parametrize("size", SIZES)
async def test_the_history_from_further_away(tmp_path: Path, size: tuple[int, int]) -> None:
    keep_weeks(tmp_path)
    async with open_app(tmp_path, size=size, clock=FakeClock(NOW)) as stage:
        await look_at(stage, "history")
        for name, key, words in (("days", "d", "20 Nov"), ("weeks", "w", "W47"), ("months", "m", "Nov"), ("hours", "t", "Tu")):
            await stage.press(key)
            await stage.until_shown(words)
            await stage.rest()
            await check(stage, f"history-{name}")
        await stage.press("l", "p")
        await stage.rest()
        await check(stage, "history-paper")
        await stage.write("9:00 50 n=14 q=6")
        await stage.press("enter")
        await check(stage, "history-paper-wrong")
        await stage.press("escape", "/")
        await stage.write("outcome:yes")
        await stage.until_shown("73 of 120")
        await stage.rest()
        await check(stage, "history-find")


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_asked_elsewhere(tmp_path: Path, size: tuple[int, int]) -> None:
    keep_weeks(tmp_path)
    keep_list(tmp_path, [due(0)._replace(time_zone="Asia/Kolkata")])
    async with open_app(tmp_path, size=size, clock=FakeClock(NOW)) as stage:
        await stage.press("i")
        await stage.write("Listen longer than I speak")
        await stage.rest()
        await check(stage, "ask-intention")
        await stage.press("escape", "w")
        await stage.until_shown("1 of 5")
        await stage.press(*["enter"] * 4, "1", "a")
        await stage.write("noon")
        await stage.press("enter")
        await check(stage, "ask-plan-time-wrong")
        await stage.press("escape", "escape")
        await stage.until_on("HomeScreen")
        await stage.press("c")
        await stage.until_shown("1 callback due")
        await stage.press(">")
        await stage.until(lambda: not stage.has("1 callback due"), "the lists as they are then")
        await stage.rest()
        await check(stage, "contacts-later-there")
        await stage.press(">", ">", ">", ">")
        await stage.until_on("AskLine")
        await stage.done_beside()
        await stage.write("yesterday")
        await stage.press("enter")
        await check(stage, "ask-callback-wrong")


async def _in_each_size(stage: Stage, name: str) -> None:
    for size in SIZES:
        await stage.resize(*size)
        await check(stage, name)


async def test_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "zone_name", lambda: "America/New_York")
    where = made.fill(str(tmp_path / "home"), NOW)
    sessions, clock = Sessions(where.data), FakeClock(NOW)
    services = Services(where, load(where.config_file, {}), clock, sessions, Desk(Disk(sessions, where.cache), clock))
    services.desk.take_up()
    app = NextcallApp(services)
    app.mark = MARK
    async with app.run_test(size=FULL):
        stage = Stage(app)
        await stage.until_on("SessionScreen")
        await stage.rest()
        await _in_each_size(stage, "demo")
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        await stage.saved()
        await _in_each_size(stage, "demo-summary")
        await stage.press("enter")
        await stage.until_on("HomeScreen")
        await stage.until(lambda: bool(_home(stage).past.sessions), "what was done")
        await stage.tick(SETTLED)
        await stage.until(lambda: len(_home(stage).past.sessions) >= FAR, "what was done")
        await _in_each_size(stage, "demo-home")

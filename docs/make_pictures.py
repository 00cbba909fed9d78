"""Makes the pictures of the README and of `docs/` from the real app, as `python docs/make_pictures.py`.

A session of an hour is made by keys, after a made-up half year, on a clock that stands where
it is put, in a temporary folder. The pictures are SVG without any reference to the outside, and the
same each time.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from functools import partial

from textual.app import App
from textual.pilot import Pilot

from nextcall.bootstrap import Services, services
from nextcall.cli.made.history import CONFIG, half_a_year
from nextcall.clock import Clock
from nextcall.config.paths import folders
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Disk
from nextcall.storage.index.index import Index
from nextcall.storage.sessions import Sessions
from nextcall.tui.app import NextcallApp
from nextcall.tui.screens.history import HistoryScreen
from nextcall.tui.screens.numbers import NumbersScreen
from nextcall.tui.screens.summary import SummaryScreen

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE = (80, 24)
START = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
"""A Friday."""
CALLS = "nvxgnhnvinnmcnyvn"
LATER = "nvnxngnicnnvnxnmyvhncnv"
"""The calls of the session by their outcomes' keys: before the pictures of it, and after them."""
CONVERSATIONS = "xicy"
SAID = {2: ("r", "p"), 8: ("I", *"Ann Roe -> Bob Lee", "enter"), 10: ("/", *"renew domain", "enter"), 12: ("enter", *"send the price list", "enter"), 14: ("T",)}
"""What else is done, after the call at a position."""
NUMBERS = {"formula": "f", "limits": "l", "spots": "b", "skills": "p", "served": "v", "review": "r"}
PLANNED = ("enter", "enter", "enter", "enter", "1", "5", "down", "5", "down", "4", "4", "down", "5", "down", "1")
"""A week's plan on the last page of the review."""
"""The screens of numbers with their keys; each is one key from the one before."""

Driven = Pilot[int]


class StandingClock(Clock):
    """Goes on only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self._seconds = 0.0

    def pass_(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self._seconds += seconds

    def now(self) -> datetime:
        """The moment where it stands."""
        return START + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        """Seconds since its start."""
        return self._seconds

    def slept(self) -> float:
        """It never sleeps."""
        return 0.0


def services_on(clock: Clock, home: str, config: str = CONFIG) -> Services:
    """The app's services with another clock, and with this configuration."""
    os.makedirs(os.path.join(home, "config"), exist_ok=True)
    with open(os.path.join(home, "config", "config.toml"), "w", encoding="utf-8") as file:
        file.write(config)
    where = folders({"NEXTCALL_HOME": home})
    usual = services(where, {})
    sessions = Sessions(where.data)
    return usual._replace(clock=clock, sessions=sessions, desk=Desk(Disk(sessions, where.cache), clock))


def picture(app: App[int], name: str) -> None:
    """Write what the app shows, with the fonts of whoever looks at it."""
    svg = app.export_screenshot(title="nextcall")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    svg = re.sub(r"terminal-\d+", "nextcall", svg)  # else another number with each change of a word
    svg = "\n".join(line.rstrip() for line in svg.splitlines() if line.strip())
    with open(os.path.join(HERE, f"{name}.svg"), "w", encoding="utf-8") as file:
        file.write(svg + "\n")


async def main() -> None:
    """Home, a session from its beginning to its summary, then the history and the numbers."""
    clock = StandingClock()
    with tempfile.TemporaryDirectory() as home:
        app = NextcallApp(services_on(clock, home))
        for session in half_a_year(START):
            app.services.sessions.add_ended(session)
        Index.opened(app.services.folders.data, app.services.folders.cache).close()
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(1.0)
            picture(app, "home")
            await a_session(pilot, clock, app.services.desk)
            await pilot.press("enter")
            clock.pass_(60)
            await the_history(pilot)
            await the_numbers(pilot)


async def a_session(pilot: Driven, clock: StandingClock, desk: Desk) -> None:
    """Between calls, on the line, and the summary."""
    await pilot.press("i", *"ask one more question", "enter", "enter")
    await calls(pilot, clock, CALLS, SAID)
    clock.pass_(9)
    await saved(pilot, desk)
    picture(pilot.app, "between-calls")
    await pilot.press("space", "right", "right", "a", "a", "l")
    clock.pass_(83)
    await saved(pilot, desk)
    picture(pilot.app, "on-the-line")
    await pilot.press("x")
    await calls(pilot, clock, LATER, {})
    await pilot.press("q")
    await saved(pilot, desk)
    await until(pilot, lambda: isinstance(pilot.app.screen, SummaryScreen) and pilot.app.screen.own is not None)
    picture(pilot.app, "summary")


async def calls(pilot: Driven, clock: StandingClock, outcomes: str, said: Mapping[int, tuple[str, ...]]) -> None:
    """One call after the other."""
    for number, key in enumerate(outcomes):
        clock.pass_(15 + 7 * number % 34)
        await pilot.press("space")
        if key in CONVERSATIONS:
            await pilot.press("right", "right", "a", "right", "l", "right")
        clock.pass_(24 if key not in CONVERSATIONS else 140)
        await pilot.press(key, *said.get(number, ()))


async def the_history(pilot: Driven) -> None:
    """The list of sessions, the hours of the week, one session."""
    await pilot.press("h")
    await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen))
    await pilot.pause(1.0)
    picture(pilot.app, "history")
    await pilot.press("t", "r")
    await pilot.pause(1.0)
    picture(pilot.app, "hours")
    await pilot.press("l", "enter")
    await pilot.pause(0.5)
    await pilot.press(*["down"] * 8)
    await pilot.pause(0.5)
    picture(pilot.app, "session")
    await pilot.press("escape", "escape")


async def the_numbers(pilot: Driven) -> None:
    """What the numbers mean: a screen for each question."""
    for name, key in NUMBERS.items():
        await pilot.press(key)
        await until(pilot, partial(found, pilot, name))
        if name == "review":
            picture(pilot.app, name)
            await pilot.press(*PLANNED)
            await pilot.pause(0.5)
        picture(pilot.app, "plan" if name == "review" else name)


def found(pilot: Driven, name: str) -> bool:
    """Whether a screen of numbers has them."""
    screen = pilot.app.screen
    return isinstance(screen, NumbersScreen) and name == screen.NAME and screen.found is not None


async def saved(pilot: Driven, desk: Desk) -> None:
    """Wait until all is on disk, and drawn."""
    await until(pilot, lambda: not desk.view().waiting)
    await pilot.pause(1.2)


async def until(pilot: Driven, there: Callable[[], bool]) -> None:
    """Wait until something is there, and drawn."""
    while not there():
        await pilot.pause(0.02)
    await pilot.pause(0.2)


if __name__ == "__main__":
    os.environ |= {"TZ": "America/New_York", "LC_ALL": "C"}
    os.environ.pop("NO_COLOR", None)
    asyncio.run(main())

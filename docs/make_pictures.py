"""Makes the pictures of the README from the real app, as `python docs/make_pictures.py`.

A session of seventeen calls is made by keys, on a clock that stands where it is put, in a
temporary folder. The pictures are SVG without any reference to the outside.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from random import Random

from nextcall.bootstrap import Services, services
from nextcall.clock import Clock
from nextcall.config.model import STEPS
from nextcall.config.paths import folders
from nextcall.core import actions as do
from nextcall.core.machine import apply
from nextcall.core.outcomes import SETS
from nextcall.core.session import Contact, Session
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Disk
from nextcall.storage.sessions import Sessions
from nextcall.tui.app import NextcallApp

HERE = os.path.dirname(os.path.abspath(__file__))
SIZE = (80, 24)
START = datetime(2026, 11, 21, 9, 0, tzinfo=timezone(timedelta(hours=-5)))
CALLS = "nvxgnhnvinnmcnyvn"
CONVERSATIONS = "xicy"
FORMULA = '[formula]\nearned = "10000"\ncalls = 500\n'


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


def services_on(clock: Clock, home: str) -> Services:
    """The app's services with another clock."""
    os.makedirs(os.path.join(home, "config"))
    with open(os.path.join(home, "config", "config.toml"), "w", encoding="utf-8") as file:
        file.write(FORMULA)
    where = folders({"NEXTCALL_HOME": home})
    usual = services(where, {})
    sessions = Sessions(where.data)
    return usual._replace(clock=clock, sessions=sessions, desk=Desk(Disk(sessions, where.cache), clock))


def picture(app: NextcallApp, name: str) -> None:
    """Write what the app shows, with the fonts of whoever looks at it."""
    svg = app.export_screenshot(title="nextcall")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    svg = "\n".join(line.rstrip() for line in svg.splitlines() if line.strip())
    with open(os.path.join(HERE, f"{name}.svg"), "w", encoding="utf-8") as file:
        file.write(svg + "\n")


async def main() -> None:
    """Home, between calls, on the line, summary."""
    clock = StandingClock()
    with tempfile.TemporaryDirectory() as home:
        app = NextcallApp(services_on(clock, home))
        async with app.run_test(size=SIZE) as pilot:
            picture(app, "home")
            await pilot.press("enter")
            for number, key in enumerate(CALLS):
                clock.pass_(15 + 7 * number % 34)
                await pilot.press("space")
                if key in CONVERSATIONS:
                    await pilot.press("right", "right", "a", "right", "l", "right")
                clock.pass_(24 if key not in CONVERSATIONS else 140)
                await pilot.press(key)
            clock.pass_(9)
            await saved(pilot)
            picture(app, "between-calls")
            await pilot.press("space", "right", "right", "a", "a", "l")
            clock.pass_(83)
            await saved(pilot)
            picture(app, "on-the-line")
            await pilot.press("x", "q")
            await saved(pilot)
            picture(app, "summary")


WEIGHTS = {"no-answer": 50, "voicemail": 15, "machine": 8, "gatekeeper": 6, "hung-up": 4, "no": 7, "callback": 4, "helped": 2, "yes": 2, "sent-info": 2}
LONG = ("no", "callback", "helped", "yes", "sent-info")
PRESETS = (("power-hour", "Power hour", 60), ("sprint", "Sprint", 15), ("forty-five", "Forty-five", 45), ("pomodoro", "Pomodoro", 25))
NOTES = ("asked who else feels this", "has a supplier until May", "silence after the price", "wants the one page first", "their own list is a mess")
PEOPLE = ("Ann Roe, Acme", "Bob Lee, Initech", "Carla M.", "Dev Patel", "Eve Ng, Hooli")


def some_months(now: datetime) -> Iterator[Session]:
    """Made-up sessions of the last three months."""
    dice = Random(4)  # noqa: S311 (a picture is to be the same each time)
    for day in range(90, 0, -1):
        date = now - timedelta(days=day)
        if date.weekday() < 5:  # a working day
            for hour, minute in ((9, 0), (10, 30), (14, 0))[: dice.choice((1, 2, 2, 3))]:
                yield a_session(date.replace(hour=hour, minute=minute), dice)


def a_session(start: datetime, dice: Random) -> Session:
    """A made-up session, call by call."""
    preset, title, minutes = dice.choice(PRESETS)
    token = f"{dice.randrange(1 << 16):04x}"
    session = Session(f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}-{token}", start, title, preset, outcomes=SETS["sales"], steps=STEPS)
    at = start
    while (at - start).total_seconds() < minutes * 60:
        at += timedelta(seconds=dice.randint(8, 70))
        session = apply(session, do.Dial(Contact(dice.choice(PEOPLE)) if dice.random() < 0.2 else None), at)
        outcome = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        at += timedelta(seconds=dice.randint(80, 300) if outcome in LONG else dice.randint(12, 45))
        session = apply(session, do.HangUp(), at)
        at += timedelta(seconds=dice.randint(1, 12))
        session = apply(session, do.Tag(outcome, dice.choice(NOTES) if outcome in LONG else None), at)
        if dice.random() < 0.02:
            session = apply(session, do.Pause("break"), at)
            at += timedelta(seconds=dice.randint(60, 240))
            session = apply(session, do.Resume(), at)
    return apply(session, do.End(), at + timedelta(seconds=9))


async def history() -> None:
    """The history, the hours of the week, a session: of three made-up months."""
    clock = StandingClock()
    with tempfile.TemporaryDirectory() as home:
        app = NextcallApp(services_on(clock, home))
        for session in some_months(START):
            app.services.sessions.add_ended(session)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("h")
            await pilot.pause(2.0)
            picture(app, "history")
            await pilot.press("t", "r")
            await pilot.pause(1.0)
            picture(app, "hours")
            await pilot.press("l", "down", "down", "enter")
            await pilot.pause(0.5)
            await pilot.press(*["down"] * 5)
            await pilot.pause(0.5)
            picture(app, "session")


async def saved(pilot) -> None:  # noqa: ANN001 (Textual's own)
    """Wait until all is on disk, and drawn."""
    while pilot.app.services.desk.view().waiting:
        await pilot.pause(0.02)
    await pilot.pause(1.2)


if __name__ == "__main__":
    os.environ["TZ"] = "America/New_York"
    asyncio.run(main())
    asyncio.run(history())

"""Makes the pictures of the README from the real app, as `python docs/make_pictures.py`.

A session of seventeen calls is made by keys, on a clock that stands where it is put, in a
temporary folder. The pictures are SVG without any reference to the outside.
"""

import asyncio
import os
import re
import tempfile
from datetime import datetime, timedelta, timezone

from nextcall.bootstrap import Services, services
from nextcall.clock import Clock
from nextcall.config.paths import folders
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


async def saved(pilot) -> None:  # noqa: ANN001 (Textual's own)
    """Wait until all is on disk, and drawn."""
    while pilot.app.services.desk.view().waiting:
        await pilot.pause(0.02)
    await pilot.pause(1.2)


if __name__ == "__main__":
    os.environ["TZ"] = "America/New_York"
    asyncio.run(main())

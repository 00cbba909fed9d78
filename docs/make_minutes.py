"""Makes the screens of `docs/first-five-minutes.md` from the real app, as `python docs/make_minutes.py`; `--check` only says whether they are so already.

Somebody's first session is made by keys, on a clock that stands where it is put, in a temporary folder at 80×24. What
is shown stands in the page between `<!-- NAME -->` and `<!-- /NAME -->`.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Mapping
from functools import partial

from make_pictures import SIZE, Driven, StandingClock, saved, services_on, until

from nextcall.desk.desk import Desk
from nextcall.tui.app import NextcallApp

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "first-five-minutes.md")
MINUTE = ("v", "x")
"""Calls by their outcomes' keys that are made beside those of the page: after the first, and before the end."""


def shown(pilot: Driven) -> str:
    """The screen as text."""
    strips = pilot.app.screen._compositor.render_strips()  # noqa: SLF001 (Textual has no other way to ask for text)
    return "\n".join(strip.text.rstrip() for strip in strips)


async def screens() -> dict[str, str]:
    """Every screen of the page, by its name."""
    found: dict[str, str] = {}
    clock = StandingClock()
    with tempfile.TemporaryDirectory() as home:
        app = NextcallApp(services_on(clock, home, config=""))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.5)
            found["start"] = shown(pilot)
            await a_session(pilot, clock, app.services.desk, found)
            await pilot.press("enter")
            await until(pilot, partial(on, pilot, "HomeScreen"))
            await pilot.pause(0.5)
            found["home"] = shown(pilot)
            await pilot.press("h")
            await until(pilot, partial(on, pilot, "HistoryScreen"))
            await pilot.pause(0.5)
            found["history"] = shown(pilot)
            await pilot.press("escape")
            await until(pilot, partial(on, pilot, "HomeScreen"))
            await pilot.press("enter")
            await made(pilot, clock, "nv")
            await saved(pilot, app.services.desk)
        clock.pass_(1800)
        app = NextcallApp(services_on(clock, home, config=""))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.5)
            found["again"] = shown(pilot)
    return found


async def a_session(pilot: Driven, clock: StandingClock, desk: Desk, found: dict[str, str]) -> None:
    """From the first Enter to the summary."""
    await pilot.press("enter")
    await until(pilot, partial(on, pilot, "SessionScreen"))
    await saved(pilot, desk)
    found["session"] = shown(pilot)
    clock.pass_(18)
    await pilot.press("space")
    clock.pass_(24)
    await saved(pilot, desk)
    await pilot.press("n")
    await saved(pilot, desk)
    found["tagged"] = shown(pilot)
    await made(pilot, clock, MINUTE[0])
    clock.pass_(12)
    await pilot.press("space", "right", "right", "a")
    clock.pass_(95)
    await saved(pilot, desk)
    found["call"] = shown(pilot)
    await pilot.press("c", "enter", *"ring after five", "enter")
    await made(pilot, clock, MINUTE[1])
    await pilot.press("y", "u")
    await saved(pilot, desk)
    found["undone"] = shown(pilot)
    await pilot.press("f1")
    await pilot.pause(0.3)
    found["help"] = shown(pilot)
    await pilot.press("escape", "q")
    await until(pilot, partial(on, pilot, "SummaryScreen"))
    await saved(pilot, desk)
    found["summary"] = shown(pilot)


async def made(pilot: Driven, clock: StandingClock, outcomes: str) -> None:
    """One call after the other."""
    for number, key in enumerate(outcomes):
        clock.pass_(9 + 5 * number)
        await pilot.press("space")
        clock.pass_(32 if key == "x" else 14)
        await pilot.press(key)
    clock.pass_(6)


def on(pilot: Driven, name: str) -> bool:
    """Whether a screen is on top, and has what it shows."""
    return type(pilot.app.screen).__name__ == name and getattr(pilot.app.screen, "own", True) is not None


def filled(page: str, found: Mapping[str, str]) -> str:
    """The page with its screens; KeyError where it has no place for one."""
    for name, text in found.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        if begin not in page or end not in page:
            raise KeyError(name)
        before, _, rest = page.partition(begin)
        page = f"{before}{begin}```text\n{text}\n```\n{end}{rest.partition(end)[2]}"
    return page


def main() -> int:
    """Write the page, or check it; 1 where something would change."""
    with open(PAGE, encoding="utf-8") as file:
        before = file.read()
    after = filled(before, asyncio.run(screens()))
    if after == before:
        return 0
    if "--check" in sys.argv:
        print("first-five-minutes.md is not up to date: python docs/make_minutes.py writes it anew")
        return 1
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(after)
    return 0


if __name__ == "__main__":
    os.environ["TZ"] = "America/New_York"
    for variable in [name for name in os.environ if name.startswith(("NEXTCALL_", "LC_", "LANG", "NO_COLOR"))]:
        del os.environ[variable]
    sys.exit(main())

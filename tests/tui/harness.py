"""The app on a screen that is not there, with a clock that a test moves and real folders."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual._context import visible_screen_stack
from textual.geometry import Offset, Size
from textual.keys import _character_to_key
from textual.strip import Strip

from fakes import FakeClock
from nextcall.bootstrap import Services
from nextcall.config.load import load
from nextcall.config.paths import Folders
from nextcall.core.session import Session
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Disk
from nextcall.storage.sessions import Sessions
from nextcall.tui.app import NextcallApp
from nextcall.tui.screens.session import SessionScreen

FORMULA = '[formula]\nearned = "10000"\ncalls = 500\n'
LIMIT = 60.0
"""Seconds after which something that was waited for will not come any more."""
FULL, WIDE, SMALL = (80, 24), (120, 40), (40, 12)


def services(folder: Path, config: str = "", clock: FakeClock | None = None) -> Services:
    """Services over a folder of a test's own."""
    home = str(folder)
    folders = Folders(f"{home}/data", f"{home}/config", f"{home}/cache", f"{home}/log")
    if config:
        Path(folders.config).mkdir(parents=True, exist_ok=True)
        Path(folders.config_file).write_text(config, encoding="utf-8")
    settings = load(folders.config_file, {})
    sessions = Sessions(folders.data, f".{settings.storage.format}")
    clock = clock or FakeClock()
    return Services(folders, settings, clock, sessions, Desk(Disk(sessions, folders.cache), clock))


class Stage:
    """One run of the app: what a test does to it and sees of it."""

    def __init__(self, app: NextcallApp) -> None:
        self.app = app
        self.desk = app.services.desk
        clock = app.services.clock
        assert isinstance(clock, FakeClock)
        self.clock = clock
        self.told: list[object] = []
        """What was on disk each time the app was told of it."""
        self.known: object = None
        """What was on disk when a session was taken up."""
        tell = self.desk.on_change

        def telling() -> None:
            tell()
            self.told.append(self.desk.view().saved)

        take_up = self.desk.take_up

        def taking_up() -> Session:
            self.known = take_up()
            return self.known

        self.desk.take_up = taking_up  # type: ignore[method-assign]
        self.desk.on_change = telling

    # ---- what is done

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before has been dealt with."""
        for key in keys:
            self.send(key)
            await self.rest()

    async def flood(self, *keys: str) -> None:
        """Press keys faster than they can be dealt with, and wait."""
        for key in keys:
            self.send(key)
        await self.rest()

    def send(self, key: str) -> None:
        """Press a key, and wait for nothing."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        char = key if len(key) == 1 else {"space": " ", "enter": "\r"}.get(key)
        event = events.Key(name, char)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def write(self, text: str) -> None:
        """Type text, and wait."""
        await self.press(*text)

    async def paste(self, text: str) -> None:
        """Paste text, and wait."""
        assert self.app._driver is not None
        event = events.Paste(text)
        event.set_sender(self.app)
        self.app._driver.send_message(event)
        await self.rest()

    async def rest(self) -> None:
        """Wait until all that was sent has arrived, and what was to be drawn is."""
        for _ in range(3):  # from the app to the screen, back for its bindings, and to a screen that they opened
            for pump in (self.app, *self.app.screen_stack):  # behind a question too
                dealt_with = asyncio.Event()
                if pump.call_later(dealt_with.set):
                    await asyncio.wait_for(dealt_with.wait(), LIMIT)
        await self.until(self._is_still, "rest")

    def _is_still(self) -> bool:
        """Whether nothing is left to be dealt with, laid out or drawn."""
        if (session := self.session_screen()) is not None and (waiting := [timer for timer in (session._planned, session._waits) if timer]):
            for timer in waiting:  # in a flood of keys the next picture waits for its turn, after a tag for the save
                timer.stop()
            session._show()
            return False
        screens = [self.app.screen, *self.app._background_screens]
        for behind in screens[1:]:
            if behind._layout_required:  # asked for while it could not be seen: Textual lays it out at the next occasion
                behind._on_timer_update()
        pumps: list[Any] = [self.app, *screens]
        if not all(worker.is_finished for worker in self.app.workers if worker.group == "own"):  # the summary looks at the history
            return False
        if not all(pump._message_queue.empty() for pump in pumps):
            return False
        widgets: list[Any] = [widget for screen in screens for widget in (screen, *screen.walk_children())]
        return all(widget.is_mounted and not (widget._layout_required or widget._scroll_required) for widget in widgets)

    async def done_beside(self) -> None:
        """Wait until what is looked up beside the screens has been, and is shown."""
        await self.rest()
        await self.until(lambda: all(worker.is_finished for worker in self.app.workers), "the end of what is done beside")
        await self.rest()

    async def saved(self) -> str:
        """Wait until everything is on disk and the app knows; returns what it shows then."""

        def done() -> bool:
            view = self.desk.view()
            return view.waiting == 0 and (view.saved is None or view.saved is self.known or any(told is view.saved for told in self.told))

        await self.until(done, "a save")
        await self.rest()
        return self.text()

    async def until(self, there: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        end = time.perf_counter() + LIMIT
        while not there():
            assert time.perf_counter() < end, f"{what} did not come:\n{self.text()}"
            await asyncio.sleep(0.002)
        if self.app._exception is not None:
            raise self.app._exception

    async def until_on(self, name: str) -> None:
        """Wait until a screen is shown on top, by the name of its class."""
        await self.until(lambda: type(self.app.screen).__name__ == name, name)
        await self.rest()

    async def until_shown(self, words: str) -> None:
        """Wait until words stand on the screen."""
        await self.until(lambda: words in self.text(), repr(words))

    async def tick(self, seconds: float = 0.0) -> str:
        """Let time pass, and have the screen look at the clock as it does every second."""
        self.clock.pass_(seconds)
        screen: Any = self.app.screen
        (screen.on_tick if hasattr(screen, "on_tick") else screen.each_second)()
        await self.rest()
        return self.text()

    async def resize(self, columns: int, rows: int) -> None:
        """Another size of the terminal."""
        size = Size(columns, rows)
        driver: Any = self.app._driver
        driver._size = size
        self.app.post_message(events.Resize(size, size))
        await self.rest()
        self.app._check_resize()  # what Textual does a moment later; its pilot would wait until the process is idle, by the clock
        await self.rest()

    async def click(self, words: str, *, row: int | None = None) -> None:
        """Click on words that are shown."""
        for y, line in enumerate(self.rows()):
            if words in line and row in {None, y}:
                await self.click_at(cell_len(line[: line.index(words)]), y)
                return
        raise AssertionError(f"{words!r} is not shown:\n{self.text()}")

    async def click_at(self, x: int, y: int) -> None:
        """Click on a cell of the screen."""
        for kind in (events.MouseDown, events.MouseUp, events.Click):
            self.app.mouse_position = Offset(x, y)
            self.app.screen._forward_event(kind(self.app.screen, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))
            await self.rest()

    # ---- what is seen

    def strips(self) -> list[Strip]:
        """The rows of the screen as they are painted, with what lies behind a question."""
        return painted(self.app)

    def rows(self) -> list[str]:
        """The rows of the screen as text."""
        return [strip.text.rstrip() for strip in self.strips()]

    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.rows())

    def has(self, words: str) -> bool:
        """Whether words are shown, whatever the blanks between them."""
        return words in " ".join(self.text().split())

    def on(self, name: str) -> bool:
        """Whether a screen with that name of its class is shown on top."""
        return type(self.app.screen).__name__ == name

    def session_screen(self) -> SessionScreen | None:
        """The session's screen, if it is there, at whatever depth."""
        return next((screen for screen in self.app.screen_stack if isinstance(screen, SessionScreen)), None)

    @property
    def session(self) -> Session:
        """The session with everything that was done to it."""
        session = self.desk.session
        assert session is not None
        return session

    @property
    def on_disk(self) -> Session:
        """The open session as another program reads it."""
        opened = self.app.services.sessions.read_current()
        assert opened is not None
        return opened.bench.session

    @property
    def ended(self) -> Session:
        """The newest ended session as another program reads it."""
        sessions = self.app.services.sessions
        return sessions.read(next(sessions.newest_first())).bench.session


def painted(app: NextcallApp) -> list[Strip]:
    """What the terminal shows."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


@asynccontextmanager
async def open_app(
    folder: Path,
    config: str = "",
    *,
    size: tuple[int, int] = FULL,
    clock: FakeClock | None = None,
    first: Session | None = None,
) -> AsyncIterator[Stage]:
    """The app, open."""
    app = NextcallApp(services(folder, config, clock), first)
    async with app.run_test(size=size):
        stage = Stage(app)
        await stage.rest()
        yield stage


@asynccontextmanager
async def open_session(
    folder: Path,
    config: str = "",
    *,
    size: tuple[int, int] = FULL,
    clock: FakeClock | None = None,
) -> AsyncIterator[Stage]:
    """The app with a session open: what Enter does at home."""
    async with open_app(folder, config, size=size, clock=clock) as stage:
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.saved()
        yield stage


class Gate:
    """Holds the saver back until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        self.open.set()
        bring = Disk.bring

        def waiting(disk: Disk, *what: Any) -> Any:
            self.open.wait(30)
            return bring(disk, *what)

        monkeypatch.setattr(Disk, "bring", waiting)

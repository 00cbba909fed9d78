"""An app that ends well: the base class of ours, and what runs it."""

import asyncio
import os
import select
import sys
import traceback
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events, on
from textual._styles_cache import StylesCache
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen
from textual.worker import WorkerFailed

from nextcall.text import line
from nextcall.tui.terminal.signals import Ending, install_signals
from nextcall.tui.terminal.turns import Turns

if TYPE_CHECKING:
    from nextcall.tui.terminal.driver import CalmDriver

ReturnType = TypeVar("ReturnType")

_WIDGETS = 64
"""More than a screen of ours has."""

# Textual keeps here what 1,024 widgets last looked like, those of closed windows too: after some hundred notes 12 MB.
StylesCache.get_inner_outer = lru_cache(_WIDGETS)(StylesCache.get_inner_outer.__wrapped__)  # type: ignore[method-assign]


class CalmApp(App[ReturnType]):
    """Textual's App on a terminal that may fail, with mistakes told in one line and without anyone's data."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", "Suspend", id="app.suspend", show=False),
    ]

    log_mistake: Callable[[str], None] | None = None
    """Is given the type and the lines of a mistake, never a value."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("driver_class", _driver_class())
        super().__init__(**options)
        self._disable_tooltips = self._disable_notifications = True  # what there is to say has its place on each screen
        self.ending: Ending | None = None
        self.mistake = ""
        """The sentence about the mistake that ended the app."""
        self._turns = Turns(self, super().on_event)

    def begin_in(self, theme: str) -> None:
        """Have a registered theme from the start; set in the usual way, all style sheets would be read twice for it."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.update_classes({f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[Any]:
        """The first screen, in the place of Textual's empty one, which would be built and drawn for nothing."""
        screen = self.first_screen()
        screen._push_result_callback(screen, None)  # noqa: SLF001 (as for every other screen: without, it could not be switched)
        return screen

    def first_screen(self) -> Screen[Any]:
        """What is shown first."""
        return super().get_default_screen()

    async def on_event(self, event: events.Event) -> None:
        """Let what is typed take turns; all else goes its way at once."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._turns.take(event)
        else:
            await super().on_event(event)

    def set_title(self, title: str) -> None:
        """Name the terminal's window; its old name comes back at the end."""
        if (driver := self._calm_driver()) is not None:
            driver.beside.set_title(line(title))

    def ring(self) -> None:
        """Sound the terminal's bell."""
        if (driver := self._calm_driver()) is not None:
            driver.beside.ring()

    def announce(self, heading: str, words: str) -> bool:
        """Have the terminal show a notification; whether it may get lost on its way, so that a bell is to ring too."""
        driver = self._calm_driver()
        return driver is not None and driver.beside.announce(heading, words)

    def show_progress(self, percent: int | None, *, paused: bool = False) -> None:
        """Have the terminal show how much is done, from 0 to 100, where it has a sign for that; None: nothing any more."""
        if (driver := self._calm_driver()) is not None:
            driver.beside.show_progress(percent, paused=paused)

    def redraw(self) -> None:
        """Draw all that is to be seen, whatever the terminal shows now."""
        self.refresh(layout=True)

    def rest(self) -> None:
        """Come to rest before the program is stopped: nothing is half done then that others wait for."""

    def give_back(self) -> None:
        """Give the terminal back by force; from any thread."""
        if (driver := self._calm_driver()) is not None:
            driver.give_back()

    def is_lent(self) -> bool:
        """Whether another program has the terminal for a while (`suspend`)."""
        return (driver := self._calm_driver()) is not None and driver.is_lent()

    def stop_for(self, error: BaseException) -> None:
        """End with exit code 1 for a mistake of the program's own."""
        if isinstance(error, WorkerFailed):
            error = error.error
        if not self.mistake:
            self.mistake = _sentence(error)
            if self.log_mistake is not None:
                self.log_mistake("\n".join([type(error).__name__, *_places(error)]))
        self._return_code = 1
        if self._exception is None and isinstance(error, Exception):
            self._exception = error  # tests that drive the app raise it
            self._exception_event.set()
        self._close_messages_no_wait()

    def _check_resize(self) -> None:
        # Textual draws nothing where the size is what it was; a window that was small in between has lost a part of the picture.
        event = self._resize_event
        super()._check_resize()
        if event is not None and self._resize_event is None and event.size == self.screen.size:
            self.redraw()

    def _handle_exception(self, error: Exception) -> None:
        # Textual's own shows the values of all local variables: names and numbers of people.
        self.stop_for(error)

    @on(Driver.SignalResume)
    def _draw_after_stop(self) -> None:
        self.redraw()

    def _calm_driver(self) -> "CalmDriver | None":
        return cast("CalmDriver", self._driver) if hasattr(self._driver, "give_back") else None


def run(app: CalmApp[Any]) -> int:
    """Run `app` on the terminal to its end and return the exit code; `start.leave` comes after it.

    The terminal has been given back by then, whatever happened.
    """
    ending = app.ending or install_signals(app)
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _, context: _stray(app, context.get("exception")))
    asyncio.set_event_loop(loop)
    ending.loop = loop
    try:
        app.run(loop=loop)
    except Exception as error:  # noqa: BLE001 (the last edge: what got this far is told in one line as well)
        app.stop_for(error)
    finally:
        app.give_back()
    # The loop stays open: closing it would make a thread that still works for it complain on the screen.
    if app.mistake:
        _say(app.mistake)
    return ending.code(app.return_code)


def _stray(app: CalmApp[Any], error: BaseException | None) -> None:
    """A mistake in a callback or a task that nobody waits for is one like any other."""
    if error is not None and app.is_running:
        app.stop_for(error)


def _driver_class() -> type[Driver] | None:
    """Ours, or None for Textual's choice where ours cannot work."""
    if sys.platform == "win32":
        return None
    from nextcall.tui.terminal.driver import CalmDriver  # noqa: PLC0415 (not to be loaded on Windows)

    return CalmDriver


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in frames]


def _sentence(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    handed_on = os.path.dirname(__file__)  # what every event passes through is not where it went wrong
    package = os.path.dirname(os.path.dirname(handed_on)) + os.sep
    own = [frame for frame in frames if frame.filename.startswith(package) and os.path.dirname(frame.filename) != handed_on] or frames
    place = f" at {os.path.basename(own[-1].filename)}:{own[-1].lineno}" if own else ""
    return f"nextcall stopped by a mistake of its own: {type(error).__name__}{place}. Nothing that was tagged is lost."


def _say(sentence: str) -> None:
    """Print on standard error, unless the terminal does not read."""
    if sys.platform == "win32" or select.select([], [2], [], 1)[1]:
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201 (the screens are gone)

"""How the program ends when it is told to from outside."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from nextcall.tui.terminal.app import CalmApp

Settle = Callable[[], Awaitable[None]]
"""Lets what is on its way to the disk arrive."""

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP")  # the last is unknown on Windows
_ENDING: Final = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
_SETTLE: Final = 1.5
_LIMIT: Final = 2.0


class Ending:
    """Ends the app in order, or, should that take too long, by force."""

    def __init__(self, app: "CalmApp[Any]", settle: Settle | None) -> None:
        self._app = app
        self._settle = settle
        self._task: asyncio.Task[None] | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        """The loop of the app, once there is one."""
        self.caught: int | None = None
        """The signal that ends the program, once one has come."""

    def install(self) -> None:
        """Listen, from now on and until the process ends."""
        for number in _ENDING:
            signal.signal(number, self._on_signal)
        if sys.platform != "win32":
            # The wake-up pipe is written to by the C handler: it works even while Python does not.
            read, write = os.pipe()
            os.set_blocking(write, False)
            signal.set_wakeup_fd(write, warn_on_full_buffer=False)
            threading.Thread(target=self._watch, args=(read,), name="ending", daemon=True).start()

    def code(self, code: int | None) -> int:
        """The exit code of a program whose app returned `code`."""
        if self.caught is not None:
            return 128 + self.caught
        return 1 if code is None else code

    def _on_signal(self, number: int, _frame: object) -> None:
        if self.caught is not None or not self._is_meant(number):
            return
        self.caught = number
        if self.loop is None:
            os._exit(128 + number)  # nothing has been touched yet
        self.loop.call_soon_threadsafe(self._begin)

    def _is_meant(self, number: int) -> bool:
        """Whether it ends us: Ctrl+C in a program that the terminal was lent to is that one's affair."""
        return number in _ENDING and not (number == signal.SIGINT and self._app.is_lent())

    def _begin(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._end())

    async def _end(self) -> None:
        try:
            if self._settle is not None:
                with contextlib.suppress(TimeoutError, OSError):
                    await asyncio.wait_for(self._settle(), _SETTLE)
        finally:
            self._app.exit(return_code=self.code(None))

    def _watch(self, pipe: int) -> None:
        while not (numbers := [number for number in os.read(pipe, 64) if self._is_meant(number)]):
            pass
        if self.loop is not None:  # should another thread have been interrupted, the main one still sleeps
            self.loop.call_soon_threadsafe(int)
        time.sleep(_LIMIT)
        try:
            self._app.give_back()
        finally:
            os._exit(128 + numbers[0])


def install_signals(app: "CalmApp[Any]", settle: Settle | None = None) -> Ending:
    """Have SIGTERM, SIGHUP and SIGINT end `app` with 128 plus their number.

    `settle` is awaited first, for at most 1.5 s, in the app's loop. After 2 s a thread gives the
    terminal back and ends the process, whatever the loop hangs in.
    """
    app.ending = Ending(app, settle)
    app.ending.install()
    return app.ending

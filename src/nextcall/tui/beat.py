"""Time that passes while nobody does anything: a call after a while, for a third of what a timer of Textual's costs.

A timer there is a task that sends a message, and a screen that rests does little else all day.
"""

from asyncio import TimerHandle, get_running_loop
from collections.abc import Callable

from textual.message_pump import MessagePump


class Beat:
    """Calls `do` for a screen, once after each `again`; the last `again` counts. Stop it when the screen goes."""

    def __init__(self, screen: MessagePump, do: Callable[[], None]) -> None:
        self._screen = screen
        self._do = do
        self._handle: TimerHandle | None = None

    @property
    def waiting(self) -> bool:
        """Whether a call is on its way."""
        return self._handle is not None

    def again(self, seconds: float = 1.0) -> None:
        """Call after so many seconds."""
        self.stop()
        self._handle = get_running_loop().call_later(seconds, self._due)

    def stop(self) -> None:
        """Call no more."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _due(self) -> None:
        self._handle = None
        try:
            self._do()
        except Exception as error:  # noqa: BLE001 (whatever it is: Textual is to end the program for it, as it does for its timers)
            self._screen.call_next(_fail, error)


def _fail(error: Exception) -> None:
    raise error

"""Keys take turns: each finds the screen that the one before it has opened or closed.

Textual hands on what was typed at once to whatever has the focus at that moment. A key that opens
a line to write in does so a moment later, and what was typed right after it would be lost; what
was typed after the key that closes it would be text of a line that nobody reads any more.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.events import Event, Key
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen


class Turns:
    """What was typed, in its order, and whose turn it is."""

    def __init__(self, app: "App[Any]", hand_on: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Event] = deque()
        self._busy = False
        self._ready: Screen[Any] | None = None
        """The screen that is known to have come up."""

    async def take(self, event: Event) -> None:
        """Deal with a key or a paste as soon as those before it are dealt with; at once where there are none."""
        self._waiting.append(event)
        if not self._busy:
            await self._next()

    async def _next(self) -> None:
        self._busy = True
        while self._waiting:
            screen, focused = self._app.screen, self._app.focused
            if screen is not self._ready:
                self._ready = screen
                await self._through(screen.ancestors_with_self, 1)
                return
            event = self._waiting.popleft()
            if focused is None and not screen.is_modal and await self._done_at_once(event):
                continue
            await self._hand_on(event)
            # A line first says that it was given, then is heard: twice the way.
            await self._through((focused or screen).ancestors_with_self, 2 if focused else 1)
            return
        self._busy = False

    async def _done_at_once(self, event: Event) -> bool:
        """Whether it was a key of the screen's own, which needs no way down to the screen and up again to its bindings."""
        if not isinstance(event, Key):
            return False
        app = self._app
        app.app_focus = True  # somebody types: the terminal has the focus, whatever it said
        return await app._check_bindings(event.key, priority=True) or await app._check_bindings(event.key)  # noqa: SLF001 (guarded by a test)

    async def _through(self, way: list[Any], times: int) -> None:
        """Go on once everyone on the way, from the inside to the app, has dealt with what it had before."""
        await self._at(list[MessagePump](way) * times)

    async def _at(self, way: list[MessagePump]) -> None:
        for i, node in enumerate(way):
            if node.call_later(self._at, way[i + 1 :]):  # not those that are closed already
                return
        await self._next()

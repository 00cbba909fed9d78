"""What passes by itself on a screen: what is looked at each second, and what is drawn only because time has passed."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from nextcall.tui.beat import Beat

if TYPE_CHECKING:
    from nextcall.clock import Clock
    from nextcall.tui.app import NextcallApp

_MINUTE = timedelta(minutes=1)


class Timed(Screen[None]):
    """A screen that looks at the clock, and rests in between."""

    def __init__(self) -> None:
        super().__init__()
        self._time_drawn: object = None
        self._beat = Beat(self, self._second)

    @property
    def clock(self) -> "Clock":
        """The only clock there is."""
        return cast("NextcallApp", self.app).services.desk.clock

    # ---- looking

    def look_each_second(self) -> None:
        """Call `each_second` once a second from now on, for as long as the screen is there."""
        self._beat.again()

    def each_second(self) -> None:
        """See what has changed by itself; only while this screen is on top."""

    def _second(self) -> None:
        self._beat.again()
        if self.app.screen is self:
            self.each_second()

    def on_unmount(self) -> None:
        """See no more."""
        self._beat.stop()

    # ---- drawing

    def draw(self) -> None:
        """Show everything as it is now."""

    def time_shown(self) -> object:
        """What of the time is on the screen: the minute. As long as it is the same, time alone changes nothing."""
        return self.clock.now().replace(second=0, microsecond=0)

    def minutes_since(self, moment: datetime | None) -> int | None:
        """Whole minutes that have passed since a moment; None where there is none."""
        return (self.clock.now() - moment) // _MINUTE if moment else None

    def draw_for_the_time(self) -> None:
        """Show everything as it is now, where that differs from what is shown only because time has passed."""
        shown = self.time_shown()
        if shown != self._time_drawn:
            self._time_drawn = shown
            self.draw()

"""The screen of limits: call, hour, day, week and month, each against its own; and any measure over time."""

from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.binding import Binding, BindingType

from nextcall.core.weeks import week_key
from nextcall.stats.control import BUCKETS, PARTS, Control, control
from nextcall.stats.ladder import PARTS as RUNGS
from nextcall.stats.ladder import Rung, ladder, newest
from nextcall.storage.index.index import Index
from nextcall.tui.keymap import key_of
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.limits_lines import MEASURES, Shown, body, count, key_at, position
from nextcall.tui.screens.numbers import NumbersScreen
from nextcall.tui.shape import WIDE
from nextcall.tui.widgets.lines import Line, Lines, Span

if TYPE_CHECKING:
    from nextcall.config.model import Config

_PAGE = 10
_HELP = "What is shown"
_RECENT = 8
"""Sessions among which the newest call is looked for: those from paper have none with a time."""


class Found(NamedTuple):
    """What the index knows of it."""

    control: Control
    rungs: tuple[Rung, ...]
    sessions: dict[str, tuple[str, str]]
    """When each session began and its title, where sessions are looked at."""


class LimitsScreen(NumbersScreen):
    """What is usual, and what is not."""

    WIDEST = WIDE

    NAME = "limits"
    OWN_KEYS = ("measure", "by")
    MORE_KEYS = (
        (_HELP, "← →", "The point before or after."), (_HELP, "PgUp PgDn", "Ten points back or on."), (_HELP, "Home End", "The first point, or the newest."),
        (_HELP, "↑ ↓", "The measure before or after."),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.measure, self.bucket = "calls", "session"
        """What is asked for; what is shown may be older."""
        self._so_far: dict[str, str] = {}
        """The keys of the parts that are not over."""
        self._chosen: str | None = None
        """The key of the chosen point; None: the newest."""

    @classmethod
    def with_keys(cls, config: "Config", more: list[BindingType] | None = None) -> type[KeyScreen]:
        """This screen with the configured keys, and those that go far."""
        far = (("pageup", "far(-1)"), ("pagedown", "far(1)"), ("home", "far(-2)"), ("end", "far(2)"))
        return super().with_keys(config, [*(more or []), *(Binding(key, action, "Move", show=False) for key, action in far)])

    # ---- finding

    def look_again(self) -> None:
        """What is not over is told by the clock."""
        now = self.root.services.clock.now()
        day = now.date()
        self._so_far = {"hour": f"{now:%Y-%m-%dT%H}", "day": day.isoformat(), "week": week_key(day), "month": f"{now:%Y-%m}"}
        super().look_again()

    def look(self, index: Index) -> Found:
        """The measure in its parts; the ladder is looked for once."""
        measure, bucket, running, before = self.measure, self.bucket, self._so_far, self.found
        parts = index.buckets(PARTS.get(bucket, bucket), gaps=measure == "gap")
        found = control(parts, measure, bucket, running.get(bucket, ""))
        sessions = {}
        if bucket == "session":
            sessions = {entry.id: (entry.started_at, entry.title) for entry in index.newest() if entry.problem is None}
        return Found(found, before.rungs if before else _ladder(index, running), sessions)

    # ---- drawing

    def beside(self) -> Line:
        """The arrows; where there is no room for the chart's heading, what is looked at."""
        if self.found is None:
            return ()
        found: Control = self.found.control
        if self.shape.compact:
            return (Span(f"{MEASURES[found.measure]}, {found.bucket}, {found.limits.state}", "muted"),)
        return (Span("← →", "key"), Span(" point   ", "muted"), Span("↑ ↓", "key"), Span(" measure", "muted"))

    def body(self) -> Lines:
        """All of it."""
        found: Found = self.found
        return body(Shown(self.shape, self.rows, found.control, found.rungs, found.sessions, self._place(), self.config.ui.clock, key_of(self.config, "start")))

    def _place(self) -> int:
        return position(self.found.control, self._chosen)

    # ---- keys

    def _ask(self, measure: str, bucket: str) -> None:
        if bucket != self.bucket:
            self._chosen = None
        self.measure, self.bucket = measure, bucket
        self.look_again()

    def _measure(self, by: int) -> None:
        names = list(MEASURES)
        self._ask(names[(names.index(self.measure) + by) % len(names)], self.bucket)

    def do_measure(self) -> None:
        """Look at the next measure."""
        self._measure(1)

    def do_by(self) -> None:
        """Look at it by the next part of time."""
        self._ask(self.measure, BUCKETS[(BUCKETS.index(self.bucket) + 1) % len(BUCKETS)])

    def moved(self, down: int, right: int) -> None:
        """Another point, or another measure."""
        if down:
            self._measure(down)
        elif self.found is not None:
            self._choose(self._place() + right)

    def _choose(self, place: int) -> None:
        found: Control = self.found.control
        self._chosen = key_at(found, max(0, min(count(found) - 1, place)))

    def action_far(self, by: int) -> None:
        """Ten points back or on, or to an end."""
        if self.found is not None:
            far = _PAGE if abs(by) == 1 else count(self.found.control)
            self.action_move(0, far if by > 0 else -far)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """A point back."""
        event.stop()
        self.action_move(0, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """A point on."""
        event.stop()
        self.action_move(0, 1)

    def can(self, name: str) -> bool:
        """Points and rungs can be clicked on."""
        return name.startswith(("point_", "rung_")) or super().can(name)

    def act(self, name: str) -> None:
        """A click on a point chooses it; one on a rung shows what it is judged by."""
        kind, _, which = name.partition("_")
        if kind == "point":
            self._choose(int(which))
            self.draw()
        elif kind == "rung":
            self._ask("gap" if which == "call" else "calls", "session" if which == "call" else which)
        else:
            super().act(name)


def _ladder(index: Index, running: dict[str, str]) -> tuple[Rung, ...]:
    """The newest call, hour, day, week and month."""
    call = next((found for facts in index.latest(_RECENT) if (found := newest(facts))), None)
    return ladder(call, {part: index.buckets(PARTS.get(part, part)) for part in RUNGS}, running)

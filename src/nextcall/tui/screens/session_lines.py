"""What the session's screen shows, as pure functions of the session, the time and the room.

Between calls: what has happened. On the line: this call, and nothing else.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from nextcall.core.counts import tally
from nextcall.core.durations import (
    clock_text,
    minutes_text,
    pause_seconds,
    session_seconds,
    talk_seconds,
    wrap_up_seconds,
)
from nextcall.core.goals import Progress, progress
from nextcall.core.session import Session, State
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.bar import bar
from nextcall.tui.widgets.digits import LARGE, SMALL, digits
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, fit, width
from nextcall.tui.widgets.numbers import few_numbers, ledger, loose_numbers, numbers
from nextcall.tui.widgets.pad import flowing_pad, pad
from nextcall.tui.widgets.strip import strip
from nextcall.tui.words import time_text

if TYPE_CHECKING:
    from nextcall.tui.screens.session_who import Who

_ROOMY = 40
"""Rows of a screen that has room for all numbers and for who comes next."""
_WHO_ROWS = 3
"""Rows that somebody takes beside the one of the key."""
NUMBERS_OFF, CLOCK_OFF = 1, 2
"""Zen: first the numbers go, then the clock; the bar stays."""


class Scene(NamedTuple):
    """All that the screen is drawn from."""

    session: Session
    """With everything that was done."""
    saved: Session
    """As it is on disk: what is counted."""
    now: datetime
    shape: Shape
    zen: int = 0
    present: bool = True
    clock: str = "24h"
    blink: str = ""
    """Id of the outcome whose key was held down."""
    pad_rows: int = 4
    """Rows that the outcomes take."""
    listed: bool = False
    """Whether the session goes by a list of people."""
    who: "Who | None" = None
    """Who is on the line, else who comes next."""
    keys: Mapping[str, str] = MappingProxyType({})
    """How the keys for the steps of the process are shown."""

    @property
    def in_call(self) -> bool:
        """Whether a call is in progress, on the line or to be tagged."""
        return self.session.live is not None

    @property
    def tight(self) -> bool:
        """Whether so many outcomes leave no room for air."""
        more = 0 if self.few else _WHO_ROWS if self.listed else 0
        return _rows_between_calls(self.shape) + more + self.pad_rows > self.shape.rows

    @property
    def few(self) -> bool:
        """Whether the numbers make room for who comes next."""
        return self.shape.compact or (self.listed and self.shape.rows < _ROOMY)

    @property
    def quiet(self) -> bool:
        """Whether everything but the call is off the screen."""
        return self.in_call and self.present


def without_calls(scene: Scene) -> Scene:
    """A scene as it is without time and calls, but for those that a goal counts."""
    session = scene.session._replace(calls=())
    return scene._replace(session=session, saved=scene.saved if _counted(scene) else session, now=session.started_at)


def _rows_between_calls(shape: Shape) -> int:
    """Rows that everything but the outcomes takes between calls, as the style sheet has it."""
    return 7 if shape.compact else 32 if shape.tall else 20


def pad_rows(session: Session, shape: Shape) -> int:
    """Rows that the outcomes of a session take."""
    keyed = session.outcomes
    return len(flowing_pad(keyed, shape.cells) if shape.compact else pad(keyed, shape.cells, None))


def top(scene: Scene) -> Line:
    """Title and, where it is known, when it will end; on the line nothing."""
    if scene.quiet and not scene.shape.compact:
        return EMPTY
    name = Span(fit_title(scene), "muted")
    if scene.shape.compact:
        return (*_small_clock(scene), Span("   "), name) if _named(scene) else _small_clock(scene)
    return apart((name,), (Span(_ends(scene), "muted"),), scene.shape.cells)


def _named(scene: Scene) -> bool:
    """Whether there is room for the title beside the clock of a small screen."""
    return not scene.quiet and scene.session.state != State.PAUSED and not scene.shape.tiny


def fit_title(scene: Scene) -> str:
    """The session's title, with its intention where there is room."""
    session = scene.session
    words = f"{session.title} · {session.intention}" if session.intention else session.title
    return fit(words, scene.shape.cells - 24).rstrip() if scene.shape.cells > 40 else fit(session.title, 16).rstrip()  # noqa: PLR2004


def _ends(scene: Scene) -> str:
    goal, done = scene.session.goal, progress(scene.saved, scene.now)
    if goal is None or done is None:
        return "open end"
    if goal.kind == "minutes" and scene.zen < CLOCK_OFF:
        done = progress(scene.session, scene.now) or done
        if done.reached:
            return f"planned {goal.amount} min"
        return f"ends about {time_text(scene.now + timedelta(seconds=done.left), scene.clock)}"
    if goal.kind == "minutes" or scene.zen:
        return ""
    return f"{done.done:>{len(str(goal.amount))}.0f} of {goal.amount} {goal.kind}"


class Reading(NamedTuple):
    """What the big clock says: a time and the word beside it."""

    text: str
    word: str
    seconds: float
    """The seconds that run, for the next tick; negative: nothing runs."""


def reading(scene: Scene) -> Reading:
    """The clock of the state that the session is in."""
    session, now = scene.session, scene.now
    if session.state == State.PAUSED:
        seconds = pause_seconds(session, now)
        return Reading(f"{int(seconds // 60)} min", f"paused · {session.pauses[-1].reason}", -1)
    if session.live is not None:
        call = session.live
        if call.hung_up_at is None:
            seconds = talk_seconds(session, call, now)
            return Reading(minutes_text(seconds), "on the line", seconds)
        seconds = wrap_up_seconds(session, call, now)
        return Reading(minutes_text(talk_seconds(session, call, now)), f"wrap-up {clock_text(seconds)}", seconds)
    elapsed, done = session_seconds(session, now), progress(session, now)
    if session.goal is None or session.goal.kind != "minutes" or done is None:
        return Reading(minutes_text(elapsed), "so far", elapsed)
    if done.reached:
        return Reading("+" + minutes_text(int(done.done) - done.planned), "over", elapsed)
    return Reading(minutes_text(done.planned - int(done.done)), "left", elapsed)


def clock(scene: Scene) -> Lines:
    """The big clock; in compact sizes there is none, `top` has it."""
    rows = LARGE if scene.shape.tall else SMALL
    if scene.shape.compact:
        return ()
    if scene.zen >= CLOCK_OFF and not scene.in_call and scene.session.state != State.PAUSED:
        return (EMPTY,) * rows
    shown = reading(scene)
    if scene.session.state == State.PAUSED:
        words = (Span("Paused", "accent-strong"), Span(f"   {scene.session.pauses[-1].reason}   {shown.text}", "muted"))
        return (EMPTY, words, *(EMPTY,) * (rows - 2))
    drawn = digits(shown.text, "" if scene.in_call else "accent", rows)
    last = (*drawn[-1], Span("   "), Span(shown.word, "muted"))
    return (*drawn[:-1], last)


def _small_clock(scene: Scene) -> Line:
    shown = reading(scene)
    if scene.session.state == State.PAUSED:
        why = "" if scene.shape.tiny else f" · {scene.session.pauses[-1].reason}"
        return (Span("Paused", "accent-strong"), Span(f"{why} {shown.text}", "muted"))
    if scene.zen >= CLOCK_OFF and not scene.in_call:
        return (Span(scene.session.title, "muted"),) if scene.shape.tiny else ()
    return (Span(shown.text, "strong" if scene.in_call else "accent-strong"), Span(f" {shown.word}", "muted"))


def share_done(scene: Scene) -> Lines:
    """The bar of the session; on the line an empty row in its place."""
    done: Progress | None = progress(scene.saved if _counted(scene) else scene.session, scene.now)
    if scene.quiet or done is None:
        return (EMPTY,)
    return (bar(done.share, scene.shape.cells),)


def _counted(scene: Scene) -> bool:
    return scene.session.goal is not None and scene.session.goal.kind != "minutes"


def heartbeat(scene: Scene) -> Lines:
    """The strip of calls; gone on the line."""
    rows = 1 if scene.shape.compact or scene.tight else 2
    return (EMPTY,) * rows if scene.quiet else strip(scene.saved, scene.shape.cells, rows)


def live_numbers(scene: Scene) -> Lines:
    """Counters and pace between calls; off in zen."""
    if scene.zen or scene.quiet:
        return (EMPTY,) * (2 if scene.few else 5)
    if scene.shape.tiny:
        return loose_numbers(scene.saved, scene.shape.cells)
    return few_numbers(scene.saved) if scene.few else numbers(scene.saved, scene.shape.cells)


def coming(scene: Scene, hint: Line, nobody: str) -> Lines:
    """What comes next in a session with a list: the key, and beside it who; as many rows whoever it is."""
    from nextcall.tui.screens.session_who import ROWS, SMALL_ROWS, about, beside, small  # noqa: PLC0415 (only with a list)

    if scene.session.live is not None:
        return (hint,)
    cells, now = scene.shape.cells, scene.now
    if scene.shape.compact:
        rows: list[Line] = small(scene.who, now, scene.clock, cells) if scene.who else [clipped((Span(nobody, "muted"),), cells)]
        room = SMALL_ROWS - scene.tight
        return (*rows[:room], *(EMPTY,) * (room - len(rows)))
    first = (*hint, Span("   "))
    found: list[Line] = about(scene.who, now, scene.clock, cells - width(first)) if scene.who else [(Span(nobody, "muted"),)]
    return (*beside(first, found, cells), *(EMPTY,) * (ROWS - len(found)))


def value_line(scene: Scene) -> Lines:
    """The value ledger between calls; off in zen."""
    return (EMPTY,) if scene.zen or scene.quiet else (ledger(scene.saved, steady=True),)


def outcomes(scene: Scene) -> Lines:
    """Every outcome with its key; between calls with its tally."""
    known = scene.session.outcomes
    if scene.shape.tiny:
        return ()
    if scene.shape.compact:
        return flowing_pad(known, scene.shape.cells, scene.blink)
    shown = None if scene.quiet or scene.zen else tally(scene.saved)
    return pad(known, scene.shape.cells, shown, scene.blink)


def window_title(scene: Scene) -> str:
    """The terminal window's title: the time left, in minutes; on the line no number."""
    session = scene.session
    if session.state == State.PAUSED:
        return "paused · nextcall"
    if scene.in_call:
        return "on the line · nextcall"
    done = progress(session, scene.now)
    if done is None or session.goal is None or session.goal.kind != "minutes":
        return f"{session.title} · nextcall"
    if done.reached:
        return "time · nextcall"
    return f"{-int(-done.left // 60)} min left · {session.title}"

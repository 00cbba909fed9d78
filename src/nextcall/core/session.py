"""The session and its parts, as frozen values.

They are `NamedTuple`s rather than dataclasses for one measured reason: a command such as
`nextcall tag` starts Python for one event, and importing `dataclasses` alone costs it more
than a bare Python start.

Times are aware `datetime`s, durations seconds, money decimal text. `extra` holds the fields
of a file that this version does not know: they are written back as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from nextcall.core.growing import Growing

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any, NamedTuple, TypeAlias

    from nextcall.core.outcomes import Outcome
else:
    from nextcall.named import NamedTuple

Extra: TypeAlias = "Mapping[str, Any]"
NOTHING: Extra = {}

LONGEST = timedelta(days=366)
"""A session ends within a year: whatever is counted hour by hour has an end, too."""
REASONS = ("price", "time", "need", "rival", "trust", "other")
"""Why somebody said no."""
HELP_MARKS = ("introduced", "referral", "useful", "thanked")
"""How somebody was helped."""
PAUSE_REASONS = ("break", "reset", "notes", "technical", "interrupted", "meeting", "suspended", "idle")
"""Why a session paused; the last two are set by the app."""


class State:
    """The states of a session, by name."""

    READY = "ready"
    ON_CALL = "on_call"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    ENDED = "ended"


class Goal(NamedTuple):
    """What the session aims at: an input, never a result."""

    kind: str
    """`minutes`, `calls` or `conversations`."""
    amount: int
    extra: Extra = NOTHING


class Formula(NamedTuple):
    """What the caller stated: so much earned in so many calls."""

    earned: str
    """A decimal."""
    calls: int
    currency: str = ""
    """ISO 4217 code."""
    extra: Extra = NOTHING


class Contact(NamedTuple):
    """Who was called, as far as it is known."""

    name: str = ""
    phone: str = ""
    list: str | None = None
    id: str | None = None
    extra: Extra = NOTHING


class Introduction(NamedTuple):
    """Who was brought together with whom."""

    who: str = ""
    to: str = ""
    state: str = "made"
    """`made`, `met` or `thanked`."""
    extra: Extra = NOTHING


class Call(NamedTuple):
    """One attempt, whoever answered. In progress it has no outcome yet."""

    n: int
    """Its number in the session, from 1."""
    dialed_at: datetime | None = None
    """None for a tapped call."""
    hung_up_at: datetime | None = None
    tagged_at: datetime | None = None
    outcome: str | None = None
    """The id of an outcome among the session's `outcomes`."""
    reason: str = ""
    """One of `REASONS`, or empty."""
    note: str = ""
    contact: Contact | None = None
    steps_done: tuple[int, ...] = ()
    """Positions in the session's `steps`, from 0."""
    steps_skipped: tuple[int, ...] = ()
    asked: int = 0
    learned: int = 0
    bright: bool = False
    bright_note: str = ""
    help: tuple[str, ...] = ()
    """Some of `HELP_MARKS`."""
    introduction: Introduction | None = None
    amount: str | None = None
    """A decimal."""
    callback_at: datetime | None = None
    """When to call back, where a time was said."""
    extra: Extra = NOTHING


class Pause(NamedTuple):
    """Time that is not the session's."""

    started_at: datetime
    ended_at: datetime | None = None
    """None while it lasts."""
    reason: str = "break"
    extra: Extra = NOTHING


class Breath(NamedTuple):
    """A breath between calls: process, not lost time."""

    started_at: datetime
    ended_at: datetime | None = None
    """None until something else was done."""
    seconds: int = 30
    """How long it was meant to be."""
    extra: Extra = NOTHING


class Parked(NamedTuple):
    """A distraction, put aside until the session is over."""

    at: datetime
    text: str
    state: str | None = None
    """`done`, `later` or `dropped`; None while undecided."""
    extra: Extra = NOTHING


class PlanChange(NamedTuple):
    """The goal was made longer or shorter on the way."""

    at: datetime
    old: int
    new: int
    extra: Extra = NOTHING


class Correction(NamedTuple):
    """What a call said before it was corrected."""

    at: datetime
    """Those that were corrected in one step share it."""
    call: int
    """Number of the call; 0: the session itself."""
    field: str
    """`call`: the whole call, added or removed."""
    old: Any = None
    """As in the file."""
    new: Any = None
    undone_at: datetime | None = None
    """When it was taken back; None where it holds."""
    position: int | None = None
    """Of a call that was added or removed: where in the list it stands or stood, from 0."""
    extra: Extra = NOTHING


class Summary(NamedTuple):
    """What the caller says of the session afterwards; all of it optional."""

    worked: str = ""
    skill_answer: str = ""
    intention_kept: str | None = None
    """`yes`, `partly` or `no`."""
    self_score: int | None = None
    coach_score: int | None = None
    extra: Extra = NOTHING


class Session(NamedTuple):
    """One sitting of calls."""

    id: str
    """Start in UTC and four random hex digits, as in `20261121T140000Z-7f3a`."""
    started_at: datetime
    title: str = ""
    preset: str | None = None
    host: str = ""
    intention: str = ""
    skill: str | None = None
    list: str | None = None
    tags: tuple[str, ...] = ()
    time_zone: str | None = None
    """IANA name, where the machine tells one."""
    goal: Goal | None = None
    """None: open end."""
    ended_at: datetime | None = None
    end: str | None = None
    """`ended` or `recovered`; None while it is open."""
    outcomes: tuple[Outcome, ...] = ()
    """The definitions that this session uses: it means the same after the config has changed."""
    steps: tuple[str, ...] = ()
    value_per_call: str | None = None
    """A decimal."""
    formula: Formula | None = None
    """Where `value_per_call` comes from, so that sums are exact."""
    calls: tuple[Call, ...] = ()
    live: Call | None = None
    """The call in progress."""
    pauses: tuple[Pause, ...] = ()
    breaths: tuple[Breath, ...] = ()
    parked: tuple[Parked, ...] = ()
    plan_changes: tuple[PlanChange, ...] = ()
    summary: Summary = Summary()
    counts_only: Mapping[str, int] | None = None
    """Calls by outcome of a session filled in from paper."""
    trail: tuple[Correction, ...] = ()
    extra: Extra = NOTHING

    @property
    def state(self) -> str:
        """One of `State`."""
        if self.end is not None:
            return State.ENDED
        if self.pauses and self.pauses[-1].ended_at is None:
            return State.PAUSED
        if self.live is None:
            return State.READY
        return State.ON_CALL if self.live.hung_up_at is None else State.WRAP_UP

    def outcome(self, name: str | None) -> Outcome | None:
        """The outcome of that id, if this session knows it."""
        return next((outcome for outcome in self.outcomes if outcome.id == name), None)

    @property
    def last_event_at(self) -> datetime:
        """When something last happened in it."""
        moments = [self.started_at]
        if self.calls and self.calls[-1].tagged_at:
            moments.append(self.calls[-1].tagged_at)
        if self.live:
            moments += [moment for moment in (self.live.dialed_at, self.live.hung_up_at) if moment]
        if self.pauses:
            moments.append(self.pauses[-1].ended_at or self.pauses[-1].started_at)
        if self.breaths:
            moments.append(self.breaths[-1].ended_at or self.breaths[-1].started_at)
        moments += [part[-1].at for part in (self.parked, self.plan_changes, self.trail) if part]
        moments += [entry.undone_at for entry in self.trail if entry.undone_at]
        return max(moments)


def next_number(session: Session) -> int:
    """The number of the session's next call: that of a call which was removed is not given away again."""
    highest: int = _HIGHEST.of(session.calls)
    gone = (entry.call for entry in session.trail if entry.field == "call")
    return max(highest, session.live.n if session.live else 0, *gone, 0) + 1


_HIGHEST = Growing(0, lambda known, more, _: max(known, *(call.n for call in more)))
"""The highest number of calls."""


_PLAIN = frozenset({str, int, bool, type(None)})
"""What is plain already: most of the fields of a call."""


def plain(value: Any) -> Any:
    """A frozen value as plain data, its fields in their order and `extra` after them."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if not isinstance(value, tuple):
        return value
    fields: tuple[str, ...] | None = getattr(value, "_fields", None)
    if fields is None:
        return [plain(item) for item in value]
    found = {field: item if type(item) in _PLAIN else plain(item) for field, item in zip(fields, value, strict=True) if field != "extra"}
    found.update(getattr(value, "extra", NOTHING))
    return found

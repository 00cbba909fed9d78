"""The quick reader of session files: the same rules as the codec's for what the index needs, in one pass.

It decodes a file straight into typed values, some ten times as quickly as the strict reader does. What
does not fit here in any way is left to that one, which knows the reason; so is what looks unusual.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from operator import le
from stat import S_ISREG
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from nextcall.stats.derive import facts
from nextcall.stats.facts import flag_bits
from nextcall.storage import formats
from nextcall.storage.codec import SCHEMA
from nextcall.storage.fields import FIRST_YEAR, LAST_YEAR, LONGEST, is_id
from nextcall.storage.index.reading import last_event
from nextcall.storage.index.rows import Seen

Moment = Annotated[datetime, Meta(tz=True)]
Whole = Annotated[int, Meta(ge=0, le=1_000_000)]
Text = Annotated[str, Meta(max_length=LONGEST)] | None
Decimal = Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)?\Z", max_length=59)] | None
Simple = str | bool | Whole | None
"""What a correction keeps, as a rule; a whole call is left to the strict reader."""
Reason = Literal["price", "time", "need", "rival", "trust", "other", ""]
Mark = Literal["introduced", "referral", "useful", "thanked"]


class _Known(Struct, gc=False, forbid_unknown_fields=True):
    """With a field that is not known here, the strict reader looks: it keeps what it does not know, but not everything."""


class _Contact(_Known, gc=False):
    name: Text = None
    phone: Text = None
    list: Text = None
    id: Text = None


class _Introduction(_Known, gc=False):
    who: Text = None
    to: Text = None
    state: Literal["made", "met", "thanked"] = "made"


class _Call(_Known, gc=False):
    n: Whole
    outcome: str
    tagged_at: Moment
    dialed_at: Moment | None = None
    hung_up_at: Moment | None = None
    reason: Reason = ""
    note: Text = None
    contact: _Contact | None = None
    steps_done: list[Whole] | None = None
    steps_skipped: list[Whole] | None = None
    asked: Whole = 0
    learned: Whole = 0
    bright: bool = False
    bright_note: Text = None
    help: list[Mark] | None = None
    introduction: _Introduction | None = None
    amount: Decimal = None
    import_: Text = msgspec.field(name="import", default=None)
    import_row: Text = None
    """The last two are how `import` knows its rows again."""


class _Pause(_Known, gc=False):
    started_at: Moment
    ended_at: Moment | None = None
    reason: Text = None


class _Breath(_Known, gc=False):
    started_at: Moment
    ended_at: Moment | None = None
    seconds: Whole = 30


class _Parked(_Known, gc=False):
    at: Moment
    text: Text
    state: Literal["done", "later", "dropped"] | None = None


class _PlanChange(_Known, gc=False):
    at: Moment
    old: Whole
    new: Whole


class _Correction(_Known, gc=False):
    at: Moment
    call: Whole
    field: Text
    old: Simple = None
    new: Simple = None
    undone_at: Moment | None = None
    position: Whole | None = None


class _Goal(_Known, gc=False):
    kind: Literal["minutes", "calls", "conversations"]
    amount: Whole


class _Formula(_Known, gc=False):
    earned: Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)?\Z", max_length=59)]
    calls: Annotated[int, Meta(ge=1, le=1_000_000)]
    currency: Text = None


class _Outcome(_Known, gc=False):
    key: Text = None
    label: Text = None
    short: Text = None
    counts: bool = True
    connect: bool = False
    conversation: bool = False
    no: bool = False
    yes: bool = False
    help: bool = False
    then: Literal["", "retry", "callback", "dead", "do-not-call", "keep"] = ""


class _Summary(_Known, gc=False):
    worked: Text = None
    skill_answer: Text = None
    intention_kept: Literal["yes", "partly", "no"] | None = None
    self_score: Whole | None = None
    coach_score: Whole | None = None


class _Session(_Known, gc=False):
    schema: int
    id: str
    started_at: Moment
    calls: list[_Call]
    ended_at: Moment
    end: Literal["ended", "recovered"]
    host: Text = None
    title: Text = None
    preset: Text = None
    intention: Text = None
    skill: Text = None
    list_: Text = msgspec.field(name="list", default=None)
    tags: list[str] | None = None
    time_zone: Text = None
    goal: _Goal | None = None
    outcomes: dict[Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}\Z")], _Outcome] = msgspec.field(default_factory=dict)
    steps: list[str] | None = None
    value_per_call: Decimal = None
    formula: _Formula | None = None
    live: None = None
    pauses: list[_Pause] | None = None
    breaths: list[_Breath] | None = None
    parked: list[_Parked] | None = None
    plan_changes: list[_PlanChange] | None = None
    summary: _Summary = msgspec.field(default_factory=_Summary)
    counts_only: dict[str, Whole] | None = None
    trail: list[_Correction] | None = None

    @property
    def list(self) -> str | None:
        """As the strict reader calls it."""
        return self.list_


_HOW = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_DECODER = msgspec.json.Decoder(_Session)


class Good(NamedTuple):
    """A session that the quick reader takes."""

    session: Any
    """With the fields of a `core.session.Session`; texts are as in the file, and what is empty may be None."""
    content: bytes
    """The whole file."""


def good(path: str) -> Good | None:
    """The session in a file; None where the strict reader has to look at it."""
    try:
        content = _content(path)
        session = _DECODER.decode(content)
    except (OSError, ValueError, RecursionError):  # msgspec's errors are ValueErrors, and so is one of UTF-8
        return None
    return Good(session, content) if _usual(session) and not (_some_in_utc(session) and _oddly_timed(content)) else None


def seen(path: str) -> Seen | None:
    """What a file says of its session; None where the strict reader has to look at it."""
    read = good(path)
    if read is None:
        return None
    session = read.session
    flags = {name: flag_bits(outcome) for name, outcome in session.outcomes.items()}
    found = facts(session, flags, session.ended_at, is_open=False)
    return Seen(found, _as_written(session.started_at), _as_written(session.ended_at), last_event(session))


def _as_written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _content(path: str) -> bytes:
    """The bytes of a regular file, in as few calls as can be; empty where it is none."""
    handle = os.open(path, _HOW)
    try:
        found = os.fstat(handle)
        return os.read(handle, found.st_size + 1) if S_ISREG(found.st_mode) and found.st_size <= formats.LIMIT else b""
    finally:
        os.close(handle)


def _usual(session: Any) -> bool:
    """Whether nothing in it needs a closer look."""
    known = session.outcomes.keys()
    names = (session.preset, session.skill, session.list_, session.time_zone, *(session.tags or ()), *(session.steps or ()))
    start, end = session.started_at, session.ended_at
    return (
        session.schema == SCHEMA
        and is_id(session.id)
        and known >= {call.outcome for call in session.calls}
        and known >= (session.counts_only or {}).keys()
        and all(name is None or (name.isprintable() and len(name) <= LONGEST) for name in names)
        and FIRST_YEAR < start.year <= end.year < LAST_YEAR
        and _all_in_order(start, session.calls, end)
        and all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in _beside_calls(session))
    )


def _beside_calls(session: Any) -> Iterator[datetime]:
    """The moments that are neither a call's nor the session's own."""
    for span in (*(session.pauses or ()), *(session.breaths or ())):
        yield span.started_at
        if span.ended_at:
            yield span.ended_at
    for mark in (*(session.parked or ()), *(session.plan_changes or ())):
        yield mark.at
    for entry in session.trail or ():
        yield entry.at
        if entry.undone_at:
            yield entry.undone_at


def _some_in_utc(session: Any) -> bool:
    """Whether some of its moments may be in UTC. Searching the whole file takes four times as long as this."""
    zone = session.started_at.tzinfo
    if not session.started_at.utcoffset():
        return True
    calls = session.calls
    others = [moment.tzinfo for moment in _beside_calls(session)]
    return bool(
        session.ended_at.tzinfo is not zone
        or [call for call in calls if call.tagged_at.tzinfo is not zone]
        or [call for call in calls if call.dialed_at and call.dialed_at.tzinfo is not zone]
        or [call for call in calls if call.hung_up_at and call.hung_up_at.tzinfo is not zone]
        or [other for other in others if other is not zone]
    )


def _oddly_timed(content: bytes) -> bool:
    """Whether there is a time that ends in a small z: the strict reader takes none."""
    if b'z"' not in content:
        return False
    import re  # noqa: PLC0415 (rarely needed)

    return re.search(rb'[0-9]z"', content) is not None


def _all_in_order(start: datetime, calls: "list[_Call]", end: datetime) -> bool:
    """Whether every call lies within the session, and its moments follow each other."""
    dialled: list[Any] = [call.dialed_at for call in calls]  # a type of its own would cost a copy
    hung_up: list[Any] = [call.hung_up_at for call in calls]
    if None in dialled or None in hung_up:
        return all(_in_order(start, call.dialed_at, call.hung_up_at, call.tagged_at, end) for call in calls)
    tagged = [call.tagged_at for call in calls]
    return not calls or (start <= min(dialled) and max(tagged) <= end and all(map(le, dialled, hung_up)) and all(map(le, hung_up, tagged)))


def _in_order(start: datetime, dialled: datetime | None, hung_up: datetime | None, tagged: datetime, end: datetime) -> bool:
    """Whether a call lies within its session, and its moments follow each other."""
    if dialled is None:
        return hung_up is None and start <= tagged <= end
    return start <= dialled <= (hung_up or tagged) <= tagged <= end

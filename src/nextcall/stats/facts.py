"""What the numbers need of one session, in whole milliseconds: sums of it are exact, in whatever order.

A session of hundreds of calls becomes a few arrays. They are small enough to be kept for ten
years of sessions, and quick enough to be read for all of them at once. `derive` makes them.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, NamedTuple
else:
    from nextcall.named import NamedTuple


COUNTS, CONNECT, CONVERSATION, NO, YES, HELP, BRIGHT, TAPPED = (1 << bit for bit in range(8))
"""What a call is, as bits."""
NONE = -1
"""In a column of durations: there is none."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
_MINUTE = timedelta(minutes=1)

Span = tuple[int, int]
"""From and until, milliseconds since 1970 UTC."""


class Calls(NamedTuple):
    """The calls of a session, column by column."""

    at: Sequence[int] = ()
    """When each was dialled, or tagged where it was tapped; milliseconds since 1970 UTC."""
    talk: Sequence[int] = ()
    """Milliseconds from dial to hang-up; `NONE` for a tapped call."""
    gap: Sequence[int] = ()
    """Milliseconds from the tag before to the dial; `NONE` where it is not known."""
    outcome: Sequence[int] = ()
    """Position in the session's `outcomes`."""
    bits: Sequence[int] = ()
    notes: tuple[str, ...] = ()
    """In lower case; empty where no call has one. So are the next two."""
    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Reasons, lines of bright spots, introductions."""
    steps: Sequence[int] = ()
    """How many steps were kept; empty where none was ticked in any call. So is the next."""
    ticked: Sequence[int] = ()
    """How many steps were kept or skipped."""


class Mark(NamedTuple):
    """A help mark, an introduction or a bright spot of a call, in the caller's own words."""

    n: int
    """The call's number."""
    at: int
    """When it was tagged; milliseconds since 1970 UTC."""
    ahead: int
    """Minutes by which local time was ahead of UTC then."""
    kind: str
    """`introduced`, `referral`, `useful`, `thanked` or `bright`."""
    who: str
    """Who was called, or introduced."""
    text: str
    """The line of a bright spot; else the call's note."""
    to: str = ""
    """Whom somebody was introduced to."""
    state: str = ""
    """Of an introduction: `made`, `met` or `thanked`."""

    @property
    def moment(self) -> datetime:
        """When it was tagged, as the clock of its session showed it."""
        return (EPOCH + self.at * MILLISECOND).astimezone(timezone(timedelta(minutes=self.ahead)))


class Process(NamedTuple):
    """What a session was practised by, and what it brought: its own numbers beside those of its calls."""

    asked: int = 0
    """Questions."""
    learned: int = 0
    """Facts."""
    self_score: int | None = None
    coach_score: int | None = None
    first_dial: int = NONE
    """Milliseconds from the beginning to the first dial, pauses left out."""
    marks: tuple[Mark, ...] = ()
    amounts: tuple[str, ...] = ()
    """Of its calls, as decimals."""


class Facts(NamedTuple):
    """One session."""

    id: str
    title: str
    preset: str | None
    skill: str | None
    list: str | None
    tags: tuple[str, ...]
    started: int
    """Milliseconds since 1970 UTC."""
    ended: int
    """Its end; of an open one, the moment of asking."""
    is_open: bool
    offsets: tuple[Span, ...]
    """From which moment on local time was so many minutes ahead of UTC; the first one holds before too."""
    pauses: tuple[Span, ...]
    """Within the session, apart from each other, in their order."""
    outcomes: tuple[str, ...]
    """Ids, as far as the calls have them."""
    paper: tuple[tuple[str, int, int], ...]
    """Calls without times, as outcome, bits and number."""
    process: Process
    words: str
    """What is written of the session itself, in lower case."""
    calls: Calls

    @property
    def paused(self) -> int:
        """Milliseconds that it was paused."""
        return sum(end - start for start, end in self.pauses)

    @property
    def lasted(self) -> int:
        """Milliseconds without the pauses."""
        return self.ended - self.started - self.paused

    @property
    def talked(self) -> int:
        """Milliseconds of talk."""
        talk = self.calls.talk
        return sum(talk) - NONE * talk.count(NONE)

    def offset(self, at: int) -> int:
        """Minutes by which local time was ahead of UTC."""
        found = self.offsets[0][1]
        for start, minutes in self.offsets[1:]:
            if start > at:
                break
            found = minutes
        return found

    def weights(self) -> Counter[int]:
        """How many calls there are with each combination of bits."""
        found = Counter(self.calls.bits)
        for _, bits, number in self.paper:
            found[bits] += number
        return found

    def tally(self) -> Counter[str]:
        """Calls by outcome, those that do not count as calls included."""
        found: Counter[str] = Counter()
        for position, number in Counter(self.calls.outcome).items():
            found[self.outcomes[position]] += number
        for outcome, _, number in self.paper:
            found[outcome] += number
        return found


_TALLIED = (COUNTS, CONNECT, CONVERSATION, NO, YES, HELP, BRIGHT)
_LANE = 32


def _lanes(bits: int) -> int:
    """What a call adds to each number of `tallied`, as one whole number with 32 bits for each."""
    served = bool(bits & CONVERSATION and bits & (HELP | YES))
    flags = (*(bool(bits & flag) for flag in _TALLIED), served) if bits & COUNTS else ()
    return sum(flag << _LANE * lane for lane, flag in enumerate(flags))


_LANES: list[int] = []
"""By the bits of a call; filled when something is first counted, since most commands count nothing."""


def tallied(bits: Iterable[int], paper: Iterable[tuple[str, int, int]] = ()) -> tuple[int, ...]:
    """Calls, connects, conversations, noes, yeses, helps, bright spots and served, by the bits of each call; eight sums in one."""
    if not _LANES:
        _LANES.extend(map(_lanes, range(256)))
    together = sum(map(_LANES.__getitem__, bits)) + sum(_LANES[flags] * times for _, flags, times in paper)
    from struct import unpack  # noqa: PLC0415 (as above)

    return unpack("<8I", together.to_bytes(_LANE, "little"))


_ONES: list[bytes] = []
"""For each number of `tallied`, which bits count as one; filled as `_LANES` is."""


def tallied_in(bits: bytes) -> tuple[int, ...]:
    """The same as `tallied`, of one byte a call."""
    if not _ONES:
        lanes = list(map(_lanes, range(256)))
        _ONES.extend(bytes(lane_of >> _LANE * lane & 1 for lane_of in lanes) for lane in range(len(_TALLIED) + 1))
    return tuple([bits.translate(ones).count(1) for ones in _ONES])


def flag_bits(outcome: Any) -> int:
    """The flags of an outcome as bits."""
    counted: int = COUNTS * outcome.counts | CONNECT * outcome.connect | CONVERSATION * outcome.conversation
    found: int = counted | NO * outcome.no | YES * outcome.yes | HELP * outcome.help
    return found


def ms(moment: datetime) -> int:
    """A moment as milliseconds since 1970 UTC."""
    return (moment - EPOCH) // MILLISECOND


def minutes_ahead(moment: datetime) -> int:
    """Minutes by which local time was ahead of UTC at a moment."""
    offset = moment.utcoffset()
    return offset // _MINUTE if offset else 0

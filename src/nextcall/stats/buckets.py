"""Parts of the history in numbers that add up: sessions, hours, days, weeks, months, presets, whatever is asked for.

A session is cut into cells, one for each local hour in which it had time or calls; any part of the history is a sum
of cells. A call belongs to the hour in which it was dialled (tapped: tagged). Calls from paper have no hour: they are
in a cell of their own, on the day on which their session began, unless all of it lies within one hour.
Beside the cells there are sorts of calls, which can be told from nothing but the calls: the first ten of a
session and the later ones, and by how many steps were kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import add

from nextcall.core.query import ALL
from nextcall.core.weeks import week_key
from nextcall.stats.facts import COUNTS, NONE, tallied
from nextcall.stats.localtime import HOUR, MINUTE, THURSDAY, WEEK, day_of, hours_of, local_hour
from nextcall.stats.picking import meant, of_session, paper_of, picked

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import NamedTuple

    from nextcall.core.query import Query
    from nextcall.stats.facts import Facts
else:
    from nextcall.named import NamedTuple

EARLY = 10
"""The first calls of a session, of which one may ask whether they go otherwise."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNKNOWN = ""
"""The key of what has none: no preset, no skill, no hour."""


class Bucket(NamedTuple):
    """A part of the history."""

    key: str
    """As `stats --by` has it: `09`, `mon`, `2026-11-21`, `2026-W47`, `2026-11`, an id; of one clock hour `2026-11-21T09`."""
    sessions: int
    """Those with a part in it."""
    lasted: int = 0
    """Milliseconds of session, pauses left out."""
    paused: int = 0
    talked: int = 0
    calls: int = 0
    connects: int = 0
    conversations: int = 0
    noes: int = 0
    yeses: int = 0
    helps: int = 0
    bright: int = 0
    served: int = 0
    """Conversations with help or a yes."""
    gap: float | None = None
    """The median gap in milliseconds, where that was asked for and there is one."""


class Cell(NamedTuple):
    """What a session did in one local hour; all but the first two add up, and are as in a `Bucket`."""

    hour: int
    """Counted from the first one of 1970, 24 to each day of the calendar."""
    timed: bool
    """Whether that is the hour of its calls; else they have none, and it is the one in which the session began."""
    lasted: int
    paused: int
    talked: int
    calls: int
    connects: int
    conversations: int
    noes: int
    yeses: int
    helps: int
    bright: int
    served: int
    gaps: tuple[int, ...]
    """Milliseconds, as far as they are known."""


class Sort(NamedTuple):
    """Calls of a session that have something in common."""

    sort: str
    """`early` or `step`."""
    key: str
    calls: int
    connects: int
    conversations: int
    yeses: int
    served: int


KEYS: dict[str, Callable[[int], str]] = {
    "clock": lambda hour: f"{day_of(hour).isoformat()}T{hour % 24:02}",
    "hour": lambda hour: f"{hour % 24:02}",
    "weekday": lambda hour: WEEKDAYS[(hour // 24 + THURSDAY) % 7],
    "day": lambda hour: day_of(hour).isoformat(),
    "week": lambda hour: week_key(day_of(hour)),
    "month": lambda hour: day_of(hour).isoformat()[:7],
}
"""The key of a local hour, by what is asked for: the hour itself, the hour of the day, and so on."""
TEXTS: dict[str, Callable[[Facts], str]] = {
    "session": lambda facts: facts.id,
    "preset": lambda facts: facts.preset or UNKNOWN,
    "skill": lambda facts: facts.skill or UNKNOWN,
    "list": lambda facts: facts.list or UNKNOWN,
    "tag": lambda facts: " + ".join(dict.fromkeys(facts.tags)) or UNKNOWN,
}
"""The key of a session, by what is asked for. Sessions with two tags are a part of their own: no call stands in two parts."""
SORTS = ("early", "step")


def cells_of(facts: Facts, query: Query = ALL) -> list[Cell]:
    """The cells of the picked part of a session, in their order; one at least, where the query means its beginning."""
    pieces = list(hours_of(facts))
    times: dict[int, tuple[int, int]] = {}
    for hour, lasted, paused in pieces:
        if query == ALL or meant(query, day_of(hour)):
            before = times.get(hour, (0, 0))
            times[hour] = before[0] + lasted, before[1] + paused
    which = picked(query, facts)
    calls = _by_hour(facts, range(len(facts.calls.at)) if which is None else which)
    begins = local_hour(facts, facts.started)
    paper = paper_of(query, facts) if facts.paper else []
    alone = paper if len({hour for hour, _, _ in pieces}) > 1 else []
    if paper and not alone:
        calls.setdefault(begins, [])
    if not (times or calls or alone) and meant(query, day_of(begins)):
        calls[begins] = []
    found = [_cell(facts, hour, times.get(hour, (0, 0)), calls.get(hour, []), paper if hour == begins and not alone else ()) for hour in times | calls]
    if alone:
        found.append(Cell._make((begins, False, 0, 0, 0, *tallied((), alone), ())))
    return sorted(found)


def _by_hour(facts: Facts, which: Sequence[int]) -> dict[int, list[int]]:
    """The positions of calls by their local hour."""
    at = facts.calls.at
    found: dict[int, list[int]] = {}
    if len(facts.offsets) == 1:
        ahead = facts.offsets[0][1] * MINUTE
        for i in which:
            found.setdefault((at[i] + ahead) // HOUR, []).append(i)
    else:
        for i in which:
            found.setdefault(local_hour(facts, at[i]), []).append(i)
    return found


def _cell(facts: Facts, hour: int, times: tuple[int, int], which: Sequence[int], paper: Iterable[tuple[str, int, int]]) -> Cell:
    calls = facts.calls
    talk = [calls.talk[i] for i in which]
    gaps = [calls.gap[i] for i in which]
    talked = sum(talk) - NONE * talk.count(NONE)
    return Cell._make((hour, True, *times, talked, *tallied([calls.bits[i] for i in which], paper), tuple([gap for gap in gaps if gap != NONE])))


def sorts_of(facts: Facts, query: Query = ALL) -> list[Sort]:
    """The sorts of the picked calls of a session."""
    which = picked(query, facts)
    wanted = None if which is None else set(which)
    calls = facts.calls
    counted = [i for i, bits in enumerate(calls.bits) if bits & COUNTS]
    found: dict[tuple[str, str], list[int]] = {("early", "first ten"): counted[:EARLY], ("early", "later"): counted[EARLY:]}
    if calls.ticked:
        for i in counted:
            if calls.ticked[i]:
                found.setdefault(("step", str(calls.steps[i])), []).append(i)
    return [_sort(sort, key, [calls.bits[i] for i in those if wanted is None or i in wanted]) for (sort, key), those in found.items() if those]


def _sort(sort: str, key: str, bits: Sequence[int]) -> Sort:
    calls, connects, conversations, _, yeses, _, _, served = tallied(bits)
    return Sort(sort, key, calls, connects, conversations, yeses, served)


def parts_of(facts: Facts) -> list[tuple[tuple[str, str], Sequence[int]]]:
    """The parts of the whole history in which a session has a part, by kind and key, with its numbers there from `lasted` to `served`.

    All kinds but `session` and `clock`; and `slot`, the hour of the week, of what has an hour.
    """
    found: dict[tuple[str, str], Sequence[int]] = {}
    whole: Sequence[int] = ()
    for cell in cells_of(facts):
        numbers = cell[2:-1]
        day, hour = divmod(cell.hour, 24)
        names = _names_of(day)
        of_hour = ("hour", f"{hour:02}" if cell.timed else UNKNOWN)
        slots = (("slot", str((day + THURSDAY) % 7 * 24 + hour)),) if cell.timed else ()
        for part in (of_hour, *slots, *names):
            found[part] = _added(found.get(part), numbers)
        whole = _added(whole, numbers)
    for kind in ("preset", "skill", "list", "tag"):
        found[kind, TEXTS[kind](facts)] = whole
    for sort in sorts_of(facts):
        found[sort.sort, sort.key] = _as_numbers(sort)
    return list(found.items())


@lru_cache(maxsize=10_000)
def _names_of(day: int) -> tuple[tuple[str, str], ...]:
    """What the parts are called in which a day lies."""
    return tuple((kind, KEYS[kind](24 * day)) for kind in ("weekday", "day", "week", "month"))


def _added(one: Sequence[int] | None, other: Sequence[int]) -> Sequence[int]:
    return list(map(add, one, other)) if one else other


def week_of(found: Iterable[Facts], query: Query) -> dict[int, tuple[int, int]]:
    """Picked calls and conversations in each hour of the week (0 is Monday at midnight), of those that have an hour."""
    slots: dict[int, tuple[int, int]] = {}
    for facts in found:
        for cell in cells_of(facts, query) if of_session(query, facts) else ():
            if cell.timed and cell.calls:
                slot = (cell.hour + 24 * THURSDAY) % WEEK
                before = slots.get(slot, (0, 0))
                slots[slot] = before[0] + cell.calls, before[1] + cell.conversations
    return slots


def in_order(found: Iterable[Bucket], by: str) -> list[Bucket]:
    """Buckets in the natural order of their keys: weekdays from Monday, what has no key at the end."""
    if by == "weekday":
        return sorted(found, key=lambda bucket: WEEKDAYS.index(bucket.key))
    return sorted(found, key=lambda bucket: (bucket.key == UNKNOWN, int(bucket.key) if by == "step" else 0, bucket.key))


_GAP = Bucket._fields.index("gap")
_PLACES = [Bucket._fields.index(name) for name in Sort._fields[2:]]


def _as_numbers(sort: Sort) -> list[int]:
    """The numbers of a sort, as those of a bucket from `lasted` to `served`."""
    numbers = [0] * (_GAP - 2)
    for place, number in zip(_PLACES, sort[2:], strict=True):
        numbers[place - 2] = number
    return numbers

"""Facts of a session as rows of the index, and back."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain

from nextcall.stats import facts as fact
from nextcall.stats.facts import NONE, Calls, Facts, Span
from nextcall.stats.localtime import days_of, week_of_calls
from nextcall.storage.index.entry import Entry
from nextcall.storage.index.tables import SESSION
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, NamedTuple
else:
    from nextcall.named import NamedTuple

_BETWEEN = "\x1f"
"""Between texts of one column; no text of ours has it."""
_REACHED = "".join(
    "h" if bits & fact.HELP else "y" if bits & fact.YES else "v" if bits & fact.CONVERSATION else "c" if bits & fact.CONNECT else "." for bits in range(256)
)
"""How far a call came, by its bits: help, yes, conversation, connect, none."""
_COUNTED = (fact.COUNTS, fact.CONNECT, fact.CONVERSATION, fact.NO, fact.YES, fact.HELP, fact.BRIGHT)
LONGEST_REACH = 400
"""Calls of which `reach` knows how far they came: more than any strip shows."""


class Seen(NamedTuple):
    """What a file says of its session."""

    facts: Facts
    started_at: str
    """As in the file."""
    ended_at: str | None
    last_event: int
    """Milliseconds since 1970."""


class Rows(NamedTuple):
    """All that the index keeps of one session."""

    session: tuple[Any, ...]
    """In the order of `tables.SESSION`, without the number."""
    columns: tuple[Any, ...]
    """In the order of `tables.COLUMNS`, without the number."""

    @property
    def id(self) -> str:
        """The session's id."""
        return str(self.session[0])


def rows_of(facts: Facts, started_at: str, ended_at: str | None, last_event: int) -> Rows:
    """The rows of a session."""
    calls = facts.calls
    numbers = [0] * len(_COUNTED)
    for bits, times in facts.weights().items():
        if bits & fact.COUNTS:
            numbers = [number + times if bits & flag else number for number, flag in zip(numbers, _COUNTED, strict=True)]
    first, last = days_of(facts)
    session = (
        facts.id, facts.title, facts.preset, facts.skill, facts.list, _joined(facts.tags), facts.started, facts.ended, started_at, ended_at,
        first, last, last_event, *numbers, facts.lasted, facts.paused,
        facts.talked, "".join([_REACHED[bits] for bits in calls.bits[-LONGEST_REACH:] if bits & fact.COUNTS]),
        array("i", chain.from_iterable((slot, *both) for slot, both in week_of_calls(facts).items())).tobytes(),
    )  # fmt: skip
    columns = (
        _packed(facts.offsets), _packed(facts.pauses), _joined(facts.outcomes),
        _joined(f"{outcome}\x1e{bits}\x1e{times}" for outcome, bits, times in facts.paper), facts.words,
        *map(_bytes, ("q", "q", "q", "I", "H"), (calls.at, calls.talk, calls.gap, calls.outcome, calls.bits)),
        *map(_joined, (calls.notes, calls.people, calls.others)),
    )  # fmt: skip
    return Rows(session, columns)


def facts_from(session: Sequence[Any], columns: Sequence[Any]) -> Facts:
    """The facts in a row of each table, as `rows_of` made them (without the numbers)."""
    id_, title, preset, skill, list_, tags, started, ended = session[:8]
    offsets, pauses, outcomes, paper, words, at, talk, gap, outcome, bits, notes, people, others = columns
    return Facts(
        id_, title, preset, skill, list_, _split(tags), started, ended, False, _pairs(offsets), _pairs(pauses), _split(outcomes),
        tuple((name, int(flags), int(times)) for name, flags, times in (row.split("\x1e") for row in _split(paper))), words,
        Calls(_array("q", at), _array("q", talk), _array("q", gap), _array("I", outcome), _array("H", bits), _split(notes), _split(people), _split(others)),
    )  # fmt: skip


class Sums:
    """What sessions come to together; what is taken out again counts against it."""

    def __init__(self) -> None:
        self.gaps: Counter[int] = Counter()
        self.bits: Counter[int] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.time: Counter[str] = Counter()
        self._gaps, self._bits, self._outcomes = array("q"), array("H"), list[str]()  # counted together, at the end

    def add(self, facts: Facts) -> None:
        """Count a session."""
        names = facts.outcomes
        self._gaps.extend(facts.calls.gap)
        self._bits.extend(facts.calls.bits)
        self._outcomes += [names[position] for position in facts.calls.outcome]
        for outcome, bits, number in facts.paper:
            self.bits[bits] += number
            self.outcomes[outcome] += number
        self._time(facts, 1)

    def take(self, facts: Facts) -> None:
        """Count a session no longer."""
        self.gaps.subtract(facts.calls.gap)
        self.bits.subtract(facts.weights())
        self.outcomes.subtract(facts.tally())
        self._time(facts, -1)

    def _time(self, facts: Facts, sign: int) -> None:
        time = self.time
        time["sessions"] += sign
        time["lasted"] += sign * facts.lasted
        time["paused"] += sign * facts.paused
        time["talked"] += sign * facts.talked

    def _count(self) -> None:
        self.gaps.update(self._gaps)
        self.bits.update(self._bits)
        self.outcomes.update(self._outcomes)
        self._gaps, self._bits, self._outcomes = array("q"), array("H"), []

    def plain(self) -> list[dict[Any, int]]:
        """As plain data, for another process."""
        self._count()
        return [dict(self.gaps), dict(self.bits), dict(self.outcomes), dict(self.time)]

    def join(self, other: list[dict[Any, int]]) -> None:
        """Add what another process counted."""
        for mine, theirs in zip((self.gaps, self.bits, self.outcomes, self.time), other, strict=True):
            mine.update(theirs)  # type: ignore[attr-defined]  # each with its own kind of key

    def rows(self) -> list[tuple[str, Any, int]]:
        """Kind, key and number of all that is not nothing, as the table of sums has them."""
        self._count()
        gaps = {gap: number for gap, number in self.gaps.items() if gap != NONE}
        seconds: Counter[int] = Counter()
        for gap, number in gaps.items():
            seconds[gap // 1000] += number
        kinds: tuple[tuple[str, Mapping[Any, int]], ...] = (
            ("gap", gaps), ("second", seconds), ("bits", self.bits), ("outcome", self.outcomes), ("time", self.time),
        )  # fmt: skip
        return [(kind, key, number) for kind, sums in kinds for key, number in sums.items() if number]


def _joined(texts: Any) -> str:
    return _BETWEEN.join(texts)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(_BETWEEN)) if text else ()


def _packed(spans: tuple[Span, ...]) -> bytes:
    return array("q", [number for span in spans for number in span]).tobytes()


def _pairs(packed: bytes) -> tuple[Span, ...]:
    numbers = iter(_array("q", packed))
    return tuple(zip(numbers, numbers, strict=True))


def _bytes(kind: str, numbers: Sequence[int]) -> bytes:
    return numbers.tobytes() if isinstance(numbers, array) else array(kind, numbers).tobytes()


def _array(kind: str, packed: bytes) -> array[int]:
    found = array(kind)
    found.frombytes(packed)
    return found


def entry_of(facts: Facts, started_at: str) -> Entry:
    """The line of a session that is not in the index: the open one."""
    return entry_seen("", Seen(facts, started_at, None, facts.ended))


def entry_seen(path: str, seen: Seen | str) -> Entry:
    """The line of a session file without the index, or of one that cannot be read, with the reason."""
    if isinstance(seen, str):
        return Entry(path, seen, line(path.rpartition("/")[2]))
    row = dict(zip(SESSION[1:], rows_of(*seen).session, strict=True))
    return Entry(path, None, **{name: row[name] for name in Entry._fields if name in row})


def threes(packed: bytes) -> Iterator[tuple[int, int, int]]:
    """The hours of the week in a session's row, with calls and conversations in each."""
    numbers = iter(_array("i", packed))
    return zip(numbers, numbers, numbers, strict=True)

"""What all sessions came to together: gathered while they are read, kept in the index, and read from there."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict

from nextcall.stats.totals import Total
from nextcall.storage.index.tables import PART, SESSION

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping
    from typing import Any

    from nextcall.stats.facts import Facts
    from nextcall.storage.index.rows import Outline

_LASTED = SESSION.index("lasted") - 1
_SECOND = 1000
_WAITING = 1_000
"""Calls that are counted together: less often costs memory that no cache holds, more often costs the calls of the counting."""
_ADD_PART = (
    f"INSERT INTO parts ({', '.join(PART)}) VALUES ({', '.join('?' * len(PART))}) ON CONFLICT (kind, key) DO UPDATE SET "  # noqa: S608 (our own names)
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in PART[2:])
)


class Sums:
    """What sessions come to together; what is taken out again counts against it."""

    def __init__(self) -> None:
        self.bits: Counter[int] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.time: Counter[str] = Counter()
        self.parts: dict[tuple[str, str], list[int]] = {}
        """Of every part of the history by kind and key: its sessions, and its numbers as in a `Bucket`."""
        self._come, self._gone = _gaps_by_second(), _gaps_by_second()
        self._bits, self._outlined, self._outcomes = list[int](), bytearray(), list[str]()  # counted together, now and then

    def add(self, facts: Facts) -> None:
        """Count a session."""
        names = facts.outcomes
        _sort(facts.calls.gap, self._come)
        self._bits.extend(facts.calls.bits)
        self._outcomes += [names[position] for position in facts.calls.outcome]
        for outcome, bits, number in facts.paper:
            self.bits[bits] += number
            self.outcomes[outcome] += number
        self._time(1, facts.lasted, facts.paused, facts.talked)
        self._spread(1, facts)
        self._count_many()

    def add_outline(self, found: Outline) -> None:
        """Count a session of which only the outline is known."""
        come = self._come
        for gap in found.gaps:
            second = gap.seconds
            come[second].append(second * _SECOND + gap.microseconds // 1000)
        self._outlined += found.bits
        self._outcomes += found.outcomes
        self._time(1, *found.session[_LASTED : _LASTED + 3])
        self._count_many()

    def take(self, facts: Facts) -> None:
        """Count a session no longer."""
        _sort(facts.calls.gap, self._gone)
        self.bits.subtract(facts.weights())
        self.outcomes.subtract(facts.tally())
        self._time(-1, facts.lasted, facts.paused, facts.talked)
        self._spread(-1, facts)

    def _spread(self, sign: int, facts: Facts) -> None:
        from nextcall.stats.buckets import parts_of  # noqa: PLC0415 (who only reads the sums does without)

        for part, numbers in parts_of(facts):
            sums = self.parts.get(part)
            if sums is None:
                sums = self.parts[part] = [0] * (len(numbers) + 1)
            sums[0] += sign
            for i, number in enumerate(numbers, 1):
                if number:
                    sums[i] += sign * number

    def _time(self, sign: int, lasted: int, paused: int, talked: int) -> None:
        time = self.time
        time["sessions"] += sign
        time["lasted"] += sign * lasted
        time["paused"] += sign * paused
        time["talked"] += sign * talked

    def _count_many(self) -> None:
        if len(self._outcomes) >= _WAITING:
            self._count()

    def _count(self) -> None:
        self.bits.update(self._bits)
        self.bits.update(self._outlined)
        self.outcomes.update(self._outcomes)
        self._bits, self._outlined, self._outcomes = [], bytearray(), []

    def plain(self) -> list[Any]:
        """What has been added, as plain data for another process."""
        self._count()
        gaps = {second: of_second.tobytes() for second, of_second in self._come.items()}
        return [gaps, dict(self.bits), dict(self.outcomes), dict(self.time), self.parts]

    def join(self, other: list[Any]) -> None:
        """Add what another process counted."""
        gaps, bits, outcomes, time, parts = other
        for second, of_second in gaps.items():
            self._come[second].frombytes(of_second)
        self.bits.update(bits)
        self.outcomes.update(outcomes)
        self.time.update(time)
        for part, numbers in parts.items():
            before = self.parts.get(part)
            self.parts[part] = [one + more for one, more in zip(before, numbers, strict=True)] if before else numbers

    def keep(self, connection: sqlite3.Connection) -> None:
        """Add it to what the index has. Raises `sqlite3.DatabaseError` where something is taken that was not there."""
        self._count()
        kinds: tuple[tuple[str, Mapping[Any, int]], ...] = (("bits", self.bits), ("outcome", self.outcomes), ("time", self.time))
        connection.executemany(
            "INSERT INTO sums VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET number = number + excluded.number",
            [(kind, key, number) for kind, sums in kinds for key, number in sums.items() if number],
        )
        connection.execute("DELETE FROM sums WHERE number = 0")
        connection.executemany(_ADD_PART, [(*part, *numbers) for part, numbers in self.parts.items() if any(numbers)])
        connection.execute("DELETE FROM parts WHERE sessions = 0")
        for second in self._come.keys() | self._gone.keys():
            _keep_gaps(connection, second, self._come[second], self._gone[second])


def _gaps_by_second() -> defaultdict[int, array[int]]:
    """Gaps in milliseconds by their full seconds: sorting them as finely as that takes a third of the time of sorting them all."""
    from array import array  # noqa: PLC0415 (who only reads the sums does without; so below)

    return defaultdict(lambda: array("q"))


def _sort(gaps: Iterable[int], found: defaultdict[int, array[int]]) -> None:
    """Put gaps where they belong, without those that are not known."""
    for gap in gaps:
        if gap >= 0:
            found[gap // _SECOND].append(gap)


def _keep_gaps(connection: sqlite3.Connection, second: int, come: array[int], gone: array[int]) -> None:
    from array import array  # noqa: PLC0415 (see above)

    gaps = array("q")
    for (packed,) in connection.execute("SELECT gaps FROM gaps WHERE second = ?", (second,)):
        gaps.frombytes(packed)
    gaps.extend(come)
    for gap in gone:
        try:
            gaps.remove(gap)
        except ValueError:
            raise sqlite3.DatabaseError(f"a gap of {gap} ms was never added") from None
    if gaps:
        connection.execute("INSERT OR REPLACE INTO gaps VALUES (?, ?, ?)", (second, len(gaps), gaps.tobytes()))
    else:
        connection.execute("DELETE FROM gaps WHERE second = ?", (second,))


def _gaps(connection: sqlite3.Connection, second: int) -> list[int]:
    """The gaps that the index has of those that lasted so many full seconds."""
    rows = connection.execute("SELECT gaps FROM gaps WHERE second = ?", (second,))
    return [gap for (packed,) in rows for gap in memoryview(packed).cast("q")]


def everything(connection: sqlite3.Connection, also: Iterable[Facts]) -> Total:
    """What the index has, and with it some sessions that are in no file."""
    found = Total()
    for kind, key, number in connection.execute("SELECT kind, key, number FROM sums"):
        match kind:
            case "bits":
                found.weights[key] = number
            case "outcome":
                found.outcomes[key] = number
            case _:
                setattr(found, key, number)
    for facts in also:
        found.add(facts)
    found.gaps = Counter(_middle_gaps(connection, found.gaps))
    return found


def _middle_gaps(connection: sqlite3.Connection, also: Mapping[int, int]) -> list[int]:
    """The one or two gaps in the middle of all: they have the same median."""
    in_seconds = dict(connection.execute("SELECT second, number FROM gaps ORDER BY second").fetchall())
    for gap, times in also.items():
        in_seconds[gap // _SECOND] = in_seconds.get(gap // _SECOND, 0) + times
    number = sum(in_seconds.values())
    ranks = sorted({(number - 1) // 2, number // 2}) if number else []
    found: list[int] = []
    before = 0
    for second, times in sorted(in_seconds.items()):
        here = [rank - before for rank in ranks if before <= rank < before + times]
        if here:
            gaps = sorted([*_gaps(connection, second), *(gap for gap, often in also.items() if gap // _SECOND == second for _ in range(often))])
            found += [gaps[rank] for rank in here]
        before += times
        if len(found) == len(ranks):
            break
    return found

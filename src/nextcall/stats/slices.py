"""A part of the history that is looked at from several sides: each session is cut into its cells once."""

from __future__ import annotations

from nextcall.stats.buckets import KEYS, SORTS, TEXTS, UNKNOWN, Bucket, cells_of, in_order, sorts_of
from nextcall.stats.middle import median
from nextcall.stats.picking import of_session

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nextcall.core.query import Query
    from nextcall.stats.buckets import Cell, Sort
    from nextcall.stats.facts import Facts

_UNTIMED = ("hour", "clock")
"""Where calls from paper have no key."""


class Slices:
    """What a query means of some sessions, ready to be put into buckets by anything."""

    def __init__(self, found: Iterable[Facts], query: Query) -> None:
        self.facts: Sequence[Facts] = [facts for facts in found if of_session(query, facts)]
        """The sessions that are meant, in their order."""
        self._query = query
        self._cells: list[list[Cell]] | None = None
        self._sorts: list[list[Sort]] | None = None

    def buckets(self, by: str, *, gaps: bool = False) -> list[Bucket]:
        """The parts of what is meant, in the order of the keys; `gaps`: with the median gap of each."""
        if by in SORTS:
            return in_order(self._sorted(by), by)
        if self._cells is None:
            self._cells = [cells_of(facts, self._query) for facts in self.facts]
        key_of = KEYS.get(by)
        keys: dict[int, str] = {}
        sums: dict[str, tuple[set[int], list[int], list[int]]] = {}
        for number, (facts, cells) in enumerate(zip(self.facts, self._cells, strict=True)):
            whole = TEXTS[by](facts) if key_of is None else UNKNOWN
            for cell in cells:
                if key_of and (cell.timed or by not in _UNTIMED):
                    key = keys.get(cell.hour) or keys.setdefault(cell.hour, key_of(cell.hour))
                else:
                    key = whole
                _add(sums, key, number, cell, gaps=gaps)
        return in_order([Bucket._make((key, len(those), *numbers, median(between))) for key, (those, numbers, between) in sums.items()], by)

    def _sorted(self, by: str) -> Iterator[Bucket]:
        if self._sorts is None:
            self._sorts = [sorts_of(facts, self._query) for facts in self.facts]
        found: dict[str, list[Sort]] = {}
        for sorts in self._sorts:
            for sort in sorts:
                if sort.sort == by and sort.calls:
                    found.setdefault(sort.key, []).append(sort)
        for key, those in found.items():
            calls, connects, conversations, yeses, served = (sum(numbers) for numbers in zip(*(sort[2:] for sort in those), strict=True))
            yield Bucket(key, len(those), calls=calls, connects=connects, conversations=conversations, yeses=yeses, served=served)


def buckets(found: Iterable[Facts], query: Query, by: str, *, gaps: bool = False) -> list[Bucket]:
    """The picked parts of some sessions, in the order of the keys; `gaps`: with the median gap of each."""
    return Slices(found, query).buckets(by, gaps=gaps)


def _add(sums: dict[str, tuple[set[int], list[int], list[int]]], key: str, number: int, cell: Cell, *, gaps: bool) -> None:
    """Add what adds up in a cell of the session with that number."""
    before = sums.get(key)
    if before is None:
        sums[key] = {number}, list(cell[2:-1]), list(cell.gaps) if gaps else []
        return
    those, numbers, between = before
    those.add(number)
    numbers[:] = map(int.__add__, numbers, cell[2:-1])
    if gaps:
        between += cell.gaps

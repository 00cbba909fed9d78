"""The bootstrap of a Hodges-Lehmann shift over sessions: between what the shift would be in other samples like this one.

Three things make it quick enough for a screen, whatever the number of sessions:

- The gaps of each kind are put in at most 256 classes of about equal size, each standing for its middle one. Up to 256
  different gaps nothing is lost by that; above, well under a hundredth of the median gap.
- A session is one whole number with a field of 32 bits for each class, so that a sample of sessions is a sum.
- More than 500 sessions are dealt out to 500 packs, which are drawn in their place: they are as independent of each
  other as sessions are, and 500 are plenty to tell how far samples differ.

Fewer than 8 sessions tell little of how sessions differ: then single gaps are drawn. The draws are always the same
ones, made by a generator of its own (the linear congruential one of D. E. Knuth's MMIX, its upper 32 bits): the same
history gives the same interval on every machine.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, chain, pairwise
from operator import mul
from struct import unpack

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Gaps = tuple[Sequence[int], Sequence[int]]

RESAMPLES = 600
"""Thirty of them lie beyond each end of the interval."""
LEAST_SESSIONS = 8
_MOST_PACKS = 500
_TAIL = 0.05
_CLASSES = 256
_BITS = 32
_HALVINGS = 18
"""Of the widest difference, in the search for a shift."""
_SEED = 0x6E65787463616C6C
_FACTOR, _SUMMAND, _MASK = 6364136223846793005, 1442695040888963407, (1 << 64) - 1


def interval(sessions: Sequence[Gaps]) -> tuple[int, int]:
    """Where the shift lies in nine of ten samples. ValueError unless there are gaps of both kinds."""
    kinds = [sorted(chain.from_iterable(session[kind] for session in sessions)) for kind in (0, 1)]
    if not all(kinds):
        raise ValueError("there is nothing to compare")
    edges = [_edges(gaps) for gaps in kinds]
    differences = _Differences(*(_middles(gaps, starts) for gaps, starts in zip(kinds, edges, strict=True)))
    found = sorted(differences.median(*sample) for sample in _samples(_packs(sessions, edges), len(edges[0]), len(edges[1])) if all(map(any, sample)))
    cut = int(_TAIL * len(found))
    return differences.nearest(found[cut]), differences.nearest(found[-1 - cut])


def _edges(gaps: Sequence[int]) -> list[int]:
    """The smallest gap of each class."""
    different = sorted(set(gaps))
    if len(different) <= _CLASSES:
        return different
    return sorted({gaps[len(gaps) * i // _CLASSES] for i in range(_CLASSES)})


def _middles(gaps: Sequence[int], edges: Sequence[int]) -> list[int]:
    """What each class stands for."""
    starts = [*(bisect_left(gaps, edge) for edge in edges), len(gaps)]
    return [gaps[(start + end - 1) // 2] for start, end in pairwise(starts)]


def _packs(sessions: Sequence[Gaps], edges: Sequence[Sequence[int]]) -> list[int]:
    """What is drawn: numbers of gaps by class, of the first kind, then of the second, as fields of whole numbers."""
    first = [1 << _BITS * i for i in range(len(edges[0]) + len(edges[1]))]
    fields = first[: len(edges[0])], first[len(edges[0]) :]
    units = [[fields[kind][bisect_right(edges[kind], gap) - 1] for kind in (0, 1) for gap in session[kind]] for session in sessions if any(session)]
    if len(units) < LEAST_SESSIONS:
        return [*chain.from_iterable(units)]
    packs = [0] * min(len(units), _MOST_PACKS)
    for i, unit in enumerate(units):
        packs[i % _MOST_PACKS] += sum(unit)
    return packs


def _samples(packs: Sequence[int], first: int, second: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """For each sample the number of gaps by class, of so many classes of the first kind and of the second."""
    number, state, classes = len(packs), _SEED, first + second
    for _ in range(RESAMPLES):
        total = 0
        for _ in range(number):
            state = (state * _FACTOR + _SUMMAND) & _MASK
            total += packs[(state >> 32) * number >> 32]
        fields = unpack(f"<{classes}I", total.to_bytes(classes * _BITS // 8, "little"))
        yield fields[:first], fields[first:]


class _Differences:
    """The differences between classes of two kinds, for samples that weigh them."""

    def __init__(self, ones: Sequence[int], others: Sequence[int]) -> None:
        self.ones, self.others = ones, others
        self.places: dict[float, list[int]] = {}
        """For a difference v, and each class of the first kind: the first one of the second that is at most v below it.
        Many samples ask for the same."""

    def place(self, value: float) -> list[int]:
        """The first class of the second kind that is at most `value` below each of the first."""
        found = self.places.get(value)
        if found is None:
            found = self.places[value] = [bisect_left(self.others, one - value) for one in self.ones]
        return found

    def median(self, one: Sequence[int], other: Sequence[int]) -> float:
        """The median difference, or a little more, where so many gaps of each kind are in each class."""
        below = [0, *accumulate(other)]
        most = sum(one) * below[-1] // 2  # so many pairs may lie above
        low, high = float(self.ones[0] - self.others[-1]), float(self.ones[-1] - self.others[0])
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if sum(map(mul, one, map(below.__getitem__, self.place(middle)))) > most:
                low = middle
            else:
                high = middle
        return high

    def nearest(self, value: float) -> int:
        """The largest difference that is not above `value`."""
        return max(one - self.others[i] for one, i in zip(self.ones, self.place(value), strict=True) if i < len(self.others))

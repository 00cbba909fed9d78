"""What a round measured, and what rounds say together: the median of the ratios inside them."""

from collections.abc import Iterable, Sequence
from statistics import median

Sample = dict[str, list[float]]
"""What was measured of one program in one round: seconds, bytes, megabytes; one value, or one a press."""
Round = dict[str, Sample]
"""The programs of a round, by name."""
Place = tuple[str, str]
"""A program and what was measured of it."""


def quantile(values: Iterable[float], share: float) -> float:
    """The least value that so large a share of all is not above."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def middle(rounds: Sequence[Round], place: Place, share: float) -> float | None:
    """The median over the rounds of a quantile inside each; None where it was never measured."""
    found = [quantile(values, share) for one in rounds if (values := one.get(place[0], {}).get(place[1]))]
    return median(found) if found else None


def ratios(rounds: Sequence[Round], place: Place, floor: Place, share: float) -> list[float]:
    """What a place is of its floor, in each round that has both."""
    found = []
    for one in rounds:
        values, others = one.get(place[0], {}).get(place[1]), one.get(floor[0], {}).get(floor[1])
        if values and others and (least := quantile(others, share)):
            found.append(quantile(values, share) / least)
    return found


def pooled(rounds: Sequence[Round], place: Place) -> list[float]:
    """All that was measured at a place."""
    return [value for one in rounds for value in one.get(place[0], {}).get(place[1], ())]

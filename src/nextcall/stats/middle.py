"""The middle of some numbers."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable


def median(numbers: Iterable[int]) -> float | None:
    """The middle one in their order, or the mean of the two in the middle; None where there are none."""
    found = sorted(numbers)
    return (found[(len(found) - 1) // 2] + found[len(found) // 2]) / 2 if found else None

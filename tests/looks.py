"""How long tests look: a while at each run, and as long as it is asked to with `NEXTCALL_EXAMPLES=long`."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")
LONG = settings().max_examples >= 1_000
"""Whether `NEXTCALL_EXAMPLES=long` is set."""


def usual(often: int, *, long: int) -> int:
    """How often something is tried with other dice."""
    return long if LONG else often


def some(things: Sequence[T], often: int) -> list[T]:
    """All of them where there is time for it, else so many from all over."""
    return list(things) if LONG or len(things) <= often else [things[number * len(things) // often] for number in range(often)]

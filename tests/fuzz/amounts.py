"""How many mutants there are: some at each run, thousands where they are asked for."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

import pytest
from hypothesis import settings

T = TypeVar("T")
LONG = settings().max_examples >= 1_000
"""Whether `NEXTCALL_EXAMPLES=long` is set."""
PARTS = 8 if LONG else 1
"""Tests that one kind is divided into, so that several processes share it."""
parts = pytest.mark.parametrize("part", range(PARTS))


def some(things: Sequence[T], usual: int) -> list[T]:
    """All of them where there is time for it, else so many from all over."""
    return list(things) if LONG or len(things) <= usual else [things[number * len(things) // usual] for number in range(usual)]


def dice(kind: str, part: int, usual: int) -> Iterator[Random]:
    """Dice for every mutant of a part; `usual` is how many an ordinary run has."""
    many = usual * 80 // PARTS if LONG else usual
    for number in range(many):
        yield Random(f"{kind} {part * many + number}")  # noqa: S311 (not a secret)

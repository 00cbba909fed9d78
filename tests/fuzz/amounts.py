"""How many mutants there are: some at each run, thousands where they are asked for."""

from collections.abc import Iterator
from random import Random

import pytest

from looks import LONG

PARTS = 8 if LONG else 1
"""Tests that one kind is divided into, so that several processes share it."""
parts = pytest.mark.parametrize("part", range(PARTS))


def dice(kind: str, part: int, usual: int) -> Iterator[Random]:
    """Dice for every mutant of a part; `usual` is how many an ordinary run has."""
    many = usual * 80 // PARTS if LONG else usual
    for number in range(many):
        yield Random(f"{kind} {part * many + number}")  # noqa: S311 (not a secret)

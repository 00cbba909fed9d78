"""A house of its own for every test."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":  # there are no pseudo-terminals to drive it in
    collect_ignore_glob = ["test_*.py"]

if TYPE_CHECKING:
    from e2e.terminal import House


@pytest.fixture
def house(tmp_path: Path) -> "Iterator[House]":
    """An empty house: nothing was ever configured or called."""
    from e2e.terminal import House

    found = House(tmp_path)
    yield found
    found.close()


@pytest.fixture
def quick(house: "House") -> "House":
    """A house in which the same key may be pressed twice at once."""
    house.always["NEXTCALL_SESSION_REPEAT_GUARD_MS"] = "0"
    return house

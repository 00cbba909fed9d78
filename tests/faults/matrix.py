"""The matrix: every fault, the ways in which it strikes, and what one round of it gives."""

import shlex
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import NamedTuple

from e2e.terminal import House

STATES = ("between calls", "on the line", "wrapping up")
"""Where somebody can be when it strikes. The rounds take turns."""


class NotHereError(Exception):
    """This fault cannot be had on this machine; the text says what it takes."""


class Round:
    """One fault, once: whose folders, whose dice, and what came of it."""

    def __init__(self, house: House, fault: "Fault", way: str, seed: int) -> None:
        self.house = house
        self.way = way
        self.state = STATES[(fault.ways.index(way) + seed) % len(STATES)]
        self.dice = Random(f"{fault.name} {way} {seed}")  # noqa: S311 (no secret)
        self.figures: Counter[str] = Counter()
        """What is added up over the rounds."""
        self.worst: dict[str, float] = {}
        """What is told of the worst of the rounds."""


Strike = Callable[[Round], None]


class Fault(NamedTuple):
    """A row of the matrix."""

    name: str
    ways: tuple[str, ...]
    quick: tuple[str, ...]
    """The ways that every run of the tests goes."""
    share: float
    """How many rounds there are of it for each that is asked for."""
    strike: Strike
    """Does it once; raises `AssertionError` where the goal was missed, `NotHereError` where it cannot be done."""

    @property
    def goal(self) -> str:
        """What has to hold."""
        return (self.strike.__doc__ or "").partition("\n")[0]


FAULTS: dict[str, Fault] = {}
"""Every fault by its name, in the order of the table."""


def fault(name: str, ways: Iterable[str], *, quick: Iterable[str] = (), share: float = 1.0) -> Callable[[Strike], Strike]:
    """Enter a function in the matrix; the first line of what it says of itself is the goal."""

    def enter(strike: Strike) -> Strike:
        FAULTS[name] = Fault(name, tuple(ways), tuple(quick), share, strike)
        return strike

    return enter


def again(name: str, way: str, seed: int) -> str:
    """The command that does a round again."""
    return shlex.join(["python", "tests/faults/run.py", name, "--way", way, "--seed", str(seed), "--rounds", "1"])


def strike(found: Fault, way: str, seed: int, folder: Path | None = None) -> Round:
    """Do one round, in a folder of its own. An error names the command that does it again."""
    with tempfile.TemporaryDirectory(prefix="faults-", dir=folder, ignore_cleanup_errors=True) as own:
        house = House(Path(own).resolve())
        house.always["NEXTCALL_SESSION_REPEAT_GUARD_MS"] = "0"
        one = Round(house, found, way, seed)
        try:
            found.strike(one)
        except AssertionError as error:
            error.add_note(f"{found.name}, {way}, {one.state}; to do it again: {again(found.name, way, seed)}")
            raise
        finally:
            house.close()
        return one

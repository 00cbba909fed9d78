"""The long run: as many rounds of each fault as are wanted, and a table of what held.

    python tests/faults/run.py --rounds 500         # all of them: an hour or two
    python tests/faults/run.py kill disk --rounds 60
    python tests/faults/run.py kill --way resumed --seed 17 --rounds 1

A round is repeated by its fault, its way and its seed. What fell short is told on standard error, with the
command that does it again. Exit code 0: all held, 1: something fell short.
"""

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from faults.everything import ALL
from faults.matrix import Fault, NotHereError, Round, again, strike

HEAD = "| fault | what has to hold | rounds | held | seconds | in figures |\n|---|---|---|---|---|---|"


class Row:
    """What the rounds of one fault came to."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.tried = self.held = 0
        self.figures: Counter[str] = Counter()
        self.worst: dict[str, float] = {}
        self.missing: dict[str, str] = {}
        """The ways that cannot be gone here, and what they take."""

    def enter(self, way: str, seed: int, found: Round | Exception) -> None:
        """Add a round."""
        if isinstance(found, NotHereError):
            self.missing[way] = str(found)
            return
        self.tried += 1
        if isinstance(found, Round):
            self.held += 1
            self.figures.update(found.figures)
            for name, value in found.worst.items():
                self.worst[name] = max(value, self.worst.get(name, 0))
        else:
            print(_told(self.fault, way, seed, found), file=sys.stderr, flush=True)  # noqa: T201 (what a command says)

    def text(self, seconds: float) -> str:
        """The row of the table."""
        parts = [f"{value:,} {name}" for name, value in self.figures.items()]
        parts += [f"{name} {value:.2f}" for name, value in self.worst.items()]
        parts += [f"not tried: {way} ({why})" for way, why in self.missing.items()]
        return f"| {self.fault.name} | {self.fault.goal} | {self.tried} | {self.held} | {seconds:.0f} | {', '.join(parts)} |"


def main() -> int:
    """Strike as told, print a row for each fault; the exit code."""
    names = {fault.name: fault for fault in ALL}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"{', '.join(names)}; all where none is named")
    parser.add_argument("--way", help="only this way of it")
    parser.add_argument("--rounds", type=int, default=20, help="of a kill; the others have their share of it (20)")
    parser.add_argument("--seed", type=int, default=0, help="of the first round of a way; each further one is one more (0)")
    parser.add_argument("--jobs", type=int, default=1, help="rounds at a time (1)")
    parser.add_argument("--folder", type=Path, help="where the rounds have their folders: on the disk that is to be tried")
    wanted = parser.parse_args()
    if unknown := [name for name in wanted.faults if name not in names]:
        parser.error(f"no such fault: {', '.join(unknown)}")
    chosen = [names[name] for name in wanted.faults or names]
    if not any(wanted.way in (None, *fault.ways) for fault in chosen):
        parser.error(f"no such way; there are {', '.join(way for fault in chosen for way in fault.ways)}")
    print(HEAD)  # noqa: T201 (a table is the point)
    rows = [_rounds(fault, wanted) for fault in chosen if wanted.way in (None, *fault.ways)]
    return 1 if any(row.held < row.tried for row in rows) else 0


def _rounds(fault: Fault, wanted: argparse.Namespace) -> Row:
    ways = [wanted.way] if wanted.way else list(fault.ways)
    number = wanted.rounds if wanted.way else max(len(ways), round(wanted.rounds * fault.share))
    turns = [(ways[i % len(ways)], wanted.seed + i // len(ways)) for i in range(number)]
    row, began = Row(fault), time.perf_counter()
    with ThreadPoolExecutor(wanted.jobs) as pool:
        found = pool.map(lambda turn: _round(fault, *turn, folder=wanted.folder), turns)
        for (way, seed), one in zip(turns, found, strict=True):
            row.enter(way, seed, one)
    print(row.text(time.perf_counter() - began), flush=True)  # noqa: T201 (as above)
    return row


def _round(fault: Fault, way: str, seed: int, *, folder: Path | None) -> Round | Exception:
    """A round that held, or why it did not."""
    try:
        return strike(fault, way, seed, folder)
    except Exception as error:  # noqa: BLE001 (whatever it is, the other rounds are struck too)
        return error


def _told(fault: Fault, way: str, seed: int, error: Exception) -> str:
    where = [f"{frame.name}, line {frame.lineno}: {frame.line}" for frame in traceback.extract_tb(error.__traceback__)[-3:]]
    said = [f"{type(error).__name__}: {error}", *where, *getattr(error, "__notes__", [again(fault.name, way, seed)])]
    return "\n".join(said).replace("\n", "\n    ")


if __name__ == "__main__":
    sys.exit(main())

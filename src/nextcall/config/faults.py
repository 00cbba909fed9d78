"""Collects what is wrong with a configuration: all of it, each with its place."""

from collections.abc import Collection, Mapping

from nextcall.config.kinds import did_you_mean
from nextcall.config.settings import NOT_YOURS, RESULTS
from nextcall.errors import Problem
from nextcall.text import line
from nextcall.tomlfile import Document, Path

MOST = 100
"""How many faults are told; what is beyond them is counted."""


class Faults:
    """The faults found so far, and where things stand."""

    def __init__(self, document: Document, variables: Mapping[Path, str]) -> None:
        self._document = document
        self._variables = variables
        self._found: list[Problem] = []
        self._beyond = 0
        self._tables: set[str | int] = set()

    def place(self, path: Path) -> str:
        """The variable or `config.toml:LINE` that the value at `path` comes from."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._variables:
                return self._variables[path[:end]]
            if path[:end] in self._document.lines:
                break
        return self._document.place(path)

    def states(self, path: Path) -> bool:
        """Whether the value at `path` was stated at all."""
        return path in self._variables or path in self._document.lines

    def spoiled(self, table: str) -> bool:
        """Whether something in that table is wrong already: what follows from it is no news."""
        return table in self._tables

    def add(self, path: Path, reason: str, name: str = "") -> None:
        """`reason` goes on from the name of the setting, which is its path unless it has a better one."""
        self._tables.add(path[0])
        if len(self._found) < MOST:
            self._found.append(Problem(self.place(path), f"{name or called(path)}: {reason}"))
        else:
            self._beyond += 1

    def unknown(self, path: Path, known: Collection[str], name: str = "") -> None:
        """Nobody knows the last key of `path`, though they know `known`."""
        key = str(path[-1])
        if key.lower() in RESULTS:
            self.add(path, NOT_YOURS, name)
        elif len(self._found) < MOST:
            self.add(path, f"unknown setting{did_you_mean(key, list(known))}", name)
        else:
            self._beyond += 1

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order of the lines."""
        found = sorted(self._found, key=_order)
        if self._beyond:
            found.append(Problem(self._document.name, f"and {self._beyond} more faults"))
        return tuple(found)


def called(path: Path) -> str:
    """A path as people write it: `session.preset`, `preset[2].minutes`."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{line(part, 60)}" for part in path]
    return "".join(parts).removeprefix(".")


def _order(problem: Problem) -> tuple[str, int]:
    name, _, number = problem.place.rpartition(":")
    return (name, int(number)) if name and number.isdigit() else (problem.place, 0)

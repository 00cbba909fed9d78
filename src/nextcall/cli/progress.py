"""How far long work is, on a terminal."""

from __future__ import annotations

import sys

from nextcall.figures import figure

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Self

_BACK = "\r\x1b[K"


class Progress:
    """One line on standard error that is written over, and gone at the end; nothing where that is no terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._there = False

    def __call__(self, done: int, total: int) -> None:
        """So many of so many are done."""
        if self._shown:
            self._there = True
            sys.stderr.write(f"{_BACK}{figure(done)} of {figure(total)} {self._what}")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        if self._there:
            self._there = False
            sys.stderr.write(_BACK)
            sys.stderr.flush()

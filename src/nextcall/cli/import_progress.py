"""How far a long import is, on a terminal."""

import sys
from typing import Self

_BACK = "\r\x1b[K"


class Progress:
    """One line on standard error that is written over; nothing where that is no terminal."""

    def __init__(self, total: int, what: str) -> None:
        self._total = total
        self._what = what
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: int) -> None:
        """So many are done."""
        if self._shown:
            sys.stderr.write(f"{_BACK}{done:,} of {self._total:,} {self._what}")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write(_BACK)
            sys.stderr.flush()

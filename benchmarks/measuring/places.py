"""Folders that programs are measured in, and the words they are started with."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from measuring import made, processes

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_NOT_OURS = ("NEXTCALL", "TEXTUAL", "PYTHONDONT", "XDG_", "NO_COLOR", "COLUMNS", "LINES", "ESCDELAY")
MONTH = 88
"""Sessions of a month."""


class Places:
    """Where everything is: the program, its floors, and made-up histories, each made once and kept in `work`."""

    def __init__(self, python: str, work: str, ten_years: int = made.TEN_YEARS, most: int = 10 * made.TEN_YEARS, rows: int = 100_000) -> None:
        self.python = python
        self.work = work
        self.ten_years, self.most, self.rows = ten_years, most, rows

    # ---- programs

    def nextcall(self, *words: str) -> list[str]:
        """The program as it was installed."""
        return [os.path.join(os.path.dirname(self.python), "nextcall"), *words]

    def module(self, *words: str) -> list[str]:
        """The same without its script."""
        return [self.python, "-m", "nextcall", *words]

    def floor(self, name: str, *words: str) -> list[str]:
        """A program of `references/`."""
        return [self.python, os.path.join(_HERE, "references", f"{name}.py"), *words]

    def environ(self, home: str, cache: str = "") -> dict[str, str]:
        """A plain environment, and folders of its own; the cache may be elsewhere."""
        usual = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
        own = {"LANG": "C.UTF-8", "HOME": home, "NEXTCALL_HOME": home, "NEXTCALL_SESSION_REPEAT_GUARD_MS": "0"}
        return usual | own | ({"NEXTCALL_CACHE_DIR": cache} if cache else {})

    # ---- folders

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """A home that is gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self.work, prefix="fresh-") as home:
            yield home

    def history(self, sessions: int) -> str:
        """A home with so many sessions of the made-up history and no open one."""
        home = os.path.join(self.work, f"home-{sessions}")
        made.history(f"{home}/data", sessions)
        for name in ("current.json", "status"):
            with suppress(FileNotFoundError):
                os.remove(f"{home}/data/{name}")
        return home

    def indexed(self, sessions: int) -> str:
        """The same with its index."""
        home = self.history(sessions)
        if not os.path.exists(f"{home}/indexed"):
            for words in ("stats", "limits"):  # the first brings totals, the other the rest
                processes.run(self.nextcall(words), self.environ(home))
            with open(f"{home}/indexed", "x", encoding="ascii"):
                pass
        return home

    @contextmanager
    def no_cache(self) -> Iterator[str]:
        """An empty folder for a cache: nothing has ever been read."""
        with tempfile.TemporaryDirectory(dir=self.work, prefix="cache-") as cache:
            yield cache

    def table(self) -> str:
        """A dialler's export."""
        return made.table(os.path.join(self.work, f"rows-{self.rows}.csv"), self.rows)

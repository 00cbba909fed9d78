"""Where the history screen has its sessions from: the index, or the files themselves while there is none."""

import os
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from nextcall.core.query import ALL, Query
from nextcall.storage.index.entry import Entry
from nextcall.storage.index.index import Index
from nextcall.storage.index.reading import read_strictly
from nextcall.storage.index.rows import entry_seen
from nextcall.storage.sessions import Sessions

Progress = Callable[[int, int], None]


class Source:
    """The history, one page at a time: memory does not grow with it."""

    def __init__(self, sessions: Sessions, cache: str) -> None:
        self._sessions = sessions
        self._cache = cache
        self._index = Index.at_hand(sessions.folder, cache)
        self._paths: list[str] = []
        self._numbers: Sequence[int] = ()
        self._length: int | None = None
        self._query = ALL
        self.sessions = self._index.count() if self._index else sessions.count()
        """How many there are."""
        self.calls = self._index.calls() if self._index else 0
        """How many calls they have; 0 where that is not known yet."""

    @property
    def ready(self) -> bool:
        """Whether the index is there: until then there is only the list."""
        return self._index is not None

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def version(self) -> tuple[int, int] | None:
        """Changes with every change of what there is; None while there is no index."""
        return self._index.version() if self._index else None

    @property
    def length(self) -> int:
        """How many entries the list has, problems among them."""
        if self._index is None:
            self._paths = self._paths or list(_newest(self._sessions))
            return len(self._paths)
        if self._length is None:
            self._length = self._index.files() if self._query == ALL else len(self._numbers)
        return self._length

    @property
    def any(self) -> bool:
        """Whether the list has an entry; of a long one that is known long before its length."""
        return (self._query == ALL and self.sessions > 0) or self.length > 0

    def show(self, query: Query, numbers: Sequence[int]) -> None:
        """From now on the list is what a query has picked."""
        self._query, self._numbers, self._length = query, array("q", numbers), len(numbers)

    def show_all(self) -> None:
        """From now on the list is everything."""
        self._query, self._numbers, self._length = ALL, (), None

    def entries(self, first: int, rows: int) -> list[Entry]:
        """So many entries from the position `first` on, newest first."""
        if self._index is not None:
            return self._index.page(first, rows) if self._query == ALL else self._index.entries(self._numbers[first : first + rows])
        paths = self._paths[first : first + rows] if self._paths else islice(_newest(self._sessions), first, first + rows)
        return [entry_seen(path, read_strictly(self._sessions, path)) for path in paths]


def bring_up_to_date(data: str, cache: str, progress: Progress) -> None:
    """Make the index know every file, in a process of its own: thousands of files must not hold up a key.

    Where there can be no other process, it is done in this one.
    """
    try:
        with subprocess.Popen(  # noqa: S603 (this program again, with two folders as words)
            [sys.executable, "-m", "nextcall.storage.index", data, cache],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ) as process:  # fmt: skip
            for row in process.stdout or ():
                done, _, total = row.partition(" ")
                progress(int(done), int(total))
        if process.returncode == 0:
            return
    except OSError:
        pass
    Index.opened(data, cache, progress, complete=True).close()


def _newest(sessions: Sessions) -> Iterator[str]:
    """The paths of session files below `sessions/`, newest first."""
    before = len(os.path.join(sessions.folder, "sessions", ""))
    return (path[before:] for path in sessions.newest_first())

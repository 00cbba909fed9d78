"""The index: what every screen and command that reads the history asks.

It is brought up to date from the session files each time it is opened. They alone are the truth: an
index that is missing, damaged, read-only or another version's costs time, and is never an error.
"""

from __future__ import annotations

import os
import sqlite3

from nextcall.clock import epoch
from nextcall.core.query import ALL, Query
from nextcall.errors import NoSessionError
from nextcall.stats.groups import of_session
from nextcall.stats.totals import Total
from nextcall.storage.index.entry import Entry
from nextcall.storage.index.folder import COMPLETE, Changes, changes
from nextcall.storage.index.known import KnownFiles, known_folders
from nextcall.storage.index.place import Place, in_memory
from nextcall.storage.index.rows import facts_from
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self

    from nextcall.stats.facts import Facts



_ENTRY = (
    "path, problem, coalesce(id, session), title, preset, skill, tags, started_at, ended_at, started, first_day,"
    "calls, connects, conversations, noes, yeses, helps, bright, lasted, talked, reach"
)
_NEWEST = "ORDER BY moment DESC, path DESC"
_COPY = "a copy of {}: the one with the later events counts"


def _silent(_: int, __: int) -> None:
    """No progress to be shown."""


class Index:
    """An index that is up to date as of its opening; close it after use."""

    def __init__(self, connection: sqlite3.Connection, folder: str) -> None:
        self._connection = connection
        self.folder = folder
        """The data folder."""

    @classmethod
    def opened(cls, folder: str, cache: str, progress: Callable[[int, int], None] = _silent, *, complete: bool = False) -> Self:
        """The index of a data folder, brought up to date; `complete`: look at every single file."""
        place = Place(cache, folder)
        try:
            return cls(_up_to_date(place, progress, complete=complete), folder)
        except sqlite3.Error:
            place.forget()
        try:
            return cls(_up_to_date(place, progress, complete=complete), folder)
        except sqlite3.Error:
            return cls(_without_cache(place, progress), folder)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- the list of sessions

    def count(self) -> int:
        """How many sessions there are."""
        found: int = self._connection.execute("SELECT coalesce(sum(number), 0) FROM sums WHERE kind = 'time' AND key = 'sessions'").fetchone()[0]
        return found

    def numbers(self, query: Query = ALL) -> list[int]:
        """What `entry` knows the files by, newest first: with a query the sessions that it picks, else all, problems too."""
        if query == ALL:
            return [row[0] for row in self._connection.execute(f"SELECT number FROM files {_NEWEST}")]  # noqa: S608 (our own names)
        return [number for number, _ in self._picked(query)]

    def entries(self, numbers: Sequence[int]) -> list[Entry]:
        """The files of these numbers, in their order."""
        marks = ", ".join("?" * len(numbers))
        rows = self._connection.execute(
            f"SELECT files.number, copy, {_ENTRY} FROM files LEFT JOIN sessions USING (number) WHERE files.number IN ({marks})",  # noqa: S608 (our own names and marks)
            tuple(numbers),
        )
        found = {row[0]: _entry(row[1:]) for row in rows}
        return [found[number] for number in numbers if number in found]

    def newest(self, limit: int | None = None) -> Iterator[Entry]:
        """The newest files."""
        rows = self._connection.execute(
            f"SELECT copy, {_ENTRY} FROM files LEFT JOIN sessions USING (number) {_NEWEST} LIMIT ?",  # noqa: S608 (our own names)
            (-1 if limit is None else limit,),
        )
        return map(_entry, rows)

    def problems(self) -> list[Entry]:
        """The files that are not counted, with the reason."""
        rows = self._connection.execute(
            f"SELECT copy, {_ENTRY} FROM files LEFT JOIN sessions USING (number) WHERE problem IS NOT NULL OR copy {_NEWEST}"  # noqa: S608 (our own names)
        )
        return list(map(_entry, rows))

    def find(self, name: str) -> str:
        """The path below `sessions/` of the session with that id, of the only one whose id begins so, or of the `last` one.

        Raises `NoSessionError`.
        """
        if name == "last":
            row = self._connection.execute(f"SELECT path FROM files WHERE NOT copy {_NEWEST} LIMIT 1").fetchone()  # noqa: S608 (our own names)
            if row is None:
                raise NoSessionError("There is no session yet.")
            return str(row[0])
        rows = self._connection.execute(
            "SELECT path FROM files WHERE NOT copy AND (substr(session, 1, ?1) = ?2 OR session IS NULL AND (path = ?2 OR path LIKE '%/' || ?3 ESCAPE '!'))",
            (len(name), name, _literally(name) + "%"),
        ).fetchmany(2) if name else []  # fmt: skip
        if not rows:
            raise NoSessionError(f"There is no session '{line(name, 60)}'.")
        if len(rows) > 1:
            raise NoSessionError(f"Several sessions begin with '{line(name, 60)}'.", "Give more of the id.")
        return str(rows[0][0])

    # ---- what they came to

    def facts(self, query: Query = ALL) -> Iterator[Facts]:
        """The facts of the sessions that a query picks, oldest first."""
        return (facts for _, facts in self._picked(query, "moment, path"))

    def everything(self) -> Total:
        """What all sessions came to together, from sums that are kept."""
        found = Total()
        for kind, key, number in self._connection.execute("SELECT kind, key, number FROM sums WHERE kind IN ('bits', 'outcome', 'time')"):
            match kind:
                case "bits":
                    found.weights[key] = number
                case "outcome":
                    found.outcomes[key] = number
                case _:
                    setattr(found, key, number)
        for gap in self._middle_gaps():
            found.gaps[gap] += 1
        return found

    def _middle_gaps(self) -> list[int]:
        """The one or two gaps in the middle of all: they have the same median."""
        seconds = self._connection.execute("SELECT key, number FROM sums WHERE kind = 'second' ORDER BY key").fetchall()
        number = sum(times for _, times in seconds)
        found: list[int] = []
        for rank in sorted({(number - 1) // 2, number // 2}) if number else ():
            before, second = 0, 0
            for second, times in seconds:  # noqa: B007 (where it breaks off is what is looked for)
                if before + times > rank:
                    break
                before += times
            rows = self._connection.execute(
                "SELECT key, number FROM sums WHERE kind = 'gap' AND key >= ? AND key < ? ORDER BY key", (second * 1000, second * 1000 + 1000)
            )
            for gap, times in rows:
                if before + times > rank:
                    found.append(gap)
                    break
                before += times
        return found

    def _picked(self, query: Query, order: str = "moment DESC, path DESC") -> Iterator[tuple[int, Facts]]:
        first, last = (None if day is None else day.toordinal() - _FIRST for day in (query.first, query.last))
        rows = self._connection.execute(
            "SELECT sessions.*, columns.* FROM files JOIN sessions USING (number) JOIN columns USING (number)"  # noqa: S608 (our own names)
            f" WHERE NOT copy AND (?1 IS NULL OR last_day >= ?1) AND (?2 IS NULL OR first_day <= ?2) ORDER BY {order}",
            (first, last),
        )
        for row in rows:
            facts = facts_from(row[1:_WIDE], row[_WIDE + 1 :])
            if query == ALL or of_session(query, facts):
                yield row[0], facts


_FIRST = 719163
"""The ordinal of 1970-01-01."""
_WIDE = 25
"""Columns of a session's row."""


def _entry(row: Sequence[object]) -> Entry:
    copy, path, problem, id_, *rest = row
    if copy:
        return Entry(str(path), _COPY.format(id_), str(path).rpartition("/")[2])
    if problem is not None:
        return Entry(str(path), str(problem), line(str(path).rpartition("/")[2]))
    return Entry(str(path), None, str(id_), *rest)  # type: ignore[arg-type]  # as the tables have them


def _literally(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


# ---- up to date


def _up_to_date(place: Place, progress: Callable[[int, int], None], *, complete: bool) -> sqlite3.Connection:
    now = epoch()
    complete = complete or not 0 <= now - place.looked() < COMPLETE
    connection = place.read()
    if connection is None and not _any(place.data):
        return in_memory(place.data, None)  # nothing is made by looking
    if connection is not None:
        connection.execute("BEGIN")
        if not _changed(place, connection, now, complete=complete).nothing:
            connection.close()
            connection = None
    if connection is None:
        connection = _written(place, now, progress, complete=complete)
    if complete:
        place.has_looked(now)
    return connection


def _any(folder: str) -> bool:
    """Whether there is a folder of sessions; raises `OSError` where that cannot be found out."""
    try:
        return bool(os.stat(os.path.join(folder, "sessions")))
    except FileNotFoundError:
        return False


def _written(place: Place, now: float, progress: Callable[[int, int], None], *, complete: bool) -> sqlite3.Connection:
    from nextcall.storage.index.writing import bring  # noqa: PLC0415 (only where something has changed)

    try:
        with place.written() as writing:
            bring(writing, place.data, _changed(place, writing, now, complete=complete), progress)
    except OSError:
        return _without_cache(place, progress)
    connection = place.read()
    if connection is None:  # somebody is at it as quickly as we are
        return _without_cache(place, progress)
    connection.execute("BEGIN")
    return connection


def _changed(place: Place, connection: sqlite3.Connection, now: float, *, complete: bool) -> Changes:
    return changes(place.data + "/sessions", known_folders(connection), KnownFiles(connection), int(now * 1e9), complete=complete)


def _without_cache(place: Place, progress: Callable[[int, int], None]) -> sqlite3.Connection:
    """The index in memory, from what can be read of the one on disk."""
    from nextcall.storage.index.writing import bring  # noqa: PLC0415 (only here)

    source = place.read()
    try:
        connection = in_memory(place.data, source)
    except sqlite3.Error:
        connection = in_memory(place.data, None)
    finally:
        if source is not None:
            source.close()
    bring(connection, place.data, _changed(place, connection, epoch(), complete=True), progress)
    return connection

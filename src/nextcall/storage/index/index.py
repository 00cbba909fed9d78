"""The index: what every screen and command that reads the history asks.

It is brought up to date from the session files each time it is opened. They alone are the truth: an
index that is missing, damaged, read-only or another version's costs time, and is never an error.
"""

from __future__ import annotations

import sqlite3

from nextcall.clock import epoch
from nextcall.core.query import ALL, Query
from nextcall.errors import NoSessionError
from nextcall.stats.buckets import Bucket, buckets, week_of
from nextcall.stats.facts import COUNTS
from nextcall.stats.localtime import FIRST_DAY
from nextcall.stats.picking import of_session
from nextcall.storage.index.current import any_session, changed, up_to_date, without_cache
from nextcall.storage.index.entry import Entry
from nextcall.storage.index.parts import parts, week
from nextcall.storage.index.place import Place, in_memory
from nextcall.storage.index.rows import facts_from
from nextcall.storage.index.sums import everything
from nextcall.storage.index.tables import SESSION
from nextcall.storage.names import kept, real
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Self

    from nextcall.stats.facts import Facts
    from nextcall.stats.totals import Total



_ENTRY = (
    "path, problem, coalesce(id, session), title, preset, skill, tags, started_at, ended_at, started,"
    "calls, connects, conversations, noes, yeses, helps, bright, lasted, talked, reach"
)
_NEWEST = "ORDER BY moment DESC, path DESC"
LITTLE = 40
"""New files that a key press may wait for."""
_LONGEST_NAME = 255
"""Characters of what a session can be called by: a file name has no more."""
_COPY = "a copy of {}: the one with the later events counts"


def _silent(_: int, __: int) -> None:
    """No progress to be shown."""


class Index:
    """An index that is up to date as of its opening; close it after use."""

    def __init__(self, connection: sqlite3.Connection, folder: str, *, outline: bool = False) -> None:
        self._connection = connection
        self._outline = outline
        self.folder = folder
        """The data folder."""

    @classmethod
    def opened(cls, folder: str, cache: str, progress: Callable[[int, int], None] = _silent, *, complete: bool = False, outline: bool = False) -> Self:
        """The index of a data folder, brought up to date.

        `complete`: look at every single file. `outline`: the list and the sums are all that is asked for;
        from nothing that takes a third of the time. The rest is made when it is first asked for.
        """
        place = Place(cache, folder)
        try:
            return cls(up_to_date(place, progress, complete=complete, outline=outline), folder, outline=outline)
        except sqlite3.Error:
            place.forget()
        try:
            return cls(up_to_date(place, progress, complete=complete, outline=outline), folder, outline=outline)
        except sqlite3.Error:
            return cls(without_cache(place, progress, outline=outline), folder, outline=outline)

    @classmethod
    def at_hand(cls, folder: str, cache: str, *, soon: bool = True) -> Self | None:
        """The index where it is there and little has changed; None where bringing it up to date is long work.

        `soon`: nothing but the times of the folders is looked at; who asks so asks again when there is time.
        """
        place = Place(cache, folder)
        now = epoch()
        complete = not soon and place.is_due(now)
        try:
            connection = place.read(outline=False)
            if connection is None:
                return None if any_session(place.data) else cls(in_memory(place.data, None), folder)
            connection.execute("BEGIN")
            found = changed(place, connection, now, complete=complete, near=not soon)
            new = len(found.files) - found.unsure
            if found.nothing and complete:
                place.has_looked(now)
            if found.nothing or (found.unsure > LITTLE and not (new or found.gone)):
                return cls(connection, folder)
            connection.close()
            return None if new > LITTLE else cls(up_to_date(place, _silent, complete=complete, soon=True), folder)
        except sqlite3.Error:
            place.forget()
            return None

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

    def version(self) -> tuple[int, int]:
        """Changes with every change of what the index knows."""
        found: tuple[int, int] = self._connection.execute("SELECT count(*), coalesce(max(number), 0) FROM files").fetchone()
        return found

    def calls(self) -> int:
        """How many calls there are."""
        rows = self._connection.execute("SELECT key, number FROM sums WHERE kind = 'bits'")
        return sum(number for bits, number in rows if bits & COUNTS)

    def files(self) -> int:
        """How many entries the list of everything has, problems among them."""
        found: int = self._connection.execute("SELECT count(*) FROM files").fetchone()[0]
        return found

    def page(self, first: int, rows: int) -> list[Entry]:
        """So many entries of the list of everything, newest first, from the position `first` on."""
        found = self._connection.execute(f"SELECT number FROM files {_NEWEST} LIMIT ? OFFSET ?", (rows, first))  # noqa: S608 (our own names)
        return self.entries([row[0] for row in found])

    def numbers(self, query: Query) -> list[int]:
        """What `entries` knows the sessions by that a query picks, newest first; with `ALL` the problems too."""
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
            return real(str(row[0]))
        name = kept(name)
        rows = self._connection.execute(
            "SELECT path FROM files WHERE NOT copy AND (substr(session, 1, ?1) = ?2 OR session IS NULL AND (path = ?2 OR path LIKE '%/' || ?3 ESCAPE '!'))",
            (len(name), name, _literally(name) + "%"),
        ).fetchall() if 0 < len(name) <= _LONGEST_NAME else []  # fmt: skip
        if not rows:
            raise NoSessionError(f"There is no session '{line(name, 60)}'.")
        if len(rows) > 1:
            raise NoSessionError(f"{len(rows)} sessions begin with '{line(name, 60)}'.", "Give more of the id.")
        return real(str(rows[0][0]))

    # ---- what they came to

    def facts(self, query: Query = ALL) -> Iterator[Facts]:
        """The facts of the sessions that a query picks, oldest first."""
        return (facts for _, facts in self._picked(query, "moment, path"))

    def everything(self, also: Iterable[Facts] = ()) -> Total:
        """What all sessions came to together, from sums that are kept; with them some that are in no file."""
        return everything(self._connection, also)

    def buckets(self, by: str, query: Query = ALL, *, gaps: bool = False) -> list[Bucket]:
        """What was done in each part of the history, in the order of the keys; `gaps`: with the median gap of each.

        `by` is `session`, one of `stats.buckets.KEYS`, of its `TEXTS`, or of its `SORTS`.
        """
        self._want_whole()
        return parts(self._connection, by, gaps=gaps) if query == ALL else buckets(self.facts(query), query, by, gaps=gaps)

    def week(self, query: Query = ALL) -> dict[int, tuple[int, int]]:
        """Calls and conversations in each hour of the week (0 is Monday at midnight), over all weeks."""
        self._want_whole()
        return week(self._connection) if query == ALL else week_of(self.facts(query), query)

    def _want_whole(self) -> None:
        if self._outline:
            raise RuntimeError("this index was opened for its outline")

    def _picked(self, query: Query, order: str = "moment DESC, path DESC") -> Iterator[tuple[int, Facts]]:
        self._want_whole()
        first, last = (None if day is None else (day - FIRST_DAY).days for day in (query.first, query.last))
        hints, texts = _hints(query)
        rows = self._connection.execute(
            f"{_ROWS} WHERE NOT copy AND (?1 IS NULL OR last_day >= ?1) AND (?2 IS NULL OR first_day <= ?2) {hints} ORDER BY {order}",
            (first, last, *texts),
        )
        for row in rows:
            facts = facts_from(row[1:_WIDE], row[_WIDE + 1 :])
            if query == ALL or of_session(query, facts):
                yield row[0], facts


_ROWS = "SELECT sessions.*, columns.* FROM files JOIN sessions USING (number) JOIN columns USING (number)"
_WHERE = {"note": "notes", "contact": "people", "outcome": "outcomes || paper"}


def _hints(query: Query) -> tuple[str, list[str]]:
    """What a row must have at least to be meant: found where it stands, so that few rows are looked at closely."""
    found = [(_WHERE[term.field], term.text) for term in query.calls]
    found += [("words || char(31) || notes || char(31) || people || char(31) || others", word.text) for word in query.words]
    return "".join(f" AND instr({place}, ?{number})" for number, (place, _) in enumerate(found, 3)), [text for _, text in found]


_WIDE = len(SESSION)
"""Columns of a session's row."""


def _entry(row: Sequence[object]) -> Entry:
    copy, kept_, problem, id_, *rest = row
    path = real(str(kept_))
    if copy or problem is not None:
        return Entry(path, _COPY.format(id_) if copy else str(problem), line(path.rpartition("/")[2]))
    return Entry(path, None, str(id_), *rest)  # type: ignore[arg-type]  # as the tables have them


def _literally(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")

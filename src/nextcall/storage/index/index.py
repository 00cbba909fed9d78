"""The index: what every screen and command that reads the history asks.

It is brought up to date from the session files each time it is opened. They alone are the truth: an
index that is missing, damaged, read-only or another version's costs time, and is never an error.
"""

from __future__ import annotations

import sqlite3
from itertools import islice

from nextcall.clock import epoch
from nextcall.core.query import ALL, Query
from nextcall.storage.index.current import any_session, changed, up_to_date, without_cache
from nextcall.storage.index.listing import NEWEST, Listing
from nextcall.storage.index.tables import INDEX, MARK, SESSION
from nextcall.storage.place import Place, in_memory

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Self

    from nextcall.stats.buckets import Bucket
    from nextcall.stats.facts import Facts, Mark
    from nextcall.stats.practice import Practice
    from nextcall.stats.totals import Total


LITTLE = 40
"""New files that a key press may wait for."""


def _silent(_: int, __: int) -> None:
    """No progress to be shown."""


class Index(Listing):
    """An index that is up to date as of its opening; close it after use."""

    def __init__(self, connection: sqlite3.Connection, folder: str, *, outline: bool = False) -> None:
        super().__init__(connection)
        self._outline = outline
        self.folder = folder
        """The data folder."""

    @classmethod
    def opened(cls, folder: str, cache: str, progress: Callable[[int, int], None] = _silent, *, complete: bool = False, outline: bool = False) -> Self:
        """The index of a data folder, brought up to date.

        `complete`: look at every single file. `outline`: the list and the sums are all that is asked for;
        from nothing that takes a third of the time. The rest is made when it is first asked for.
        """
        place = Place(cache, folder, INDEX)
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
        place = Place(cache, folder, INDEX)
        now = epoch()
        complete = not soon and place.is_due(now)
        try:
            connection = place.read(outline=False)
            if connection is None:
                return None if any_session(place.data) else cls(in_memory(place.data, None, INDEX), folder)
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

    # ---- what they came to

    def numbers(self, query: Query) -> list[int]:
        """What `entries` knows the sessions by that a query picks, newest first; with `ALL` the problems too."""
        if query == ALL:
            return [row[0] for row in self._connection.execute(f"SELECT number FROM files {NEWEST}")]  # noqa: S608 (our own names)
        return [number for number, _ in self._picked(query)]

    def facts(self, query: Query = ALL) -> Iterator[Facts]:
        """The facts of the sessions that a query picks, oldest first."""
        return (facts for _, facts in self._picked(query, "moment, path"))

    def everything(self, also: Iterable[Facts] = ()) -> Total:
        """What all sessions came to together, from sums that are kept; with them some that are in no file."""
        from nextcall.storage.index.sums import everything  # noqa: PLC0415 (the list does without; so do the imports below)

        return everything(self._connection, also)

    def buckets(self, by: str, query: Query = ALL, *, gaps: bool = False) -> list[Bucket]:
        """What was done in each part of the history, in the order of the keys; `gaps`: with the median gap of each.

        `by` is `session`, one of `stats.buckets.KEYS`, of its `TEXTS`, or of its `SORTS`.
        """
        self._want_whole()
        from nextcall.stats.slices import buckets  # noqa: PLC0415 (the sums and the list do without; so are those below)
        from nextcall.storage.index.parts import parts  # noqa: PLC0415

        return parts(self._connection, by, gaps=gaps) if query == ALL else buckets(self.facts(query), query, by, gaps=gaps)

    def latest(self, sessions: int) -> list[Facts]:
        """The facts of the newest sessions, newest first; without their marks."""
        self._want_whole()
        rows = self._connection.execute(f"{_ROWS} WHERE NOT copy {NEWEST} LIMIT ?", (sessions,))
        from nextcall.storage.index.rows import facts_from  # noqa: PLC0415

        return [facts_from(row[1:_WIDE], row[_WIDE + 1 :]) for row in rows]

    def paid(self, query: Query = ALL) -> list[tuple[tuple[str, ...], int]]:
        """Of every session the amounts of its calls, as decimal texts, and how many calls it had."""
        self._want_whole()
        if query != ALL:
            from nextcall.stats.facts import tallied  # noqa: PLC0415

            return [(facts.process.amounts, tallied(facts.calls.bits, facts.paper)[0]) for facts in self.facts(query)]
        rows = self._connection.execute("SELECT amounts, calls FROM files JOIN sessions USING (number) WHERE NOT copy")
        from nextcall.storage.index.rows import split  # noqa: PLC0415

        return [(split(amounts), calls) for amounts, calls in rows]

    def practice(self, query: Query = ALL) -> list[Practice]:
        """How every session was practised, oldest first."""
        self._want_whole()
        from nextcall.stats.practice import Practice  # noqa: PLC0415

        rows = self._connection.execute(f"SELECT number, {', '.join(Practice._fields)} FROM files JOIN sessions USING (number) WHERE NOT copy ORDER BY moment, path")  # noqa: S608 (our own names)
        wanted = None if query == ALL else set(self.numbers(query))
        return [Practice(*row[1:]) for row in rows if wanted is None or row[0] in wanted]

    def marks(self, kinds: Sequence[str], query: Query = ALL, limit: int | None = None) -> list[tuple[str, Mark]]:
        """Marks of some kinds with the id of their session, newest first; with a query those of the sessions that it picks."""
        self._want_whole()
        from nextcall.stats.facts import Mark  # noqa: PLC0415

        marks = ", ".join("?" * len(kinds))
        rows = self._connection.execute(
            f"SELECT number, id, {', '.join(f'marks.{name}' for name in MARK[2:])} FROM marks JOIN sessions USING (number) JOIN files USING (number)"  # noqa: S608 (our own names and marks)
            f" WHERE NOT copy AND kind IN ({marks}) ORDER BY at DESC, marks.n DESC, place",
            tuple(kinds),
        )
        wanted = None if query == ALL else set(self.numbers(query))
        return list(islice(((str(row[1]), Mark(*row[2:])) for row in rows if wanted is None or row[0] in wanted), limit))

    def week(self, query: Query = ALL) -> dict[int, tuple[int, int]]:
        """Calls and conversations in each hour of the week (0 is Monday at midnight), over all weeks."""
        self._want_whole()
        from nextcall.stats.buckets import week_of  # noqa: PLC0415
        from nextcall.storage.index.parts import week  # noqa: PLC0415

        return week(self._connection) if query == ALL else week_of(self.facts(query), query)

    def _want_whole(self) -> None:
        if self._outline:
            raise RuntimeError("this index was opened for its outline")

    def _picked(self, query: Query, order: str = "moment DESC, path DESC") -> Iterator[tuple[int, Facts]]:
        from nextcall.stats.picking import of_session  # noqa: PLC0415
        from nextcall.storage.index.rows import facts_from  # noqa: PLC0415

        self._want_whole()
        hints, values = _hints(query)
        rows = self._connection.execute(f"{_ROWS} WHERE NOT copy{hints} ORDER BY {order}", values)
        for row in rows:
            facts = facts_from(row[1:_WIDE], row[_WIDE + 1 :])
            if query == ALL or of_session(query, facts):
                yield row[0], facts


_ROWS = "SELECT sessions.*, columns.* FROM files JOIN sessions USING (number) JOIN columns USING (number)"
_WHERE = {"note": "notes", "contact": "people", "outcome": "outcomes || paper"}


def _hints(query: Query) -> tuple[str, list[object]]:
    """What a row must have at least to be meant: found where it stands, so that few rows are looked at closely."""
    from nextcall.stats.localtime import FIRST_DAY  # noqa: PLC0415

    days = (("last_day >= ?", query.first), ("first_day <= ?", query.last))
    found: list[tuple[str, object]] = [(test, (day - FIRST_DAY).days) for test, day in days if day is not None]
    found += [(f"instr({_WHERE[term.field]}, ?)", term.text) for term in query.calls]
    found += [("instr(words || char(31) || notes || char(31) || people || char(31) || others, ?)", word.text) for word in query.words]
    return "".join(f" AND {test}" for test, _ in found), [value for _, value in found]


_WIDE = len(SESSION)
"""Columns of a session's row."""

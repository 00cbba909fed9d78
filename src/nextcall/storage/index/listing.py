"""The list of all files, newest first, as the index has it; and where a session is found by its name."""

from __future__ import annotations

from nextcall.errors import NoSessionError
from nextcall.storage.index.entry import Entry
from nextcall.storage.names import kept, real
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

_ENTRY = (
    "path, problem, coalesce(id, session), title, preset, skill, tags, started_at, ended_at, started,"
    "calls, connects, conversations, noes, yeses, helps, bright, lasted, talked, reach"
)
NEWEST = "ORDER BY moment DESC, path DESC"
"""The order of the list."""
_LONGEST_NAME = 255
"""Characters of what a session can be called by: a file name has no more."""
_COPY = "a copy of {}: the one with the later events counts"


class Listing:
    """The list, over an open index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

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
        from nextcall.stats.facts import COUNTS  # noqa: PLC0415 (the list does without)

        return sum(number for bits, number in rows if bits & COUNTS)

    def files(self) -> int:
        """How many entries the list of everything has, problems among them."""
        found: int = self._connection.execute("SELECT count(*) FROM files").fetchone()[0]
        return found

    def page(self, first: int, rows: int) -> list[Entry]:
        """So many entries of the list of everything, newest first, from the position `first` on."""
        found = self._connection.execute(f"SELECT number FROM files {NEWEST} LIMIT ? OFFSET ?", (rows, first))  # noqa: S608 (our own names)
        return self.entries([row[0] for row in found])

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
            f"SELECT copy, {_ENTRY} FROM files LEFT JOIN sessions USING (number) {NEWEST} LIMIT ?",  # noqa: S608 (our own names)
            (-1 if limit is None else limit,),
        )
        return map(_entry, rows)

    def problems(self) -> list[Entry]:
        """The files that are not counted, with the reason."""
        rows = self._connection.execute(
            f"SELECT copy, {_ENTRY} FROM files LEFT JOIN sessions USING (number) WHERE problem IS NOT NULL OR copy {NEWEST}"  # noqa: S608 (our own names)
        )
        return list(map(_entry, rows))

    def find(self, name: str) -> str:
        """The path below `sessions/` of the session with that id, of the only one whose id begins so, or of the `last` one.

        Raises `NoSessionError`.
        """
        if name == "last":
            row = self._connection.execute(f"SELECT path FROM files WHERE NOT copy {NEWEST} LIMIT 1").fetchone()  # noqa: S608 (our own names)
            if row is None:
                raise NoSessionError("There is no session yet.")
            return real(str(row[0]))
        name = kept(name)
        rows = self._connection.execute(
            "SELECT path FROM files WHERE NOT copy AND (substr(session, 1, ?) = ? OR session IS NULL AND (path = ? OR path LIKE '%/' || ? ESCAPE '!'))",
            (len(name), name, name, _literally(name) + "%"),
        ).fetchall() if 0 < len(name) <= _LONGEST_NAME else []  # fmt: skip
        if not rows:
            raise NoSessionError(f"There is no session '{line(name, 60)}'.")
        if len(rows) > 1:
            raise NoSessionError(f"{len(rows)} sessions begin with '{line(name, 60)}'.", "Give more of the id.")
        return real(str(rows[0][0]))


def _entry(row: Sequence[object]) -> Entry:
    copy, kept_, problem, id_, *rest = row
    path = real(str(kept_))
    if copy or problem is not None:
        return Entry(path, _COPY.format(id_) if copy else str(problem), line(path.rpartition("/")[2]))
    return Entry(path, None, str(id_), *rest)  # type: ignore[arg-type]  # as the tables have them


def _literally(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")

"""The people of the copy, row by row: read from a list, changed one at a time, and where each stands."""

from __future__ import annotations

import sqlite3

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.queue import Rules, Stage, standing
from nextcall.errors import StorageError
from nextcall.storage.contacts import codec
from nextcall.storage.formats import dumps

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from nextcall.contacts.person import Person
    from nextcall.storage.contacts.lists import Lists
    from nextcall.storage.contacts.quick import Told

_INSERT = "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FEW = 0.2
"""Share of a list up to which rows are replaced one by one."""


class People:
    """The rows of the people of a copy."""

    def __init__(self, connection: sqlite3.Connection, rules: Rules) -> None:
        self._connection = connection
        self._rules = rules
        self.blocked: set[str] = set()
        """What the numbers that are not to be called are compared by."""

    def read(self, lists: Lists, name: str, *, anew: bool) -> None:
        """Let the rows of a list be as its file says; one that is gone, or cannot be read, has nobody."""
        self._connection.execute("DELETE FROM said WHERE list = ?", (name,))
        self._connection.execute("DELETE FROM lists WHERE name = ?", (name,))
        if lists.identity(name) is None:
            self._empty(name)
            return
        try:
            title = self._quickly(lists, name, anew=anew)
            title, problem = self._strictly(lists, name) if title is None else title, ""
        except StorageError as error:
            self._empty(name)
            title, problem = "", error.message
        self._connection.execute("INSERT INTO lists VALUES (?, ?, ?)", (name, title, problem))

    def change(self, name: str, id_: str, how: Callable[[Person], Person]) -> Person | None:
        """Change one person; returns them as they were, None where there is nobody."""
        from nextcall.storage.contacts.quick import strictly, told_of  # noqa: PLC0415 (as above)

        row = self._connection.execute("SELECT rowid, position, person FROM people WHERE list = ? AND id = ?", (name, id_)).fetchone()
        if row is None:
            return None
        before = strictly(row[2])
        after = how(before)
        self._connection.execute("DELETE FROM people WHERE rowid = ?", (row[0],))
        self._connection.execute(_INSERT, self._row(name, row[1], told_of(after), dumps(codec.write_person(after))))
        self._meet(name, [after])
        return before

    def stand_again(self) -> None:
        """Whoever has a number that was blocked, or allowed, since the copy was made stands elsewhere now."""
        before = {row[0] for row in self._connection.execute("SELECT phone FROM blocked")}
        for phone in before ^ self.blocked:
            for name, id_ in self._connection.execute("SELECT list, id FROM people WHERE phone = ?", (phone,)).fetchall():
                self.change(name, id_, lambda person: person)
        self._connection.executemany("DELETE FROM blocked WHERE phone = ?", [(phone,) for phone in before - self.blocked])
        self._connection.executemany("INSERT INTO blocked VALUES (?)", [(phone,) for phone in self.blocked - before])

    def _empty(self, name: str) -> None:
        self._connection.execute("DELETE FROM people WHERE list = ?", (name,))
        self._connection.execute("DELETE FROM met WHERE list = ?", (name,))

    def _quickly(self, lists: Lists, name: str, *, anew: bool) -> str | None:
        """Read a list by the quick reader; returns its title, None where the strict one has to. Raises `StorageError`."""
        from nextcall.storage.contacts.quick import NOT_QUICK, pieces  # noqa: PLC0415 (its library is not needed where no list changed)

        found: tuple[str, tuple[bytes, ...]] | None = lists.fitting(name, pieces)
        if found is None:
            return None
        try:
            self._write(name, found[1], anew=anew)
        except (*NOT_QUICK, sqlite3.IntegrityError):  # the latter where an id stands twice
            return None
        return found[0]

    def _strictly(self, lists: Lists, name: str) -> str:
        """Read a list by the strict reader; returns its title. Raises `StorageError`."""
        from nextcall.storage.contacts.quick import told_of  # noqa: PLC0415 (as above)

        self._empty(name)
        listed = lists.read(name)
        rows = (self._row(name, i, told_of(person), dumps(codec.write_person(person))) for i, person in enumerate(listed.people))
        self._connection.executemany(_INSERT, rows)
        self._meet(name, listed.people)
        return listed.title

    def _write(self, name: str, people: tuple[bytes, ...], *, anew: bool) -> None:
        """Write those who stand in the file otherwise than in the copy."""
        known = [] if anew else self._connection.execute("SELECT rowid, person FROM people WHERE list = ? ORDER BY position", (name,)).fetchall()
        wanted = [i for i, raw in enumerate(people) if i >= len(known) or known[i][1].encode() != raw]
        if anew or len(wanted) > _FEW * len(people):
            self._empty(name)
            wanted = list(range(len(people)))
        else:
            gone = (*(known[i][0] for i in wanted if i < len(known)), *(row[0] for row in known[len(people) :]))
            self._connection.executemany("DELETE FROM people WHERE rowid = ?", [(rowid,) for rowid in gone])
        touched: list[Person] = []
        self._connection.executemany(_INSERT, self._rows(name, people, wanted, touched))
        self._meet(name, touched)

    def _rows(self, name: str, people: tuple[bytes, ...], wanted: list[int], touched: list[Person]) -> Iterator[tuple[Any, ...]]:
        from nextcall.storage.contacts.quick import told  # noqa: PLC0415 (as above)

        for i in wanted:
            found = told(people[i])
            if found.person is not None:
                touched.append(found.person)
            yield self._row(name, i, found, people[i].decode())

    def _row(self, name: str, position: int, told: Told, written: str) -> tuple[Any, ...]:
        phone, found = number_key(told.phone), told.person
        if phone and phone in self.blocked:
            return name, position, told.id, phone, told.words, Stage.BLOCKED, 0, None, written
        if found is None or not (found.touches or found.acts):
            return name, position, told.id, phone, told.words, Stage.NEW, 0, None, written
        stands = standing(found, self._rules)
        due = int(stands.due_at.timestamp() * 1000) if stands.due_at else None
        since = due if due is not None else int(stands.skipped_at.timestamp() * 1000) if stands.skipped_at else 0
        return name, position, told.id, phone, told.words, stands.stage, since, due, written

    def _meet(self, name: str, people: Iterable[Person]) -> None:
        rows = ((touch.session, name, person.id) for person in people for touch in person.touches)
        self._connection.executemany("INSERT OR IGNORE INTO met VALUES (?, ?, ?)", rows)

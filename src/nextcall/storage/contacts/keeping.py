"""Keeping the copy of the call lists up to date: lists that changed are read anew, and what waits is laid over them."""

from __future__ import annotations

import json

from nextcall.contacts.queue import Rules, Stage, Standing, standing
from nextcall.contacts.touching import acted, blocks, touched, touches
from nextcall.errors import StorageError
from nextcall.storage.contacts import codec
from nextcall.storage.formats import dumps

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import Any

    from nextcall.contacts.person import Person, Touch
    from nextcall.core.session import Session
    from nextcall.storage.atomic import Identity
    from nextcall.storage.contacts.lists import Lists

_INSERT = "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_CHUNK = 1_000


def is_up_to_date(connection: sqlite3.Connection, lists: Lists, rules: Rules) -> bool:
    """Whether nothing has changed since the copy was made."""
    return _known(connection) == _found(lists.marks()) and _rules(connection) == _rules_text(rules)


def bring_up_to_date(connection: sqlite3.Connection, lists: Lists, rules: Rules) -> None:
    """Make the copy say what the folder says. Raises `StorageError` where one of the small files there does not fit."""
    known, found = _known(connection), _found(lists.marks())
    if _rules(connection) != _rules_text(rules):
        known = {}
    people = _Keeper(connection, rules)
    waiting = [name.removeprefix("session ") for name in found if name.startswith("session ")]
    changed = {name.removeprefix("list ") for name in found.keys() | known.keys() if name.startswith("list ") and found.get(name) != known.get(name)}
    anew = changed if found.get("acts") == known.get("acts") and not _gone(known, found, "session ") else set(lists.names()) | changed
    for name in anew:
        people.read_list(lists, name)
    sessions = [(session, lists.session(session)) for session in waiting]
    for session, now in sessions:
        fresh = known.get(f"session {session}") != found[f"session {session}"]
        people.lay(session, now, None if fresh else anew)
    for said in lists.said():
        if said.list in anew:
            people.change(said.list, said.id, lambda person, act=said.act: acted(person, act))
    people.block(_blocked(lists, dict(sessions)))
    connection.execute("DELETE FROM known")
    connection.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", [(what, *identity) for what, identity in found.items()])
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('rules', ?)", (_rules_text(rules),))


def _known(connection: sqlite3.Connection) -> dict[str, tuple[Any, ...]]:
    return {what: tuple(identity) for what, *identity in connection.execute("SELECT what, inode, size, modified FROM known")}


def _found(marks: dict[str, Identity | None]) -> dict[str, tuple[Any, ...]]:
    return {what: tuple(identity) if identity else (None, None, None) for what, identity in marks.items()}


def _gone(known: dict[str, Any], found: dict[str, Any], kind: str) -> bool:
    """Whether something waits no longer: what it laid over the lists is to be taken off."""
    return any(what.startswith(kind) and what not in found for what in known)


def _rules_text(rules: Rules) -> str:
    return repr((tuple(rules.retry), sorted((outcome, tuple(retry)) for outcome, retry in rules.by_outcome.items())))


def _rules(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone()
    return row[0] if row else None


def _blocked(lists: Lists, sessions: dict[str, Session | None]) -> Iterator[tuple[Any, ...]]:
    """The numbers that are not to be called: those on file, but of a session that waits as it says now."""
    for block in lists.blocks():
        if block.holds and not (block.session in sessions and sessions[block.session] is not None):
            yield block.phone, block.name, block.at.isoformat(), block.session, block.n
    allowed = {block.phone: block.allowed_at for block in lists.blocks() if not block.holds}
    for session in sessions.values():
        for call, phone in blocks(session) if session else ():
            if phone not in allowed or (call.tagged_at and allowed[phone] < call.tagged_at):
                yield phone, call.contact.name if call.contact else "", call.tagged_at.isoformat() if call.tagged_at else "", session.id if session else None, call.n


class _Keeper:
    """Writes people into the copy."""

    def __init__(self, connection: sqlite3.Connection, rules: Rules) -> None:
        self._connection = connection
        self._rules = rules

    def read_list(self, lists: Lists, name: str) -> None:
        """Read a list anew; one that is gone, or cannot be read, has nobody."""
        self._connection.execute("DELETE FROM people WHERE list = ?", (name,))
        self._connection.execute("DELETE FROM lists WHERE name = ?", (name,))
        self._connection.execute("DELETE FROM laid WHERE list = ?", (name,))
        if lists.identity(name) is None:
            return
        try:
            listed = lists.read(name)
        except StorageError as error:
            self._connection.execute("INSERT INTO lists VALUES (?, ?, ?)", (name, "", error.message))
            return
        self._connection.execute("INSERT INTO lists VALUES (?, ?, '')", (name, listed.title))
        people = listed.people
        for first in range(0, len(people), _CHUNK):
            rows = [self._row(name, first + i, person) for i, person in enumerate(people[first : first + _CHUNK])]
            self._connection.executemany(_INSERT, rows)

    def lay(self, session: str, now: Session | None, only: set[str] | None) -> None:
        """Lay what a session did over its people, of some lists only; where it is gone, take it off."""
        found: dict[tuple[str, str], list[Touch]] = {}
        for name, person, touch in touches(now) if now else ():
            found.setdefault((name, person), []).append(touch)
        before = set(self._connection.execute("SELECT list, id FROM laid WHERE session = ?", (session,)).fetchall())
        for name, id_ in sorted(found.keys() | before):
            if only is None or name in only:
                these = tuple(found.get((name, id_), ()))
                self.change(name, id_, lambda person, these=these: touched(person, session, these))
        self._connection.execute("DELETE FROM laid WHERE session = ?", (session,))
        self._connection.executemany("INSERT INTO laid VALUES (?, ?, ?)", [(session, *who) for who in found])

    def change(self, name: str, id_: str, how: Any) -> None:
        """Change one person; nothing where there is none."""
        row = self._connection.execute("SELECT position, person FROM people WHERE list = ? AND id = ?", (name, id_)).fetchone()
        if row is not None:
            self._connection.execute(_INSERT, self._row(name, row[0], how(codec.PERSON.read(json.loads(row[1]), ""))))

    def block(self, blocked: Iterable[tuple[Any, ...]]) -> None:
        """Let exactly these numbers be the ones that are not to be called."""
        before = {row[0] for row in self._connection.execute("SELECT phone FROM blocked")}
        self._connection.execute("DELETE FROM blocked")
        self._connection.executemany("INSERT OR REPLACE INTO blocked VALUES (?, ?, ?, ?, ?)", blocked)
        after = {row[0] for row in self._connection.execute("SELECT phone FROM blocked")}
        for phone in before - after:
            for name, id_ in self._connection.execute("SELECT list, id FROM people WHERE phone = ?", (phone,)).fetchall():
                self.change(name, id_, lambda person: person)
        for phone in after:
            self._connection.execute("UPDATE people SET stage = ?, since = 0, due = NULL WHERE phone = ? AND stage != ?", (Stage.BLOCKED, phone, Stage.BLOCKED))

    def _row(self, name: str, position: int, person: Person) -> tuple[Any, ...]:
        found: Standing = standing(person, self._rules)
        words = f"{person.name}\n{person.company}\n{person.phone}\n{person.why}\n{person.email}".casefold()
        due = int(found.due_at.timestamp() * 1000) if found.due_at else None
        since = due if due is not None else int(found.skipped_at.timestamp() * 1000) if found.skipped_at else 0
        return name, position, person.id, person.phone, person.name, words, found.stage, since, due, dumps(codec.write_person(person))

"""Keeping the copy of the call lists up to date: what changed is read, and what waits is laid over it.

Of a list that changed only the people who stand there otherwise than before are written. What a session
did, or the caller said, is laid over those whom it means; a list is read again only where something is taken off it.
"""

from __future__ import annotations

from datetime import datetime

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.touching import acted, blocks, touched, touches
from nextcall.storage.contacts import codec
from nextcall.storage.contacts.blocks import allowed_again
from nextcall.storage.contacts.freshness import identities, known_in, rules_in, rules_text
from nextcall.storage.contacts.people_rows import People
from nextcall.storage.formats import dumps

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from nextcall.contacts.person import Act, Person, Touch
    from nextcall.contacts.queue import Rules
    from nextcall.core.session import Session
    from nextcall.storage.contacts.freshness import Known
    from nextcall.storage.contacts.lists import Lists


def bring_up_to_date(connection: sqlite3.Connection, lists: Lists, rules: Rules) -> None:
    """Make the copy say what the folder says. Raises `StorageError` where one of the small files there does not fit."""
    known, found = known_in(connection), identities(lists.marks())
    anew = rules_in(connection) != rules_text(rules)
    _Keeper(connection, lists, rules).keep({} if anew else known, found, anew=anew)
    connection.execute("DELETE FROM known")
    connection.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", [(what, *identity) for what, identity in found.items()])
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('rules', ?)", (rules_text(rules),))


def _of_kind(marks: Known, kind: str) -> Known:
    return {what.removeprefix(kind): identity for what, identity in marks.items() if what.startswith(kind)}


def _differ(known: Known, found: Known) -> set[str]:
    return {name for name in known.keys() | found.keys() if known.get(name) != found.get(name)}


def _touching(session: str, these: tuple[Touch, ...]) -> Callable[[Person], Person]:
    return lambda person: touched(person, session, these)


def _with(act: Act) -> Callable[[Person], Person]:
    return lambda person: acted(person, act)


def _without(act: Act) -> Callable[[Person], Person]:
    return lambda person: person._replace(acts=tuple(one for one in person.acts if one != act))


class _Keeper:
    """Brings one copy up to date."""

    def __init__(self, connection: sqlite3.Connection, lists: Lists, rules: Rules) -> None:
        self._connection = connection
        self._lists = lists
        self._people = People(connection, rules)
        self._waiting: dict[str, Session | None] = {}

    def keep(self, known: Known, found: Known, *, anew: bool) -> None:
        """From what was known to what was found; `anew`: whatever is there is to be written again."""
        waiting = _of_kind(found, "session ")
        changed = _differ(_of_kind(known, "session "), waiting)
        off = {session for session in changed if session not in waiting or self._unfit(session)}
        names = _differ(_of_kind(known, "list "), _of_kind(found, "list ")) | (set(self._lists.names()) if anew else set())
        names |= {row[0] for session in off for row in self._connection.execute("SELECT DISTINCT list FROM met WHERE session = ?", (session,))}
        self._people.blocked = self._block(waiting, changed)
        for name in sorted(names):
            self._people.read(self._lists, name, anew=anew)
        for session in sorted(waiting):
            if names or session in changed:
                self._lay(session, None if session in changed else names)
        self._say()
        self._people.stand_again()

    def _session(self, session: str) -> Session | None:
        """A session that waits; None where there is no file of it, or one that does not fit."""
        if session not in self._waiting:
            self._waiting[session] = self._lists.session(session)
        return self._waiting[session]

    def _unfit(self, session: str) -> bool:
        """Whether there is a file of it that cannot be read: then nothing is known of what it did."""
        return self._session(session) is None and self._lists.has_ended(session)

    def _lay(self, session: str, only: set[str] | None) -> None:
        """Lay what a session did over its people, of some lists only; take off whom it does not touch any more."""
        if self._unfit(session):
            return
        now = self._session(session)
        found: dict[tuple[str, str], list[Touch]] = {}
        for name, person, touch in touches(now) if now else ():
            found.setdefault((name, person), []).append(touch)
        before = set(self._connection.execute("SELECT list, id FROM met WHERE session = ?", (session,)).fetchall())
        for name, id_ in sorted(found.keys() | before):
            if only is None or name in only:
                these = tuple(found.get((name, id_), ()))
                self._people.change(name, id_, _touching(session, these))

    def _say(self) -> None:
        """Lay over what the caller said, and take off what was taken back."""
        rows = self._connection.execute("SELECT list, id, act, there FROM said").fetchall()
        before = {(name, id_, act): there for name, id_, act, there in rows}
        now = {(said.list, said.id, dumps(codec.said(said.act))): said.act for said in self._lists.said()}
        for name, id_, act in before.keys() - now.keys():
            if not before[name, id_, act]:
                self._people.change(name, id_, _without(codec.act_of(act)))
            self._connection.execute("DELETE FROM said WHERE list = ? AND id = ? AND act = ?", (name, id_, act))
        for name, id_, text in sorted(now.keys() - before.keys()):
            act = now[name, id_, text]
            person = self._people.change(name, id_, _with(act))
            if person is not None:
                self._connection.execute("INSERT INTO said VALUES (?, ?, ?, ?)", (name, id_, text, act in person.acts))

    def _block(self, waiting: Known, changed: set[str]) -> set[str]:
        """Which numbers are not to be called: those on file, but of a session that waits as it says now."""
        for session in changed:
            self._connection.execute("DELETE FROM asked WHERE session = ?", (session,))
            now = self._session(session) if session in waiting else None
            rows = [(session, number_key(phone), call.tagged_at.isoformat(), call.n) for call, phone in blocks(now) if call.tagged_at] if now else []
            self._connection.executemany("INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?)", rows)
            self._connection.execute("DELETE FROM unfit WHERE session = ?", (session,))
            if session in waiting and self._unfit(session):
                self._connection.execute("INSERT INTO unfit VALUES (?)", (session,))
        numbers = self._lists.blocks()
        said = waiting.keys() - {row[0] for row in self._connection.execute("SELECT session FROM unfit")}
        found = {number_key(block.phone) for block in numbers if block.holds and block.session not in said}
        allowed = allowed_again(numbers)
        for phone, at in self._connection.execute("SELECT phone, at FROM asked"):
            if phone not in allowed or allowed[phone] < datetime.fromisoformat(at):
                found.add(phone)
        found.discard("")
        return found

"""The people of a session with a list: who comes next, who is on the line; no Textual here.

Whoever is shown as next stays so until something is done: a callback that falls due meanwhile does not change
whom a key is for. What was chosen by hand is kept here and nowhere else; all the rest follows from the session.
"""

from typing import TYPE_CHECKING, NamedTuple

from nextcall.contacts.called import Who
from nextcall.contacts.duplicates import number_key
from nextcall.contacts.queue import Rules, Stage
from nextcall.core.session import Contact, Session
from nextcall.storage.contacts.freshness import is_up_to_date
from nextcall.storage.contacts.lists import Lists, is_name
from nextcall.storage.contacts.shelf import Listed, Shelf
from nextcall.storage.contacts.tables import PEOPLE
from nextcall.storage.contacts.upcoming import CALLBACKS, Upcoming
from nextcall.storage.place import Place

if TYPE_CHECKING:
    from datetime import datetime

    from nextcall.config.paths import Folders

def goes_by_a_list(session: Session, data: str) -> bool:
    """Whether a session has people to call: its list is one on file, or it goes through the callbacks of all lists."""
    if session.list is None:
        return session.preset == CALLBACKS and bool(Lists(data).names())
    return is_name(session.list) and Lists(data).identity(session.list) is not None


def shelf_at_hand(folders: "Folders", rules: Rules) -> Shelf | None:
    """The people, where nothing has changed since they were last looked up; None where that will take a while."""
    connection = Place(folders.cache, folders.data, PEOPLE).read()
    if connection is None:
        return None
    if is_up_to_date(connection, Lists(folders.data), rules):
        return Shelf(connection, rules)
    connection.close()
    return None


class _Step(NamedTuple):
    """What decides who comes next: as long as it is the same, so is the person."""

    session: str
    calls: int
    last: tuple[int, str | None] | None
    live: int | None


class People:
    """Who comes next in a session, and who is on the line."""

    def __init__(self, shelf: Shelf, rules: Rules) -> None:
        self.shelf = shelf
        self.next: Listed | None = None
        """Who is called by the next key; None: nobody is due, or somebody is on the line."""
        self.live: Listed | None = None
        """Who is on the line, of those on a list."""
        self._rules = rules
        self._step: _Step | None = None
        self._session: Session | None = None
        self._upcoming = Upcoming(shelf, rules)

    def close(self) -> None:
        """Let go of the lists."""
        self.shelf.close()

    def take(self, shelf: Shelf, session: Session, now: "datetime") -> None:
        """The lists have changed: look everybody up anew, and keep whoever is shown."""
        self.shelf.close()
        self.shelf, self._upcoming = shelf, Upcoming(shelf, self._rules)
        shown = who(self.next) if self.next else None
        self._step = None
        self.look(session, now, shown)

    def look(self, session: Session, now: "datetime", wanted: Who | None = None) -> bool:
        """See whether the session has moved on; whether anybody was looked up. `wanted` is to be the next one."""
        calls, before = session.calls, self._session
        step = _Step(session.id, len(calls), (calls[-1].n, calls[-1].outcome) if calls else None, session.live.n if session.live else None)
        is_fine = self.next is None or number_key(self.next.person.phone) not in self._upcoming.forbidden(session)
        self._session = session
        if step == self._step and is_fine and wanted is None:
            return False
        wanted = wanted or (_brought_back(before, session) if before else None)
        self._step = step
        self.live = self.next = None
        if session.live is not None:
            contact = session.live.contact
            self.live = self.one((contact.list, contact.id)) if contact and contact.list and contact.id else None
        else:
            again = self.one(wanted) if wanted else None
            self.next = again if again and again.standing.stage != Stage.BLOCKED else self._upcoming.next(session, now)
        return True

    def look_for_somebody(self, now: "datetime") -> bool:
        """Where nobody was due, somebody may be by now; whether that is so."""
        if self.next is not None or self._session is None or self._session.live is not None:
            return False
        self.next = self._upcoming.next(self._session, now)
        return self.next is not None

    def one(self, wanted: Who) -> Listed | None:
        """Somebody, as they stand now."""
        return self.shelf.one(*wanted) if self._session is None else self._upcoming.one(self._session, wanted)

    def due(self, now: "datetime", without: Who | None) -> Listed | None:
        """The oldest callback that is due, of those that the session is about; not `without`."""
        session = self._session
        found = (self.one((listed.list, listed.person.id)) for listed in self.shelf.callbacks(now) if session is None or session.list in (None, listed.list))
        return next((one for one in found if one and one.standing.stage == Stage.CALLBACK and (one.standing.due_at or now) <= now and who(one) != without), None)

    def found(self, words: str, most: int) -> list[Listed]:
        """People of the session's list, or of all lists where it has none, in whom all of the words stand."""
        return self.shelf.search(words, self._session.list if self._session else None, most)

    def contact(self) -> Contact | None:
        """Who is called next, as a call keeps it."""
        if self.next is None:
            return None
        person = self.next.person
        return Contact(person.name, person.phone, self.next.list, person.id)


def who(listed: Listed) -> Who:
    """List and id of a person."""
    return listed.list, listed.person.id


def _brought_back(before: Session, now: Session) -> Who | None:
    """Whom the last step back, or a call that was dropped, has left to be called again."""
    if now.live is not None or before.id != now.id:
        return None
    if len(now.calls) < len(before.calls):
        last = before.calls[len(now.calls)]
    elif before.live is not None and len(now.calls) == len(before.calls):
        last = before.live
    else:
        return None
    contact = last.contact
    return (contact.list, contact.id) if contact and contact.list and contact.id else None

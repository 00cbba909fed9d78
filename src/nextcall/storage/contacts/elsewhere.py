"""Calls to somebody that no list knows of: made before there was one, without one, or brought in from elsewhere."""

from __future__ import annotations

import re

from nextcall.contacts.duplicates import name_key, number_key
from nextcall.contacts.touching import touch_of
from nextcall.core.query import Query, Term
from nextcall.errors import NextcallError

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from datetime import datetime

    from nextcall.contacts.person import Person, Touch
    from nextcall.core.session import Contact
    from nextcall.storage.index.index import Index
    from nextcall.storage.sessions import Sessions

MOST = 50
"""Sessions that are read for it, the newest."""


def elsewhere(index: Index, sessions: Sessions, person: Person) -> tuple[Touch, ...]:
    """What such calls came to, in the order of their time. They change nothing of where the person stands."""
    words = re.findall(r"\w+", person.name.casefold())
    if not words:
        return ()
    found: list[Touch] = []
    named = Query(calls=(Term("contact", max(words, key=len), part=True),))
    for entry in index.entries(index.numbers(named)[:MOST]):
        try:
            session = sessions.read(f"{sessions.folder}/sessions/{entry.path}").bench.session
        except (OSError, NextcallError):
            continue  # it is named by the commands that list the history
        found += [touch_of(session, call) for call in session.calls if call.contact and call.tagged_at and session.outcome(call.outcome) and _is(person, call.contact)]
    return tuple(sorted(found, key=_when))


def in_order(person: Person, others: tuple[Touch, ...]) -> list[Touch]:
    """All calls to a person, those that no list knows of among them."""
    return sorted((*person.touches, *others), key=_when)


def _when(touch: Touch) -> tuple[datetime, str, int]:
    return touch.at, touch.session, touch.n


def _is(person: Person, contact: Contact) -> bool:
    """Whether somebody who is on no list is this person: by the number where both have one, else by the name."""
    if contact.list and contact.id:
        return False
    numbers = number_key(person.phone), number_key(contact.phone)
    return numbers[0] == numbers[1] if all(numbers) else name_key(person.name) == name_key(contact.name)

"""Numbers that are not to be called, blocked and allowed by hand. The lock of the data folder must be held."""

from __future__ import annotations

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.person import Act
from nextcall.errors import InputError
from nextcall.storage.contacts.blocks import Block
from nextcall.storage.contacts.lists import Lists, Said
from nextcall.storage.contacts.settling import settled_blocks
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nextcall.contacts.person import Person
    from nextcall.core.session import Session
    from nextcall.storage.contacts.shelf import Shelf


def block(lists: Lists, phone: str, at: datetime, name: str = "") -> None:
    """Never call a number again, whoever has it. Raises `InputError` where it is none, `OSError` or `StorageError`."""
    key = _key(phone)
    others = [one for one in lists.blocks() if one.session is not None or number_key(one.phone) != key]
    lists.save_blocks([*others, Block(phone, name, at)])


def block_all(lists: Lists, people: Sequence[Person], at: datetime) -> None:
    """Never call the numbers of some people again. Raises `OSError` or `StorageError`."""
    rows = {number_key(person.phone): Block(person.phone, person.name, at) for person in people}
    if rows:
        lists.save_blocks([*(one for one in lists.blocks() if one.session is not None or number_key(one.phone) not in rows), *rows.values()])


def forbidden(lists: Lists, session: Session | None = None) -> set[str]:
    """What the numbers that are not to be called are compared by; with what an open session says. Raises `StorageError`."""
    waiting = {name: lists.session(name) for name in lists.awaited()}
    known = {name: there for name, there in waiting.items() if there is not None or not lists.has_ended(name)}
    if session is not None:
        known[session.id] = session
    return {key for one in settled_blocks(lists.blocks(), known) if one.holds and (key := number_key(one.phone))}


def allow(lists: Lists, shelf: Shelf, phone: str, at: datetime) -> None:
    """A number may be called again, whoever forbade it; whoever has it is called as if nothing had been. Raises as `block`."""
    key = _key(phone)
    known = lists.blocks()
    mine = [one for one in known if number_key(one.phone) == key]
    by_hand = next((one for one in mine if one.session is None), None) or Block(phone, "", at)
    others = [one._replace(allowed_at=at) if one in mine else one for one in known if one is not by_hand]
    lists.save_blocks([*others, by_hand._replace(allowed_at=at)])
    for found in shelf.by_phone(phone):
        if any(touch.then == "do-not-call" for touch in found.person.touches):
            lists.say(Said(found.list, found.person.id, Act(at, "open")))


def _key(phone: str) -> str:
    key = number_key(phone)
    if not key:
        raise InputError(f"'{line(phone, 60)}' is no number")
    return key

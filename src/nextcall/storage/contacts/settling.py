"""Writing into the lists what waits: what ended sessions did to their people, and what the caller said."""

from __future__ import annotations

from typing import NamedTuple

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.touching import acted, blocks, touched, touches
from nextcall.errors import StorageError
from nextcall.storage.contacts.blocks import Block, allowed_again
from nextcall.storage.contacts.codec import CallList

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nextcall.contacts.person import Act, Person, Touch
    from nextcall.core.session import Session
    from nextcall.storage.contacts.lists import Lists, Said

MANY = 20
"""So many sessions may wait before the lists are written by themselves, however large they are."""
LITTLE = 5_000_000
"""Bytes of lists that are written at the end of a session."""


def settle(lists: Lists, change: dict[str, Callable[[CallList], CallList]] | None = None) -> None:
    """Write everything that waits, and with it a change of some lists by name; the lock of the data folder must be held.

    Raises `OSError`, or `StorageError` where one of the lists to be changed, or a small file, does not fit: nothing has been
    forgotten then, and it can be tried again. What waits for another list that does not fit goes on waiting. The lists
    come first, then what waits is let go: whatever ends the program between them does no harm.
    """
    waits = _waits(lists)
    wanted = change or {}
    unfit: set[str] = set()
    for name in sorted({*lists.names(), *wanted}):
        try:
            _settle_list(lists, name, waits, wanted.get(name))
        except StorageError:
            if name in wanted:
                raise
            unfit.add(name)
    numbers = lists.blocks()
    settled = tuple(settled_blocks(numbers, waits.sessions))
    if settled != numbers:
        lists.save_blocks(settled)
    done = [session for session, found in waits.sessions.items() if found is not None and not any(name in unfit for name, _, _ in touches(found))]
    lists.settled(done, [said for said in waits.said if said.list in unfit])


def settle_if_little(lists: Lists) -> bool:
    """Settle where that is soon done, or too much waits; whether it was done. The lock must be held. Raises as `settle`."""
    waiting = [session for session in lists.awaited() if lists.has_ended(session)]
    if not waiting:
        return False
    sizes = sum(found.size for found in map(lists.identity, lists.names()) if found)
    if sizes > LITTLE and len(waiting) <= MANY:
        return False
    settle(lists)
    return True


class _Change(NamedTuple):
    """What waits for one person."""

    met: dict[str, list[Touch]]
    """What came of them, by session."""
    acts: list[Act]


class _Waits(NamedTuple):
    """What waits."""

    sessions: dict[str, Session | None]
    """Those that can be read, and those of which there is no file: they are open or dropped, and lists have nothing of them."""
    said: tuple[Said, ...]
    changes: dict[str, dict[str, _Change]]
    """By list and id."""


def _waits(lists: Lists) -> _Waits:
    found = {session: lists.session(session) for session in lists.awaited()}
    sessions = {session: there for session, there in found.items() if there is not None or not lists.has_ended(session)}
    said = lists.said()
    changes: dict[str, dict[str, _Change]] = {}
    for session, there in sessions.items():
        for name, person, touch in touches(there) if there else ():
            changes.setdefault(name, {}).setdefault(person, _Change({}, [])).met.setdefault(session, []).append(touch)
    for one in said:
        changes.setdefault(one.list, {}).setdefault(one.id, _Change({}, [])).acts.append(one.act)
    return _Waits(sessions, said, changes)


def _settle_list(lists: Lists, name: str, waits: _Waits, change: Callable[[CallList], CallList] | None) -> None:
    """Write one list where anything waits for it. Raises `OSError` or `StorageError`."""
    changes = waits.changes.get(name, {})
    there = lists.identity(name) is not None
    ids = [session.encode() for session in waits.sessions]
    if not (changes or change or (there and lists.fitting(name, lambda content: any(session in content for session in ids)))):
        return
    if not (there or change):  # a list that is gone
        return
    from nextcall.storage.contacts.quick import Split  # noqa: PLC0415 (its library costs more than most commands; seldom is a list written)

    before = lists.split(name) if there else Split(CallList(), ())
    listed = before.listed
    people = tuple(_settled(person, changes.get(person.id, _NOTHING), waits.sessions) for person in listed.people)
    if any(after is not person for after, person in zip(people, listed.people, strict=True)):
        listed = listed._replace(people=people)
    if change:
        listed = change(listed)
    if listed is not before.listed or not there:
        lists.save(name, listed, before)


_NOTHING = _Change({}, [])


def _settled(person: Person, change: _Change, sessions: dict[str, Session | None]) -> Person:
    """A person after what waited; the very same where nothing did."""
    after = person
    for session in {touch.session for touch in person.touches if touch.session in sessions} | change.met.keys():
        after = touched(after, session, change.met.get(session, ()))
    for act in change.acts:
        after = acted(after, act)
    return person if after == person else after


def settled_blocks(numbers: Iterable[Block], sessions: dict[str, Session | None]) -> list[Block]:
    """The numbers that are not to be called, with what these sessions say of them now; one entry for each number and session."""
    known = list(numbers)
    allowed = allowed_again(known)
    before = {(number_key(block.phone), block.session): block for block in known}
    found = [block for block in known if block.session not in sessions]
    for session, there in sessions.items():
        asked: dict[str, Block] = {}
        for call, phone in blocks(there) if there else ():
            if call.tagged_at is not None:
                key = number_key(phone)
                old = before.get((key, session))
                name = call.contact.name if call.contact else ""
                asked[key] = Block(phone, name, call.tagged_at, session, call.n, allowed.get(key), old.extra if old else {})
        found += asked.values()
    return sorted(found, key=lambda block: (block.at, block.phone, block.session or ""))

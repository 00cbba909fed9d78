"""Writing into the lists what waits: what ended sessions did to their people, and what the caller said."""

from __future__ import annotations

from nextcall.contacts.touching import acted, blocks, touched, touches
from nextcall.storage.contacts.lists import Block, Lists

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nextcall.contacts.person import Person, Touch
    from nextcall.core.session import Session
    from nextcall.storage.contacts.codec import CallList

MANY = 20
"""So many sessions may wait before the lists are written by themselves."""


def settle(lists: Lists, change: dict[str, Callable[[CallList], CallList]] | None = None) -> None:
    """Write everything that waits, and with it a change of some lists by name; the lock of the data folder must be held.

    Raises `OSError`, or `StorageError` where a list does not fit: nothing has been forgotten then, and it can be
    tried again. The lists come first, then what waits is let go: whatever ends the program between them does no harm.
    """
    waiting = {session: lists.session(session) for session in lists.awaited()}
    ended = {session: found for session, found in waiting.items() if found is not None}
    changes = _changes(lists, ended.values())
    wanted = change or {}
    for name in sorted(changes.keys() | wanted.keys()):
        if lists.identity(name) is None and name not in wanted:
            continue
        before = lists.read(name) if lists.identity(name) is not None else _empty()
        after = wanted.get(name, _same)(_changed(before, changes.get(name, {})))
        if after != before or lists.identity(name) is None:
            lists.save(name, after)
    numbers = lists.blocks()
    settled = tuple(settled_blocks(numbers, ended))
    if settled != numbers:
        lists.save_blocks(settled)
    lists.settled(ended)


_Change = dict[str, list["Callable[[Person], Person]"]]


def _changes(lists: Lists, sessions: Iterable[Session]) -> dict[str, _Change]:
    """What waits, by list and person."""
    found: dict[str, _Change] = {}
    for session in sessions:
        met: dict[tuple[str, str], list[Touch]] = {}
        for name, person, touch in touches(session):
            met.setdefault((name, person), []).append(touch)
        for name in {name for name, _ in met} | ({session.list} if session.list else set()):
            found.setdefault(name, {})
        for (name, person), these in met.items():
            found[name].setdefault(person, []).append(lambda one, session=session.id, these=these: touched(one, session, these))  # type: ignore[misc]  # mypy does not see through the defaults
    for said in lists.said():
        found.setdefault(said.list, {}).setdefault(said.id, []).append(lambda one, act=said.act: acted(one, act))  # type: ignore[misc]  # as above
    sessions_of = {session.id for session in sessions}
    for change in found.values():
        change.setdefault("", []).append(lambda one: one._replace(touches=tuple(touch for touch in one.touches if touch.session not in sessions_of)))
    return found


def _changed(listed: CallList, change: _Change) -> CallList:
    """A list after what waited: first the touches of those sessions are taken off everybody, then put on whom they met."""
    if not change:
        return listed
    off = change.get("", [])
    people = list(listed.people)
    for i, person in enumerate(people):
        for how in (*(off if person.touches else ()), *change.get(person.id, ())):
            people[i] = how(people[i])
    return listed._replace(people=tuple(people))


def settled_blocks(numbers: Iterable[Block], ended: dict[str, Session]) -> Iterable[Block]:
    """The numbers that are not to be called, with what these sessions say of them now."""
    found = {block.phone: block for block in numbers if block.session not in ended}
    allowed = {block.phone: block.allowed_at for block in numbers if block.allowed_at is not None}
    for session in ended.values():
        for call, phone in blocks(session):
            before = found.get(phone)
            if call.tagged_at is not None and (before is None or not before.holds):
                name = call.contact.name if call.contact else ""
                found[phone] = Block(phone, name, call.tagged_at, session.id, call.n, allowed.get(phone))
    return sorted(found.values(), key=lambda block: (block.at, block.phone))


def _same(listed: CallList) -> CallList:
    return listed


def _empty() -> CallList:
    from nextcall.storage.contacts.codec import CallList as Empty  # noqa: PLC0415 (the name above is for readers of types)

    return Empty()

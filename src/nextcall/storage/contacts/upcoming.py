"""Who is called next in an open session: by the shelf, and by what this session has done already."""

from __future__ import annotations

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.person import Person
from nextcall.contacts.queue import Rules, Stage, Standing, is_due, rank, standing
from nextcall.contacts.touching import blocks, touched, touches

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from nextcall.contacts.person import Touch
    from nextcall.core.session import Session
    from nextcall.storage.contacts.shelf import Listed, Shelf

    Known = dict[tuple[str, str], Listed | None]

CALLBACKS = "callbacks"
"""The preset that goes through the callbacks of all lists and through nothing else."""


def upcoming(shelf: Shelf, session: Session, rules: Rules, now: datetime, known: Known | None = None) -> Listed | None:
    """Who comes next; None where the session has no list, or nobody is due.

    `known` is kept by whoever asks again and again with one shelf: nobody is looked up twice then.
    """
    only_callbacks = session.preset == CALLBACKS and session.list is None
    if session.list is None and not only_callbacks:
        return None
    met = _met(session)
    blocked = _blocked(session)
    without = set(met)
    if session.live and session.live.contact and session.live.contact.list and session.live.contact.id:
        without.add((session.live.contact.list, session.live.contact.id))
    found = shelf.next(session.list, now, without, only_callbacks=only_callbacks)
    while found is not None and number_key(found.person.phone) in blocked:
        without.add((found.list, found.person.id))
        found = shelf.next(session.list, now, without, only_callbacks=only_callbacks)
    found_again = _again(shelf, session, met, rules, now, {} if known is None else known)
    again = [one for one in found_again if _fits(one, session, now, only_callbacks=only_callbacks) and number_key(one.person.phone) not in blocked and not shelf.is_blocked(one.person.phone)]
    everyone = [*again, *([found] if found else [])]
    return min(everyone, key=lambda one: rank(one.standing, one.position)) if everyone else None


def as_now(shelf: Shelf, session: Session | None, rules: Rules, name: str, id_: str) -> Listed | None:
    """One person, with what the open session knows of them."""
    found = shelf.one(name, id_)
    if found is None or session is None:
        return found
    person = touched(found.person, session.id, _met(session).get((name, id_), []))
    is_blocked = shelf.is_blocked(person.phone) or number_key(person.phone) in _blocked(session)
    return found._replace(person=person, standing=Standing(Stage.BLOCKED) if is_blocked else standing(person, rules))


def _blocked(session: Session) -> set[str]:
    """The numbers that the session says are not to be called."""
    return {key for _, phone in blocks(session) if (key := number_key(phone))}


def _met(session: Session) -> dict[tuple[str, str], list[Touch]]:
    """Whom the session has called, with what came of it."""
    found: dict[tuple[str, str], list[Touch]] = {}
    for name, person, touch in touches(session):
        found.setdefault((name, person), []).append(touch)
    return found


def _again(shelf: Shelf, session: Session, met: dict[tuple[str, str], list[Touch]], rules: Rules, now: datetime, known: Known) -> Iterator[Listed]:  # noqa: PLR0913, PLR0917 (two truths, what both say, and when)
    """Those whom the session has called and who may be due again, as they stand now."""
    for who, these in met.items():
        if who not in known:
            known[who] = shelf.one(*who)
        found = known[who]
        if found is not None and (_may_be_due(these[-1], rules, now) or any(act.at > these[-1].at for act in found.person.acts)):
            person = touched(found.person, session.id, these)
            yield found._replace(person=person, standing=standing(person, rules))


def _may_be_due(last: Touch, rules: Rules, now: datetime) -> bool:
    """Whether somebody may have to be called again by now, after this last call: of a long session that is true of few."""
    alone = standing(Person("", touches=(last,)), rules)
    return last.then == "keep" or is_due(alone, now)


def _fits(one: Listed, session: Session, now: datetime, *, only_callbacks: bool) -> bool:
    live = session.live.contact if session.live else None
    here = one.list == session.list or only_callbacks
    return here and is_due(one.standing, now) and (live is None or (live.list, live.id) != (one.list, one.person.id)) and (one.standing.stage == Stage.CALLBACK or not only_callbacks)

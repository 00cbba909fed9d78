"""From the calls of a session to the touches of the people who were called."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from nextcall.contacts.person import Act, Person, Touch
from nextcall.core.session import Call, Session


def touches(session: Session) -> Iterator[tuple[str, str, Touch]]:
    """List, id and touch of every tagged call to somebody on a list."""
    outcomes = {outcome.id: outcome for outcome in session.outcomes}
    for call in session.calls:
        contact, outcome = call.contact, outcomes.get(call.outcome or "")
        if contact is None or outcome is None or call.tagged_at is None or not (contact.list and contact.id):
            continue
        yield contact.list, contact.id, touch_of(session, call)


def touch_of(session: Session, call: Call) -> Touch:
    """What a tagged call came to, as the person on the list keeps it."""
    outcome = next((outcome for outcome in session.outcomes if outcome.id == call.outcome), None)
    assert outcome is not None  # noqa: S101 (a session has the outcomes of its calls)
    assert call.tagged_at is not None  # noqa: S101 (a tagged call)
    return Touch(session.id, call.n, call.tagged_at, outcome.id, outcome.name, outcome.then, outcome.connect, call.note, call.callback_at)


def touched(person: Person, session: str, found: Iterable[Touch]) -> Person:
    """The person with what came of them in one session, and nothing else from it; fields that are not known here stay."""
    others = [touch for touch in person.touches if touch.session != session]
    extra = {touch.n: touch.extra for touch in person.touches if touch.session == session and touch.extra}
    now = [touch._replace(extra=extra[touch.n]) if touch.n in extra else touch for touch in found]
    return person._replace(touches=tuple(sorted((*others, *now), key=lambda touch: (touch.at, touch.session, touch.n))))


def acted(person: Person, act: Act) -> Person:
    """The person with what the caller said of them; once, however often it is said."""
    return person._replace(acts=tuple(sorted((*(one for one in person.acts if one != act), act), key=_in_order)))


def _in_order(act: Act) -> tuple[datetime, str, float]:
    return act.at, act.kind, act.until.timestamp() if act.until else 0.0


def blocks(session: Session) -> Iterator[tuple[Call, str]]:
    """The calls of a session after which a number is not to be called again, with that number as it stands there."""
    forbidding = {outcome.id for outcome in session.outcomes if outcome.then == "do-not-call"}
    for call in session.calls:
        if call.outcome in forbidding and call.contact is not None and call.contact.phone:
            yield call, call.contact.phone

"""Imported calls as sessions: one for each caller, day and stretch without a long gap; and new calls among old.

A stretch in which a session stands already is that session's. Of several, the nearest has a new call.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from nextcall.core.outcomes import Outcome
from nextcall.core.session import Call, Correction, Session, next_number
from nextcall.exchange.rows import MARK, Imported, mark

MOST_CALLS = 4000
"""Calls that a session may get: its file has a limit."""
LARGEST = 3_000_000
"""Bytes that its file may have by our reckoning."""


class Standing(NamedTuple):
    """A session that was imported before."""

    session: Session
    size: int
    """Bytes of its file."""


class Sitting(NamedTuple):
    """New calls that belong together."""

    standing: Session | None
    """The session that they are added to; None: a new one."""
    calls: tuple[Imported, ...]
    """In order of their start."""


def was_imported(session: Session) -> bool:
    """Whether calls of the session came from a file."""
    return any(MARK in call.extra for call in session.calls)


def sittings(calls: Iterable[Imported], standing: Iterable[Standing], gap: timedelta) -> list[Sitting]:
    """The sessions that new calls make, or that they are added to."""
    callers: dict[str, list[Imported]] = {}
    for call in calls:
        callers.setdefault(call.caller, []).append(call)
    there: dict[str, list[Standing]] = {}
    for known in standing:
        there.setdefault(known.session.host, []).append(known)
    return [found for caller, own in callers.items() for found in _of_one(own, there.get(caller, []), gap)]


class _Block(NamedTuple):
    """A call, or a whole session that stands already."""

    start: datetime
    end: datetime
    new: Imported | None
    old: Standing | None

    @property
    def day(self) -> date:
        return self.start.date()


def _of_one(calls: list[Imported], standing: list[Standing], gap: timedelta) -> Iterable[Sitting]:
    blocks = [_Block(*_span(call.call), call, None) for call in calls]
    blocks += [_Block(known.session.started_at, known.session.ended_at or known.session.started_at, None, known) for known in standing]
    blocks.sort(key=lambda block: (block.start, block.new.line if block.new else 0))
    run: list[_Block] = []
    end = datetime.min.replace(tzinfo=UTC)
    for block in blocks:
        if run and (block.start - end > gap or block.day != run[0].day):
            yield from _of_run(run)
            run = []
        end = max(end, block.end) if run else block.end
        run.append(block)
    yield from _of_run(run)


def _span(call: Call) -> tuple[datetime, datetime]:
    start = call.dialed_at or call.tagged_at
    if start is None:
        raise ValueError("an imported call has its times")
    return start, call.tagged_at or start


def _of_run(run: list[_Block]) -> Iterable[Sitting]:
    """The sittings of one stretch of blocks."""
    old = [block for block in run if block.old]
    room = {id(block): LARGEST - block.old.size for block in old if block.old}
    added: dict[int, list[Imported]] = {id(block): [] for block in old}
    fresh: list[Imported] = []
    for block in run:
        if block.new is None:
            continue
        weight = _weight(block.new)
        near = min(old, key=lambda known: max(known.start - block.start, block.start - known.end), default=None)
        if near is None or near.old is None or room[id(near)] < weight or len(near.old.session.calls) + len(added[id(near)]) >= MOST_CALLS:
            fresh.append(block.new)
        else:
            room[id(near)] -= weight
            added[id(near)].append(block.new)
    for block in old:
        if block.old and added[id(block)]:
            yield Sitting(block.old.session, tuple(added[id(block)]))
    yield from (Sitting(None, part) for part in _parts(fresh))


def _parts(calls: list[Imported]) -> Iterable[tuple[Imported, ...]]:
    """Calls in parts that a file can hold."""
    part: list[Imported] = []
    weight = 0
    for call in calls:
        if part and (len(part) >= MOST_CALLS or weight + _weight(call) > LARGEST):
            yield tuple(part)
            part, weight = [], 0
        part.append(call)
        weight += _weight(call)
    if part:
        yield tuple(part)


def _weight(found: Imported) -> int:
    """Bytes that a call has in a file, at most."""
    contact = found.call.contact
    words = len(found.call.note) + sum(map(len, found.tags)) + (len(contact.name) + len(contact.phone) if contact else 0)
    return 700 + 4 * words


def new_session(calls: Sequence[Imported], outcomes: tuple[Outcome, ...], zone: str | None, is_free: Callable[[Session], bool]) -> Session:
    """The session of some calls of one caller; its id is the same whenever the same calls make it."""
    caller = calls[0].caller
    started = min(_span(found.call)[0] for found in calls)
    session = Session(
        id="",
        started_at=started,
        title=f"Imported ({caller})" if caller else "Imported",
        host=caller,
        tags=_tags((), calls),
        time_zone=zone,
        ended_at=max(_span(found.call)[1] for found in calls),
        end="ended",
        outcomes=outcomes,
        calls=tuple(call._replace(n=n) for n, call in enumerate(_in_order((), [found.call for found in calls]), 1)),
    )
    tries = 0
    while True:
        token = mark((caller, str(calls[0].call.extra[MARK]), str(tries)))[:4]
        session = session._replace(id=f"{started.astimezone(UTC):%Y%m%dT%H%M%SZ}-{token}")
        if is_free(session):
            return session
        tries += 1


def added_to(session: Session, calls: Sequence[Imported], outcomes: tuple[Outcome, ...]) -> Session:
    """A session with more calls in it: those that were there keep what was corrected of them.

    Where the trail speaks of calls by their numbers, these stay, and the new ones get the next numbers.
    """
    known = {outcome.id for outcome in session.outcomes}
    first = next_number(session) if session.trail else 1
    new = [found.call._replace(n=first + i) for i, found in enumerate(calls)]
    together = _in_order(session.calls, new)
    if not session.trail:
        together = tuple(call._replace(n=n) for n, call in enumerate(together, 1))
    return session._replace(
        started_at=min(session.started_at, *(_span(found.call)[0] for found in calls)),
        ended_at=max(session.ended_at or session.started_at, *(_span(found.call)[1] for found in calls)),
        tags=_tags(session.tags, calls),
        outcomes=(*session.outcomes, *(outcome for outcome in outcomes if outcome.id not in known)),
        calls=together,
        trail=tuple(_moved(step, session.calls, together) for step in session.trail),
    )


def _tags(before: tuple[str, ...], calls: Iterable[Imported]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *(tag for found in calls for tag in found.tags))))


def _in_order(old: Sequence[Call], new: Iterable[Call]) -> tuple[Call, ...]:
    """All calls in the order of their tags; the old ones keep their order among themselves."""
    latest = datetime.min.replace(tzinfo=UTC)
    slots: list[tuple[datetime, int, Call]] = []
    for call in old:
        latest = max(latest, call.tagged_at or latest)
        slots.append((latest, 0, call))
    slots += [(_span(call)[1], 1, call) for call in new]
    return tuple(call for _, _, call in sorted(slots, key=lambda slot: slot[:2]))


def _moved(step: Correction, before: Sequence[Call], after: Sequence[Call]) -> Correction:
    """A step of the trail with the position, where it has one, that its call has now."""
    if step.position is None:
        return step
    numbers = [call.n for call in after]
    at = numbers.index(before[step.position].n) if step.position < len(before) else len(after)
    return step._replace(position=at)

"""What is the same in every picture of a session: found once, however long the session is."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len

from nextcall.core.counts import counts
from nextcall.core.durations import (
    clock_text,
    gaps,
    paused_seconds,
    talk_seconds,
    wrap_up_seconds,
)
from nextcall.core.session import Call, Session
from nextcall.text import line
from nextcall.tui.charts.timeline import Piece, paused, pieces
from nextcall.tui.widgets.numbers import UNKNOWN

TIMES = ("talk", "wrap-up", "gap")
"""What a call took, by name."""
_WIDEST_NAME, _WIDEST_OUTCOME = 24, 16
"""Cells that names of people and of outcomes take at most."""


class Took(NamedTuple):
    """Seconds of one call; None where they are not known."""

    talk: float | None
    wrap_up: float | None
    gap: float | None
    """From the tag before to the dial."""


class Outline(NamedTuple):
    """A session, ready to be drawn."""

    items: tuple[int, ...]
    """What the list has from top to bottom: positions of calls, and of pauses as `~position`."""
    places: tuple[int, ...]
    """Where each call stands among the items."""
    took: tuple[Took, ...]
    """Of each call."""
    widths: tuple[int, int, int]
    """Cells of the widest talk, wrap-up and gap, and of their names."""
    digits: int
    outcome: int
    """Cells of the widest outcome."""
    who: int
    """Cells of the widest name; 0 where nobody is named."""
    figures: tuple[str, ...]
    """Calls, conversations, talk and so on, in words."""
    pieces: tuple[Piece, ...]
    pauses: tuple[tuple[float, float], ...]
    seconds: float
    """How long the time line is."""


def outline(session: Session) -> Outline:
    """The outline of a session."""
    at = session.ended_at or session.last_event_at
    items = _items(session)
    took = _took(session)
    on_line, pauses = pieces(session), paused(session, at)
    names = [cell_len(line(who(call))) for call in session.calls]
    outcomes = [cell_len(outcome.name) for outcome in session.outcomes if any(call.outcome == outcome.id for call in session.calls)]
    lasted = (at - session.started_at).total_seconds()
    return Outline(
        items,
        tuple(place for place, item in enumerate(items) if item >= 0),
        took,
        (_widest(took, 0), _widest(took, 1), _widest(took, 2)),
        max([2, *(len(str(call.n)) for call in session.calls)]),
        min(_WIDEST_OUTCOME, max([len("outcome"), *outcomes])),
        min(_WIDEST_NAME, max(names, default=0)),
        _figures(session, took),
        on_line,
        pauses,
        max([lasted, *(piece.end for piece in on_line), *(end for _, end in pauses), 1.0]),
    )


def _items(session: Session) -> tuple[int, ...]:
    """Calls in their order, each pause before the first call that came after it began."""
    items: list[int] = []
    left = sorted(range(len(session.pauses)), key=lambda i: session.pauses[i].started_at)
    for position, call in enumerate(session.calls):
        first = call.dialed_at or call.tagged_at
        while left and first is not None and session.pauses[left[0]].started_at <= first:
            items.append(~left.pop(0))
        items.append(position)
    return (*items, *(~i for i in left))


def _took(session: Session) -> tuple[Took, ...]:
    at = session.ended_at or session.last_event_at
    pairs = [(), *pairwise(session.calls)]
    found = []
    for call, pair in zip(session.calls, pairs, strict=False):
        gap = gaps(session._replace(calls=pair, live=None)) if pair else []
        found.append(
            Took(
                talk_seconds(session, call, at) if call.dialed_at else None,
                wrap_up_seconds(session, call, at) if call.hung_up_at and call.tagged_at else None,
                gap[0] if gap else None,
            )
        )
    return tuple(found)


def _figures(session: Session, took: Sequence[Took]) -> tuple[str, ...]:
    from statistics import median  # noqa: PLC0415 (as slow to load as the screen itself)

    done = counts(session)
    waited = [one.gap for one in took if one.gap is not None]
    rest = paused_seconds(session, session.ended_at or session.last_event_at)
    parts = [
        f"{done.calls} call{'' if done.calls == 1 else 's'}",
        f"{done.conversations} conversation{'' if done.conversations == 1 else 's'}",
        f"helped {done.helps}",
    ]
    if any(one.talk is not None for one in took):
        parts.append(f"talk {clock_text(sum(one.talk or 0 for one in took))}")
    if waited:
        parts.append(f"median gap {clock_text(median(waited))}")
    if rest >= 1:
        parts.append(f"paused {clock_text(rest)}")
    return tuple(parts)


def who(call: Call) -> str:
    """Who was called, as far as it is known."""
    return (call.contact.name or call.contact.phone) if call.contact else ""


def took_text(seconds: float | None) -> str:
    """A duration in the list; one that is not known is a dash."""
    return UNKNOWN if seconds is None else clock_text(seconds)


def _widest(took: Sequence[Took], column: int) -> int:
    return max([len(TIMES[column]), *(len(took_text(one[column])) for one in took)])

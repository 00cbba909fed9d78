"""What a session was practised by, and the marks of its calls, from the session."""

from __future__ import annotations

from nextcall.stats.facts import NONE, Mark, Process, minutes_ahead, ms
from nextcall.text import line, lines

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from nextcall.stats.derive import Source
    from nextcall.stats.facts import Span

_LONGEST, _NAME = 10_000, 200
"""Characters of a line, and of a name."""


def process_of(session: Source, dialled: Sequence[int], started: int, pauses: Iterable[Span]) -> Process:
    """What a session was practised by; `dialled` are its dials or `NONE`, in milliseconds as all the rest."""
    calls = session.calls
    first = next((at for at in dialled if at != NONE), None)
    paused = sum(min(end, first) - start for start, end in pauses if start < first) if first is not None else 0
    return Process(
        asked=sum([call.asked for call in calls]),
        learned=sum([call.learned for call in calls]),
        self_score=session.summary.self_score,
        coach_score=session.summary.coach_score,
        first_dial=NONE if first is None else max(0, first - started - paused),
        marks=tuple([mark for call in calls if call.bright or call.help or call.introduction for mark in _marks(call)]),
        amounts=tuple([call.amount for call in calls if call.amount]),
    )


def _marks(call: Any) -> Iterator[Mark]:
    """The marks of a call; an introduction stands for its mark."""
    who = line((call.contact.name or call.contact.phone or "") if call.contact else "", _NAME)
    at, ahead, note = ms(call.tagged_at), minutes_ahead(call.tagged_at), lines(call.note or "", _LONGEST)
    if call.bright:
        yield Mark(call.n, at, ahead, "bright", who, lines(call.bright_note or "", _LONGEST))
    brought = call.introduction
    if brought:
        yield Mark(call.n, at, ahead, "introduced", line(brought.who or "", _NAME) or who, note, line(brought.to or "", _NAME), brought.state)
    for kind in call.help or ():
        if not (brought and kind == "introduced"):
            yield Mark(call.n, at, ahead, kind, who, note)

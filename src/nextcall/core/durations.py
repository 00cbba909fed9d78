"""How long things took, pauses left out; and how durations are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from nextcall.core.growing import Growing

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple

    from nextcall.core.session import Breath, Call, Pause, Session
else:
    from nextcall.named import NamedTuple


def session_seconds(session: Session, at: datetime) -> float:
    """Seconds of the session until `at` or its end, pauses left out."""
    return _without_pauses(session.pauses, session.started_at, session.ended_at or at, at)


def paused_seconds(session: Session, at: datetime) -> float:
    """Seconds that the session was paused until `at` or its end."""
    until = session.ended_at or at
    return max(0.0, (until - session.started_at).total_seconds()) - session_seconds(session, at)


def pause_seconds(session: Session, at: datetime) -> float:
    """Seconds since the present pause began; 0 where there is none."""
    if not session.pauses or session.pauses[-1].ended_at is not None:
        return 0.0
    return max(0.0, (at - session.pauses[-1].started_at).total_seconds())


def talk_seconds(session: Session, call: Call, at: datetime) -> float:
    """Dial to hang-up (or to `at` while it lasts); 0 for a tapped call."""
    if call.dialed_at is None:
        return 0.0
    return _without_pauses(session.pauses, call.dialed_at, call.hung_up_at or call.tagged_at or at, at)


def wrap_up_seconds(session: Session, call: Call, at: datetime) -> float:
    """Hang-up to tag (or to `at` while it lasts); 0 where it did not come to that."""
    if call.hung_up_at is None:
        return 0.0
    return _without_pauses(session.pauses, call.hung_up_at, call.tagged_at or at, at)


def total_talk_seconds(session: Session) -> float:
    """Talk time of all calls, the one in progress not counted."""
    found: float = _TALKED.of(session.calls, session.pauses)
    return found


def gaps(session: Session) -> list[float]:
    """Seconds from each tag to the next dial, pauses and breaths left out.

    A tapped call was never dialled for us to see: it has no gap before it.
    """
    found: _Gaps = _GAPS.of(session.calls, (session.pauses, session.breaths))
    return [*found.seconds, *_gaps_of((session.pauses, session.breaths), found.last, (session.live,))] if session.live else list(found.seconds)


def median_gap(session: Session) -> float | None:
    """The middle one of `gaps`; None where there is none."""
    from statistics import median  # noqa: PLC0415 (costs a command more than its own work)

    found = gaps(session)
    return median(found) if found else None


def first_dial_seconds(session: Session) -> float | None:
    """Start to first dial, pauses left out; None where nothing was dialled."""
    dialed = next((call.dialed_at for call in session.calls if call.dialed_at), None)
    return None if dialed is None else _without_pauses(session.pauses, session.started_at, dialed, dialed)


class _Gaps(NamedTuple):
    """The gaps of the calls so far, and the last of these."""

    seconds: tuple[float, ...] = ()
    last: Call | None = None


def _more_gaps(known: _Gaps, more: tuple[Call, ...], rests: tuple[tuple[Pause, ...], tuple[Breath, ...]]) -> _Gaps:
    return _Gaps((*known.seconds, *_gaps_of(rests, known.last, more)), more[-1])


_GAPS = Growing(_Gaps(), _more_gaps)


def _gaps_of(rests: tuple[tuple[Pause, ...], tuple[Breath, ...]], before: Call | None, calls: tuple[Call, ...]) -> Iterator[float]:
    """The gaps before some calls, the first of which follows `before`."""
    pauses, breaths = rests
    for after in calls:
        if before is not None and before.tagged_at is not None and after.dialed_at is not None:
            tagged, dialed = before.tagged_at, after.dialed_at
            breathed = sum(
                _without_pauses(pauses, max(tagged, breath.started_at), min(dialed, breath.ended_at or dialed), dialed)
                for breath in breaths
            )
            yield max(0.0, _without_pauses(pauses, tagged, dialed, dialed) - breathed)
        before = after


def _more_talk(known: float, more: tuple[Call, ...], pauses: tuple[Pause, ...]) -> float:
    return sum((_without_pauses(pauses, call.dialed_at, end, end) for call in more if call.dialed_at and (end := call.hung_up_at or call.tagged_at)), known)


_TALKED = Growing(0.0, _more_talk)


def _without_pauses(pauses: tuple[Pause, ...], start: datetime, end: datetime, at: datetime) -> float:
    paused = sum(_overlap(start, end, pause.started_at, pause.ended_at or at) for pause in pauses)
    return max(0.0, (end - start).total_seconds() - paused)


def _overlap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> float:
    return max(0.0, (min(end, other_end) - max(start, other_start)).total_seconds())


def minutes_text(seconds: float) -> str:
    """`mm:ss` up to 99:59, `h:mm:ss` beyond: the width of a big clock does not change within a session's hour."""
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes:02}:{second:02}" if minutes < 100 else clock_text(seconds)  # noqa: PLR2004 (two digits)


def clock_text(seconds: float) -> str:
    """`m:ss`, or `h:mm:ss` from an hour: 65 s is `1:05`."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"

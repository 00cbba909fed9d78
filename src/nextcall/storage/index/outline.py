"""The outline of a session: its line in the list and what it adds to the sums, without a look at each single call.

The whole of ten years takes three times as long. What is not quite ordinary (tapped calls, breaths,
pauses within a call, moments of more than one time zone or finer than a millisecond) has no outline:
it is looked at as a whole. An outline says the same as `rows_of` does of the whole.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from operator import sub

from nextcall.stats.derive import title_of
from nextcall.stats.facts import BRIGHT, HELP, MILLISECOND, ms, tallied_in
from nextcall.storage.index.quick import as_written
from nextcall.storage.index.reading import last_event
from nextcall.storage.index.rows import Outline, line_of, reach_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nextcall.storage.index.quick import Good, Times

_DAY = 86_400_000
"""Milliseconds."""


def outline_of(read: Good) -> Outline | None:
    """The outline of a session that the quick reader takes; None where it has to be looked at as a whole."""
    if not _ordinary(read):
        return None
    session, times = read.session, read.times
    start, end = session.started_at, session.ended_at
    gaps = list(map(sub, times.dialled[1:], times.tagged))
    paused = _pauses_left_out(gaps, times, session.pauses) if session.pauses else 0
    bits = _bits(read)
    began, ended = ms(start), ms(end)
    last = last_event(session) if session.trail else ended
    ahead = start.utcoffset() // MILLISECOND
    until = ended if times.dialled[-1] == end else max(began, ended - 1)
    days = (began + ahead) // _DAY, (until + ahead) // _DAY
    talked = sum(map(sub, times.hung_up, times.dialled), timedelta()) // MILLISECOND
    when = (began, ended, as_written(start), as_written(end), *days, last)
    done = (*tallied_in(bits)[:-1], ended - began - paused, paused, talked, reach_in(bits))
    return Outline(line_of(session, title_of(session), when, done), gaps, bits, read.called)


def _ordinary(read: Good) -> bool:
    """Whether there are calls, all timed, one after another within a day, and the pauses lie between them; and nothing else."""
    session, (dialled, _, tagged, on), even = read.session, read.times, read.even
    start, end = session.started_at, session.ended_at
    if session.breaths or session.counts_only or not (even and on and tagged) or (end - start).days:
        return False
    for pause in session.pauses or ():
        following = bisect_right(tagged, pause.started_at)
        until = dialled[following] if following < len(dialled) else end
        if pause.ended_at is None or not start <= pause.started_at <= pause.ended_at <= until:
            return False
        start = pause.ended_at
    return True


def _pauses_left_out(gaps: list[timedelta], times: Times, pauses: Any) -> int:
    """Take the pauses out of the gaps in which they lie; returns the milliseconds of all of them."""
    paused = timedelta()
    for pause in pauses:
        lasted = pause.ended_at - pause.started_at
        gap = bisect_right(times.tagged, pause.started_at) - 1
        if 0 <= gap < len(gaps):
            gaps[gap] -= lasted
        paused += lasted
    return paused // MILLISECOND


def _bits(read: Good) -> bytes:
    """The bits of each call, its own marks among them."""
    if not read.marked:
        return read.bits
    bits = bytearray(read.bits)
    for i, call in read.marked:
        bits[i] |= HELP * bool(call.help) | BRIGHT * call.bright
    return bytes(bits)

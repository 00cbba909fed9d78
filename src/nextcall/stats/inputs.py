"""The last lines of a summary: each input of a session against its own natural limits, and evenness.

Inputs are what the caller can do something about: calls per hour, the median gap, talk per hour, the time to the first
dial. Each is judged by the limits of the sessions before it, which it is not among: counts and talk per hour by U′
(sessions are of unequal length; multiplying all by a unit leaves U′ as it is, so seconds will do), gap and start by XmR.
Evenness compares what follows a no with what follows a good call: one with a yes or with help; a no that helped is a good
call. A callback is among them only where it helped, since the flags of a call do not tell of it.
"""

from __future__ import annotations

from nextcall.stats.evenness import BAND, Evenness, StepsKept, evenness, steps_kept
from nextcall.stats.facts import COUNTS, HELP, NO, NONE, YES
from nextcall.stats.inputs_words import evenness_sentences, sentence
from nextcall.stats.limits import Limits, Verdict, judge, u_prime, xmr
from nextcall.stats.middle import median
from nextcall.stats.pace import gaps_after
from nextcall.stats.plainly import all_rounded

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, NamedTuple

    from nextcall.stats.facts import Facts
else:
    from nextcall.named import NamedTuple

NAMES = ("calls", "gap", "talk", "start")
"""The inputs, in the order of the summary."""
EARLIER = 200
"""So many sessions before this one make the limits."""
NEAR = 100
"""So many of them, and this one, tell of evenness."""
_HOUR = 3_600_000
_SECOND = 1000
_UNITS = {"calls": "per hour", "gap": "seconds", "talk": "seconds per hour", "start": "seconds"}


class Input(NamedTuple):
    """An input of a session, and what its limits say of it."""

    name: str
    """One of `NAMES`."""
    value: float
    """Calls per hour; seconds; of talk seconds per hour."""
    hours: float | None
    """Of the session, where the value is one per hour."""
    limits: Limits
    """Of the sessions before."""
    verdict: Verdict


class Judged(NamedTuple):
    """A session against its caller's own limits."""

    inputs: tuple[Input, ...]
    """Those that are known of the session."""
    pace: Evenness
    steps: StepsKept


def judged(now: Facts, earlier: Sequence[Facts]) -> Judged:
    """A session against those before it, which are given newest first."""
    past = list(reversed(earlier[:EARLIER]))
    near = [*earlier[:NEAR], now]
    found = (_input(name, now, past) for name in NAMES)
    kept = [sum(numbers) for numbers in zip(*map(_steps_after, near), strict=True)]
    return Judged(tuple(one for one in found if one), evenness(list(map(gaps_after, near))), steps_kept(*kept))


def _input(name: str, now: Facts, past: Iterable[Facts]) -> Input | None:
    mine = _measure(name, now)
    if mine is None:
        return None
    value, hours = mine
    found = [point for point in (_measure(name, facts) for facts in past) if point is not None]
    if hours is None:
        limits = xmr([one for one, _ in found])
        return Input(name, value, None, limits, judge(limits, value))
    limits = u_prime([one for one, _ in found], [time or 0.0 for _, time in found])
    return Input(name, value / hours, hours, limits, judge(limits, value / hours, hours))


def _measure(name: str, facts: Facts) -> tuple[float, float | None] | None:
    """What is measured in a session, and in how many hours, where that matters; None where it is not known."""
    if name == "gap":
        middle = median([gap for gap in facts.calls.gap if gap != NONE])
        return None if middle is None else (middle / _SECOND, None)
    if name == "start":
        first = facts.process.first_dial
        return None if first == NONE else (first / _SECOND, None)
    if facts.lasted <= 0:
        return None
    hours = facts.lasted / _HOUR
    if name == "calls":
        return sum(number for bits, number in facts.weights().items() if bits & COUNTS), hours
    timed = any(talk != NONE for talk in facts.calls.talk)
    return (facts.talked / _SECOND, hours) if timed else None


def _steps_after(facts: Facts) -> tuple[int, int, int, int]:
    """Steps kept and ticked in calls after a no, then in calls after a good one."""
    calls = facts.calls
    found = [0, 0, 0, 0]
    for before, kept, ticked in zip(calls.bits, calls.steps[1:], calls.ticked[1:], strict=False):
        if before & COUNTS and before & (NO | YES | HELP):
            place = 2 if before & (YES | HELP) else 0
            found[place] += kept
            found[place + 1] += ticked
    return found[0], found[1], found[2], found[3]


# ---- as data


def as_data(found: Judged) -> dict[str, Any]:
    """Inputs and evenness as plain data; times in seconds."""
    pace, steps = found.pace, found.steps
    return {
        "inputs": [_plain(one) | {"sentence": sentence(one)} for one in found.inputs],
        "evenness": {
            "good": "yes or help", "band": BAND,
            "pace": all_rounded(pace._asdict() | {name: _seconds(getattr(pace, name)) for name in ("shift", "low", "high", "median")}),
            "steps": all_rounded(steps._asdict()),
            "sentences": list(evenness_sentences(found)),
        },
    }  # fmt: skip


def _plain(one: Input) -> dict[str, Any]:
    limits, point = one.limits, one.verdict.point
    return all_rounded({
        "input": one.name, "value": one.value, "unit": _UNITS[one.name], "hours": one.hours, "method": limits.method, "state": limits.state,
        "points": len(limits.points), "center": limits.center, "spread": limits.spread,
        "lower": point.lower if point else None, "upper": point.upper if point else None, "verdict": one.verdict.kind,
    })  # fmt: skip



def _seconds(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else milliseconds / _SECOND

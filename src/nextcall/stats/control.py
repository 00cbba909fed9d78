"""A measure over the parts of the history, with its natural limits and what is said of it.

Counts of sessions, which are of unequal length, are judged per hour (U′); counts of clock hours, days, weeks and
months as they are (XmR); shares always by how many they are shares of (P′); the median gap as it is (XmR). A part that
is not over yet is no point: it is judged by the limits of the others, and for too little of it nothing is said.
"""

from __future__ import annotations

from nextcall.figures import figure
from nextcall.stats.limits import SETTLED, TRIAL, Limits, Verdict, judge, p_prime, u_prime, verdict, xmr
from nextcall.stats.plainly import rounded
from nextcall.stats.rates import percent

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, NamedTuple

    from nextcall.stats.buckets import Bucket
else:
    from nextcall.named import NamedTuple

SHARES = {
    "connect": ("connects", "calls"),
    "conversation": ("conversations", "calls"),
    "yes": ("yeses", "conversations"),
    "served": ("served", "conversations"),
}
"""Measures that are shares: what is counted, and among what."""
MEASURES = ("calls", "connect", "conversation", "yes", "gap")
"""What can be judged by its limits."""
BUCKETS = ("session", "hour", "day", "week", "month")
"""The parts in which it can be."""
PARTS = {"hour": "clock"}
"""What a part is called in `stats.buckets`, where that is something else."""
_HOUR = 3_600_000
_LEAST_HOUR = _HOUR // 2
"""A clock hour with less of a session in it is no hour to be judged."""
_NAMES = {"connect": "Connects", "conversation": "Conversations", "yes": "Yes of conversations", "served": "Served", "gap": "Median gap"}
_LARGE = 100
"""From here on tenths are no help."""


class Control(NamedTuple):
    """A measure in the parts of the history, oldest first."""

    measure: str
    bucket: str
    limits: Limits
    keys: tuple[str, ...]
    """Of the points."""
    counts: tuple[int | None, ...]
    """What was counted in each; None for a gap."""
    exposures: tuple[float | None, ...]
    """In how many hours, or among how many; None for XmR."""
    running: Running | None
    """The part that is not over yet; None where there is none, or nothing of it can be judged."""


class Running(NamedTuple):
    """A part of the history that is not over yet."""

    key: str
    value: float
    verdict: Verdict
    """Of a count or a gap never `low` or `run`: there is more to come. Of a share it says what it says."""


def control(found: Iterable[Bucket], measure: str, bucket: str, running: str = "") -> Control:
    """The limits of a measure over the parts `found`, oldest first; `running` is the key of the one that is not over."""
    all_ = [(one, *_figures(one, measure, bucket)) for one in found if _is_point(one, measure, bucket)]
    over = [figures for figures in all_ if figures[0].key != running]
    values = [value for _, _, _, value in over]
    counts = [count for _, count, _, _ in over]
    exposures = [exposure for _, _, exposure, _ in over]
    if measure in SHARES:
        limits = p_prime([count or 0 for count in counts], [int(exposure or 0) for exposure in exposures])
    elif measure == "calls" and bucket == "session":
        limits = u_prime([count or 0 for count in counts], [exposure or 0.0 for exposure in exposures])
    else:
        limits = xmr(values)
    now = next((_running(limits, one.key, value, exposure) for one, _, exposure, value in all_ if one.key == running), None)
    return Control(measure, bucket, limits, tuple(one.key for one, *_ in over), tuple(counts), tuple(exposures), now)


def _is_point(one: Bucket, measure: str, bucket: str) -> bool:
    if not one.key or (bucket == "hour" and one.lasted < _LEAST_HOUR):
        return False
    if measure == "gap":
        return one.gap is not None
    if measure in SHARES:
        return bool(getattr(one, SHARES[measure][1]))
    return one.lasted > 0 or (one.calls > 0 and bucket != "session")


def _figures(one: Bucket, measure: str, bucket: str) -> tuple[int | None, float | None, float]:
    """What was counted, in how much, and the value of a point."""
    if measure == "gap":
        return None, None, (one.gap or 0.0) / 1000
    if measure in SHARES:
        counted, among = (getattr(one, name) for name in SHARES[measure])
        return counted, float(among), counted / among
    hours = one.lasted / _HOUR
    return (one.calls, hours, one.calls / hours) if bucket == "session" else (one.calls, None, float(one.calls))


def _running(limits: Limits, key: str, value: float, exposure: float | None) -> Running:
    found = judge(limits, value, exposure)
    early = limits.method == "xmr" and found.kind in ("low", "run")
    return Running(key, value, Verdict("routine", found.point and found.point._replace(signal=None)) if early else found)


# ---- in words and as data


def name(found: Control) -> str:
    """What the measure is called, with a capital."""
    if found.bucket == "call":
        return "Gap before the last call"
    if found.measure == "calls":
        return "Calls per hour" if found.limits.method == "u" else f"Calls in {_one(found.bucket)}"
    return _NAMES[found.measure]


def shown(measure: str, value: float) -> str:
    """A value in words: a share in percent, a gap as minutes and seconds, else a number."""
    if measure in SHARES:
        return percent(value)
    if measure == "gap":
        return f"{int(value) // 60}:{int(value) % 60:02}"
    return figure(value) if value == int(value) or value >= _LARGE else figure(value, 1)


def sentence(found: Control) -> str:
    """What is said of the last part that is over, in one or two sentences."""
    points = len(found.keys)
    said = verdict(found.limits)
    parts = found.bucket + ("" if points == 1 else "s")
    if said.kind == "learning" or said.point is None:
        return f"Learning: {points} {parts} so far, limits need {TRIAL}." if points else "Nothing to judge yet."
    if said.kind == "same":
        return f"{name(found)} {shown(found.measure, said.point.value)}: always the same."
    trial = "" if found.limits.state == "settled" else f" Trial limits: {points} {parts} of the {SETTLED} that settle them."
    return judged(found, said) + trial


def running_sentence(found: Control) -> str:
    """What is said of the part that is not over yet; empty where there is none."""
    now = found.running
    if now is None:
        return ""
    value, point = shown(found.measure, now.value), now.verdict.point
    if now.verdict.kind == "same":
        return f"{name(found)}: {value} so far, the same as always."
    if point is None or point.lower is None or point.upper is None:
        return f"{name(found)}: {value} so far. Nothing to judge yet."
    if now.verdict.kind != "routine":
        return judged(found, now.verdict)
    usual = f"your usual range is {shown(found.measure, point.lower)} to {shown(found.measure, point.upper)}"
    return f"{name(found)}: {value} so far; {usual}. Nothing to fix."


def judged(found: Control, said: Verdict) -> str:
    """A value against its limits, in words; `said` is routine or a signal."""
    point = said.point
    if point is None or point.lower is None or point.upper is None or found.limits.center is None:
        return "Nothing to judge yet."
    value, low, high, middle = (shown(found.measure, number) for number in (point.value, point.lower, point.upper, found.limits.center))
    usual = f"your usual range ({low} to {high})"
    match said.kind:
        case "high":
            return f"{name(found)} {value}: above {usual}. A signal: what was different?"
        case "low":
            return f"{name(found)} {value}: below {usual}. A signal: what was different?"
        case "run":
            side = "above" if point.value > found.limits.center else "below"
            return f"{name(found)} {value}: eight or more in a row {side} your middle of {middle}. A signal: something has changed."
    return f"{name(found)} {value}: inside {usual}; nothing to fix."


def as_data(found: Control) -> dict[str, Any]:
    """Everything that the verdict rests on, as plain data."""
    limits = found.limits
    rows = zip(found.keys, limits.points, found.counts, found.exposures, strict=True)
    points = []
    for key, point, count, exposure in rows:
        row = {"key": key} | {part: rounded(value) if isinstance(value, float) else value for part, value in point._asdict().items()}
        points.append(row | _inputs(limits.method, count, exposure))
    now = found.running
    return {
        "measure": found.measure, "bucket": found.bucket, "method": limits.method, "state": limits.state, "center": rounded(limits.center),
        "lower": rounded(limits.lower), "upper": rounded(limits.upper), "spread": rounded(limits.spread), "same": limits.same, "points": points,
        "running": None if now is None else {
            "key": now.key, "value": rounded(now.value), "verdict": now.verdict.kind,
            "lower": rounded(now.verdict.point.lower) if now.verdict.point else None, "upper": rounded(now.verdict.point.upper) if now.verdict.point else None,
            "sentence": running_sentence(found),
        },
        "verdict": sentence(found),
    }  # fmt: skip


def _inputs(method: str, count: int | None, exposure: float | None) -> dict[str, Any]:
    """What a point was made from."""
    if count is None:
        return {}
    if method == "p":
        return {"k": count, "n": int(exposure or 0)}
    return {"count": count} | ({"hours": rounded(exposure)} if method == "u" else {})



def _one(bucket: str) -> str:
    return f"an {bucket}" if bucket == "hour" else f"a {bucket}"


def signals(found: Control) -> Sequence[int]:
    """The positions of the points that are a signal."""
    return [i for i, point in enumerate(found.limits.points) if point.signal]

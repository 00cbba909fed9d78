"""The ladder: the newest call, its hour, its day, its week and its month, each judged by its own natural limits alone.

A bad call is a call, a bad hour an hour: each rung says whether it is routine or a signal, and what part it is of the next.
What is said of a call is said of the gap before it, among the gaps of its session (XmR); of the others, of their calls.
"""

from __future__ import annotations

from datetime import date

from nextcall.core.weeks import week_key
from nextcall.stats.buckets import KEYS, Bucket
from nextcall.stats.control import Control, control, running_sentence, sentence
from nextcall.stats.facts import COUNTS, NONE
from nextcall.stats.limits import Verdict, verdict, xmr
from nextcall.stats.localtime import local_hour
from nextcall.stats.plainly import rounded

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, NamedTuple

    from nextcall.stats.facts import Facts
else:
    from nextcall.named import NamedTuple

PARTS = ("hour", "day", "week", "month")
"""The rungs above the call."""
TOO_LITTLE = "Too little of it to judge."
_SECOND = 1000


class Newest(NamedTuple):
    """The newest call."""

    session: str
    n: int
    """Its place among the calls of its session, from 1."""
    hour: str
    """In which it was made: `2026-11-21T09`."""
    gap: float | None
    """Seconds before it; None where they are not known."""
    gaps: tuple[float, ...]
    """Those of its session that are known, in their order; its own is the last."""


class Rung(NamedTuple):
    """A call, or a part of the history, and what is said of it."""

    name: str
    """`call`, `hour`, `day`, `week` or `month`."""
    key: str
    """Of a call its session and its number there."""
    value: float | None
    """Of a call the gap before it in seconds, None where it is not known; else how many calls it had."""
    lower: float | None
    """None where there are no limits; so is the next."""
    upper: float | None
    verdict: str
    """`learning`, `same`, `routine`, `high`, `low` or `run`; empty where it is too little to be judged."""
    running: bool
    """Whether it is not over yet."""
    sentence: str
    """The same in words."""
    calls: int
    """How many of its calls are calls of the next rung; so many of `among`."""
    among: int | None
    """The calls of the next rung; None on the highest, and where that is not known."""

    @property
    def share(self) -> float | None:
        """What part of the next rung it is; None where there is none."""
        return self.calls / self.among if self.among else None


def newest(facts: Facts, which: Sequence[int] | None = None) -> Newest | None:
    """The last call of a session (of the calls at the positions `which`); None where there is none with a time."""
    calls = facts.calls
    made = [i for i in (range(len(calls.at)) if which is None else which) if calls.bits[i] & COUNTS]
    if not made:
        return None
    last = made[-1]
    gaps = tuple(calls.gap[i] / _SECOND for i in made if calls.gap[i] != NONE)
    gap = None if calls.gap[last] == NONE else gaps[-1]
    return Newest(facts.id, last + 1, KEYS["clock"](local_hour(facts, calls.at[last])), gap, gaps)


def ladder(call: Newest | None, parts: Mapping[str, Sequence[Bucket]], running: Mapping[str, str]) -> tuple[Rung, ...]:
    """The rungs, from the call up.

    `parts` has the buckets of each of `PARTS` (of the hours those by `clock`), oldest first, `running` the key of the
    one that is not over. Without `call` (paper has none) it begins at the newest day that there is.
    """
    days = [one for one in parts["day"] if one.key and (one.calls or one.lasted)]
    day = call.hour[:10] if call else days[-1].key if days else ""
    if not day:
        return ()
    keys = {"hour": call.hour if call else "", "day": day, "week": week_key(date.fromisoformat(day)), "month": day[:7]}
    counts = {part: _calls_in(parts[part], key) for part, key in keys.items()}
    shared = {"hour": counts["hour"], "day": counts["day"], "week": _of_both(days, keys["week"], keys["month"]), "month": counts["month"]}
    rungs = [_call(call, counts["hour"])] if call else []
    for part, above in zip(PARTS, (*PARTS[1:], ""), strict=True):
        if keys[part]:
            rungs.append(_part(part, keys[part], parts[part], running.get(part, ""), (shared[part], counts[above] if above else None)))
    return tuple(rungs)


def _calls_in(found: Sequence[Bucket], key: str) -> int:
    return next((one.calls for one in reversed(found) if one.key == key), 0)


def _of_both(days: Sequence[Bucket], week: str, month: str) -> int:
    """The calls of a week that lie in a month."""
    return sum(one.calls for one in days if one.key[:7] == month and week_key(date.fromisoformat(one.key)) == week)


def _call(call: Newest, among: int) -> Rung:
    limits = xmr(call.gaps)
    keys = tuple(map(str, range(1, len(call.gaps) + 1)))
    nothing = (None,) * len(keys)
    found = Control("gap", "call", limits, keys, nothing, nothing, None)
    key = f"{call.session} {call.n}"
    if call.gap is None:
        return Rung("call", key, None, None, None, "", running=False, sentence="The gap before it is not known.", calls=1, among=among or None)
    said = verdict(limits)
    return _rung("call", key, call.gap, said, sentence(found))._replace(among=among or None)


def _part(part: str, key: str, found: Sequence[Bucket], running: str, calls: tuple[int, int | None]) -> Rung:
    judged = control(found, "calls", part, running)
    now = judged.running
    if now is not None and now.key == key:
        return _rung(part, key, now.value, now.verdict, running_sentence(judged))._replace(running=True, calls=calls[0], among=calls[1])
    value = float(_calls_in(found, key))
    if key not in judged.keys[-1:]:
        return Rung(part, key, value, None, None, "", key == running, TOO_LITTLE, *calls)
    return _rung(part, key, value, verdict(judged.limits), sentence(judged))._replace(calls=calls[0], among=calls[1])


def _rung(name: str, key: str, value: float, said: Verdict, words: str) -> Rung:
    """A rung that is over, of one call, on the top."""
    point = said.point
    lower, upper = (point.lower, point.upper) if point else (None, None)
    return Rung(name, key, value, lower, upper, said.kind, running=False, sentence=words, calls=1, among=None)


def as_data(rungs: Sequence[Rung]) -> list[dict[str, Any]]:
    """The rungs as plain data."""
    return [{name: rounded(value) for name, value in (rung._asdict() | {"share": rung.share}).items()} for rung in rungs]


"""Which parts of the history are bright beyond doubt, in words and as data."""

from __future__ import annotations

from nextcall.stats.control import SHARES
from nextcall.stats.plainly import rounded
from nextcall.stats.rates import Rate, rate, rate_text
from nextcall.stats.spots import Group, Spots, spots
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nextcall.stats.buckets import Bucket
    from nextcall.stats.spots import Spot

MEASURES = tuple(SHARES)
"""What can be brighter: connects and conversations in calls, yes and served in conversations."""
DIMENSIONS = ("hour", "weekday", "month", "preset", "skill", "list", "tag", "step", "early")
"""By what the calls are told apart; `step` is how many steps were kept, `early` the first ten calls of a session or later ones."""
IN_CONVERSATIONS = ("step",)
"""Steps are kept in conversations: only what came of these can differ by them."""
UNSHOWN = "no difference shown yet"
BRIGHTER = "brighter than the rest"
_WIDEST = 40
"""Characters of a name that the caller gave."""
_DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday"}
_WORDS = {"connect": "connects", "conversation": "conversations", "yes": "yes of conversations", "served": "served of conversations"}


def bright(found: Iterable[Bucket], measure: str, by: str = "") -> Spots:
    """What is bright among some parts of the history.

    No preset is a part like every other, and so is no skill, list or tag; but calls without an hour had one, which
    nobody wrote down: by `hour` they are left out.
    """
    counted, among = SHARES[measure]
    return spots(Group(one.key, getattr(one, counted), getattr(one, among), one.sessions) for one in found if one.key or by != "hour")


def asked(measure: str, by: str) -> bool:
    """Whether a measure can be looked at by a dimension."""
    return by not in IN_CONVERSATIONS or SHARES[measure][1] == "conversations"


def sentence(found: Spots, measure: str, by: str) -> str:
    """What is bright, by name and with its interval; or that nothing is beyond doubt."""
    named = named_of(found)
    what = f"{_WORDS[measure].capitalize()} by {dimension(by)}"
    if not named:
        return f"{what}: {UNSHOWN}."
    each = "; ".join(f"{key_name(by, spot.key)}, {rate_text(spot_rate(spot))}" for spot in named)
    return f"{what}: {BRIGHTER}: {each}. All together {rate_text(mean_of(found))}."


def named_of(found: Spots) -> list[Spot]:
    """The groups that are named: the bright ones."""
    return [spot for spot in found.groups if spot.bright]


def spot_rate(spot: Spot) -> Rate:
    """The rate of a group with its interval."""
    return Rate(spot.k, spot.n, spot.rate, spot.low, spot.high)


def mean_of(found: Spots) -> Rate:
    """The rate of all groups together with its interval."""
    return rate(sum(spot.k for spot in found.groups), sum(spot.n for spot in found.groups))


def words(measure: str) -> str:
    """What a measure is called: `conversations`, `yes of conversations`."""
    return _WORDS[measure]


def dimension(by: str) -> str:
    """What a dimension is called."""
    return {"step": "steps kept", "early": "first ten calls or later"}.get(by, by)


def key_name(by: str, key: str) -> str:
    """What a group is called: `10 o'clock`, `Tuesday`, `no preset`; harmless whatever the caller named it."""
    if not key:
        return f"no {dimension(by)}"
    match by:
        case "hour":
            return f"{int(key)} o'clock"
        case "weekday":
            return _DAYS[key]
        case "step":
            return f"{key} step{'' if key == '1' else 's'} kept"
    return line(key, _WIDEST)


def as_data(found: Spots, measure: str, by: str) -> dict[str, Any]:
    """Everything that the verdict rests on, as plain data."""
    return {
        "measure": measure, "by": by, "mean": rounded(found.mean), "rho": rounded(found.rho), "p": rounded(found.p),
        "groups": [{name: rounded(value) if isinstance(value, float) else value for name, value in spot._asdict().items()} for spot in found.groups],
        "verdict": sentence(found, measure, by),
    }  # fmt: skip


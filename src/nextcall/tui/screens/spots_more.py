"""Do more of this: what is made of a bright group of calls, a preset or a line to keep in mind."""

from datetime import date
from typing import NamedTuple

from nextcall.config.model import Preset
from nextcall.stats.brightness import key_name
from nextcall.text import line

HOUR = 60
"""Minutes of a preset that is made here."""
_LONGEST = 80
"""Characters of an intention."""
_NOON = 12


class More(NamedTuple):
    """What can be done for more of it; a preset, or an intention."""

    preset: Preset | None = None
    """A preset to be made."""
    intention: str = ""
    """One line for the next session."""
    skill: str = ""
    """The skill to practise; empty: as it is."""


def named(by: str, key: str, clock: str = "24h") -> str:
    """What a group is called; a harmless line."""
    if by == "hour" and key and clock == "12h":
        return f"{int(key) % _NOON or _NOON} {'am' if int(key) < _NOON else 'pm'}"
    if by == "month" and key:
        return f"{date.fromisoformat(key + '-01'):%B %Y}"
    return line(key_name(by, key))


def more_of(by: str, key: str, clock: str = "24h") -> More | None:
    """What is made of a group; None of what has no name, such as calls without a list."""
    if not key:
        return None
    name = named(by, key, clock)
    if by == "hour":
        return More(Preset(f"hour-{key}", f"{name} hour", minutes=HOUR))
    if by == "weekday":
        return More(Preset(f"{name.lower()}-hour", f"{name} hour", minutes=HOUR))
    return More(intention=line(_intention(by, key, name), _LONGEST), skill=key if by == "skill" else "")


def _intention(by: str, key: str, name: str) -> str:
    match by:
        case "step":
            return f"Keep {key} step{'' if key == '1' else 's'} in each conversation"
        case "early":
            return "Stay beyond the first ten calls" if key == "later" else "Short sessions, ten calls each"
        case "month":
            return f"As in {name}"
        case "list" | "tag":
            return f"More of the {by} {name}"
    return f"More of {name}"

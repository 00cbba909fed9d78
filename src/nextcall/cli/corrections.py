"""Corrections in words: what a call says now, and what it said before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from nextcall.core.session import Correction
from nextcall.text import line

_LONGEST = 60
_STEPS = ("steps_done", "steps_skipped")
_MOMENTS = ("dialed_at", "hung_up_at", "tagged_at", "started_at", "ended_at")


def sentences(entries: Iterable[Correction], *, back: bool = False) -> str:
    """What these corrections did, in a line; with `back` what it means that they were taken back."""
    return "; ".join(_sentence(entry, back=back) for entry in entries)


def _sentence(entry: Correction, *, back: bool) -> str:
    old, new = (entry.new, entry.old) if back else (entry.old, entry.new)
    who = f"call {entry.call}" if entry.call else "the session"
    if entry.field == "call":
        kept = _call(old or new)
        return f"{who} ({kept}) was {'removed' if new is None else 'added'}"
    field = line(entry.field.replace("_", " "), _LONGEST)
    return f"{who}: {field} is {shown(entry.field, new)}, was {shown(entry.field, old)}"


def _call(value: Any) -> str:
    found = value if isinstance(value, dict) else {}
    return f"{shown('outcome', found.get('outcome'))} at {shown('tagged_at', found.get('tagged_at'))}"


def shown(field: str, value: Any) -> str:  # noqa: PLR0911 (one for each kind of value)
    """A value of the trail for people, in one short line."""
    match value:
        case None | "" | []:
            return "empty"
        case bool():
            return "yes" if value else "no"
        case list() if field in _STEPS and all(isinstance(step, int) for step in value):
            return ", ".join(str(step + 1) for step in value)
        case list():
            return f"'{line(', '.join(map(str, value)), _LONGEST)}'"
        case {"who": str(who), "to": str(to)}:
            return f"'{line(f'{who} → {to}', _LONGEST)}'"
        case {"name": str(name), "phone": str(phone)} if name or phone:
            return f"'{line(f'{name} {phone}'.strip(), _LONGEST)}'"
        case dict():
            return "changed"
        case str() if field in _MOMENTS:
            return _moment(value)
        case str() if field == "outcome":
            return line(value, _LONGEST)
    return f"'{line(str(value), _LONGEST)}'"


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return line(text, _LONGEST)

"""Corrections in words: what a call says now, and what it said before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from nextcall.core.session import Correction
from nextcall.exchange.trail import LONGEST, MOMENTS, parts_text, steps_text
from nextcall.text import line


def sentences(entries: Iterable[Correction], *, back: bool = False) -> str:
    """What these corrections did, in a line; with `back` what it means that they were taken back."""
    return "; ".join(_sentence(entry, back=back) for entry in entries)


def _sentence(entry: Correction, *, back: bool) -> str:
    old, new = (entry.new, entry.old) if back else (entry.old, entry.new)
    who = f"call {entry.call}" if entry.call else "the session"
    if entry.field == "call":
        kept = _call(old or new)
        return f"{who} ({kept}) was {'removed' if new is None else 'added'}"
    field = line(entry.field.replace("_", " "), LONGEST)
    return f"{who}: {field} is {shown(entry.field, new)}, was {shown(entry.field, old)}"


def _call(value: Any) -> str:
    found = value if isinstance(value, dict) else {}
    return f"{shown('outcome', found.get('outcome'))} at {shown('tagged_at', found.get('tagged_at'))}"


def shown(field: str, value: Any) -> str:
    """A value of the trail for people, in one short line."""
    if value in (None, "", []):
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    steps, parts = steps_text(field, value), parts_text(value)
    if steps is not None or parts is not None:
        return steps if steps is not None else f"'{parts}'"
    if isinstance(value, dict):
        return "changed"
    if isinstance(value, str) and field in MOMENTS:
        return _moment(value)
    text = line(str(value), LONGEST)
    return text if field == "outcome" else f"'{text}'"


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return line(text, LONGEST)

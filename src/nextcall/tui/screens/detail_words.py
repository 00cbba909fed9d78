"""Corrections as the detail of a session tells of them: what stood there, what stands there now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nextcall.core.session import Call, Correction, Session
from nextcall.exchange.trail import LONGEST, MOMENTS, parts_text, steps_text
from nextcall.text import line
from nextcall.tui.words import time_text

NAMES = {
    "contact": "who", "dialed_at": "dialled", "hung_up_at": "hung up", "tagged_at": "tagged", "bright": "bright spot",
    "bright_note": "line of the bright spot", "help": "help marks", "steps_done": "steps kept",
}  # fmt: skip
"""What fields are called on the screen, where their name is not the word for it."""


def field_words(field: str) -> str:
    """What a field is called."""
    return NAMES.get(field) or line(field.replace("_", " "), LONGEST)


def value_words(session: Session, field: str, value: Any) -> str:
    """A value of the trail in one short line."""
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    steps, parts = steps_text(field, value), parts_text(value)
    if steps is not None or parts is not None:
        return steps if steps is not None else str(parts)
    if isinstance(value, dict):
        return "changed"
    if isinstance(value, str) and field in MOMENTS:
        return _moment(value)
    outcome = session.outcome(value) if field == "outcome" and isinstance(value, str) else None
    return line(outcome.name if outcome else str(value).replace("\n", " · "), LONGEST)


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%H:%M:%S}"
    except ValueError:
        return line(text, LONGEST)


def entry_words(session: Session, entry: Correction, *, back: bool = False) -> str:
    """`outcome: call back → no`; with `back` what it means that it was taken back."""
    old, new = _apart(entry.new, entry.old) if back else _apart(entry.old, entry.new)
    if entry.field == "call":
        return "removed" if new is None else "there again" if back else "added"
    if entry.field == "live":
        return "never tagged"
    return f"{field_words(entry.field)}: {value_words(session, entry.field, old)} → {value_words(session, entry.field, new)}"


def _apart(old: Any, new: Any) -> tuple[Any, Any]:
    """Of two versions of somebody the part in which they differ."""
    if not (isinstance(old, dict) and isinstance(new, dict)) or "name" not in old or "name" not in new:
        return old, new
    part = "name" if old["name"] != new["name"] else "phone"
    return old.get(part), new.get(part)


def sentence(session: Session, entries: Sequence[Correction], *, back: bool = False) -> str:
    """What these corrections did, as in `Call 3: outcome: call back → no`."""
    told = []
    for number in dict.fromkeys(entry.call for entry in entries):
        words = ", ".join(entry_words(session, entry, back=back) for entry in entries if entry.call == number)
        told.append(f"{f'Call {number}' if number else 'The session'}: {words}")
    return "; ".join(told)


def trail_of(session: Session, call: Call, clock: str) -> list[str]:
    """What was corrected in a call, the newest first, each with its time; what was taken back says so."""
    return [_dated(session, entry, "", clock) for entry in reversed(session.trail) if entry.call == call.n]


def trail_beside(session: Session, clock: str) -> list[str]:
    """What was corrected of the session itself, and the calls that are no longer in it; the newest first."""
    there = {call.n for call in session.calls}
    found = [entry for entry in reversed(session.trail) if entry.call not in there]
    return [_dated(session, entry, f"call {entry.call} " if entry.call else "", clock) for entry in found]


def _dated(session: Session, entry: Correction, who: str, clock: str) -> str:
    at = f"{entry.at.day} {entry.at:%b} {time_text(entry.at, clock)}"
    return f"{at}  {who}{entry_words(session, entry)}{' (taken back)' if entry.undone_at else ''}"

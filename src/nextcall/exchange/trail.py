"""Values of a correction's trail in words, as far as commands and screens say them alike."""

from typing import Any

from nextcall.text import line

LONGEST = 60
"""Characters of a value; the call itself shows all of it."""
MOMENTS = ("dialed_at", "hung_up_at", "tagged_at", "started_at", "ended_at")
"""Fields that are moments."""
_STEPS = ("steps_done", "steps_skipped")


def steps_text(field: str, value: Any) -> str | None:
    """The numbers of steps, from 1; None where the value is something else."""
    if field in _STEPS and isinstance(value, list) and all(isinstance(step, int) for step in value):
        return ", ".join(str(step + 1) for step in value)
    return None


def parts_text(value: Any) -> str | None:
    """A list, an introduction or a contact in one short line; None where the value is something else."""
    match value:
        case list():
            return line(", ".join(map(str, value)), LONGEST)
        case {"who": str(who), "to": str(to)}:
            return line(f"{who} → {to}", LONGEST)
        case {"name": str(name), "phone": str(phone)} if name or phone:
            return line(f"{name} {phone}".strip(), LONGEST)
    return None

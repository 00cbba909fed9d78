"""What of a call can be corrected: the fields with their keys, and what stands in them now, as it would be written."""

from nextcall.core.session import Call
from nextcall.tui.modals.ask_one import Choice

FIELDS = (
    Choice("n", "note", "note"),
    Choice("c", "contact", "who"),
    Choice("p", "phone", "phone"),
    Choice("r", "reason", "reason of a no"),
    Choice("a", "amount", "amount"),
    Choice("h", "help", "help marks"),
    Choice("i", "introduction", "introduction"),
    Choice("b", "bright_note", "line of a bright spot"),
    Choice("s", "steps_done", "steps kept"),
    Choice("k", "steps_skipped", "steps skipped"),
    Choice("q", "asked", "questions asked"),
    Choice("l", "learned", "facts learned"),
    Choice("d", "dialed_at", "dialled at"),
    Choice("u", "hung_up_at", "hung up at"),
    Choice("t", "tagged_at", "tagged at"),
)
"""All but the outcome."""
_HINTS = {
    "help": "as in  introduced, referral, useful, thanked",
    "reason": "price, time, need, rival, trust or other",
    "amount": "as in  1200 or 1200.50",
    "introduction": "as in  Ann Roe -> Bob Lee",
    "steps_done": "their numbers, as in  1, 2, 4",
    "steps_skipped": "their numbers, as in  1, 2, 4",
    "dialed_at": "as in  09:41:30",
    "hung_up_at": "as in  09:41:30",
    "tagged_at": "as in  09:41:30",
}


def words_of(field: str) -> tuple[str, ...]:
    """What the keys do, and how a value is written where that is not plain."""
    hint = _HINTS.get(field)
    return (*([hint] if hint else []), "Enter keeps it", "Esc leaves it")


def label_of(field: str) -> str:
    """What a field is called."""
    return next((choice.label for choice in FIELDS if choice.value == field), field)


def as_text(call: Call, field: str) -> str:  # noqa: PLR0911 (one for each kind of value)
    """What stands in a field, as it would be written to correct it."""
    match field:
        case "contact":
            return call.contact.name if call.contact else ""
        case "phone":
            return call.contact.phone if call.contact else ""
        case "introduction":
            return f"{call.introduction.who} → {call.introduction.to}" if call.introduction else ""
        case "help":
            return ", ".join(call.help)
        case "steps_done" | "steps_skipped":
            return ", ".join(str(step + 1) for step in getattr(call, field))
        case "dialed_at" | "hung_up_at" | "tagged_at":
            moment = getattr(call, field)
            return f"{moment:%H:%M:%S}" if moment else ""
        case _:
            return str(getattr(call, field) or "")

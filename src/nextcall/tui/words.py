"""How times are written for this caller."""

from datetime import datetime


def time_text(moment: datetime, clock: str) -> str:
    """A time of day as the caller reads it."""
    if clock == "24h":
        return f"{moment:%H:%M}"
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"  # noqa: PLR2004 (noon)

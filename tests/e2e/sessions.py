"""What can be said of a session's file."""

from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator

from nextcall.storage.schema import schema


def is_whole(session: Any) -> None:
    """It fits the schema, and its calls are numbered."""
    faults = [error.message for error in Draft202012Validator(schema()).iter_errors(session)]
    assert not faults
    assert [call["n"] for call in session["calls"]] == list(range(1, len(session["calls"]) + 1))


def moments(session: Any) -> list[datetime]:
    """Every moment at which something happened."""
    names = ("dialed_at", "hung_up_at", "tagged_at")
    calls = [*session["calls"], *([session["live"]] if session["live"] else [])]
    found = [call[name] for call in calls for name in names if call[name]]
    return [datetime.fromisoformat(moment) for moment in (session["started_at"], *found)]

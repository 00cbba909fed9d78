"""A person on a call list, and everything that happened to them, as frozen values.

What a call came to stands in the session's file. A person keeps a copy of it, a touch, by session and
number: writing the same touch twice changes nothing, and taking it out again undoes the call. So where
somebody stands in the queue is never written down, it follows from the touches and the caller's own acts.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

ACTS = ("callback", "done", "open")
"""What a caller says of a person outside a call: call back at a time, nothing more to do, call again."""


class Touch(NamedTuple):
    """What one call to this person came to."""

    session: str
    """Id of the session."""
    n: int
    """Number of the call in it."""
    at: datetime
    """When it was tagged."""
    outcome: str
    """Id of the outcome."""
    label: str = ""
    """What the outcome is called."""
    then: str = ""
    """What the queue does afterwards: one of `core.outcomes.THENS`."""
    connect: bool = False
    """Whether a person spoke."""
    note: str = ""
    callback_at: datetime | None = None
    """When to call back, where that was said."""
    extra: Mapping[str, Any] = {}
    """Fields of a file that this version does not know; so in the values below."""


class Act(NamedTuple):
    """What the caller said of this person outside a call."""

    at: datetime
    kind: str
    """One of `ACTS`."""
    until: datetime | None = None
    """When to call back."""
    extra: Mapping[str, Any] = {}


class Person(NamedTuple):
    """One person of one list."""

    id: str
    """Stable within the list: `1`, `2`, ..."""
    name: str = ""
    phone: str = ""
    """In E.164 (`+15550100`) where the number could be understood, else as it was written; may be empty."""
    company: str = ""
    why: str = ""
    """Why to call this person."""
    email: str = ""
    note: str = ""
    time_zone: str = ""
    """IANA name, from a column or from the number; empty where neither tells one."""
    hours: str = ""
    """When calls are welcome there, `08:00-20:00`; empty: as configured."""
    more: Mapping[str, str] = {}
    """Columns that nextcall has no use for, by their header: kept for exports and hooks."""
    touches: tuple[Touch, ...] = ()
    """In the order of their time."""
    acts: tuple[Act, ...] = ()
    """In the order of their time."""
    extra: Mapping[str, Any] = {}

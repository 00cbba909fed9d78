"""One line of the history."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple



class Entry(NamedTuple):
    """A file of the history: a session, or what is wrong with the file."""

    path: str
    """Below `sessions/`."""
    problem: str | None
    """Why it is not counted; None where it is, and only then the rest is there."""
    id: str
    """Of the session; else the file's name."""
    title: str = ""
    preset: str | None = None
    skill: str | None = None
    tags: str = ""
    started_at: str = ""
    """As in the file."""
    ended_at: str | None = None
    started: int = 0
    """Milliseconds since 1970."""
    calls: int = 0
    connects: int = 0
    conversations: int = 0
    noes: int = 0
    yeses: int = 0
    helps: int = 0
    bright: int = 0
    lasted: int = 0
    """Milliseconds without pauses."""
    talked: int = 0
    reach: str = ""
    """How far each call came: `h`elp, `y`es, con`v`ersation, `c`onnect, `.` none."""

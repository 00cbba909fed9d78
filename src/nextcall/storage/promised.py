"""Calls back that were promised long ago: found by their days, with a glance at each file."""

from __future__ import annotations

import re
from itertools import islice

from nextcall.errors import InputError, NextcallError
from nextcall.storage import atomic, formats
from nextcall.storage.fields import LIMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nextcall.core.session import Session
    from nextcall.storage.sessions import Sessions

MOST = 2_000
"""Files that are glanced at: two years of four sessions a day. A glance takes some twenty microseconds, a close look twenty times that."""


def promised_for(sessions: Sessions, days: Iterable[date], skip: int) -> list[Session]:
    """The sessions, newest first, in which a call back was promised for one of the days, and those in which a person it was promised to comes up again.

    The newest `skip` sessions are left out: whoever asks knows them. What cannot be read is passed over; the history names it.
    """
    paths = list(islice(sessions.newest_first(), skip, skip + MOST))
    wanted = _any_of(rf'callback_at"?\s*[:=]\s*"?{day}' for day in days)
    found = {at: session for at in _places(paths, wanted) if (session := _session(sessions, paths[at])) is not None}
    names = {call.contact.name for session in found.values() for call in session.calls if call.callback_at and call.contact and call.contact.name}
    if names:
        again = _any_of(re.escape(formats.dumps(name)) for name in names)
        since = [at for at in _places(paths[: max(found)], again) if at not in found]
        found |= {at: session for at in since if (session := _session(sessions, paths[at])) is not None}
    return [found[at] for at in sorted(found)]


def _any_of(patterns: Iterable[str]) -> re.Pattern[bytes]:
    return re.compile("|".join(patterns).encode(errors="replace"))


def _places(paths: list[str], wanted: re.Pattern[bytes]) -> list[int]:
    """Which of the files have what is wanted somewhere."""
    return [at for at, path in enumerate(paths) if wanted.search(_bytes(path))]


def _bytes(path: str) -> bytes:
    try:
        return atomic.read(path, LIMIT)
    except (OSError, InputError):
        return b""


def _session(sessions: Sessions, path: str) -> Session | None:
    try:
        return sessions.session_in(path)
    except (OSError, NextcallError):
        return None

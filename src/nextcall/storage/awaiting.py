"""The sign that call lists may not have yet what a session did to their people: an empty file of the session's name.

It is there before the session's own file says anything of it, so that nothing is forgotten whatever ends
the program between. Who reads or writes lists follows it; see `storage.contacts.lists`.
"""

import os

from nextcall.core.growing import Growing
from nextcall.core.session import Session
from nextcall.storage import atomic
from nextcall.storage.fields import is_id


def folder(data: str) -> str:
    """Where the signs of a data folder stand."""
    return os.path.join(data, "contacts", "waiting")


def knows_somebody(session: Session) -> bool:
    """Whether a call of the session was to somebody on a list, or to a number that lists may have."""
    found: bool = _KNOWS.of(session.calls)
    return found


_KNOWS = Growing(False, lambda known, more, _: known or any(call.contact is not None and (call.contact.id or call.contact.phone) for call in more))


def has_lists(data: str) -> bool:
    """Whether a data folder has anything to do with lists at all."""
    return os.path.isdir(os.path.join(data, "contacts"))


def await_session(data: str, session: str) -> None:
    """Give the sign of a session, durably; nothing where it stands already. Raises `OSError`."""
    there = folder(data)
    path = os.path.join(there, session)
    if atomic.identity(path) is None:
        atomic.make_folder(there)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0), 0o600))
        atomic.sync_folder(there)


def before_open(data: str, session: Session, told: str) -> str:
    """Before the open session is saved: give its sign once it is needed, unless it was `told`; returns of which session it is. Raises `OSError`."""
    if session.id == told or not (knows_somebody(session) or (session.list and has_lists(data))):
        return told
    await_session(data, session.id)
    return session.id


def before_ended(data: str, session: Session) -> None:
    """Before a session that has ended is saved, put away or taken back: lists are to look at it again. Raises `OSError`."""
    if knows_somebody(session) or has_lists(data):
        await_session(data, session.id)


def before_moving(data: str, path: str) -> None:
    """Before a file goes to the trash: where it is a session's, lists are to look at that again. Raises `OSError`."""
    name = os.path.splitext(os.path.basename(path))[0]
    if is_id(name) and has_lists(data):
        await_session(data, name)

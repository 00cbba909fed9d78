"""Which session a word on the command line means, where it is about to be changed."""

import os

from nextcall.cli.history import opened
from nextcall.config.paths import Folders
from nextcall.errors import NoSessionError
from nextcall.storage.sessions import Sessions
from nextcall.text import line

HELP = "a session's id, or how it begins; last: the last that ended; open: the open one"


def path_of(where: Folders, sessions: Sessions, name: str) -> str:
    """The path of that session; that of the open one is `sessions.current`. Of copies it is the one that counts.

    Raises `NoSessionError` where there is none or more than one, `StorageError` where the open one cannot be read.
    """
    if name == "open":
        if sessions.open_identity() is None:
            raise NoSessionError("There is no open session.")
        return sessions.current
    ended = _ended(where, sessions, name)
    if name == "last":
        if not ended and sessions.open_identity() is None:
            raise NoSessionError("There is no session yet.")
        return ended or sessions.current
    current = sessions.read_current() if name else None
    if current is None or not current.bench.session.id.startswith(name):
        if ended:
            return ended
        raise NoSessionError(f"There is no session '{line(name, 60)}'.")
    if ended and name != current.bench.session.id:
        raise NoSessionError(f"More than one session begins with '{line(name, 60)}'.", "Give more of the id.")
    return sessions.current


def _ended(where: Folders, sessions: Sessions, name: str) -> str:
    """The path of an ended session; empty where there is none of that name."""
    with opened(where, outline=True) as index:
        try:
            return os.path.join(sessions.folder, "sessions", index.find(name))
        except NoSessionError as error:
            if error.hint:  # more than one
                raise
            return ""

"""Which session a word on the command line means, where it is about to be changed."""

import os

from nextcall.errors import NoSessionError
from nextcall.storage.sessions import Sessions
from nextcall.text import line

HELP = "a session's id, or how it begins; last: the last that ended; open: the open one"


def path_of(sessions: Sessions, name: str) -> str:
    """The path of that session; that of the open one is `sessions.current`.

    Raises `NoSessionError` where there is none or more than one, `StorageError` where the open one cannot be read.
    """
    if name in ("last", "open"):
        ended = "" if name == "open" else next(sessions.newest_first(), "")
        if ended or sessions.open_identity() is not None:
            return ended or sessions.current
        raise NoSessionError("There is no session yet." if name == "last" else "There is no open session.")
    opened = sessions.read_current() if name else None
    if opened is None or not opened.bench.session.id.startswith(name):
        return sessions.find(name)
    if name != opened.bench.session.id and any(os.path.basename(path).startswith(name) for path in sessions.newest_first()):
        raise NoSessionError(f"More than one session begins with '{line(name, 60)}'.", "Give more of the id.")
    return sessions.current

"""Folders and session files: whether they are there, for the user alone, and fit."""

import os
import stat
from collections.abc import Iterator

from nextcall.cli.checks.finding import NOTE, OK, WRONG, Finding
from nextcall.cli.checks.schema import check_schema
from nextcall.cli.checks.values import without_values
from nextcall.config.paths import Folders
from nextcall.core.session import State
from nextcall.errors import NextcallError
from nextcall.figures import figure
from nextcall.storage.sessions import NewerError, Sessions
from nextcall.text import line

_OTHERS = 0o077
_LITTLE = 10_000_000
"""Bytes below which a disk is as good as full."""


def check_files(where: Folders) -> Iterator[Finding]:
    """The four folders, the open session, the ended ones, and what was put aside."""
    for name in ("data", "config", "cache", "log"):
        yield _folder(name, getattr(where, name))
    yield from _full(where.data)
    sessions = Sessions(where.data)
    yield _open_session(sessions)
    yield from _ended_sessions(sessions)
    yield from check_schema(sessions)
    yield from _put_aside(where.data)


def _folder(name: str, path: str) -> Finding:
    subject, shown = f"{name} folder", line(path, 300)
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return _not_there(subject, path)
    except OSError as error:
        return Finding(WRONG, subject, f"{shown}: {error.strerror}", "See that it can be reached.")
    if not stat.S_ISDIR(found.st_mode):
        return Finding(WRONG, subject, f"{shown} is no folder", "Move it away.")
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        return Finding(WRONG, subject, f"{shown} cannot be written", f"Try: chmod 700 {shown}")
    if os.name != "nt" and found.st_mode & _OTHERS:
        state = NOTE if name == "config" else WRONG  # nobody's name stands in the configuration
        return Finding(state, subject, f"{shown} is open to others", f"Try: chmod 700 {shown}")
    return Finding(OK, subject, shown)


def _not_there(subject: str, path: str) -> Finding:
    """A folder that will be made when it is needed, if that can be done."""
    above = os.path.dirname(path)
    while not os.path.lexists(above) and os.path.dirname(above) != above:
        above = os.path.dirname(above)
    if os.path.isdir(above) and os.access(above, os.W_OK | os.X_OK):
        return Finding(OK, subject, f"{line(path, 300)} is not there yet")
    return Finding(WRONG, subject, f"{line(path, 300)} cannot be made", f"See that {line(above, 300)} is a folder that can be written.")


def _full(path: str) -> Iterator[Finding]:
    room = _room(path)
    if room is not None and room < _LITTLE:
        yield Finding(WRONG, "data folder", f"{line(path, 300)} has no room left: {figure(room // 1024)} kB", "Make room on that disk.")


def _room(path: str) -> int | None:
    """Bytes that may still be written there; None where that cannot be known."""
    try:
        found = os.statvfs(path)
    except (OSError, AttributeError):  # there is none on Windows
        return None
    return found.f_bavail * found.f_frsize if found.f_blocks else None


def _open_session(sessions: Sessions) -> Finding:
    subject = "open session"
    try:
        opened = sessions.read_current()
    except NewerError as error:
        return Finding(WRONG, subject, without_values(error.message), "Use the newer nextcall that wrote it.")
    except NextcallError as error:
        advice = "Repair it, or move it away; the next start puts it aside by itself."
        return Finding(WRONG, subject, without_values(error.message), advice)
    if opened is None or opened.bench.session.state == State.ENDED:
        return Finding(OK, subject, "none")
    return Finding(OK, subject, f"{line(opened.bench.session.id)}, {opened.bench.session.state}")


def _ended_sessions(sessions: Sessions) -> Iterator[Finding]:
    number, wide = 0, 0
    for path in sessions.newest_first():
        name = line(os.path.basename(path))
        try:
            session = sessions.read(path).bench.session
            wide += os.name != "nt" and bool(os.lstat(path).st_mode & _OTHERS)
        except NewerError as error:
            yield Finding(WRONG, "session file", without_values(error.message), "Use the newer nextcall that wrote it.")
        except NextcallError as error:
            yield Finding(WRONG, "session file", without_values(error.message), "Repair it; until then it is skipped.")
        else:
            number += 1
            if session.end is None:
                advice = "It was put there by hand; give it end and ended_at."
                yield Finding(WRONG, "session file", f"{name} stands among the ended ones but has not ended", advice)
    yield Finding(OK, "session files", f"{number} can be read")
    if wide:
        yield Finding(WRONG, "session files", f"{wide} can be read by others", "Try: chmod -R go= on the data folder.")


def _put_aside(folder: str) -> Iterator[Finding]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        if ".conflict-" in name:
            yield Finding(NOTE, "kept beside", line(name), "Another program's version of a session; look at it, then move it away.")
        elif name.endswith(".part"):
            yield Finding(NOTE, "left over", line(name), "A save that was cut off; the next start takes it away.")

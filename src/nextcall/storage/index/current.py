"""An index that is as its folder is now: what has changed is read, and nothing else."""

from __future__ import annotations

import os
import sqlite3

from nextcall.clock import epoch
from nextcall.storage.index.folder import Changes, changes
from nextcall.storage.index.known import KnownFiles, known_folders
from nextcall.storage.index.tables import INDEX
from nextcall.storage.place import Place, in_memory

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable


def up_to_date(place: Place, progress: Callable[[int, int], None], *, complete: bool, outline: bool = False, soon: bool = False) -> sqlite3.Connection:
    """`outline`: the line of each session and the sums will do; `soon`: the look at every single file, which is due once a minute, can wait."""
    now = epoch()
    complete = complete or (not soon and place.is_due(now))
    connection = place.read(outline=outline)
    if connection is None and not any_session(place.data):
        return in_memory(place.data, None, INDEX)  # nothing is made by looking
    if connection is not None:
        connection.execute("BEGIN")
        if not changed(place, connection, now, complete=complete).nothing:
            connection.close()
            connection = None
    if connection is None:
        connection = _written(place, now, progress, complete=complete, outline=outline)
    if complete:
        place.has_looked(now)
    return connection


def any_session(folder: str) -> bool:
    """Whether there is a folder of sessions; raises `OSError` where that cannot be found out."""
    try:
        return bool(os.stat(os.path.join(folder, "sessions")))
    except FileNotFoundError:
        return False


def _written(place: Place, now: float, progress: Callable[[int, int], None], *, complete: bool, outline: bool) -> sqlite3.Connection:
    from nextcall.storage.index.writing import OutlineError, bring  # noqa: PLC0415 (only where something has changed; so is the next)
    from nextcall.storage.rewriting import written  # noqa: PLC0415

    try:
        with written(place, outline=outline) as writing:
            bring(writing, place.data, changed(place, writing, now, complete=complete), progress, outline=outline)
    except OSError:
        return without_cache(place, progress, outline=outline)
    except OutlineError:
        return _written(place, now, progress, complete=complete, outline=False)
    connection = place.read(outline=outline)
    if connection is None:  # somebody is at it as quickly as we are
        return without_cache(place, progress, outline=outline)
    connection.execute("BEGIN")
    return connection


def changed(place: Place, connection: sqlite3.Connection, now: float, *, complete: bool, near: bool = True) -> Changes:
    """What the index does not know yet at `now`, in seconds since 1970."""
    return changes(place.data + "/sessions", known_folders(connection), KnownFiles(connection), int(now * 1e9), complete=complete, near=near)


def without_cache(place: Place, progress: Callable[[int, int], None], *, outline: bool) -> sqlite3.Connection:
    """The index in memory, from what can be read of the one on disk."""
    from nextcall.storage.index.writing import OutlineError, bring  # noqa: PLC0415 (only here)

    source = place.read(outline=outline)
    try:
        connection = in_memory(place.data, source, INDEX)
    except sqlite3.Error:
        connection = in_memory(place.data, None, INDEX)
    finally:
        if source is not None:
            source.close()
    try:
        bring(connection, place.data, changed(place, connection, epoch(), complete=True), progress, outline=outline)
    except OutlineError:
        connection.close()
        return without_cache(place, progress, outline=False)
    return connection

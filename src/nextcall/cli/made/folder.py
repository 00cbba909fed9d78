"""The made-up caller on disk: data, configuration and index in a folder of their own."""

import os
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nextcall.cli.made import people
from nextcall.cli.made.history import CONFIG, half_a_year, under_way
from nextcall.clock import zone_name
from nextcall.config.paths import Folders, folders
from nextcall.storage import codec, formats
from nextcall.storage.atomic import make_folder
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.index.index import Index
from nextcall.storage.sessions import Sessions

_OFTEN = 0.4
"""Fewer sessions than could be: the app is to open at once."""
_KEPT = ("NEXTCALL_UI_",)
"""Variables that hold in the demo too: how its screens look is the user's own business."""


def without_own(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment without what says where the user's own files are, and what the user's own sessions do."""
    return {name: value for name, value in environ.items() if not name.startswith("NEXTCALL_") or name.startswith(_KEPT)}


def fill(home: str, now: datetime) -> Folders:
    """Put everything into the empty folder `home`; where the parts of it are. Raises `OSError`.

    Nothing waits for the disk: the folder does not outlive the program.
    """
    where = folders({"NEXTCALL_HOME": home})
    now = _in_its_zone(now)
    sessions = Sessions(where.data)
    for session in half_a_year(now, _OFTEN):
        _write(sessions.place(session, ".json"), formats.render(codec.write(session), ".json"))
    _write(where.config_file, CONFIG.encode())
    listed = people.to_call(now)
    bench = under_way(now, people.called(listed))
    with sessions.lock():
        Lists(where.data).save(people.NAME, listed)
        sessions.save_current(bench, 0)
    Index.opened(where.data, where.cache).close()
    return where


def _in_its_zone(now: datetime) -> datetime:
    """`now` with the rules of its time zone: ten o'clock was ten o'clock in summer, too."""
    name = zone_name()
    try:
        return now.astimezone(ZoneInfo(name)) if name else now
    except (ZoneInfoNotFoundError, ValueError):
        return now


def _write(path: str, data: bytes) -> None:
    if not os.path.isdir(folder := os.path.dirname(path)):
        make_folder(folder)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)

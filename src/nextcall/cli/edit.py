"""`nextcall edit`: an ended session in the user's editor; what is right takes its place, what is wrong is kept beside."""

import os
from argparse import ArgumentParser, Namespace

from nextcall.bootstrap import Services, services
from nextcall.cli import which
from nextcall.cli.corrections import sentences
from nextcall.cli.output import data, talk
from nextcall.config.paths import Folders
from nextcall.core.session import Session
from nextcall.desk.edited import as_text, from_text
from nextcall.desk.editor import write_in
from nextcall.errors import InputError, NextcallError, StorageError
from nextcall.storage import atomic
from nextcall.storage.fields import LIMIT
from nextcall.storage.sessions import Opened
from nextcall.text import line

_SHOWN = 3
"""Changes that are told one by one."""


def arguments(parser: ArgumentParser) -> None:
    """What `edit` takes."""
    parser.add_argument("id", metavar="ID", help=which.HELP.partition("; open")[0])


def run(options: Namespace, where: Folders) -> int:
    """Edit a copy; it takes the session's place once nothing is wrong in it. Until then it is kept."""
    found = services(where, os.environ)
    sessions = found.sessions
    path = which.path_of(where, sessions, options.id)
    if path == sessions.current:
        raise NextcallError("The session is still open.", "nextcall correct changes its calls; nextcall stop ends it.")
    opened = sessions.read(path)
    suffix = os.path.splitext(path)[1]
    copy = os.path.join(sessions.folder, "trash", f"{opened.bench.session.id}.edited{suffix}")
    _say_what_is_there(copy, opened)
    write_in(copy, as_text(opened.bench.session, suffix))
    after = _read(copy, found, opened)
    before = opened.bench.session
    if after is before:
        atomic.forget(copy)
        data("nothing was changed")
        return 0
    _replace(copy, found, opened, after)
    atomic.forget(copy)
    made = after.trail[len(before.trail) :]
    more = f"; and {len(made) - _SHOWN} more" if len(made) > _SHOWN else ""
    data(f"saved: {sentences(made[:_SHOWN])}{more}")
    return 0


def _say_what_is_there(copy: str, opened: Opened) -> None:
    kept = atomic.identity(copy)
    if kept is not None:
        later = opened.identity.modified > kept.modified
        talk("going on with the text of the last time" + ("; the session was changed since, and what you save replaces that" if later else ""))


def _read(copy: str, found: Services, opened: Opened) -> Session:
    """What was written; the session as it was where that is nothing."""
    before = opened.bench.session
    try:
        text = atomic.read(copy, LIMIT)
        if not text.strip():
            return before
        return from_text(text, os.path.splitext(copy)[1], before, found.config.outcomes, found.clock.now())
    except FileNotFoundError:
        return before
    except InputError as error:
        raise InputError(line(error.message), _kept(copy, before)) from None


def _replace(copy: str, found: Services, opened: Opened, after: Session) -> None:
    """Put the edited session in the place of the one that was read, if that still stands there."""
    sessions, kept = found.sessions, _kept(copy, after)
    try:
        with sessions.lock():
            if atomic.identity(opened.path) != opened.identity:
                raise StorageError("Another program changed the session meanwhile; nothing was replaced.", kept)
            sessions.save_ended(opened.path, after)
    except OSError as error:
        raise StorageError(f"not saved: {error.strerror}", kept) from None


def _kept(copy: str, session: Session) -> str:
    return f"The session is as it was; your text is kept as {line(copy, 300)}, and nextcall edit {session.id} goes on with it."

"""`nextcall show`: one session, as text, Markdown or JSON."""

import os
from argparse import ArgumentParser, Namespace

from nextcall.cli.history import opened
from nextcall.cli.output import as_json, data
from nextcall.clock import Clock
from nextcall.config.paths import Folders
from nextcall.core.session import Session
from nextcall.errors import NoSessionError, StorageError
from nextcall.storage import codec
from nextcall.storage.sessions import Sessions


def arguments(parser: ArgumentParser) -> None:
    """What `show` takes."""
    parser.add_argument("id", metavar="ID", nargs="?", default="last", help="a session's id, or how it begins; or: last")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print it as in its file, with its stats")
    form.add_argument("--markdown", action="store_true", help="print it as Markdown, with all calls")
    form.add_argument("--plain", action="store_true", help="print it as plain text (as without an option)")


def run(options: Namespace, where: Folders) -> int:
    """Print one session."""
    session, at = found(where, options.id), Clock().now()
    if options.json:
        from nextcall.stats.totals import totals  # noqa: PLC0415 (only on request)

        both = codec.write(session) | {"stats": totals([session], at)}
        as_json(both)
    elif options.markdown:
        from nextcall.exchange.markdown import markdown  # noqa: PLC0415 (only on request)

        _long(markdown(session, at).rstrip("\n"))
    else:
        from nextcall.exchange.summary import as_text  # noqa: PLC0415 (only on request)

        (data if options.plain else _long)(as_text(session, at))
    return 0


def _long(text: str) -> None:
    """Page by page, on a terminal."""
    from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

    paged(text.split("\n"))


def found(where: Folders, name: str) -> Session:
    """The session that `name` means: the last one that ended, else the open one; or that of an id.

    Raises `NoSessionError`, or `StorageError` where its file does not fit.
    """
    sessions = Sessions(where.data)
    try:
        with opened(where, outline=True) as index:
            path = os.path.join(where.data, "sessions", index.find(name))
    except NoSessionError:
        now = _open(sessions)
        if now is None or not (name == "last" or (name and now.id.startswith(name))):
            raise
        return now
    return sessions.read(path).bench.session


def _open(sessions: Sessions) -> Session | None:
    try:
        now = sessions.read_current()
    except StorageError as error:
        raise StorageError(error.message, f"It is {os.path.basename(sessions.current)} in the data folder.") from None
    return now.bench.session if now else None

"""`nextcall show`: one session, as text, Markdown or JSON."""

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from nextcall.cli.history import opened
from nextcall.cli.output import as_json, data
from nextcall.clock import Clock
from nextcall.config.paths import Folders
from nextcall.core.session import Session
from nextcall.errors import NoSessionError, StorageError
from nextcall.storage import codec
from nextcall.storage.sessions import Sessions

if TYPE_CHECKING:
    from nextcall.stats.inputs import Judged
    from nextcall.storage.index.index import Index


def arguments(parser: ArgumentParser) -> None:
    """What `show` takes."""
    parser.add_argument("id", metavar="ID", nargs="?", default="last", help="a session's id, or how it begins; or: last")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print it as in its file, with its stats")
    form.add_argument("--markdown", action="store_true", help="print it as Markdown, with all calls")
    form.add_argument("--plain", action="store_true", help="print it as plain text (as without an option)")


def run(options: Namespace, where: Folders) -> int:
    """Print one session."""
    with opened(where) as index:
        session, at = found(where, index, options.id), Clock().now()
        own = _own(session, index)
    if options.json:
        from nextcall.stats.inputs import as_data  # noqa: PLC0415 (only on request)
        from nextcall.stats.totals import totals  # noqa: PLC0415 (as above)

        judged: dict[str, object] = as_data(own) if own else {"inputs": [], "evenness": None}
        as_json(codec.write(session) | {"stats": totals([session], at) | judged})
        return 0
    said = _sentences(own)
    if options.markdown:
        from nextcall.exchange.markdown import markdown  # noqa: PLC0415 (only on request)

        _long(markdown(session, at, said).rstrip("\n"))
    else:
        from nextcall.exchange.summary import as_text  # noqa: PLC0415 (only on request)

        (data if options.plain else _long)(as_text(session, at, said))
    return 0


def _own(session: Session, index: "Index") -> "Judged | None":
    """The session against those before it; None while it is open: until its end nothing is judged."""
    if session.ended_at is None:
        return None
    from nextcall.storage.index.earlier import against_earlier  # noqa: PLC0415 (of an ended session only)

    return against_earlier(index, session)


def _sentences(own: "Judged | None") -> tuple[str, ...]:
    if own is None:
        return ()
    from nextcall.stats.inputs_words import sentences  # noqa: PLC0415 (for people only)

    return sentences(own)


def _long(text: str) -> None:
    """Page by page, on a terminal."""
    from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

    paged(text.split("\n"))


def found(where: Folders, index: "Index", name: str) -> Session:
    """The session that `name` means: the last one that ended, else the open one; or that of an id.

    Raises `NoSessionError`, or `StorageError` where its file does not fit.
    """
    sessions = Sessions(where.data)
    try:
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

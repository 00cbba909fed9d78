"""What the commands that read the history share: the index, the query, the open session."""

from __future__ import annotations

import os

from nextcall.core.query import ALL, Query, parse
from nextcall.storage.index.index import Index

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser

    from nextcall.config.paths import Folders
    from nextcall.core.session import Session



def query_argument(parser: ArgumentParser) -> None:
    """The option `--query`, with what can be asked."""
    parser.add_argument(
        "--query",
        metavar="Q",
        default="",
        help='only what is meant, as in: preset:sprint outcome:yes after:2026-10 note~price "two words"; '
        "fields are preset, skill, list, tag, outcome, contact, note, before, on, after",
    )


def query_of(text: str) -> Query:
    """The query on the command line; raises `InputError`."""
    if not text.strip():
        return ALL
    from nextcall.clock import Clock  # noqa: PLC0415 (`today` wants one)

    return parse(text, Clock().now().date())


def opened(where: Folders, *, outline: bool = False) -> Index:
    """The index of the history, brought up to date; on a terminal, long work says how far it is.

    `outline`: for who wants the list, the sums or to find a session, and nothing else.
    """
    from nextcall.cli.progress import Progress  # noqa: PLC0415 (light, and only here)

    with Progress("sessions read") as progress:
        return Index.opened(where.data, where.cache, progress, outline=outline)


def open_session(where: Folders) -> Session | None:
    """The session that is open now, if there is one that can be read."""
    if not os.path.lexists(os.path.join(where.data, "current.json")):
        return None
    from nextcall.errors import NextcallError  # noqa: PLC0415 (see above)
    from nextcall.storage.sessions import Sessions  # noqa: PLC0415 (costs more than all the rest: only where one is open)

    try:
        found = Sessions(where.data).read_current()
    except NextcallError:
        return None
    return found.bench.session if found else None

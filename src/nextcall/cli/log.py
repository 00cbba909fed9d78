"""`nextcall log`: the sessions, newest first; what cannot be read stands among them, with the reason."""

from __future__ import annotations

import os
from itertools import chain, islice

from nextcall.cli.history import open_session, opened, query_argument, query_of
from nextcall.cli.numbers import at_least_one
from nextcall.cli.output import as_json, data
from nextcall.core.query import ALL
from nextcall.storage.index.entry import Entry
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from typing import Any

    from nextcall.config.paths import Folders
    from nextcall.core.query import Query
    from nextcall.storage.index.index import Index


_PAGE = 500
"""Sessions that are fetched at once."""
_NUMBERS = ("calls", "conversations", "helps", "yeses")


def arguments(parser: ArgumentParser) -> None:
    """What `log` takes."""
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="no more than the newest N")
    query_argument(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of JSON objects")
    form.add_argument("--plain", action="store_true", help="one session a line, its fields between tabs")


def run(options: Namespace, where: Folders) -> int:
    """Print the history."""
    query = query_of(options.query)
    with opened(where, outline=query == ALL) as index:
        found = islice(entries(where, index, query, options.limit), options.limit)
        if options.json:
            as_json([as_data(entry) for entry in found])
        elif options.plain:
            for entry in found:
                data(plain(entry))
        else:
            _readable(found, query)
    return 0


def entries(where: Folders, index: Index, query: Query, limit: int | None) -> Iterator[Entry]:
    """The open session, then the ended ones, newest first."""
    ended = index.newest(limit) if query == ALL else _picked(index, query)
    return chain(_open(where, query), ended)


def _picked(index: Index, query: Query) -> Iterator[Entry]:
    numbers = index.numbers(query)
    for first in range(0, len(numbers), _PAGE):
        yield from index.entries(numbers[first : first + _PAGE])


def _open(where: Folders, query: Query) -> Iterator[Entry]:
    session = open_session(where)
    if session is None:
        if os.path.lexists(os.path.join(where.data, "current.json")):
            yield from _unreadable(where)
        return
    from nextcall.stats.derive import facts_of  # noqa: PLC0415 (only where one is open)
    from nextcall.stats.picking import of_session  # noqa: PLC0415 (as above)
    from nextcall.storage.index.rows import entry_of  # noqa: PLC0415 (as above)

    facts = facts_of(session, session.last_event_at)
    if of_session(query, facts):
        yield entry_of(facts, session.started_at.isoformat(timespec="milliseconds"))


def _unreadable(where: Folders) -> Iterator[Entry]:
    from nextcall.errors import NextcallError  # noqa: PLC0415 (rarely needed)
    from nextcall.storage.sessions import Sessions  # noqa: PLC0415 (as above)

    try:
        Sessions(where.data).read_current()
    except NextcallError as error:
        yield Entry("current.json", error.message.removeprefix("current.json: "), "current.json")


def as_data(entry: Entry) -> dict[str, Any]:
    """One entry as `--json` has it."""
    good = entry.problem is None
    found: dict[str, Any] = {
        "id": entry.id,
        "title": entry.title if good else None,
        "preset": entry.preset,
        "started_at": entry.started_at if good else None,
        "ended_at": entry.ended_at,
    }
    return found | {name: getattr(entry, name) if good else None for name in _NUMBERS} | {"problem": entry.problem}


def plain(entry: Entry) -> str:
    """One entry as `--plain` has it: its id first, tabs between."""
    if entry.problem is not None:
        return f"{line(entry.id)}\tproblem\t{line(entry.problem, 300)}"
    ended = _to_the_second(entry.ended_at) if entry.ended_at else "open"
    return "\t".join((entry.id, _to_the_second(entry.started_at), ended, line(entry.title), *(str(getattr(entry, name)) for name in _NUMBERS)))


def _to_the_second(moment: str) -> str:
    return moment[:19] + moment[23:]


def _readable(found: Iterator[Entry], query: Query) -> None:
    from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

    first = next(found, None)
    if first is None:
        data("No session yet. nextcall start opens one." if query == ALL else "No session is meant by that.")
        return
    paged(map(readable, chain([first], found)))


def readable(entry: Entry) -> str:
    """One entry for people."""
    if entry.problem is not None:
        return f"{line(entry.id)}  cannot be counted: {line(entry.problem, 300)}"
    helped = f", {entry.helps} helped" if entry.helps else ""
    calls = f"{entry.calls} call{'' if entry.calls == 1 else 's'}"
    conversations = f"{entry.conversations} conversation{'' if entry.conversations == 1 else 's'}"
    still = "" if entry.ended_at else ", still open"
    return f"{entry.id}  {entry.started_at[:10]} {entry.started_at[11:16]}  {line(entry.title)}: {calls}, {conversations}{helped}{still}"

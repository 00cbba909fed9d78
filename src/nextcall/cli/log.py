"""`nextcall log`: the sessions, newest first; what cannot be read stands among them, with the reason."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from nextcall.cli.numbers import at_least_one
from nextcall.cli.output import as_json, data
from nextcall.config.paths import Folders
from nextcall.core.counts import Counts, counts
from nextcall.core.session import Session
from nextcall.errors import NextcallError
from nextcall.storage.sessions import Sessions
from nextcall.text import line


class Entry(NamedTuple):
    """One file of the history."""

    name: str
    """The session's id, or the file's name where it could not be read."""
    session: Session | None
    problem: str | None


def arguments(parser: ArgumentParser) -> None:
    """What `log` takes."""
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="no more than the newest N")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of JSON objects")
    form.add_argument("--plain", action="store_true", help="one session a line, its fields between tabs")


def run(options: Namespace, where: Folders) -> int:
    """Print the history."""
    found = islice(entries(Sessions(where.data)), options.limit)
    if options.json:
        as_json([as_data(entry) for entry in found])
        return 0
    shown = plain if options.plain else readable
    empty = True
    for entry in found:
        data(shown(entry))
        empty = False
    if empty and not options.plain:
        data("No session yet. nextcall start opens one.")
    return 0


def entries(sessions: Sessions) -> Iterator[Entry]:
    """The open session, then the ended ones, newest first."""
    paths = [sessions.current] if sessions.open_identity() else []
    for path in (*paths, *sessions.newest_first()):
        try:
            session = sessions.read(path).bench.session
        except NextcallError as error:
            name = line(os.path.basename(path))
            yield Entry(name, None, error.message.removeprefix(f"{name}: "))
        else:
            yield Entry(line(session.id), session, None)


def as_data(entry: Entry) -> dict[str, Any]:
    """One entry as `--json` has it."""
    session = entry.session
    done = counts(session) if session else Counts()
    found = {
        "id": entry.name,
        "title": session.title if session else None,
        "preset": session.preset if session else None,
        "started_at": session.started_at.isoformat(timespec="milliseconds") if session else None,
        "ended_at": session.ended_at.isoformat(timespec="milliseconds") if session and session.ended_at else None,
    }
    numbers = {name: getattr(done, name) if session else None for name in ("calls", "conversations", "helps", "yeses")}
    return found | numbers | {"problem": entry.problem}


def plain(entry: Entry) -> str:
    """One entry as `--plain` has it: its id first, tabs between."""
    if entry.session is None:
        return f"{entry.name}\tproblem\t{entry.problem}"
    session, done = entry.session, counts(entry.session)
    started = session.started_at.isoformat(timespec="seconds")
    ended = session.ended_at.isoformat(timespec="seconds") if session.ended_at else "open"
    numbers = (done.calls, done.conversations, done.helps, done.yeses)
    return "\t".join((entry.name, started, ended, line(session.title), *map(str, numbers)))


def readable(entry: Entry) -> str:
    """One entry for people."""
    if entry.session is None:
        return f"{entry.name}  cannot be read: {entry.problem}"
    session, done = entry.session, counts(entry.session)
    started = session.started_at.isoformat(" ", timespec="minutes")[:16]
    helped = f", {done.helps} helped" if done.helps else ""
    calls = f"{done.calls} call{'' if done.calls == 1 else 's'}"
    conversations = f"{done.conversations} conversation{'' if done.conversations == 1 else 's'}"
    still = "" if session.ended_at else ", still open"
    return f"{entry.name}  {started}  {line(session.title)}: {calls}, {conversations}{helped}{still}"

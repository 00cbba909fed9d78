"""`nextcall import` of sessions one a line, as `export --format jsonl` writes them."""

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import chain, islice
from typing import BinaryIO

from nextcall.cli.import_words import blocked_text, listed
from nextcall.cli.output import as_json, data
from nextcall.cli.progress import Progress
from nextcall.core.session import Session
from nextcall.errors import InputError, NextcallError
from nextcall.exchange.jsonl import LARGEST_LINE, numbered_lines
from nextcall.figures import figure
from nextcall.storage import codec, formats
from nextcall.storage.adding import Ready, Shelf, numbers_forbidden
from nextcall.storage.fields import Unfit
from nextcall.storage.sessions import Sessions
from nextcall.text import many

_CHUNK = 1 << 20
_AT_ONCE = 200
"""Sessions that are saved before others get the lock."""

Line = tuple[int, bytes | None]


class _Result:
    """What came of the lines so far."""

    def __init__(self) -> None:
        self.lines = self.calls = self.added = self.known = 0
        self.forbidden: set[str] = set()
        """Numbers that the new sessions say are not to be called."""
        self.skipped: list[tuple[int, str]] = []


def run(options: Namespace, sessions: Sessions, start: bytes, file: BinaryIO) -> int:
    """Bring in the sessions that are not there yet; one that is there and differs is left as it is, and told."""
    _refuse_flags(options)
    result = _Result()
    try:
        with Progress("bytes") as progress:
            shelf = Shelf(sessions)
            _bring_in(numbered_lines(_chunks(start, file, progress)), shelf, result, dry=options.dry_run)
        shelf.settle()
    except KeyboardInterrupt:
        raise NextcallError(f"stopped: {many(result.added, 'session')} saved", "The same command again brings in the rest.") from None
    _say(options, result)
    return 1 if result.skipped and not (result.added or result.known) else 0


def _refuse_flags(options: Namespace) -> None:
    given = [name for name in ("started", "ended", "duration", "outcome", "session_by", "contact", "phone", "note", "amount") if getattr(options, name)]
    if given:
        raise InputError(f"holds whole sessions: --{given[0].replace('_', '-')} is for tables")


def _chunks(start: bytes, file: BinaryIO, progress: Progress) -> Iterator[bytes]:
    done, total = len(start), max(os.fstat(file.fileno()).st_size, len(start))
    yield start.removeprefix(b"\xef\xbb\xbf")
    while chunk := file.read(_CHUNK):
        yield chunk
        done += len(chunk)
        progress(done, total)


def _bring_in(lines: Iterator[Line], shelf: Shelf, result: _Result, *, dry: bool) -> None:
    known = {os.path.splitext(os.path.basename(path))[0]: path for path in shelf.sessions.newest_first()}
    for first in lines:
        with nullcontext() if dry else shelf.sessions.lock():
            together: dict[str, Ready] = {}
            for number, content in chain([first], islice(lines, _AT_ONCE - 1)):
                result.lines += 1
                try:
                    _add(_session(content), shelf, known, together, result, dry=dry)
                except NextcallError as error:
                    result.skipped.append((number, error.message))
            if not dry:
                shelf.save(list(together.values()))
            result.added += len(together)
            for one in together.values():
                result.calls += len(one.session.calls) + sum((one.session.counts_only or {}).values())
                result.forbidden |= numbers_forbidden(one.session)


def _session(content: bytes | None) -> Session:
    """The session of a line. Raises `InputError` with the reason where there is none."""
    if content is None:
        raise InputError(f"longer than {LARGEST_LINE} bytes")
    try:
        found = codec.read(formats.parse(content.strip(), ".json"))
    except Unfit as error:
        raise InputError(str(error)) from None
    except InputError as error:
        raise InputError(error.message.removeprefix("line 1, ")) from None
    if found.end is None:
        raise InputError(f"{found.id} is still open; it can be imported once it has ended")
    return found


def _add(session: Session, shelf: Shelf, known: dict[str, str], together: dict[str, Ready], result: _Result, *, dry: bool) -> None:  # noqa: PLR0913 (all of one loop)
    """Put a session among those that are to be saved `together`, by their paths, if it is not `known`. Raises `NextcallError` where that cannot be."""
    path = known.get(session.id)
    if path is None:
        path = shelf.place(session)
        together[path] = shelf.ready(path, session)
        known[session.id] = _NEW if dry else path
        return
    if path is not _NEW and not _same(session, together[path].session if path in together else shelf.sessions.read(path).bench.session):
        raise InputError(f"{session.id} is there already and differs; it was left as it is")
    result.known += 1


_NEW = "new"
"""Stands for the place of a session that a dry run would add."""


def _same(one: Session, other: Session) -> bool:
    return codec.write(one) == codec.write(other)


def _say(options: Namespace, result: _Result) -> None:
    if options.json:
        as_json(
            {
                "file": options.file,
                "done": not options.dry_run,
                "rows": result.lines,
                "calls_added": result.calls,
                "sessions_added": result.added,
                "sessions_added_to": 0,
                "known": result.known,
                "blocked": len(result.forbidden),
                "skipped": [{"line": number, "reason": reason} for number, reason in result.skipped],
            }
        )
        return
    would = "would be " if options.dry_run else ""
    data(
        f"{many(result.lines, 'line')} read: {many(result.added, 'session')} {would}added with {many(result.calls, 'call')}, "
        f"{figure(result.known)} known already, {figure(len(result.skipped))} left out."
    )
    for words in (*blocked_text(result.forbidden, dry=options.dry_run), *listed(result.skipped)):
        data(words)

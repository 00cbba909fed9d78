"""Sessions on their way out: from their files through one of the forms to wherever they go."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from nextcall.config.paths import Folders
from nextcall.core.query import ALL, Query
from nextcall.core.session import Session
from nextcall.errors import NextcallError
from nextcall.exchange.redact import Redactor
from nextcall.stats.derive import facts_of
from nextcall.stats.picking import of_session
from nextcall.storage.sessions import Sessions
from nextcall.storage.whole import Made, Make, Whole, made_of, whole

_KEY_BYTES = 32


class Form(NamedTuple):
    """One of the forms in which sessions leave."""

    make: Make
    """What a session comes to, as plain data."""
    strictly: bool = False
    """Whether it needs all that is in a session."""
    head: bytes = b""
    """What stands first."""
    joined: Callable[[Iterable[Any]], Iterator[bytes]] = iter
    """How what sessions come to becomes one text."""


class Export:
    """What is to be exported: the sessions at some paths and the open one, as far as a query means it."""

    def __init__(self, where: Folders, paths: list[str], unfit: list[str], query: Query, *, redact: bool) -> None:
        self._folder = where.data
        self._paths = paths
        self._query = query
        self._redactor = _redactor(where) if redact else None
        self.unfit = unfit
        """The files that are left out: they do not fit, or are copies. It grows while writing."""

    def write(self, name: str, out: Callable[[bytes], object], progress: Callable[[int, int], None]) -> None:
        """Write it in a form; `progress` is told how many sessions are done, and of how many.

        Raises `OSError`.
        """
        form = _FORMS[name](self._query, self._redactor)
        out(form.head)
        for text in form.joined(self._made(form, progress)):
            out(text)

    def _made(self, form: Form, progress: Callable[[int, int], None]) -> Iterator[Any]:
        strictly = form.strictly or self._redactor is not None
        done = 0
        for made in made_of(self._folder, self._paths, form.make, strictly=strictly):
            yield from self._kept(made)
            done += len(made.parts) + len(made.unfit)
            progress(done, len(self._paths))
        opened = self._opened()
        if opened is not None:
            yield form.make(whole(opened))

    def _kept(self, made: Made) -> list[Any]:
        self.unfit += made.unfit
        return made.parts

    def _opened(self) -> Session | None:
        """The open session, where it is meant."""
        sessions = Sessions(self._folder)
        try:
            opened = sessions.read_current()
        except NextcallError:
            self.unfit.append(os.path.basename(sessions.current))
            return None
        if opened is None:
            return None
        session = opened.bench.session
        return session if of_session(self._query, facts_of(session, session.last_event_at)) else None


def _redactor(where: Folders) -> Redactor:
    from nextcall.config.load import load  # noqa: PLC0415 (only here)
    from nextcall.core.outcomes import SETS  # noqa: PLC0415 (as above)
    from nextcall.exchange.redact import Known  # noqa: PLC0415 (as above)

    config = load(where.config_file, os.environ)
    known = Known(
        frozenset(preset.id for preset in config.presets),
        frozenset(preset.title for preset in config.presets),
        frozenset(config.skills),
        frozenset(config.steps),
        frozenset(outcome.label for outcomes in (*SETS.values(), config.outcomes) for outcome in outcomes),
    )
    return Redactor(os.urandom(_KEY_BYTES), known)


def _shown(session: Any, redactor: Redactor | None) -> Any:
    return redactor.session(session) if redactor else session


def _csv(query: Query, redactor: Redactor | None) -> Form:
    from nextcall.exchange.csv_out import HEADER, quick_rows, rows  # noqa: PLC0415 (only this form)

    def make(found: Whole) -> bytes:
        if redactor is not None:
            shown = redactor.session(found.session)
            return rows(found.session, whole(shown).outcomes, query, shown).encode()
        quick = quick_rows(found.session, found.outcomes, found.content) if found.content and query == ALL else None
        return (rows(found.session, found.outcomes, query) if quick is None else quick).encode()

    return Form(make, head=HEADER.encode())


def _jsonl(_: Query, redactor: Redactor | None) -> Form:
    from nextcall.exchange.jsonl_out import as_it_stands, of_data  # noqa: PLC0415 (only this form)
    from nextcall.storage import codec  # noqa: PLC0415 (as above)

    def make(found: Whole) -> bytes:
        return as_it_stands(found.content) if found.content is not None else of_data(codec.write(_shown(found.session, redactor)))

    return Form(make)


def _markdown(_: Query, redactor: Redactor | None) -> Form:
    from nextcall.exchange.markdown import markdown  # noqa: PLC0415 (only this form)

    def joined(chapters: Iterable[bytes]) -> Iterator[bytes]:
        for number, chapter in enumerate(chapters):
            yield b"\n---\n\n" + chapter if number else chapter

    return Form(lambda found: markdown(_shown(found.session, redactor)).encode(), strictly=True, joined=joined)


def _timeclock(_: Query, redactor: Redactor | None) -> Form:
    from nextcall.exchange.timeclock import in_order, sitting  # noqa: PLC0415 (only this form)

    def joined(sittings: Iterable[Any]) -> Iterator[bytes]:
        return (text.encode() for text in in_order(sittings))

    return Form(lambda found: sitting(_shown(found.session, redactor)), joined=joined)


def _parquet(query: Query, redactor: Redactor | None) -> Form:
    from nextcall.exchange.parquet_out import parquet, rows  # noqa: PLC0415 (only this form)

    def make(found: Whole) -> bytes:
        if redactor is None:
            return rows(found.session, found.outcomes, query, content=found.content)
        shown = redactor.session(found.session)
        return rows(found.session, whole(shown).outcomes, query, shown)

    return Form(make, joined=parquet)


_FORMS: dict[str, Callable[[Query, Redactor | None], Form]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "markdown": _markdown,
    "timeclock": _timeclock,
    "parquet": _parquet,
}

"""What the history screen knows: read at once where that is quick, beside it where it is not."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from textual import on, work
from textual.message import Message
from textual.worker import get_current_worker

from nextcall.core.query import ALL, Query, parse
from nextcall.errors import NextcallError
from nextcall.figures import figure
from nextcall.stats.buckets import Bucket
from nextcall.storage.index.index import Index
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.history_source import Source, bring_up_to_date

_SOON = 0.15
"""Seconds after the first picture at which every file is looked at: not while it is being painted."""
WEEK = 7 * 24
"""Hours of the week: where the map can be looked at."""


class State:
    """Where the caller is in the history; kept while a session is looked at."""

    def __init__(self) -> None:
        self.view = "list"
        self.query = ""
        self.chosen = 0
        """The position in the list."""
        self.at = 0
        """The column of a chart, or the hour of the week."""
        self.rates = False


class HistoryData(KeyScreen):
    """The sessions, what a query picks of them, and what they add up to."""

    @dataclass
    class UpToDate(Message):
        """The index knows every file."""

        changed: bool

    @dataclass
    class Found(Message):
        """What a query picks."""

        text: str
        numbers: Sequence[int]

    @dataclass
    class Counted(Message):
        """What a view is drawn from."""

        view: str
        periods: tuple[Bucket, ...]
        week: dict[int, tuple[int, int]]

    def __init__(self) -> None:
        super().__init__()
        self._source: Source = self._opened()
        self._state = self.root.kept_history or State()
        self._first = 0
        self._known: tuple[int, int] | None = None
        """Which version of the index is shown."""
        self._shown = False
        """Whether the first picture is there: until then only what it shows is read."""
        self._query, self._waiting = ALL, ""
        self._periods: tuple[Bucket, ...] = ()
        self._week: dict[int, tuple[int, int]] = {}
        self._trash: list[tuple[str, str]] = []

    def _opened(self) -> Source:
        services = self.root.services
        return Source(services.sessions, services.folders.cache)

    def on_unmount(self) -> None:
        """Let go of the index."""
        self._source.close()

    def _look(self) -> None:
        self._shown = True
        self._known = self._source.version()
        self.draw()
        self.set_timer(_SOON, self._bring)
        if self._state.query:
            self._find(self._state.query)
        elif self._state.view != "list":
            self._count()

    @work(thread=True, exit_on_error=True, group="look", exclusive=True)
    def _bring(self) -> None:
        """Bring the index up to date with every single file: what was written over in its place is seen only so."""
        services = self.root.services
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._wait, f"Reading the sessions: {figure(done)} of {figure(total)}")

        with self._reading():
            index = Index.at_hand(services.folders.data, services.folders.cache, soon=False) if self._source.ready else None
            if index is None:
                bring_up_to_date(services.folders.data, services.folders.cache, progress)
                self.post_message(self.UpToDate(changed=True))
                return
            with index:
                self.post_message(self.UpToDate(changed=index.version() != self._known))

    def _index(self) -> Index:
        services = self.root.services
        return Index.opened(services.folders.data, services.folders.cache)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Beside the screen: what cannot be read is said."""
        try:
            yield
        except OSError as error:
            self.app.call_from_thread(self._wait, "")
            self.app.call_from_thread(self.tell, f"The sessions cannot be read: {error.strerror or error}.")

    def _wait(self, words: str) -> None:
        self._waiting = words
        self.draw()

    @on(UpToDate)
    def _up_to_date(self, message: UpToDate) -> None:
        self._waiting = ""
        if message.changed or not self._source.ready:
            self._again()
        self.draw()

    def _again(self) -> None:
        """Read everything anew, and stay where we are."""
        self._source.close()
        self._source = self._opened()
        if self._state.query:
            self._find(self._state.query)
        if self._state.view != "list":
            self._count()

    @work(thread=True, exit_on_error=True, group="find", exclusive=True)
    def _search(self, text: str, query: Query) -> None:
        worker = get_current_worker()
        with self._reading(), self._index() as index:
            numbers = array("q", index.numbers(query))
            if not worker.is_cancelled:
                self.post_message(self.Found(text, numbers))

    @on(Found)
    def _found(self, message: Found) -> None:
        if message.text == self._state.query and self._source.ready:
            self._source.show(self._query, message.numbers)
            self._state.chosen = min(self._state.chosen, max(0, len(message.numbers) - 1))
            self.draw()

    @work(thread=True, exit_on_error=True, group="count", exclusive=True)
    def _count(self) -> None:
        worker, view, query = get_current_worker(), self._state.view, self._query
        with self._reading(), self._index() as index:
            periods = tuple(index.buckets(view, query)) if view != "map" else ()
            week = index.week(query) if view == "map" else {}
            if not worker.is_cancelled:
                self.post_message(self.Counted(view, periods, week))

    @on(Counted)
    def _counted(self, message: Counted) -> None:
        if message.view != self._state.view:
            return
        fresh = not (self._periods or self._week)
        self._periods, self._week, self._waiting = message.periods, message.week, ""
        if fresh or self._state.at >= max(len(self._periods), WEEK if self._week else 0):
            self._state.at = len(self._periods) - 1 if self._periods else max(self._week, key=lambda slot: self._week[slot], default=0)
        self.draw()

    def _find(self, text: str) -> str:
        """Look for something; what is wrong with the words, in a sentence."""
        text = text.strip()
        try:
            query = parse(text, self.desk.clock.now().date())
        except NextcallError as error:
            return error.message
        self._state.query, self._query = text, query
        if query == ALL:
            self._source.show_all()
        else:
            self._search(text, query)
        if self._state.view != "list":
            self._count()
        self.draw()
        return ""

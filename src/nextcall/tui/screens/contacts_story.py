"""One person's whole story: who they are, what is next, what came of each call, and whom they were introduced to."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from nextcall.contacts.person import Touch
from nextcall.contacts.queue import Stage, Standing
from nextcall.contacts.zones import as_here
from nextcall.stats.ledger import Introduced
from nextcall.storage.contacts.elsewhere import in_order
from nextcall.storage.contacts.shelf import Listed
from nextcall.text import line
from nextcall.tui.screens.contacts_data import Past
from nextcall.tui.screens.contacts_lines import Frame, moment_words, stage_words
from nextcall.tui.screens.session_who import about, date_words, small, who_of
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, fit, width
from nextcall.tui.words import time_text

_WIDE = 100
_DAY = 12
"""Cells of a day, and of what a field is called."""
_SAID = {"callback": "call back", "done": "nothing more to do", "open": "call again"}


NOTHING = Past()


class Where(NamedTuple):
    """A call of a session."""

    session: str
    n: int


class Row(NamedTuple):
    """A line of the story."""

    line: Line
    stop: bool = False
    """Whether the cursor comes to it."""
    where: Where | None = None
    """The call that it is about."""


class Story(NamedTuple):
    """All that is known of somebody, as lines; the first stop is the person."""

    rows: tuple[Row, ...]

    @property
    def stops(self) -> tuple[int, ...]:
        """The lines to which the cursor comes, in their order."""
        return (0, *(at for at, row in enumerate(self.rows) if row.stop and at))

    def where(self, chosen: int) -> Where | None:
        """The call that the chosen stop is about."""
        return self.rows[self.stops[chosen]].where if chosen < len(self.stops) else None

    def shown(self, chosen: int, rows: int, cells: int) -> Lines:
        """So many lines, the chosen stop among them."""
        if not self.rows:
            return ()
        at = self.stops[min(chosen, len(self.stops) - 1)]
        first = max(0, min(at - rows // 2, len(self.rows) - rows)) if at else 0
        shown = []
        for number, row in enumerate(self.rows[first : first + rows], first):
            mark = Span("▸ " if number == at else "  ", "accent-strong", _action(self.stops, number))
            shown.append(clipped((mark, *row.line), cells) if row.stop and number else row.line)
        return tuple(shown)


def _action(stops: Sequence[int], number: int) -> str:
    return f"row_{stops.index(number)}" if number in stops else ""


def story(frame: Frame, listed: Listed, past: Past = NOTHING) -> Story:
    """Who somebody is, what is next, and everything that happened, the newest first."""
    head = list(_head(frame, listed))
    beyond = max(1, frame.rows)  # what does not fit beside the name is read on by the cursor
    rows = [Row(each, stop=at >= beyond) for at, each in enumerate(head)]
    return Story((*rows, *_happened(frame, listed, past.calls), *_introductions(frame, past.introductions)))


def _head(frame: Frame, listed: Listed) -> Iterator[Line]:
    cells, now, found = frame.shape.cells, frame.now, listed.person
    how = small if frame.shape.compact else about
    yield from how(who_of(listed, frame.hours, now), now, frame.clock, cells)
    yield EMPTY
    yield clipped((Span(_next(frame, listed.standing), "accent"), Span(f"   on {listed.list}", "muted")), cells)
    for word, value in (("e-mail", found.email), ("hours", found.hours), ("zone", found.time_zone), *found.more.items()):
        if value:
            yield clipped((Span(fit(word, _DAY), "muted"), Span(" " + line(value, 300))), cells)
    if found.note and any(touch.note for touch in found.touches):
        yield clipped((Span(fit("note", _DAY), "muted"), Span(" " + line(" ".join(found.note.split()), 300))), cells)


def _next(frame: Frame, found: Standing) -> str:
    words = stage_words(frame, found)
    return {
        Stage.NEW: "Not called yet" if not found.skipped_at else "Skipped; not called yet", Stage.DONE: "Nothing more to do", Stage.DEAD: "Not to be called again",
        Stage.BLOCKED: "Asked not to be called", Stage.RETRY: f"To be called {words}",
    }.get(found.stage, words[0].upper() + words[1:])  # fmt: skip


class _Event(NamedTuple):
    at: datetime
    label: str
    note: str = ""
    where: Where | None = None


def _happened(frame: Frame, listed: Listed, others: Sequence[Touch]) -> Iterator[Row]:
    """Calls, those too that no list knows of, and what was said outside of them, the newest first."""
    person = listed.person
    events = [_Event(touch.at, touch.label or touch.outcome, touch.note, Where(touch.session, touch.n)) for touch in in_order(person, tuple(others))]
    for act in person.acts:
        until = f" {moment_words(frame, act.until)}" if act.until else ""
        events.append(_Event(act.at, _SAID[act.kind] + until))
    if events:
        yield Row(EMPTY)
        yield Row((Span("So far", "strong"),))
    for event in sorted(events, key=lambda event: event.at, reverse=True):
        yield Row(_event(frame, event), stop=True, where=event.where)


def _event(frame: Frame, event: _Event) -> Line:
    cells, local = frame.shape.cells - 2, as_here(event.at, frame.now)
    words = " ".join(event.note.split())
    label = fit(event.label, 20) if words or event.where else line(event.label, 60)
    quoted: Line = (Span(f" “{line(words, 400)}”", "muted"),) if words else ()
    end: Line = (Span(event.where.session, "faint"),) if frame.shape.cells >= _WIDE and event.where else ()
    row = (Span(fit(date_words(local.date(), frame.now), _DAY), "muted"), Span(f" {time_text(local, frame.clock):>5}  ", "muted"), Span(label), *quoted)
    return apart(clipped(row, cells - width(end) - 2), end, cells) if end else clipped(row, cells)


def _introductions(frame: Frame, introduced: Sequence[Introduced]) -> Iterator[Row]:
    if introduced:
        yield Row(EMPTY)
        yield Row((Span("Introductions", "strong"),))
    for one in introduced:
        row = (Span(fit(date_words(one.at.date(), frame.now), _DAY), "muted"), Span(f" {line(one.who, 60)} → {line(one.to, 60)}"), Span(f"  {one.state}", "muted"))
        yield Row(clipped(row, frame.shape.cells - 2), stop=True, where=Where(one.session, one.n))

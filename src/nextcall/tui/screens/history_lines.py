"""What the history screen shows, as pure functions."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from nextcall.figures import figure
from nextcall.stats.buckets import Bucket
from nextcall.stats.rates import rate, rate_text
from nextcall.storage.index.entry import Entry
from nextcall.tui.charts.columns import Bar, bars
from nextcall.tui.charts.heat import Heat, heat
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, fit, width, wrapped
from nextcall.tui.widgets.strip import CELLS
from nextcall.tui.words import time_text

VIEWS = {"list": "Sessions", "day": "Days", "week": "Weeks", "month": "Months", "map": "Hours of the week"}
"""The ways to look at the history, with their titles."""
_REACHED = {".": "none", "c": "connect", "v": "conversation", "y": "yes", "h": "help"}
"""How far a call came, as the index writes it."""
_FEW = 20
"""Calls under which a rate is only shown with a word of care."""
_FIRST = date(1970, 1, 1)


class History(NamedTuple):
    """All that the screen is drawn from."""

    shape: Shape
    now: datetime
    view: str = "list"
    """One of `VIEWS`."""
    sessions: int = 0
    """How many there are in all."""
    calls: int = 0
    """How many calls there are in all, as far as that is known."""
    length: int = 0
    """How many entries the list has."""
    first: int = 0
    """The position of the first entry that is shown."""
    chosen: int = 0
    """The position of the chosen entry, bar or hour of the week."""
    entries: tuple[Entry, ...] = ()
    """Those that are shown."""
    periods: tuple[Bucket, ...] = ()
    week: dict[int, tuple[int, int]] = {}  # noqa: RUF012 (never changed)
    rates: bool = False
    query: str = ""
    said: str = ""
    waiting: str = ""
    """What is being done meanwhile; empty where nothing is."""
    clock: str = "24h"
    first_weekday: int = 0
    keys: tuple[str, str] = ("", "")
    """Those that start a session at home and fill one in from paper here; empty where there are none."""


def body_rows(shape: Shape, *, query: bool) -> int:
    """How many rows there are for the list or the chart."""
    around = 3 if shape.compact else 6
    return max(1, shape.rows - around - (bool(query) and not shape.tiny))


def head(history: History) -> Lines:
    """Title and how much there is; below, what is looked for."""
    shape = history.shape
    picked = f"{figure(history.length)} of " if history.query and history.view == "list" else ""
    there = f"{picked}{figure(history.sessions)} session{'' if history.sessions == 1 else 's'}"
    if history.calls and not (picked or shape.compact):
        there += f", {figure(history.calls)} calls"
    title = "History" if history.view == "list" or shape.compact else f"History, {VIEWS[history.view].lower()}"
    lines = [apart((Span(title, "accent-strong"),), (Span(there, "muted"),), shape.cells)]
    if shape.tiny:
        return (clipped((Span(there, "accent-strong"),), shape.cells),)
    if history.query:
        lines.append(clipped((Span("find ", "muted", "find"), Span(history.query, "strong", "find")), shape.cells))
    return tuple(lines)


def body(history: History) -> Lines:
    """The list, or the chart of the view."""
    rows = body_rows(history.shape, query=bool(history.query))
    if history.view == "list":
        return _listed(history, rows)
    if history.waiting and not (history.periods or history.week):
        return (EMPTY, (Span(history.waiting, "muted"),))
    return _map(history, rows) if history.view == "map" else _columns(history, rows)


# ---- the list


_SHORTEST = 6
"""Cells of a title that still says something."""


class _Columns(NamedTuple):
    """Cells of the columns of the list."""

    day: int
    time: int
    title: int
    """0 where there is room for next to nothing: then the calls stand right beside the time."""
    strip: int
    more: bool
    """Whether there is room for what came of it, and how long it was."""


def _plan(history: History) -> _Columns:
    cells = history.shape.cells - 2
    time = 5 if history.clock == "24h" else 8
    if history.shape.compact:
        title = cells - 6 - 1 - time - 2 - 9
        return _Columns(6, time, title if title >= _SHORTEST else 0, 0, more=False)
    more = cells >= 100  # noqa: PLR2004 (a wide screen)
    title = 26 if more else 16
    left = cells - (11 + 1 + time + 2 + title + 6 + 7 + 3) - (22 if more else 0)
    return _Columns(11, time, title, max(0, left), more)


def _listed(history: History, rows: int) -> Lines:
    if not history.entries:
        return _nothing(history)
    plan = _plan(history)
    lines: list[Line] = []
    if not history.shape.compact:
        lines.append(_names(plan))
    before = ""
    for i, entry in enumerate(history.entries[: rows - len(lines)]):
        lines.append(_row(history, plan, entry, history.first + i, before))
        before = entry.started_at[:10]
    return tuple(lines)


def _names(plan: _Columns) -> Line:
    text = " " * (2 + plan.day + 1 + plan.time + 2 + plan.title) + f"{'calls':>6}{'conv.':>7}"
    if plan.more:
        text += f"{'yes':>6}{'helped':>8}{'time':>8}"
    return (Span(text, "faint"),)


def _nothing(history: History) -> Lines:
    if history.query:
        return (EMPTY, (Span("No session is meant by that.", "muted"),))
    start, paper = history.keys
    words = ["No session yet.", "Each one will stand here, by its day, with the calls as a strip."]
    words += [f"{start} at home brings the first one."] if start else []
    words += [f"{paper} fills in one from paper; nextcall import brings in what a dialler or a CRM wrote."] if paper else []
    return (EMPTY, *((Span(row, "muted"),) for text in words for row in wrapped(text, history.shape.cells)))


def _row(history: History, plan: _Columns, entry: Entry, position: int, before: str) -> Line:
    chosen = position == history.chosen
    action = f"row_{position}"
    mark = Span("▸ " if chosen else "  ", "accent-strong", action)
    if entry.problem is not None:
        words = f"{entry.id}: {entry.problem}"
        return (mark, Span(fit(words, history.shape.cells - 2), "strong" if chosen else "muted", action))
    started = datetime.fromisoformat(entry.started_at)
    day = _day(started, history, plan.day) if entry.started_at[:10] != before else ""
    time = f"{time_text(started, history.clock):>{plan.time}}"
    style = "strong" if chosen else ""
    spans = [mark, Span(fit(day, plan.day) + " ", "muted", action), Span(time, "muted", action)]
    if not plan.title:
        return (*spans, Span(f"{figure(entry.calls):>4}", style, action))
    spans.append(Span("  " + fit(entry.title or entry.id, plan.title), style, action))
    if history.shape.compact:
        spans += [Span(f"{entry.calls:>5}", style, action), Span(f"{entry.conversations:>4}", "muted", action)]
        return tuple(spans)
    spans += [Span(f"{figure(entry.calls):>6}", style, action), Span(f"{figure(entry.conversations):>7}", style, action)]
    if plan.more:
        spans += [Span(f"{figure(entry.yeses):>6}{figure(entry.helps):>8}{_hours(entry.lasted):>8}", "muted", action)]
    return (*spans, Span("   ", "", action), *_strip(entry, plan.strip, action))


def _strip(entry: Entry, cells: int, action: str) -> Line:
    """The calls of a session side by side; where they have no room each cell stands for several, with the furthest."""
    reach = entry.reach
    if not reach or cells < 1:
        return EMPTY
    each = -(-len(reach) // cells)
    order = ".cvyh"
    furthest = [max(reach[i : i + each], key=order.index) for i in range(0, len(reach), each)]
    runs = ((_REACHED[far], len(tuple(run))) for far, run in groupby(furthest))
    return tuple(Span(CELLS[far] * length, f"cell-{far}", action) for far, length in runs)


def _day(moment: datetime, history: History, cells: int) -> str:
    if moment.date() == history.now.date():
        return "Today"
    if cells < len("Sat 21 Nov"):
        return f"{moment.day} {moment:%b}" if moment.year == history.now.year else f"{moment:%b %y}"
    if moment.year == history.now.year:
        return f"{moment:%a} {moment.day:>2} {moment:%b}"
    return f"{moment.day:>2} {moment:%b} {moment.year}"


def _hours(milliseconds: int) -> str:
    minutes = round(milliseconds / 60_000)
    return f"{minutes // 60}:{minutes % 60:02}"


# ---- days, weeks, months


def _columns(history: History, rows: int) -> Lines:
    periods = history.periods
    if not periods:
        return _nothing(history)
    room = history.shape.cells
    figures = _figures(periods[history.chosen], history.shape)
    chart = max(4, rows - len(figures) - 1)
    values = [Bar(_label(period.key, history.view), period.calls, period.conversations, f"bar_{i}") for i, period in enumerate(periods)]
    shown = values if history.chosen >= len(values) - _fitting(room) else values[: max(history.chosen + 1, _fitting(room))]
    drawn = bars(shown, room, chart, of=("calls", "conversations"), chosen=history.chosen)
    return (*drawn, EMPTY, *figures)


def _fitting(cells: int) -> int:
    """How many columns have room at least, one cell and one between each."""
    return max(1, (cells - 8) // 4)


def _label(key: str, view: str) -> str:
    if view == "week":
        return key[5:]
    if view == "month":
        return f"{date.fromisoformat(key + '-01'):%b %y}"
    day = date.fromisoformat(key)
    return f"{day.day} {day:%b}"


def period_title(key: str, view: str, *, brief: bool = False) -> str:
    """A day, week or month in words; briefly where there is little room."""
    if view == "day":
        day = date.fromisoformat(key)
        return f"{day:%a} {day.day} {day:%b} {day.year}" if brief else f"{day:%A} {day.day} {day:%B} {day.year}"
    if view == "month":
        return f"{date.fromisoformat(key + '-01'):%B %Y}"
    if brief:
        return key
    monday = date.fromisocalendar(int(key[:4]), int(key[6:]), 1)
    sunday = monday + timedelta(days=6)
    return f"{key}, {monday.day} {monday:%b} to {sunday.day} {sunday:%b}"


def _figures(period: Bucket, shape: Shape) -> Lines:
    """The chosen day, week or month, in words and numbers."""
    view = "day" if len(period.key) == 10 else "week" if "W" in period.key else "month"  # noqa: PLR2004 (2026-11-21)
    pace = f"{period.calls * 3_600_000 / period.lasted:.0f} calls an hour" if period.lasted else ""
    sessions = f"{figure(period.sessions)} session{'' if period.sessions == 1 else 's'}, {_hours(period.lasted)} h"
    title = (Span(period_title(period.key, view), "strong"), Span("   " + sessions, "muted"))
    counted = f"{figure(period.calls)} calls   {rate_text(rate(period.conversations, period.calls))} conversations" if period.calls else "no calls"
    came = f"{figure(period.helps)} helped   {figure(period.noes)} noes   {figure(period.yeses)} yes   {pace}"
    if shape.compact:
        brief = (Span(period_title(period.key, view, brief=True), "strong"), title[1])
        counts = [f"{figure(period.calls)} calls, {figure(period.conversations)} {word}, {figure(period.helps)} helped" for word in ("conversations", "conv.")]
        return (clipped(title if width(title) <= shape.cells else brief, shape.cells), clipped((Span(counts[len(counts[0]) > shape.cells]),), shape.cells))
    return (clipped(title, shape.cells), clipped((Span(counted),), shape.cells), clipped((Span(came, "muted"),), shape.cells))


# ---- the map


def _map(history: History, rows: int) -> Lines:
    found = {divmod(slot, 24): Heat(calls, conversations) for slot, (calls, conversations) in history.week.items()}
    if not found:
        return _nothing(history)
    chosen = divmod(history.chosen, 24)
    return heat(found, history.shape.cells, rows, rates=history.rates, first_day=history.first_weekday, chosen=chosen, clock=history.clock)


def care(history: History) -> str:
    """What is to be kept in mind when rates are looked at."""
    if history.view == "map" and history.rates:
        return f"Conversations in percent. Under {_FEW} calls (~ and grey) it says little."
    return ""


def hint(history: History) -> Line:
    """The line above the keys."""
    words = history.waiting or history.said or care(history)
    return clipped((Span(words, "muted"),), history.shape.cells) if words else EMPTY

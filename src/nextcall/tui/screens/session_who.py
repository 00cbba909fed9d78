"""Somebody on a list, on the session's screen: who they are, why to call, what came of it so far, what time it is there."""

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from nextcall.contacts.person import Person, Touch
from nextcall.contacts.queue import Stage, called_on
from nextcall.contacts.zones import as_here, zone_named
from nextcall.storage.contacts.shelf import Listed
from nextcall.text import line
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, fit, width
from nextcall.tui.words import time_text

ROWS, SMALL_ROWS = 4, 3
"""Rows that somebody takes between calls, and on a small screen."""
_LAST = 3
"""Outcomes that are shown."""
_OFTEN = 2
"""Calls on one day after which that is worth a word."""
_WEEK = 7


class Who(NamedTuple):
    """What there is to show of somebody."""

    person: Person
    last: tuple[Touch, ...] = ()
    """What the last calls came to, the newest first."""
    note: str = ""
    """What was noted last."""
    zone: tzinfo | None = None
    hours: tuple[str, str] = ("08:00", "20:00")
    """From when to when a call is welcome there."""
    today: int = 0
    """How often they were called today."""
    promised: datetime | None = None
    """When they were promised a call."""
    blocked: bool = False


def who_of(listed: Listed, hours: str, now: datetime) -> Who:
    """What there is to show of somebody; `hours` are those of people who have none of their own."""
    person = listed.person
    touches = [touch for touch in reversed(person.touches) if touch.then != "keep"]
    note = next((touch.note for touch in reversed(person.touches) if touch.note), person.note)
    promised = listed.standing.due_at if listed.standing.stage == Stage.CALLBACK else None
    blocked = listed.standing.stage == Stage.BLOCKED
    return Who(person, tuple(touches[:_LAST]), note, zone_named(person.time_zone), _span(person.hours) or _span(hours) or ("00:00", "24:00"), called_on(person, now), promised, blocked)


def _span(hours: str) -> tuple[str, str] | None:
    first, dash, last = hours.partition("-")
    fits = dash and all(len(text) == 5 and text[2] == ":" and text[:2].isdecimal() and text[3:].isdecimal() for text in (first, last)) and first < last  # noqa: PLR2004 (as 08:00)
    return (first, last) if fits else None


# ---- words


def there(found: Who, now: datetime, clock: str) -> tuple[str, bool]:
    """What time it is there, and whether a call is not welcome then; empty where that is not known."""
    if found.zone is None:
        return "", False
    moment = now.astimezone(found.zone)
    time = f"{moment:%H:%M}"
    return f"there {time_text(moment, clock)}", not found.hours[0] <= time < found.hours[1]


def day_words(moment: datetime, now: datetime) -> str:
    """A day as somebody says it: today, yesterday, Thu, 12 Nov."""
    day = as_here(moment, now).date()
    days = (now.date() - day).days
    if days in (0, 1, -1):
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    if 0 < days < _WEEK:
        return f"{day:%a}"
    return date_words(day, now)


def date_words(day: date, now: datetime) -> str:
    """A day by its date."""
    return f"{day:%a} {day.day} {day:%b}" if day.year == now.year else f"{day.day} {day:%b} {day.year}"


def when_words(moment: datetime, now: datetime, clock: str, zone: tzinfo | None = None) -> str:
    """A moment to come: `tomorrow 9:00`, with what time it is here where the clock of `zone` shows another."""
    own = as_here(moment, now)
    local = moment.astimezone(zone) if zone else own
    time = time_text(local, clock).removeprefix("0")
    if local.utcoffset() == own.utcoffset():
        return f"{day_words(local, now)} {time}"
    return f"{date_words(local.date(), now)} {time} there, {day_words(own, now)} {time_text(own, clock).removeprefix('0')} here"


def _cautions(found: Who, now: datetime, clock: str) -> list[Span]:
    """What to know before dialling."""
    said: list[Span] = []
    if found.blocked:
        said.append(Span("asked not to be called", "warning"))
    if found.promised is not None and found.promised <= now:
        day = day_words(found.promised, now)
        said.append(Span(f"callback promised {'' if day == 'today' else day + ' '}{time_text(as_here(found.promised, now), clock)}", "accent"))
    if there(found, now, clock)[1]:
        said.append(Span(f"outside {found.hours[0]}–{found.hours[1]} there", "warning"))
    if found.today >= _OFTEN:
        said.append(Span("called twice today" if found.today == _OFTEN else f"called {found.today} times today", "warning"))
    return said


def _story(found: Who, now: datetime, clock: str, cells: int) -> Line:
    """Cautions, then what the last calls came to."""
    last = [Span(f"{day_words(touch.at, now)} {line(touch.label or touch.outcome, 40)}", "muted") for touch in found.last]
    parts = [*_cautions(found, now, clock), *last]
    if not parts:
        parts = [Span("not called yet", "muted")]
    spans: list[Span] = []
    for part in parts:
        spans += [Span("  ·  ", "faint"), part] if spans else [part]
    return clipped(tuple(spans), cells)


def _name(found: Who, cells: int) -> Line:
    person = found.person
    name = Span(line(person.name or person.phone or "Somebody without a name", 120), "strong")
    company = (Span(", " + line(person.company, 120)),) if person.company else ()
    return clipped((name, *company), max(1, cells))


def _reach(found: Who, now: datetime, clock: str) -> Line:
    """Number and local time."""
    time, unwelcome = there(found, now, clock)
    phone = (Span(line(found.person.phone, 40), "muted", "open_phone"),) if found.person.phone else ()
    gap = (Span("   "),) if phone and time else ()
    return (*phone, *gap, Span(time, "warning" if unwelcome else "muted")) if time else phone


def _head(found: Who, now: datetime, clock: str, cells: int) -> Line:
    """Who, and how they are reached; the number gives way to the name only where there is no room for half of either."""
    reach = clipped(_reach(found, now, clock), max(1, cells * 2 // 3))
    return apart(_name(found, max(8, cells - width(reach) - 2)), reach, cells)


def _why(found: Who, cells: int) -> Line:
    words = " ".join(found.person.why.split())
    return (Span("Why: ", "muted"), Span(fit(words, max(1, cells - 5)).rstrip())) if words else EMPTY


def _noted(found: Who, cells: int) -> Line:
    words = " ".join(found.note.split())
    return (Span(fit(f"“{line(words, 400)}”", cells).rstrip(), "muted"),) if words else EMPTY


def about(found: Who, now: datetime, clock: str, cells: int) -> list[Line]:
    """Somebody in at most four lines: who, why, what came of it, the last note."""
    rows = (_head(found, now, clock, cells), _why(found, cells), _story(found, now, clock, cells), _noted(found, cells))
    return [row for row in rows if row]


def small(found: Who, now: datetime, clock: str, cells: int) -> list[Line]:
    """Somebody in at most three lines for a small screen."""
    reach = _reach(found, now, clock)
    why = _why(found, cells) or _noted(found, cells)
    cautions = _cautions(found, now, clock)
    rows = (_name(found, cells), clipped(reach, cells), clipped((cautions[0],), cells) if cautions else why or _story(found, now, clock, cells))
    return [row for row in rows if row]


def beside(first: Line, rows: list[Line], cells: int) -> Lines:
    """Rows beside a word, which stands in front of the first."""
    indent = Span(" " * width(first))
    return tuple(clipped((*first, *row) if at == 0 else (indent, *row), cells) for at, row in enumerate(rows)) or (first,)

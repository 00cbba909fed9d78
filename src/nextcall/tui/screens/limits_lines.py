"""What the screen of limits shows, as pure functions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from nextcall.figures import figure
from nextcall.stats.control import SHARES, Control, judged, name, running_sentence, sentence, shown
from nextcall.stats.ladder import Rung
from nextcall.stats.limits import verdict
from nextcall.text import line
from nextcall.tui.charts.axis import AXIS, NARROW
from nextcall.tui.charts.dots import OPEN, OUTSIDE, RUN, Point, dots
from nextcall.tui.screens.history_lines import period_title
from nextcall.tui.screens.limits_ladder import VERDICTS, brief_ladder, ladder_lines
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, wrapped
from nextcall.tui.words import time_text

MEASURES = {"calls": "calls", "connect": "connects", "conversation": "conversations", "yes": "yes of conversations", "gap": "median gap"}
"""What can be looked at, in words."""
_NAMED = 13
"""Cells at the right of the chart for the names of its rules."""
_POINT = 2
"""Cells of a point at least, so that one can be told from the next."""
_SENTENCE = 2
"""Rows of the verdict."""
_HIGHEST = 18
"""Rows of the chart at most."""
_LONGEST_TITLE = 40
_READABLE = 60
"""Cells of a line of words."""


class Shown(NamedTuple):
    """All that the screen is drawn from."""

    shape: Shape
    rows: int
    """Of the body."""
    found: Control
    rungs: Sequence[Rung]
    sessions: Mapping[str, tuple[str, str]]
    """When each session began, as in its file, and its title; empty where other parts are looked at."""
    chosen: int
    """The position of the chosen point; the part that is not over stands after the last."""
    clock: str = "24h"
    start: str = ""
    """The key that opens a session at home; empty where there is none."""


def body(now: Shown) -> Lines:
    """The ladder, the chart, and what is said of the chosen point."""
    if not now.found.keys and now.found.running is None and not now.rungs:
        return _nothing(now)
    if now.shape.tiny:
        return _in_few_words(now)
    cells = now.shape.cells
    below = (_title(now), *_said(_brief(now) if now.shape.compact else _sentence(now), cells))
    if now.shape.compact:
        above: Lines = (brief_ladder(now.rungs, cells),)
    else:
        gap = (EMPTY,) * (2 if now.shape.tall else 1)
        above, below = (*ladder_lines(now.rungs, cells), *gap, _heading(now)), (EMPTY, *below)
    return (*above, *_chart(now, min(now.rows - len(above) - len(below), _HIGHEST)), *below)


def _said(words: str, cells: int) -> Lines:
    """Always as many lines, so that nothing moves; where one is too short, what is to be done stands on the second."""
    found, (first, _, rest) = wrapped(words, cells), words.partition("; ")
    if len(found) == _SENTENCE and rest and len(first) < cells:
        found = [f"{first};", rest]
    if len(found) > _SENTENCE:
        found[_SENTENCE - 1 :] = [" ".join(found[_SENTENCE - 1 :])]
    lines = [clipped((Span(text),), cells) for text in found]
    return (*lines, *(EMPTY,) * (_SENTENCE - len(lines)))


def _nothing(now: Shown) -> Lines:
    words = "No session yet. Each call, hour, day, week and month will stand here, against its own usual range."
    words += f" {now.start} at home opens a session." if now.start else ""
    return tuple((Span(text, "muted"),) for text in wrapped(words, min(now.shape.cells, _READABLE)))


# ---- the chart


def count(found: Control) -> int:
    """How many points there are to choose from."""
    return len(found.keys) + (found.running is not None)


def position(found: Control, key: str | None) -> int:
    """Of the point with that key; of the last one that is over, else of the one that is not, where there is none such."""
    if found.running is not None and found.running.key == key:
        return len(found.keys)
    return found.keys.index(key) if key is not None and key in found.keys else max(0, len(found.keys) - 1)


def key_at(found: Control, place: int) -> str | None:
    """The key of the point at a position; None where there is no point."""
    if place < len(found.keys):
        return found.keys[place]
    return found.running.key if found.running is not None else None


def _heading(now: Shown) -> Line:
    """What is looked at, and how far its limits can be relied on."""
    found = now.found
    unit = ", %" if found.measure in SHARES else ", seconds" if found.measure == "gap" else ""
    title = name(found) if found.measure == "calls" else f"{name(found)}{unit}, by {found.bucket}"
    seen = _window(now)
    marks = {found.limits.points[place].signal for place in seen if place < len(found.keys)}
    legend = [f"{OUTSIDE} outside"] if marks & {"high", "low"} else []
    legend += [f"{RUN} a run"] if "run" in marks else []
    legend += [f"{OPEN} so far"] if len(found.keys) in seen else []
    right = "   ".join([*legend, state(found)])
    return apart((Span(title, "strong"),), (Span(right, "muted"),), now.shape.cells)


def state(found: Control) -> str:
    """`settled, from 40 sessions`: how far the limits can be relied on."""
    points = len(found.keys)
    return f"{found.limits.state}, from {figure(points)} {found.bucket}{'' if points == 1 else 's'}"


def _window(now: Shown) -> range:
    """The points that are shown, as many as can be told from each other: the newest, or so many further back, with the chosen one."""
    cells = now.shape.cells
    room = cells - (AXIS + 1 if cells >= NARROW else 0) - (_NAMED if cells >= 2 * NARROW else 0)
    fitting, number = max(1, room // _POINT), count(now.found)
    end = number - (number - 1 - now.chosen) // fitting * fitting if number else 0
    return range(max(0, end - fitting), end)


def _chart(now: Shown, rows: int) -> Lines:
    limits, seen = now.found.limits, _window(now)
    scale = 100 if now.found.measure in SHARES else 1
    points = [_times(_point(now, place), scale) for place in seen]
    center = None if limits.state == "learning" or limits.center is None else limits.center * scale
    return dots(points, now.shape.cells, rows, center=center, chosen=now.chosen - seen.start if points else None)


def _times(point: Point, scale: int) -> Point:
    """A share in percent, as it is said."""
    value, lower, upper = (None if number is None else number * scale for number in (point.value, point.lower, point.upper))
    return point._replace(value=value, lower=lower, upper=upper)


def _point(now: Shown, place: int) -> Point:
    found = now.found
    key = key_at(found, place) or ""
    label, action = _label(now, key), f"point_{place}"
    if place == len(found.keys) and found.running is not None:
        point = found.running.verdict.point
        lower, upper = (point.lower, point.upper) if point else (None, None)
        return Point(label, found.running.value, lower, upper, action, open=True)
    one = found.limits.points[place]
    return Point(label, one.value, one.lower, one.upper, action, run=one.signal == "run")


def _label(now: Shown, key: str) -> str:
    """A point under the chart."""
    match now.found.bucket:
        case "session":
            began = _began(now, key)
            return f"{began.day} {began:%b}" if began else ""
        case "hour":
            day = date.fromisoformat(key[:10])
            return f"{f'{day:%a}'[:2]} {key[11:]}"
        case "day":
            day = date.fromisoformat(key)
            return f"{day.day} {day:%b}"
        case "week":
            return key[5:]
        case _:
            return f"{date.fromisoformat(key + '-01'):%b %y}"


def _began(now: Shown, key: str) -> datetime | None:
    """When a session began."""
    began, _ = now.sessions.get(key, ("", ""))
    return datetime.fromisoformat(began) if began else None


# ---- in words


def _title(now: Shown) -> Line:
    """The chosen point: when it was, and what it is made from."""
    found, key = now.found, key_at(now.found, now.chosen)
    if key is None:
        return EMPTY
    made = _made(found, now.chosen)
    when = (Span(_when(now, key), "strong"),)
    return apart(when, (Span(made, "muted"),), now.shape.cells) if made else clipped(when, now.shape.cells)


def _when(now: Shown, key: str) -> str:
    match now.found.bucket:
        case "session":
            began = _began(now, key)
            if began is None:
                return line(key, _LONGEST_TITLE)
            title = line(now.sessions[key][1], _LONGEST_TITLE)
            return f"{_day(began.date(), now.shape)}, {time_text(began, now.clock)}" + (f", {title}" if title else "")
        case "hour":
            hour = datetime.fromisoformat(key + ":00")
            return f"{_day(hour.date(), now.shape)}, {time_text(hour, now.clock)}"
        case "day":
            return _day(date.fromisoformat(key), now.shape)
        case other:
            return period_title(key, other)


def _day(day: date, shape: Shape) -> str:
    return f"{day:%a} {day.day} {day:%b} {day.year}" if shape.compact else f"{day:%A} {day.day} {day:%B} {day.year}"


def _made(found: Control, place: int) -> str:
    """What a rate or share was made from: `31 calls in 1:02 h`, `4 of 31`."""
    if place >= len(found.keys) or found.limits.method == "xmr":
        return ""
    counted, exposure = found.counts[place] or 0, found.exposures[place] or 0
    if found.limits.method == "p":
        return f"{figure(counted)} of {figure(int(exposure))}"
    minutes = round(exposure * 60)
    return f"{figure(counted)} calls in {minutes // 60}:{minutes % 60:02} h"


def _sentence(now: Shown) -> str:
    """What is said of the chosen point."""
    found, place = now.found, now.chosen
    if place >= len(found.keys):
        return running_sentence(found) or sentence(found)
    said = verdict(found.limits, place)
    if said.kind in {"learning", "same"} or said.point is None:
        value = "" if said.kind == "same" else f"{name(found)} {shown(found.measure, found.limits.points[place].value)}. "
        return value + sentence(found)
    return judged(found, said)


def _brief(now: Shown) -> str:
    """The same in few words."""
    found, place = now.found, now.chosen
    said = verdict(found.limits, place) if place < len(found.keys) else None
    point = said.point if said else None
    if said is None or point is None or point.lower is None or point.upper is None:
        return _sentence(now)
    value, low, high = (shown(found.measure, number) for number in (point.value, point.lower, point.upper))
    match said.kind:
        case "high" | "low":
            return f"{value}: {'above' if said.kind == 'high' else 'below'} {low} to {high}, a signal"
        case "run":
            return f"{value}: one of eight or more in a row on one side, a signal"
    return f"{value}: inside {low} to {high}, routine"


def _in_few_words(now: Shown) -> Lines:
    """The chosen value and its verdict; then its usual range."""
    found, place = now.found, now.chosen
    if place < len(found.keys):
        said = verdict(found.limits, place)
        value, word = found.limits.points[place].value, VERDICTS[said.kind]
    elif found.running is not None:
        said, value, word = found.running.verdict, found.running.value, "so far"
    else:
        return ((Span("nothing yet", "muted"),),)
    point = said.point
    usual = "" if point is None or point.lower is None or point.upper is None else f"{shown(found.measure, point.lower)} to {shown(found.measure, point.upper)}"
    return ((Span(f"{shown(found.measure, value)} {word}", "accent-strong"),), (Span(usual, "muted"),))

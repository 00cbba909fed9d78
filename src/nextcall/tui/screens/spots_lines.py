"""What the screen of bright spots shows, as pure functions."""

from datetime import datetime
from typing import NamedTuple

from nextcall.figures import figure
from nextcall.stats.brightness import DIMENSIONS, UNSHOWN, dimension
from nextcall.stats.control import SHARES, shown
from nextcall.stats.facts import Mark
from nextcall.stats.spots import LEAST_N, Spot, Spots
from nextcall.text import line
from nextcall.tui.charts.rows import Row, intervals
from nextcall.tui.screens.spots_more import named
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, fit, wrapped

NAMES = {"connect": "Connects", "conversation": "Conversations", "yes": "Yes of conversations", "served": "Served of conversations"}
"""The measures, as headings."""
_BY = {"hour": "hour of the day", "early": "first ten calls"}
"""Dimensions, as they stand in a heading; the others have their own name."""
BRIGHTER = "brighter than the rest"
_MOMENTS = 2
"""Lines that the moments have at least, with their heading."""
_UNTOLD = 3
"""Moments that are listed where none has a line."""
_TWO = 5
"""Rows of a tiny screen that has two for its one line of sense."""
_AIR = 24
"""Rows of the body from which on there is space between its parts."""
_HALF_A_YEAR = 180
"""Days after which the year of a moment is written too."""


class Found(NamedTuple):
    """What the index knows of it."""

    spots: dict[tuple[str, str], Spots]
    """By measure and dimension; dimensions in which no call has a key are left out."""
    sessions: int
    calls: int
    moments: tuple[Mark, ...]
    """The newest that were marked with a star."""


class Bright(NamedTuple):
    """All that the screen is drawn from."""

    shape: Shape
    rows: int
    """That the body has."""
    found: Found
    measure: str
    by: str
    now: datetime
    clock: str = "24h"
    chosen: str | None = None
    """The key of the bright group of which more can be done."""
    star: str = "*"
    """The key that marks a bright spot."""

    @property
    def spots(self) -> Spots:
        """Those that are looked at."""
        return self.found.spots[self.measure, self.by]


def bright_of(found: Spots) -> tuple[Spot, ...]:
    """The bright ones."""
    return tuple(spot for spot in found.groups if spot.bright)


def start(found: Found, measure: str) -> str:
    """The dimension to begin with: the first with something bright, else the hour."""
    return next((by for by in DIMENSIONS if (measure, by) in found.spots and bright_of(found.spots[measure, by])), "hour")


def head(found: Found) -> Line:
    """How much there is."""
    sessions = f"{figure(found.sessions)} session{'' if found.sessions == 1 else 's'}"
    return (Span(f"{sessions}, {figure(found.calls)} call{'' if found.calls == 1 else 's'}", "muted"),)


def body(bright: Bright) -> Lines:
    """The groups of the dimension against the mean, what else is bright, and the moments."""
    if not bright.found.calls:
        return _nothing(bright)
    if bright.shape.tiny:
        return _one_line(bright)
    return _brief(bright) if bright.shape.compact else _whole(bright)


def _nothing(bright: Bright) -> Lines:
    words = "Which hours, days, presets and skills do better than the rest will stand here, once that is beyond doubt."
    star = f"{bright.star} in a session marks a moment: it will stand here with its line. " if bright.star else ""
    if bright.shape.tiny:
        return (clipped((Span("No calls yet.", "muted"),), bright.shape.cells),)
    return _muted(words + " " + star, bright.shape.cells)[: bright.rows]


def _muted(words: str, cells: int) -> Lines:
    return tuple((Span(row, "muted"),) for row in wrapped(words, cells))


# ---- the whole picture


def _whole(bright: Bright) -> Lines:
    gap = (EMPTY,) if bright.rows >= _AIR else ()
    others = _others(bright, 2)
    around = 1 + 2 + len(gap) + len(others) + 1 + (_MOMENTS if _told(bright) else 1)
    chart = _chart(bright, max(1, bright.rows - around))
    top = (*_title(bright), *gap, *chart, *(gap or (EMPTY,) if len(chart) + len(others) + _MOMENTS + 2 < bright.rows else ()), *others)
    return (*top, EMPTY, *_moments(bright, bright.rows - len(top) - 1))


def _title(bright: Bright) -> Lines:
    title = f"{NAMES[bright.measure]} by {_BY.get(bright.by, dimension(bright.by))}"
    said = "" if bright_of(bright.spots) else _unshown(bright.spots)
    return (clipped(apart((Span(title, "strong"),), (Span(said, "muted"),), bright.shape.cells), bright.shape.cells),)


def _unshown(found: Spots) -> str:
    """Why nothing is bright, in a word."""
    tried = sum(1 for spot in found.groups if spot.n)
    return "not enough yet" if not tried else "one group: nothing to compare" if tried == 1 else UNSHOWN


def _chart(bright: Bright, most: int) -> Lines:
    groups = bright.spots.groups
    kept = _kept(groups, most, newest=bright.by == "month")
    left = len(groups) - len(kept)
    several = len(bright_of(bright.spots)) > 1
    rows = [_row(bright, i, groups[i], several=several) for i in kept]
    drawn = intervals(rows, bright.shape.cells, bright.spots.mean, "yours")
    if not left:
        return drawn
    words = "from before" if bright.by == "month" else f"with fewer {SHARES[bright.measure][1]}"
    return (*drawn, clipped((Span(f"and {figure(left)} more, {words}", "muted"),), bright.shape.cells))


def _kept(groups: tuple[Spot, ...], most: int, *, newest: bool = False) -> list[int]:
    """The positions of those there is room for: the bright ones, then those with the most calls, or the newest; in their natural order.

    A group that is too small to be bright would only stretch the axis, where others are not.
    """
    large = [i for i, spot in enumerate(groups) if spot.n >= LEAST_N] or list(range(len(groups)))
    if len(large) == len(groups) <= most:
        return large
    ranked = sorted(large, key=lambda i: (not groups[i].bright, -i if newest else -groups[i].n, i))
    return sorted(ranked[: max(1, most - 1)])


def _row(bright: Bright, i: int, spot: Spot, *, several: bool) -> Row:
    mark = ("▸ " if spot.key == bright.chosen else "  ") if several else ""
    name = short(bright, spot.key) if bright.by == "hour" else named(bright.by, spot.key, bright.clock)
    return Row(mark + name, spot.rate, spot.n, spot.low, spot.high, spot.bright, BRIGHTER if spot.bright else "", f"group_{i}" if spot.bright else "")


def short(bright: Bright, key: str) -> str:
    """What a group is called where there is little room."""
    if bright.by == "hour" and key and bright.clock == "24h":
        return key
    name = named(bright.by, key, bright.clock)
    return name[:3] if bright.by == "weekday" else line(name, 24)


def _others(bright: Bright, most: int) -> Lines:
    """What else is bright for this measure, and by what nothing is."""
    others = [by for by in DIMENSIONS if by != bright.by and (bright.measure, by) in bright.found.spots]
    found = {by: bright_of(bright.found.spots[bright.measure, by]) for by in others}
    also = [f"by {dimension(by)}: {_names(by, spots, bright.clock)}" for by, spots in found.items() if spots]
    none = [dimension(by) for by, spots in found.items() if not spots]
    words = f"Bright {'; '.join(also)}. " if also else ""
    by = f"By {', '.join(none)}: {UNSHOWN}." if none else ""
    rows = wrapped(words + by, bright.shape.cells) if words or by else []
    if len(rows) > most and none:  # what can be cut off comes last
        by = f"{UNSHOWN.capitalize()} by {', '.join(none)}.".replace(dimension("early"), _BY["early"])
        rows = wrapped(words + by, bright.shape.cells)
    if len(rows) > most:
        rows = [*rows[: most - 1], " ".join(rows[most - 1 :])]
    return tuple(clipped((Span(row, "muted"),), bright.shape.cells) for row in rows)


def _names(by: str, spots: tuple[Spot, ...], clock: str) -> str:
    most = 2
    more = f" and {len(spots) - most} more" if len(spots) > most else ""
    return ", ".join(line(named(by, spot.key, clock), 24) for spot in spots[:most]) + more


# ---- moments


def _told(bright: Bright) -> tuple[Mark, ...]:
    """Those with a line; where none has one, all."""
    return tuple(mark for mark in bright.found.moments if mark.text.strip()) or bright.found.moments[:_UNTOLD]


def _moments(bright: Bright, rows: int) -> Lines:
    told = _told(bright)
    if not told:
        words = f"No moment is starred yet: {bright.star} in a session marks one." if bright.star else "No moment is starred yet."
        return (clipped((Span(words, "muted"),), bright.shape.cells),)[: max(0, rows)]
    return ((Span("Moments you starred", "strong"),), *(_moment(bright, mark) for mark in told[: max(0, rows - 1)]))[: max(0, rows)]


def _moment(bright: Bright, mark: Mark) -> Line:
    day = day_text(mark.moment, bright.now)
    words = f"“{line(mark.text.strip())}”" if mark.text.strip() else f"call {mark.n}"
    who = f"  {line(mark.who)}" if mark.who else ""
    left = (Span("* ", "accent-strong"), Span(fit(day, 12), "muted"))
    return clipped((*left, Span(words), Span(who, "muted")), bright.shape.cells)


def day_text(moment: datetime, now: datetime) -> str:
    """The day of a moment, as it was there: `Sat 21 Nov`."""
    if abs((now - moment).days) > _HALF_A_YEAR:
        return f"{moment.day} {moment:%b} {moment.year}"
    return f"{moment:%a} {moment.day} {moment:%b}"


# ---- little room


def _one_line(bright: Bright) -> Lines:
    """One line of sense; two where there is room."""
    cells, rows, spots = bright.shape.cells, 2 if bright.shape.rows >= _TWO else 1, bright_of(bright.spots)
    if not spots:
        words = wrapped(_unshown(bright.spots), cells) if rows > 1 else [_unshown(bright.spots)]
        return tuple(clipped((Span(row, "muted"),), cells) for row in words[:rows])
    first = spots[0]
    name, rate = (Span(f"◆ {short(bright, first.key)}", "accent-strong"), shown(bright.measure, first.rate or 0.0))
    if rows == 1:
        return (clipped((name, Span(f" {rate}")), cells),)
    return (clipped((name,), cells), clipped((Span(f"{rate} of {figure(first.n)}", "muted"),), cells))


def _said(bright: Bright, spot: Spot) -> Line:
    where = f" ({shown('', round((spot.low or 0) * 100, 1))} to {shown('', round((spot.high or 0) * 100, 1))})"
    rate = shown(bright.measure, spot.rate or 0.0)
    return (Span(f"◆ {short(bright, spot.key)}  ", "accent-strong"), Span(rate, "strong"), Span(f"{where} of {figure(spot.n)}", "muted"))


def _brief(bright: Bright) -> Lines:
    """One line of each thing."""
    cells, spots, mean = bright.shape.cells, bright_of(bright.spots), bright.spots.mean
    lines: list[Line] = [(Span(f"{NAMES[bright.measure]} by {dimension(bright.by)}", "strong"),)]
    lines += [_said(bright, spot) for spot in spots[: max(1, bright.rows - 6)]]
    if spots:
        lines.append((Span(BRIGHTER.capitalize(), "accent"), Span(f"; yours {shown(bright.measure, mean or 0.0)}", "muted")))
    else:
        lines.append((Span(_unshown(bright.spots).capitalize() + "."),))
    if not spots and mean is not None:
        trials = sum(spot.n for spot in bright.spots.groups)
        lines.append((Span(f"Yours {shown(bright.measure, mean)} of {figure(trials)}", "muted"),))
    lines += _others(bright, 2)
    room = bright.rows - len(lines)
    if room > 1 and _told(bright):
        lines += [EMPTY, *(_moment(bright, mark) for mark in _told(bright)[: room - 1])]
    return tuple(clipped(one, cells) for one in lines[: bright.rows])

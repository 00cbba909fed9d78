"""What the screen of those who were served shows, as pure functions."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from nextcall.figures import figure
from nextcall.stats.ledger import STATES, Introduced, Ledger, Thanks
from nextcall.stats.rates import Rate, rate_text
from nextcall.text import line
from nextcall.tui.screens.spots_lines import day_text
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, clipped, fit, flowing, width, wrapped

_KINDS = {"introduced": ("introduction", "introductions"), "referral": ("referral", "referrals"), "useful": ("useful answer", "useful answers"), "thanked": ("thanks", "thanks")}
_DAY = 13
"""Cells of a day with the gap behind it."""
_DAYS_FROM = 60
"""Cells from which on an introduction has its day."""
_TRACK = {"made": "●──○──○", "met": "●──●──○", "thanked": "●──●──●"}
"""How far an introduction came, as a shape."""
_LONGEST = 3
"""Rows that one thank-you has at most."""
_AIR = 24
"""Rows of the body from which on there is space between the parts."""


class Served(NamedTuple):
    """What the index knows of it."""

    share: Rate
    """Served among conversations."""
    ledger: Ledger


class Wall(NamedTuple):
    """All that the screen is drawn from."""

    shape: Shape
    rows: int
    """That the body has."""
    found: Served
    now: datetime
    first: int = 0
    """The thank-you at the top of the wall."""
    keys: Mapping[str, str] = {}
    """How the keys of the marks of help are shown."""


def head(found: Served) -> Line:
    """How many conversations there were."""
    return (Span(f"{figure(found.share.n)} conversation{'' if found.share.n == 1 else 's'}", "muted"),) if found.share.n else EMPTY


def body(wall: Wall) -> Lines:
    """The share that was served, the help by its kind, who was brought together, and the wall of thanks."""
    if wall.shape.tiny:
        return (clipped(_share(wall.found.share), wall.shape.cells),)
    top = (*_shares(wall), *_helped(wall))
    gap = () if wall.shape.compact else (EMPTY,)
    top += (*gap, *_introductions(wall))
    return (*top, *gap, *_wall(wall, wall.rows - len(top) - len(gap)))[: wall.rows]


def _share(found: Rate) -> Line:
    if found.rate is None:
        return (Span("No conversation yet.", "muted"),)
    return (Span(f"{figure(found.k)} of {figure(found.n)}", "strong"),)


def _shares(wall: Wall) -> Lines:
    found, cells = wall.found.share, wall.shape.cells
    if found.rate is None:
        return _muted("No conversation yet: the share of those with help or a yes will stand here.", cells)
    if wall.shape.compact:
        brief = f"{figure(found.rate * 100, 1)} % ({figure((found.low or 0) * 100, 1)} to {figure((found.high or 0) * 100, 1)}) of {figure(found.n)}"
        whole = rate_text(found)
        return (clipped((Span(whole if len(whole) <= cells or not found.k else brief, "strong"),), cells),)
    words = (Span("Served".ljust(_DAY), "muted"), Span(rate_text(found), "strong"), Span("  with help or a yes", "muted"))
    return (clipped(words, cells),)


def _helped(wall: Wall) -> Lines:
    """Every kind of help with its number; the keys that mark them, where there was none."""
    counts, cells = wall.found.ledger.counts, wall.shape.cells
    if not any(counts.values()):
        keys: list[Line] = [(Span(wall.keys[kind], "key"), Span(f" {names[0]}", "muted")) for kind, names in _KINDS.items() if wall.keys.get(kind)]
        none: Line = (Span("No help is marked yet." + (" In a session:" if keys else ""), "muted"),)
        return flowing([none, *keys], cells, 2)
    parts: list[Line] = [(Span(f"{figure(counts[kind])} ", "strong"), Span(names[counts[kind] != 1], "muted")) for kind, names in _KINDS.items() if counts[kind]]
    if wall.shape.compact:
        return flowing(parts, cells, 2)[:2]
    rows = flowing(parts, cells - _DAY, 2)
    return tuple((Span(("Help" if not at else "").ljust(_DAY), "muted"), *row) for at, row in enumerate(rows))


def _muted(words: str, cells: int) -> Lines:
    return tuple((Span(row, "muted"),) for row in wrapped(words, cells))


# ---- introductions


def _introductions(wall: Wall) -> Lines:
    """Who was introduced to whom, and how far that came; the newest."""
    found, cells = wall.found.ledger.introductions, wall.shape.cells
    if not found:
        key = wall.keys.get("introduced", "")
        none = "Introductions, who → whom, will stand here:" if not wall.found.ledger.counts["introduced"] else "Who was introduced to whom is not written down:"
        return _muted(f"{none} {key} in a session takes it.", cells) if key and not wall.shape.compact else ()
    if wall.shape.compact:
        return tuple(_introduced(wall, one) for one in found[: max(1, wall.rows // 4)])
    states = "   ".join(f"{figure(wall.found.ledger.states[state])} {state}" for state in STATES)
    title = (Span("Introductions".ljust(_DAY + 2), "strong"), Span(states, "muted"))
    shown = found[: max(1, (wall.rows - 5) // 3)]
    lines = (clipped(title, cells), *(_introduced(wall, one) for one in shown))
    more = len(found) - len(shown)
    return (*lines, (Span(" " * _DAY + f"and {figure(more)} before", "faint"),)) if more else lines


def _introduced(wall: Wall, one: Introduced) -> Line:
    cells = wall.shape.cells
    day = (Span(fit(day_text(one.at, wall.now), _DAY), "muted"),) if cells >= _DAYS_FROM else ()
    track = _TRACK.get(one.state, "")
    state: Line = (Span(f"{track}  ", "accent" if one.state == "thanked" else "cell-conversation"), Span(one.state.ljust(7), "muted")) if cells >= _DAYS_FROM else (Span(one.state.ljust(7), "muted"),)
    room = cells - width(day) - width(state) - 2
    words = f"{line(one.who, 60) or 'somebody'} → {line(one.to, 60) or 'somebody'}"
    return (*day, Span(fit(words, room)), Span("  "), *state)


# ---- the wall of thanks


def _wall(wall: Wall, rows: int) -> Lines:
    """What callers were thanked for, newest first, from the chosen one on."""
    thanks, cells = wall.found.ledger.thanks, wall.shape.cells
    if rows < 1:
        return ()
    if not thanks:
        key = wall.keys.get("thanked", "")
        return _muted(f"The wall of thanks: {key} in a session marks who said thank you.", cells)[:rows] if key else ()
    first = min(wall.first, len(thanks) - 1)
    title: Line = (Span("The wall of thanks", "strong"), *((Span(f"   {figure(first + 1)} of {figure(len(thanks))}", "muted"),) if len(thanks) > 1 else ()))
    lines: list[Line] = [clipped(title, cells)] if rows > 1 else []
    for one in thanks[first:]:
        part = _thanks(wall, one)
        if len(lines) + len(part) > rows:
            room = rows - len(lines)
            return (*lines, *(part[:room] if len(lines) <= 1 else ()))
        lines += part
        if rows >= _AIR // 2 and len(lines) < rows:
            lines.append(EMPTY)
    return tuple(lines)


def _thanks(wall: Wall, one: Thanks) -> Lines:
    """One thank-you: the words, and whose they are."""
    cells, compact = wall.shape.cells, wall.shape.compact
    who, day = line(one.who, 60), day_text(one.at, wall.now)
    whose = "  ".join(part for part in (who, day) if part)
    text = " ".join(one.text.split())
    if not text:
        return (clipped((Span(f"{who or 'Somebody'} said thank you"), Span(f"   {day}", "muted")), cells),)
    quoted = f"“{line(text, 600)}”"
    if compact:
        return (clipped((Span(quoted), Span(f"  {whose}", "muted")), cells),)
    words = wrapped(quoted, cells)
    if len(words) > _LONGEST:
        words = [*words[: _LONGEST - 1], fit(" ".join(words[_LONGEST - 1 :]), cells)]
    rows: Lines = tuple((Span(row),) for row in words)
    last: Line = (*rows[-1], Span(f"   {whose}", "muted"))
    return (*rows[:-1], last) if width(last) <= cells else (*rows, clipped((Span(f"   {whose}", "muted"),), cells))

"""The first three steps of the weekly review, which look back: help, work, what shines."""

from collections.abc import Sequence

from nextcall.figures import figure
from nextcall.stats.brightness import named_of, spot_rate, words
from nextcall.stats.ledger import Introduced, Thanks
from nextcall.stats.rates import rate_text
from nextcall.stats.review import (
    bright_looks,
    bright_sentences,
    consistency_sentence,
    input_sentences,
    planned_sentence,
)
from nextcall.text import line, many
from nextcall.tui.charts.scale import EIGHTHS
from nextcall.tui.screens.review_shown import WHO, Shown, muted, parted, titled
from nextcall.tui.screens.spots_lines import day_text
from nextcall.tui.screens.spots_more import more_of, named
from nextcall.tui.screens.week_lines import day_marks, strip_of
from nextcall.tui.widgets.lines import Line, Lines, Span, fit, flowing, width, wrapped

_LABEL = 11
"""Cells of a day at the left."""
_MARKS = {"introduced": ("introduction", ""), "referral": ("referral", ""), "useful": ("useful answer", ""), "thanked": ("thank-you", "thanks")}
_TRACK = {"made": "●──○──○", "met": "●──●──○", "thanked": "●──●──●"}
"""How far an introduction came, as a shape."""
_TRACKED = 60
"""Cells from which on that shape has room."""
_MINUTE = 60_000
"""Milliseconds."""
_HOUR = 60
"""Minutes."""
_LINE = 24
"""Planned days that the line of consistency shows."""


# ---- 1: whom you helped


def helped(shown: Shown) -> Lines:
    """Help by its kind; who was brought together, thanks and useful answers; what is to be followed up."""
    found, cells = shown.review.helped, shown.shape.cells
    marked = found.ledger.counts
    if not (found.calls or any(marked.values())):
        keys: list[Line] = [(Span(shown.keys[kind], "key"), Span(f" {names[0]}", "muted")) for kind, names in _MARKS.items() if shown.keys.get(kind)]
        said = wrapped("No help is marked this week. In a session:" if keys else "No help is marked this week.", cells)
        top = (*muted(" ".join(said[:-1]), cells), *flowing([(Span(said[-1], "muted"),), *keys], cells, 2))
    else:
        counted: list[Line] = [
            (Span(f"{figure(marked[kind])} ", "strong"), Span(many(marked[kind], *filter(None, names)).partition(" ")[2], "muted")) for kind, names in _MARKS.items() if marked[kind]
        ]
        top = flowing([(Span(f"{figure(found.calls)} ", "strong"), Span(many(found.calls, "call").partition(" ")[2] + " with help", "muted")), *counted], cells)
    new = {(one.session, one.n) for one in found.ledger.introductions}
    before = [one for one in found.open if (one.session, one.n) not in new]
    return parted(
        (
            top, tuple(_introduced(shown, one) for one in found.ledger.introductions),
            titled("Thanks", [_said(shown, one) for one in found.ledger.thanks]), titled("Useful answers", [_said(shown, one) for one in found.useful]),
            titled("To follow up, from before", [_introduced(shown, one) for one in before]),
        ),
        shown.shape,
    )  # fmt: skip


def _introduced(shown: Shown, one: Introduced) -> Line:
    """Who was brought to whom, and how far that came; what is left to do is in the shape."""
    cells = shown.shape.cells
    wide = cells >= _TRACKED
    state: Line = (Span(f"  {_TRACK[one.state]}  " if wide else "  ", "accent" if one.state == "thanked" else "cell-conversation"), Span(one.state.ljust(7), "muted"))
    day: Line = (Span(fit(day_text(one.at, shown.now), _LABEL) + " ", "muted"),) if wide else ()
    words = f"{line(one.who, WHO) or 'somebody'} → {line(one.to, WHO) or 'somebody'}"
    return (*day, Span(fit(words, cells - width(day) - width(state))), *state)


def _said(shown: Shown, one: Thanks) -> Line:
    """Words, and whose they are."""
    text = line(" ".join(one.text.split()), 600)
    day = Span(fit(day_text(one.at, shown.now), _LABEL) + " ", "muted")
    who = line(one.who, WHO) or ("" if text else "somebody")
    return (day, *((Span(f"“{text}”  "),) if text else ()), Span(who, "muted"))


# ---- 2: how you worked


def worked(shown: Shown) -> Lines:
    """What was done, what of it was planned, and each input against its own limits."""
    found, cells, today = shown.review.worked, shown.shape.cells, shown.now.date()
    minutes = found.lasted // _MINUTE
    figures = (many(found.sessions, "session"), f"{figure(minutes // _HOUR)}:{minutes % _HOUR:02} h", many(found.counts.calls, "call"), many(found.counts.conversations, "conversation"))
    marks = {day.day: day_marks(day.calls, day.planned, day.day, today) for day in found.days}
    steadily = consistency_sentence(found.line)
    kept: list[Line] = [(Span(row),) for row in wrapped(planned_sentence(found), cells)]
    if steadily:
        drawn = (Span(_steady(found.line), "cell-conversation"), Span("   "))
        beside_ = width(drawn) + len(steadily) <= cells
        kept += [(*drawn, Span(steadily))] if beside_ else [(Span(row),) for row in wrapped(steadily, cells)]
    tried = ((Span("You wanted to try   ", "muted"), Span(f"“{line(found.tried)}”")),) if found.tried else ()
    said = tuple((Span(row),) for sentence in input_sentences(shown.review) for row in wrapped(sentence, cells))
    return parted((flowing([(Span(text),) for text in figures], cells), (strip_of(marks, today, cells),), tuple(kept), tried, said), shown.shape)


def _steady(line_: Sequence[float]) -> str:
    """Consistency as a line of small columns: their whole height is every planned day kept."""
    return "".join(EIGHTHS[max(1, min(8, round(value * 8)))] for value in line_[-_LINE:])


# ---- 3: what shines


def shines(shown: Shown) -> Lines:
    """Moments, what worked, and what is bright beyond doubt."""
    found, cells = shown.review.shines, shown.shape.cells
    moments: list[Line] = []
    for _, mark in found.moments:
        text, who = line(" ".join(mark.text.split()), 600), line(mark.who, WHO)
        day = Span(fit(day_text(mark.moment, shown.now), _LABEL) + " ", "muted")
        moments.append((day, *((Span(f"“{text}”  "),) if text else ()), Span(who or ("" if text else f"call {mark.n}"), "muted")))
    noted = [(Span(fit(f"{day:%a} {day.day} {day:%b}", _LABEL) + " ", "muted"), Span(line(" ".join(text.split()), 600))) for day, text in found.worked]
    star = shown.keys.get("bright", "")
    none = muted(f"No moment is starred this week{f'; {star} in a session does it' if star else ''}.", cells)
    return parted((titled("Moments you starred", moments) or none, titled("What worked", noted), titled("In all your calls", _bright(shown))), shown.shape)


def _bright(shown: Shown) -> list[Line]:
    """What is bright beyond doubt, each with what to do more of; else that nothing is."""
    found, cells = shown.review.shines, shown.shape.cells
    rows: list[Line] = []
    for look in bright_looks(found):
        for spot in named_of(look.spots):
            more, name = more_of(look.by, spot.key, shown.clock), line(named(look.by, spot.key, shown.clock), 40)
            what = name if more is None else more.intention or f"Do more of {name}"
            rows += flowing([(Span(what, "accent"),), (Span(f"{words(look.measure)} {rate_text(spot_rate(spot))}", "muted"),)], cells)
    return rows or [(Span(row),) for sentence in bright_sentences(found) for row in wrapped(sentence, cells)]

"""What the formula screen shows, as pure functions."""

from collections.abc import Mapping
from typing import NamedTuple

from nextcall.figures import amount, figure
from nextcall.stats.forecast import Forecast, dry_spell
from nextcall.stats.formula import Formula, source
from nextcall.stats.rates import Rate, rate
from nextcall.tui.charts.canvas import Canvas
from nextcall.tui.charts.rows import Row, intervals, rows
from nextcall.tui.charts.scale import short
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, clipped, flowing, width, wrapped

_LONGEST = len("conversations")
_WIDE = len("2,000")
"""Cells of a number that is asked for: always the same, so that nothing moves."""
_STEPS = ("connects", "conversations", "yeses")
_PER = {"per_call": "a call", "per_conversation": "a conversation", "per_no": "a no"}
_LIKELY, _RARE = 0.5, 0.1
"""Chances of a dry spell that are told: as often as not, and once in ten times."""


_READABLE = 60
"""Cells of a line of words."""
_COMPACT = 8
"""Rows of the small screen without what a call is worth."""


class Shown(NamedTuple):
    """All that the screen is drawn from."""

    shape: Shape
    rows: int
    """Of the body."""
    formula: Formula
    calls: int
    """If you make so many."""
    forecasts: Mapping[str, Forecast]
    asked: bool = False
    """Whether to say how long a dry spell is to be expected."""
    start: str = ""
    """The key that opens a session at home; empty where there is none."""
    fewer: str = "-"
    more: str = "+"
    """The keys that change how many calls are asked for; empty where there are none."""


def body(shown: Shown) -> Lines:
    """The funnel, what each step is worth, and what more calls would bring."""
    if not shown.formula.calls:
        return _nothing(shown)
    if shown.shape.tiny:
        return _in_one_line(shown)
    if shown.shape.compact:
        return _compact(shown)
    cells = shown.shape.cells
    blocks = (
        (*funnel(shown.formula, cells), *steps(shown.formula, cells)),
        (*_worth(shown), (Span(source_text(shown), "muted"),)),
        _forecast(shown),
        ((Span(next_yes(shown.formula)),), (Span(_dry(shown), "muted"),)),
    )
    gap = (EMPTY,) * (2 if shown.shape.tall else 1)
    return tuple(line for i, block in enumerate(blocks) for line in (*(gap if i else ()), *block))


def _nothing(shown: Shown) -> Lines:
    words = "No call yet. What calls, connects, conversations and yeses come to, and what each is worth, will stand here."
    words += f" {shown.start} at home opens a session." if shown.start else ""
    lines: list[Line] = [(Span(text, "muted"),) for text in wrapped(words, min(shown.shape.cells, _READABLE))]
    value = shown.formula.worth.per_call
    return tuple(lines) if value is None else (*lines, EMPTY, (Span("a call ", "muted"), Span(amount(value), "strong")), (Span(source_text(shown), "muted"),))


# ---- the funnel


def funnel(found: Formula, cells: int) -> Lines:
    """How many got how far."""
    names = ("calls", *_STEPS)
    return rows([Row(f"{name:<{_LONGEST}}", getattr(found, name)) for name in names], cells)


def step_rates(found: Formula) -> dict[str, Rate]:
    """The share of each step: of calls, and of conversations for the last."""
    return {
        "connects": rate(found.connects, found.calls),
        "conversations": rate(found.conversations, found.calls),
        "yeses": rate(found.yeses, found.conversations),
    }


def steps(found: Formula, cells: int) -> Lines:
    """The share of each step, drawn with where the true one lies."""
    items = [
        Row(f"{name:<{_LONGEST}}", one.rate, one.n, one.low, one.high, said=_interval(one)) for name, one in step_rates(found).items()
    ]
    first, *others = intervals(items, cells)
    words = Span("├─┤ is where the true share lies, 9 times in 10", "faint")
    del first  # a mean would stand there
    return (clipped((Span(" " * (_LONGEST + 2)), words), cells), *others)


def _interval(one: Rate) -> str:
    """Both ends of an interval; of none at all what there may be at most."""
    if one.low is None or one.high is None:
        return ""
    if not one.k:
        return f"at most 1 in {figure(max(1, round(1 / one.high)))}"
    return f"{figure(one.low * 100, 1):>4} to {figure(one.high * 100, 1):>4} %"


# ---- what it is worth


def _worth(shown: Shown) -> Lines:
    found = shown.formula.worth
    values = [(name, value) for field, name in _PER.items() if (value := getattr(found, field)) is not None]
    if not values:
        return ((Span("What a call is worth is not known yet."),),)
    parts = tuple((Span(f"{name} ", "muted"), Span(amount(value), "strong")) for name, value in values)
    return flowing(parts, shown.shape.cells, 5)[:1]


def source_text(shown: Shown) -> str:
    """Where the value is from; without the rest where there is no room for it."""
    words = source(shown.formula)
    return words if len(words) <= shown.shape.cells else words.partition(" (")[0]


# ---- what comes next


def _forecast(shown: Shown) -> Lines:
    """If you make so many calls: the middle and the range of each step."""
    compact, cells = shown.shape.compact, shown.shape.cells
    fewer = "−" if shown.fewer == "-" else shown.fewer  # as wide as the plus beside it
    asked = (
        Span("If you make " if compact else "If you make   ", "muted"), Span(f" {fewer} " if fewer else " ", "key", "fewer_calls"), Span(f"{figure(shown.calls):>5}", "accent-strong"),
        Span(f"  {shown.more} " if shown.more else "  ", "key", "more_calls"), Span("  calls", "muted"),
    )  # fmt: skip
    range_ = Span(", 80 %" if compact else ", 8 times in 10:", "muted")
    lines: list[Line] = [(*asked, range_) if width((*asked, range_)) <= cells else asked]
    top = max(found.high for found in shown.forecasts.values())
    for name, found in shown.forecasts.items():
        words = (
            Span(f"  {name:<{_LONGEST}}"), Span(f"{found.median:>{_WIDE},}", "strong"),
            Span(f"  {found.low:>{_WIDE},} to {found.high:<{_WIDE},}", "muted"),
        )  # fmt: skip
        room = cells - width(words) - 2
        lines.append(words if compact else (*words, Span("  "), *_span(found, top, room)))
    return tuple(lines)


def _span(found: Forecast, top: int, cells: int) -> Line:
    """The range `├──●──┤` on a scale from nothing to `top`."""
    canvas = Canvas(cells, 1)

    def at(value: int) -> int:
        return round(value * (cells - 1) / max(top, 1))

    low, high = at(found.low), at(found.high)
    if high > low:
        canvas.put(low, 0, "├" + "─" * (high - low - 1) + "┤", "cell-connect")
    canvas.put(at(found.median), 0, "●", "strong")
    return canvas.lines()[0]


def next_yes(found: Formula) -> str:
    """How many calls until the next yes, in words."""
    half, ninety = found.effort
    if half is None:
        return "Next yes: after more calls than can be told."
    more = "" if ninety is None else f", {figure(ninety)} nine times in ten"
    return f"Next yes: within {figure(half)} call{'' if half == 1 else 's'} half the time{more}."


class Dry(NamedTuple):
    """How long a run without a yes is to be expected, by chance alone."""

    likely: int
    """As often as not; 0 where none is so likely."""
    rare: int
    """One time in ten."""


def dry(found: Formula, calls: int) -> Dry | None:
    """What is to be expected among so many calls; None without a yes: then there is no rate to tell from."""
    return Dry(*(_longest(found.yeses / found.calls, calls, chance) for chance in (_LIKELY, _RARE))) if found.yeses else None


def dry_text(found: Dry | None, calls: int) -> str:
    """The same in words."""
    if found is None:
        return "No yes yet: without one no dry spell can be told."
    likely, rare = found
    if not rare:
        return "By chance: no dry spell is to be expected."
    if likely == calls:
        return f"By chance: not one yes in {figure(calls)} calls half the time."
    often = f"{figure(likely)} half the time, " if likely else ""
    return f"By chance: a dry spell of {often}{figure(rare)} one time in ten."


def _dry(shown: Shown) -> str:
    return dry_text(dry(shown.formula, shown.calls), shown.calls) if shown.asked else ""


def _brief(shown: Shown) -> str:
    """A dry spell in few words."""
    found = dry(shown.formula, shown.calls) if shown.asked else None
    if found is None:
        return _dry(shown)
    return f"dry: {figure(found.likely)} half the time, {figure(found.rare)} 1 in 10"


def _longest(share: float, calls: int, chance: float) -> int:
    """The longest run without a yes that comes with at least that chance; 0 where none does."""
    low, high = 0, calls
    while low < high:
        middle = (low + high + 1) // 2
        if dry_spell(share, middle, calls) >= chance:
            low = middle
        else:
            high = middle - 1
    return low


# ---- where there is little room


def _in_one_line(shown: Shown) -> Lines:
    """The funnel in one line, and what a call is worth."""
    found = shown.formula
    numbers = (found.calls, found.connects, found.conversations, found.yeses)
    line = (Span("→".join(short(number, 4) for number in numbers), "accent-strong"),)
    return (line, (Span(f"a call {amount(found.worth.per_call)}", "muted"),)) if found.worth.per_call else (line,)


def _compact(shown: Shown) -> Lines:
    """One line of each thing."""
    found = shown.formula
    lines: list[Line] = []
    for name, one in step_rates(found).items():
        label = name if name != "yeses" else f"yes of {short(found.conversations)}"
        share = "no rate yet" if one.rate is None else f"{figure(one.rate * 100, 1):>4} %  {_interval(one)}"
        lines.append((Span(f"{label:<{_LONGEST}}", "muted"), Span(" " + share)))
    worth = shown.formula.worth
    value = "" if worth.per_call is None else f"a call {amount(worth.per_call)} {worth.source}"
    if shown.rows > _COMPACT:
        lines.append((Span(value, "muted"),))
    lines += _forecast(shown)
    half = "–" if found.effort.half is None else figure(found.effort.half)
    ninety = "–" if found.effort.ninety is None else figure(found.effort.ninety)
    lines.append((Span(_brief(shown) or f"next yes: {half} calls, 9 in 10: {ninety}", "muted"),))
    return tuple(lines)

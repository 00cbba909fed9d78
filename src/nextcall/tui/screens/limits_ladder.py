"""The ladder of call, hour, day, week and month as lines."""

from collections.abc import Sequence

from nextcall.figures import figure
from nextcall.stats.control import shown
from nextcall.stats.ladder import Rung
from nextcall.tui.charts.dots import OUTSIDE
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, flowing

VERDICTS = {
    "routine": "routine", "high": "above: a signal", "low": "below: a signal", "run": "a run: a signal",
    "learning": "learning", "same": "always the same", "": "too little yet",
}  # fmt: skip
"""What is said of a value against its limits, in few words."""
_SIGNALS = {"high", "low", "run"}


def ladder_lines(rungs: Sequence[Rung], cells: int) -> Lines:
    """The newest call, hour, day, week and month: value, usual range, verdict, and what part of the next it is."""
    lines = []
    for i, rung in enumerate(rungs):
        action = f"rung_{rung.name}"
        measure = "gap" if rung.name == "call" else "calls"
        value = "–" if rung.value is None else shown(measure, rung.value)
        signal = rung.verdict in _SIGNALS
        spans = (
            Span(f"{_rung_name(rung):<9}", "muted", action), Span(f"{value:>8}", "strong", action), Span(f"   {_range(rung, measure):<18}", "muted", action),
            Span(f"{_verdict(rung):<17}", "accent-strong" if signal else "", action),
        )  # fmt: skip
        above = rungs[i + 1].name if i + 1 < len(rungs) else ""
        part = "" if rung.share is None or not above else f"{_percent(rung.share)} of its {above}"
        lines.append(apart(spans, (Span(part, "muted", action),) if part else EMPTY, cells))
    return tuple(lines)


def _rung_name(rung: Rung) -> str:
    return "call, gap" if rung.name == "call" else rung.name


def _range(rung: Rung, measure: str) -> str:
    if rung.lower is None or rung.upper is None:
        return ""
    return f"{shown(measure, rung.lower)} to {shown(measure, rung.upper)}"


def _verdict(rung: Rung) -> str:
    if rung.running and rung.verdict in {"routine", "learning"}:
        return "so far"
    return VERDICTS[rung.verdict]


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= 0.01 else "under 1 %"  # noqa: PLR2004 (rounds to nothing)


def brief_ladder(rungs: Sequence[Rung], cells: int) -> Line:
    """How many calls the newest hour, day, week and month have; a signal has its mark."""
    parts = []
    for rung in rungs:
        if rung.name != "call":
            signal = rung.verdict in _SIGNALS
            number = Span(f"{figure(rung.value or 0)}{OUTSIDE if signal else ''}", "accent-strong" if signal else "strong", f"rung_{rung.name}")
            parts.append((Span(f"{rung.name} ", "muted", f"rung_{rung.name}"), number))
    return flowing(parts, cells, 1)[0]

"""The figures as words: a table for the terminal, one for a page, and plain data."""

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from measuring.figures import Figure, Found, all_found
from measuring.groups import Group
from measuring.samples import Round

Rounds = Mapping[str, Sequence[Round]]
_HEADS = ("figure", "is", "least … most", "goal", "", "chance", "measured", "floor", "rounds")


def machine() -> dict[str, Any]:
    """What the figures were measured on: they say nothing of another machine."""
    return {
        "cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version(), "textual": version("textual"),
        "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def as_data(rounds: Rounds) -> dict[str, Any]:
    """Everything that was measured, and the figures of it."""
    figures = {
        figure.id: {
            "words": figure.words.strip(), "group": figure.group, **one._asdict(), "unit": figure.unit or "ratio", "goal": figure.goal, "met": one.meets(figure.goal),
        }
        for figure, one in all_found(rounds)
    }  # fmt: skip
    return {"machine": machine(), "figures": figures, "rounds": rounds}


def terminal_table(rounds: Rounds, groups: Sequence[Group]) -> str:
    """The figures by their groups, for a terminal."""
    lines = []
    for group in groups:
        rows = [_cells(figure, one) for figure, one in all_found(rounds) if figure.group == group.name]
        if rows:
            width = [max(len(row[at]) for row in (_HEADS, *rows)) for at in range(len(_HEADS))]
            lines += ["", group.words, *("  ".join(cell.ljust(width[at]) for at, cell in enumerate(row)).rstrip() for row in (_HEADS, *rows))]
    return "\n".join(lines[1:])


def page_table(rounds: Rounds, groups: Sequence[Group]) -> str:
    """The same in Markdown, without what only matters to whoever measures."""
    lines = []
    for group in groups:
        rows = [_cells(figure, one) for figure, one in all_found(rounds) if figure.group == group.name]
        if rows:
            lines += [f"\n**{group.words}**, {rows[0][-1]} rounds\n", "| figure | is | goal | | measured | floor |", "|---|---|---|---|---|---|"]
            lines += [f"| {words.strip()} | {is_} | {goal} | {met} | {of} | {to} |" for words, is_, _, goal, met, _, of, to, _ in rows]
    return "\n".join(lines) + "\n"


def _cells(figure: Figure, one: Found) -> tuple[str, ...]:
    met = one.meets(figure.goal)
    unit = f" {figure.unit}" if figure.unit else ""
    return (
        figure.words,
        _number(one.value) + unit,
        f"{_number(one.low)} … {_number(one.high)}",
        "" if figure.goal is None else f"≤ {figure.goal:g}{unit}",
        "" if met is None else "met" if met else "MISSED",
        "" if one.chance is None else _number(one.chance),
        "" if figure.unit else _amount(one.of, figure.of[1]),
        "" if one.to is None else _amount(one.to, figure.of[1]),
        str(one.rounds),
    )


def _number(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _amount(value: float, what: str) -> str:
    """With its unit, by what it is a measurement of."""
    if what.endswith(("memory", "at home")):
        return f"{value:.1f} MB"
    if what.endswith("bytes"):
        return f"{value:.0f} B/s"
    if what.endswith("wakeups"):
        return f"{value:.1f} /s"
    if what.startswith(("running", "paused", "home")):
        return f"{value * 100:.2f} %"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"

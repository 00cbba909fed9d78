"""docs/speed.md and its pictures: the figures between two marks are written anew, what people wrote stays."""

import os
from collections.abc import Sequence

from measuring.drawing import Line, picture
from measuring.figures import GROWING
from measuring.groups import Group
from measuring.growth import FEW, MANY
from measuring.samples import Round, middle
from measuring.words import Rounds, machine, page_table

BEGIN, END = "<!-- figures -->\n", "<!-- /figures -->\n"
_BY_CALLS = {"key": "key to the count, p50", "key cpu": "CPU a key", "key saved": "key to disk, p50", "memory": "most memory"}


def write(docs: str, rounds: Rounds, groups: Sequence[Group]) -> None:
    """Put the figures into the page, and the pictures beside it."""
    path = os.path.join(docs, "speed.md")
    with open(path, encoding="utf-8") as file:
        before, _, rest = file.read().partition(BEGIN)
    _, _, after = rest.partition(END)
    on = machine()
    said = f"Measured on {on['cores']} cores, {on['system']}, Python {on['python']}, Textual {on['textual']}.\n"
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + BEGIN + said + page_table(rounds, groups) + END + after)
    for name, drawn in pictures(rounds).items():
        with open(os.path.join(docs, name), "w", encoding="utf-8") as file:
            file.write(drawn)


def pictures(rounds: Rounds) -> dict[str, str]:
    """The pictures that can be drawn of what was measured, by the names of their files."""
    found = {}
    if growth := rounds.get("growth"):
        sizes = _by_size(growth[0])
        lines = _lines(growth, sizes, GROWING)
        found["speed-growth.svg"] = picture("What grows with the history", "sessions that there are", [name.partition(" ")[0] for name in sizes], lines)
    if calls := rounds.get("calls"):
        lines = []
        for program in ("nextcall", "bare"):
            names = [f"{program}, {number} calls" for number in (FEW, MANY)]
            lines += [line._replace(name=f"{program}: {line.name}") for line in _lines(calls, names, _BY_CALLS)]
        found["speed-calls.svg"] = picture("The 1,000th call of a session", "calls that there are", ["none", f"{MANY}"], lines)
    return found


def _by_size(one: Round) -> list[str]:
    return sorted((name for name in one if name.endswith(" sessions")), key=lambda name: int(name.partition(" ")[0].replace(",", "")))


def _lines(rounds: Sequence[Round], programs: Sequence[str], whats: dict[str, str]) -> list[Line]:
    """What was measured of each program, as ratios to the first."""
    lines = []
    for what, words in whats.items():
        each = [middle(rounds, (program, what), 0.5) for program in programs]
        values = [value for value in each if value is not None]
        if len(values) == len(programs) and values[0]:
            lines.append(Line(words, [value / values[0] for value in values]))
    return lines

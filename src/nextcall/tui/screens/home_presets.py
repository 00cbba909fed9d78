"""The presets as home lists them, and the room that they have."""

from rich.cells import cell_len

from nextcall.config.model import Preset
from nextcall.core.goals import goal_text
from nextcall.tui.screens.home_lines import Home
from nextcall.tui.widgets.lines import Line, Lines, Span, fit

_WEEK = 2
"""Rows of the week on a small screen, with the blank one above it."""
_TITLE, _SHORT_TITLE = 24, 12
"""Cells of the title of a preset, and of one where there is little room."""


def presets(home: Home, rows: int) -> Lines:
    """The presets with their keys and a rail at the left, the chosen one on the key that starts it; while a session is open they wait."""
    lines: list[Line] = []
    waits = home.left_open is not None
    gap, room = 3, _TITLE
    keys = [_key(home, number) for number in range(len(home.presets))]
    wide = max(map(cell_len, (*keys, "Enter")))  # nothing moves sideways when another is chosen
    if home.shape.compact:
        goals = max((cell_len(shape_text(preset, brief=True)) for preset in home.presets), default=0)
        gap, room = 1, max(_SHORT_TITLE, min(_TITLE, home.shape.cells - 6 - wide - goals))
    shown = home.presets if len(home.presets) <= rows else home.presets[: max(1, rows - 1)]
    if home.chosen >= len(shown):
        shown = (*shown[:-1], home.presets[home.chosen])
    for i, preset in enumerate(shown):
        chosen = i == min(home.chosen, len(shown) - 1) and not waits
        number = home.presets.index(preset)
        action = f"preset_{number}"
        style = "strong" if chosen else "muted"
        lines.append(
            (
                Span("┃ " if chosen else "│ ", "accent" if chosen else "faint"),
                Span(" " * (wide - cell_len(keys[number])) + keys[number] + " " * gap, "accent-strong" if chosen else "key", action),
                *_led(fit(preset.title, room).rstrip() + " ", room + 2, style, action),
                Span(" " + shape_text(preset, brief=home.shape.compact), "muted", action),
            )
        )
    if len(shown) < len(home.presets):
        lines.append((Span("│ ", "faint"), Span(f"{'…':>{wide}}{' ' * gap}", "faint"), Span(f"{len(home.presets) - len(shown)} more, ↓", "muted")))
    return tuple(lines)


def _key(home: Home, number: int) -> str:
    """How the key is shown that starts a preset now; empty where none does."""
    if home.left_open is not None:
        return ""
    return home.keys.get("start" if number == home.chosen else f"preset_{number}", "")


def divided(home: Home, above: int, remembered: Lines) -> tuple[Lines, Lines | None]:
    """The presets and what is remembered, as both have room below so many lines; on a small screen None where not even the week has."""
    shape = home.shape
    left = shape.rows - above - 2 - (home.left_open is not None) - (bool(home.intention) if shape.compact else 0)
    if not shape.compact:
        return presets(home, max(1, left - (10 if shape.tall else 6) - len(remembered))), remembered
    shown = presets(home, max(1, left))
    spare = left - len(shown) - _WEEK
    return shown, remembered[:spare] if spare >= 0 else None


def _led(title: str, cells: int, style: str, action: str) -> tuple[Span, Span]:
    """A title and the dots that lead the eye from it to what stands at the right."""
    return Span(title, style, action), Span("·" * (cells - cell_len(title)), "faint", action)


def shape_text(preset: Preset, *, brief: bool = False) -> str:
    """A preset's goal in words: `25 min + 5 break`, `2 × 120 min + 30 break`."""
    if brief:
        return goal_text(preset.goal) if preset.goal else "due"
    goal = goal_text(preset.goal) if preset.goal else "due callbacks"
    rounds = f"{preset.rounds} × " if preset.rounds > 1 else ""
    rest = f" + {preset.break_minutes} break" if preset.break_minutes else ""
    return f"{rounds}{goal}{rest}"

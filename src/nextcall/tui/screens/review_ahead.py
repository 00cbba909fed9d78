"""The last two steps of the weekly review, from which something follows: what noes taught, and the plan."""

from datetime import date

from nextcall.figures import figure
from nextcall.text import line, many
from nextcall.tui.screens.review_shown import WHO, Shown, muted
from nextcall.tui.screens.week_lines import planned_text
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, flowing, wrapped

# ---- 4: what noes taught


def noes(shown: Shown) -> tuple[Lines, int | None]:
    """Reasons with their numbers and the caller's own answers; and the line that must be seen, if there is one."""
    found, cells = shown.review.noes, shown.shape.cells
    given = sum(count for _, count in found.reasons)
    key = shown.keys.get("review_answer", "")
    if not found.reasons:
        how = f"{shown.keys['reason']} in a session keeps the reason of one." if shown.keys.get("reason") else ""
        return muted(f"{many(found.noes, 'no', 'noes')}, none of them with a reason. {how}" if found.noes else f"No no this week. {how}", cells), None
    top: Lines = tuple((Span(row),) for row in wrapped(f"{many(found.noes, 'no', 'noes')}, {figure(given)} of them with a reason.", cells))
    gap = () if shown.shape.compact else (EMPTY,)
    chosen = min(shown.chosen, len(found.reasons) - 1)
    rows: list[Line] = []
    for number, (reason, count) in enumerate(found.reasons):
        here, said = number == chosen, line(shown.answers.get(reason, "").strip())
        rail = (Span("┃ " if here else "│ ", "accent" if here else "faint"), Span(f"{reason:<6}", "strong" if here else "", f"row_{number}"), Span(f"{figure(count):>5}   ", "muted"))
        if said:
            words: Line = (Span("next time I say  " if not shown.shape.compact else "", "muted"), Span(f"“{said}”"))
        else:
            words = (Span(key, "key", "review_answer"), Span(" writes what you say next time", "muted", "review_answer")) if here and key else ()
        rows.append((*rail, *words))
    return (*top, *gap, *rows), len(top) + len(gap) + chosen


# ---- 5: next week


def plan(shown: Shown) -> tuple[Lines, int | None]:
    """A row a day, what can be planned, one thing to try; and the line that must be seen."""
    found, shape, today = shown.review.next, shown.shape, shown.now.date()
    chosen = min(shown.chosen, len(found.days) - 1)
    days = tuple(_planned_day(shown, number, day, today, here=number == chosen) for number, day in enumerate(found.days))
    key = shown.keys.get("plan_try", "")
    tried: Line = (Span("One thing to try   ", "muted", "plan_try"), Span(f"“{line(found.try_)}”", "", "plan_try")) if found.try_ else (Span(key, "key", "plan_try"), Span(" one thing to try", "muted", "plan_try"))
    presets: list[Line] = [
        (Span(shown.keys[f"preset_plan_{number}"], "key", f"preset_plan_{number}"), Span(f" {line(preset.title, 24)}", "muted", f"preset_plan_{number}"))
        for number, preset in enumerate(shown.presets[:9], 1)
        if shown.keys.get(f"preset_plan_{number}")
    ]
    offered = flowing(presets, shape.cells) if presets else ()
    if shape.compact:
        room = shown.rows - len(days) - 1
        return (*days, *offered[: max(1, room - 1)], *((tried,) if room > 1 else ())), chosen
    return (*days, EMPTY, *offered, EMPTY, tried), chosen


def _planned_day(shown: Shown, number: int, day: date, today: date, *, here: bool) -> Line:
    there = [one for one in shown.review.next.sessions if one.day == day]
    action = f"row_{number}"
    rail = (Span("┃ " if here else "│ ", "accent" if here else "faint", action), Span(f"{day:%a} {day.day:>2}   ", "strong" if here else "muted", action))
    words = "   ".join(line(planned_text(one, shown.presets, shown.clock), WHO) for one in there)
    over = day < today
    return (*rail, Span(words or ("" if over else "·"), "muted" if over or not there else "", action))

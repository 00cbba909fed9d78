"""The call in progress, as pure functions: who, the steps, what was asked and learned."""

from rich.cells import cell_len

from nextcall.core.marks import next_step
from nextcall.core.session import Call, State
from nextcall.tui.keymap import ways
from nextcall.tui.screens.session_lines import Scene
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, fit, width


def card(scene: Scene) -> Lines:
    """The call in progress: who, the steps, what was asked and learned."""
    call = scene.session.live
    if call is None:
        return ()
    if scene.shape.compact:
        return _small_card(scene, call)
    who = _about(scene) or ([_who(call, scene.shape.cells)] if call.contact is not None else [])
    steps = _steps(scene, call)
    marks = [_asked(call), *_said_of(call, scene.shape.cells)]
    room = scene.shape.rows - _rows_around_the_card(scene.shape) - scene.pad_rows
    groups = [who, _in_sight(steps, next_step(scene.session), room - len(who) - len(marks)), marks]
    air = room - sum(map(len, groups))
    lines: list[Line] = []
    for group in groups:
        if lines and group and air > 0:
            lines.append(EMPTY)
            air -= 1
        lines += group
    return tuple(lines)


def _about(scene: Scene) -> list[Line]:
    """Who it is, of somebody on a list: why they are called, what came of it so far, what time it is there."""
    if scene.who is None:
        return []
    from nextcall.tui.screens.session_who import about, small  # noqa: PLC0415 (only with a list)

    how = small if scene.shape.compact else about
    return how(scene.who, scene.now, scene.clock, scene.shape.cells)


def _who(call: Call, cells: int) -> Line:
    """Name and number of the person that is called."""
    contact = call.contact
    if contact is None:
        return EMPTY
    name = Span(fit(contact.name, max(8, cells - cell_len(contact.phone) - 3)).rstrip(), "strong")
    return clipped(apart((name,), (Span(contact.phone, "muted"),), cells), cells)


def _said_of(call: Call, cells: int) -> list[Line]:
    """Note and bright spot of a call."""
    lines: list[Line] = []
    if call.note:
        lines.append((Span("note  ", "muted"), Span(fit(call.note.replace("\n", " · "), cells - 6).rstrip())))
    if call.bright:
        lines.append((Span("* bright spot  ", "accent"), Span(fit(call.bright_note, cells - 16).rstrip(), "muted")))
    return lines


def _in_sight(steps: list[Line], present: int | None, room: int) -> list[Line]:
    """As many steps as there is room for, the present one among them."""
    if len(steps) <= room:
        return steps
    at = len(steps) - 1 if present is None else present
    first = max(0, min(at - room // 2, len(steps) - room))
    return steps[first : first + max(1, room)]


def _small_card(scene: Scene, call: Call) -> Lines:
    step = next_step(scene.session)
    cells = scene.shape.cells
    lines: list[Line] = _about(scene)
    if call.contact is not None and not lines:
        lines.append((Span(fit(call.contact.name, cells).rstrip(), "strong"),))
    if step is not None:
        lines.append((Span("▸ ", "accent"), Span(fit(scene.session.steps[step], cells - 2).rstrip())))
    room = scene.shape.rows - _rows_around_the_card(scene.shape) - scene.pad_rows
    lines += [_asked(call), *_said_of(call, cells)]
    return tuple(lines[: max(1, room)])


def _steps(scene: Scene, call: Call) -> list[Line]:
    session, cells = scene.session, scene.shape.cells
    present = next_step(session)
    lines: list[Line] = []
    for i, step in enumerate(session.steps):
        text = fit(step, cells - 28).rstrip()
        if i in call.steps_done:
            lines.append((Span("✓ ", "muted"), Span(text, "muted")))
        elif i in call.steps_skipped:
            lines.append((Span("– ", "muted"), Span(text, "muted")))
        elif i == present:
            line = (Span("▸ ", "accent-strong"), Span(text, "strong"))
            right = ways(scene.keys, (("step_done", "done"), ("step_skip", "skip"))) if session.state != State.PAUSED else EMPTY
            lines.append(apart(line, right, max(width(line) + width(right) + 4, min(cells, 64))))
        else:
            lines.append((Span("  "), Span(text, "muted")))
    return lines


def _asked(call: Call) -> Line:
    return (
        Span("asked", "muted", "asked"),
        Span(f"{call.asked:>3}", "strong", "asked"),
        Span("   learned", "muted", "learned"),
        Span(f"{call.learned:>3}", "strong", "learned"),
        *((Span("   helped  ", "muted"), Span(", ".join(call.help), "strong")) if call.help else ()),
    )


def _rows_around_the_card(shape: Shape) -> int:
    """Rows that everything but the outcomes and the card takes in a call."""
    return 3 if shape.compact else 17 if shape.tall else 10

"""The detail of a session as it is drawn: every size, any length, whatever stands in the file."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app, services
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import START, FakeClock, a_session
from looks import usual
from making import after, sessions
from nextcall.core.session import Call, Contact, Correction, Introduction, Pause, Session
from nextcall.tui.screens import detail_lines as drawn
from nextcall.tui.screens import detail_list as rows_made
from nextcall.tui.screens.detail_card import card, fitted
from nextcall.tui.screens.detail_list import columns, listed, window
from nextcall.tui.screens.detail_outline import Outline, outline
from nextcall.tui.screens.detail_words import sentence, trail_of
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import Span, width

SIZES = [FULL, WIDE, SMALL, (20, 5), (200, 60), (60, 30), (100, 12), (110, 24), (36, 11), (1, 1), (5, 2), (79, 23), (10, 40)]
NASTY = [
    "Bob [/b]", "[@click=app.quit]x[/]", "\x1b[31mred\x1b]52;c;aGk=\x07", "\x9b2J\x00\x7f", "漢字テスト" * 20, "\N{FAMILY}\u200d\N{BABY} e\u0301" * 9,
    "שלום \u202eabc\u202c עולם", "x" * 10_000, "two\nlines\tand a tab", "word " * 2_000,
]  # fmt: skip


def made(n: int, **changes: object) -> Session:
    """An ended session of `n` calls."""
    calls = tuple(
        Call(i + 1, after(30 * i), after(30 * i + 12), after(30 * i + 15), ("no", "yes", "machine", "helped")[i % 4], note=f"note {i + 1}") for i in range(n)
    )
    last = after(30 * n + 60)
    return a_session()._replace(calls=calls, end="ended", ended_at=last)._replace(**changes)  # type: ignore[arg-type]


def scene(session: Session, size: tuple[int, int], chosen: int = 0, *, whole: bool = False, start: int = 0) -> drawn.Scene:
    """What the screen would draw from."""
    known, shape = outline(session), Shape(*size)
    on_line = drawn.thinned(known, drawn.cells_of(shape))
    return drawn.Scene(session, known, shape, on_line, chosen, whole, start, "24h", "a", "Space")


def text(lines: Sequence[tuple[Span, ...]]) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in lines]


@given(sessions(ended=True), st.sampled_from(SIZES), st.booleans(), st.integers(0, 100), st.data())
@settings(max_examples=usual(16, long=2_000))
def test_exactly_the_rows_that_there_are(session: Session, size: tuple[int, int], whole: bool, start: int, data: st.DataObject) -> None:
    chosen = data.draw(st.integers(0, max(0, len(session.calls) - 1)))
    rows = max(1, size[1] - 2)
    lines = drawn.picture(scene(session, size, chosen, whole=whole, start=start), rows)
    assert len(lines) == rows
    assert all(width(line) <= max(1, size[0] - 2 * Shape(*size).margin) for line in lines), text(lines)


@pytest.mark.parametrize("size", SIZES)
def test_the_chosen_call_is_always_seen(size: tuple[int, int]) -> None:
    session = made(300)
    for chosen in (0, 1, 150, 298, 299):
        lines = text(drawn.picture(scene(session, size, chosen), max(1, size[1] - 2)))
        if size[0] >= 10:
            (row,) = [line for line in lines if "▸" in line]
            assert str(chosen + 1) in row


@pytest.mark.parametrize("size", [FULL, WIDE, SMALL, (200, 60)])
def test_nothing_moves_from_call_to_call(size: tuple[int, int]) -> None:
    session = made(40, pauses=(Pause(after(600), after(605), "break"),))
    rows = size[1] - 2
    places = set()
    for chosen in (0, 8, 9, 39):
        lines = text(drawn.picture(scene(session, size, chosen), rows))
        card_at = next((line.index(f"Call {chosen + 1}"), y) for y, line in enumerate(lines) if f"Call {chosen + 1}" in line)
        heading = next((y for y, line in enumerate(lines) if "time" in line), -1)
        places.add((card_at, heading, {line.index("09:") for line in lines if "▸" in line}.pop()))
    assert len(places) == 1


def test_pauses_stand_where_they_were() -> None:
    session = made(4, pauses=(Pause(after(46), after(50), "notes"), Pause(after(130), after(140), "break")))
    assert outline(session).items == (0, 1, ~0, 2, 3, ~1)
    assert outline(session).places == (0, 1, 3, 4)
    lines = text(listed(session, outline(session), 0, 74, 6, "24h"))
    assert lines[2].strip() == "paused 0:04, notes"
    assert lines[5].strip() == "paused 0:10, break"


@given(st.integers(1, 400), st.integers(1, 60), st.data())
def test_the_window_holds_the_chosen_call(n: int, rows: int, data: st.DataObject) -> None:
    known = outline(made(4))._replace(items=tuple(range(n)), places=tuple(range(n)))
    chosen = data.draw(st.integers(0, n - 1))
    first = window(known, chosen, rows)
    assert first <= chosen < first + rows
    assert first == 0 or first + rows <= n


@given(st.integers(0, 250), st.sampled_from(["24h", "12h"]))
def test_columns_never_take_more_than_there_is(cells: int, clock: str) -> None:
    known = outline(made(12))
    wide = columns(known, cells, clock)
    assert all(value >= 0 for value in (wide.time, wide.outcome, wide.who, wide.words))
    rows = listed(made(12), known, 3, cells, 5, clock)
    assert all(width(row) <= max(cells, 9) for row in rows)


async def test_of_a_long_session_only_the_window_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = made(2_000)
    path = services(tmp_path).sessions.add_ended(session)
    clock = FakeClock(START + timedelta(days=2))
    found: list[str] = []
    outlined: list[Outline] = []
    row, known = rows_made._row, outline

    def counting(*args: Any, **named: Any) -> Any:
        found.append("row")
        return row(*args, **named)

    def outlining(one: Session) -> Outline:
        outlined.append(known(one))
        return outlined[-1]

    monkeypatch.setattr(rows_made, "_row", counting)
    monkeypatch.setattr("nextcall.tui.screens.session_detail.outline", outlining)
    async with open_app(tmp_path, clock=clock) as stage:
        stage.app.open_detail(path)
        await stage.until_on("SessionDetailScreen")
        assert stage.has("call 1 of 2000")
        found.clear()
        for key in ("down", "pagedown", "end", "up", "home"):
            await stage.press(key)
        assert 0 < len(found) <= 5 * 8
        assert len(outlined) == 1
        await stage.press("end")
        assert stage.has("call 2000 of 2000")
        assert stage.has("▸ ◆ 2000")
        assert len(stage.app.screen.query_one("#page")._lines) == 22  # type: ignore[attr-defined]


def test_of_a_long_session_the_time_line_gets_no_more_calls_than_it_has_room_for() -> None:
    known = outline(made(4_000))
    assert len(drawn.thinned(known, 74)) <= 4 * 74
    assert {piece.reached for piece in drawn.thinned(known, 74)} <= {"help", "yes", "conversation", "connect", "none"}
    assert any(piece.reached == "help" for piece in drawn.thinned(known, 74))


def test_a_long_note_is_read_on_page_by_page() -> None:
    session = made(2)
    session = session._replace(calls=(session.calls[0]._replace(note=" ".join(f"w{i}" for i in range(900))), session.calls[1]))
    parts = drawn.plan(Shape(*FULL), 22, whole=True)
    seen, start = "", 0
    for _ in range(60):
        one = scene(session, FULL, whole=True, start=start)
        seen += " ".join(text(drawn.picture(one, 22))) + " "
        start = drawn.paged(one, parts, 1)
    assert all(f"w{i} " in seen for i in range(900))
    assert "more lines, PgDn" in seen
    one = scene(session, FULL, whole=True, start=start)
    assert "more lines" not in " ".join(text(drawn.picture(one, 22)))
    assert drawn.paged(one, parts, -100) == 0


def test_what_is_left_is_said() -> None:
    lines = tuple((Span(f"line {i}"),) for i in range(9))
    assert text(fitted(lines, 4, 40, 0, "Space shows all")) == ["line 0", "line 1", "line 2", "… 6 more lines, Space shows all"]
    assert text(fitted(lines, 9, 40)) == [f"line {i}" for i in range(9)]
    assert text(fitted(lines, 11, 40))[9:] == ["", ""]
    assert fitted(lines, 0, 40) == ()
    assert text(fitted(lines, 4, 40, 99)) == ["line 5", "line 6", "line 7", "line 8"]


def test_the_trail_in_words() -> None:
    at = after(4000)
    session = made(2)._replace(
        steps=("One", "Two"),
        trail=(
            Correction(at, 1, "outcome", "callback", "no"),
            Correction(at, 1, "help", [], ["thanked"], undone_at=at),
            Correction(at, 1, "contact", {"name": "Ann", "phone": "1", "list": None, "id": None}, {"name": "Ann", "phone": "2", "list": None, "id": None}),
            Correction(at, 1, "contact", None, {"name": "Bob", "phone": "", "list": None, "id": None}),
            Correction(at, 1, "steps_done", [0], [0, 1]),
            Correction(at, 1, "dialed_at", None, "2026-11-21T09:41:30.000-05:00"),
            Correction(at, 1, "dialed_at", "odd", 7),
            Correction(at, 1, "introduction", None, {"who": "Ann", "to": "Bob", "state": "made"}),
            Correction(at, 1, "bright", False, True),
            Correction(at, 9, "call", {"n": 9}, None),
            Correction(at, 0, "title", "a", "b"),
            Correction(at, 8, "live", {"note": "x"}, None),
        ),
    )
    assert trail_of(session, session.calls[0], "24h") == [
        "21 Nov 10:06  bright spot: no → yes",
        "21 Nov 10:06  introduction: nothing → Ann → Bob",
        "21 Nov 10:06  dialled: odd → 7",
        "21 Nov 10:06  dialled: nothing → 09:41:30",
        "21 Nov 10:06  steps kept: 1 → 1, 2",
        "21 Nov 10:06  who: nothing → Bob",
        "21 Nov 10:06  who: 1 → 2",
        "21 Nov 10:06  help marks: nothing → thanked (taken back)",
        "21 Nov 10:06  outcome: call back → no",
    ]
    shown = " ".join(text(card(session, session.calls[1], outline(session).took[1], 74, "24h")))
    assert "Session   21 Nov 10:06 call 8 never tagged" in shown
    assert "call 9 removed" in shown
    assert "title: a → b" in shown
    assert sentence(session, session.trail[:1]) == "Call 1: outcome: call back → no"
    assert sentence(session, session.trail[9:11], back=True) == "Call 9: there again; The session: title: b → a"


def nasty() -> Session:
    """Whatever a file may have in it."""
    base = made(len(NASTY))
    calls = [
        call._replace(
            note=words, contact=Contact(words, words), bright=True, bright_note=words, introduction=Introduction(words, words), help=("introduced",)
        )
        for call, words in zip(base.calls, NASTY, strict=True)
    ]
    trail = tuple(Correction(after(9000), n, "note", words, words[::-1]) for n, words in enumerate(NASTY, 1))
    return base._replace(calls=tuple(calls), trail=trail, title="[/title] \x1b[2J", pauses=(Pause(after(31), after(33), "\x1b[b]odd"),))


def sound(stage: Stage) -> None:
    """Nothing dangerous is painted, and no row is wider than the screen."""
    for strip in stage.strips():
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0x202A <= ord(char) <= 0x202E for char in strip.text), strip.text
        assert strip.cell_length <= stage.app.size.width
        assert all(segment.style is None or not segment.style.meta.get("@click") for segment in strip)


@pytest.mark.parametrize("size", [FULL, SMALL, WIDE, (20, 5)])
async def test_text_of_the_users_is_shown_as_it_is(tmp_path: Path, size: tuple[int, int]) -> None:
    path = services(tmp_path).sessions.add_ended(nasty())
    async with open_app(tmp_path, size=size, clock=FakeClock(after(10_000))) as stage:
        stage.app.open_detail(path)
        await stage.until_on("SessionDetailScreen")
        for i in range(len(NASTY)):
            sound(stage)
            if i % 3 == 0:
                await stage.press("space", "pagedown")
                sound(stage)
                await stage.press("space", "e", "n")
                sound(stage)
                await stage.press("escape")
            await stage.press("down")
        await stage.press("n")
        await stage.write("!")
        await stage.press("enter")
        sound(stage)


async def test_every_size_and_back(tmp_path: Path) -> None:
    path = services(tmp_path).sessions.add_ended(made(50))
    async with open_app(tmp_path, clock=FakeClock(after(10_000))) as stage:
        stage.app.open_detail(path)
        await stage.until_on("SessionDetailScreen")
        await stage.press("end", "up")
        full = stage.text()
        for size in SIZES:
            await stage.resize(*size)
            assert len(stage.rows()) == size[1]
            await stage.press("space", "down", "up", "space")
            await stage.resize(*FULL)
            assert stage.text() == full, size


async def test_a_small_screen_says_what_there_is_to_say(tmp_path: Path) -> None:
    path = services(tmp_path).sessions.add_ended(made(50))
    async with open_app(tmp_path, size=(20, 5), clock=FakeClock(after(10_000))) as stage:
        stage.app.open_detail(path)
        await stage.until_on("SessionDetailScreen")
        assert "▸ ▅   1  no" in stage.text()
        await stage.press("x")
        assert "Call 1: removed" in stage.rows()[-1]
        await stage.resize(*SMALL)
        assert stage.has("Call 1: removed. u takes it back.")
        assert "Call 2" in stage.text()
        assert "F1 help" in stage.rows()[-1]

"""Every screen at every size: never a crash, never a row too wide, and the line of keys at the bottom."""

from pathlib import Path

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Stage, open_app, open_session
from people import keep_list
from test_session_contacts import calling

from fakes import FakeClock
from nextcall.core.session import State
from nextcall.tui.widgets.lines import fit

SIZES = [(80, 24), (120, 40), (40, 12), (200, 60), (36, 11), (20, 5), (10, 3), (1, 1), (2, 1), (100, 36), (78, 24), (77, 23), (100, 35), (80, 24)]


FEW = [(120, 40), (40, 12), (36, 11), (20, 5), (1, 1), (80, 24)]
"""Those that matter most, and back."""


async def through(stage: Stage, sizes: list[tuple[int, int]]) -> None:
    """Resize, and look at each picture; the last is the first again."""
    first = stage.rows()
    for columns, rows in sizes:
        await stage.resize(columns, rows)
        painted = stage.strips()
        assert len(painted) == rows
        assert all(strip.cell_length == columns for strip in painted), (columns, rows)
        if columns >= 36 and rows >= 11:
            assert "F1 help" in stage.rows()[-1], stage.text()
        assert "".join(stage.rows()).strip() or columns < 10
    assert stage.rows() == first


STATES = {
    "ready": (),
    "calls": tuple("nvxyhcigmws"),
    "on the line": (*"nv", "space", "right", "a"),
    "wrap-up": (*"nv", "space", "space"),
    "paused": ("n", "p", "escape"),
    "paused in a call": ("space", "space", "p", "escape"),
    "zen": ("n", "z", "z"),
    "breath": ("n", "b"),
    "said": ("u",),
}


@pytest.mark.parametrize("name", STATES)
async def test_session(tmp_path: Path, name: str) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        await stage.press(*STATES[name])
        await stage.saved()
        await through(stage, SIZES if name in {"calls", "on the line"} else FEW)


QUESTIONS = {"note": ("n", "enter"), "pause": ("p",), "reason": ("x", "r"), "correct": (*"nvxyh", "e"), "fields": ("n", "e", "enter"), "help": ("f1",)}


@pytest.mark.parametrize("keys", QUESTIONS.values(), ids=QUESTIONS)
async def test_questions(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press(*keys)
        await stage.saved()
        for columns, rows in FEW:
            await stage.resize(columns, rows)
            assert all(strip.cell_length == columns for strip in stage.strips())
            if (columns, rows) in {FULL, WIDE, SMALL}:
                assert all(row == row.rstrip("…") or "…" not in row for row in stage.rows()), stage.text()
        await stage.press("escape", "escape", "escape")
        assert stage.on("SessionScreen")


async def test_questions_are_whole_on_a_small_screen(tmp_path: Path) -> None:
    async with open_session(tmp_path, size=SMALL) as stage:
        await stage.press("p")
        assert stage.has("Paused. What for? Esc leaves it b break r reset n notes t technical i interrupted m meeting")
        await stage.press("t", "p", "x", "r")
        assert stage.has("p price t time n need r rival u trust o other")
        await stage.press("o", "e")
        assert stage.has("↑ ↓ call an outcome's key corrects it Enter more Esc back")
        await stage.press("enter")
        assert stage.has("t tagged at")
        await stage.press("escape", "escape", "/")
        assert stage.has("Enter puts it aside for after the session Esc leaves it") or stage.has("Esc leaves it")


async def test_home(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await through(stage, SIZES)


async def test_home_with_a_session_left_open(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n")
        await stage.saved()
    async with open_app(tmp_path) as stage:
        await through(stage, SIZES)
        await stage.resize(*SMALL)
        assert stage.has("Enter resume e end x drop")


async def test_summary(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        await stage.press(*"nvxyhci", "/")
        await stage.write("milk")
        await stage.press("enter", "q")
        await stage.until_on("SummaryScreen")
        await through(stage, SIZES)


@pytest.mark.parametrize("size", [(36, 11), (20, 5), (10, 3), (1, 1)])
async def test_keys_work_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, size=size) as stage:
        await stage.press("n", "space", "y", "p", "escape", "p", "x", "u")
        await stage.saved()
        assert [call.outcome for call in stage.on_disk.calls] == ["no-answer", "yes"]
        assert stage.on_disk.state == State.READY


async def test_one_line_of_sense_where_there_is_no_room(tmp_path: Path) -> None:
    async with open_session(tmp_path, size=(20, 5)) as stage:
        await stage.press("n", "v")
        await stage.saved()
        assert stage.has("60:00 left")
        assert stage.has("calls 2")
        await stage.press("space")
        assert stage.has("00:00 on the line")
        assert "calls" not in stage.text()


@pytest.mark.parametrize("hours", [0, 2, 12])
async def test_long_sessions_keep_their_clock(tmp_path: Path, hours: int) -> None:
    clock = FakeClock()
    async with open_session(tmp_path, clock=clock) as stage:
        for size in (FULL, WIDE, SMALL):
            await stage.resize(*size)
            await stage.tick(hours * 1200)
            await stage.press("space")
            await stage.tick(hours * 600)
            assert "F1 help" in stage.rows()[-1]
            await stage.press("u")


LONG = "A sentence that is longer than the row that it has on a small screen."


async def test_a_long_sentence_has_two_rows_on_a_small_screen(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA, size=SMALL) as stage:
        await stage.press("n")
        await stage.saved()
        before = stage.rows()
        screen = stage.session_screen()
        assert screen is not None
        screen.tell(LONG)
        await stage.rest()
        assert stage.has(LONG)
        assert [y for y, row in enumerate(stage.rows()) if row != before[y]] == [4, 5]
        await stage.tick(10)
        assert stage.has("helped 0")
        assert not stage.has("A sentence")


async def test_and_with_a_list_too(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path, size=SMALL) as stage:
        screen = stage.session_screen()
        assert screen is not None
        screen.tell(LONG)
        await stage.rest()
        assert stage.has(LONG)
        assert stage.has("Ann Roe")
        await stage.tick(10)
        assert not stage.has("A sentence")


def test_words_are_not_cut_in_two() -> None:
    assert fit("Thirty before lunch", 18) == "Thirty before…    "
    assert fit("Ann Roe, Acme", 9) == "Ann Roe… "
    assert fit("gatekeeper", 9) == "gatekeep…"
    assert fit("a gatekeeper", 9) == "a gateke…"
    assert fit("one, two", 7) == "one…   "

"""Text of the user's is shown as it is: never markup, never sent to the terminal, never out of its column."""

from pathlib import Path

import pytest
from harness import FULL, SMALL, Stage, open_app, open_session, services
from rich.cells import cell_len

from fakes import a_session
from nextcall.core import actions as do
from nextcall.core.session import Contact

NASTY = [
    "Bob [/b]",
    "[@click=app.quit]x[/]",
    "[b",
    "[link=file:///etc/passwd]x",
    "\x1b[31mred\x1b]52;c;aGk=\x07",
    "\x9b2J\x00\x7f",
    "漢字テスト" * 20,
    "\N{FAMILY}\u200d\N{BABY} e\u0301" * 9,
    "שלום \u202eabc\u202c עולם",
    "x" * 10_000,
    "two\nlines\tand a tab",
]


def sound(stage: Stage) -> None:
    """Nothing dangerous is painted, no row is wider than the screen, and the keys are where they belong."""
    columns = stage.app.size.width
    for strip in stage.strips():
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0x202A <= ord(char) <= 0x202E for char in strip.text), strip.text
        assert strip.cell_length <= columns
        assert all(segment.style is None or not segment.style.meta.get("@click") for segment in strip)


@pytest.mark.parametrize("size", [FULL, SMALL])
async def test_notes_names_and_parked_things(tmp_path: Path, size: tuple[int, int]) -> None:
    found = services(tmp_path)
    found.desk.begin(a_session()._replace(title="[/title] \x1b[2J", intention="[b]intent[/x]"))
    for n, text in enumerate(NASTY):
        found.desk.do(do.Tag("callback" if n % 2 else "helped", note=text, contact=Contact(text[:90]), help=("thanked",)))
        found.desk.do(do.Park(text))
        found.desk.do(do.Introduce(text[:60], text[:60]))
        found.desk.do(do.Bright(text))
    assert found.desk.settle()
    async with open_app(tmp_path, size=size) as stage:
        sound(stage)
        await stage.press("enter", "e")
        for _ in range(len(NASTY) // 2):
            sound(stage)
            await stage.press("up")
        await stage.press("enter", "n")
        sound(stage)
        await stage.press("escape", "escape", "escape")
        sound(stage)
        for n in range(0, len(NASTY), 1 if size == FULL else 3):
            other = services(tmp_path)
            other.desk.take_up()
            other.desk.do(do.Dial(Contact(NASTY[n][:90], phone="+1 555 0100")))
            other.desk.do(do.Note(NASTY[n]))
            other.desk.do(do.Bright(NASTY[n]))
            assert other.desk.settle()
            await stage.tick()
            await stage.until(lambda: stage.session.live is not None, "the call")
            await stage.saved()
            await stage.tick()
            assert "F1 help" in stage.rows()[-1]
            sound(stage)
            await stage.press("enter", "escape", "escape", "u")
            await stage.press("escape")
            await stage.saved()
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        sound(stage)
        for _ in NASTY:
            await stage.press("l")
            sound(stage)
        await stage.press("enter")
        await stage.until_on("HomeScreen")
        await stage.rest()
        sound(stage)


async def test_typed_text_is_kept_as_it_is(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        for text in ("Bob [/b]", "[@click=app.quit]x[/]", "漢字 שלום é"):
            await stage.press("v", "enter")
            await stage.write(text)
            sound(stage)
            assert text.split()[0] in stage.text()
            await stage.press("enter")
            await stage.saved()
            assert stage.on_disk.calls[-1].note == text
            await stage.press("space", "escape")


async def test_a_paste_into_a_line_is_text_of_one_line(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", "enter")
        await stage.paste("first\nsecond \x1b[31mred")
        sound(stage)
        await stage.press("enter")
        await stage.saved()
        assert "\x1b" not in stage.on_disk.calls[0].note
        assert stage.on_disk.calls[0].note.startswith("first")
        sound(stage)


async def test_a_note_of_several_lines_survives_being_looked_at(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n")
        await stage.saved()
        other = services(tmp_path)
        other.desk.take_up()
        other.desk.do(do.Note("one\ntwo"))
        assert other.desk.settle()
        await stage.until(lambda: stage.session.calls[0].note == "one\ntwo", "the note")
        await stage.press("enter", "enter")
        await stage.saved()
        assert stage.on_disk.calls[0].note == "one\ntwo"


async def test_labels_and_presets_of_the_configuration(tmp_path: Path) -> None:
    config = (
        '[outcomes.odd]\nkey = "o"\nlabel = "[/b] [@click=app.quit]odd[/]"\n'
        '[[preset]]\nid = "odd"\ntitle = "[/x] odd"\ncalls = 3\n'
        '[process]\nsteps = ["[/step]", "[@click=app.quit]go[/]"]\n'
        '[skills]\nnames = ["[/skill]", "other"]\n'
    )
    async with open_app(tmp_path, config) as stage:
        assert stage.has("[/x] odd")
        await stage.press("s")
        assert stage.has("1 [/skill]")
        await stage.press("escape", "f1")
        sound(stage)
        await stage.press("escape", "8")
        await stage.saved()
        assert stage.has("o [/b] [@click=app.quit]odd[/]")
        await stage.press("f1")
        assert stage.has("[/b] [@click=app.quit]odd[/]")
        await stage.press("escape", "ctrl+p")
        await stage.write("odd")
        await stage.until(lambda: stage.has("[/b] [@click=app.quit]odd[/] o"), "the outcome in the palette")
        sound(stage)
        await stage.press("enter")
        await stage.until(lambda: len(stage.session.calls) == 1, "the tag")
        await stage.press("space")
        assert stage.has("▸ [/step]")
        await stage.press("right")
        assert stage.has("▸ [@click=app.quit]go[/]")
        sound(stage)


async def test_wide_characters_keep_the_columns(tmp_path: Path) -> None:
    config = '[outcomes.wide]\nkey = "o"\nlabel = "漢字テスト"\n'
    async with open_session(tmp_path, config) as stage:
        await stage.press("o", "n")
        await stage.saved()
        rows = [row for row in stage.rows() if "漢字" in row or "w wrong number" in row]
        assert len(rows) == 2
        assert cell_len(rows[1][: rows[1].index("漢字")]) in {24, 43, 62, 5}
        sound(stage)

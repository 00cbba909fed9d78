"""The first start ever, and screens that have nothing to show yet: what will be there, and which key brings it."""

from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, open_app
from textual.css.stylesheet import Stylesheet

from fakes import a_session
from nextcall.tui.screens.home_lines import welcome

WELCOME = "Welcome. Enter opens your first session; dial as you always do."


@pytest.mark.parametrize("size", [FULL, WIDE])
async def test_three_lines_and_one_key(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, size=size) as stage:
        rows = stage.rows()
        first = next(i for i, row in enumerate(rows) if row.strip())
        shown = [row.strip() for row in rows[first + 1 : first + 5] if row.strip()]
        assert shown == list(welcome("Enter", "u", "F1"))
        assert shown[0] == WELCOME
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.press("n")
        await stage.saved()
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        await stage.press("enter")
        await stage.until_shown("One call, then the next.")
        assert not stage.has("Welcome.")


async def test_on_a_small_screen_the_first_of_them(tmp_path: Path) -> None:
    async with open_app(tmp_path, size=SMALL) as stage:
        assert stage.has(WELCOME)
        assert not stage.has("Nothing leaves this machine.")
        assert stage.has("Power hour")


async def test_keys_as_they_are_configured(tmp_path: Path) -> None:
    async with open_app(tmp_path, '[keys]\nstart = "g"\nundo = ""\n') as stage:
        assert stage.has("Welcome. g opens your first session;")
        assert stage.has("it is on your disk.")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("h",), ("Each one will stand here", "home brings the first one")),
        (("h", "d"), ("Each one will stand here", "home brings the first one")),
        (("h", "t"), ("Each one will stand here", "home brings the first one")),
        (("f",), ("will stand here", "at home opens a session")),
        (("l",), ("will stand here", "at home opens a session")),
        (("b",), ("will stand here", "* in a session marks a moment")),
        (("p",), ("It will stand here.", "r in a session keeps the reason")),
        (("v",), ("will stand here", "I in a session takes it")),
        (("w",), ("No help is marked this week.", "I introduction")),
        (("c",), ("will stand here", "nextcall contacts import FILE.csv")),
    ],
)
async def test_what_will_be_there_and_what_brings_it(tmp_path: Path, keys: tuple[str, ...], said: tuple[str, ...]) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press(*keys)
        for words in said:
            await stage.until(lambda words=words: stage.has(words), words)  # type: ignore[misc]  # mypy does not see through the default


@pytest.mark.parametrize("under_way", [False, True])
async def test_no_style_sheet_is_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, under_way: bool) -> None:
    """Whichever screen comes first, with a theme that is not Textual's own."""
    again: list[Stylesheet] = []
    reparse = Stylesheet.reparse

    def counted(sheet: Stylesheet) -> None:
        again.append(sheet)
        reparse(sheet)

    monkeypatch.setattr(Stylesheet, "reparse", counted)
    async with open_app(tmp_path, '[ui]\ntheme = "harbour"\n', first=a_session() if under_way else None) as stage:
        assert stage.on("SessionScreen" if under_way else "HomeScreen")
        assert len(stage.app.screen_stack) == 1
        assert stage.app.theme == "harbour"
        assert stage.app.has_class("-theme-harbour")
        assert stage.app.has_class("-dark-mode")
    assert again == []

"""The colours of a theme's file are the colours on the screen; without colours everything can still be told apart."""

from pathlib import Path

import pytest
from harness import FORMULA, Stage, open_app, open_session
from rich.style import Style
from textual.filter import Monochrome

from nextcall.themes import Theme, load_themes

THEMES = [theme for theme in load_themes("").items if not theme.background.startswith("ansi_")]


def style_of(stage: Stage, words: str) -> Style:
    """How words are painted."""
    for strip in stage.strips():
        for segment in strip:
            if words in segment.text and segment.style is not None:
                return segment.style
    raise AssertionError(f"{words!r} is not shown:\n{stage.text()}")


class Shade(str):
    """A colour; one that is off by a step of 255 is the same: it went through other colour spaces."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, str)
        return all(abs(int(self[i : i + 2], 16) - int(other[i : i + 2], 16)) <= 1 for i in (1, 3, 5))

    __hash__ = None  # type: ignore[assignment]


def colour(style: Style) -> Shade:
    assert style.color is not None
    return Shade(style.color.get_truecolor().hex)


def paper(style: Style) -> Shade:
    assert style.bgcolor is not None
    return Shade(style.bgcolor.get_truecolor().hex)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_every_shipped_theme_reaches_what_is_painted(tmp_path: Path, theme: Theme) -> None:
    async with open_app(tmp_path, f'{FORMULA}[ui]\ntheme = "{theme.name}"\n') as stage:
        assert paper(style_of(stage, "nextcall")) == theme.background
        assert colour(style_of(stage, "nextcall")) == theme.accent
        assert colour(style_of(stage, "···")) == theme.variables["faint"]
        await stage.press("s")
        assert paper(style_of(stage, "Skill of the session")) == theme.panel
        await stage.press("escape", "enter")
        await stage.until_on("SessionScreen")
        await stage.press(*"ngxyi")
        await stage.saved()
        assert colour(style_of(stage, "next call")) == theme.foreground
        assert colour(style_of(stage, "Space")) == theme.accent
        assert style_of(stage, "Space").bold
        assert colour(style_of(stage, "conversations")) == theme.variables["muted"]
        assert colour(style_of(stage, "─────")) == theme.variables["faint"]
        for cell, mark in (("none", "·"), ("connect", "▂"), ("conversation", "▅"), ("yes", "█ "), ("help", "◆")):
            row = next(strip for strip in stage.strips() if "◆" in strip.text)
            found = next(segment.style for segment in row if mark in segment.text)
            assert found is not None
            assert colour(found) == theme.variables[f"cell-{cell}"]


async def test_another_theme_repaints_everything(tmp_path: Path) -> None:
    dark, light = (next(theme for theme in THEMES if theme.name == name) for name in ("evening", "paper"))
    async with open_app(tmp_path) as stage:
        assert colour(style_of(stage, "nextcall")) == dark.accent
        await stage.press("t", "G", "enter")
        await stage.until_on("HomeScreen")
        await stage.until(lambda: colour(style_of(stage, "paper it is")) == light.foreground, "the new colours")
        assert paper(style_of(stage, "F1")) == light.background
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        assert colour(style_of(stage, "conversations")) == light.variables["muted"]


async def test_a_theme_of_the_users_own(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "themes"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('primary = "#102030"\nforeground = "#ffffff"\nbackground = "#000000"\n[variables]\nmuted = "#123456"\n')
    (folder / "broken.toml").write_text('primary = "puce"\n')
    async with open_session(tmp_path, '[ui]\ntheme = "mine"\n') as stage:
        assert colour(style_of(stage, "conversations")) == "#123456"
        assert paper(style_of(stage, "conversations")) == "#000000"


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_without_colours_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_session(tmp_path, f'[ui]\ntheme = "{theme}"\n') as stage:
        assert stage.app.no_color
        await stage.press(*"ngxyi")
        await stage.saved()
        assert stage.has("· ▂ ▅ █ ◆")
        grey = [filter_ for filter_ in stage.app._filters if isinstance(filter_, Monochrome)]
        assert grey
        for strip in stage.strips():
            for segment in strip.apply_filter(grey[0], stage.app.screen.background_colors[1]):
                if segment.style is None or not segment.text.strip():
                    continue
                front, back = colour(segment.style), paper(segment.style)
                assert front[1:3] == front[3:5] == front[5:7]
                assert abs(int(front[1:3], 16) - int(back[1:3], 16)) > 20, segment.text
        await stage.press("space")
        assert stage.has("▸ Why this person")
        await stage.press("right", "down")
        assert stage.has("✓ Why this person – Open, ask leave ▸ The reason, in their words")

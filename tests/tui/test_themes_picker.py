"""Picking a theme: shown as one looks, kept in the file, and read again while somebody edits it."""

from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app, open_session
from rich.style import Style
from test_settings import COMMENTED, file, open_settings, screen, text
from textual.strip import Strip

from nextcall.themes import load_themes
from nextcall.tui.modals.pick_theme import PickTheme
from nextcall.tui.screens.home import HomeScreen
from nextcall.tui.theme_files import ThemeFiles

MINE = 'primary = "#102030"\nforeground = "#ffffff"\nbackground = "#000000"\naccent = "{}"\n'


def folder(home: Path) -> Path:
    found = home / "config" / "themes"
    found.mkdir(parents=True, exist_ok=True)
    return found


def picker(stage: Stage) -> PickTheme:
    found = stage.app.screen
    assert isinstance(found, PickTheme)
    return found


async def open_picker(stage: Stage) -> PickTheme:
    await stage.press("t")
    await stage.until_on("PickTheme")
    return picker(stage)


def ground(stage: Stage) -> str:
    """The ground that the screen behind is painted on."""
    style = next(segment.style for segment in stage.strips()[0])
    assert isinstance(style, Style)
    assert style.bgcolor is not None
    return style.bgcolor.get_truecolor().hex


def accent_of(stage: Stage) -> str:
    return stage.app.get_css_variables()["accent"].lower()


async def test_each_theme_is_shown_as_you_come_to_it_and_escape_brings_the_old_one_back(tmp_path: Path) -> None:
    themes = {theme.name: theme for theme in load_themes("").items}
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_picker(stage)
        await stage.press("g")
        seen = []
        for _ in themes:
            seen.append(stage.app.theme)
            if themes[stage.app.theme].background.startswith("#"):
                await stage.until(lambda: ground(stage) == themes[stage.app.theme].background, "its ground")
            await stage.press("j")
        assert sorted(seen) == sorted(themes)
        assert stage.app.theme == seen[-1]
        await stage.press("escape")
        await stage.until_on("HomeScreen")
        assert stage.app.theme == "evening"
        await stage.until(lambda: ground(stage) == themes["evening"].background, "the old ground")
        assert text(tmp_path) == COMMENTED


async def test_enter_keeps_it_in_the_file(tmp_path: Path) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_picker(stage)
        await stage.press("G", "enter")
        await stage.until_on("HomeScreen")
        assert text(tmp_path) == COMMENTED.replace("# am and pm\n", '# am and pm\ntheme = "paper"\n')
        assert stage.has("paper it is.")
        await open_picker(stage)
        await stage.press("enter")
        await stage.until_on("HomeScreen")
    async with open_app(tmp_path) as stage:
        assert stage.app.theme == "paper"


async def test_where_it_cannot_be_kept_it_holds_until_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        monkeypatch.setenv("NEXTCALL_UI_THEME", "evening")
        await open_picker(stage)
        await stage.press("G", "enter")
        await stage.until_on("HomeScreen")
        assert stage.app.theme == "paper"
        assert stage.has("paper, until you leave. NEXTCALL_UI_THEME sets it")
        assert text(tmp_path) == COMMENTED


async def test_from_the_settings_with_the_way_back(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage, "ui.theme")
        await stage.press("enter")
        await stage.until_on("PickTheme")
        await stage.press("G", "enter")
        await stage.until_on("SettingsScreen")
        assert stage.app.theme == "paper"
        await stage.press("u")
        assert stage.app.theme == "evening"
        assert 'theme = "paper"' not in text(tmp_path)


async def test_from_the_palette(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("ctrl+p")
        await stage.write("theme")
        await stage.until(lambda: stage.has("theme t"), "the palette")
        await stage.press("enter")
        await stage.until_on("PickTheme")


# ---- while somebody edits


async def test_an_edited_theme_is_shown_at_once(tmp_path: Path) -> None:
    mine = folder(tmp_path) / "mine.toml"
    mine.write_text(MINE.format("#aaaaaa"), encoding="utf-8")
    async with open_app(tmp_path, '[ui]\ntheme = "mine"\n') as stage:
        assert accent_of(stage) == "#aaaaaa"
        found = await open_picker(stage)
        assert stage.has("▸ mine dark")
        mine.write_text(MINE.format("#bbbbbbb"), encoding="utf-8")
        found.watch_files()
        await stage.rest()
        assert stage.has("mine.toml:4: accent: must be a colour")
        assert stage.has("▸ mine dark")
        assert accent_of(stage) == "#aaaaaa"
        mine.write_text(MINE.format("#cccccc") + "# longer\n", encoding="utf-8")
        found.watch_files()
        await stage.until(lambda: accent_of(stage) == "#cccccc", "the new colour")
        assert not stage.has("must be a colour")
        (folder(tmp_path) / "new.toml").write_text(MINE.format("#ddd"), encoding="utf-8")
        found.watch_files()
        await stage.press("down")
        assert stage.app.theme == "new"
        await stage.press("escape")
        await stage.until_on("HomeScreen")
        assert stage.app.theme == "mine"
        assert accent_of(stage) == "#cccccc"


async def test_a_theme_that_goes_while_it_is_shown(tmp_path: Path) -> None:
    mine = folder(tmp_path) / "zzz.toml"
    mine.write_text(MINE.format("#aaaaaa"), encoding="utf-8")
    async with open_app(tmp_path, '[ui]\ntheme = "zzz"\n') as stage:
        found = await open_picker(stage)
        mine.unlink()
        found.watch_files()
        await stage.rest()
        assert "zzz" not in stage.text()
        await stage.press("escape")
        await stage.until_on("HomeScreen")
        assert stage.app.theme == "zzz"
        assert accent_of(stage) == "#aaaaaa"


async def test_the_settings_look_after_the_theme_too(tmp_path: Path) -> None:
    mine = folder(tmp_path) / "mine.toml"
    mine.write_text(MINE.format("#aaaaaa"), encoding="utf-8")
    async with open_app(tmp_path, '[ui]\ntheme = "mine"\n') as stage:
        await open_settings(stage)
        mine.write_text(MINE.format("#abcdef") + "\n", encoding="utf-8")
        screen(stage).watch_files()
        await stage.until(lambda: accent_of(stage) == "#abcdef", "the new colour")
        mine.write_text("primary = 3\n", encoding="utf-8")
        screen(stage).watch_files()
        await stage.rest()
        assert stage.has("mine.toml:1: primary: must be a colour")
        assert accent_of(stage) == "#abcdef"


async def test_nobody_looks_at_theme_files_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ThemeFiles, "changed", asked.append)
    async with open_app(tmp_path) as stage:
        await stage.tick(60)
        assert isinstance(stage.app.screen, HomeScreen)
    assert not asked


def test_files_that_are_none(tmp_path: Path) -> None:
    files = ThemeFiles(str(tmp_path / "none"))
    assert files.changed()
    assert not files.changed()
    assert len(files.themes) >= 8
    (tmp_path / "none").write_text("", encoding="utf-8")
    assert not files.changed()
    (tmp_path / "none").unlink()
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "a.toml").symlink_to("/nowhere")
    files.changed()
    assert len(files.themes) >= 8


# ---- sizes, the mouse, hostile files


async def test_every_size(tmp_path: Path) -> None:
    (folder(tmp_path) / "broken.toml").write_text('primary = "[/b]\u202e\x1b[31m' + "x" * 500 + '"\n', encoding="utf-8")
    (folder(tmp_path) / f"{'a' * 64}.toml").write_text(MINE.format("#aaa"), encoding="utf-8")
    async with open_app(tmp_path) as stage:
        await open_picker(stage)
        for columns, height in [FULL, WIDE, SMALL, (36, 11), (20, 5), (10, 3), (1, 1), (200, 60)]:
            await stage.resize(columns, height)
            for keys in ("g", "G"):
                await stage.press(keys)
                painted = stage.strips()
                assert len(painted) == height
                assert all(strip.cell_length == columns for strip in painted), (columns, height)
                assert "\x1b" not in stage.text()
                if columns >= 20 and height >= 5:
                    assert "▸" in stage.text()
                    assert stage.has("Enter keeps it")


async def test_the_mouse(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_picker(stage)
        await stage.click("dusk")
        assert stage.app.theme == "dusk"
        assert stage.on("PickTheme")
        await stage.click("dusk")
        await stage.until_on("HomeScreen")
        assert stage.app.services.config.ui.theme == "dusk"
        assert file(tmp_path).exists()


# ---- the terminal's own colours


def sent(stage: Stage, strip: Strip) -> Strip:
    """A row as the terminal gets it."""
    found = strip
    for one in stage.app._filters:
        if one.enabled:
            found = found.apply_filter(one, stage.app.screen.background_colors[1])
    return found


@pytest.mark.parametrize("no_colour", [False, True])
async def test_the_terminals_own_colours_reach_the_terminal_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_colour: bool) -> None:
    """Never black on black: `NO_COLOR` leaves the terminal's ink on its ground."""
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    async with open_session(tmp_path, '[ui]\ntheme = "terminal"\n') as stage:
        await stage.press(*"ngxyi")
        await stage.saved()
        colours = set()
        for keys in ((), ("e",), ("escape", "p")):
            await stage.press(*keys)
            for strip in stage.strips():
                for segment in sent(stage, strip):
                    if segment.style is not None and segment.text.strip():
                        assert segment.style.color is not None
                        assert segment.style.bgcolor is None or segment.style.bgcolor.is_default, segment
                        colours.add(segment.style.color.name)
        assert colours == ({"default"} if no_colour else {"default", "color(5)", "color(8)"})


async def test_greys_come_back_with_another_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(tmp_path, '[ui]\ntheme = "terminal"\n') as stage:
        await open_picker(stage)
        await stage.press("G")
        assert stage.app.theme == "paper"
        await stage.rest()
        found = [segment.style for segment in sent(stage, stage.strips()[2]) if segment.text.strip()]
        assert found
        assert all(style and style.color and style.color.triplet and len(set(style.color.triplet)) == 1 for style in found)

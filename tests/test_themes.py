"""Themes: the shipped ones can be read by everybody; broken ones are told and hide no others."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme as TextualTheme

from nextcall import themes
from nextcall.themes import COLOURS, VARIABLES, Theme, load_theme, load_themes, shipped_dir

SHIPPED = load_themes("/nowhere")
PAINTED = [theme for theme in SHIPPED.items if not theme.background.startswith("ansi_")]
"""Those whose colours are known; what a terminal's own look like, only its owner knows."""
DARK, LIGHT = "evening", "paper"
CELLS = tuple(name for name in VARIABLES if name.startswith("cell-"))
VGA = ["#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa", "#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"]
SMALL = 'primary = "#123"\nforeground = "#ffffff"\nbackground = "ansi_black"\n'


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 has it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def nearest(colour: str) -> str:
    """The nearest of sixteen colours, as it is sent to a terminal that has no more, with what it is on a VGA."""
    number = RichColor.parse(colour).downgrade(ColorSystem.STANDARD).number
    assert number is not None
    return VGA[number]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_the_shipped_themes() -> None:
    assert SHIPPED.problems == ()
    names = [theme.name for theme in SHIPPED.items]
    assert len(names) == len(set(names)) >= 8
    assert {DARK, LIGHT, "contrast", "daylight", "harbour", "lagoon", "dusk", "linen", "terminal"} <= set(names)
    assert sorted(f"{name}.toml" for name in names) == sorted(os.listdir(shipped_dir()))
    assert {theme.name: theme.dark for theme in SHIPPED.items}[DARK]
    assert not {theme.name: theme.dark for theme in SHIPPED.items}[LIGHT]


@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
class TestShipped:
    def test_text_can_be_read(self, theme: Theme) -> None:
        for ground in (theme.background, theme.surface, theme.panel):
            assert contrast(theme.foreground, ground) >= 7
            assert contrast(theme.accent, ground) >= 4.5
            assert contrast(theme.variables["muted"], ground) >= 4.5
        for colour in (theme.primary, theme.secondary, theme.success, theme.warning, theme.error):
            assert contrast(colour, theme.background) >= 4.5
        assert contrast(theme.variables["accent-text"], theme.accent) >= 4.5

    def test_rules_can_be_seen_and_stay_behind(self, theme: Theme) -> None:
        assert 1.5 <= contrast(theme.variables["faint"], theme.background) <= 5
        assert 1.3 <= contrast(theme.variables["track"], theme.background) <= 2
        assert contrast(theme.accent, theme.variables["track"]) >= 3

    def test_cells_can_be_seen_and_told_apart(self, theme: Theme) -> None:
        shades = [contrast(theme.variables[name], theme.background) for name in CELLS]
        assert min(shades) >= 3
        none, connect, conversation = shades[:3]
        assert none * 1.2 <= connect <= conversation / 1.4, "the further a call came, the stronger its cell"
        assert len({theme.variables[name] for name in CELLS}) == len(CELLS)

    def test_it_can_be_read_in_sixteen_colours(self, theme: Theme) -> None:
        """Where a terminal has no more, each colour becomes the nearest of those; those of a VGA are what is measured."""
        muted = theme.variables["muted"]
        for ground in (theme.background, theme.surface, theme.panel):
            for ink in (theme.foreground, theme.accent, muted, theme.warning):
                assert contrast(nearest(ink), nearest(ground)) >= 3
            assert all(contrast(nearest(theme.variables[name]), nearest(ground)) >= 2 for name in CELLS)
        assert contrast(nearest(theme.variables["accent-text"]), nearest(theme.accent)) >= 3

    def test_one_accent(self, theme: Theme) -> None:
        others = (theme.primary, theme.secondary, theme.foreground, theme.success, theme.warning, theme.error)
        assert theme.accent not in others
        assert theme.variables["cell-yes"] == theme.accent

    def test_it_is_as_dark_as_it_says(self, theme: Theme) -> None:
        assert (luminance(theme.background) < luminance(theme.foreground)) is theme.dark

    def test_no_alarm(self, theme: Theme) -> None:
        red, green, blue = (int(theme.error[n : n + 2], 16) for n in (1, 3, 5))
        assert red - max(green, blue) < 90


@pytest.mark.parametrize("name", ["contrast", "daylight"])
def test_high_contrast_is_more_than_enough(name: str) -> None:
    theme = next(theme for theme in SHIPPED.items if theme.name == name)
    for colour in (theme.foreground, theme.primary, theme.secondary, theme.accent, theme.success, theme.warning, theme.error, theme.variables["muted"]):
        assert contrast(colour, theme.background) >= 7


def test_the_terminals_own_colours_depend_on_no_palette() -> None:
    """Its ink on its ground can be read, or the terminal could not be used; of the other colours none carries words alone."""
    theme = next(theme for theme in SHIPPED.items if theme.name == "terminal")
    assert {theme.background, theme.surface, theme.panel, theme.foreground, theme.variables["muted"], theme.variables["track"]} == {"ansi_default"}
    for colour in (theme.secondary, theme.success, theme.warning, theme.error, theme.variables["accent-text"]):
        assert colour == "ansi_default"
    assert theme.accent == theme.variables["cell-yes"] not in ("ansi_default", "ansi_black", "ansi_white", "ansi_blue", "ansi_yellow", "ansi_red")
    assert all(colour.startswith("ansi_") for colour in (theme.primary, theme.accent, *theme.variables.values()))


@pytest.mark.parametrize("name", ["harbour", "lagoon"])
def test_it_is_told_apart_by_every_colour_vision(name: str) -> None:
    theme = next(theme for theme in SHIPPED.items if theme.name == name)
    with open(os.path.join(shipped_dir(), f"{name}.toml"), encoding="utf-8") as file:
        assert "colour-blind" in file.readline()
    for colour in (theme.primary, theme.success, theme.accent, theme.warning, theme.error):
        red, _, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        assert abs(red - blue) > 60, "blue or orange, nothing between them"


def test_a_small_theme_is_made_whole(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        SMALL + 'panel = "#333"\nvariables = { cell-none = "#abcdef", extra = "ansi_red" }\n'
    )
    loaded = load_theme(str(tmp_path / "mine.toml"))
    assert loaded.problems == ()
    (theme,) = loaded.items
    assert (theme.name, theme.dark, theme.secondary, theme.accent) == ("mine", True, "#123", "#123")
    assert (theme.surface, theme.panel, theme.error) == ("ansi_black", "#333", "#ffffff")
    assert set(theme.variables) == {*VARIABLES, "extra"}
    assert (theme.variables["muted"], theme.variables["cell-none"]) == ("#ffffff", "#abcdef")


def test_own_themes_take_the_place_of_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = "evening"\n' + SMALL)
    (tmp_path / "own.toml").write_text(SMALL)
    (tmp_path / ".hidden.toml").write_text("=")
    (tmp_path / "notes.txt").write_text("=")
    loaded = load_themes(str(tmp_path))
    assert loaded.problems == ()
    assert len(loaded.items) == len(SHIPPED.items) + 1
    assert next(theme for theme in loaded.items if theme.name == "evening").primary == "#123"


def test_one_broken_file_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("primary = = 1")
    (tmp_path / "b.toml").write_text(SMALL)
    (tmp_path / "c.toml").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "d.toml")
    (tmp_path / "e.toml").write_bytes(b"\xff")
    (tmp_path / "f.toml").write_text("#" * (themes.LARGEST + 1))
    loaded = load_themes(str(tmp_path))
    assert [theme.name for theme in loaded.items][-1] == "b"
    assert [problem.place for problem in loaded.problems] == [
        "a.toml:1",
        "c.toml",
        "d.toml",
        "e.toml:1",
        "f.toml",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (SMALL + 'accent = "red"', "t.toml:4: accent: must be a colour: #rgb, #rrggbb, or one of the terminal's own such as ansi_blue, not 'red'"),
        (SMALL + 'accent = "ansi_bleu"', "t.toml:4: accent: must be a colour: #rgb, #rrggbb, or one of the terminal's own such as ansi_blue, not 'ansi_bleu' (did you mean 'ansi_blue'?)"),
        (SMALL + 'accent = "#12345g"', "t.toml:4: accent: must be a colour: #rgb, #rrggbb, or one of the terminal's own such as ansi_blue, not '#12345g'"),
        (SMALL + "accent = 3", "t.toml:4: accent: must be a colour: #rgb, #rrggbb, or one of the terminal's own such as ansi_blue, not another kind of value"),
        (SMALL + 'acent = "#123"', "t.toml:4: acent: unknown field (did you mean 'accent'?)"),
        (SMALL + "dark = 1", "t.toml:4: dark: must be true or false, not another kind of value"),
        (SMALL + 'dark = "no"', "t.toml:4: dark: must be true or false, not 'no'"),
        (SMALL + 'name = "../x"', "t.toml:4: name: must be a name of at most 64 lower case letters, digits and dashes, not '../x'"),
        (SMALL + "name = true", "t.toml:4: name: must be a name of at most 64 lower case letters, digits and dashes, not true"),
        ('primary = "#123"', "t.toml: foreground: needs foreground, background: a colour such as #1a2b3c"),
        (SMALL + "variables = 3", "t.toml:4: variables: must be a table, written as [variables], not another kind of value"),
        (SMALL + '[variables]\nmuted = "grey"', "t.toml:5: variables.muted: must be a colour: #rgb, #rrggbb, or one of the terminal's own such as ansi_blue, not 'grey'"),
        (SMALL + '[variables]\n"A b" = "#123"', "t.toml:5: variables.A b: the name of a variable has at most 64 lower case letters, digits and dashes"),
        (SMALL + '[variables]\nlink-style = "blink"', "t.toml:5: variables.link-style: must be made of bold, dim, italic, none, not, reverse, strike, underline, not 'blink'"),
        (SMALL + "[variables]\n" + "\n".join(f'v{n} = "#123"' for n in range(501)), "t.toml:4: variables: has 501 variables; 500 are the most"),
    ],
)  # fmt: skip
def test_faults(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "t.toml").write_text(text)
    loaded = load_theme(str(tmp_path / "t.toml"))
    assert loaded.items == ()
    assert [str(problem) for problem in loaded.problems] == [fault]


def test_all_faults_of_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(
        'primary = 1\nforeground = "x"\nbackground = "#12"\n[variables]\nx = ""\nlink-style = "bold underline"\n'
    )
    assert [problem.place for problem in load_theme(str(tmp_path / "t.toml")).problems] == [
        f"t.toml:{n}" for n in (1, 2, 3, 5)
    ]


def test_folders_that_are_none(tmp_path: Path) -> None:
    assert load_themes(str(tmp_path / "none")) == SHIPPED
    (tmp_path / "file").write_text("")
    assert len(load_themes(str(tmp_path / "file")).problems) == 1
    assert load_theme(str(tmp_path / "none.toml")).problems[0].reason == "there is no such file"


def test_very_full_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "MOST", 2)
    for name in "abc":
        (tmp_path / f"{name}.toml").write_text(SMALL)
    loaded = load_themes(str(tmp_path))
    assert [str(problem) for problem in loaded.problems if problem.place == tmp_path.name] == [
        f"{tmp_path.name}: has 3 files; only 2 were looked at",
    ]


def test_an_installed_package_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themes, "__file__", str(tmp_path / "themes.py"))
    (tmp_path / "themes").mkdir()
    assert shipped_dir() == str(tmp_path / "themes")


@settings(deadline=None)
@given(
    st.sampled_from(COLOURS),
    st.text("#0123456789abcdefABCDEFgx_ansi bright", max_size=12)
    | st.sampled_from(["ansi_default", "ansi_bright_red", "#fff"]),
)
def test_what_is_taken_as_a_colour_can_be_drawn(
    tmp_path_factory: pytest.TempPathFactory, field: str, value: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "colour.toml"
    colours = {"primary": "#123", "foreground": "#123", "background": "#123", field: value}
    path.write_text("\n".join(f'{key} = "{colour}"' for key, colour in colours.items()))
    loaded = load_theme(str(path))
    if loaded.items:
        Color.parse(getattr(loaded.items[0], field))
    else:
        assert len(loaded.problems) == 1


@pytest.mark.parametrize("theme", SHIPPED.items, ids=lambda theme: theme.name)
def test_textual_takes_every_shipped_theme(theme: Theme) -> None:
    drawn = (
        TextualTheme(**{**theme._asdict(), "variables": dict(theme.variables)}).to_color_system().generate()
    )
    for name in ("accent", "text-error", "panel-darken-1"):
        assert Color.parse(drawn[name])

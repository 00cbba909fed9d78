"""Charts as they look, and in the colours of every theme."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from fakes import START
from nextcall.stats.rates import rate
from nextcall.themes import VARIABLES, Theme, load_themes
from nextcall.tui.charts.columns import Bar, bars
from nextcall.tui.charts.dots import Point, dots
from nextcall.tui.charts.heat import Heat, heat
from nextcall.tui.charts.rows import Row, intervals, rows
from nextcall.tui.charts.timeline import Piece, timeline
from nextcall.tui.theming import DEFAULTS, WORDS, span_styles
from nextcall.tui.theming import heat as ramp
from nextcall.tui.widgets.lines import Lines

WEEK = [Bar("Mo", 62, 8), Bar("Tu", 41, 5), Bar("We", 88, 14), Bar("Th", 0), Bar("Fr", 35, 3)]
OUTCOMES = [Row("No answer, busy", 823), Row("Voicemail left", 210), Row("Gatekeeper", 98), Row("Helped", 12), Row("Yes", 4)]
MAP = {
    (0, 9): Heat(74, 6), (0, 10): Heat(105, 12), (0, 11): Heat(7, 1), (1, 9): Heat(54, 4), (1, 10): Heat(117, 17), (1, 13): Heat(18, 0),
    (2, 10): Heat(47, 3), (2, 11): Heat(90, 8), (4, 9): Heat(21, 1), (4, 12): Heat(33, 2),
}  # fmt: skip
CALLS = [
    Piece(20, 30, 3), Piece(100, 40, 10, "connect"), Piece(200, 20, 2), Piece(300, 160, 25, "conversation"), Piece(530, 0), Piece(600, 240, 40, "help"),
    Piece(1320, 25, 3), Piece(1400, 30, 4, "connect"), Piece(1500, 210, 30, "yes"), Piece(1800, 0),
]  # fmt: skip
VALUES = [31, 28, 33, 30, 26, 44, 29, 32, 30, 27, None, 31]


def shares() -> list[Row]:
    found = []
    for name, k, n in (("09", 185, 2310), ("10", 320, 2804), ("11", 202, 2655), ("15", 14, 300), ("16", 0, 0)):
        one = rate(k, n)
        found.append(Row(name, one.rate, n, one.low, one.high, bright=name == "10"))
    return found


def process() -> list[Point]:
    return [Point(f"W{i}", value) for i, value in enumerate(VALUES, 40)]


WEEK_SHOWN = """
                                   ⣿ calls   █ conversations
                          88
  100 ┤                 ⣀⣀⣀⣀⣀⣀
      │   62            ⣿⣿⣿⣿⣿⣿
      │ ⣶⣶⣶⣶⣶⣶    41    ⣿⣿⣿⣿⣿⣿            35
   50 ┤ ⣿⣿⣿⣿⣿⣿  ⣤⣤⣤⣤⣤⣤  ⣿⣿⣿⣿⣿⣿          ⣀⣀⣀⣀⣀⣀
      │ ⣿⣿⣿⣿⣿⣿  ⣿⣿⣿⣿⣿⣿  ⣿⣿⣿⣿⣿⣿          ⣿⣿⣿⣿⣿⣿
      │ ▄▄▄▄▄▄  ▂▂▂▂▂▂  ▇▇▇▇▇▇     0    ▁▁▁▁▁▁
    0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔
          Mo      Tu      We      Th      Fr
"""
OUTCOMES_SHOWN = """
No answer, busy  ██████████████████████████████████████  823
Voicemail left   █████████▊ ···························  210
Gatekeeper       ████▌ ································   98
Helped           ▌ ····································   12
Yes              ▏ ····································    4
"""
RATES_SHOWN = """
                   yours 8.1 %
09                    ├─●─┤                  8.0 %  of 2,310
10                      │     ├──◆─┤        11.4 %  of 2,804
11                   ├─●┼┤                   7.6 %  of 2,655
15          ├───●─────┤ │                    4.7 %  of   300
16                      │                      – %  of     0
    ╵0 %      ╵4 %      ╵8 %      ╵12 %
"""
MAP_SHOWN = """
      09    10    11    12    13
Mo    74   105     7     ·     ·
Tu    54   117     ·     ·    18
We     ·    47    90     ·     ·
Th     ·     ·     ·     ·     ·
Fr    21     ·     ·    33     ·
Sa     ·     ·     ·     ·     ·
Su     ·     ·     ·     ·     ·

   calls up to   23   47   70   94  117    9 under 20 calls
   Tuesday, 10 to 11: 117 calls
"""
RATE_MAP_SHOWN = """
      09    10    11    12    13
Mo     8    11   ~14     ·     ·
      74   105     7
Tu     7    15     ·     ·    ~0
      54   117                18
We     ·     6     9     ·     ·
            47    90
Th     ·     ·     ·     ·     ·

Fr     5     ·     ·     6     ·
      21                33
Sa     ·     ·     ·     ·     ·

Su     ·     ·     ·     ·     ·


   % up to  2.9  5.8  8.7   12   15    ~9 under 20 calls
   Tuesday, 10 to 11: 17 of 117, 14.5 % (10.0 to 20.7 %)

"""
SESSION_SHOWN = """
                       ◆     ░░░░░░░░░░         ███████
          ▄▄▄▄▄    ████████  ░░░░░░░░░░         ███████
          █████    ████████  ░░░░░░░░░░         ███████
 ▁⣀██⣀▁⣀  █████⣀ · ████████⣀ ░░░░░░░░░░    ▁ █⣀ ███████⣀  ·
┬────────┬─────────┬───▲─────┬────────┬─────────┬───────────
09:00    09:05     09:10     09:15    09:20     09:25
"""
PROCESS_SHOWN = """
      │
   50 ┤
      │                 ◆
   40 ┤ ⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄⠄ upper   39.8
      │        ●
   30 ┤ ⠒●⠒⠒●⠒⠒⠒⠒⠒●⠒⠒⠒⠒⠒⠒⠒⠒●⠒⠒●⠒⠒●⠒⠒⠒⠒⠒⠒⠒⠒●⠒⠒⠒⠒ mean    30.1
      │              ●              ●
   20 ┤ ⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂⠂ lower   20.4
          W41   W43   W45   W47   W49   W51
"""

CHARTS: dict[str, tuple[Callable[[], Lines], str]] = {
    "a week": (lambda: bars(WEEK, 60, 10, of=("calls", "conversations")), WEEK_SHOWN),
    "outcomes": (lambda: rows(OUTCOMES, 60), OUTCOMES_SHOWN),
    "rates": (lambda: intervals(shares(), 60, 0.081, "yours"), RATES_SHOWN),
    "calls by hour": (lambda: heat(MAP, 60, 11, chosen=(1, 10)), MAP_SHOWN),
    "rates by hour": (lambda: heat(MAP, 60, 19, rates=True, chosen=(1, 10)), RATE_MAP_SHOWN),
    "a session": (lambda: timeline(CALLS, [(900, 1200)], 1860, 60, 6, start=START, chosen=5), SESSION_SHOWN),
    "a process": (lambda: dots(process(), 60, 9, center=30.1, lower=20.4, upper=39.8), PROCESS_SHOWN),
}


@pytest.mark.parametrize("name", CHARTS)
def test_charts_as_they_look(name: str) -> None:
    drawn, shown = CHARTS[name]
    assert [line.rstrip() for line in text_of(drawn())] == shown[1:-1].split("\n")


def text_of(lines: Lines) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


@pytest.mark.parametrize("name", CHARTS)
def test_every_word_has_its_style(name: str) -> None:
    assert {span.style for line in CHARTS[name][0]() for span in line} <= {*WORDS, ""}


def variables(theme: Theme) -> dict[str, str]:
    return {name: getattr(theme, name) for name in ("primary", "accent", "foreground", "background", "warning")} | dict(theme.variables)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 has it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [theme for theme in load_themes("/nowhere").items if not theme.background.startswith("ansi_")], ids=lambda theme: theme.name)
def test_shades_rise_and_their_figures_can_be_read(theme: Theme) -> None:
    styles = span_styles(variables(theme))
    shades = [styles[f"heat-{n}"] for n in range(1, 6)]
    grounds = [style.bgcolor.get_truecolor().hex for style in shades if style.bgcolor]
    steps = [contrast(ground, theme.background) for ground in grounds]
    assert len(steps) == 5
    assert steps[0] >= 1.1
    assert all(one * 1.15 <= other for one, other in pairwise(steps))
    for style, ground in zip(shades, grounds, strict=True):
        assert style.color is not None
        assert contrast(style.color.get_truecolor().hex, ground) >= 4.5


def test_a_theme_may_set_the_shades_itself() -> None:
    own = {**DEFAULTS, "primary": "#102030", "accent": "#ffd400", "foreground": "#ffffff", "background": "#000000", "warning": "#ffffff"}
    assert span_styles(own | {"heat-3": "#123456"})["heat-3"].bgcolor == span_styles(own | {"track": "#123456"})["part"].bgcolor


def test_the_terminals_own_colours_stay_as_they_are() -> None:
    own = dict.fromkeys(VARIABLES, "ansi_white") | {"primary": "ansi_blue", "accent": "ansi_cyan", "foreground": "ansi_white", "background": "ansi_black", "warning": "ansi_white"}
    assert list(ramp(own).values()) == ["ansi_black"] * 3 + ["ansi_blue"] * 2
    assert set(span_styles(own)) == set(WORDS)

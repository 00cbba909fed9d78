"""The screens that look back, without colour: the same words and shapes, each meaning in one of them, and nothing fades away."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from harness import FORMULA, FULL, Stage, open_app
from past import LOOKED_AT, NOW, keep_weeks, look_at
from rich.color import Color
from rich.segment import Segment
from textual.filter import Monochrome

from fakes import FakeClock
from nextcall.themes import load_themes

THEMES = {theme.name: theme for theme in load_themes("").items}
READABLE = 20
"""Levels of grey, of 255, by which ink and paper differ at least."""
SHAPES = "▸▲┊┃◆●○├┤*▁▂▃▄▅▆▇█"
"""What stands for a choice, a signal, a bright spot, or for how far it came."""
NEAR = 1
"""Steps of 255 by which a colour may be off: it went through other colour spaces."""
MEANT = {
    "history": ("▸ Fri 20 Nov 14:03 Power hour", "▅▂·▂··▂·▂··▅", "◆█"),
    "session-detail": ("▲", "▸ ▅ 12 ", "Call 12 "),
    "formula": ("├●┤", "is where the true share lies", "half the time"),
    "limits": ("◆ outside", " ◆ ◆", "┊", " routine ", " so far ", "inside your usual range"),
    "spots": ("├─◆─┤", "├●", "brighter than the rest", "* Thu 19 Nov"),
    "skills": (" usual (", "nothing to fix"),
    "review": ("▸ Helped", "●──○──○ made", "To follow up"),
    "review-worked": ("▸ Worked", "usual range", "Nothing to"),
    "review-plan": ("▸ Plan", "┃ Wed 25   Power hour", "│ Mon 23   Ten calls   Power hour"),
    "served": ("●──○──○ made", "●──●──○ met", "●──●──● thanked"),
}
"""Shapes and words that say what colours say too."""


def open_past(folder: Path) -> AbstractAsyncContextManager[Stage]:
    """The app with some weeks behind it."""
    keep_weeks(folder)
    (folder / "data" / "plan.json").unlink(missing_ok=True)  # what was planned at the last look
    return open_app(folder, FORMULA + '[ui]\ntheme = "evening"\n', clock=FakeClock(NOW), size=FULL)


def painted(stage: Stage, *, grey: bool = False) -> Iterator[Segment]:
    """What is seen of words and shapes."""
    filters = [one for one in stage.app._filters if isinstance(one, Monochrome)]
    for strip in stage.strips():
        seen = strip.apply_filter(filters[0], stage.app.screen.background_colors[1]) if grey else strip
        yield from (segment for segment in seen if segment.text.strip())


def level(colour: Color | None) -> int:
    """How bright a grey is."""
    assert colour is not None
    red, green, blue = colour.get_truecolor()
    assert red == green == blue
    return red


async def test_shapes_and_words_say_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = {}
    async with open_past(tmp_path) as stage:
        for screen in LOOKED_AT:
            await look_at(stage, screen)
            coloured[screen] = stage.text()
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_past(tmp_path) as stage:
        assert stage.app.no_color
        for screen in LOOKED_AT:
            await look_at(stage, screen)
            assert stage.text() == coloured[screen]
            for words in MEANT[screen]:
                assert words in stage.text() or stage.has(words), (screen, words, stage.text())


async def test_what_is_accented_has_weight_or_shape(tmp_path: Path) -> None:
    async with open_past(tmp_path) as stage:
        accent = Color.parse(THEMES["evening"].accent).get_truecolor()
        for screen in LOOKED_AT:
            await look_at(stage, screen)
            for segment in painted(stage):
                colour = segment.style and segment.style.color and segment.style.color.get_truecolor()
                if segment.style and colour and all(abs(one - other) <= NEAR for one, other in zip(colour, accent, strict=True)):
                    assert segment.style.bold or any(shape in segment.text for shape in SHAPES) or segment.text.strip() in MEANT[screen], (screen, segment)


async def test_nothing_fades_away_in_any_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_past(tmp_path) as stage:
        papers, themes = set(), stage.app.more_themes()
        assert set(themes) == set(THEMES)
        for screen in LOOKED_AT:
            await look_at(stage, screen)
            for theme in themes:
                stage.app.theme = theme
                await stage.rest()
                for segment in painted(stage, grey=True):
                    if segment.style is not None and theme == "terminal":  # its ink on its ground, whatever they are
                        assert segment.style.color is not None
                        assert segment.style.bgcolor is not None
                        assert segment.style.color.is_default
                        assert segment.style.bgcolor.is_default
                    elif segment.style is not None:
                        ink, paper = level(segment.style.color), level(segment.style.bgcolor)
                        assert abs(ink - paper) > READABLE, (screen, theme, segment)
                        papers.add(paper)
        assert len(papers) > 1  # they were painted anew

"""What lines look like on the screen is what they are now, whatever they were before."""

import random

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region

from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.widgets.lines import Lines, LinesView, Span

WORDS = ("", "a", "漢字", "calls  12", "a rather longer word than the others", "é", "│ ")
STYLES = {"": Style(), "key": Style(color="red", bold=True), "muted": Style(color="#808080")}


class Page(App[None]):
    """One view that has changed often, and one that is new."""

    CSS = "#often, #new { width: 30; } .padded { padding: 1 2; } .red { background: red; }"
    span_styles = STYLES

    def compose(self) -> ComposeResult:
        yield LinesView(id="often")
        yield LinesView(id="new")


def lines(chance: random.Random, rows: int) -> Lines:
    return tuple(tuple(Span(chance.choice(WORDS), chance.choice(list(STYLES))) for _ in range(chance.randrange(4))) for _ in range(rows))


def shown(view: LinesView, crop: Region | None = None) -> list[list[tuple[str, Style | None]]]:
    strips = view.render_lines(crop or view.outer_size.region)
    return [[(segment.text, segment.style) for segment in strip.simplify()] for strip in strips]


@pytest.mark.parametrize("seed", range(8))
async def test_a_view_that_has_changed_often_looks_like_a_new_one(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (a game of chance)
    async with Page().run_test(size=(40, 20)) as pilot:
        often, new = pilot.app.query_one("#often", LinesView), pilot.app.query_one("#new", LinesView)
        for _ in range(20):
            rows = chance.choice((0, 3, 3, 3, 5))
            for _ in range(chance.randrange(1, 4)):
                often.show(lines(chance, rows))
                if chance.random() < 0.5:
                    await pilot.pause()
            for change in chance.sample(("padded", "red", "theme", "width"), chance.choice((0, 0, 1, 2))):
                if change in ("padded", "red"):
                    for view in (often, new):
                        view.toggle_class(change)
                elif change == "theme":
                    pilot.app.theme = chance.choice(sorted(pilot.app.available_themes))
                elif change == "width":
                    often.styles.width = new.styles.width = chance.randrange(1, 40)
                await pilot.pause()
            new.show(())
            await pilot.pause()
            new.show(often.lines)
            new.notify_style_update()
            await pilot.pause()
            assert shown(often) == shown(new)
            size = often.outer_size
            if size.width and size.height:
                crop = Region(chance.randrange(size.width), chance.randrange(size.height), 1, 1)
                assert shown(often, crop) == shown(new, crop)


def test_the_style_sheets_know_our_screens_as_screens() -> None:
    assert "Screen" in KeyScreen._css_type_names

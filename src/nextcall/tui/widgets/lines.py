"""Lines of styled spans: the one widget that all screens are drawn with.

What is to be seen is made by pure functions as tuples of `Span`s. The widget compares them with
what it shows and repaints the lines that differ: a clock that ticks costs one line, and an
unchanged screen nothing at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol, Self, cast

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import TRANSPARENT, Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from nextcall.text import line as harmless
from nextcall.tui.widgets.still import Still


class Span(NamedTuple):
    """A piece of a line. Its text is never markup."""

    text: str
    style: str = ""
    """One of `theming.WORDS`, or empty for plain text."""
    action: str = ""
    """What a click on it does, as the id of an action or `outcome.<id>`; `key:enter` presses that key."""


Line = tuple[Span, ...]
Lines = tuple[Line, ...]
EMPTY: Line = ()
PRESS = "key:"
"""Before the name of a key in an action: a click presses it."""

_WORDS = re.compile(r"(?:\S|\xa0)+[^\S\xa0]*")
"""Words with the blanks after them; the blank in a number is none of these."""


def width(line: Line) -> int:
    """Cells that a line takes."""
    return sum(len(span.text) if span.text.isascii() else cell_len(span.text) for span in line)


@lru_cache(1_000)
def fit(text: str, cells: int) -> str:
    """`text` in exactly so many cells: cut with an ellipsis, between words where most of it is left, or filled up; never a half character."""
    text = harmless(text)
    if cell_len(text) <= cells:
        return set_cell_size(text, max(cells, 0))
    kept = set_cell_size(text, max(cells - 1, 0))
    if not kept.endswith(" ") and not text[len(kept) :].startswith(" "):
        words = kept.rpartition(" ")[0]
        if cell_len(words) * 2 > cells:  # rather a word less than half a word
            kept = words
    return set_cell_size(kept.rstrip(" ,;:–-") + "…", max(cells, 0))


def apart(left: Line, right: Line, cells: int) -> Line:
    """`left` and `right` at the two ends of a line of so many cells; where both do not fit, `left` alone."""
    gap = cells - width(left) - width(right)
    return (*left, Span(" " * gap), *right) if gap > 0 else left


def clipped(line: Line, cells: int) -> Line:
    """`line` in at most so many cells; where something was cut off, an ellipsis says so."""
    if width(line) <= cells:
        return line
    kept: Line = EMPTY
    for span in line:
        room = cells - width(kept)
        if width((span,)) >= room:
            return (*kept, span._replace(text=fit(span.text + "  ", room)))
        kept = (*kept, span)
    return kept


def broken(line: Line, cells: int, rows: int) -> Lines:
    """`line` in at most so many rows, broken between words; what does not fit is cut off, as an ellipsis says."""
    if width(line) <= cells or rows == 1:
        return (clipped(line, cells),)
    words = [span._replace(text=text) for span in line for text in _WORDS.findall(span.text)]
    lines: list[Line] = [EMPTY]
    for word in words:
        full = len(lines) == rows
        if lines[-1] and not full and width(lines[-1]) + cell_len(word.text.rstrip()) > cells:
            lines[-1] = (*lines[-1][:-1], lines[-1][-1]._replace(text=lines[-1][-1].text.rstrip()))  # its blank need not fit
            lines.append(EMPTY)
        lines[-1] = (*lines[-1], word)
    return tuple(clipped(line, cells) for line in lines)


def flowing(parts: Sequence[Line], cells: int, gap: int = 3) -> Lines:
    """Parts one after the other, over as many lines as they take; none is broken."""
    lines: list[Line] = []
    line: Line = EMPTY
    for part in parts:
        if line and width(line) + gap + width(part) > cells:
            lines.append(line)
            line = EMPTY
        line = (*line, Span(" " * gap), *part) if line else clipped(part, cells)
    return (*lines, line)


def wrapped(text: str, cells: int) -> list[str]:
    """`text` by its words in lines of so many cells; a word that is longer than a line is broken."""
    lines = [""]
    for word in _WORDS.findall(harmless(text, 10_000)):
        rest = word.rstrip()
        if lines[-1] and cell_len(lines[-1]) + 1 + cell_len(rest) <= cells:
            lines[-1] += " " + rest
            continue
        if lines[-1]:
            lines.append("")
        while cell_len(rest) > cells:
            head = set_cell_size(rest, cells).rstrip()
            lines[-1], rest = head, rest[len(head) :]
            lines.append("")
        lines[-1] = rest
    return lines


class Themed(Protocol):
    """An app that knows what the words of spans look like.

    They are looked up there and not in the style sheet: thirteen component classes a widget would take
    a tenth of the start.
    """

    span_styles: dict[str, Style]


def _changed(y: int, old: Line, new: Line) -> Region:
    """The part of row `y` in which two lines differ."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    start, end = width(old[:same]), max(width(old), width(new))
    tail = 0
    if width(old) == width(new):
        while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        end -= width(new[len(new) - tail :])
    return Region(start, y, max(1, end - start), 1)


_UNTOUCHED: tuple[Sequence[LineFilter], Color] = ((), TRANSPARENT)


class LinesView(Still, Widget):
    """Shows lines; a click on a span that has an action is a message."""

    DEFAULT_CSS = "LinesView { height: auto; width: 1fr; }"
    virtual_size = Reactive(Size(0, 0))
    """As of every widget, but that nothing is laid out once more for having been laid out: lines are not scrolled."""

    @dataclass
    class Chosen(Message):
        """Somebody clicked on a span."""

        action: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id, classes=classes)
        self._lines: Lines = ()
        self._style_of: dict[str, Style] = {}
        self._strips: dict[int, Strip] = {}
        """The rows as they were rendered last, each as wide as the widget was then."""
        self._through = _UNTOUCHED
        """What the app does to all colours, and the one below the rows."""

    @property
    def lines(self) -> Lines:
        """What is shown."""
        return self._lines

    def show(self, lines: Lines) -> None:
        """Show these lines; only those that differ are painted again."""
        before, self._lines = self._lines, lines
        if before == lines:
            return
        if len(before) != len(lines):
            self.refresh(layout=True)
            return
        differing = [y for y, (old, new) in enumerate(zip(before, lines, strict=True)) if old != new]
        for y in differing:
            self._strips.pop(y, None)
        self.refresh(*(_changed(y, before[y], lines[y]) for y in differing))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as the widest line."""
        del container, viewport
        return max(map(width, self._lines), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row a line."""
        del container, viewport, width
        return len(self._lines)

    def notify_style_update(self) -> None:
        """Another theme or another size: the styles are looked up anew."""
        self._style_of.clear()
        self._strips.clear()
        super().notify_style_update()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw these parts again, or all of it."""
        if not regions:
            self._strips.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def rendered(self, crop: Region) -> list[Strip]:
        """The rows in `crop`. Textual's own way looks at borders, padding and links first, of which there are none as a rule."""
        width = self.outer_size.width
        bare = self.size.width == width
        through = (self.get_line_filters(), self.background_colors[1]) if bare else _UNTOUCHED
        if through != self._through:
            self._through = through
            self._strips.clear()
        if not bare:
            return super().rendered(crop)
        strips = [self._strip(y, width) for y in crop.line_range]
        return strips if crop.column_span == (0, width) else [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """One row of it."""
        return self._strip(y, self.size.width)

    def _strip(self, y: int, cells: int) -> Strip:
        strip = self._strips.get(y)
        if strip is None or strip.cell_length != cells:
            spans = self._lines[y] if y < len(self._lines) else EMPTY
            segments = [Segment(span.text, self._style(span.style)) for span in spans if span.text]
            strip = Strip(segments).simplify().adjust_cell_length(cells, self._style(""))
            for line_filter in self._through[0]:
                strip = strip.apply_filter(line_filter, self._through[1])
            self._strips[y] = strip
        return strip

    def _style(self, name: str) -> Style:
        found = self._style_of.get(name)
        if found is None:
            found = self.rich_style + self._words()[name] if name else self.rich_style
            self._style_of[name] = found
        return found

    def _words(self) -> "dict[str, Style]":
        """What the words of spans look like in the present theme; the app knows."""
        return cast("Themed", self.app).span_styles

    def on_click(self, event: events.Click) -> None:
        """Find the span under the pointer."""
        x, y = event.x, event.y
        spans: Sequence[Span] = self._lines[y] if 0 <= y < len(self._lines) else ()
        for span in spans:
            cells = cell_len(span.text)
            if x < cells:
                if span.action:
                    event.stop()
                    _, pressed, key = span.action.partition(PRESS)
                    if pressed:
                        self.app.simulate_key(key)
                    else:
                        self.post_message(self.Chosen(span.action))
                return
            x -= cells

"""A sheet of cells that a chart is drawn on, and then read off as lines."""

from itertools import groupby

from nextcall.tui.widgets.lines import Lines, Span, fit

_BLANK = Span(" ")


class Canvas:
    """So many cells by so many rows; what is drawn outside is lost."""

    def __init__(self, cells: int, rows: int) -> None:
        self.cells, self.rows = max(cells, 0), max(rows, 0)
        self._sheet = [[_BLANK] * self.cells for _ in range(self.rows)]

    def put(self, x: int, y: int, glyphs: str, style: str = "", action: str = "") -> None:
        """Draw glyphs of one cell each from column `x` of row `y` on."""
        if not 0 <= y < self.rows:
            return
        for i, glyph in enumerate(glyphs, x):
            if 0 <= i < self.cells:
                self._sheet[y][i] = Span(glyph, style, action)

    def write(self, x: int, y: int, text: str, style: str = "", *, cells: int, action: str = "") -> None:  # noqa: PLR0913 (what, where and how)
        """Write text of anybody's in exactly so many cells, cut with an ellipsis; it must have room."""
        cells = min(cells, self.cells - x)
        if cells < 1 or x < 0 or not 0 <= y < self.rows:
            return
        self._sheet[y][x : x + cells] = [Span(fit(text, cells), style, action), *[Span("", style, action)] * (cells - 1)]

    def lines(self) -> Lines:
        """What was drawn, each row as wide as the sheet."""
        return tuple(
            tuple(
                Span("".join(span.text for span in run), style, action)
                for (style, action), run in groupby(row, key=lambda span: (span.style, span.action))
            )
            for row in self._sheet
        )

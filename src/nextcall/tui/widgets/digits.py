"""The big clock: digits of half blocks, three rows high, or five where there is room."""

from functools import lru_cache

from nextcall.tui.widgets.lines import Line, Lines, Span

_PIXELS = {
    "0": "111 101 101 101 111",
    "1": "010 110 010 010 111",
    "2": "111 001 111 100 111",
    "3": "111 001 111 001 111",
    "4": "101 101 111 001 001",
    "5": "111 100 111 001 111",
    "6": "111 100 111 101 111",
    "7": "111 001 001 001 001",
    "8": "111 101 111 101 111",
    "9": "111 101 111 001 111",
    ":": "0 1 0 1 0",
    "+": "000 010 111 010 000",
    " ": "0 0 0 0 0",
}
"""Each character as five rows of pixels."""
_HALVES = {"00": " ", "10": "▀", "01": "▄", "11": "█"}
SMALL, LARGE = 3, 5
"""Rows of the two sizes."""


@lru_cache(4)
def digits(text: str, style: str, rows: int = SMALL) -> Lines:
    """`text` (digits, colon, plus) as big digits of `SMALL` or `LARGE` rows."""
    glyphs = [_PIXELS[char].split() for char in text]
    drawn = [_small(glyph) for glyph in glyphs] if rows == SMALL else [_large(glyph) for glyph in glyphs]
    return tuple(_row(drawn, y, style) for y in range(rows))


def _row(drawn: list[list[str]], y: int, style: str) -> Line:
    """One span a digit: only those that change are painted again."""
    return tuple(Span(glyph[y] + ("  " if i < len(drawn) - 1 else ""), style) for i, glyph in enumerate(drawn))


def _small(glyph: list[str]) -> list[str]:
    """Two rows of pixels in one row of text, the last one's lower half empty."""
    rows = [*glyph, "0" * len(glyph[0])]
    return ["".join(_HALVES[upper + lower] for upper, lower in zip(rows[y], rows[y + 1], strict=True)) for y in (0, 2, 4)]


def _large(glyph: list[str]) -> list[str]:
    """Two cells a pixel: the digits keep their shape."""
    return ["".join("██" if pixel == "1" else "  " for pixel in row) for row in glyph]

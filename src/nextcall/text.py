"""Text from outside, made safe to store and to show."""

MARK = "\N{REPLACEMENT CHARACTER}"
"""Stands for every character that must not reach a terminal."""

_UNSAFE = [(0x00, 0x1F), (0x7F, 0x9F), (0x200E, 0x200F), (0x2028, 0x202E), (0x2066, 0x2069), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF)]
_LINE = {code: MARK for low, high in _UNSAFE for code in range(low, high + 1)}
_LINES = {code: mark for code, mark in _LINE.items() if code not in (0x09, 0x0A)}


def line(text: str, limit: int = 200) -> str:
    """`text` as one harmless line of at most `limit` characters.

    Control, direction and surrogate characters become U+FFFD: they are shown, never sent.
    """
    return _cut(text, limit).translate(_LINE)


def lines(text: str, limit: int = 10_000) -> str:
    """As `line`, but new lines and tabs stay: for text that may have several lines."""
    return _cut(text, limit).translate(_LINES)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def nearest(word: str, known: "list[str]") -> str:
    """The known word that `word` was probably meant to be, or an empty string."""
    from difflib import get_close_matches  # noqa: PLC0415 (only where there is a fault to report)

    found = get_close_matches(word, known, n=3, cutoff=0.6)
    swapped = [other for other in found if sorted(other) == sorted(word)]  # two letters the wrong way round: "strat"
    return (swapped or found or [""])[0]

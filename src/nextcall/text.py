"""Text from outside, made safe to store and to show."""

from nextcall.figures import figure

MARK = "\N{REPLACEMENT CHARACTER}"
"""Stands for every character that must not reach a terminal."""

_UNSAFE = [(0x00, 0x1F), (0x7F, 0x9F), (0x200E, 0x200F), (0x2028, 0x202E), (0x2066, 0x2069), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF)]
_TABLES: dict[str, dict[int, str]] = {}
"""What replaces what, by the characters that are left alone; made when it is first needed."""


def line(text: str, limit: int = 200) -> str:
    """`text` as one harmless line of at most `limit` characters.

    Control, direction and surrogate characters become U+FFFD: they are shown, never sent.
    """
    return _harmless(_cut(text, limit), "")


def lines(text: str, limit: int = 10_000) -> str:
    """As `line`, but new lines and tabs stay: for text that may have several lines."""
    return _harmless(_cut(text, limit), "\t\n")


def many(number: int, what: str, more: str = "") -> str:
    """A number of things in words: `1 row`, `5,000 rows`; `more` is what several are called, where that is not with an s."""
    return f"{figure(number)} {what if number == 1 else more or what + 's'}"


def escaped(json: str) -> str:
    """JSON in which every character that a terminal would obey stands as its number; it means the same."""
    if "\n" not in json and json.isprintable():
        return json
    return json.translate({code: f"\\u{code:04x}" for low, high in _UNSAFE for code in range(low, high + 1) if code >= 0x7F})  # noqa: PLR2004 (JSON itself escapes what is below)


def _harmless(text: str, but: str) -> str:
    if text.isprintable():  # as nearly all is; no unsafe character is printable
        return text
    if but not in _TABLES:
        _TABLES[but] = {code: MARK for low, high in _UNSAFE for code in range(low, high + 1) if chr(code) not in but}
    return text.translate(_TABLES[but])


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def nearest(word: str, known: "list[str]") -> str:
    """The known word that `word` was probably meant to be, or an empty string."""
    from difflib import get_close_matches  # noqa: PLC0415 (only where there is a fault to report)

    found = get_close_matches(word, known, n=3, cutoff=0.6)
    swapped = [other for other in found if sorted(other) == sorted(word)]  # two letters the wrong way round: "strat"
    return (swapped or found or [""])[0]

"""Pictures of screens as text files: compared as they are, written anew where that is asked for.

Below the text of a screen stands how it looks, row by row: runs of cells as a letter and how many, `.` for
blank ones of the ground. What a letter looks like in each of two themes stands at the end. So a row that is
written differently, a word that is styled differently and a colour that a theme changes are each a line of
a difference, and no more than that.
"""

import os
from collections.abc import Iterator
from itertools import groupby, zip_longest
from pathlib import Path

from harness import Stage
from rich.style import Style
from textual.strip import Strip

from nextcall.themes import find_theme
from nextcall.tui.theming import WORDS, span_styles

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = bool(os.environ.get("NEXTCALL_UPDATE_SNAPSHOTS"))
"""Whether pictures are written rather than compared."""
THEMES = ("evening", "paper")
"""A dark theme and a light one."""
GROUND = "."
LETTERS = {"": "t", **dict(zip(WORDS, "SmfaAbkwnovyhpPEFGHI", strict=True))}
"""The letters of plain text, and of the words that spans are styled with."""
OTHERS = "TuUxXzZcCdDgGjJqQrRBKLMNOVWY0123456789"
"""The letters of whatever else there is, in the order in which it is met."""


def size_of(stage: Stage) -> str:
    """The size as the names of pictures have it."""
    return f"{stage.app.size.width}x{stage.app.size.height}"


async def check(stage: Stage, name: str) -> None:
    """Compare what is shown, as text and as it looks in both themes, with the picture of that name in this size."""
    path = FOLDER / f"{name}-{size_of(stage)}.txt"
    shown = stage.text() + "\n" + await _looks(stage)
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.exists(), f"there is no picture {path.name}; NEXTCALL_UPDATE_SNAPSHOTS=1 makes it"
    kept = path.read_text(encoding="utf-8")
    assert shown == kept, f"{path.name} was\n{kept}\nand is\n{shown}"


async def _looks(stage: Stage) -> str:
    """How it looks in each theme, in letters."""
    worn, each = stage.app.theme, []
    for name in THEMES:
        theme = find_theme(name, "")
        assert theme is not None
        stage.app.wear(theme)
        await stage.rest()
        each.append([list(_cells(strip)) for strip in stage.strips()])
    letters = _Letters(stage)
    drawn = [letters.row(list(zip(*rows, strict=True))) for rows in zip_longest(*each, fillvalue=[])]
    before = stage.app.get_theme(worn)
    assert before is not None
    stage.app.theme = worn
    await stage.rest()
    return "\n".join([*drawn, "", *letters.legend()]) + "\n"


def _cells(strip: Strip) -> Iterator[str]:
    """The look of each character of a row."""
    for segment in strip:
        for character in segment.text:
            yield _look(segment.style or Style(), blank=character == " ")


def _look(style: Style, *, blank: bool) -> str:
    """A look in words; of a blank cell only what can be seen of it."""
    front = style.color.get_truecolor().hex if style.color and not (blank and not style.reverse) else "-"
    back = style.bgcolor.get_truecolor().hex if style.bgcolor else "-"
    marks = [name for name in ("bold", "underline", "reverse", "italic", "dim") if getattr(style, name) and not (blank and name != "reverse")]
    return " ".join([f"{front} on {back}", *marks])


def _between(three: list[tuple[str, ...]]) -> bool:
    """Whether the second is the blank between two words that look alike."""
    if len(three) != 3 or three[0] != three[2]:
        return False
    return all(blank.startswith("- on") and word.partition(" on ")[2].split()[0] == blank.partition(" on ")[2] for word, blank in zip(three[0], three[1], strict=True))


class _Letters:
    """Which letter stands for which look."""

    def __init__(self, stage: Stage) -> None:
        grounds, words = [], []
        for name in THEMES:
            theme = stage.app.get_theme(name)
            assert theme is not None
            variables = stage.app.get_css_variables() | theme.to_color_system().generate() | theme.variables
            base = Style(color=variables["foreground"], bgcolor=variables["background"])
            grounds.append(_look(base, blank=True))
            styles = {"": Style(), **span_styles(variables)}
            words.append({word: _look(base + style, blank=False) for word, style in styles.items()})
        self._known: dict[tuple[str, ...], str] = {}
        for word in reversed(LETTERS):  # of two that look alike the first
            self._known[tuple(known[word] for known in words)] = LETTERS[word]
        self._ground = tuple(grounds)
        self._used: dict[str, tuple[str, ...]] = {}
        self._left = iter(OTHERS)

    def row(self, cells: list[tuple[str, ...]]) -> str:
        """A row in letters, without the blank cells at its end."""
        cells = [cells[at - 1] if _between(cells[at - 1 : at + 2]) else look for at, look in enumerate(cells)]
        runs = [(self._letter(look), len(list(run))) for look, run in groupby(cells)]
        while runs and runs[-1][0] == GROUND:
            runs.pop()
        return "".join(f"{letter}{number if number > 1 else ''} " for letter, number in runs).rstrip()

    def _letter(self, look: tuple[str, ...]) -> str:
        if look == self._ground:
            return GROUND
        if look not in self._known:
            self._known[look] = next(self._left)
        self._used[self._known[look]] = look
        return self._known[look]

    def legend(self) -> list[str]:
        """The letters that were used, with what they mean."""
        names = {letter: word or "text" for word, letter in LETTERS.items()}
        order = [*LETTERS.values(), *OTHERS]
        return [f"{letter} {names.get(letter, ''):<18}{'   '.join(f'{look:<26}' for look in self._used[letter])}".rstrip() for letter in sorted(self._used, key=order.index)]

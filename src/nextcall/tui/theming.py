"""Our theme files as Textual's themes."""

from collections.abc import Callable, Mapping

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome, NoColor
from textual.theme import Theme as TextualTheme

from nextcall.themes import Theme

DEFAULTS = {
    "muted": "#8a8f98",
    "faint": "#4a4f58",
    "track": "#3a3f48",
    "accent-text": "#101216",
    "cell-none": "#6f7580",
    "cell-connect": "#8a8f98",
    "cell-conversation": "#a8adb6",
    "cell-yes": "#d8dce4",
    "cell-help": "#d8dce4",
}
"""Our own variables for a theme that does not set them."""


def textual_theme(theme: Theme) -> TextualTheme:
    """The theme as Textual wants it; one on the terminal's own ground has its colours sent by their names."""
    own = theme.background.startswith("ansi_")
    # What Textual asks such a theme for, or would make transparent.
    more = {"ansi-background": theme.background, "ansi-foreground": theme.foreground, "surface": theme.surface, "panel": theme.panel}
    return TextualTheme(
        name=theme.name,
        dark=theme.dark,
        primary=theme.primary,
        secondary=theme.secondary,
        accent=theme.accent,
        foreground=theme.foreground,
        background=theme.background,
        surface=theme.surface,
        panel=theme.panel,
        success=theme.success,
        warning=theme.warning,
        error=theme.error,
        variables=(more if own else {}) | dict(theme.variables),
        ansi=own,
    )


class Colourless(Monochrome):
    """What `NO_COLOR` asks for: greys, and where the terminal's own colours are the theme, none at all.

    Those have no greys: what the terminal's ink is, is not known here, and black ink on a black ground came of it.
    """

    def __init__(self, own_colours: Callable[[], bool]) -> None:
        super().__init__()
        self._own_colours = own_colours
        self._none = NoColor()

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same without colour."""
        return self._none.apply(segments, background) if self._own_colours() else super().apply(segments, background)


WORDS: dict[str, tuple[str, bool, str]] = {
    "strong": ("foreground", True, ""),
    "muted": ("muted", False, ""),
    "faint": ("faint", False, ""),
    "accent": ("accent", False, ""),
    "accent-strong": ("accent", True, ""),
    "accent-block": ("accent-text", True, "accent"),
    "key": ("foreground", True, ""),
    "warning": ("warning", False, ""),
    "cell-none": ("cell-none", False, ""),
    "cell-connect": ("cell-connect", False, ""),
    "cell-conversation": ("cell-conversation", False, ""),
    "cell-yes": ("cell-yes", False, ""),
    "cell-help": ("cell-help", False, ""),
    "part": ("cell-conversation", False, "track"),
    "part-chosen": ("accent", False, "track"),
    "heat-1": ("foreground", False, "heat-1"),
    "heat-2": ("foreground", False, "heat-2"),
    "heat-3": ("foreground", False, "heat-3"),
    "heat-4": ("background", False, "heat-4"),
    "heat-5": ("background", False, "heat-5"),
}
"""The words that spans are styled with: colour, whether bold, colour behind (or none)."""


def span_styles(variables: Mapping[str, str]) -> dict[str, Style]:
    """What the words look like in a theme whose colours have these names."""
    known = heat(variables) | dict(variables)

    def colour(name: str) -> RichColor:
        return Color.parse(known[name]).rich_color

    return {
        word: Style(color=colour(front), bold=bold, bgcolor=colour(behind) if behind else None)
        for word, (front, bold, behind) in WORDS.items()
    }


def heat(variables: Mapping[str, str]) -> dict[str, str]:
    """`heat-1` to `heat-5` for a theme that does not set them: each further from the background.

    They are grounds for text. The first three carry text in the foreground, the last two in the background: between them is a
    step in which neither could be read. The terminal's own colours cannot be mixed: there the first
    three are plain.
    """
    ground, hue, ink = (Color.parse(variables[name]) for name in ("background", "primary", "foreground"))
    if any(colour.ansi is not None for colour in (ground, hue, ink)):
        return {f"heat-{n}": variables["background" if n <= 3 else "primary"] for n in range(1, 6)}  # noqa: PLR2004 (as said above)
    mixed = (ground.blend(hue, 0.1), ground.blend(hue, 0.24), ground.blend(hue, 0.42), ground.blend(hue, 0.92), hue.blend(ink, 0.35))
    return {f"heat-{n}": colour.hex for n, colour in enumerate(mixed, 1)}

"""Our theme files as Textual's themes."""

from collections.abc import Mapping

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
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
    """The theme as Textual wants it."""
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
        variables=dict(theme.variables),
    )


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
}
"""The words that spans are styled with: colour, whether bold, colour behind (or none)."""


def span_styles(variables: Mapping[str, str]) -> dict[str, Style]:
    """What the words look like in a theme whose colours have these names."""

    def colour(name: str) -> RichColor:
        return Color.parse(variables[name]).rich_color

    return {
        word: Style(color=colour(front), bold=bold, bgcolor=colour(behind) if behind else None)
        for word, (front, bold, behind) in WORDS.items()
    }

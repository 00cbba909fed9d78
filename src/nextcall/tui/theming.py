"""Our theme files as Textual's themes."""

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

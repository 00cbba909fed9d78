"""How the app looks: its theme, with what `NO_COLOR` makes of it, and whether anything moves."""

import os
from typing import TYPE_CHECKING

from textual import constants, events, on
from textual.filter import Monochrome

from nextcall import figures
from nextcall.themes import Theme, find_theme
from nextcall.tui.terminal.app import CalmApp
from nextcall.tui.theme_files import ThemeFiles
from nextcall.tui.theming import DEFAULTS, Colourless, span_styles, textual_theme

if TYPE_CHECKING:
    from pathlib import PurePath

    from nextcall.config.model import UiSettings

DEFAULT_THEME = "evening"
"""What there is where the configured theme is not to be had."""


class Looks(CalmApp[int]):
    """An app in one of our themes."""

    def __init__(self, ui: "UiSettings", themes: str, sheets: "list[str | PurePath]") -> None:
        """`themes` is the folder of the user's own themes; `sheets` are the style sheets that are read from the start."""
        super().__init__(css_path=sheets)
        self._themes = themes
        self.said = ""
        """What the first screen has to say."""
        if self.no_color:
            grey = Colourless(lambda: self.native_ansi_color)
            self._filters = [grey if isinstance(one, Monochrome) else one for one in self._filters]
        self.look_as(ui)

    def look_as(self, ui: "UiSettings") -> None:
        """Look as the settings say."""
        figures.use(ui.numbers, os.environ)
        self.animation_level = constants.TEXTUAL_ANIMATIONS if ui.animations else "none"
        found = find_theme(ui.theme, self._themes)
        if found is None:
            self.said = f"There is no theme “{ui.theme}”; {DEFAULT_THEME} it is. The t key shows which there are."
            found = find_theme(DEFAULT_THEME, "")
        if found is not None:
            self.wear(found)

    def wear(self, theme: Theme) -> None:
        """Show everything in a theme; one that is worn already is painted anew, for its colours may be others."""
        known = self.get_theme(theme.name)
        wanted = textual_theme(theme)
        if self.theme == theme.name and known == wanted:
            return
        self.register_theme(wanted)
        if not self.is_running:
            self.begin_in(theme.name)
        elif self.theme == theme.name:
            self.mutate_reactive(Looks.theme)
        else:
            self.theme = theme.name

    def theme_files(self) -> ThemeFiles:
        """The files of all themes; nothing has been read yet."""
        return ThemeFiles(self._themes)

    def more_themes(self) -> tuple[str, ...]:
        """Every theme there is, ready to be shown."""
        files = self.theme_files()
        files.changed()
        for theme in files.themes.values():
            self.register_theme(textual_theme(theme))
        return tuple(files.themes)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not set them."""
        return DEFAULTS

    def get_css_variables(self) -> dict[str, str]:
        """Textual's variables of the present theme with our own, which it would leave out."""
        variables = super().get_css_variables() | dict(self.current_theme.variables)
        self.span_styles = span_styles(variables)
        return variables

    @on(events.DescendantFocus)
    def _keep_still(self, event: events.DescendantFocus) -> None:
        """Where nothing may move, no cursor blinks."""
        if hasattr(event.widget, "cursor_blink"):  # asked this way, nothing is loaded for it
            event.widget.cursor_blink = self.animation_level != "none"

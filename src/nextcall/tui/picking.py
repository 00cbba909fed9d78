"""Picking a theme, from whichever screen: shown as one looks, kept in the configuration."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nextcall.config.edit import Change
from nextcall.tui.keeping import keep
from nextcall.tui.modals.pick_theme import PickTheme

if TYPE_CHECKING:
    from nextcall.tui.app import NextcallApp


def pick_theme(app: "NextcallApp", then: Callable[[str], None]) -> None:
    """Have a theme picked and kept; `then` is given what there is to say, also where nothing was picked."""

    def picked(name: str | None) -> None:
        if name is None or name == app.services.config.ui.theme:
            then("")
            return
        wrong = keep(app, (Change("ui", "theme", name),))
        then(f"{name}, until you leave. {wrong}" if wrong else f"{name} it is.")

    app.push_screen(PickTheme(), picked)

"""The command palette: every action of the screen it was opened on, with its key."""

from collections.abc import Callable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from nextcall.config.keys import actions
from nextcall.tui.keymap import keys_of
from nextcall.tui.screens.base import KeyScreen


class Actions(Provider):
    """The screen's actions that can be done now, and the outcomes."""

    def _found(self) -> list[tuple[str, str, str]]:
        """Words, explanation and id of each."""
        screen = self.screen
        if not isinstance(screen, KeyScreen):
            return []
        found = [
            (f"{screen.label(action.id)}   {keys_of(screen.config, action)}", screen.help_of(action), action.id)
            for action in actions(screen.SCOPE)
            if action.id != "palette" and screen.can(action.id)
        ]
        found += [
            (f"{outcome.name}   {outcome.key}", outcome.label, f"outcome.{outcome.id}")
            for outcome in screen.outcomes_now()
            if outcome.key and screen.can(f"outcome.{outcome.id}")
        ]
        return found

    async def discover(self) -> Hits:
        """All of them, before anything was typed."""
        for words, help_, name in self._found():
            yield DiscoveryHit(Content(words), self._doing(name), text=words, help=escape(help_))

    async def search(self, query: str) -> Hits:
        """Those that match."""
        matcher = self.matcher(query)
        for words, help_, name in self._found():
            score = max(matcher.match(words), matcher.match(help_))
            if score > 0:
                yield Hit(score, matcher.highlight(escape(words)), self._doing(name), text=words, help=escape(help_))

    def _doing(self, name: str) -> Callable[[], None]:
        screen = self.screen

        def do() -> None:
            if isinstance(screen, KeyScreen):
                screen.act(name)

        return do

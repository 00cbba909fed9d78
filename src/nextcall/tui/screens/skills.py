"""Skills: how much each was practised, what happened by it, what the scores say. No level ends them."""

from typing import ClassVar

from nextcall.stats.practice import Skill, skills
from nextcall.storage.index.index import Index
from nextcall.tui.keymap import keys_named
from nextcall.tui.screens import skills_lines as drawn
from nextcall.tui.screens.numbers import NumbersScreen
from nextcall.tui.screens.skills_lines import Practised
from nextcall.tui.wheel import Wheel
from nextcall.tui.widgets.lines import EMPTY, Line, Lines


class SkillsScreen(Wheel, NumbersScreen):
    """All skills, least practised first."""

    NAME = "skills"
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (("Skills", "↑  ↓", "The skills further down, or up."),)

    found: tuple[Skill, ...] | None

    def __init__(self) -> None:
        super().__init__()
        self._first = 0

    def look(self, index: Index) -> tuple[Skill, ...]:
        """The skills of all sessions, and those of the configuration that were in none yet."""
        return tuple(skills(index.practice(), self.config.skills))

    def _practised(self, found: tuple[Skill, ...]) -> Practised:
        keys = keys_named(self.config, ("reason", "answer"))
        return Practised(self.shape, self.rows, found, self.config.answers, min(self._first, max(0, len(found) - 1)), keys)

    def beside(self) -> Line:
        """How much was practised in all."""
        return drawn.head(self.found) if self.found else EMPTY

    def body(self) -> Lines:
        """The skills."""
        return drawn.body(self._practised(self.found)) if self.found is not None else ()

    def moved(self, down: int, right: int) -> None:
        """The skills further down, as far as there are more; or up."""
        del right
        if self.found is None:
            return
        shown = self._practised(self.found)
        if down < 0 or shown.first + drawn.fitting(shown) < len(self.found):
            self._first = max(0, shown.first + down)

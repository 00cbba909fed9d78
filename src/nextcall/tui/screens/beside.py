"""A place at the right of a very wide screen."""

from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.shape import MARGIN
from nextcall.tui.widgets.lines import Lines

_ABOVE = 6
"""Rows that the title, the blank ones and the line of keys take."""


class Beside(KeyScreen):
    """A screen that has something to show beside what it shows anyway, where there is room."""

    def _fit(self) -> None:
        self.set_class(self.shape.broad, "-broad")
        super()._fit()

    def cells_beside(self) -> int:
        """Cells at the right; 0 where there are none."""
        shape = self.shape
        return shape.columns - shape.cells - 4 * MARGIN if shape.broad else 0

    def rows_beside(self) -> int:
        """Rows that it may take."""
        return self.shape.rows - _ABOVE

    def show_beside(self, lines: Lines) -> None:
        """Show it; a screen that never is so wide has no part for it."""
        if not lines and "beside" not in self._parts:
            return
        view = self.part("beside")
        if not view.is_attached:
            self.mount(view)
        view.styles.width = max(1, self.cells_beside())
        view.show(lines)

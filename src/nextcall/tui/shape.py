"""How much room a screen has, in the few sizes that it is drawn for."""

from typing import NamedTuple

MARGIN = 3
"""Cells left free at either side of a full screen."""


BESIDE = 62
"""Cells that something beside takes at least, its margin with it."""
WIDE = 240
"""Cells that charts and lists use at most."""


class Shape(NamedTuple):
    """Columns and rows of a terminal."""

    columns: int
    rows: int
    most: int = 120
    """Cells that are used at most: lines of words stay readable, charts and lists may take more."""

    @property
    def compact(self) -> bool:
        """Too small for the full picture (80×24): one line of each thing."""
        return self.columns < 78 or self.rows < 24  # noqa: PLR2004 (the size the full picture takes)

    @property
    def tiny(self) -> bool:
        """Room for one line of sense only."""
        return self.columns < 36 or self.rows < 11  # noqa: PLR2004 (below 40×12)

    @property
    def tall(self) -> bool:
        """Room for large digits and more air."""
        return not self.compact and self.rows >= 36 and self.columns >= 100  # noqa: PLR2004 (120×40 and its neighbours)

    @property
    def margin(self) -> int:
        """Cells left free at either side."""
        return 1 if self.compact else MARGIN

    @property
    def broad(self) -> bool:
        """Room for something beside what there is anyway."""
        return self.tall and self.columns >= self.most + 2 * MARGIN + BESIDE

    @property
    def cells(self) -> int:
        """Cells between the margins; very wide screens are not used to their edges."""
        return max(1, min(self.columns - 2 * self.margin, self.most))

"""What was rendered once and has not changed."""

from typing import TYPE_CHECKING, Self

from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget as _Beside
else:
    _Beside = object  # style sheets know a widget by its first base that is one: a screen would be none any more


class Still(_Beside):
    """To be put beside a widget: it gives the rows that it gave before, until it is drawn again or looks otherwise.

    For one row of one widget all widgets of a screen are asked for theirs, and the screen for its ground.
    """

    _rendered: tuple[Region, list[Strip]] | None = None
    """What was asked for last, and the rows that were given."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows in `crop`."""
        if self._rendered is None or self._rendered[0] != crop:
            self._rendered = crop, self.rendered(crop)
        return self._rendered[1]

    def rendered(self, crop: Region) -> list[Strip]:
        """The rows in `crop`, rendered now."""
        return super().render_lines(crop)

    def notify_style_update(self) -> None:
        """Another theme or another size."""
        self._rendered = None
        super().notify_style_update()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw these parts again, or all of it."""
        self._rendered = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

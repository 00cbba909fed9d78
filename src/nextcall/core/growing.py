"""What is reckoned item by item, without beginning again at the first one each time another is added.

A session of a thousand calls gets one more: what the thousand came to is known already. Whether they are
the same is found out in microseconds, since values that are the same object are not compared any closer.
"""

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_KEPT = 3
"""Results that are kept: of the session on disk, of the one that is shown, and of the one before."""


class Growing:
    """A result for tuples of items, most of which have the items of an earlier one at their beginning."""

    def __init__(self, nothing: "Any", extended: "Callable[[Any, tuple[Any, ...], Any], Any]") -> None:
        """`nothing` is the result without items; `extended` makes of a result, more items and the basis another one, and changes none."""
        self._nothing = nothing
        self._extended = extended
        self._known: tuple[tuple[Any, tuple[Any, ...], Any], ...] = ()

    def of(self, items: "tuple[Any, ...]", basis: "Any" = None) -> "Any":
        """The result for all items; `basis` is whatever else it depends on."""
        result, done = self._nothing, 0
        for its_basis, its_items, its_result in self._known:
            number = len(its_items)
            if done < number <= len(items) and its_basis == basis and items[:number] == its_items:
                result, done = its_result, number
        if done < len(items):
            result = self._extended(result, items[done:], basis)
            self._known = ((basis, items, result), *self._known[: _KEPT - 1])  # replaced as a whole: two threads may ask
        return result

"""Imports that leave out what they can do without."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def without(name: str) -> Iterator[None]:
    """Within it, whatever is imported is told that there is no module of that name; nothing is different where it is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how the import system spells "not there"
    try:
        yield
    finally:
        del sys.modules[name]


def load_msgspec() -> None:
    """Load msgspec for half the price: `typing_extensions` has nothing that it uses but what `typing` has since Python 3.11."""
    with without("typing_extensions"):
        import_module("msgspec")

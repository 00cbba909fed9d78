"""A box of its own for every test, as the fuzz tests have it."""

from fuzz.conftest import box

__all__ = ["box"]

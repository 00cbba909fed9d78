"""Numbers as plain data: with as many decimals as mean anything."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar

    Value = TypeVar("Value")

DIGITS = 6
"""Decimals: more would only be noise."""


def rounded(value: Value) -> Value:
    """A number with few decimals; anything else as it is."""
    return round(value, DIGITS) if isinstance(value, float) else value  # type: ignore[return-value]  # a float is a float


def all_rounded(found: Mapping[str, Any]) -> dict[str, Any]:
    """The same of every value."""
    return {name: rounded(value) for name, value in found.items()}

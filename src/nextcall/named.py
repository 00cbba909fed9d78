"""`NamedTuple` as in `typing`, without `typing`, and without what most of them never need.

Loading that module, and `re` with it, costs a command three quarters of a whole start of Python; compiling how a
tuple is made, as `collections.namedtuple` does at once for each class, a start of the screens another 5 ms. Here that
waits for the first one. Type checkers are shown the original; the module that uses this one leaves its annotations
unevaluated by `from __future__ import annotations`, with which every Python keeps them where they are looked for here.
"""

from _collections import _tuplegetter  # type: ignore[import-not-found]  # how `collections` reads a field: in C
from sys import intern

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar, Self

_NOT_TAKEN = {"__annotations__", "__classcell__"}


class _Named(tuple):  # type: ignore[type-arg]  # of whatever its fields are
    """What all of them can do."""

    __slots__ = ()
    _fields: "ClassVar[tuple[str, ...]]"
    _field_defaults: "ClassVar[dict[str, Any]]"

    def __new__(cls, *values: "Any", **named: "Any") -> "Self":
        """The first one of a class: from then on it has a `__new__` of its own."""
        made = next(base for base in cls.__mro__ if "_fields" in base.__dict__)
        made.__new__ = staticmethod(_constructor(made))  # type: ignore[method-assign]  # that is the point
        return made.__new__(cls, *values, **named)  # type: ignore[no-any-return]  # the one that has just been made

    @classmethod
    def _make(cls, values: "Iterable[Any]") -> "Self":
        found = tuple.__new__(cls, values)
        if len(found) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(found)}")
        return found

    def _replace(self, /, **changes: "Any") -> "Self":
        found = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"Got unexpected field names: {list(changes)!r}")
        return found

    def _asdict(self) -> "dict[str, Any]":
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    def __getnewargs__(self) -> "tuple[Any, ...]":
        return tuple(self)


def _constructor(made: "type[_Named]") -> "Callable[..., Any]":
    from collections import namedtuple  # noqa: PLC0415 (see above)

    new: Callable[..., Any] = namedtuple("_", made._fields, defaults=tuple(made._field_defaults.values())).__new__  # noqa: PYI024 (of which nothing else is used)
    return new


class _Made(type):
    def __new__(cls, name: str, _: "tuple[type, ...]", space: "dict[str, Any]") -> type:
        fields = tuple(map(intern, space["__annotations__"]))
        defaults = {field: space.pop(field) for field in fields if field in space}
        if tuple(defaults) != fields[len(fields) - len(defaults) :]:
            raise TypeError(f"{name}: a field without a default follows one that has one")
        rest = {key: value for key, value in space.items() if key not in _NOT_TAKEN}
        getters = {field: _tuplegetter(i, "") for i, field in enumerate(fields)}
        return type(name, (_Named,), {"__slots__": (), "_fields": fields, "__match_args__": fields, "_field_defaults": defaults} | getters | rest)


NamedTuple: type = type.__new__(_Made, "NamedTuple", (), {})
"""The base class of a tuple whose items have names."""

"""`NamedTuple` as in `typing`, without `typing`.

Loading that module, and `re` with it, costs a command three quarters of a whole start of Python. Type
checkers are shown the original; the class that uses this one must leave its annotations unevaluated.
"""

from collections import namedtuple

_NOT_TAKEN = {"__annotations__", "__module__", "__qualname__"}


class _Made(type):
    def __new__(cls, name: str, _: "tuple[type, ...]", space: "dict[str, object]") -> type:
        fields: dict[str, object] = space["__annotations__"]  # type: ignore[assignment]  # as the compiler leaves it
        made = namedtuple(name, fields, defaults=[space.pop(field) for field in fields if field in space], module=str(space["__module__"]))  # type: ignore[misc]  # noqa: PYI024 (that is the point)
        for key, value in space.items():
            if key not in _NOT_TAKEN:
                setattr(made, key, value)
        return made


NamedTuple: type = type.__new__(_Made, "NamedTuple", (), {})
"""The base class of a tuple whose items have names."""

"""Named tuples: the same as those of `typing`, however they are used."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from nextcall import named


def made(name: str, base: Any) -> Any:
    """The same class over one base or another, as if it stood in this module."""

    class Made(base):  # type: ignore[misc]  # over two bases in turn
        """Words."""

        __qualname__ = name
        one: int
        two: str = "2"
        three: tuple[int, ...] = ()

        @property
        def sum(self) -> int:
            """Of all numbers."""
            return int(self.one + sum(self.three))

        def more(self, by: int) -> Any:
            return self._replace(one=self.one + by)

    Made.__name__ = name
    return Made


Theirs = made("Theirs", typing.NamedTuple)
Ours = made("Ours", named.NamedTuple)

USES: dict[str, typing.Callable[[Any], Any]] = {
    "positions": lambda of: of(1, "b", (3,)),
    "defaults": lambda of: of(1),
    "names": lambda of: of(three=(4,), one=2),
    "fields": lambda of: (of._fields, of._field_defaults, of.__match_args__, of.__doc__, of.__name__, of.__module__, of.__slots__),
    "as a tuple": lambda of: (of(1) == (1, "2", ()), tuple(of(5)), of(1)[1], len(of(1)), hash(of(1)), of(1) < of(2), [*of(1)]),
    "reading": lambda of: (of(7).one, of(7).two, of(7, three=(1, 2)).sum, of(7).more(3)),
    "making": lambda of: of._make([1, 2, 3]),
    "making of too few": lambda of: of._make([1]),
    "replacing": lambda of: of(1)._replace(two="x"),
    "replacing what is not there": lambda of: of(1)._replace(four=4),
    "a dictionary": lambda of: of(1)._asdict(),
    "words": lambda of: (repr(of(1, "é")), str(of(1))),
    "nothing": lambda of: of(),
    "too many": lambda of: of(1, 2, 3, 4),
    "twice": lambda of: of(1, one=1),
    "an unknown name": lambda of: of(1, four=4),
    "setting": lambda of: setattr(of(1), "one", 2),
    "another attribute": lambda of: setattr(of(1), "other", 2),
    "a copy": lambda of: (copy.copy(of(1)), copy.deepcopy(of(1, "b", (9,)))),
    "pickled": lambda of: pickle.loads(pickle.dumps(of(1, "b"))),  # noqa: S301 (our own)
}


def outcome(use: typing.Callable[[Any], Any], of: Any) -> Any:
    try:
        found = use(of)
    except (TypeError, ValueError, AttributeError) as error:
        return TypeError if type(error) is ValueError else type(error)  # as of Python 3.13, which took the other name for it
    return repr(found).replace("Ours", "Theirs"), type(found).__name__.replace("Ours", "Theirs")


@pytest.mark.parametrize("use", USES)
def test_it_is_as_those_of_typing(use: str) -> None:
    assert outcome(USES[use], Ours) == outcome(USES[use], Theirs)


def test_a_pattern_takes_it_apart() -> None:
    match Ours(1, "b"):
        case Ours(one, two=text):
            assert (one, text) == (1, "b")
        case _:
            raise AssertionError


def test_each_class_makes_its_own() -> None:
    class Other(named.NamedTuple):  # type: ignore[misc]  # which checkers do not know as one
        here: int

    class Below(Ours):  # type: ignore[misc, valid-type]  # made just now
        """A class of a class."""

    assert (Below(3), type(Below(3)), Below(3).more(1)) == (Ours(3), Below, (4, "2", ()))
    assert (Other(4).here, Ours(5).one) == (4, 5)
    assert type(Other(4)) is Other


def test_a_field_without_a_default_after_one_that_has_one() -> None:
    with pytest.raises(TypeError, match="without a default"):

        class Wrong(named.NamedTuple):  # type: ignore[misc]  # as above
            one: int = 1
            two: int

"""What a call is worth: as stated, or measured by the ratio of sums, exactly until it is shown.

v = Σ amounts / Σ calls over sessions b = 1 ... B, with the standard error of a ratio estimator
√(B/(B-1) · Σ (amount_b - v · calls_b)²) / Σ calls: W. G. Cochran, "Sampling Techniques" (3rd ed. 1977), 6.4.
"""

from __future__ import annotations

from math import isqrt, lcm

from nextcall.core.money import share

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from fractions import Fraction
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

LEAST_SESSIONS, LEAST_PAID = 8, 3
"""Of fewer sessions, or fewer yeses with an amount, nothing is measured."""
_FINE = 10**15
"""A standard error is exact to the fifteenth decimal."""


class Measured(NamedTuple):
    """The value of a call, as it was."""

    per_call: Fraction
    error: Fraction | None
    """Its standard error; None of a single session."""


class Counted(NamedTuple):
    """The calls whose value is asked for."""

    calls: int
    conversations: int
    noes: int


class Worth(NamedTuple):
    """What is shown: decimals, rounded half to even; None where it is not known."""

    per_call: str | None
    per_conversation: str | None
    """The value of all those calls, by their conversations."""
    per_no: str | None
    source: str | None
    """`stated` or `measured`; None: neither."""
    error: str | None
    """The standard error of a measured value per call."""


def enough(sessions: int, paid: int) -> bool:
    """Whether so many sessions with so many yeses that have an amount can be measured."""
    return sessions >= LEAST_SESSIONS and paid >= LEAST_PAID


def measured(sessions: Sequence[tuple[Decimal | Fraction, int]]) -> Measured | None:
    """The value of a call from the amounts and the calls of each session; None without a call.

    A session that brought nothing has the amount 0; one without calls is left out. ValueError where an amount or a number of calls is below 0, or there is an
    amount without a call.
    """
    from fractions import Fraction  # noqa: PLC0415 (heavy, and for who measures alone)

    if any(calls < 0 or amount < 0 or (amount and not calls) for amount, calls in sessions):
        raise ValueError("amounts and calls are not below 0, and there is no amount without a call")
    made = [(*amount.as_integer_ratio(), calls) for amount, calls in sessions if calls]
    if not made:
        return None
    unit = lcm(*(below for _, below, _ in made))
    amounts = [above * (unit // below) for above, below, _ in made]
    total, calls = sum(amounts), sum(one for _, _, one in made)
    per_call = Fraction(total, unit * calls)
    if len(made) == 1:
        return Measured(per_call, None)
    squares = sum((amount * calls - total * one) ** 2 for amount, (_, _, one) in zip(amounts, made, strict=True))
    variance = Fraction(squares * len(made), (len(made) - 1) * (unit * calls * calls) ** 2)
    return Measured(per_call, _root(variance))


def worth(
    counted: Counted, decimals: int, stated: tuple[str, int] | None = None, sessions: Sequence[tuple[Decimal | Fraction, int]] = (), paid: int = 0
) -> Worth:
    """The value of a call, of a conversation and of a no among the calls `counted`.

    Measured from `sessions` with so many paid yeses where these are enough, else as `stated` (an amount as decimal
    text, and in how many calls), else not known. ValueError as for `measured`.
    """
    found = measured(sessions) if enough(sum(1 for _, calls in sessions if calls), paid) else None
    if found is not None:
        per_call = found.per_call
        return _worth(counted, decimals, (str(per_call.numerator), per_call.denominator), "measured", found.error)
    if stated is not None:
        return _worth(counted, decimals, stated, "stated", None)
    return Worth(None, None, None, None, None)


def _worth(counted: Counted, decimals: int, value: tuple[str, int], source: str, error: Fraction | None) -> Worth:
    earned, among = value

    def shown(times: int, by: int) -> str | None:
        return share(earned, times, among * by, decimals)[0] if by else None

    error_shown = None if error is None else share(str(error.numerator), 1, error.denominator, decimals)[0]
    return Worth(shown(1, 1), shown(counted.calls, counted.conversations), shown(counted.calls, counted.noes), source, error_shown)


def _root(square: Fraction) -> Fraction:
    """The square root, rounded down to a multiple of 10⁻¹⁵."""
    return type(square)(isqrt(square.numerator * _FINE * _FINE // square.denominator), _FINE)

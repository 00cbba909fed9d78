"""The value of a call, measured: against the formula written out with decimals of sixty digits."""

from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.stats.worth import Counted, Measured, Worth, enough, measured, worth

AMOUNTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
SESSIONS = st.lists(st.tuples(AMOUNTS, st.integers(1, 200)), min_size=2, max_size=60)
COUNTED = Counted(calls=600, conversations=75, noes=80)


def test_by_hand() -> None:
    """30 in 10 calls and 10 in 10 calls: 2 a call, each of the two 10 off; √(2/1 · 200) / 20 is 1."""
    assert measured([(Decimal(30), 10), (Decimal(10), 10)]) == Measured(Fraction(2), Fraction(1))


@given(SESSIONS)
def test_the_formula_written_out(sessions: list[tuple[Decimal, int]]) -> None:
    found = measured(sessions)
    with localcontext() as context:
        context.prec = 60
        calls, number = Decimal(sum(calls for _, calls in sessions)), Decimal(len(sessions))
        value = sum(amount for amount, _ in sessions) / calls
        error = (number / (number - 1) * sum((amount - value * own) ** 2 for amount, own in sessions)).sqrt() / calls
        assert found is not None
        assert found.error is not None
        assert abs(Decimal(found.per_call.numerator) / found.per_call.denominator - value) < Decimal("1e-40")
        assert abs(Decimal(found.error.numerator) / found.error.denominator - error) < Decimal("2e-15")


@given(SESSIONS, st.randoms(use_true_random=False))
def test_the_order_is_nothing_and_money_scales(sessions: list[tuple[Decimal, int]], dice: Random) -> None:
    found = measured(sessions)
    assert measured(dice.sample(sessions, len(sessions))) == found
    thrice = measured([(amount * 3, calls) for amount, calls in sessions])
    assert found is not None
    assert thrice is not None
    assert thrice.per_call == 3 * found.per_call
    assert float(thrice.error or 0) == pytest.approx(3 * float(found.error or 0), rel=1e-12, abs=1e-14)


def test_the_same_from_every_session_has_no_error() -> None:
    assert measured([(Decimal("0.10"), 3), (Decimal("0.20"), 6), (Fraction(1, 3), 10)]) == Measured(Fraction(1, 30), Fraction(0))


def test_sums_are_exact() -> None:
    assert measured([(Decimal("0.1"), 1)] * 10) == Measured(Fraction(1, 10), Fraction(0))
    whole = Decimal("9" * 59)
    found = measured([(whole, 1), (Decimal("0.01"), 2)])
    assert found is not None
    assert found.per_call == (Fraction(whole) + Fraction(1, 100)) / 3


def test_sessions_without_calls_tell_nothing() -> None:
    assert measured([]) is None
    assert measured([(Decimal(0), 0)]) is None
    assert measured([(Decimal(7), 2), (Decimal(0), 0)]) == Measured(Fraction(7, 2), None)


@pytest.mark.parametrize("session", [(Decimal(1), 0), (Decimal(-1), 3), (Decimal(1), -3)])
def test_no_such_session(session: tuple[Decimal, int]) -> None:
    with pytest.raises(ValueError, match="not below 0"):
        measured([(Decimal(1), 1), session])


def test_when_it_is_enough() -> None:
    assert enough(8, 3)
    assert not enough(7, 300)
    assert not enough(800, 2)


# ---- what is shown


def test_stated() -> None:
    assert worth(COUNTED, 2, ("10000", 500)) == Worth("20.00", "160.00", "150.00", "stated", None)
    assert worth(COUNTED, 0, ("10000.50", 500)) == Worth("20", "160", "150", "stated", None)


def test_not_stated() -> None:
    assert worth(COUNTED, 2) == Worth(None, None, None, None, None)
    assert worth(COUNTED, 2, None, [(Decimal(30), 10)] * 7, 7).source is None


def test_measured_instead_of_stated() -> None:
    sessions = [(Decimal(30), 10), (Decimal(10), 10)] * 4
    assert worth(COUNTED, 3, ("10000", 500), sessions, 3) == Worth("2.000", "16.000", "15.000", "measured", "0.378")  # √(8/7 · 800) / 80
    assert worth(COUNTED, 3, ("10000", 500), sessions, 2).source == "stated"
    assert worth(COUNTED, 3, ("10000", 500), [*sessions[:7], (Decimal(0), 0)], 3).source == "stated"


def test_rounded_once_and_half_to_even() -> None:
    """A third of 0.03 by a hundred calls and one no is 1, not 33 times 0.03."""
    assert worth(Counted(100, 3, 1), 2, ("0.01", 1))[:3] == ("0.01", "0.33", "1.00")
    assert worth(Counted(300, 0, 100), 2, ("100", 300))[:3] == ("0.33", None, "1.00")
    assert worth(Counted(1, 1, 1), 2, ("0.01", 2)).per_call == "0.00"
    assert worth(Counted(1, 1, 1), 2, ("0.03", 2)).per_call == "0.02"


def test_nothing_made_yet() -> None:
    assert worth(Counted(0, 0, 0), 2, ("10000", 500)) == Worth("20.00", None, None, "stated", None)

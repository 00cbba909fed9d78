from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import a_session
from making import DECIMALS, after
from nextcall.core import actions as do
from nextcall.core.money import places, share
from nextcall.core.session import Formula
from nextcall.core.undo import Workbench, perform, undo
from nextcall.core.value import earned, shown_per_call, value_of, value_per_call

DOLLARS = Formula("10000", 500, "USD")


def test_six_hang_ups_are_120_the_seventh_makes_140_and_undo_120_again() -> None:
    bench = Workbench(a_session(formula=DOLLARS))
    assert earned(bench.session) == "0.00"
    shown = []
    for i in range(7):
        bench = perform(bench, do.Tag("hung-up"), after(i))
        shown.append(earned(bench.session))
    assert shown == ["20.00", "40.00", "60.00", "80.00", "100.00", "120.00", "140.00"]
    assert earned(undo(bench).session) == "120.00"


def test_a_skipped_one_is_no_call_and_has_no_value() -> None:
    assert earned(perform(Workbench(a_session(formula=DOLLARS)), do.Tag("skipped"), after(1)).session) == "0.00"


def test_sums_are_exact_where_one_call_is_not() -> None:
    third = Formula("10000", 300, "USD")
    assert value_of(6, "33.33", third) == "200.00"
    assert shown_per_call(a_session(formula=third)) == "33.33"
    assert value_per_call(third) == "33." + "3" * 30


@pytest.mark.parametrize(
    ("stated", "calls", "shown"),
    [
        ("0.01", 2, "0.00"),  # 0.005
        ("0.03", 2, "0.02"),  # 0.015
        ("0.05", 2, "0.02"),  # 0.025
        ("0.07", 2, "0.04"),  # 0.035
        ("0.050000000000000000000000001", 2, "0.03"),
        ("0.049999999999999999999999999", 2, "0.02"),
        ("999999999999999.995", 1, "1000000000000000.00"),
    ],
)
def test_exact_ties_go_to_the_even_neighbour(stated: str, calls: int, shown: str) -> None:
    assert value_of(1, None, Formula(stated, calls, "EUR")) == shown


@pytest.mark.parametrize(
    ("currency", "shown"),
    [("JPY", "3"), ("jpy", "3"), ("KWD", "3.333"), ("TND", "3.333"), ("USD", "3.33"), ("XXX", "3.33"), ("", "3.33")],
)
def test_currencies_have_their_own_number_of_decimals(currency: str, shown: str) -> None:
    assert value_of(1, None, Formula("10", 3, currency)) == shown


def test_ties_without_decimals() -> None:
    assert [value_of(n, None, Formula("1", 2, "JPY")) for n in (1, 3, 5)] == ["0", "2", "2"]


@pytest.mark.parametrize(
    ("formula", "text"),
    [(DOLLARS, "20.00"), (Formula("1", 8, "USD"), "0.125"), (Formula("900", 3, "JPY"), "300"), (Formula("1", 8, "JPY"), "0.125")],
)
def test_one_call_is_written_as_exactly_as_it_can_be(formula: Formula, text: str) -> None:
    assert value_per_call(formula) == text


def test_a_value_without_a_formula_is_multiplied() -> None:
    assert value_of(3, "33.335", None) == "100.00"  # 100.005: to the even cent
    assert value_of(7, "20", None) == "140.00"
    assert earned(a_session()._replace(value_per_call="1.5")) == "0.00"


def test_where_nothing_was_stated_there_is_no_value() -> None:
    assert value_of(3, None, None) is earned(a_session()) is shown_per_call(a_session()) is None


def test_a_free_hour_is_worth_nothing() -> None:
    assert value_of(9, None, Formula("0", 500, "USD")) == "0.00"
    assert places(None) == 2


@settings(deadline=None)
@given(DECIMALS, st.integers(0, 100_000), st.integers(1, 100_000), st.integers(0, 6))
def test_shares_are_what_exact_fractions_say(amount: str, times: int, among: int, decimals: int) -> None:
    exact = Fraction(amount) * times / among
    text, is_exact = share(amount, times, among, decimals)
    assert Fraction(text) == Fraction(round(exact * 10**decimals), 10**decimals)  # Fraction rounds half to even
    assert is_exact == (Fraction(text) == exact)
    with localcontext(prec=60) as context:
        context.rounding = ROUND_HALF_EVEN
        assert text == f"{Decimal(text):.{decimals}f}"

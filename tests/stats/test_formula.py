"""The formula: what calls come to and are worth, and what is not known before there is enough."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.core.outcomes import SETS
from nextcall.stats.facts import flag_bits
from nextcall.stats.forecast import Effort, Forecast
from nextcall.stats.formula import (
    STEPS,
    Formula,
    as_data,
    effort_text,
    forecast_text,
    forecasts,
    formula,
    plan_data,
    source,
    spell,
    spell_data,
    spell_text,
)
from nextcall.stats.totals import Total
from nextcall.stats.worth import Worth

BITS = {outcome.id: flag_bits(outcome) for outcome in SETS["sales"]}
STATED = ("10000", 500)


def total(**counts: int) -> Total:
    found = Total()
    for outcome, number in counts.items():
        found.add_paper(outcome, BITS[outcome.replace("_", "-")], number)
    return found


def of(stated: tuple[str, int] | None = None, paid: Any = (), **counts: int) -> Formula:
    return formula(total(**counts), stated, "USD", paid)


PAID = [(("100.00",), 10), ((), 5), (("50",), 10), (("30", "20"), 7), ((), 8), ((), 10), ((), 10), ((), 40)]


# ---- what it is made of


def test_what_was_counted() -> None:
    found = of(no_answer=60, gatekeeper=20, no=12, helped=5, yes=3, skipped=9)
    assert found[:5] == (100, 40, 20, 3, 12)
    assert {name: (rate["k"], rate["n"]) for name, rate in found.rates.items()} == {"connect": (40, 100), "conversation": (20, 100), "yes": (3, 20), "served": (8, 20)}


def test_stated_until_it_can_be_measured() -> None:
    assert of(STATED, no=2, yes=4).worth == Worth("20.00", "20.00", "60.00", "stated", None)
    assert of(STATED, PAID[:7], no=2).worth.source == "stated"
    assert of(STATED, [(texts[:1] if place < 2 else (), calls) for place, (texts, calls) in enumerate(PAID)], no=2).worth.source == "stated"
    found = of(STATED, PAID, no=2)
    assert (found.worth.source, found.worth.per_call, found.sessions, found.paid) == ("measured", "2.00", 8, 4)
    assert of(None, PAID[:7], no=2).worth == Worth(None, None, None, None, None)


def test_a_session_without_calls_takes_no_part() -> None:
    found = of(STATED, [*PAID[:7], ((), 0), (("7",), 0)], no=2)
    assert (found.sessions, found.paid, found.worth.source) == (7, 4, "stated")


def test_the_sum_of_cents_is_exact() -> None:
    found = of(None, [(("0.10", "0.20"), 3)] * 8, no=1)
    assert (found.worth.per_call, found.worth.error) == ("0.10", "0.00")


@given(st.lists(st.tuples(st.lists(st.decimals(0, 10**6, places=2).map(str), max_size=3), st.integers(0, 50)), max_size=20))
def test_any_payments(paid: list[tuple[list[str], int]]) -> None:
    found = of(STATED, paid, no=3)
    counted = [(texts, calls) for texts, calls in paid if calls]
    assert (found.sessions, found.paid) == (len(counted), sum(len(texts) for texts, _ in counted))
    measured = found.sessions >= 8 and found.paid >= 3
    assert found.worth.source == ("measured" if measured else "stated")
    if measured:
        value = sum((sum(map(Decimal, texts), Decimal()) for texts, _ in counted), Decimal()) / sum(calls for _, calls in counted)
        assert abs(Decimal(found.worth.per_call or "0") - value) <= Decimal("0.005")


# ---- where the value comes from, in words


def test_the_source_in_words() -> None:
    assert source(of(STATED, no=1)) == "as you stated: 10000 in 500 calls"
    assert source(of(("70.5", 1), no=1)) == "as you stated: 70.5 in 1 call"
    assert source(of(STATED, PAID[:1], no=1)) == "as you stated: 10000 in 500 calls (1 session and 1 paid yes so far, measuring takes 8 and 3)"
    assert source(of(STATED, PAID, no=1)) == f"measured over 8 sessions with 4 paid yeses, ± {of(STATED, PAID, no=1).worth.error} a call"
    assert source(of(None, PAID[:2], no=1)).startswith("not known yet: ")


# ---- forecasts


def test_the_next_yes() -> None:
    found = of(no_answer=57, yes=3)
    assert found.effort == Effort(15, 61)
    assert effort_text(found) == "The next yes: as likely as not within 15 calls, nine times in ten within 61."


def test_before_the_first_call_nothing_is_forecast() -> None:
    found = of(STATED)
    assert found.effort == Effort(None, None)
    assert effort_text(found) == "No call yet: nothing is known of the next yes."
    assert plan_data(found, 40) == {"calls": 40} | {step: {"median": None, "low": None, "high": None} for step in STEPS}
    assert spell(found, 5, 10) is None


def test_a_yes_that_is_far_away() -> None:
    assert "more than a million" in effort_text(of(no_answer=1)._replace(effort=Effort(700_000, None)))
    assert "within 1 call, " in effort_text(of(yes=3000))


def test_forty_calls_more() -> None:
    found = of(no_answer=188, no=12)
    assert forecasts(found, 40)["conversations"] == Forecast(2, 1, 5)
    assert forecast_text(forecasts(found, 40)["conversations"]) == "about 2, 1 to 5"
    assert plan_data(found, 40)["conversations"] == {"median": 2, "low": 1, "high": 5}
    assert list(plan_data(found, 40)) == ["calls", *STEPS]


@given(st.integers(0, 200), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 300))
def test_a_forecast_is_in_order_and_within_the_calls(no_answer: int, gatekeeper: int, no: int, yes: int, calls: int) -> None:
    found = of(no_answer=no_answer, gatekeeper=gatekeeper, no=no, yes=yes)
    if found.calls:
        for forecast in forecasts(found, calls).values():
            assert 0 <= forecast.low <= forecast.median <= forecast.high <= calls
    assert as_data(found)["effort"] == found.effort._asdict()


@pytest.mark.parametrize(("run", "calls", "chance"), [(25, 50, 0.6241), (25, 100, 0.9117), (40, 50, 0.1928)])
def test_a_dry_spell(run: int, calls: int, chance: float) -> None:
    found = spell(of(no_answer=57, yes=3), run, calls)
    assert found is not None
    assert round(found.chance, 4) == chance
    assert spell_data(found)["chance"] == round(found.chance, 6)
    assert found.low < found.chance < found.high
    assert f"a chance of {100 * chance:.0f} % (" in spell_text(found)
    assert spell_text(found).endswith(" at 3 yeses in 60 calls.")


def test_no_dry_spell_without_a_yes() -> None:
    assert spell(of(no_answer=57, no=3), 5, 10) is None
    assert spell(of(yes=3), 5, 10) is not None

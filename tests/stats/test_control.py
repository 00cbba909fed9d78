"""A measure over the parts of the history: which parts are points, what is said of them, and of what is not over yet."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.stats.buckets import Bucket
from nextcall.stats.control import (
    BUCKETS,
    MEASURES,
    SHARES,
    Control,
    as_data,
    control,
    judged,
    name,
    running_sentence,
    sentence,
    shown,
    signals,
)
from nextcall.stats.limits import p_prime, u_prime, verdict, xmr

HOUR = 3_600_000
XMR = (22, 25, 19, 30, 24, 21, 27, 18)


def part(key: str, calls: int = 10, lasted: int = HOUR, **more: Any) -> Bucket:
    return Bucket(key, 1, lasted, calls=calls, **more)


def days(counts: Any, **more: Any) -> list[Bucket]:
    return [part(f"2026-03-{i:02}", count, **more) for i, count in enumerate(counts, 1)]


@st.composite
def histories(draw: st.DrawFn) -> list[Bucket]:
    """Parts as they may be, empty ones and those without time or key included."""
    found = []
    for i in range(draw(st.integers(0, 30))):
        calls = draw(st.integers(0, 60))
        connects = draw(st.integers(0, calls))
        conversations = draw(st.integers(0, connects))
        yeses = draw(st.integers(0, conversations))
        served = draw(st.integers(yeses, conversations))
        gap = draw(st.none() | st.integers(0, 10**8).map(float))
        lasted = draw(st.sampled_from([0, 1, HOUR // 2 - 1, HOUR // 2, HOUR, 40 * HOUR]))
        key = draw(st.sampled_from([f"2026-{i:02}"] * 9 + [""]))
        found.append(Bucket(key, 1, lasted, calls=calls, connects=connects, conversations=conversations, yeses=yeses, served=served, gap=gap))
    return found


# ---- any history


@given(histories(), st.sampled_from([*MEASURES, "served"]), st.sampled_from(BUCKETS), st.integers(0, 30))
def test_whatever_the_history_something_is_said(found: list[Bucket], measure: str, bucket: str, running: int) -> None:
    made = control(found, measure, bucket, f"2026-{running:02}")
    data = as_data(made)
    said = sentence(made)
    assert said.endswith((".", "?"))
    assert data["verdict"] == said
    assert data["method"] == ("p" if measure in SHARES else "u" if (measure, bucket) == ("calls", "session") else "xmr")
    assert len(data["points"]) == len(made.keys) == len(made.counts) == len(made.exposures) == len(made.limits.points)
    assert f"2026-{running:02}" not in made.keys
    assert "" not in made.keys
    if data["state"] == "learning":
        assert said.startswith(("Learning: ", "Nothing to judge yet."))
        assert "signal" not in said
        assert all(point["lower"] is None and point["signal"] is None for point in data["points"])
    assert bool(running_sentence(made)) == (made.running is not None)
    if made.running and made.limits.method == "xmr":
        assert made.running.verdict.kind not in ("low", "run")
    assert list(signals(made)) == [i for i, point in enumerate(data["points"]) if point["signal"]]


@given(histories(), st.sampled_from(MEASURES), st.sampled_from(BUCKETS))
def test_every_input_to_the_verdict_is_in_the_data(found: list[Bucket], measure: str, bucket: str) -> None:
    made = control(found, measure, bucket)
    points = as_data(made)["points"]
    if made.limits.method == "p":
        again = p_prime([point["k"] for point in points], [point["n"] for point in points])
    elif made.limits.method == "u":
        again = u_prime([point["count"] for point in points], [point["hours"] for point in points]) if all(point["hours"] for point in points) else made.limits
    else:
        again = xmr([point["value"] for point in points])
    assert again.state == made.limits.state
    assert (again.center is None) == (made.limits.center is None)
    assert again.center is None or again.center == pytest.approx(made.limits.center, rel=1e-3, abs=1e-6)


# ---- which parts are points


def test_an_hour_is_judged_from_half_an_hour_of_session_on() -> None:
    parts = [part("2026-03-01T09", lasted=HOUR // 2), part("2026-03-01T10", lasted=HOUR // 2 - 1), part("2026-03-01T11", 0)]
    assert control(parts, "calls", "hour").keys == ("2026-03-01T09", "2026-03-01T11")
    assert len(control(parts, "calls", "day").keys) == 3


def test_a_share_of_nothing_is_no_point_and_of_none_is_zero() -> None:
    parts = [part("a", 5, connects=2), part("b", 0), part("c", 5, connects=2, conversations=1)]
    assert control(parts, "connect", "day").keys == ("a", "c")
    assert control(parts, "yes", "day").keys == ("c",)
    assert control(parts, "yes", "day").limits.center == 0


def test_calls_without_time_count_in_a_day_but_have_no_pace() -> None:
    parts = [part("a", 5, lasted=0), part("b", 0, lasted=0)]
    assert control(parts, "calls", "day").keys == ("a",)
    assert control(parts, "calls", "session").keys == ()


def test_gaps_are_seconds() -> None:
    assert control([part("a", gap=61_500.0), part("b")], "gap", "session").limits.points[0].value == 61.5


# ---- what is said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((), "Nothing to judge yet."),
        ((5,), "Learning: 1 day so far, limits need 6."),
        ((5, 9, 2, 7, 8), "Learning: 5 days so far, limits need 6."),
        ((20,) * 5, "Learning: 5 days so far, limits need 6."),
        ((20,) * 6, "Calls in a day 20: always the same."),
        (XMR, "Calls in a day 18: inside your usual range (6.5 to 40.0); nothing to fix. Trial limits: 8 days of the 12 that settle them."),
        ((*(20, 22) * 6, 90), "Calls in a day 90: above your usual range (6.4 to 46.3). A signal: what was different?"),
        ((*(20, 22) * 6, 0), "Calls in a day 0: below your usual range (9.6 to 29.1). A signal: what was different?"),
        ((*(10, 30) * 4, *(21, 22) * 4), "Calls in a day 22: eight or more in a row above your middle of 20.8. A signal: something has changed."),
    ],
)  # fmt: skip
def test_the_sentence(counts: tuple[int, ...], said: str) -> None:
    assert sentence(control(days(counts), "calls", "day")) == said


def test_the_names_of_measures() -> None:
    names = {(measure, bucket): name(control([], measure, bucket)) for measure in (*MEASURES, "served") for bucket in BUCKETS}
    assert names["calls", "session"] == "Calls per hour"
    assert (names["calls", "hour"], names["calls", "week"]) == ("Calls in an hour", "Calls in a week")
    assert all(found[0].isupper() for found in names.values())


@pytest.mark.parametrize(
    ("measure", "value", "text"),
    [("calls", 30.0, "30"), ("calls", 23.26, "23.3"), ("calls", 2789.1, "2,789"), ("calls", 0.0, "0"), ("gap", 61.9, "1:01"), ("gap", 4000.0, "66:40"), ("yes", 0.0788, "7.9 %"), ("served", 1.0, "100.0 %")],
)
def test_values_in_words(measure: str, value: float, text: str) -> None:
    assert shown(measure, value) == text


def test_shares_are_said_with_their_own_limits() -> None:
    parts = [part(str(i), n, connects=k) for i, (k, n) in enumerate([(2, 25), (5, 40), (1, 18), (6, 52), (3, 30), (17, 165)])]
    made = control(parts, "connect", "session")
    assert sentence(made).startswith("Connects 10.3 %: inside your usual range (")
    assert (as_data(made)["lower"], as_data(made)["upper"]) == (None, None)


# ---- what is not over yet


def running(counts: Any, now: int) -> Control:
    return control([*days(counts), part("now", now)], "calls", "day", "now")


@pytest.mark.parametrize(
    ("counts", "now", "kind", "said"),
    [
        (XMR, 2, "routine", "Calls in a day: 2 so far; your usual range is 6.5 to 40.0. Nothing to fix."),
        (XMR, 20, "routine", "Calls in a day: 20 so far; your usual range is 6.5 to 40.0. Nothing to fix."),
        (XMR, 60, "high", "Calls in a day 60: above your usual range (6.5 to 40.0). A signal: what was different?"),
        ((5, 6), 60, "learning", "Calls in a day: 60 so far. Nothing to judge yet."),
        ((), 60, "learning", "Calls in a day: 60 so far. Nothing to judge yet."),
        ((20,) * 8, 20, "same", "Calls in a day: 20 so far, the same as always."),
        ((20,) * 8, 21, "learning", "Calls in a day: 21 so far. Nothing to judge yet."),
        ((*(10, 30) * 4, *(25, 26) * 4), 27, "routine", "Calls in a day: 27 so far; your usual range is 0 to 49.7. Nothing to fix."),
    ],
)  # fmt: skip
def test_a_part_that_is_not_over_is_never_too_little(counts: tuple[int, ...], now: int, kind: str, said: str) -> None:
    made = running(counts, now)
    assert made.running is not None
    assert (made.running.verdict.kind, running_sentence(made)) == (kind, said)
    assert as_data(made)["running"]["sentence"] == said
    assert sentence(made) == sentence(control(days(counts), "calls", "day"))


def test_nothing_runs() -> None:
    made = control(days(XMR), "calls", "day", "2027-01-01")
    assert (made.running, running_sentence(made), as_data(made)["running"]) == (None, "", None)


def test_judged_by_hand_is_the_sentence() -> None:
    made = control(days((*XMR, *XMR)), "calls", "day")
    assert judged(made, verdict(made.limits)) == sentence(made)
    assert judged(made, verdict(xmr([]))) == "Nothing to judge yet."

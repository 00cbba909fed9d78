"""How often something is claimed where nothing is, and found where something is: simulated histories, with fixed seeds.

They are meant to be like those of a caller: eight to ten hours of the day with a few hundred calls each, of which 8%
become conversations; weeks and months of hours, days and sessions that differ by chance alone.
"""

from collections.abc import Iterator
from random import Random

import pytest

from nextcall.stats.limits import Limits, p_prime, u_prime, xmr
from nextcall.stats.spots import Group, spots

RATE = 0.08


def hits(dice: Random, n: int, rate: float) -> int:
    return sum(dice.random() < rate for _ in range(n))


def count(dice: Random, mean: float) -> int:
    """A number of events that come by chance: as many as fit in, waiting for each."""
    found, waited = 0, dice.expovariate(1)
    while waited < mean:
        found, waited = found + 1, waited + dice.expovariate(1)
    return found


def histories(number: int, seed: int) -> Iterator[list[Group]]:
    """Nine hours of the day, 40 to 400 calls in each, no difference between them."""
    dice = Random(seed)  # noqa: S311 (not a secret)
    for _ in range(number):
        sizes = [dice.randint(40, 400) for _ in range(9)]
        yield [Group(f"{9 + hour:02}", hits(dice, n, RATE), n, 20) for hour, n in enumerate(sizes)]


def test_a_bright_spot_is_claimed_in_one_of_forty_histories_without_any() -> None:
    claimed = sum(any(spot.bright for spot in spots(groups).groups) for groups in histories(600, 1))
    assert claimed <= 600 * 0.045, "about 1 in 40 is meant"
    assert claimed >= 600 * 0.005, "the rule is not so strict that it claims nothing"


def test_half_as_much_again_as_the_average_names_one_nearly_always() -> None:
    """The rule of thumb that it is there in place of, with the few calls that groups have after some weeks: ten hours, 10 to 100 calls."""
    dice = Random(2)  # noqa: S311 (not a secret)
    claimed = 0
    for _ in range(600):
        sizes = [dice.randint(10, 100) for _ in range(10)]
        found = [(hits(dice, n, RATE), n) for n in sizes]
        mean = sum(k for k, _ in found) / sum(sizes)
        claimed += any(k / n > 1.5 * mean for k, n in found)
    assert claimed == pytest.approx(600 * 0.9, abs=600 * 0.07)


def test_and_this_rule_does_not_with_those_few_calls_either() -> None:
    dice = Random(2)  # noqa: S311 (not a secret)
    claimed = 0
    for _ in range(600):
        sizes = [dice.randint(10, 100) for _ in range(10)]
        claimed += any(spot.bright for spot in spots(Group("", hits(dice, n, RATE), n, 20) for n in sizes).groups)
    assert claimed <= 600 * 0.045


@pytest.mark.parametrize(("rate", "share"), [(0.10, 5 / 6), (0.08, 0.72)])
def test_a_doubled_rate_in_two_hundred_calls_is_found_five_times_of_six(rate: float, share: float) -> None:
    """One of eight hours, each of 200 calls, has 20% in place of 10%. With 16% in place of 8% it is seven times of ten."""
    dice = Random(3)  # noqa: S311 (not a secret)
    found = others = 0
    for _ in range(600):
        groups = [Group(str(hour), hits(dice, 200, rate * (2 if hour == 3 else 1)), 200, 20) for hour in range(8)]
        bright = [spot.key for spot in spots(groups).groups if spot.bright]
        found += "3" in bright
        others += any(key != "3" for key in bright)
    assert found == pytest.approx(600 * share, abs=600 * 0.06)
    assert others <= 600 * 0.1


def shares_of_signals(made: list[Limits]) -> tuple[float, float]:
    """Of all points, how many lie outside their limits, and how many are part of a run."""
    signals = [point.signal for limits in made for point in limits.points]
    return (signals.count("high") + signals.count("low")) / len(signals), signals.count("run") / len(signals)


def series(kind: str, dice: Random) -> Limits:
    """Forty points by chance alone."""
    match kind:
        case "calls a day":
            return xmr([count(dice, 40) for _ in range(40)])
        case "minutes a day":
            return xmr([dice.gauss(120, 20) for _ in range(40)])
        case "calls an hour":
            hours = [dice.uniform(0.5, 2) for _ in range(40)]
            return u_prime([count(dice, 25 * time) for time in hours], hours)
        case _:
            ns = [dice.randint(20, 120) for _ in range(40)]
            return p_prime([hits(dice, n, 0.15) for n in ns], ns)


@pytest.mark.parametrize("kind", ["calls a day", "minutes a day", "calls an hour", "conversations a session"])
def test_the_limits_hardly_ever_cry_wolf(kind: str) -> None:
    """Outside: about 1 point in 300. In a run of eight: about 1 in 40, since a run marks all of its points."""
    dice = Random(4)  # noqa: S311 (not a secret)
    outside, running = shares_of_signals([series(kind, dice) for _ in range(150)])
    assert 0 < outside <= 0.006
    assert running <= 0.04


def test_with_few_points_they_do_not_cry_wolf_more() -> None:
    """Ten days: 1 point in 500, since one that is far off widens the limits by itself."""
    dice = Random(5)  # noqa: S311 (not a secret)
    outside, _ = shares_of_signals([xmr([dice.gauss(120, 20) for _ in range(10)]) for _ in range(1000)])
    assert outside <= 0.005


def test_what_changes_is_seen() -> None:
    """A day of twice the calls is outside; ten days of half as many more are a signal."""
    dice = Random(6)  # noqa: S311 (not a secret)
    doubled = [xmr([count(dice, 40) for _ in range(20)] + [count(dice, 80)]).points[-1].signal for _ in range(100)]
    assert doubled.count("high") >= 95
    raised = [xmr([count(dice, 40) for _ in range(30)] + [count(dice, 60) for _ in range(10)]).points[-1].signal for _ in range(100)]
    assert sum(signal is not None for signal in raised) >= 90

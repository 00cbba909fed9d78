"""`formula` and `plan`: rates, values and forecasts as the papers have them, from the files of sessions."""

from collections.abc import Callable
from fractions import Fraction
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cli.commands import Command, one_line
from cli.numbers_made import day, keep, reached, sitting, tapped
from nextcall.stats.rates import rate

STATED = '[formula]\nearned = "10000"\ncalls = 500\n'
Configure = Callable[[str], Path]


def known(home: Path, k: int, n: int, kind: str = "no") -> None:
    keep(home, [sitting(1, reached(k, n, kind))])


# ---- rates


@pytest.mark.parametrize("row", [(26, 330, 0.0788, 0.0577, 0.1067), (15, 330, 0.0455, 0.0300, 0.0683), (1, 15, 0.0667, 0.0150, 0.2508), (0, 30, 0, 0, 0.0827)])
def test_a_rate_with_its_interval(nextcall: Command, home: Path, row: tuple[Any, ...]) -> None:
    k, n, share, low, high = row
    known(home, k, n)
    found = nextcall("formula", "--json").json
    assert {name: round(value, 4) for name, value in found["rates"]["conversation"].items()} == {"k": k, "n": n, "rate": share, "low": low, "high": high}
    assert found["rates"] == nextcall("stats", "--json").json["rates"]
    assert (found["calls"], found["conversations"]) == (n, k)
    assert f"{k} of {n}, " in nextcall("formula").out


def test_none_of_thirty(nextcall: Command, home: Path) -> None:
    known(home, 0, 30)
    assert "  conversations of calls          0 of 30, at most about 1 in 12\n" in nextcall("formula").out


def test_the_funnel(nextcall: Command, home: Path) -> None:
    keep(home, [sitting(1, {"no-answer": 60, "gatekeeper": 20, "no": 12, "helped": 5, "yes": 3})])
    found = nextcall("formula", "--json").json
    assert [found[name] for name in ("calls", "connects", "conversations", "yeses", "noes")] == [100, 40, 20, 3, 12]
    assert [(rate_["k"], rate_["n"]) for rate_ in found["rates"].values()] == [(40, 100), (20, 100), (3, 20), (8, 20)]
    rows = nextcall("formula").out.splitlines()
    assert rows[0] == "100 calls, 40 connects, 20 conversations, 3 yeses"
    assert rows[4] == "  yes of conversations            3 of 20, 15.0 % (6.2 to 32.2 %)"
    plain = dict(row.split("\t") for row in nextcall("formula", "--plain").out.splitlines())
    assert (plain["calls"], plain["rates.yes.k"], plain["value.per_call"], plain["effort.half"]) == ("100", "3", "", str(found["effort"]["half"]))


def test_nothing_yet(nextcall: Command, home: Path) -> None:
    assert home
    found = nextcall("formula", "--json").json
    assert (found["calls"], found["rates"]["yes"]["rate"], found["effort"]) == (0, None, {"half": None, "ninety": None})
    assert found["value"] == {"per_call": None, "per_conversation": None, "per_no": None, "source": None, "error": None, "sessions": 0, "paid": 0, "stated": None}
    rows = nextcall("formula").out.splitlines()
    assert rows[0] == "No call has been counted yet."
    assert "not known yet" in rows[-1]


def test_a_part_of_the_history(nextcall: Command, home: Path) -> None:
    keep(home, [sitting(1, reached(3, 10), tags=("a",)), sitting(2, reached(1, 50), start=day(1))])
    found = nextcall("formula", "--query", "tag:a", "--json").json
    assert (found["calls"], found["conversations"]) == (10, 3)
    assert nextcall("formula", "--query", "tag:nowhere", "--json").json["calls"] == 0
    assert nextcall("plan", "--calls", "10", "--query", "tag:nowhere", "--json").json["connects"]["median"] is None


# ---- value


def test_the_value_as_it_was_stated(nextcall: Command, home: Path, configure: Configure) -> None:
    configure(STATED)
    keep(home, [sitting(1, {"no-answer": 4, "no": 2})])
    found = nextcall("formula", "--json").json["value"]
    assert found == {
        "per_call": "20.00", "per_conversation": "60.00", "per_no": "60.00", "source": "stated", "error": None, "sessions": 1, "paid": 0,
        "stated": {"earned": "10000", "calls": 500},
    }  # fmt: skip
    assert "as you stated: 10000 in 500 calls\n" in nextcall("formula").out


def test_stated_before_the_first_call(nextcall: Command, home: Path, configure: Configure) -> None:
    assert home
    configure(STATED)
    found = nextcall("formula", "--json").json["value"]
    assert (found["per_call"], found["per_conversation"], found["per_no"], found["source"]) == ("20.00", None, None, "stated")


@pytest.mark.parametrize(("currency", "shown"), [("JPY", "20"), ("KWD", "20.000"), ("EUR", "20.00")])
def test_as_many_decimals_as_the_currency_has(nextcall: Command, home: Path, configure: Configure, currency: str, shown: str) -> None:
    configure(f'{STATED}currency = "{currency}"\n')
    known(home, 1, 2)
    assert nextcall("formula", "--json").json["value"]["per_call"] == shown


@pytest.mark.parametrize("stated", ["", STATED])
@pytest.mark.parametrize("little", [(7, 7), (8, 2), (12, 0)])
def test_too_little_to_measure(nextcall: Command, home: Path, configure: Configure, stated: str, little: tuple[int, int]) -> None:
    sessions, paid = little
    configure(stated)
    keep(home, (tapped(i, ["no", "yes"], ["50"] if i < paid else [], start=day(i)) for i in range(sessions)))
    found = nextcall("formula", "--json").json["value"]
    assert (found["source"], found["per_call"]) == (("stated", "20.00") if stated else (None, None))
    assert (found["sessions"], found["paid"], found["error"]) == (sessions, paid, None)
    said = nextcall("formula").out
    assert ("not known yet" in said) == (not stated)
    assert not paid or f"{sessions} sessions and {paid} paid yeses so far, measuring takes 8 and 3" in said


def test_measured(nextcall: Command, home: Path, configure: Configure) -> None:
    configure(STATED)
    dice = Random(3)  # noqa: S311 (not a secret)
    rows = [(dice.randrange(1, 9), [f"{dice.randrange(500)}.{dice.randrange(100):02}" for _ in range(dice.randrange(3))]) for _ in range(11)]
    keep(home, (tapped(i, ["no"] * noes + ["yes"] * len(amounts), amounts, start=day(i)) for i, (noes, amounts) in enumerate(rows)))
    calls = [noes + len(amounts) for noes, amounts in rows]
    sums = [sum(map(Fraction, amounts), Fraction()) for _, amounts in rows]
    value = sum(sums) / sum(calls)
    error = sqrt(Fraction(11, 10) * sum((amount - value * number) ** 2 for amount, number in zip(sums, calls, strict=True))) / sum(calls)
    found = nextcall("formula", "--json").json["value"]
    assert found["source"] == "measured"
    assert float(found["per_call"]) == pytest.approx(float(value), abs=0.005)
    assert float(found["error"]) == pytest.approx(error, abs=0.005)
    assert float(found["per_no"]) == pytest.approx(float(sum(sums) / sum(noes for noes, _ in rows)), abs=0.005)
    paid = sum(len(amounts) for _, amounts in rows)
    assert f"measured over 11 sessions with {paid} paid yeses, ± {found['error']} a call\n" in nextcall("formula").out


def test_a_session_without_calls_is_not_measured(nextcall: Command, home: Path) -> None:
    keep(home, [*(tapped(i, ["no", "yes"], ["50"], start=day(i)) for i in range(7)), tapped(9, [], start=day(9))])
    assert nextcall("formula", "--json").json["value"]["sessions"] == 7


def test_the_value_of_a_part_is_measured_in_it(nextcall: Command, home: Path) -> None:
    keep(home, (tapped(i, ["no", "yes"], ["50" if i % 2 else "10"], start=day(i), tags=("odd",) if i % 2 else ()) for i in range(18)))
    assert nextcall("formula", "--query", "tag:odd", "--json").json["value"] == {
        "per_call": "25.00", "per_conversation": "25.00", "per_no": "50.00", "source": "measured", "error": "0.00", "sessions": 9, "paid": 9, "stated": None,
    }  # fmt: skip


# ---- effort, plan, dry spells


def test_the_next_yes(nextcall: Command, home: Path) -> None:
    known(home, 3, 60, "yes")
    assert nextcall("formula", "--json").json["effort"] == {"half": 15, "ninety": 61}
    assert nextcall("formula").out.endswith("\nThe next yes: as likely as not within 15 calls, nine times in ten within 61.\n")


def test_forty_calls_more(nextcall: Command, home: Path) -> None:
    known(home, 12, 200)
    found = nextcall("plan", "--calls", "40", "--json").json
    assert found["calls"] == 40
    assert found["conversations"] == {"median": 2, "low": 1, "high": 5}
    assert set(found) == {"calls", "connects", "conversations", "yeses"}
    assert "\n  conversations   about 2, 1 to 5\n" in nextcall("plan", "--calls", "40").out


@pytest.mark.parametrize(("run", "calls", "chance"), [(25, 50, 0.6241), (25, 100, 0.9117), (40, 50, 0.1928), (51, 50, 0)])
def test_a_dry_spell(nextcall: Command, home: Path, run: int, calls: int, chance: float) -> None:
    known(home, 3, 60, "yes")
    found = nextcall("plan", "--calls", str(calls), "--without-yes", str(run), "--json").json["without_yes"]
    assert {name: found[name] for name in ("run", "calls", "k", "n", "rate")} == {"run": run, "calls": calls, "k": 3, "n": 60, "rate": 0.05}
    assert round(found["chance"], 4) == chance
    assert found["low"] <= found["chance"] <= found["high"]
    said = nextcall("plan", "--calls", str(calls), "--without-yes", str(run)).out
    assert f"{run} or more calls in a row without a yes, among {calls}: a chance of {100 * chance:.0f} % (" in said


def test_a_dry_spell_is_said_on_request_only(nextcall: Command, home: Path) -> None:
    known(home, 3, 60, "yes")
    assert "in a row" not in nextcall("plan", "--calls", "50").out + nextcall("formula").out


def test_no_yes_no_dry_spell(nextcall: Command, home: Path) -> None:
    known(home, 3, 60)
    assert nextcall("plan", "--calls", "50", "--without-yes", "9", "--json").json["without_yes"] is None
    assert "Without a yes so far" in nextcall("plan", "--calls", "50", "--without-yes", "9").out


def test_no_plan_before_the_first_call(nextcall: Command, home: Path) -> None:
    assert home
    nothing = {"median": None, "low": None, "high": None}
    assert nextcall("plan", "--calls", "40", "--json").json == {"calls": 40, "connects": nothing, "conversations": nothing, "yeses": nothing}
    assert nextcall("plan", "--calls", "40", "--without-yes", "9") == (0, "No call has been counted yet: any number would be a guess.\n", "")
    assert nextcall("plan", "--calls", "40", "--plain").out.splitlines()[:2] == ["calls\t40", "connects.median\t"]


def test_many_calls(nextcall: Command, home: Path) -> None:
    known(home, 12, 200)
    found = nextcall("plan", "--calls", "100000", "--without-yes", "100000", "--json").json
    assert 4000 < found["conversations"]["low"] < found["conversations"]["median"] < found["conversations"]["high"] < 9000


@pytest.mark.parametrize("words", [("plan",), ("plan", "--calls", "0"), ("plan", "--calls", "1.5"), ("plan", "--calls", "9", "--without-yes", "-1"), ("formula", "--calls", "9"), ("formula", "--json", "--plain"), ("formula", "--query", "x:y")])
def test_what_makes_no_sense(nextcall: Command, home: Path, words: tuple[str, ...]) -> None:
    assert home
    found = nextcall(*words)
    assert (found.code, found.out) == (2, "")
    assert one_line(found.err)


def test_a_configuration_that_is_wrong_is_said(nextcall: Command, home: Path, configure: Configure) -> None:
    assert home
    configure('[formula]\nearned = "10000"\n')
    found: Any = nextcall("formula")
    assert (found.code, found.out) == (2, "")
    assert "config.toml" in one_line(found.err)


def test_the_open_session_counts_when_it_has_ended(nextcall: Command, home: Path) -> None:
    known(home, 1, 10)
    nextcall("start", "--headless")
    nextcall("tag", "x")
    assert nextcall("formula", "--json").json["calls"] == 10
    nextcall("stop")
    assert nextcall("formula", "--json").json["calls"] == 11


def test_intervals_hold_the_rates(nextcall: Command, home: Path) -> None:
    keep(home, (sitting(i, {"no-answer": i, "no": i % 3, "yes": i % 2}, start=day(i)) for i in range(9)))
    for found in nextcall("formula", "--json").json["rates"].values():
        assert found["low"] <= found["rate"] <= found["high"]
        assert found["low"] == pytest.approx(rate(found["k"], found["n"]).low, abs=1e-6)

"""`limits`: what is usual, as the papers have it, from the files of sessions; and the ladder."""

from collections.abc import Callable
from datetime import datetime
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from cli.commands import Command, one_line
from cli.numbers_made import FIRST, day, keep, reached, sitting, timed
from nextcall.clock import Clock

XMR = (22, 25, 19, 30, 24, 21, 27, 18)
U = ((12, 30), (30, 60), (55, 120), (8, 24), (26, 60), (60, 120), (14, 30), (33, 60))
"""Calls, and in how many minutes."""
P = ((2, 25), (5, 40), (1, 18), (6, 52), (3, 30))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock."""
    return lambda moment: monkeypatch.setattr(Clock, "now", lambda _: moment)


def days(home: Path, counts: tuple[int, ...] = XMR) -> None:
    keep(home, (sitting(i, {"no-answer": count}, start=day(i)) for i, count in enumerate(counts)))


def test_equal_days(nextcall: Command, home: Path) -> None:
    days(home)
    found = nextcall("limits", "--bucket", "day", "--json").json
    assert (found["measure"], found["bucket"], found["method"], found["state"]) == ("calls", "day", "xmr", "trial")
    assert (found["center"], round(found["lower"], 2), round(found["upper"], 2)) == (23.25, 6.53, 39.97)
    assert [point["value"] for point in found["points"]] == list(XMR)
    assert [point["key"] for point in found["points"]] == [f"2020-03-{2 + i:02}" for i in range(8)]
    assert {point["signal"] for point in found["points"]} == {None}
    assert found["verdict"] == "Calls in a day 18: inside your usual range (6.5 to 40.0); nothing to fix. Trial limits: 8 days of the 12 that settle them."
    assert (found["running"], found["same"], found["ladder"]) == (None, False, [])
    shown = nextcall("limits", "--bucket", "day").out
    assert shown.startswith(found["verdict"] + "\ntrial, 8 days, middle 23.2, usual range 6.5 to 40.0\n")
    plain = dict(row.split("\t") for row in nextcall("limits", "--bucket", "day", "--plain").out.splitlines())
    assert (plain["center"], plain["points.2020-03-05.value"], plain["points.2020-03-05.signal"]) == ("23.25", "30.0", "")


def test_unequal_sessions(nextcall: Command, home: Path) -> None:
    keep(home, (sitting(i, {"no-answer": count}, start=day(i), minutes=minutes) for i, (count, minutes) in enumerate(U)))
    found = nextcall("limits", "--json").json
    assert (found["bucket"], found["method"], found["lower"], found["upper"]) == ("session", "u", None, None)
    assert (round(found["center"], 4), round(found["spread"], 4)) == (28.3333, 0.6374)
    first = found["points"][0]
    assert (round(first["lower"], 3), round(first["upper"], 3), first["count"], first["hours"]) == (13.938, 42.728, 12, 0.5)
    assert [(point["count"], point["hours"]) for point in found["points"]] == [(count, minutes / 60) for count, minutes in U]


@pytest.mark.parametrize(("measure", "kind"), [("connect", "gatekeeper"), ("conversation", "no")])
def test_shares(nextcall: Command, home: Path, measure: str, kind: str) -> None:
    keep(home, (sitting(i, reached(k, n, kind), start=day(i)) for i, (k, n) in enumerate(P)))
    found = nextcall("limits", "--measure", measure, "--json").json
    assert (found["method"], found["state"]) == ("p", "learning")
    assert (round(found["center"], 5), round(found["spread"], 5)) == (0.10303, 0.72224)
    assert [(point["k"], point["n"]) for point in found["points"]] == list(P)
    assert {(point["lower"], point["upper"], point["signal"]) for point in found["points"]} == {(None, None, None)}
    assert found["verdict"] == "Learning: 5 sessions so far, limits need 6."
    assert nextcall("limits", "--measure", measure).out.startswith(found["verdict"] + "\nlearning, 5 sessions, middle 10.3 %\n")


def test_first_limits_of_shares_with_a_sixth_point_on_the_centre(nextcall: Command, home: Path) -> None:
    keep(home, (sitting(i, reached(k, n), start=day(i)) for i, (k, n) in enumerate((*P, (17, 165)))))
    found = nextcall("limits", "--measure", "conversation", "--json").json
    assert (found["state"], round(found["center"], 5)) == ("trial", 0.10303)
    center, spread = 17 / 165, found["spread"]
    for point in found["points"]:
        half = 3 * sqrt(center * (1 - center) / point["n"]) * spread
        assert (point["lower"], point["upper"]) == (pytest.approx(max(0, center - half), abs=1e-5), pytest.approx(center + half, abs=1e-5))


def test_a_signal_and_a_run(nextcall: Command, home: Path) -> None:
    days(home, (*(20, 22) * 6, 90))
    found = nextcall("limits", "--bucket", "day", "--json").json
    assert (found["state"], found["points"][-1]["signal"]) == ("settled", "high")
    assert "above your usual range" in found["verdict"]
    assert "a signal: above" in nextcall("limits", "--bucket", "day").out.splitlines()[-1]


def test_eight_in_a_row(nextcall: Command, home: Path) -> None:
    days(home, (*(10, 30) * 4, *(21, 22) * 4))
    found = nextcall("limits", "--bucket", "day", "--json").json
    assert [point["signal"] for point in found["points"][-8:]] == ["run"] * 8
    assert "a signal: one of eight or more in a row" in nextcall("limits", "--bucket", "day").out


def test_always_the_same(nextcall: Command, home: Path) -> None:
    days(home, (20,) * 8)
    found = nextcall("limits", "--bucket", "day", "--json").json
    assert (found["same"], found["lower"], found["verdict"]) == (True, None, "Calls in a day 20: always the same.")


def test_a_clock_hour_under_half_an_hour_is_none(nextcall: Command, home: Path) -> None:
    keep(home, (sitting(i, {"no-answer": 9}, start=day(i), minutes=29.9 if i % 2 else 30) for i in range(6)))
    assert len(nextcall("limits", "--bucket", "hour", "--json").json["points"]) == 3
    assert len(nextcall("limits", "--bucket", "day", "--json").json["points"]) == 6


@pytest.mark.parametrize("bucket", ["week", "month"])
def test_weeks_and_months(nextcall: Command, home: Path, bucket: str) -> None:
    keep(home, (sitting(i, {"no-answer": i + 1}, start=day(31 * i)) for i in range(7)))
    found = nextcall("limits", "--bucket", bucket, "--json").json
    assert [point["value"] for point in found["points"]] == [1, 2, 3, 4, 5, 6, 7]
    assert found["points"][0]["key"] == ("2020-W10" if bucket == "week" else "2020-03")


def test_gaps(nextcall: Command, home: Path) -> None:
    keep(home, (timed(i, [gap, gap + 2], start=day(i)) for i, gap in enumerate((30, 40, 35, 50, 20, 45))))
    found = nextcall("limits", "--measure", "gap", "--json").json
    assert [point["value"] for point in found["points"]] == [31, 41, 36, 51, 21, 46]
    assert found["verdict"].startswith("Median gap 0:46: inside your usual range (0:")
    assert found["ladder"] == []


# ---- what is not over yet


def test_the_running_day_is_no_point(nextcall: Command, home: Path, at: Callable[[datetime], None]) -> None:
    days(home, (*XMR, 2))
    at(day(8, 15))
    found = nextcall("limits", "--bucket", "day", "--json").json
    assert len(found["points"]) == 8
    assert (found["running"]["key"], found["running"]["value"], found["running"]["verdict"]) == ("2020-03-10", 2, "routine")
    assert round(found["running"]["upper"], 2) == 39.97
    assert nextcall("limits", "--bucket", "day").out.splitlines()[1] == "Calls in a day: 2 so far; your usual range is 6.5 to 40.0. Nothing to fix."


def test_more_than_ever_before_the_day_is_over(nextcall: Command, home: Path, at: Callable[[datetime], None]) -> None:
    days(home, (*XMR, 60))
    at(day(8, 15))
    assert "60: above your usual range" in nextcall("limits", "--bucket", "day").out.splitlines()[1]


# ---- the ladder


def test_the_ladder(nextcall: Command, home: Path, at: Callable[[datetime], None]) -> None:
    keep(home, (timed(i, [30 + 3 * (i % 2), 40, 35, 50, 20, 45, 400], start=day(i)) for i in range(14)))
    at(day(13, 20))
    found = nextcall("limits", "--json").json["ladder"]
    assert [rung["name"] for rung in found] == ["call", "hour", "day", "week", "month"]
    call, hour, today, week, month = found
    assert (call["key"].rpartition(" ")[2], call["value"], call["calls"], call["among"]) == ("8", 400, 1, 8)
    assert call["sentence"].startswith("Gap before the last call 6:40: ")
    assert (hour["key"], hour["value"], hour["verdict"], hour["sentence"], hour["among"]) == ("2020-03-15T09", 8, "", "Too little of it to judge.", 8)
    assert (today["key"], today["value"], today["running"], today["calls"], today["among"]) == ("2020-03-15", 8, True, 8, 56)
    assert (week["key"], week["value"], week["running"], week["calls"], week["among"]) == ("2020-W11", 56, True, 56, 112)
    assert (month["key"], month["value"], month["running"], month["among"], month["share"]) == ("2020-03", 112, True, None, None)
    assert week["share"] == 0.5
    shown = nextcall("limits").out.splitlines()
    assert shown[-5].endswith(" 1 of the 8 calls of its hour.")
    assert shown[-1] == "  month   Calls in a month: 112 so far. Nothing to judge yet."


@pytest.mark.parametrize("words", [("--bucket", "session"), ("--measure", "connect")])
def test_no_ladder_where_something_else_is_asked(nextcall: Command, home: Path, words: tuple[str, ...]) -> None:
    days(home)
    assert nextcall("limits", *words, "--json").json["ladder"] == []


def test_a_ladder_from_paper_has_neither_call_nor_hour(nextcall: Command, home: Path) -> None:
    days(home)
    assert [rung["name"] for rung in nextcall("limits", "--json").json["ladder"]] == ["day", "week", "month"]


def test_a_week_in_two_months(nextcall: Command, home: Path) -> None:
    """Of a week only what lies in the month is a part of it."""
    keep(home, (sitting(i, {"no-answer": 5}, start=day(28 + i)) for i in range(4)))  # Monday 30 March to Thursday 2 April
    week = nextcall("limits", "--json").json["ladder"][1]
    assert (week["key"], week["value"], week["calls"], week["among"]) == ("2020-W14", 20, 10, 10)


# ---- a part of the history, and the rest


def test_a_query_means_a_part(nextcall: Command, home: Path) -> None:
    keep(home, [
        *(sitting(i, {"no-answer": count}, start=day(i), preset="sprint") for i, count in enumerate(XMR)),
        *(sitting(100 + i, {"no-answer": 99}, start=day(i), preset="other", title="Other") for i in range(8)),
    ])  # fmt: skip
    found = nextcall("limits", "--bucket", "day", "--query", "preset:sprint", "--json").json
    assert (found["center"], round(found["upper"], 2)) == (23.25, 39.97)
    whole: Any = nextcall("limits", "--json").json
    assert len(whole["points"]) == 16
    assert len(nextcall("limits", "--query", "preset:sprint", "--json").json["ladder"]) == 3


@pytest.mark.parametrize("words", [(), ("--bucket", "day"), ("--measure", "gap"), ("--query", "tag:nowhere")])
def test_nothing_yet(nextcall: Command, home: Path, words: tuple[str, ...]) -> None:
    assert home
    assert nextcall("limits", *words) == (0, "Nothing to judge yet.\n", "")
    found = nextcall("limits", *words, "--json").json
    assert (found["state"], found["center"], found["points"], found["ladder"]) == ("learning", None, [], [])
    assert nextcall("limits", *words, "--plain").code == 0


def test_a_session_without_time_has_no_pace(nextcall: Command, home: Path) -> None:
    keep(home, [sitting(1, {"no-answer": 5}, minutes=0)])
    assert nextcall("limits", "--json").json["points"] == []
    assert [point["value"] for point in nextcall("limits", "--bucket", "day", "--json").json["points"]] == [5]


@pytest.mark.parametrize("words", [("--bucket", "year"), ("--measure", "served"), ("--measure", "yesses"), ("--json", "--plain"), ("--query", "colour:red"), ("--query",), ("extra",)])
def test_what_makes_no_sense(nextcall: Command, home: Path, words: tuple[str, ...]) -> None:
    assert home
    found = nextcall("limits", *words)
    assert (found.code, found.out) == (2, "")
    assert one_line(found.err)


def test_the_newest_twelve_are_listed(nextcall: Command, home: Path) -> None:
    days(home, tuple(10 + i % 3 for i in range(30)))
    rows = nextcall("limits", "--bucket", "day").out.splitlines()
    assert rows[3] == "  day                     calls in a day, the newest 12 of 30"
    assert len(rows) == 4 + 12
    assert max(map(len, rows)) <= 120


def test_across_midnight_a_session_has_its_part_in_two_days(nextcall: Command, home: Path) -> None:
    keep(home, [timed(1, [600] * 11, start=FIRST.replace(hour=23))])
    found = nextcall("limits", "--bucket", "day", "--json").json["points"]
    assert [point["key"] for point in found] == ["2020-03-02", "2020-03-03"]
    assert sum(point["value"] for point in found) == 12

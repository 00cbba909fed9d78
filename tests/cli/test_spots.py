"""`spots`: what is bright beyond doubt, from the files of sessions, and what is not said."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cli.commands import Command, one_line
from cli.numbers_made import FIRST, day, keep, reached, sitting, tapped
from histories import stamp
from nextcall.core.session import Call, Contact, Session
from nextcall.stats.brightness import DIMENSIONS, MEASURES

FIXTURE = ((6, 40), (1, 30), (9, 45), (2, 25))
ALL_BUT_STEPS = "hour, weekday, month, preset, skill, list, tag, first ten calls or later"


def parts(k: int, n: int, among: int) -> Iterable[tuple[int, int]]:
    """`k` of `n` in so many sessions."""
    for i in range(among):
        yield k // among + (i < k % among), n // among + (i < n % among)


def groups(rows: Iterable[tuple[int, int]], sessions: int = 3, by: str = "hour") -> Iterable[Session]:
    """Groups of an hour or of a preset, each in so many sessions."""
    for place, (k, n) in enumerate(rows):
        for i, (some, of) in enumerate(parts(k, n, sessions)):
            start = day(i, 9 + place) if by == "hour" else day(i)
            yield sitting(16 * place + i, reached(some, of), start=start, preset="any" if by == "hour" else f"preset-{place}")


@pytest.mark.parametrize(("by", "keys"), [("hour", ["09", "10", "11", "12"]), ("preset", [f"preset-{i}" for i in range(4)])])
def test_no_difference_shown_yet(nextcall: Command, home: Path, by: str, keys: list[str]) -> None:
    keep(home, groups(FIXTURE, by=by))
    found = nextcall("spots", "--by", by, "--json").json
    assert (found["measure"], found["by"], round(found["mean"], 4), round(found["rho"], 4)) == ("conversation", by, 0.1286, 0.0216)
    assert [(group["key"], group["k"], group["n"], group["sessions"]) for group in found["groups"]] == [(key, *row, 3) for key, row in zip(keys, FIXTURE, strict=True)]
    assert [round(group["shrunk"], 4) for group in found["groups"]] == [0.1386, 0.0906, 0.1642, 0.1113]
    assert not any(group["bright"] for group in found["groups"])
    assert {"key", "k", "n", "sessions", "rate", "shrunk", "low", "high", "quantile", "bright", "why"} == set(found["groups"][0])
    assert 0.05 < found["p"] < 1
    assert found["verdict"] == f"Conversations by {by}: no difference shown yet."
    said = nextcall("spots", "--by", by).out
    assert said.startswith(found["verdict"])
    assert "brighter" not in said
    assert "18 of 140, 12.9 % (" in said.splitlines()[-1]


def test_all_dimensions(nextcall: Command, home: Path) -> None:
    keep(home, groups(FIXTURE))
    assert nextcall("spots").out == f"Conversations by {ALL_BUT_STEPS}: no difference shown yet.\n"
    found = nextcall("spots", "--json").json
    assert (found["measure"], [one["by"] for one in found["dimensions"]]) == ("conversation", [by for by in DIMENSIONS if by != "step"])
    assert [one["by"] for one in nextcall("spots", "--measure", "yes", "--json").json["dimensions"]] == list(DIMENSIONS)
    for one in found["dimensions"]:
        assert one | {"moments": []} == nextcall("spots", "--by", one["by"], "--json").json


def test_a_planted_difference_is_found_and_named(nextcall: Command, home: Path) -> None:
    keep(home, groups([(16, 200), (15, 200), (40, 200), (17, 200), (16, 200)], sessions=5))
    found = nextcall("spots", "--by", "hour", "--json").json
    assert [group["key"] for group in found["groups"] if group["bright"]] == ["11"]
    bright = next(group for group in found["groups"] if group["bright"])
    assert (bright["why"], bright["quantile"] > found["mean"], found["p"] < 0.05, found["rho"] > 0) == (None, True, True, True)
    said = nextcall("spots").out.splitlines()
    assert said[0].startswith("Conversations by hour: brighter than the rest: 11 o'clock, 40 of 200, 20.0 % (15.8 to 25.0 %). All together 104 of 1,000, 10.4 % (")
    assert said[1] == "Conversations by weekday, month, preset, skill, list, tag, first ten calls or later: no difference shown yet."
    table = nextcall("spots", "--by", "hour").out
    assert table.count("brighter than the rest") == 2  # once in the sentence, once in its row
    assert not any(word in table for word in ("worse", "below", "dark", "weak"))


@pytest.mark.parametrize(("rows", "sessions"), [([(9, 19), (10, 300), (10, 300)], 3), ([(2, 20), (1, 500), (1, 500)], 3), ([(40, 200), (16, 200), (16, 200)], 2)])
def test_nothing_is_claimed_of_too_little(nextcall: Command, home: Path, rows: list[tuple[int, int]], sessions: int) -> None:
    """Of fewer than 20 calls, 3 successes or 3 sessions."""
    keep(home, groups(rows, sessions, by="preset"))
    found = nextcall("spots", "--by", "preset", "--json").json
    assert found["p"] < 0.05
    assert not found["groups"][0]["bright"]
    assert found["groups"][0]["why"] in ("n", "k", "sessions")
    assert found["verdict"] == "Conversations by preset: no difference shown yet."


def test_what_has_no_hour_is_no_group(nextcall: Command, home: Path) -> None:
    """Calls from paper over two hours had one, but nobody wrote it down."""
    keep(home, [*groups(FIXTURE), *(sitting(200 + i, reached(30, 40), start=day(20 + i), minutes=90) for i in range(4))])
    assert [group["key"] for group in nextcall("spots", "--by", "hour", "--json").json["groups"]] == ["09", "10", "11", "12"]
    assert nextcall("spots", "--by", "hour", "--json").json["verdict"].endswith("no difference shown yet.")


def test_chance_alone_over_a_year(nextcall: Command, home: Path) -> None:
    dice = Random(7)  # noqa: S311 (not a secret)
    hours = cycle(range(9, 17))
    keep(home, (sitting(i, reached(sum(dice.random() < 0.08 for _ in range(20)), 20), start=day(i, next(hours))) for i in range(200)))
    assert nextcall("spots").out == f"Conversations by {ALL_BUT_STEPS}: no difference shown yet.\n"


# ---- moments


def starred(number: int, lines: list[str], start: Any = FIRST, who: str = "Ann Roe") -> Session:
    session = tapped(number, [], start=start)
    calls = tuple(
        Call(n, tagged_at=start + timedelta(minutes=n), outcome="no", bright=True, bright_note=said, contact=Contact(who)) for n, said in enumerate(lines, 1)
    )
    return session._replace(calls=calls, ended_at=start + timedelta(hours=1))


def test_starred_moments_newest_first(nextcall: Command, home: Path) -> None:
    late = FIRST.replace(hour=23, minute=50)
    keep(home, [starred(1, ["silence after the price"], late), starred(2, ["asked who else", ""], day(1), "")])
    found = nextcall("spots", "--by", "hour", "--json").json["moments"]
    session = stamp(day(1), 2)
    assert found == [
        {"date": "2020-03-03", "at": "2020-03-03T09:02:00.000-05:00", "line": "", "who": "", "session": session, "call": 2},
        {"date": "2020-03-03", "at": "2020-03-03T09:01:00.000-05:00", "line": "asked who else", "who": "", "session": session, "call": 1},
        {"date": "2020-03-02", "at": "2020-03-02T23:51:00.000-05:00", "line": "silence after the price", "who": "Ann Roe", "session": stamp(late, 1), "call": 1},
    ]
    assert nextcall("spots", "--json").json["moments"] == found
    assert nextcall("spots").out.splitlines()[-4:] == [
        "3 moments that you starred",
        f"  2020-03-03  call 2 of {session}",
        '  2020-03-03  "asked who else"',
        '  2020-03-02  "silence after the price", Ann Roe',
    ]


def test_twenty_of_many_moments(nextcall: Command, home: Path) -> None:
    keep(home, (starred(i, ["one", "two", "three"], day(i)) for i in range(9)))
    assert len(nextcall("spots", "--json").json["moments"]) == 20
    assert "20 moments that you starred, the newest\n" in nextcall("spots").out


def test_moments_of_a_part(nextcall: Command, home: Path) -> None:
    keep(home, [starred(1, ["yes"])._replace(tags=("a",)), starred(2, ["no"], day(1))])
    assert [moment["line"] for moment in nextcall("spots", "--query", "tag:a", "--json").json["moments"]] == ["yes"]


HOSTILE = ("\x1b[31mred", "[bold]x[/]", "two\nlines", "\u202ebackwards", "x" * 3000)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text(nextcall: Command, home: Path, name: str) -> None:
    rows = [(16, 200), (15, 200), (60, 200)]
    keep(home, [*(one._replace(preset=name if one.preset == "preset-2" else one.preset) for one in groups(rows, 5, by="preset")), starred(99, [name], day(30), name)])
    for words in (("spots",), ("spots", "--by", "preset"), ("spots", "--plain"), ("spots", "--json")):
        found = nextcall(*words)
        assert found.code == 0
        assert not any(char in found.out for char in "\x1b\u202e")
        assert "Traceback" not in found.err
    assert max(map(len, nextcall("spots").out.splitlines())) < 400
    assert "brighter than the rest" in nextcall("spots").out
    keys = [group["key"] for group in nextcall("spots", "--by", "preset", "--json").json["groups"] if group["bright"]]
    assert len(keys) == 1
    assert not keys[0].startswith("preset")


# ---- the rest


@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_yet(nextcall: Command, home: Path, measure: str) -> None:
    assert home
    assert nextcall("spots", "--measure", measure) == (0, "Nothing has been counted yet.\n", "")
    found = nextcall("spots", "--measure", measure, "--by", "hour", "--json").json
    assert (found["mean"], found["rho"], found["p"], found["groups"], found["moments"]) == (None, None, None, [], [])
    assert found["verdict"].endswith("by hour: no difference shown yet.")


@pytest.mark.parametrize("measure", MEASURES)
def test_counts_are_those_of_stats(nextcall: Command, home: Path, measure: str) -> None:
    keep(home, (sitting(i, {"no-answer": 5 + i, "gatekeeper": 2, "no": i % 4, "yes": i % 2, "helped": 1}, start=day(i, 9 + i % 3), tags=("a",) if i % 2 else ()) for i in range(12)))
    for by in ("hour", "weekday", "month", "preset", "tag"):
        mine = nextcall("spots", "--measure", measure, "--by", by, "--json").json["groups"]
        theirs = nextcall("stats", "--by", by, "--json").json["groups"]
        assert [(one["key"], one["k"], one["n"]) for one in mine] == [(one["key"], one["rates"][measure]["k"], one["rates"][measure]["n"]) for one in theirs]
        whole = nextcall("spots", "--measure", measure, "--by", by, "--query", "after:2019", "--json").json
        assert whole["groups"] == mine


def test_plain(nextcall: Command, home: Path) -> None:
    keep(home, groups(FIXTURE))
    plain = dict(row.split("\t") for row in nextcall("spots", "--by", "hour", "--plain").out.splitlines())
    assert (plain["mean"], plain["groups.09.n"], plain["groups.09.bright"]) == ("0.128571", "40", "no")


@pytest.mark.parametrize("words", [("--by", "step"), ("--by", "day"), ("--measure", "calls"), ("--by", "step", "--measure", "connect"), ("--json", "--plain"), ("--query", "x:y")])
def test_what_makes_no_sense(nextcall: Command, home: Path, words: tuple[str, ...]) -> None:
    assert home
    found = nextcall("spots", *words)
    assert (found.code, found.out) == (2, "")
    assert one_line(found.err)

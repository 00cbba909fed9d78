"""Clocks that jump, and a machine that sleeps."""

import time
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from e2e.clocks import Clocks
from e2e.sessions import moments
from e2e.terminal import until
from faults.caller import READY, Caller
from faults.matrix import Round, fault

HOUR = 3600.0


@fault("clock", ["an hour ahead", "an hour back", "end of summer time"], quick=["an hour back"], share=0.06)
def jumps(one: Round) -> None:
    """the timer goes on, no moment goes back, no call is longer than it was"""
    clocks, house = Clocks(one.house), one.house
    wall = 0.0
    if one.way == "end of summer time":
        house.always["TZ"] = "Europe/Berlin"
        wall = datetime(2026, 10, 25, 0, 59, 55, tzinfo=UTC).timestamp() - time.time()  # noqa: TID251 (what is shifted is the real clock)
    clocks.move(wall, 0)
    caller = Caller.begin(one).reach()
    jump = {"an hour ahead": HOUR, "an hour back": -HOUR, "end of summer time": 10.0}[one.way]
    if one.way == "end of summer time":
        clocks.move(wall + jump, jump)  # ten seconds pass, and an hour on the wall is there twice
    else:
        clocks.move(wall + jump, 0)
    caller.finish_call("v").settled()
    assert house.run("tag", "x").code == 0
    caller.typed.append("no")
    caller.finish_call("y").settled()
    caller.all_kept()
    session = house.open_session()
    found = moments(session)
    assert all(earlier <= later for earlier, later in pairwise(found))
    slept = sum(_seconds(pause) for pause in session["pauses"])
    passed = (found[-1] - found[0]).total_seconds() - slept
    assert 0 <= passed < HOUR / 2, passed
    if one.way == "end of summer time":
        assert {moment.utcoffset().total_seconds() / HOUR for moment in found if moment.utcoffset() is not None} == {2, 1}  # type: ignore[union-attr]
    caller.leave()


def _seconds(pause: dict[str, Any]) -> float:
    return (datetime.fromisoformat(pause["ended_at"]) - datetime.fromisoformat(pause["started_at"])).total_seconds()


@fault("sleep", ["twenty minutes"], quick=["twenty minutes"], share=0.04)
def sleeps(one: Round) -> None:
    """told on waking, a pause and not a part of the session; one key takes it back"""
    clocks, house = Clocks(one.house), one.house
    caller = Caller.begin(one).reach()
    clocks.move(1200, 0)
    caller.terminal.shows("asleep for 20 min")
    until(lambda: bool(house.open_session()["pauses"]), "a pause")
    (pause,) = house.open_session()["pauses"]
    assert pause["reason"] == "suspended"
    assert _seconds(pause) == pytest.approx(1200, abs=60)
    status = house.run("status", "--json").json
    assert status["elapsed_seconds"] < 600
    assert (status["state"] == "ready") == (caller.state == READY)
    caller.terminal.type("u").shows("Taken back")
    until(lambda: not house.open_session()["pauses"], "no pause any more")
    assert house.run("status", "--json").json["elapsed_seconds"] > 1200
    caller.here().finish_call().settled()
    caller.all_kept()
    caller.leave()

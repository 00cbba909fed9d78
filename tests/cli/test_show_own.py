"""`show` judges an ended session by those before it, and an open one not at all."""

from datetime import timedelta
from pathlib import Path

import pytest

from cli.commands import Command
from fakes import START, a_session
from histories import file_in
from nextcall.core.session import Call, Session


def hour(n: int, calls: int) -> Session:
    """An hour of so many calls, on a day of its own."""
    start = START + timedelta(days=n)
    made, at = [], start + timedelta(seconds=20 + n % 3)
    for i in range(calls):
        hung_up = at + timedelta(seconds=40 + i % 7)
        made.append(Call(i + 1, at, hung_up, hung_up, ("no", "yes", "voicemail")[i % 3]))
        at = hung_up + timedelta(seconds=20 + (i + n) % 5)
    return a_session(start)._replace(id=f"{start:%Y%m%dT%H%M%SZ}-{n:04x}", calls=tuple(made), ended_at=start + timedelta(hours=1), end="ended")


@pytest.fixture
def hours(home: Path) -> list[Session]:
    found = [hour(n, 28 + n % 5) for n in range(13)]
    for session in found:
        file_in(home / "data", session)
    return found


def test_the_last_one_in_text_and_markdown(nextcall: Command, hours: list[Session]) -> None:
    assert hours
    for words in ((), ("--plain",), ("--markdown",)):
        said = nextcall("show", "last", *words).out
        assert "Your usual range" in said
        assert "Calls per hour 30: inside your usual range (" in said
        assert "); nothing to fix." in said
        assert "Same pace after a no and after a good call." in said


def test_in_data(nextcall: Command, hours: list[Session]) -> None:
    stats = nextcall("show", "last", "--json").json["stats"]
    assert [one["input"] for one in stats["inputs"]] == ["calls", "gap", "talk", "start"]
    calls = stats["inputs"][0]
    earlier = [len(session.calls) for session in hours[:-1]]
    assert (calls["value"], calls["points"], calls["state"], calls["verdict"]) == (30, 12, "settled", "routine")
    assert calls["center"] == pytest.approx(sum(earlier) / 12, abs=1e-6)
    assert calls["lower"] < 30 < calls["upper"]
    assert stats["evenness"]["pace"]["state"] == "the same pace"
    assert stats["evenness"]["steps"]["state"] == "not enough yet"


def test_one_of_the_past_is_judged_by_its_own_past(nextcall: Command, hours: list[Session]) -> None:
    for place, state in ((0, "learning"), (5, "learning"), (6, "trial"), (11, "trial"), (12, "settled")):
        inputs = nextcall("show", hours[place].id, "--json").json["stats"]["inputs"]
        assert {one["points"] for one in inputs} == {place}
        assert {one["state"] for one in inputs} == {state}
    assert "Learning your usual range: 5 sessions before this one, limits need 6." in nextcall("show", hours[5].id).out


def test_an_open_session_is_not_judged(nextcall: Command, hours: list[Session], home: Path) -> None:
    assert hours
    nextcall("start", "--headless")
    nextcall("tag", "x")
    session = nextcall("status", "--json").json["session"]
    stats = nextcall("show", session, "--json").json["stats"]
    assert (stats["inputs"], stats["evenness"], stats["calls"]) == ([], None, 1)
    assert "Your usual range" not in nextcall("show", session).out
    assert (home / "data" / "current.json").exists()

import json
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from cli.commands import Command, one_line
from nextcall.bootstrap import Services
from nextcall.desk.opening import Plan


def current(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "data" / "current.json").read_text())
    return found


@pytest.fixture(autouse=True)
def _in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions of one second are told apart by their token alone: let it grow."""
    tokens = (f"{number:04x}" for number in count(1))
    monkeypatch.setattr("nextcall.desk.opening.random_token", lambda: next(tokens))


def test_all_that_can_be_said_of_a_session(nextcall: Command, home: Path, configure: Callable[[str], Path]) -> None:
    configure('[formula]\nearned = "10000"\ncalls = 500\n[process]\nsteps = ["Open", "Ask"]\n')
    words = ["--intention", " Ask one more question ", "--skill", "strategy", "--list", "q4", "--tag", "a", "--tag", "b", "--tag", "a"]
    result = nextcall("start", "sprint", "--headless", *words)
    found = current(home)
    assert result.out == f"started: Sprint, 15 min, {found['id']}\n"
    assert found["goal"] == {"kind": "minutes", "amount": 15}
    assert (found["intention"], found["skill"], found["list"], found["tags"]) == ("Ask one more question", "strategy", "q4", ["a", "b"])
    assert (found["value_per_call"], found["steps"], found["time_zone"]) == ("20.00", ["Open", "Ask"], "America/New_York")
    assert len(found["outcomes"]) == 14


def test_a_goal_of_ones_own(nextcall: Command, home: Path) -> None:
    assert nextcall("start", "--headless", "--conversations", "5").code == 0
    found = current(home)
    assert (found["title"], found["preset"], found["goal"]) == ("5 conversations", None, {"kind": "conversations", "amount": 5})


def test_a_goal_of_ones_own_in_a_preset(nextcall: Command, home: Path) -> None:
    assert nextcall("start", "sprint", "--headless", "--calls", "12").code == 0
    found = current(home)
    assert (found["title"], found["goal"]) == ("Sprint", {"kind": "calls", "amount": 12})


def test_the_last_preset_is_the_next(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    assert current(home)["preset"] == "power-hour"
    nextcall("stop")
    nextcall("start", "sprint", "--headless")
    nextcall("stop")
    nextcall("start", "--headless")
    assert current(home)["preset"] == "sprint"


def test_the_least_practised_skill_is_the_next(nextcall: Command, home: Path) -> None:
    seen = []
    for _ in range(4):
        nextcall("start", "--headless")
        seen.append(current(home)["skill"])
        nextcall("stop")
    assert sorted(seen[:3]) == ["listening", "questioning", "strategy"]
    assert seen[3] == seen[0]


def test_json_is_the_status(nextcall: Command) -> None:
    assert nextcall("start", "--headless", "--json").json["state"] == "ready"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sprnt"], "unknown preset 'sprnt'; did you mean 'sprint'?"),
        (["zzz"], "unknown preset 'zzz'"),
        (["--skill", "lissening"], "unknown skill 'lissening'; did you mean 'listening'?"),
        (["--minuts", "3"], "unknown option '--minuts'; did you mean '--minutes'?"),
        (["--minutes", "0"], "argument --minutes: should be a whole number from 1 to 100000, not '0'"),
        (["--minutes", "x"], "argument --minutes: should be a whole number from 1 to 100000, not 'x'"),
        (["--minutes", "3", "--calls", "3"], "argument --calls: not allowed with argument --minutes"),
        (["--yeses", "3"], "a session has no goal of results: they are for others to decide"),
        (["--plain", "--headless"], "argument --headless: not allowed with argument --plain"),
        (["sprint", "extra"], "unexpected 'extra'"),
    ],
)
def test_bad_words_open_nothing(nextcall: Command, home: Path, words: list[str], said: str) -> None:
    result = nextcall("start", *(words if "--plain" in words else [*words, "--headless"]))
    assert (result.code, result.out) == (2, "")
    assert one_line(result.err).startswith(said)
    assert not home.exists()


@pytest.mark.parametrize("how", [["--headless"], ["--plain"], []])
def test_where_one_is_open_already(nextcall: Command, home: Path, how: list[str]) -> None:
    nextcall("start", "sprint", "--headless")
    before = current(home)
    nextcall("tag", "x")
    result = nextcall("start", *how)
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith("a session is open already: Sprint, since ")
    assert one_line(result.err).partition(". ")[0].endswith(", 1 call")
    assert "nextcall stop ends it" in result.err
    assert current(home)["id"] == before["id"]


def test_an_open_session_that_does_not_fit_is_kept_beside(nextcall: Command, home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "current.json").write_text("garbage")
    result = nextcall("start", "--headless")
    assert result.code == 0
    kept = list((home / "data").glob("current.json.conflict-*.json"))
    assert [path.read_text() for path in kept] == ["garbage"]
    assert kept[0].name in result.err


def test_a_newer_one_is_left_alone(nextcall: Command, home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "current.json").write_text('{"schema": 2}')
    result = nextcall("start", "--headless")
    assert result.code == 1
    assert "a newer nextcall wrote this" in one_line(result.err)
    assert (home / "data" / "current.json").read_text() == '{"schema": 2}'


def test_the_screen_gets_the_plan(nextcall: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[Plan | None] = []

    class Screen:
        @staticmethod
        def open_screen(_: Services, plan: Plan | None) -> int:
            plans.append(plan)
            return 7

    monkeypatch.setitem(sys.modules, "nextcall.cli.screen", Screen)
    assert nextcall("start", "sprint", "--intention", "ask", "--skill", "strategy").code == 7
    assert nextcall().code == 7
    assert plans == [Plan("sprint", None, "ask", "strategy"), None]


def test_a_broken_configuration_opens_nothing(nextcall: Command, home: Path, configure: Callable[[str], Path]) -> None:
    configure("[session]\npreset = 3\n")
    for words in (["start", "--headless"], ["start", "--plain"], ["start"], []):
        result = nextcall(*words)
        assert (result.code, result.out) == (2, "")
        assert "config.toml:2" in one_line(result.err)
    assert not (home / "data").exists()

"""Two machines whose histories are synced by copying files, as docs/teams.md says, and as it should not be done."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.commands import Command, Result, one_line
from desks import At
from fakes import FakeClock, a_session
from nextcall.core import actions as do
from nextcall.desk.opening import random_token

Machine = Callable[..., Result]


@pytest.fixture
def machines(nextcall: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Machine]:
    """Two machines, each with folders of its own."""

    def machine(name: str) -> Machine:
        def run(*words: str) -> Result:
            monkeypatch.setenv("NEXTCALL_HOME", str(tmp_path / name))
            return nextcall(*words)

        return run

    return {name: machine(name) for name in ("desk", "laptop")}


def files(folder: Path) -> dict[str, bytes]:
    """What a sync program is meant to see."""
    root = folder / "data" / "sessions"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def synced(one: Path, other: Path) -> None:
    """What each has and the other has not goes over."""
    for source, target in ((one, other), (other, one)):
        there = files(target)
        for name in files(source).keys() - there.keys():
            place = target / "data" / "sessions" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / "data" / "sessions" / name, place)


def test_no_two_machines_write_one_file(machines: dict[str, Machine], tmp_path: Path) -> None:
    desk, laptop = tmp_path / "desk", tmp_path / "laptop"
    written: dict[str, set[str]] = {name: set() for name in machines}
    for turn in range(6):
        for run in machines.values():  # both at once, within the same second as often as not
            assert run("start", "sprint", "--headless").code == 0
        for name, run in machines.items():
            before = files(tmp_path / name)
            assert run("tag", "no").code == 0
            assert run("tag", "yes").code == 0
            assert run("stop").code == 0
            if turn % 2:
                assert run("correct", "last", "1", "note=later").code == 0
            now = files(tmp_path / name)
            written[name] |= {path for path in now if before.get(path) != now[path]}
        if turn % 3 == 2:
            synced(desk, laptop)
    assert [len(names) for names in written.values()] == [6, 6]
    assert not written["desk"] & written["laptop"]
    assert files(desk) == files(laptop)
    figures = [run("stats", "--json").json for run in machines.values()]
    assert figures[0] == figures[1]
    assert (figures[0]["sessions"], figures[0]["calls"]) == (12, 24)


def test_the_same_second_is_another_name() -> None:
    ids = {a_session().id[:-4] + random_token() for _ in range(50)}
    assert len(ids) > 40


@pytest.mark.parametrize(
    "copy",
    ["{}.sync-conflict-20261122-101010-ABCDEFG.json", "{} (laptop's conflicted copy 2026-11-22).json", "{} (conflicted copy 2026-11-22 101010).json", "{}-laptop.json"],
    ids=["Syncthing", "Dropbox", "Nextcloud", "others"],
)
def test_of_two_versions_the_one_with_the_later_corrections_counts(machines: dict[str, Machine], tmp_path: Path, copy: str) -> None:
    desk, laptop = tmp_path / "desk", tmp_path / "laptop"
    here, there = machines["desk"], machines["laptop"]
    here("start", "--headless")
    for outcome in ("no", "no"):
        here("tag", outcome)
    here("stop")
    synced(desk, laptop)
    assert here("correct", "last", "1", "outcome=yes").code == 0
    assert there("correct", "last", "1", "outcome=helped").code == 0
    [theirs] = (laptop / "data" / "sessions").rglob("*.json")
    [ours] = (desk / "data" / "sessions").rglob("*.json")
    shutil.copy(theirs, ours.with_name(copy.format(ours.stem)))
    found = here("stats", "--json").json
    assert (found["sessions"], found["calls"], found["outcomes"]) == (1, 2, {"helped": 1, "no": 1})
    assert "a copy of" in here("log", "--plain").out
    assert len(files(desk)) == 2


def open_on_both(machines: dict[str, Machine], tmp_path: Path) -> Path:
    """A session at the desk whose `current.json` a sync program has brought to the laptop; returns where it is there."""
    machines["desk"]("start", "sprint", "--headless")
    machines["desk"]("tag", "no")
    current = tmp_path / "laptop" / "data" / "current.json"
    current.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(tmp_path / "desk" / "data" / "current.json", current)
    return current


def test_an_open_session_that_comes_from_elsewhere_is_offered_and_named(machines: dict[str, Machine], tmp_path: Path) -> None:
    current = open_on_both(machines, tmp_path)
    kept = current.read_bytes()
    there = machines["laptop"]
    refused = there("start", "--headless")
    assert refused.code == 1
    assert one_line(refused.err).startswith("a session is open already: Sprint, since ")
    assert there("status").out.startswith("ready, ")
    assert current.read_bytes() == kept


def test_ended_on_both_it_is_one_session_of_which_nothing_is_lost(machines: dict[str, Machine], tmp_path: Path) -> None:
    open_on_both(machines, tmp_path)
    for run, outcome in zip(machines.values(), ("yes", "helped"), strict=True):
        assert run("tag", outcome).code == 0
        assert run("stop").code == 0
    [here], [there] = ([*(tmp_path / name / "data" / "sessions").rglob("*.json")] for name in machines)
    assert here.name == there.name
    shutil.copy(there, here.with_name(f"{here.stem}.sync-conflict-20261122-101010-ABCDEFG.json"))
    run = machines["desk"]
    assert run("stats", "--json").json["calls"] == 2
    outcomes = [[call["outcome"] for call in json.loads(text)["calls"]] for text in files(tmp_path / "desk").values()]
    assert sorted(outcomes) == [["no", "helped"], ["no", "yes"]]


def test_what_a_sync_program_puts_beside_the_open_session_is_left_alone(machines: dict[str, Machine], tmp_path: Path) -> None:
    run = machines["desk"]
    run("start", "--headless")
    run("tag", "no")
    beside = tmp_path / "desk" / "data" / "current.sync-conflict-20261122-101010-ABCDEFG.json"
    beside.write_text("foreign")
    assert run("tag", "yes").code == 0
    assert run("stop").code == 0
    assert beside.read_text() == "foreign"
    assert run("stats", "--json").json["sessions"] == 1


def test_an_open_screen_keeps_both_and_says_so(tmp_path: Path) -> None:
    at, elsewhere = At(str(tmp_path / "laptop"), FakeClock()), At(str(tmp_path / "desk"), FakeClock())
    desk = at.begun()
    desk.do(do.Tag("no"))
    assert desk.settle()
    other: Any = elsewhere.desk()
    other.begin(a_session()._replace(id="20261121T140000Z-0001", host="another"))
    assert other.settle()
    shutil.copy(elsewhere.sessions.current, at.sessions.current)
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert [call.outcome for call in at.on_disk().calls] == ["no", "yes"]
    [kept] = [name for name in at.names() if ".conflict-" in name]
    assert json.loads((tmp_path / "laptop" / "data" / kept).read_text())["host"] == "another"
    assert desk.notes == [f"Another program changed current.json; its version is kept as {kept}."]

"""The file of the plan: strict reading, durable saving, and nothing of the user's that is lost."""

import json
import os
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import EXTRA
from nextcall.core.week_plan import Plan, Planned, Week, added, tried
from nextcall.core.weeks import week_key
from nextcall.errors import StorageError
from nextcall.storage.plans import LIMIT, Plans, plain, read_plan, render
from nextcall.storage.sessions import NewerError, Sessions

MONDAY = date(2026, 11, 23)


@pytest.fixture
def plans(tmp_path: Path) -> Plans:
    return Plans(str(tmp_path / "data"))


def put(plans: Plans, content: bytes | object) -> Path:
    path = Path(plans.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def one(plan: Plan) -> Plan:
    return added(plan, Planned(MONDAY, "power-hour", "09:30"))


def test_no_file_is_no_plan(plans: Plans) -> None:
    assert plans.read() == Plan()
    assert plans.identity() is None
    assert plans.change(lambda plan: plan) == (Plan(), Plan())
    assert not os.path.exists(plans.path)


def test_what_is_planned_is_on_disk_for_the_user_alone(plans: Plans) -> None:
    before, now = plans.change(one)
    assert (before, now) == (Plan(), Plans(plans.folder).read())
    assert stat.S_IMODE(os.stat(plans.path).st_mode) == 0o600
    assert json.loads(Path(plans.path).read_text()) == {
        "schema": 1,
        "weeks": {"2026-W48": {"sessions": [{"day": "2026-11-23", "preset": "power-hour", "at": "09:30"}], "try": ""}},
    }
    assert sorted(os.listdir(plans.folder)) == [".lock", "plan.json"]


def test_what_stands_there_now_is_changed(plans: Plans) -> None:
    other = Plans(plans.folder)
    plans.change(one)
    other.change(lambda plan: tried(plan, "2026-W48", "silence"))
    plans.change(one)
    (week,) = other.read().weeks
    assert (len(week.sessions), week.try_) == (2, "silence")


def test_unknown_fields_are_kept(plans: Plans) -> None:
    put(plans, {"schema": 1, "weeks": {"2026-W48": {"sessions": [{"day": "2026-11-24", "preset": "gone", "with": ["Ann"]}], "mood": 3}}, "colour": None})
    plans.change(one)
    found = json.loads(Path(plans.path).read_text())
    assert found["colour"] is None
    assert found["weeks"]["2026-W48"]["mood"] == 3
    assert found["weeks"]["2026-W48"]["sessions"][1] == {"day": "2026-11-24", "preset": "gone", "with": ["Ann"]}


GOOD = {"day": "2026-11-23", "preset": "sprint"}
UNFIT: list[tuple[Any, str]] = [
    ([], "should be a table"),
    ({}, "schema: should be 1"),
    ({"schema": "1"}, "schema: should be 1"),
    ({"schema": True}, "schema: should be 1"),
    ({"schema": 1, "weeks": [1]}, "weeks: should be a table"),
    ({"schema": 1, "weeks": {"2025-W53": {}}}, "weeks.2025-W53: should be a week"),
    ({"schema": 1, "weeks": {"\x1b[2J": {}}}, "should be a week"),
    ({"schema": 1, "weeks": {"2026-W48": []}}, "weeks.2026-W48: should be a table"),
    ({"schema": 1, "weeks": {"2026-W48": {"try": 7}}}, "weeks.2026-W48.try"),
    ({"schema": 1, "weeks": {"2026-W48": {"try": "x" * 201}}}, "weeks.2026-W48.try"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": {}}}}, "weeks.2026-W48.sessions: should be a list"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [7]}}}, "sessions[0]: should be a table"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [{"day": "2026-11-23"}]}}}, "sessions[0].preset"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD | {"preset": ""}]}}}, "sessions[0].preset"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD | {"preset": "x" * 65}]}}}, "sessions[0].preset"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD, GOOD | {"day": "2026-11-30"}]}}}, "sessions[1].day: should be a day of that week"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD | {"day": "20261123"}]}}}, "sessions[0].day: should be a day"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD | {"day": "2026-W48-1"}]}}}, "sessions[0].day: should be a day"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD | {"at": "9:30"}]}}}, "sessions[0].at: should be a time"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD | {"at": 9}]}}}, "sessions[0].at: should be a time"),
    ({"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD] * 10}}}, "at most 9 sessions"),
    (b"", "line 1, column 1"),
    (b'{"schema": 1, "schema": 1}', "stands twice"),
    (b'{"schema": 1, "weeks": NaN}', "NaN is no number"),
    (b"\xff\xfe", "not UTF-8"),
    (b"[" * 200_000, "nested too deeply"),
    (b" " * (LIMIT + 1), "larger than"),
]


@pytest.mark.parametrize(("content", "why"), UNFIT)
def test_what_does_not_fit_is_named_and_left_alone(plans: Plans, content: object, why: str) -> None:
    path = put(plans, content)
    before = path.read_bytes()
    for attempt in (plans.read, lambda: plans.change(one)):
        with pytest.raises(StorageError) as caught:
            attempt()
        assert caught.value.message.startswith("plan.json: ")
        assert why in caught.value.message
        assert caught.value.message.isprintable()
    assert path.read_bytes() == before


def test_a_newer_file_is_left_alone(plans: Plans) -> None:
    path = put(plans, {"schema": 2, "weeks": "new"})
    with pytest.raises(NewerError, match="a newer nextcall wrote this"):
        plans.change(one)
    assert json.loads(path.read_text())["schema"] == 2


def test_no_link_and_no_folder_is_read(plans: Plans, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text('{"schema": 1}')
    Path(plans.folder).mkdir()
    Path(plans.path).symlink_to(victim)
    with pytest.raises(StorageError, match="a link"):
        plans.change(one)
    assert victim.read_text() == '{"schema": 1}'
    Path(plans.path).unlink()
    Path(plans.path).mkdir()
    with pytest.raises(StorageError, match="not a regular file"):
        plans.read()


def test_control_characters_are_never_passed_on(plans: Plans) -> None:
    put(plans, {"schema": 1, "weeks": {"2026-W48": {"sessions": [GOOD | {"preset": "a\x1b[2J"}], "try": "b\n\u202ec"}}})
    (week,) = plans.read().weeks
    assert week.sessions[0].preset.isprintable()
    assert week.try_.isprintable()


def test_a_failing_disk_keeps_the_old_file(plans: Plans, monkeypatch: pytest.MonkeyPatch) -> None:
    plans.change(one)
    before = Path(plans.path).read_bytes()

    def failing(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="Input/output error"):
        plans.change(lambda plan: tried(plan, "2026-W48", "x"))
    monkeypatch.undo()
    assert Path(plans.path).read_bytes() == before
    assert sorted(os.listdir(plans.folder)) == [".lock", "plan.json"]


def test_what_a_killed_program_left_is_swept_away(plans: Plans) -> None:
    plans.change(one)
    for name in ("plan.json.77.part", "other.part"):
        Path(plans.folder, name).write_text("half")
    plans.change(one)
    assert sorted(os.listdir(plans.folder)) == [".lock", "other.part", "plan.json"]


def test_it_never_grows_beyond_what_can_be_read(plans: Plans) -> None:
    def much(plan: Plan) -> Plan:
        return plan._replace(extra={"x": "y" * LIMIT})

    with pytest.raises(StorageError, match="larger than"):
        plans.change(much)
    assert plans.read() == Plan()


def test_the_lock_is_that_of_the_sessions(plans: Plans) -> None:
    plans.change(one)
    with Sessions(plans.folder).lock():
        assert plans.read().weeks


DAYS = st.dates(date(2026, 12, 14), date(2027, 1, 17))
SESSIONS = st.lists(st.builds(Planned, DAYS, st.sampled_from(["sprint", "x"]), st.sampled_from(["", "09:30"]), EXTRA), max_size=12)


@given(SESSIONS, EXTRA, EXTRA, st.text('ab “”\\"', max_size=20))
def test_there_and_back(sessions: list[Planned], more: dict[str, Any], of_week: dict[str, Any], words: str) -> None:
    plan = Plan(extra=more)
    for session in sessions:
        plan = added(plan, session)
        plan = tried(plan, week_key(session.day), words)
    plan = plan._replace(weeks=tuple(week._replace(extra=of_week) for week in plan.weeks))
    assert json.loads(render(plan)) == plain(plan)
    assert read_plan(json.loads(render(plan))) == plan
    assert all(isinstance(week, Week) for week in plan.weeks)

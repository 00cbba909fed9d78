"""Time on the session's screen: the planned end, sleep, idleness, and clocks that go wrong."""

from datetime import timedelta
from pathlib import Path

import pytest
from harness import FULL, Stage, open_app, open_session

from nextcall.core.session import State

SIX = '[session]\npreset = "six"\n[[preset]]\nid = "six"\ntitle = "Six"\nminutes = 6\n'


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with each bell."""
    rung: list[str] = []
    monkeypatch.setattr("nextcall.tui.terminal.app.CalmApp.ring", lambda _: rung.append("bell"))
    return rung


async def test_the_planned_end_rings_once_and_the_session_goes_on(tmp_path: Path, bells: list[str]) -> None:
    async with open_session(tmp_path, SIX) as stage:
        await stage.tick(359)
        assert (bells, stage.has("Time.")) == ([], False)
        for _ in range(3):
            await stage.tick(1)
        assert bells == ["bell"]
        assert stage.has("Time. End when you are ready.")
        assert stage.has("over planned 6 min") or (stage.has("over") and stage.has("planned 6 min"))
        await stage.press("n")
        await stage.saved()
        assert len(stage.on_disk.calls) == 1
        await stage.tick(60)
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        assert stage.has("1:02 over the plan")


async def test_the_planned_end_never_comes_into_a_call(tmp_path: Path, bells: list[str]) -> None:
    async with open_session(tmp_path, SIX) as stage:
        await stage.tick(300)
        await stage.press("space")
        text = await stage.tick(90)
        assert bells == []
        assert "Time. Finish this call in peace." in text
        assert "over" not in text
        assert stage.session.state == State.ON_CALL
        await stage.press("space")
        await stage.tick(5)
        assert bells == []
        await stage.press("y")
        await stage.saved()
        await stage.until(lambda: bells == ["bell"], "the bell")
        await stage.tick(5)
        assert bells == ["bell"]
        [call] = stage.on_disk.calls
        assert call.dialed_at is not None
        assert call.hung_up_at is not None
        assert (call.hung_up_at - call.dialed_at).total_seconds() == 90


async def test_no_bell_where_none_is_wanted(tmp_path: Path, bells: list[str]) -> None:
    async with open_session(tmp_path, SIX + "[notify]\nend = []\n") as stage:
        await stage.tick(400)
        assert stage.has("Time. End when you are ready.")
        assert bells == []


async def test_more_time_makes_another_end(tmp_path: Path, bells: list[str]) -> None:
    async with open_session(tmp_path, SIX) as stage:
        await stage.tick(361)
        await stage.press("+")
        await stage.saved()
        await stage.tick(10)
        assert not stage.has("Time.")
        await stage.tick(300)
        assert bells == ["bell", "bell"]


async def test_a_goal_of_calls_rings_at_its_last_call(tmp_path: Path, bells: list[str]) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("1")
        await stage.flood(*"nvnvnvnvn")
        await stage.saved()
        assert bells == []
        await stage.press("v")
        await stage.saved()
        await stage.until(lambda: bells == ["bell"], "the bell")
        assert stage.has("10 of 10 calls")


async def test_a_resumed_session_whose_time_is_up_does_not_ring_again(tmp_path: Path, bells: list[str]) -> None:
    async with open_session(tmp_path, SIX) as stage:
        await stage.press("n")
        await stage.tick(400)
        await stage.press("n")
        await stage.saved()
        clock = stage.clock
    assert bells == ["bell"]
    async with open_app(tmp_path, SIX, clock=clock) as stage:
        await stage.press("r")
        await stage.tick(1)
        assert stage.has("Time. End when you are ready.")
        assert bells == ["bell"]


async def test_twenty_minutes_of_sleep_become_a_pause(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.tick(60)
        stage.clock.sleep(20 * 60)
        await stage.tick()
        await stage.saved()
        assert stage.has("The machine was asleep for 20 min: suspended, not counted.")
        [pause] = stage.on_disk.pauses
        assert pause.reason == "suspended"
        assert pause.ended_at is not None
        assert (pause.ended_at - pause.started_at) == timedelta(minutes=20)
        assert stage.has("ends about 10:20")
        await stage.press("u")
        await stage.saved()
        assert stage.on_disk.pauses == ()
        assert stage.has("ends about 10:00")


@pytest.mark.parametrize("keys", [("space",), ("space", "space")])
async def test_sleep_in_a_call_is_left_out_of_it(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press(*keys)
        stage.clock.sleep(20 * 60)
        await stage.press("y")
        await stage.saved()
        assert stage.has("The machine was asleep for 20 min")
        assert [pause.reason for pause in stage.on_disk.pauses] == ["suspended"]
        assert len(stage.on_disk.calls) == 1


async def test_sleep_in_a_pause_is_part_of_it(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("p", "escape")
        stage.clock.sleep(20 * 60)
        await stage.tick()
        await stage.saved()
        assert stage.has("Paused break 20 min")
        assert len(stage.on_disk.pauses) == 1


IDLE = "No key since 09:01. p pause from then q end then or go on"


async def idle(stage: Stage) -> None:
    await stage.tick(60)
    await stage.press("n")
    await stage.tick(9 * 60 + 59)
    assert not stage.has("No key since")
    await stage.tick(1)
    assert stage.has(IDLE)
    await stage.tick(5 * 60)
    assert stage.has(IDLE)


async def test_idle_p_pauses_from_then(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await idle(stage)
        await stage.press("p")
        await stage.saved()
        assert stage.on("SessionScreen")
        [pause] = stage.on_disk.pauses
        assert (pause.reason, f"{pause.started_at:%H:%M}", pause.ended_at) == ("idle", "09:01", None)
        assert stage.has("Paused idle 15 min")


async def test_idle_q_ends_then(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await idle(stage)
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        assert f"{stage.ended.ended_at:%H:%M}" == "09:01"


@pytest.mark.parametrize("key", ["space", "v", "z", "u"])
async def test_idle_other_keys_go_on(tmp_path: Path, key: str) -> None:
    async with open_session(tmp_path) as stage:
        await idle(stage)
        await stage.press(key)
        await stage.saved()
        assert not stage.has("No key since")
        assert stage.on_disk.pauses == ()


async def test_idle_is_asked_only_between_calls_and_fits(tmp_path: Path) -> None:
    async with open_session(tmp_path, '[ui]\nclock = "12h"\n') as stage:
        await stage.press("space")
        await stage.tick(3600)
        assert not stage.has("No key since")
        await stage.press("n", "p", "escape")
        await stage.tick(3600)
        assert not stage.has("No key since")
        await stage.press("p")
        await stage.tick(3600 + 60)
        assert stage.has("p pause from then q end then or go on")
        for size in ((40, 12), FULL):
            await stage.resize(*size)
            assert stage.has("q end")


async def test_time_never_goes_back(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.tick(600)
        await stage.press("n")
        stage.clock.moment -= timedelta(minutes=30)
        await stage.press("space")
        await stage.tick()
        await stage.press("y")
        await stage.saved()
        first, second = stage.on_disk.calls
        assert first.tagged_at is not None
        assert second.dialed_at is not None
        assert second.dialed_at >= first.tagged_at


async def test_the_window_is_named_by_the_time_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    monkeypatch.setattr("nextcall.tui.terminal.app.CalmApp.set_title", lambda _, title: names.append(title))
    async with open_session(tmp_path) as stage:
        await stage.tick(61)
        await stage.press("space")
        await stage.press("n", "p", "escape")
        await stage.press("p")
        await stage.tick(3600)
        await stage.press("n", "q")
        await stage.until_on("SummaryScreen")
    assert names == [
        "nextcall", "60 min left · Power hour", "59 min left · Power hour", "on the line · nextcall",
        "59 min left · Power hour", "paused · nextcall", "59 min left · Power hour", "time · nextcall", "nextcall",
    ]  # fmt: skip


async def test_the_clock_runs_by_itself(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        stage.clock.pass_(61)
        before = stage.text()
        await stage.until(lambda: stage.text() != before, "the next second")

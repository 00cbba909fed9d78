"""What the session's screen shows: only what is saved, only the call on the line, and nothing that moves."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Gate, Stage, open_app, open_session, services
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import FakeClock, a_session
from looks import usual
from making import STEPS, after, stepped
from nextcall.core import actions as do
from nextcall.core.machine import apply
from nextcall.core.outcomes import SETS
from nextcall.core.session import Formula, Session, State
from nextcall.errors import NextcallError
from nextcall.tui.screens import session_lines as drawn
from nextcall.tui.screens.session_card import card
from nextcall.tui.screens.session_lines import Scene
from nextcall.tui.shape import Shape

if TYPE_CHECKING:
    from nextcall.tui.widgets.lines import Lines

COUNTER = re.compile(r"(?i)calls\s+(\d+)")


def counted(stage: Stage) -> int:
    found = COUNTER.search(stage.text())
    assert found, stage.text()
    return int(found[1])


async def test_the_number_shown_is_what_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    async with open_session(tmp_path, FORMULA) as stage:
        await stage.press("n", "y")
        await stage.saved()
        gate.open.clear()
        await stage.press(*"vxh")
        assert counted(stage) == 2
        assert "saved ●" in stage.rows()[-1]
        await stage.tick(1)
        assert counted(stage) == 2
        assert stage.has("2 calls × 20.00 = 40.00")
        assert "3 not on disk" in stage.rows()[-1]
        assert len(stage.on_disk.calls) == 2
        gate.open.set()
        await stage.saved()
        assert counted(stage) == 5
        assert stage.has("5 calls × 20.00 = 100.00")
        assert "saved ●" in stage.rows()[-1]


async def test_a_goal_of_calls_counts_what_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    async with open_app(tmp_path) as stage:
        await stage.press("1")
        await stage.saved()
        await stage.press("n")
        await stage.saved()
        assert stage.has("1 of 10 calls")
        gate.open.clear()
        await stage.press("v")
        await stage.tick(1)
        assert stage.has("1 of 10 calls")
        await stage.press("z")
        assert "of 10" not in stage.text()
        gate.open.set()
        await stage.press("z", "z")
        await stage.saved()
        assert stage.has("2 of 10 calls")


async def test_six_hang_ups_are_worth_120(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        for n in range(1, 8):
            stage.clock.pass_(1)
            await stage.press("h")
            await stage.saved()
            calls = "1 call " if n == 1 else f"{n} calls"
            assert stage.has(f"{calls} × 20.00 = {n * 20}.00".replace("call  ×", "call ×"))
        await stage.press("u")
        await stage.saved()
        assert stage.has("6 calls × 20.00 = 120.00")
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        assert stage.has("Value 6 calls × 20.00 = 120.00")


async def test_without_a_formula_there_is_no_money(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("y", "n")
        await stage.saved()
        assert "×" not in stage.text()


async def test_after_a_no_and_after_a_yes_only_counters_differ(tmp_path: Path) -> None:
    seen = []
    for key in "xyhni":
        async with open_session(tmp_path / key, FORMULA) as stage:
            for _ in range(3):
                await stage.press("v")
                stage.clock.pass_(20)
            await stage.press("space")
            stage.clock.pass_(30)
            await stage.press(key)
            await stage.saved()
            stage.clock.pass_(1)
            await stage.tick()
            rows = []
            for size in (FULL, WIDE, SMALL):
                await stage.resize(*size)
                rows += stage.rows()
            seen.append(rows)
    for rows in seen[1:]:
        for first, other in zip(seen[0], rows, strict=True):
            assert skeleton(first) == skeleton(other)


def skeleton(row: str) -> str:
    """A row without its counters and its cells."""
    row = re.sub(r"[·▂▅█◆] ?(?=[·▂▅█◆ ]|$)", "", row) if re.fullmatch(r"[ ·▂▅█◆]*", row) else row
    return re.sub(r"\d", " ", row).rstrip()


@pytest.mark.parametrize("size", [FULL, WIDE, SMALL])
async def test_nothing_moves_when_a_number_grows(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, FORMULA, size=size) as stage:
        for few, more in ((9, "xi" * 4 + "x"), (99, "xi" * 44 + "x")):
            await stage.flood(*more)
            await stage.saved()
            assert counted(stage) == few
            before = stage.rows()
            await stage.flood("i")
            await stage.saved()
            for old, new in zip(before, stage.rows(), strict=True):
                assert words(old) == words(new)


def words(row: str) -> list[tuple[int, str]]:
    """The words of a row and where they begin; the numbers left out."""
    return [(found.start(), found[0]) for found in re.finditer(r"[A-Za-z×=]+", row)]


# ---- on the line


def pictures(session: Session, at: Any, shape: Shape, zen: int = 0) -> str:
    """Everything that the screen draws of a session, but for the line of keys and what was said."""
    scene = Scene(session, session, at, shape, zen, pad_rows=drawn.pad_rows(session, shape))
    parts: list[Lines] = [
        (drawn.top(scene),), drawn.clock(scene), drawn.share_done(scene), drawn.heartbeat(scene),
        drawn.live_numbers(scene), drawn.value_line(scene), card(scene), drawn.outcomes(scene),
    ]  # fmt: skip
    return "\n".join("".join(span.text for span in line) for part in parts for line in part)


@settings(max_examples=usual(16, long=2_000), deadline=None)
@given(STEPS, st.booleans(), st.sampled_from([FULL, WIDE, SMALL, (200, 60), (36, 11)]), st.sampled_from([0, 1, 2]))
def test_on_the_line_there_is_only_this_call(steps: Any, hung_up: bool, size: tuple[int, int], zen: int) -> None:
    bench = stepped(a_session(formula=Formula("10000", 500, "USD")), steps)
    session, at = bench.session, max(after(40000), bench.session.last_event_at)
    if session.live is not None:
        session = session._replace(live=None)
    for action in (do.Resume(), do.Dial(), do.HangUp()) if hung_up else (do.Resume(), do.Dial()):
        try:
            session = apply(session, action, at)
        except NextcallError:
            assert isinstance(action, do.Resume)
    assert session.state == (State.WRAP_UP if hung_up else State.ON_CALL)
    text = pictures(session, at, Shape(*size), zen)
    for sign in ("%", "$", "€", "×", "=", "USD", "20.00"):
        assert sign not in text
    assert re.sub(r"[▀▄█ ]", "", pictures(session._replace(calls=()), at, Shape(*size), zen)) == re.sub(r"[▀▄█ ]", "", text)
    assert pictures(session._replace(calls=()), at, Shape(*size), zen) == text, "what went before is to be seen"
    numbers = re.findall(r"\d+", text)
    assert set(numbers) <= {"0", "00"}, text


async def test_on_the_line_the_real_screen_is_as_quiet(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        await stage.press(*"nvxyhc", "=")
        await stage.saved()
        stage.clock.pass_(100)
        await stage.press("space")
        await stage.saved()
        text = await stage.tick(65)
        for word in ("120.00", "%", "calls", "ends about", "Power hour", "conversations", "·", "▅"):
            assert word not in text, word
        assert re.findall(r"\d+", text) == ["0", "0", "1"]  # asked, learned, F1
        assert stage.has("on the line")


async def test_value_said_before_is_gone_when_another_program_dials(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        await stage.press("n", "z")
        await stage.saved()
        await stage.press("=")
        assert stage.has("20.00")
        other = services(tmp_path)
        other.desk.take_up()
        other.desk.do(do.Dial())
        assert other.desk.settle()
        await stage.until_shown("on the line")
        assert "20.00" not in stage.text()


@pytest.mark.parametrize("name", SETS)
async def test_every_set_of_outcomes_is_in_sight(tmp_path: Path, name: str) -> None:
    async with open_session(tmp_path, f'[outcomes]\nset = "{name}"\n{FORMULA}') as stage:
        for keys in ((), ("space",), ("space",), ("p", "escape")):
            await stage.press(*keys)
            for size in (FULL, WIDE, SMALL):
                await stage.resize(*size)
                text = stage.text()
                for outcome in SETS[name]:
                    assert re.search(rf"(^|\s){outcome.key} {re.escape(outcome.name)}(\s|$)", text, re.MULTILINE), text
                assert "F1 help" in stage.rows()[-1]


async def test_many_own_outcomes_are_in_sight(tmp_path: Path) -> None:
    free = list("jotABCDEF")
    own = "\n".join(f'[outcomes.own-{i}]\nkey = "{key}"\nlabel = "Own outcome {key}"\n' for i, key in enumerate(free))
    for size, most in ((FULL, len(free)), (SMALL, 3)):
        config = own if most == len(free) else "\n".join(own.split("\n\n")[:most])
        async with open_session(tmp_path / str(most), config, size=size) as stage:
            for keys in ((), ("space",)):
                await stage.press(*keys)
                for outcome in stage.session.outcomes:
                    assert re.search(rf"(^|\s){outcome.key} {re.escape(outcome.name[:12])}", stage.text(), re.MULTILINE), stage.text()
                assert "F1 help" in stage.rows()[-1]


async def test_a_long_process_keeps_the_present_step_in_sight(tmp_path: Path) -> None:
    steps = ", ".join(f'"Step number {n}"' for n in range(1, 13))
    async with open_session(tmp_path, f"[process]\nsteps = [{steps}]\n") as stage:
        await stage.press("space")
        for n in range(1, 13):
            assert stage.has(f"▸ Step number {n} ")
            assert stage.has("k skipped")
            assert "F1 help" in stage.rows()[-1]
            await stage.press("right")
        assert stage.has("asked 0")


async def test_a_save_that_fails_is_shown_until_it_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n")
        await stage.saved()

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            await stage.press("v", "x")
            await stage.until_shown("Not on disk: No space left on device. Trying again every second.")
            await stage.until(lambda: "2 not on disk" in stage.rows()[-1], "what waits")
            assert counted(stage) == 1
            await stage.press("space", "h")
            await stage.until(lambda: "4 not on disk" in stage.rows()[-1], "what waits")
            assert "F1 help" in stage.rows()[-1]
            assert len(stage.on_disk.calls) == 1
        await stage.until(lambda: counted(stage) == 4, "the next try")
        assert "Not on disk" not in stage.text()
        assert "saved ●" in stage.rows()[-1]
        assert [call.outcome for call in stage.on_disk.calls] == ["no-answer", "voicemail", "no", "hung-up"]


async def test_a_session_that_cannot_be_begun_is_plain_to_see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    async with open_app(tmp_path) as stage:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            await stage.press("enter", "n", "y")
            await stage.until_shown("Not on disk")
            assert counted(stage) == 0
        await stage.until(lambda: counted(stage) == 2, "the next try")
        assert len(stage.on_disk.calls) == 2


async def test_another_desk_on_the_same_folder(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        other = services(tmp_path)
        for n in range(1, 4):
            other.desk.take_up()
            other.desk.do(do.Tag("no"))
            assert other.desk.settle()
            await stage.until(lambda n=n: counted(stage) == 2 * n - 1, "the other's call")  # type: ignore[misc]
            await stage.press("y")
            await stage.saved()
            assert counted(stage) == 2 * n
            stage.clock.pass_(2)
        assert [call.outcome for call in stage.on_disk.calls] == ["no", "yes"] * 3


async def test_two_screens_on_one_session_follow_each_other(tmp_path: Path) -> None:
    async with open_session(tmp_path) as here, open_app(tmp_path) as there:
        await there.press("r")
        await there.saved()
        await here.press("n")
        await there.until(lambda: counted(there) == 1, "the call made here")
        await there.press("space", "y")
        await here.until(lambda: counted(here) == 2, "the call made there")
        await here.press("q")
        await there.until_on("SummaryScreen")
        assert there.has("The session was ended by another program.")


@pytest.mark.parametrize("keys", [(), ("enter",), ("space", "f1"), ("ctrl+p",)])
async def test_a_session_that_ends_elsewhere_shows_its_summary(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", *keys)
        await stage.saved()
        other = services(tmp_path)
        other.desk.take_up()
        other.desk.do(do.Recover())
        assert other.desk.settle()
        await stage.until_on("SummaryScreen")
        assert stage.has("Inputs 1 call")


async def test_a_session_that_is_dropped_elsewhere_leads_home(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        services(tmp_path).desk.drop_open()
        await stage.until_on("HomeScreen")
        assert stage.has("The session is not open any more.")


async def test_start_from_the_shell_goes_straight_into_the_session(tmp_path: Path) -> None:
    async with open_app(tmp_path, first=a_session(), clock=FakeClock()) as stage:
        assert stage.on("SessionScreen")
        await stage.press("n")
        await stage.saved()
        assert len(stage.on_disk.calls) == 1


async def test_the_single_row_of_a_small_screen_shows_the_last_calls(tmp_path: Path) -> None:
    async with open_session(tmp_path, size=SMALL) as stage:
        for key in "nvnvnvnvnvnvnvnvnvnvnx":
            stage.clock.pass_(30)
            await stage.press(key)
        await stage.saved()
        rows = [row for row in stage.rows() if row.count("·") > 9]
        assert len(rows) == 1
        assert rows[0].rstrip().endswith("▅"), "the last one is in sight, and those before it are still there"

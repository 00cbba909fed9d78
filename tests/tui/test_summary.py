"""The summary: in its order, on one screen, with answers that are kept."""

from datetime import timedelta
from pathlib import Path

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Stage, open_app, open_session, services

from fakes import START, FakeClock, a_session
from histories import file_in
from nextcall.core import actions as do
from nextcall.core.session import Call, Contact, Session, State

ORDER = ("Helped", "Process", "Inputs", "Results", "Value", "usual range", "Promised", "Parked", "What worked?", "Listening:", "Intention")


async def filled(stage: Stage) -> None:
    """A session with everything in it, up to its summary."""
    await stage.press("i")
    await stage.write("ask one more question")
    await stage.press("enter", "enter")
    await stage.until_on("SessionScreen")
    await stage.saved()
    other = services(Path(stage.app.services.folders.data).parent, FORMULA, stage.clock)
    other.desk.take_up()
    for n in range(5):
        other.desk.do(do.Dial(Contact(f"Ann Number {n}")))
        stage.clock.pass_(65)
        for action in (do.StepDone(), do.StepDone(), do.StepSkipped(), do.Asked(), do.Learned()):
            other.desk.do(action)
        other.desk.do(do.Tag("callback", note="price list"))
        other.desk.do(do.Introduce(f"Ann Number {n}", "Bob Lee"))
        stage.clock.pass_(30)
    for n in range(4):
        other.desk.do(do.Park(f"parked thing {n}"))
    other.desk.do(do.Breathe(30))
    for n in range(60):
        other.desk.do(do.Tag(("no", "yes", "hung-up")[n % 3], help=("thanked",) if n == 1 else ()))
    stage.clock.pass_(3600)
    other.desk.do(do.Pause("notes"))
    stage.clock.pass_(60)
    other.desk.do(do.Resume())
    assert other.desk.settle()
    await stage.tick()
    await stage.until(lambda: len(stage.session.calls) == 65, "the calls")
    await stage.press("q")
    await stage.until_on("SummaryScreen")


@pytest.mark.parametrize("size", [FULL, WIDE])
async def test_everything_in_its_order_on_one_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, FORMULA, size=size) as stage:
        await filled(stage)
        text = stage.text()
        places = [text.index(word) for word in ORDER]
        assert places == sorted(places)
        assert stage.app.screen.query_one("#body").max_scroll_y == 0
        for words in (
            "Ann Number 0 → Bob Lee (made)", "thanked 1", "steps kept 2.0 of 6 asked 5 learned 5",
            "65 calls median gap 0:30 talk 5:25", "first dial after 0:00", "1 pause", "over the plan",
            "45 conversations", "40 noes 20 yeses", "65 calls × 20.00 = 1,300.00", "call back: Ann Number 0 price list",
            "parked thing 0 +3 more", "d do l later x drop", "What worked?", "What did they tell you that was new?",
            "Intention “ask one more question”: kept? y yes p partly n no", "Enter home",
        ):  # fmt: skip
            assert stage.has(words), words + "\n" + text


async def test_a_small_screen_scrolls_to_the_end(tmp_path: Path) -> None:
    async with open_app(tmp_path, FORMULA, size=SMALL) as stage:
        await filled(stage)
        seen = stage.text()
        for _ in range(40):
            await stage.press("down")
            seen += stage.text()
        assert all(word in seen for word in ORDER)
        assert stage.has("y yes p partly n no")
        await stage.press(*["up"] * 40)
        assert "Power hour, done" in stage.text()


async def test_answers_are_saved_to_the_file(tmp_path: Path) -> None:
    async with open_app(tmp_path, FORMULA) as stage:
        await filled(stage)
        await stage.press("w")
        await stage.write("silence after the price")
        await stage.press("enter", "a")
        await stage.write("they have no budget till May [/b]")
        await stage.press("enter", "p")
        await stage.saved()
        summary = stage.ended.summary
        assert (summary.worked, summary.skill_answer, summary.intention_kept) == (
            "silence after the price", "they have no budget till May [/b]", "partly",
        )  # fmt: skip
        assert stage.has("What worked? silence after the price")
        await stage.press("y", "w")
        await stage.write("!")
        await stage.press("enter")
        await stage.saved()
        assert stage.ended.summary.intention_kept == "yes"
        assert stage.ended.summary.worked == "silence after the price!"
        await stage.press("n", "w", "escape")
        await stage.saved()
        assert stage.ended.summary.intention_kept == "no"


async def test_parked_things_are_decided_one_after_the_other(tmp_path: Path) -> None:
    async with open_app(tmp_path, FORMULA) as stage:
        await filled(stage)
        for key, left in (("d", "parked thing 1 +2 more"), ("l", "parked thing 2 +1 more"), ("x", "parked thing 3"), ("d", "")):
            await stage.press(key)
            assert stage.has(left)
        assert "Parked" not in stage.text()
        await stage.press("d", "l", "x")
        await stage.saved()
        assert [parked.state for parked in stage.ended.parked] == ["done", "later", "dropped", "done"]


async def test_keys_of_what_is_not_there_are_dead(tmp_path: Path) -> None:
    async with open_session(tmp_path, "[skills]\nnames = []\n") as stage:
        await stage.press("n", "q")
        await stage.until_on("SummaryScreen")
        before = stage.text()
        await stage.press(*"yndlxapu")
        assert stage.text() == before
        assert "kept?" not in before


async def test_back_into_the_session_and_out_again(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", "q")
        await stage.until_on("SummaryScreen")
        await stage.press("r")
        await stage.until_on("SessionScreen")
        await stage.press("y")
        await stage.saved()
        assert stage.on_disk.state == State.READY
        assert [call.outcome for call in stage.on_disk.calls] == ["no-answer", "yes"]
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        assert stage.has("2 calls")
        assert len(stage.ended.calls) == 2
        assert stage.app.services.sessions.open_identity() is None


async def test_home_and_the_next_session(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", "q")
        await stage.until_on("SummaryScreen")
        await stage.press("enter")
        await stage.until_on("HomeScreen")
        stage.clock.pass_(5)
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.saved()
        assert stage.on_disk.calls == ()


async def test_the_summary_as_text(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        await stage.press("h", "q")
        await stage.until_on("SummaryScreen")
        await stage.press("s")
        assert "1 call" in stage.app.clipboard
        assert "20.00" in stage.app.clipboard
        assert stage.has("Copied as text. In a shell: nextcall show last --markdown")


async def test_the_break_counts_down_then_its_overrun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr("nextcall.tui.terminal.app.CalmApp.ring", lambda _: rung.append(1))
    async with open_app(tmp_path) as stage:
        await stage.press("3", "n", "q")
        await stage.until_on("SummaryScreen")
        assert stage.has("Break 5 min left")
        await stage.tick(4 * 60 + 1)
        assert stage.has("Break 1 min left")
        for _ in range(3):
            await stage.tick(30)
        assert stage.has("Break over")
        await stage.tick(2 * 60)
        assert stage.has("Break over by 2 min")
        assert rung == [1]


async def test_an_empty_session_has_a_summary(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        assert stage.has("0 calls")
        assert stage.has("steps kept –")


async def test_twelve_hours(tmp_path: Path) -> None:
    clock = FakeClock()
    clock.pass_(4 * 3600)
    async with open_session(tmp_path, '[ui]\nclock = "12h"\n', clock=clock) as stage:
        assert stage.has("ends about 2:00 pm")
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        assert stage.has("Sat 21 Nov, 1:00 pm to 1:00 pm")


def written(stage: Stage) -> str:
    """The configuration as it stands on disk."""
    return Path(stage.app.services.folders.config_file).read_text(encoding="utf-8")


async def test_the_next_time_i_say_is_kept_in_the_configuration_and_shown_when_the_reason_comes_up(tmp_path: Path) -> None:
    async with open_app(tmp_path, "# mine\n" + FORMULA) as stage:
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.saved()
        await stage.press("x", "r", "p")
        await stage.saved()
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        assert stage.has("t Price: next time I say")
        await stage.press("t")
        await stage.write("Compared with what?")
        await stage.press("enter")
        await stage.until(lambda: stage.has("Compared with what?"), "the answer")
        text = written(stage)
        assert text.startswith("# mine\n")
        assert 'price = "Compared with what?"' in text
        await stage.press("enter")
        await stage.until_on("HomeScreen")
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.press("x", "r", "p")
        await stage.until(lambda: stage.has("Next time I say: “Compared with what?”"), "the line")


# ---- against the own limits


def sitting(days: int) -> Session:
    """Some twenty calls, so many days ago."""
    began = START - timedelta(days=days)
    made, at = [], began + timedelta(seconds=29 + days % 3)
    for n in range(20 + days % 5):
        hung_up = at + timedelta(seconds=20 + (n * 7 + days) % 9)
        made.append(Call(n + 1, at, hung_up, hung_up, ("no", "yes", "no-answer")[n % 3]))
        at = hung_up + timedelta(seconds=14 + n * 5 % 7 + days % 3)
    return a_session(began)._replace(id=f"{began:%Y%m%d}T140000Z-{days:04x}", calls=tuple(made), ended_at=at, end="ended")


async def one_like_those(stage: Stage) -> None:
    """The same in keys, up to the summary."""
    await stage.tick(30)
    for n in range(21):
        await stage.press("space")
        stage.clock.pass_(20 + n * 7 % 9)
        await stage.press(("x", "y", "n")[n % 3])
        stage.clock.pass_(15 + n * 5 % 7)
    await stage.saved()
    await stage.press("q")
    await stage.until_on("SummaryScreen")
    await stage.saved()


@pytest.mark.parametrize(("before", "words"), [
    (3, "Learning your usual range: 3 sessions before this one, limits need 6."),
    (8, "Calls, gap, talk and start are inside your trial range; nothing to fix."),
    (20, "Calls, gap, talk and start are inside your usual range; nothing to fix."),
])  # fmt: skip
async def test_as_usual_in_two_lines(tmp_path: Path, before: int, words: str) -> None:
    for days in range(1, before + 1):
        file_in(tmp_path / "data", sitting(days))
    async with open_session(tmp_path) as stage:
        await one_like_those(stage)
        rows = stage.rows()
        place = rows.index("   " + words)
        assert rows[place + 1].strip() == ("Same pace after a no and after a good call.")
        assert rows[place + 2].strip() == ""
        await stage.press("s")
        assert "## Your usual range" in stage.app.clipboard
        await stage.resize(*WIDE)
        if before == 20:
            for name in ("Calls per hour 8", "Median gap 0:18", "Talk 33:", "First dial after 0:30"):
                assert any(row.startswith("   " + name) and row.endswith("; nothing to fix.") for row in stage.rows()), stage.text()
        await stage.resize(*SMALL)
        await stage.press(*["down"] * 9)
        assert "usual range" in stage.text() or "trial range" in stage.text()


async def test_signals_stand_first_and_the_screen_still_holds(tmp_path: Path) -> None:
    for days in range(1, 21):
        file_in(tmp_path / "data", sitting(days))
    async with open_app(tmp_path, FORMULA) as stage:
        await filled(stage)
        assert "Signals. Above: gap 0:30. Below: calls 57.4/h, talk 4:47/h, start 0:00." in stage.text()
        assert stage.app.screen.query_one("#body").max_scroll_y == 0
        assert stage.has("kept? y yes p partly n no")


async def test_a_history_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("nextcall.tui.screens.summary_own.Index.at_hand", broken)
    async with open_session(tmp_path) as stage:
        await stage.press("n", "q")
        await stage.until_on("SummaryScreen")
        await stage.rest()
        assert stage.has("The sessions before this one cannot be read: Permission denied.")
        await stage.press("enter")
        await stage.until_on("HomeScreen")


async def test_the_screen_does_not_wait_for_the_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("nextcall.tui.screens.summary_own.OwnLimits._judge", lambda _, session, _services: asked.append(session.id))
    async with open_session(tmp_path) as stage:
        await stage.press("n", "q")
        await stage.until_on("SummaryScreen")
        assert stage.has("1 call")
        assert stage.has("What worked?")
        assert "usual range" not in stage.text()
        await stage.press("w")
        await stage.write("x")
        await stage.press("enter")
        await stage.saved()
        assert asked == [stage.session.id]


async def test_a_correction_by_another_program_is_judged_anew(tmp_path: Path) -> None:
    for days in range(1, 21):
        file_in(tmp_path / "data", sitting(days))
    async with open_session(tmp_path) as stage:
        await one_like_those(stage)
        assert stage.has("Calls, gap, talk and start are inside your usual range")
        other = services(tmp_path, "", stage.clock)
        other.desk.open_ended(stage.desk.path)
        for n in range(3, 22):
            other.desk.do(do.RemoveCall(n))
        assert other.desk.settle()
        await stage.tick()
        stage.desk.look_again()
        await stage.until(lambda: len(stage.session.calls) == 2, "the correction")
        await stage.until_shown("Below: calls 7.9/h")
        assert "Calls, gap, talk and start" not in stage.text()

"""The summary: in its order, on one screen, with answers that are kept."""

from pathlib import Path

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Stage, open_app, open_session, services

from fakes import FakeClock
from nextcall.core import actions as do
from nextcall.core.session import Contact, State

ORDER = ("Helped", "Process", "Inputs", "Results", "Value", "Promised", "Parked", "What worked?", "Listening:", "Intention")


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
            "45 conversations", "40 noes 20 yeses", "65 calls × 20.00 = 1300.00", "call back: Ann Number 0 price list",
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

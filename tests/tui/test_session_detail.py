"""The detail of a session: its calls chosen, shown in full, corrected with a trail, and left again."""

import json
from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app, services

from fakes import START, FakeClock, a_session
from nextcall.core import actions as do
from nextcall.core.session import Call, Contact, Session, State
from nextcall.desk.desk import Desk
from nextcall.errors import NotAllowedError, StorageError


def ended(folder: Path, clock: FakeClock, session: Session | None = None) -> str:
    """A session of four calls, a pause among them, that is put away; where it is."""
    desk = services(folder, clock=clock).desk
    desk.begin(session or a_session())
    for n, outcome in enumerate(("no-answer", "callback", "no", "yes"), 1):
        clock.pass_(40)
        desk.do(do.Dial(Contact("Ann Roe", "+15550100") if n == 2 else None))
        clock.pass_(90)
        desk.do(do.HangUp())
        clock.pass_(5)
        desk.do(do.Tag(outcome, note="ring after five\nand ask for Carla" if n == 2 else ""))
        if n == 2:
            for action in (do.Introduce("Ann Roe", "Bob Lee"), do.Bright("silence worked"), do.Help("thanked")):
                desk.do(action)
        if n == 3:
            desk.do(do.Reason("price"))
            desk.do(do.Pause("break"))
            clock.pass_(300)
            desk.do(do.Resume())
    desk.do(do.Amount("120.50"))
    clock.pass_(60)
    desk.do(do.End())
    assert desk.settle()
    clock.pass_(3600)
    return desk.path


async def shown(stage: Stage, path: str) -> None:
    """The detail of the session at that path."""
    stage.app.open_detail(path)
    await stage.until_on("SessionDetailScreen")


def chosen(stage: Stage) -> int:
    """The number of the call in the row that is marked."""
    (row,) = [row for row in stage.rows() if "▸" in row]
    return int(row.partition("▸")[2].split()[1].lstrip("*"))


def trail(path: str) -> list[tuple[int, str, object, object, bool]]:
    """What the file says of corrections, and whether they were taken back."""
    found = json.loads(Path(path).read_text())["trail"]
    return [(entry["call"], entry["field"], entry["old"], entry["new"], "undone_at" in entry) for entry in found]


def read(path: str) -> bytes:
    """What stands in a file."""
    return Path(path).read_bytes()


async def test_one_screen_tells_all_of_it(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("down")
        for words in (
            "Power hour Sat 21 Nov 2026, 09:00 to 09:15 call 2 of 4", "3 conversations · helped 1 · talk 6:00 · median gap 0:40 · paused 5:00",
            "# time talk wrap-up gap outcome", "▸ ◆* 2 09:02 1:30 0:05 0:40 call back", "paused 5:00, break",
            "Call 2 Call back Ann Roe +15550100", "Note ring after five", "and ask for Carla",
            "Helped introduced, thanked Ann Roe → Bob Lee (made)", "Bright * silence worked",
            "Esc back", "Enter correct", "n note", "F1 help", "saved ●",
        ):  # fmt: skip
            assert stage.has(words), words + "\n" + stage.text()
        assert "▲" in stage.text()
        await stage.press("down")
        assert stage.has("Call 3 Heard it, said no: price")
        assert stage.has("Times dialled 09:05:10 hung up 09:06:40 tagged 09:06:45")
        await stage.press("down")
        assert stage.has("Call 4 Yes: meeting, order, pledge 120.50")


async def test_the_keys_that_choose(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        for key, number in (
            ("down", 2), ("j", 3), ("right", 4), ("down", 4), ("up", 3), ("k", 2), ("left", 1), ("left", 1), ("end", 4), ("home", 1), ("pagedown", 4), ("pageup", 1),
        ):  # fmt: skip
            await stage.press(key)
            assert chosen(stage) == number, key
            assert stage.has(f"call {number} of 4")
            assert stage.has(f"Call {number} ")


async def test_a_click_chooses_in_the_list_and_on_the_time_line(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.click("yes")
        assert chosen(stage) == 4
        row = next(y for y, row in enumerate(stage.rows()) if "┬" in row) - 1
        await stage.click_at(3 + 10, row)
        assert chosen(stage) == 1
        await stage.click("09:02", row=max(y for y, row in enumerate(stage.rows()) if " 09:02 " in row))
        assert chosen(stage) == 2


async def test_the_outcome_is_corrected_by_its_key_and_the_trail_says_so(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("down", "enter")
        assert stage.has("Call 2: correct what?")
        await stage.press("o")
        assert stage.has("x no")
        await stage.press("x")
        assert stage.has("Call 2: outcome: call back → no. u takes it back.")
        await stage.saved()
        assert trail(path) == [(2, "outcome", "callback", "no", False)]
        assert stage.ended.calls[1].outcome == "no"
        await stage.press("space")
        assert stage.has("Trail 21 Nov 10:15 outcome: call back → no")
        await stage.press("u")
        assert stage.has("Call 2: outcome: no → call back. ctrl+r makes it again.")
        assert stage.has("outcome: call back → no (taken back)")
        await stage.press("ctrl+r")
        assert stage.has("Call 2: outcome: call back → no. u takes it back.")
        assert not stage.has("(taken back)")


@pytest.mark.parametrize(
    ("keys", "text", "field", "new"),
    [
        (("n",), "new", "note", "new"),
        (("e", "n"), "new", "note", "new"),
        (("e", "c"), "Bob [/b]", "contact", {"name": "Bob [/b]", "phone": "", "list": None, "id": None}),
        (("e", "a"), "12.50", "amount", "12.50"),
        (("e", "s"), "1,3", "steps_done", [0, 2]),
        (("e", "q"), "3", "asked", 3),
        (("e", "l"), "2", "learned", 2),
        (("e", "b"), "it was the pause", "bright_note", "it was the pause"),
    ],
)
async def test_every_field_by_a_line(tmp_path: Path, keys: tuple[str, ...], text: str, field: str, new: object) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        before: Call = stage.ended.calls[0]
        await stage.press(*keys)
        await stage.press(*["backspace"] * 8)
        await stage.write(text)
        await stage.press("enter")
        await stage.saved()
        made = {name: value for call, name, _, value, _ in trail(path) if call == 1}
        assert made[field] == new
        assert stage.has("Call 1: ")
        assert stage.has("u takes it back.")
        await stage.press("u")
        await stage.saved()
        assert all(undone for *_, undone in trail(path))
        assert stage.ended.calls[0] == before


async def test_reasons_help_and_introductions_by_their_keys(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("end", "up", "e", "r", "t")
        assert stage.has("Call 3: reason: price → time.")
        await stage.press("e", "r", "-")
        assert stage.has("Call 3: reason: time → nothing.")
        await stage.press("e", "h", "T")
        assert stage.has("Call 3: help marks: nothing → thanked.")
        await stage.press("e", "i")
        await stage.write("Carla -> Dan")
        await stage.press("enter")
        await stage.saved()
        call: Call = stage.ended.calls[2]
        assert call.help == ("thanked", "introduced")
        assert call.introduction is not None
        assert (call.introduction.who, call.introduction.to) == ("Carla", "Dan")
        await stage.press("e", "h")
        assert stage.has("I introduced ✓")
        await stage.press("I")
        await stage.saved()
        assert (stage.ended.calls[2].help, stage.ended.calls[2].introduction) == (("thanked",), None)
        await stage.press("u")
        await stage.saved()
        assert stage.ended.calls[2] == call


async def test_a_bright_spot_at_once_and_its_line(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("*")
        await stage.write("she laughed")
        await stage.press("enter")
        await stage.saved()
        assert (stage.ended.calls[0].bright, stage.ended.calls[0].bright_note) == (True, "she laughed")
        assert stage.has("Bright * she laughed")
        await stage.press("*")
        await stage.saved()
        assert (stage.ended.calls[0].bright, stage.ended.calls[0].bright_note) == (False, "")
        await stage.press("u", "u", "u")
        await stage.saved()
        assert not stage.ended.calls[0].bright
        assert not stage.desk.view().can_undo


async def test_what_is_refused_keeps_the_line_and_says_why(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("e", "d")
        await stage.press(*["backspace"] * 8)
        await stage.write("09:59")
        await stage.press("enter")
        assert stage.on("AskLine")
        assert stage.has("the times of calls follow each other")
        await stage.press(*["backspace"] * 5)
        await stage.write("09:00:30")
        await stage.press("enter")
        await stage.saved()
        assert stage.on("SessionDetailScreen")
        assert stage.has("Call 1: dialled: 09:00:40 → 09:00:30.")
        assert [entry[1] for entry in trail(path)] == ["dialed_at"]


async def test_the_same_again_is_no_correction(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    before = read(path)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("down", "n", "enter", "e", "t", "enter", "e", "o", "c")
        assert stage.has("That is what it says already.")
        await stage.press("e", "escape", "n", "escape", "e", "o", "escape", "a", "escape")
        await stage.saved()
        assert trail(path) == []
        assert read(path) == before


async def test_calls_are_removed_and_added_and_come_back(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("down", "x")
        assert stage.has("Call 2: removed. u takes it back.")
        assert chosen(stage) == 3
        await stage.press("u")
        assert stage.has("Call 2: there again. ctrl+r makes it again.")
        assert chosen(stage) == 2
        await stage.press("a", "y")
        await stage.write("09:03")
        await stage.press("enter")
        assert stage.on("AskLine")  # that was in the middle of a call
        await stage.press(*["backspace"] * 5)
        await stage.write("09:12")
        await stage.press("enter")
        assert stage.has("Call 5: added. u takes it back."), stage.text()
        assert chosen(stage) == 5
        await stage.saved()
        assert [call.n for call in stage.ended.calls] == [1, 2, 3, 5, 4]
        await stage.press("+", "x", "enter")
        await stage.saved()
        assert [call.n for call in stage.ended.calls] == [1, 2, 3, 5, 4, 6]
        await stage.press("u", "u")
        await stage.saved()
        assert [call.n for call in stage.ended.calls] == [1, 2, 3, 4]


async def test_every_call_can_be_removed(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("x", "x", "x", "x")
        await stage.saved()
        assert [call.n for call in stage.ended.calls] == []
        assert stage.has("No call is in this session.")
        await stage.press("x", "e", "n", "*", "space", "down", "pagedown", "end")
        assert stage.on("SessionDetailScreen")
        await stage.press("u", "u", "u", "u")
        await stage.saved()
        assert [call.n for call in stage.ended.calls] == [1, 2, 3, 4]


async def test_undo_and_redo_after_leaving_and_coming_back(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("n")
        await stage.write("first")
        await stage.press("enter", "n")
        await stage.write(" second")
        await stage.press("enter", "escape")
        await stage.until(lambda: not stage.on("SessionDetailScreen"), "another screen")
        assert stage.desk.session is None
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("u")
        assert stage.has("Call 1: note: first second → first.")
        await stage.saved()
        await stage.press("escape")
        await stage.until(lambda: not stage.on("SessionDetailScreen"), "another screen")
        await shown(stage, path)
        await stage.press("u")
        await stage.saved()
        assert stage.ended.calls[0].note == ""
        assert not stage.has("u undo")
        await stage.press("ctrl+r", "ctrl+r")
        await stage.saved()
        assert stage.ended.calls[0].note == "first second"
        assert [undone for *_, undone in trail(path)] == [False, False]


async def test_another_program_corrects_too(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        other = services(tmp_path, clock=clock).desk
        other.open_ended(path)
        other.do(do.Correct(4, "note", "by another hand"))
        assert other.settle()
        await stage.tick()
        await stage.until_shown("by another hand")
        await stage.press("n")
        await stage.write("by this one")
        await stage.press("enter")
        await stage.saved()
        assert [call.note for call in stage.ended.calls if call.n in {1, 4}] == ["by this one", "by another hand"]


async def test_a_session_that_is_opened_again_elsewhere_is_left(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        other = services(tmp_path, clock=clock).desk
        other.open_ended(path)
        other.do(do.Reopen())
        assert other.settle()
        await stage.tick()
        await stage.until(lambda: not stage.on("SessionDetailScreen"), "another screen")
        assert stage.desk.session is None


async def test_a_session_that_is_not_over_is_not_opened(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.saved()
        path = stage.app.services.sessions.current
        other = services(tmp_path, clock=stage.clock)
        assert other.sessions.current == path
    async with open_app(tmp_path) as stage:
        with pytest.raises(NotAllowedError, match="still open"):
            stage.app.open_detail(path)
        assert stage.on("HomeScreen")
        assert stage.desk.session is None


async def test_a_file_that_does_not_fit_is_the_callers_to_tell(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        odd = tmp_path / "odd.json"
        odd.write_text("{}")
        with pytest.raises(StorageError, match=r"odd\.json"):
            stage.app.open_detail(str(odd))
        assert stage.on("HomeScreen")


async def test_what_is_not_saved_is_said_and_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        full = [True]
        save = Desk.save

        def saving(desk: Desk) -> bool:
            if full[0]:
                desk._trouble = "the disk is full"
                return False
            return save(desk)

        monkeypatch.setattr(Desk, "save", saving)
        await stage.press("x")
        await stage.until_shown("Not on disk: the disk is full")
        assert stage.has("1 not on disk")
        await stage.press("escape")
        assert stage.on("SessionDetailScreen")
        full[0] = False
        stage.desk.look_again()
        await stage.until(lambda: not stage.on("SessionDetailScreen"), "another screen")
        await stage.until_on("HistoryScreen")
        assert len(stage.ended.calls) == 3


async def test_the_summary_and_back(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock, a_session()._replace(preset="pomodoro"))
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, path)
        await stage.press("down", "s")
        await stage.until_on("SummaryScreen")
        assert stage.has("Power hour, done")
        assert stage.has("Enter back")
        assert not stage.has("back to it")
        assert "Break" not in stage.text()
        await stage.press("r", "w")
        await stage.write("silence")
        await stage.press("enter")
        await stage.saved()
        assert stage.ended.state == State.ENDED
        await stage.press("enter")
        await stage.until_on("SessionDetailScreen")
        assert chosen(stage) == 2
        assert stage.ended.summary.worked == "silence"


async def test_from_paper_there_is_a_tally(tmp_path: Path) -> None:
    clock = FakeClock()
    used = tuple(outcome for outcome in a_session().outcomes if outcome.id in {"no-answer", "yes"})
    paper = a_session()._replace(outcomes=used, counts_only={"no-answer": 14, "yes": 1}, end="ended", ended_at=START)
    path = services(tmp_path).sessions.add_ended(paper)
    async with open_app(tmp_path, clock=clock) as stage:
        for size in (FULL, WIDE, SMALL, (20, 5)):
            await stage.resize(*size)
            await shown(stage, path)
            assert "14" in stage.text(), stage.text()
        await stage.resize(*FULL)
        assert stage.has("Counted on paper")
        assert stage.has("15 calls · 1 conversation")
        before = stage.text()
        await stage.press("e", "n", "*", "x", "a", "u", "ctrl+r", "down", "pagedown", "space")
        assert stage.text() == before
        await stage.press("s")
        await stage.until_on("SummaryScreen")
        assert stage.has("15 calls")


async def test_help_lists_the_keys_that_there_are(tmp_path: Path) -> None:
    clock = FakeClock()
    path = ended(tmp_path, clock)
    async with open_app(tmp_path, '[keys]\nadd_call = "A"\n', clock=clock) as stage:
        await shown(stage, path)
        await stage.press("f1")
        seen = ""
        for _ in range(30):
            seen += stage.text()
            await stage.press("down")
        for words in ("Enter  e", "↑  ↓", "PgUp  PgDn", "A ", "ctrl+r", "Esc", "Add a call that was forgotten.", "Make again the correction"):
            assert words in seen, words
        await stage.press("escape", "A")
        assert stage.has("Add a call: what did it come to?")

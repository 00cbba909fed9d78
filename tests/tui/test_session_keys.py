"""Every key of the session's screen, and what it does to the file."""

from pathlib import Path

import pytest
from harness import FORMULA, open_session

from nextcall.core.session import Session

ANSWERS = '[answers]\nprice = "ask what it costs them today"\n'


async def after(folder: Path, *keys: str, config: str = "") -> Session:
    """The session on disk after keys; a word of several characters that is no key is typed."""
    async with open_session(folder, config) as stage:
        for key in keys:
            if key.startswith("'"):
                await stage.write(key[1:])
            else:
                await stage.press(key)
        await stage.saved()
        return stage.on_disk


async def test_every_outcome_has_its_key(tmp_path: Path) -> None:
    session = await after(tmp_path, *"nvmgwhxciysfdk")
    assert [call.outcome for call in session.calls] == [
        "no-answer", "voicemail", "machine", "gatekeeper", "wrong-number", "hung-up", "no",
        "callback", "helped", "yes", "sent-info", "not-a-fit", "do-not-call", "skipped",
    ]  # fmt: skip


async def test_note_on_this_call_else_on_the_last(tmp_path: Path) -> None:
    session = await after(tmp_path, "n", "enter", "'first", "enter", "space", "enter", "'second", "enter", "y", "enter", "'!", "enter")
    assert [call.note for call in session.calls] == ["first", "second!"]


async def test_letters_are_text_while_a_line_is_typed(tmp_path: Path) -> None:
    session = await after(tmp_path, "n", "enter", "'nvq u*/?", "escape", "y")
    assert [call.outcome for call in session.calls] == ["no-answer", "yes"]
    assert session.calls[0].note == ""


async def test_steps_questions_and_facts(tmp_path: Path) -> None:
    session = await after(tmp_path, "space", "right", "down", "right", "left", "right", "down", "a", "a", "l", "y", "a")
    [call] = session.calls
    assert (call.steps_done, call.steps_skipped) == ((0, 2), (1, 3))
    assert (call.asked, call.learned) == (2, 1)


async def test_steps_do_not_go_beyond_their_ends(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("space", "left")
        assert stage.has("This is the first step.")
        await stage.press(*["right"] * 7)
        assert stage.has("All steps are behind you.")
        assert stage.text().count("✓") == 6


async def test_bright_spot_with_and_without_a_line(tmp_path: Path) -> None:
    session = await after(tmp_path, "n", "*", "escape", "space", "*", "'silence", "enter", "y", "v", "*", "escape", "*")
    assert [(call.bright, call.bright_note) for call in session.calls] == [(True, ""), (True, "silence"), (False, "")]


async def test_marks_of_help(tmp_path: Path) -> None:
    session = await after(tmp_path, "x", "R", "U", "T", "space", "R", "R", "T", "y", "I", "'Ann Roe -> Bob Lee", "enter")
    assert [call.help for call in session.calls] == [("referral", "useful", "thanked"), ("thanked", "introduced")]
    made = session.calls[1].introduction
    assert made is not None
    assert (made.who, made.to, made.state) == ("Ann Roe", "Bob Lee", "made")


@pytest.mark.parametrize(("typed", "who", "to"), [("Ann → Bob", "Ann", "Bob"), ("Ann", "Ann", ""), ("->Bob", "", "Bob"), ("A->B->C", "A", "B→C")])
async def test_introductions_as_they_are_typed(tmp_path: Path, typed: str, who: str, to: str) -> None:
    made = (await after(tmp_path, "y", "I", f"'{typed}", "enter")).calls[0].introduction
    assert made is not None
    assert (made.who, made.to) == (who, to)


async def test_an_introduction_without_names_is_one_and_is_taken_back(tmp_path: Path) -> None:
    session = await after(tmp_path, "y", "I", "escape", "v", "I", "'A -> B", "enter", "I")
    assert [(call.help, call.introduction) for call in session.calls] == [(("introduced",), None), ((), None)]


async def test_the_reason_of_the_last_no(tmp_path: Path) -> None:
    session = await after(tmp_path, *"xrp", *"hrt", *"nrn", *"xvrr", *"hru", *"xro", "h", "r", "escape", "x", "r", "d", "r", "z")
    assert [call.reason for call in session.calls] == ["price", "need", "", "rival", "", "trust", "other", "", ""]


async def test_the_own_answer_to_a_reason_is_shown_once(tmp_path: Path) -> None:
    async with open_session(tmp_path, ANSWERS) as stage:
        await stage.press("x", "r", "p")
        assert stage.has("Next time I say: “ask what it costs them today”")
        await stage.press("space")
        assert "Next time" not in stage.text()
        await stage.press("h", "r", "t")
        assert "Next time" not in stage.text()
        assert stage.has("a no for this reason: time")


async def test_reasons_and_amounts_want_their_calls(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        for key, words in (("r", "There was no no yet."), ("$", "There was no yes yet"), ("enter", "no call yet"), ("e", "no call yet"), ("*", "no call yet"), ("R", "no call yet"), ("u", "nothing to undo"), ("ctrl+r", "nothing to redo")):
            await stage.press(key)
            assert stage.on("SessionScreen")
            assert stage.has(words), key


@pytest.mark.parametrize(("typed", "kept"), [("1200.50", "1200.50"), ("7", "7"), ("12,5", None), ("-3", None), ("much", None)])
async def test_the_amount_of_the_last_yes(tmp_path: Path, typed: str, kept: str | None) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("y", "n", "$")
        await stage.write(typed)
        await stage.press("enter")
        await stage.saved()
        assert stage.on_disk.calls[0].amount == kept
        assert stage.has("is no amount; write it as 1200 or 1200.50") == (kept is None)


async def test_undo_to_the_start_and_forward_again(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        keys = "nvxyh"
        await stage.press(*keys)
        for left in range(4, -1, -1):
            await stage.press("u")
            await stage.saved()
            assert len(stage.on_disk.calls) == left
            assert stage.has("Taken back: tag.")
        await stage.press("u")
        assert stage.has("There is nothing to undo.")
        await stage.press(*["ctrl+r"] * 5)
        await stage.saved()
        assert [call.n for call in stage.on_disk.calls] == [1, 2, 3, 4, 5]
        assert stage.has("Done again: tag.")
        await stage.press("u", "n", "ctrl+r")
        assert stage.has("There is nothing to redo.")


async def test_parking(tmp_path: Path) -> None:
    session = await after(tmp_path, "/", "'renew domain", "enter", "space", "/", "'buy milk", "enter", "/", "enter", "/", "escape")
    assert [parked.text for parked in session.parked] == ["renew domain", "buy milk"]
    assert session.live is not None


async def test_the_plan_can_change(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("+", "+", "-")
        await stage.saved()
        assert stage.on_disk.goal is not None
        assert stage.on_disk.goal.amount == 65
        assert [(change.old, change.new) for change in stage.on_disk.plan_changes] == [(60, 65), (65, 70), (70, 65)]
        assert stage.has("ends about 10:05")
        await stage.press(*["-"] * 20)
        assert stage.has("The plan cannot become shorter than that.")


async def test_breaths_of_30_60_and_90_seconds(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        for seconds in (30, 60, 90, 30):
            await stage.press("b")
            assert stage.has(f"{seconds} s")
            assert stage.has("Breathe ")
        await stage.saved()
        assert [breath.seconds for breath in stage.on_disk.breaths] == [30]
        await stage.tick(31)
        assert not stage.has("Breathe ")
        await stage.press("b")
        await stage.tick(10)
        await stage.press("space")
        await stage.saved()
        first, second = stage.on_disk.breaths
        assert first.ended_at is not None
        assert second.ended_at is not None
        assert (first.ended_at - first.started_at).total_seconds() == 30
        assert (second.ended_at - second.started_at).total_seconds() == 10


async def test_zen_hides_the_numbers_then_the_clock(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        await stage.press("n", "y")
        full = await stage.saved()
        assert stage.has("calls 2")
        await stage.press("z")
        assert "conversations" not in stage.text()
        assert "40.00" not in stage.text()
        assert "▀" in stage.text()
        await stage.press("z")
        assert "▀" not in stage.text()
        assert "ends about" not in stage.text()
        assert "───" in stage.text()
        assert stage.has("n no answer")
        await stage.press("x")
        await stage.saved()
        assert len(stage.on_disk.calls) == 3
        await stage.press("u", "z")
        await stage.saved()
        stage.clock.pass_(10)
        await stage.tick()
        assert stage.has("calls 2")
        assert full.splitlines()[9:14] == stage.rows()[9:14]


async def test_the_value_for_three_seconds(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA) as stage:
        await stage.press("z", "n", "h")
        await stage.saved()
        assert "40.00" not in stage.text()
        await stage.press("=")
        assert stage.has("40.00")
        await stage.tick(2.9)
        assert stage.has("40.00")
        await stage.tick(0.2)
        assert "40.00" not in stage.text()
        await stage.press("=", "space")
        assert "40.00" not in stage.text()
        await stage.press("=")
        assert "40.00" not in stage.text()


async def test_the_value_without_a_formula(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", "=")
        assert stage.has("No formula is stated")


async def test_correcting_outcome_note_and_times(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        for key in "nvx":
            await stage.press(key)
            await stage.tick(60)
        await stage.press("e")
        assert stage.has("▸ 3 09:02 no")
        await stage.press("up", "up", "y")
        assert stage.has("Call 1: corrected; the old value is in the trail.")
        await stage.press("enter", "n")
        await stage.write("was a yes")
        await stage.press("enter", "down", "enter", "t")
        await stage.press(*["backspace"] * 8)
        await stage.write("09:01:30")
        await stage.press("enter", "enter", "t")
        await stage.press(*["backspace"] * 8)
        await stage.write("25:00")
        await stage.press("enter")
        assert stage.has("'25:00' is no time")
        await stage.press("escape")
        await stage.saved()
        calls = stage.on_disk.calls
        assert [call.outcome for call in calls] == ["yes", "voicemail", "no"]
        assert calls[0].note == "was a yes"
        assert f"{calls[1].tagged_at:%H:%M:%S}" == "09:01:30"
        assert [note.field for note in stage.on_disk.trail] == ["outcome", "note", "tagged_at"]
        assert stage.on("SessionScreen")
        await stage.press("u", "u", "u")
        await stage.saved()
        assert stage.on_disk.calls[0].outcome == "no-answer"


async def test_a_long_list_of_calls_is_scrolled_through(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.flood(*"nv" * 30)
        await stage.press("e", "home")
        assert stage.has("▸ 1 09:00")
        await stage.press("pagedown", "down")
        assert stage.has("▸ 12 09:00")
        await stage.press("end", "down")
        assert stage.has("▸ 60 09:00")

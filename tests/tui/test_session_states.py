"""The five states, and what each key does in each of them."""

from pathlib import Path

import pytest
from harness import Stage, open_app, open_session
from textual.color import Color

from nextcall.core.session import State
from nextcall.tui.screens.session import SessionScreen

WAYS = {
    State.READY: (),
    State.ON_CALL: ("space",),
    State.WRAP_UP: ("space", "space"),
    State.PAUSED: ("p", "escape"),
}
"""How to get into each state from the start of a session."""
AFTER = {
    (State.READY, "space"): State.ON_CALL,
    (State.READY, "n"): State.READY,
    (State.READY, "p"): State.PAUSED,
    (State.READY, "escape"): State.READY,
    (State.ON_CALL, "space"): State.WRAP_UP,
    (State.ON_CALL, "n"): State.READY,
    (State.ON_CALL, "p"): State.ON_CALL,
    (State.ON_CALL, "escape"): State.READY,
    (State.WRAP_UP, "space"): State.WRAP_UP,
    (State.WRAP_UP, "n"): State.READY,
    (State.WRAP_UP, "p"): State.PAUSED,
    (State.WRAP_UP, "escape"): State.READY,
    (State.PAUSED, "space"): State.READY,
    (State.PAUSED, "n"): State.READY,
    (State.PAUSED, "p"): State.READY,
    (State.PAUSED, "escape"): State.PAUSED,
}


@pytest.mark.parametrize("state", WAYS)
async def test_state_table(tmp_path: Path, state: str) -> None:
    async with open_session(tmp_path) as stage:
        for key in ("space", "n", "p", "escape"):
            await stage.press(*WAYS[state])
            assert stage.session.state == state
            await stage.press(key)
            await stage.saved()
            assert stage.on_disk.state == stage.session.state == AFTER[state, key], key
            assert len(stage.on_disk.calls) == (1 if key == "n" else 0)
            assert ("Finish this call first" in stage.text()) == ((state, key) == (State.ON_CALL, "p"))
            await stage.press("escape", *["u"] * 6)


async def test_a_tapped_call_knows_only_its_tag(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        stage.clock.pass_(30)
        await stage.press("n")
        await stage.saved()
        [call] = stage.on_disk.calls
        assert (call.dialed_at, call.hung_up_at) == (None, None)
        assert call.tagged_at == stage.clock.now()


async def test_three_keys_tell_talk_and_wrap_up_apart(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("space")
        await stage.tick(65)
        assert stage.has("on the line")
        await stage.press("space")
        text = await stage.tick(9)
        assert "wrap-up 0:09" in text
        await stage.press("y")
        await stage.saved()
        [call] = stage.on_disk.calls
        assert call.dialed_at is not None
        assert call.hung_up_at is not None
        assert call.tagged_at is not None
        assert (call.hung_up_at - call.dialed_at).total_seconds() == 65
        assert (call.tagged_at - call.hung_up_at).total_seconds() == 9


async def test_a_dropped_call_comes_back_with_undo(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("space", "right", "a", "escape")
        assert "Dropped. u brings it back." in await stage.saved()
        assert stage.on_disk.state == State.READY
        await stage.press("u")
        await stage.saved()
        call = stage.on_disk.live
        assert call is not None
        assert (call.asked, call.steps_done) == (1, (0,))


async def test_the_pause_has_its_reason_and_keeps_the_call(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("space", "space", "p", "t")
        await stage.tick(9 * 60)
        assert stage.has("Paused technical 9 min")
        assert stage.has("Space resume")
        await stage.saved()
        assert stage.on_disk.pauses[-1].reason == "technical"
        await stage.press("space")
        await stage.saved()
        assert stage.on_disk.state == State.WRAP_UP
        assert stage.has("One key tags it.")


async def test_every_reason_to_pause(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        for key in ("b", "r", "n", "t", "i", "m", "escape", "y"):
            await stage.press("p", key)
            assert stage.session.state == State.PAUSED
            await stage.press("p")
        await stage.saved()
        reasons = ["break", "reset", "notes", "technical", "interrupted", "meeting", "break", "break"]
        assert [pause.reason for pause in stage.on_disk.pauses] == reasons
        assert not stage.on_disk.calls


async def test_the_end_is_refused_in_a_call_and_says_why(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        for _ in range(2):
            await stage.press("space", "q")
            assert stage.has("Finish this call first")
        await stage.press("n", "q")
        await stage.until_on("SummaryScreen")


async def test_a_hundred_tags_in_one_go_are_a_hundred_calls_in_order(tmp_path: Path) -> None:
    keys = "nvmgwhxciysfd" * 8
    async with open_session(tmp_path) as stage:
        await stage.flood(*keys)
        await stage.saved()
        known = {outcome.id: outcome.key for outcome in stage.on_disk.outcomes}
        assert "".join(known[call.outcome or ""] for call in stage.on_disk.calls) == keys
        assert shown(stage, "calls") == len(keys)


async def test_a_held_key_is_one_call_however_long_it_is_held(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        for _ in range(30):
            await stage.press("n")
            stage.clock.pass_(0.7)
        stage.clock.pass_(0.1)
        await stage.saved()
        assert len(stage.on_disk.calls) == 1
        await stage.press("n")
        await stage.saved()
        assert len(stage.on_disk.calls) == 2


async def test_another_key_between_makes_it_a_new_call(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", "space", "n", "v", "n", "z", "n")
        await stage.saved()
        assert [call.outcome for call in stage.on_disk.calls] == ["no-answer", "no-answer", "voicemail", "no-answer", "no-answer"]


async def test_a_held_key_blinks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    off = SessionScreen._blinked
    monkeypatch.setattr(SessionScreen, "_blinked", lambda _: None)  # it would be over before a slow machine looks
    async with open_session(tmp_path) as stage:
        await stage.press("n", "n")
        accent = Color.parse(stage.app.get_css_variables()["accent"]).rich_color
        marked = [segment.text for strip in stage.strips() for segment in strip if segment.style and segment.style.bgcolor == accent]
        assert "".join(marked).strip() == "n no answer"
        screen = stage.session_screen()
        assert screen is not None
        off(screen)
        await stage.rest()
        assert not any(segment.style and segment.style.bgcolor == accent for strip in stage.strips() for segment in strip)


async def test_pasted_text_is_no_call(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        before = stage.text()
        await stage.paste("nnnyyy\n\nxq")
        assert stage.text() == before
        assert not stage.session.calls


async def test_digits_and_unknown_keys_do_nothing(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        before = stage.text()
        await stage.press(*"0123456789;[]XYZ", "f5", "home", "end", "tab", "up")
        assert stage.text() == before
        assert not stage.session.calls


def shown(stage: Stage, name: str) -> int:
    """A number of the left column."""
    row = next(row for row in stage.rows() if row.strip().startswith(name))
    return int(row.split()[1])


async def test_what_was_on_disk_is_said_until_the_first_key(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("n", "space")
        await stage.saved()
    async with open_app(tmp_path) as stage:
        await stage.press("r")
        await stage.until_on("SessionScreen")
        assert stage.has("On disk: calls 1.")
        await stage.press("x")
        assert "calls 2" in " ".join((await stage.saved()).split())
        assert "On disk" not in stage.text()

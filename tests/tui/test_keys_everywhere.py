"""Help, palette, mouse and own keys: all from the same table as the keys that work."""

from pathlib import Path

import pytest
from harness import FULL, SMALL, Stage, open_app, open_session
from textual.command import CommandPalette

from nextcall.config.keys import actions, shown_key, textual_key
from nextcall.core.session import State
from nextcall.tui.modals import ask_key, ask_line, ask_one, correct, find_person, pick_theme
from nextcall.tui.modals.base import Foot

OWN = '[keys]\ndial = "d"\nundo = ["backspace", "U"]\nuseful = ""\nleave = "ctrl+x"\npalette = "ctrl+k"\nhelp = "f2"\nend = "Q"\nstart = "g"\n[outcomes.do-not-call]\nkey = "D"\n'


async def listed(stage: Stage) -> set[str]:
    """The keys that help lists."""
    keys: set[str] = set()
    for _ in range(80):
        for row in stage.rows()[:-1]:
            if row[13:15] == "  " and row[15:74].strip():
                keys |= set(row[3:13].split())
        await stage.press("down")
    return keys


def bound(stage: Stage) -> set[str]:
    """The keys that the screen's bindings have, as help would name them."""
    found = [binding for key, binding in stage.app.screen._bindings if binding.action.startswith("act(")]
    names = {binding.id.rpartition(".")[0] if binding.id and not binding.id.startswith("outcome.") else "" for binding in found}
    config = stage.app.services.config
    keys = {shown_key(key) for name in names - {""} for key in config.keys[name]}
    return keys | {outcome.key for outcome in config.outcomes if outcome.key and stage.on("SessionScreen")}


@pytest.mark.parametrize("config", ["", OWN])
@pytest.mark.parametrize("screen", ["session", "summary"])
async def test_help_lists_the_keys_that_work(tmp_path: Path, config: str, screen: str) -> None:
    help_, end = ("f2", "Q") if config else ("f1", "q")
    start = "g" if config else "enter"
    async with open_app(tmp_path, config) as stage:
        await stage.press(start)
        await stage.until_on("SessionScreen")
        if screen == "summary":
            await stage.press(end)
            await stage.until_on("SummaryScreen")
        keys = bound(stage)
        await stage.press(help_)
        assert stage.on("HelpScreen")
        assert await listed(stage) - {"↑", "↓"} == keys - {"↑", "↓"}
        await stage.press("escape")
        assert not stage.on("HelpScreen")


async def test_help_at_home_lists_only_presets_that_there_are(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("question_mark")
        keys = await listed(stage)
        assert {"Enter", "1", "7", "i", "s", "t", "F1", "ctrl+q", "↑"} <= keys
        assert not {"8", "9"} & keys


async def palette(stage: Stage) -> list[str]:
    """What the palette offers before anything is typed."""
    await stage.until(lambda: isinstance(stage.app.screen, CommandPalette), "the palette")
    from textual.widgets import OptionList

    await stage.until(lambda: stage.app.screen.query_one(OptionList).option_count > 0, "its list")
    await stage.rest()
    found = stage.app.screen.query_one(OptionList)
    return [str(found.get_option_at_index(i).prompt).splitlines()[0] for i in range(found.option_count)]


async def test_the_palette_has_every_action_and_none_of_textuals(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("space", "ctrl+p")
        offered = " ".join(await palette(stage))
        for action in actions("session"):
            if action.id not in {"palette", "breath", "end", "pause"} and action.group != "People":
                assert f"{stage.app.services.config.keys[action.id][0] and shown_key(action.keys[0])}" in offered, action.id
        for outcome in stage.session.outcomes:
            assert f"{outcome.name}   {outcome.key}" in offered
        for foreign in ("Screenshot", "screenshot", "Quit", "Theme", "Maximize", "Keys"):
            assert foreign not in offered
        await stage.press("escape", "escape")
        assert stage.on("SessionScreen")


@pytest.mark.parametrize("size", [FULL, SMALL])
async def test_the_palette_does_what_it_says(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, size=size) as stage:
        for words, there in (("voicemail", "voicemail v"), ("zen", "zen z"), ("pause", "pause p")):
            await stage.press("ctrl+p")
            await stage.write(words)
            await stage.until(lambda there=there: stage.has(there), there)  # type: ignore[misc]
            await stage.until(lambda: isinstance(stage.app.screen, CommandPalette), "the palette")
            await stage.press("enter")
            await stage.until(lambda: not isinstance(stage.app.screen, CommandPalette), "its end")
            await stage.rest()
        screen = stage.session_screen()
        assert screen is not None
        assert screen.zen == 1
        assert [call.outcome for call in stage.session.calls] == ["voicemail"]
        assert stage.session.state == State.PAUSED


def in_call(stage: Stage) -> bool:
    return stage.session.live is not None


async def test_keys_rebound_by_the_configuration(tmp_path: Path) -> None:
    async with open_app(tmp_path, OWN) as stage:
        assert "g start" in stage.rows()[-1]
        assert "F2 help" in stage.rows()[-1]
        await stage.press("enter", "f1", "ctrl+p")
        assert stage.on("HomeScreen")
        await stage.press("g")
        await stage.until_on("SessionScreen")
        assert stage.has("d next call")
        await stage.press("space", "q", "u", "f1", "ctrl+p", "ctrl+q")
        assert stage.on("SessionScreen")
        assert not in_call(stage)
        await stage.press("d")
        assert in_call(stage)
        await stage.press("D")
        assert [call.outcome for call in stage.session.calls] == ["do-not-call"]
        await stage.press("U")
        assert in_call(stage)
        await stage.press("backspace")
        assert not in_call(stage)
        assert "⌫ undo" in stage.rows()[-1]
        await stage.press("ctrl+k")
        assert isinstance(stage.app.screen, CommandPalette)
        await stage.press("escape", "escape", "Q")
        await stage.until_on("SummaryScreen")
        await stage.press("ctrl+x")
        await stage.until(lambda: stage.app.return_code is not None, "the end")
        assert stage.app.return_code == 0


OTHERS = """
[keys]
start = "f3"
preset_1 = "A"
preset_2 = ""
resume = "R"
end_open = "E"
drop_open = ""
step_done = "D"
step_skip = ""
park = "K"
parked_do = "J"
parked_later = "ctrl+l"
parked_drop = ""
fewer_calls = "<"
more_calls = ""
"""


async def test_where_a_key_is_named_it_is_the_one_that_works(tmp_path: Path) -> None:
    async with open_app(tmp_path, OTHERS) as stage:
        assert stage.has("┃ F3 Power hour")
        assert stage.has("│ A Ten calls")
        assert stage.has("│ Sprint"), "a preset without a key is there for the arrows and the mouse"
        await stage.press("f3")
        await stage.until_on("SessionScreen")
        await stage.press("space")
        assert stage.has("▸ Why this person D done")
        assert not stage.has("D done ↓ skip")
        assert not stage.has("D done skip")
        await stage.press("D", "v", "K")
        await stage.write("milk")
        await stage.press("enter")
        await stage.saved()
    async with open_app(tmp_path, OTHERS) as stage:
        assert stage.has("F3 resume E end at its last event")
        assert not stage.has("drop it"), stage.text()
        await stage.press("E")
        await stage.until_on("SummaryScreen")
        assert stage.has("J do ctrl+l later")
        assert not stage.has("drop")
        await stage.press("J", "enter")
        await stage.until_on("HomeScreen")
        await stage.press("f")
        await stage.until_on("FormulaScreen")
        await stage.until_shown("Next yes")
        assert stage.has("If you make < 100 calls")


@pytest.mark.parametrize("keys", [(), ("enter",), ("n", "enter"), ("p",), ("n", "e"), ("f1",), ("ctrl+p",), ("n", "e", "enter")])
async def test_ctrl_q_leaves_from_everywhere_and_the_session_stays_open(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("v", *keys)
        if "ctrl+p" in keys:
            await palette(stage)
        await stage.press("ctrl+q")
        await stage.until(lambda: stage.app.return_code is not None, "the end")
        assert stage.app.return_code == 0
        assert stage.desk.view().waiting == 0
        assert stage.on_disk.state in {State.READY, State.PAUSED}
        assert stage.on_disk.calls[0].outcome == "voicemail"


async def test_ctrl_c_does_not_leave_but_says_what_does(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        for keys, screen in (((), "HomeScreen"), (("enter",), "SessionScreen"), (("p",), "AskOne"), (("escape", "p", "q"), "SummaryScreen")):
            await stage.press(*keys)
            await stage.until_on(screen)
            await stage.press("ctrl+c")
            await stage.until(lambda: stage.has("ctrl+q leaves; an open session stays open."), "the hint")
            assert stage.app.return_code is None


async def test_leaving_waits_for_what_is_on_its_way(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.flood(*"nvxyh" * 10, "ctrl+q")
        await stage.until(lambda: stage.app.return_code is not None, "the end")
        assert len(stage.on_disk.calls) == 50


async def test_the_mouse_does_what_the_keys_do(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.click("Sprint")
        await stage.until_on("SessionScreen")
        await stage.saved()
        assert stage.on_disk.preset == "sprint"
        for name, words in (("no-answer", "no answer"), ("yes", "y yes"), ("do-not-call", "do not call")):
            await stage.click(words)
            assert stage.session.calls[-1].outcome == name
        await stage.click("next call")
        assert stage.session.live is not None
        await stage.click("Why this person")
        await stage.click("done")
        await stage.click("asked")
        await stage.click("learned")
        assert (live := stage.session.live) is not None
        assert (live.steps_done, live.asked, live.learned) == ((0,), 1, 1)
        await stage.click("hang up")
        assert stage.session.state == State.WRAP_UP
        await stage.click("Esc drop")
        assert stage.session.state == State.READY
        await stage.click("p pause")
        await stage.click("technical")
        assert stage.session.pauses[-1].reason == "technical"
        await stage.click("Space resume")
        await stage.click("q end")
        await stage.until_on("SummaryScreen")
        await stage.click("Enter home")
        await stage.until_on("HomeScreen")


async def test_a_double_click_is_one_call(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.click("no answer")
        await stage.click("no answer")
        assert len(stage.session.calls) == 1


async def test_questions_leave_other_keys_alone(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("x", "r", "f1", "up", "enter")
        assert stage.on("AskOne")
        await stage.press("y")
        assert stage.on("SessionScreen")
        assert len(stage.session.calls) == 1
        await stage.press("e", "f1", "q", "u", "p", "space")
        assert stage.on("CorrectCalls")
        assert stage.session.state == State.READY


def test_every_key_of_the_table_has_a_name_that_textual_knows() -> None:
    from textual.keys import _character_to_key

    for scope in ("session", "home", "summary"):
        for action in actions(scope):
            for key in action.keys:
                if len(key) == 1 and not key.isalnum():
                    assert textual_key(key) == _character_to_key(key)


QUESTIONS = {
    "a line": (("enter",), "Take what is written.", "Delete the word before."),
    "one of a few": (("x",), "price", "None of them: leave everything as it was."),
    "a correction": (("e",), "Another call; the last one is chosen first.", "Voicemail left"),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("size", [FULL, SMALL])
async def test_f1_in_a_question_tells_its_keys_and_leaves_it_as_it_was(tmp_path: Path, question: str, size: tuple[int, int]) -> None:
    keys, *words = QUESTIONS[question]
    async with open_session(tmp_path, size=size) as stage:
        await stage.press("n")
        await stage.saved()
        await stage.press(*keys)
        if question == "one of a few":
            await stage.saved()
            await stage.press("r")
        before = stage.text()
        await stage.press("f1")
        assert stage.on("HelpScreen"), before
        shown = stage.text()
        for _ in range(40):
            await stage.press("down")
            shown += stage.text()
        assert not [word for word in words if word[:20] not in " ".join(shown.split())]
        await stage.press("escape")
        assert stage.text() == before


def test_every_question_knows_its_keys_but_the_one_that_asks_for_a_key() -> None:
    silent = {kind.__name__ for module in (ask_key, ask_line, ask_one, correct, find_person, pick_theme) for kind in vars(module).values()
              if isinstance(kind, type) and issubclass(kind, Foot) and kind is not Foot and kind.known is Foot.known}  # fmt: skip
    assert silent == {"AskKey"}


async def test_f1_while_a_theme_is_chosen(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("t", "down")
        before = stage.text()
        await stage.press("f1")
        assert stage.has("Enter Keep it, for good.")
        await stage.press("f1")
        assert stage.text() == before

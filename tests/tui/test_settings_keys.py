"""Keys changed from the settings screen: each action and outcome can have another, and no wrong one ever gets in."""

import tomllib
from pathlib import Path

import pytest
from harness import FULL, SMALL, Stage, open_app
from test_settings import choose, file, open_settings, screen, text
from textual import events

from nextcall.config.keys import ACTIONS, SCOPES
from nextcall.config.load import load
from nextcall.tui.modals.ask_key import AskKey, name_of
from nextcall.tui.screens.settings_rows import PLACES, rows


async def ask(stage: Stage, name: str, *, more: bool = False) -> None:
    """Have the key of an action asked for."""
    if stage.on("HomeScreen"):
        await open_settings(stage, name)
    else:
        await choose(stage, name)
    await stage.press("a" if more else "enter")
    await stage.until_on("AskKey")


async def take(stage: Stage, *keys: str) -> None:
    """Press keys for it, and take the last one."""
    await stage.press(*keys, "enter")
    await stage.until_on("SettingsScreen")


def test_every_place_has_its_words() -> None:
    assert set(SCOPES) == set(PLACES)


async def test_every_action_is_there_with_its_keys(tmp_path: Path) -> None:
    async with open_app(tmp_path, '[keys]\nundo = ["Z", "ctrl+u"]\nvalue = ""\n') as stage:
        found = {row.name: row for row in rows(stage.app.services.config)}
        assert {f"keys.{action.id}" for action in ACTIONS} <= set(found)
        assert found["keys.undo"].shown == "Z  ctrl+u"
        assert found["keys.value"].shown == ""
        assert found["keys.undo"].section == "Keys in a session"


async def test_another_key_works_at_once(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await ask(stage, "keys.theme")
        await stage.press("ctrl+t")
        assert stage.has("It is ctrl+t")
        assert not file(tmp_path).exists()
        await take(stage)
        assert tomllib.loads(text(tmp_path)) == {"keys": {"theme": "ctrl+t"}}
        await stage.press("escape")
        await stage.until_on("HomeScreen")
        await stage.press("t")
        assert stage.on("HomeScreen")
        await stage.press("ctrl+t")
        await stage.until_on("PickTheme")


async def test_the_old_key_of_this_screen_is_gone(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await ask(stage, "keys.close_settings")
        await take(stage, "c")
        assert "c home" in stage.rows()[-1]
        await stage.press("h", "escape")
        assert stage.on("SettingsScreen")
        await ask(stage, "keys.change")
        await take(stage, "d")
        await stage.press("enter", "space")
        assert stage.on("SettingsScreen")
        await stage.press("d")
        await stage.until_on("AskKey")
        await stage.press("escape", "u")
        await stage.until(lambda: "Enter change" in stage.text(), "the key from before")
        await stage.press("u", "escape")
        await stage.until_on("HomeScreen")
        assert "keys" not in {key for key, value in tomllib.loads(text(tmp_path)).items() if value}


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("keys.undo", "e", "'e' is the key of keys.correct too (by default)"),
        ("keys.undo", "n", "'n' is the key of outcomes.no-answer.key too (by default)"),
        ("keys.undo", "ctrl+q", "'ctrl+q' is the key of keys.leave too"),
        ("keys.undo", "f1", "'f1' is the key of keys.help too"),
        ("keys.undo", "3", "late answers of a terminal arrive as digits"),
        ("keys.undo", "ctrl+h", "terminals send it for Backspace too"),
        ("keys.undo", "ctrl+j", "terminals send it for Enter too"),
        ("keys.undo", "ctrl+m", "terminals send it for Enter too"),
        ("keys.undo", "ctrl+i", "terminals send it for Tab too"),
        ("keys.undo", "tab", "it moves between the parts of a screen"),
        ("keys.undo", "shift+tab", "it moves between the parts of a screen"),
        ("keys.undo", "ctrl+underscore", "terminals do not tell it apart"),
        ("keys.leave", "ctrl+p", "'ctrl+p' is the key of keys.palette too"),
        ("outcomes.no.key", "u", "keys.undo"),
        ("outcomes.no.key", "y", "outcomes.yes.key"),
        ("outcomes.no.key", "f5", "must be one character"),
        ("keys.dial", "backspace", ""),
    ],
)
async def test_what_cannot_be_is_said_and_not_written(tmp_path: Path, name: str, key: str, said: str) -> None:
    async with open_app(tmp_path) as stage:
        await ask(stage, name)
        await stage.press(key)
        shown = stage.text().replace(" ", "").replace("\n", "")
        assert said.replace(" ", "") in shown, stage.text()
        await stage.press("enter")
        assert stage.on("AskKey")
        await stage.press("escape")
        await stage.until_on("SettingsScreen")
        assert not file(tmp_path).exists()


@pytest.mark.parametrize("key", ["ctrl+z", "ctrl+c", "ctrl+x", "space", "delete", "pagedown", "home", "%", "ü", "§", "f12", "alt+x", "left"])
async def test_what_is_pressed_does_nothing_else(tmp_path: Path, key: str) -> None:
    async with open_app(tmp_path, '[keys]\nsuspend = "ctrl+b"\ndial = "f9"\nstep_back = "f8"\n') as stage:
        await ask(stage, "keys.undo")
        await take(stage, key)
        assert stage.app.services.config.keys["undo"] == (key,)
        assert load(str(file(tmp_path)), {}).keys["undo"] == (key,)
        assert stage.app.return_code is None


async def test_the_last_key_counts_and_a_wrong_one_is_forgotten(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await ask(stage, "keys.undo")
        await stage.press("f5", "e", "enter")
        assert stage.on("AskKey")
        await take(stage, "f6")
        assert stage.app.services.config.keys["undo"] == ("f6",)


def undo_keys(stage: Stage) -> tuple[str, ...]:
    return stage.app.services.config.keys["undo"]


async def test_no_key_one_more_key_and_back_to_the_default(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await ask(stage, "keys.undo")
        await stage.press("backspace")
        assert stage.has("No key at all.")
        await take(stage)
        assert not undo_keys(stage)
        await ask(stage, "keys.undo", more=True)
        await take(stage, "f5")
        await ask(stage, "keys.undo", more=True)
        await take(stage, "f6")
        assert tomllib.loads(text(tmp_path))["keys"]["undo"] == ["f5", "f6"]
        await ask(stage, "keys.undo", more=True)
        await take(stage, "f6")
        assert undo_keys(stage) == ("f5", "f6")
        await stage.press("x")
        await stage.until(lambda: undo_keys(stage) == ("u",), "the default")


async def test_outcomes_have_their_keys_here_too(tmp_path: Path) -> None:
    async with open_app(tmp_path, '[outcomes.demo]\nkey = "o"  # mine\nlabel = "Demo"\n') as stage:
        await ask(stage, "outcomes.demo.key")
        await take(stage, "D")
        assert text(tmp_path).startswith('[outcomes.demo]\nkey = "D"  # mine\n')
        await stage.press("x")
        assert stage.has("An outcome of your own has no key by itself.")
        await ask(stage, "outcomes.skipped.key")
        await take(stage, "backspace")
        assert next(outcome.key for outcome in stage.app.services.config.outcomes if outcome.id == "skipped") == ""
        await stage.press("u")
        assert next(outcome.key for outcome in stage.app.services.config.outcomes if outcome.id == "skipped") == "k"
        assert screen(stage).undone_by


async def test_enter_escape_and_backspace_are_explained(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await ask(stage, "keys.undo")
        await stage.press("enter")
        assert stage.has("Press the key first. For Enter, Esc and Backspace write their names in the file.")


@pytest.mark.parametrize("size", [FULL, SMALL, (20, 5), (1, 1)])
async def test_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, size=size) as stage:
        await stage.press(",")
        await stage.until_on("SettingsScreen")
        await stage.press("end", "enter")
        await stage.until_on("AskKey")
        await stage.press("ctrl+q")
        assert all(strip.cell_length == size[0] for strip in stage.strips())
        if size in {FULL, SMALL}:
            assert stage.has("too (by default)")


async def test_pasted_text_is_no_key(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await ask(stage, "keys.undo")
        await stage.paste("f")
        modal = stage.app.screen
        assert isinstance(modal, AskKey)
        assert stage.has("Press the key.")


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [("u", "u", "u"), ("upper_u", "U", "U"), ("space", " ", "space"), ("asterisk", "*", "*"), ("ctrl+r", "\x12", "ctrl+r"), ("f1", None, "f1"), ("tab", "\t", "tab"), ("left", None, "left")],
)
def test_names_of_presses(key: str, character: str | None, name: str) -> None:
    assert name_of(events.Key(key, character)) == name

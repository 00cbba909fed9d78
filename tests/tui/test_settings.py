"""The settings screen: everything is on it, every kind of change reaches the file, and nothing wrong ever does."""

import os
from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app
from textual.app import App

from fakes import FakeClock
from nextcall.config.keys import ACTIONS, BY_ID
from nextcall.config.load import load
from nextcall.config.settings import SETTINGS
from nextcall.tui.screens.settings import SettingsScreen
from nextcall.tui.screens.settings_rows import rows

COMMENTED = '# mine\n[ui]  # look\nclock = "12h"  # am and pm\n\n# the rest\n[process]\nsteps = [\n  "Open",  # warm\n  "Ask",\n]\n'


def file(folder: Path) -> Path:
    return folder / "config" / "config.toml"


def text(folder: Path) -> str:
    return file(folder).read_text(encoding="utf-8")


async def open_settings(stage: Stage, at: str = "") -> SettingsScreen:
    """The screen, with the setting of that name chosen."""
    await stage.press(",")
    await stage.until_on("SettingsScreen")
    return await choose(stage, at) if at else screen(stage)


async def choose(stage: Stage, name: str) -> SettingsScreen:
    """Go there by keys alone."""
    found = screen(stage)
    await stage.press("home", *["down"] * [row.name for row in found.found].index(name))
    row = screen(stage).row()
    assert row is not None
    assert row.name == name
    return found


def screen(stage: Stage) -> SettingsScreen:
    found = stage.app.screen
    assert isinstance(found, SettingsScreen)
    return found


async def press_and_wait(stage: Stage, *keys: str) -> None:
    await stage.press(*keys)
    await stage.until_on("SettingsScreen")


# ---- what is there


async def test_every_setting_is_there_with_its_meaning_and_its_origin(tmp_path: Path) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        found = {row.name: row for row in rows(stage.app.services.config)}
        assert {setting.name for setting in SETTINGS} <= set(found)
        assert {f"outcomes.{outcome.id}.key" for outcome in stage.app.services.config.outcomes} <= set(found)
        assert all(row.help and row.label and row.section for row in found.values())
        await open_settings(stage, "ui.clock")
        assert stage.has("▸ clock ‹ 12h ›")
        assert stage.has("How times of day are written: 24h or 12h. ui.clock config.toml:3; the default is 24h; one of 24h, 12h")


async def test_the_way_there_and_back(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage)
        await stage.press("escape")
        await stage.until_on("HomeScreen")
        await stage.press("ctrl+p")
        await stage.write("settings")
        await stage.until(lambda: stage.has("settings ,"), "the palette")
        await stage.press("enter")
        await stage.until_on("SettingsScreen")
        assert not file(tmp_path).exists()


async def test_moving_about(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage)
        last = rows(stage.app.services.config)[-1].name
        for keys, name in ((("j",), "ui.clock"), (("k", "k"), "ui.theme"), (("G",), last), (("g",), "ui.theme"), (("end",), last), (("home",), "ui.theme"),
                           (("tab",), "session.preset"), (("tab",), "preset.ten-calls"), (("shift+tab", "shift+tab"), "ui.theme"), (("shift+tab",), "keys.help")):  # fmt: skip
            await stage.press(*keys)
            row = screen(stage).row()
            assert row is not None
            assert row.name == name, keys
        await stage.press("home", "pagedown", "pageup")
        assert stage.has("▸ theme evening")


async def test_finding(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage)
        await stage.press("/")
        await stage.write("undo session")
        assert stage.has("find: undo session")
        assert stage.has("Keys in a session")
        await stage.press("enter")
        await stage.until_on("SettingsScreen")
        assert 0 < len(screen(stage).found) < 10
        await stage.press("/")
        await stage.write("qqqq")
        assert stage.has("nothing is called that")
        await press_and_wait(stage, "escape")
        assert stage.has("find: undo session")
        await stage.press("escape")
        assert len(screen(stage).found) > 150
        await stage.press("escape")
        await stage.until_on("HomeScreen")


async def test_finding_nothing_and_pressing_everything(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage)
        await stage.press("/")
        await stage.write("[/b] \u202eqqqq")
        await press_and_wait(stage, "escape")
        screen(stage).query_words = "qqqq"
        for key in ("enter", "a", "x", "u", "left", "right", "tab", "G", "pagedown", "up"):
            await stage.press(key)
            assert stage.on("SettingsScreen")
        assert not file(tmp_path).exists()


# ---- changing


async def test_choices_and_flags_by_the_arrows(tmp_path: Path) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage, "ui.clock")
        await stage.press("right")
        assert text(tmp_path) == COMMENTED.replace('"12h"', '"24h"')
        assert stage.app.services.config.ui.clock == "24h"
        assert stage.has("Kept in the file.")
        await stage.press("left")
        assert text(tmp_path) == COMMENTED
        await choose(stage, "session.present")
        await stage.press("space")
        assert "[session]\npresent = false\n" in text(tmp_path)
        await choose(stage, "session.preset")
        await stage.press("left")
        assert stage.app.services.config.session.preset == "forty-five"
        assert load(str(file(tmp_path)), {}) == stage.app.services.config


def level(stage: Stage) -> str:
    return stage.app.animation_level


async def test_nothing_moves_as_soon_as_that_is_set(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage, "ui.animations")
        await stage.press("enter")
        assert level(stage) == "none"
        await stage.press("/")
        assert stage.app.focused is not None
        assert getattr(stage.app.focused, "cursor_blink", None) is False
        await press_and_wait(stage, "escape")
        await stage.press("enter")
        assert level(stage) == "full"


async def test_what_holds_later_says_so(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage, "outcomes.set")
        await stage.press("right")
        assert stage.has("Kept in the file; it holds from the next session on.")
        await choose(stage, "storage.format")
        assert stage.has("from the next start on")


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("session.idle_minutes", "25", 25),
        ("answers.price", "Compared with what?", "Compared with what?"),
        ("process.steps", "Open, warmly | Ask | [x]", ("Open, warmly", "Ask", "[x]")),
        ("process.steps", '["a | b", "c"]', ("a | b", "c")),
        ("process.steps", "", ()),
        ("skills.names", "one|two", ("one", "two")),
        ("notify.end", "desktop, bell", ("desktop", "bell")),
        ("hooks.tag", "my-script --json 'a b'", ("my-script", "--json", "a b")),
        ("contacts.dial", "xdg-open tel:{phone}", ("xdg-open", "tel:{phone}")),
        ("contacts.hours", "09:00-18:30", "09:00-18:30"),
        ("contacts.country", "de", "DE"),
        ("session.repeat_guard_ms", "0", 0),
    ],
)
async def test_what_is_written_in_a_line(tmp_path: Path, name: str, written: str, value: object) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage, name)
        await stage.press("enter", "ctrl+u")
        await stage.press("end", "ctrl+u")
        await stage.write(written)
        await press_and_wait(stage, "enter")
        config = stage.app.services.config
        found = {row.name: row.value for row in rows(config)}[name]
        assert found == value
        assert load(str(file(tmp_path)), {}) == config
        assert "# am and pm" in text(tmp_path)
        await stage.press("enter", "enter")  # the same once more
        assert {row.name: row.value for row in rows(stage.app.services.config)}[name] == value


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("session.idle_minutes", "0", "idle minutes must be a whole number from 1 to 480, not 0"),
        ("session.idle_minutes", "soon", "not 'soon'"),
        ("notify.end", "bell trumpet", "must be one of bell, terminal, desktop, not 'trumpet'"),
        ("hooks.tag", "'x", "a quotation mark has no second one"),
        ("contacts.dial", "xdg-open", "needs {phone} in one of its arguments"),
        ("contacts.hours", "20:00-08:00", "the earlier one first"),
        ("process.steps", "Ask | Ask", "is there already"),
        ("process.steps", "[ broken", "must be a list"),
        ("skills.names", "x" * 41, "must be text of 1 to 40 characters"),
        ("formula.earned", "much", "must be an amount"),
    ],
)
async def test_what_does_not_fit_is_said_and_not_written(tmp_path: Path, name: str, written: str, said: str) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage, name)
        await stage.press("enter", "end", "ctrl+u")
        await stage.write(written)
        await stage.press("enter")
        assert stage.on("AskLine")
        assert stage.has(said) or said.replace(" ", "") in stage.text().replace(" ", "").replace("\n", "")
        assert text(tmp_path) == COMMENTED
        await press_and_wait(stage, "escape")
        assert text(tmp_path) == COMMENTED


async def test_the_formula_is_two_numbers_that_belong_together(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage, "formula.earned")
        await stage.press("enter")
        await stage.write("10000")
        await stage.press("enter")
        await stage.until(lambda: stage.has("And calls?"), "the other one")
        await stage.press("enter")
        assert stage.on("AskLine")
        await press_and_wait(stage, "escape")
        assert not file(tmp_path).exists()
        await stage.press("enter")
        await stage.write("10000")
        await stage.press("enter")
        await stage.until(lambda: stage.has("And calls?"), "the other one")
        await stage.write("500")
        await press_and_wait(stage, "enter")
        formula = stage.app.services.config.formula
        assert formula is not None
        assert (formula.earned, formula.calls) == ("10000", 500)
        await stage.press("enter", "end", "ctrl+u")
        await stage.write("20000.50")
        await press_and_wait(stage, "enter")
        assert 'earned = "20000.50"' in text(tmp_path)
        await choose(stage, "formula.calls")
        await stage.press("x")
        assert stage.app.services.config.formula is None
        await stage.press("u")
        assert stage.app.services.config.formula is not None


async def test_back_to_the_default_and_undo(tmp_path: Path) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage, "ui.clock")
        await stage.press("backspace")
        assert "clock" not in text(tmp_path)
        assert stage.app.services.config.ui.clock == "24h"
        await stage.press("backspace")
        assert stage.has("It is as it is by itself already.")
        await choose(stage, "session.present")
        await stage.press("space", "u")
        assert "present" not in text(tmp_path)
        await stage.press("u")
        assert stage.has("ui.clock is as it was.")
        assert stage.app.services.config.ui.clock == "12h"
        await stage.press("u")
        assert stage.on("SettingsScreen")


async def test_a_variable_wins_and_the_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        monkeypatch.setenv("NEXTCALL_UI_CLOCK", "24h")
        await open_settings(stage, "ui.clock")
        await stage.press("right")
        assert stage.has("NEXTCALL_UI_CLOCK sets it, and wins over the file: nothing was changed.")
        assert text(tmp_path) == COMMENTED


async def test_presets_are_changed_in_the_file(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage, "preset.sprint")
        await stage.press("enter")
        assert stage.has("It is changed in the file, which e opens.")
        await stage.press("right", "x", "a")
        assert not file(tmp_path).exists()


# ---- a file that others change


async def test_a_file_that_is_broken_meanwhile_is_left_alone(tmp_path: Path) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage, "ui.clock")
        file(tmp_path).write_text("[ui\n", encoding="utf-8")
        await stage.press("right")
        assert stage.has("config.toml:1")
        assert text(tmp_path) == "[ui\n"
        assert stage.app.services.config.ui.clock == "12h"
        screen(stage).watch_files()
        await stage.rest()
        assert stage.has("config.toml:1")
        file(tmp_path).write_text('[ui]\nclock = "24h"\n[keys]\nchange = "c"\n', encoding="utf-8")
        screen(stage).watch_files()
        await stage.until(lambda: "c change" in stage.text(), "the new keys")
        assert stage.app.services.config.ui.clock == "24h"


async def test_what_was_said_stays_when_the_file_is_looked_at(tmp_path: Path) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage, "ui.clock")
        await stage.press("right")
        screen(stage).watch_files()
        await stage.rest()
        assert stage.has("Kept in the file.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage, "ui.clock")
        file(tmp_path).parent.chmod(0o500)
        try:
            await stage.press("right")
            assert stage.has("Not kept: Permission denied.")
        finally:
            file(tmp_path).parent.chmod(0o700)
        assert stage.app.services.config.ui.clock == "12h"


# ---- the editor


def editor(monkeypatch: pytest.MonkeyPatch, folder: Path, does: str) -> None:
    from contextlib import nullcontext

    script = folder / "editor.sh"
    script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    monkeypatch.setenv("VISUAL", f"sh {script}")
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())


async def test_the_file_in_an_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage)
        editor(monkeypatch, tmp_path, """printf '[ui]\\ntheme = "paper"\\n[keys]\\nchange = "c"\\n' > "$1" """)
        await press_and_wait(stage, "e")
        assert stage.has("Kept in the file.")
        assert stage.app.theme == "paper"
        assert "c change" in stage.text()
        editor(monkeypatch, tmp_path, "true")
        await press_and_wait(stage, "e")
        assert stage.has("Nothing was changed.")


async def test_what_is_wrong_after_editing_is_kept_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage)
        editor(monkeypatch, tmp_path, """printf '[ui]\\nclok = "12h"\\n' > "$1" """)
        await press_and_wait(stage, "e")
        assert stage.has("config.toml.edited.toml:2: ui.clok: unknown setting")
        assert text(tmp_path) == COMMENTED
        editor(monkeypatch, tmp_path, """sed -i s/clok/clock/ "$1" """)
        await press_and_wait(stage, "e")
        assert text(tmp_path) == '[ui]\nclock = "12h"\n'


@pytest.mark.parametrize(("stated", "said"), [("", "no editor is named"), ("no-such-editor-here", "could not be opened"), ("false", "ended with 1"), ("'x", "makes no sense")])
async def test_editors_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str, said: str) -> None:
    async with open_app(tmp_path, COMMENTED) as stage:
        await open_settings(stage)
        editor(monkeypatch, tmp_path, "")
        monkeypatch.setenv("VISUAL", stated)
        monkeypatch.delenv("EDITOR", raising=False)
        await press_and_wait(stage, "e")
        assert stage.has(said)
        assert text(tmp_path) == COMMENTED


async def test_a_terminal_that_cannot_be_lent(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage)
        await press_and_wait(stage, "e")
        assert stage.has("nextcall config edit does it from a shell")


# ---- sizes, hostile values, the mouse

HOSTILE = '[outcomes.mine]\nkey = "o"\nlabel = "[/b] [@click=app.quit]ｗｉｄｅ 👩‍👩‍👧 x"\n[process]\nsteps = ["a | b", "[x]", "ｗｉｄｅ", "مرحبا"]\n[answers]\nprice = "[bold]\\\\ [/] $(x)"\n'


@pytest.mark.parametrize("config", ["", HOSTILE])
async def test_every_size(tmp_path: Path, config: str) -> None:
    async with open_app(tmp_path, config) as stage:
        await open_settings(stage)
        for columns, height in [FULL, WIDE, SMALL, (36, 11), (20, 5), (10, 3), (1, 1), (200, 60), FULL]:
            await stage.resize(columns, height)
            for keys in (("home",), ("end",), ("tab",), *[("pageup",)] * 4):
                await stage.press(*keys)
                painted = stage.strips()
                assert len(painted) == height
                assert all(strip.cell_length == columns for strip in painted), (columns, height)
                if columns >= 36 and height >= 11:
                    assert "F1 help" in stage.rows()[-1]
                    assert "▸" in stage.text()
                if (columns, height) == (20, 5):
                    assert "▸" in stage.text()


async def test_hostile_values_can_be_changed(tmp_path: Path) -> None:
    async with open_app(tmp_path, HOSTILE) as stage:
        before = stage.app.services.config
        for name in ("process.steps", "answers.price"):
            if stage.on("HomeScreen"):
                await open_settings(stage, name)
            else:
                await choose(stage, name)
            await press_and_wait(stage, "enter", "enter")
            assert stage.app.services.config._replace(origins={}) == before._replace(origins={})


async def test_the_mouse(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await open_settings(stage)
        await stage.click("week starts")
        assert stage.has("▸ week starts ‹ monday ›")
        await stage.click("week starts")
        assert stage.app.services.config.ui.week_starts == "sunday"


async def test_help_knows_every_key(tmp_path: Path) -> None:
    async with open_app(tmp_path, clock=FakeClock()) as stage:
        await open_settings(stage)
        await stage.press("f1")
        own = [action for action in ACTIONS if action.scope == "settings"]
        assert BY_ID["change"] in own
        shown = stage.text()
        await stage.press("G")
        shown += stage.text()
        flat = " ".join(shown.split())
        for action in own:
            if action.id != "setting_undo":  # there is nothing to undo yet
                assert " ".join(action.help.split())[:30] in flat

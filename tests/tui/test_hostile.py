"""Every screen over data in which every text is hostile: nothing of it is obeyed, by markup or by the terminal."""

import json
from pathlib import Path

from harness import FULL, Stage, open_app

from fuzz import documents
from nextcall.config.keys import ACTIONS
from security.doing import with_words

WORDS = "\x1b]0;F\x07\x9b3m\u202e\x00\r[/b] [@click=app.quit]I[/] [b $primary [link=file:///x]"
STARTING = {"start", "preset", "resume", "end", "drop"}
"""What begins a session or ends one."""
KEYS = [action.keys[0] for action in ACTIONS if action.scope == "home" and action.keys and action.id.partition("_")[0] not in STARTING]


def sound(stage: Stage) -> None:
    """What is painted is text, and nothing of it can be clicked that comes from data."""
    for strip in stage.strips():
        assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or 0x202A <= ord(sign) <= 0x202E or 0x2066 <= ord(sign) <= 0x2069 for sign in strip.text), strip.text
        assert strip.cell_length <= stage.app.size.width
        for segment in strip:
            assert segment.style is None or not (segment.style.link or segment.style.meta.get("@click")), strip.text


def fill(folder: Path) -> None:
    for name, content in with_words(WORDS).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "config" / "config.toml").unlink()
    broken = folder / "data" / "sessions" / "2026" / "11" / "20261122T140000Z-0001.json"
    broken.write_bytes(json.dumps({**documents.session(), "schema": WORDS}).encode())


async def test_every_screen(tmp_path: Path) -> None:
    seen = set()
    for number, key in enumerate(KEYS):
        home = tmp_path / str(number)
        fill(home)
        (home / "data" / "current.json").unlink()
        async with open_app(home, size=FULL) as stage:
            sound(stage)
            for one in (key, "down", "enter", "down", "enter"):
                await stage.press(one)
                seen.add(type(stage.app.screen).__name__)
                sound(stage)
                if stage.on("SessionScreen"):
                    break
    assert len(seen) > len(KEYS) // 2


async def test_a_session_that_goes_on(tmp_path: Path) -> None:
    fill(tmp_path)
    async with open_app(tmp_path, size=FULL) as stage:
        sound(stage)
        for one in ("enter", "r", "escape", "n", "u", "question_mark", "escape", "e"):
            await stage.press(one)
            sound(stage)

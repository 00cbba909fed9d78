"""How the settings and the picker of themes look: at three sizes, in two themes."""

from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, open_app
from snapshots import check
from test_settings import choose, open_settings

CONFIG = '[ui]\nclock = "12h"\n[keys]\nundo = ["u", "ctrl+u"]\n'


@pytest.mark.parametrize("size", [FULL, WIDE, SMALL])
async def test_settings(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, CONFIG, size=size) as stage:
        await open_settings(stage, "ui.clock")
        await check(stage, "settings")
        await choose(stage, "keys.undo")
        await stage.press("enter", "e")
        await check(stage, "settings-key")
        await stage.press("escape", "home", "enter")
        await check(stage, "settings-theme")

"""How the settings and the picker of themes look: as text at three sizes, as styles in two themes."""

from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, open_app
from snapshots import check
from test_settings import choose, open_settings
from test_snapshots import name, styled

CONFIG = '[ui]\nclock = "12h"\n[keys]\nundo = ["u", "ctrl+u"]\n'


@pytest.mark.parametrize("size", [FULL, WIDE, SMALL])
async def test_settings(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_app(tmp_path, CONFIG, size=size) as stage:
        await open_settings(stage, "ui.clock")
        check(name("settings", size), stage.text())
        await choose(stage, "keys.undo")
        await stage.press("enter", "e")
        check(name("settings-key", size), stage.text())
        await stage.press("escape", "home", "enter")
        check(name("settings-theme", size), stage.text())


@pytest.mark.parametrize("theme", ["evening", "paper"])
async def test_styles(tmp_path: Path, theme: str) -> None:
    async with open_app(tmp_path, f"{CONFIG}[session]\nidle_minutes = 5\n".replace("[keys]", f'theme = "{theme}"\n[keys]')) as stage:
        await open_settings(stage, "ui.clock")
        check(f"styles-settings-{theme}", styled(stage))

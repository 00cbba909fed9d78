"""The commented file, and what `config show` tells: both from the one table of settings."""

import re
import tomllib
from collections.abc import Callable

from nextcall.config.model import DEFAULTS, Config
from nextcall.config.settings import SETTINGS, TABLES
from nextcall.config.show import show
from nextcall.config.template import template

Load = Callable[..., Config]


def uncommented(text: str) -> str:
    return re.sub(r"(?m)^# ?", "", text)


def test_as_it_is_it_changes_nothing(load: Load) -> None:
    config = load(template())
    assert config == DEFAULTS
    assert config.origins == {}


def test_without_its_comment_signs_it_says_the_defaults(load: Load) -> None:
    config = load(uncommented(template()))
    assert config._replace(origins=DEFAULTS.origins) == DEFAULTS
    assert set(config.origins) >= {setting.name for setting in SETTINGS}
    assert all(row.origin.startswith("config.toml:") for row in show(config))


def test_every_line_by_itself_says_a_default(load: Load) -> None:
    lines = template().split("\n")
    for n, line in enumerate(lines):
        if re.match(r"# \w+ = ", line) and not any(
            line.startswith(f"# {key} = ")
            for key in ("id", "title", "minutes", "calls", "break_minutes", "rounds")
        ):
            config = load("\n".join([*lines[:n], line[2:], *lines[n + 1 :]]))
            assert config._replace(origins=DEFAULTS.origins) == DEFAULTS
            assert list(config.origins.values()) == [f"config.toml:{n + 1}"]


def test_it_has_every_setting_and_what_it_does() -> None:
    data = tomllib.loads(uncommented(template()))
    assert list(data) == list(TABLES)
    assert all(setting.path[1] in data[setting.path[0]] for setting in SETTINGS)
    flat = " ".join(template().split())
    assert all(" ".join(setting.help.split()) in flat for setting in SETTINGS)


def test_show_tells_values_and_origins(load: Load) -> None:
    text = (
        '[ui]\nclock = "12h"\n[[preset]]\nid = "mine"\ntitle = "a \\"b\\" \\\\"\ncalls = 3\n'
        '[keys]\nundo = "u"\n[outcomes.demo]\nkey = "o"\n[notify]\nend = []\n'
    )
    rows = {row.name: row for row in show(load(text, NEXTCALL_SESSION_PRESENT="no"))}
    assert rows["ui.clock"][1:] == ('"12h"', "config.toml:2")
    assert rows["ui.theme"][1:] == ('"evening"', "default")
    assert rows["session.present"][1:] == ("false", "NEXTCALL_SESSION_PRESENT")
    assert rows["preset.mine"][1:] == (
        '{ id = "mine", title = "a \\"b\\" \\\\", calls = 3 }',
        "config.toml:3",
    )
    assert rows["preset.sprint"].origin == "default"
    assert rows["keys.undo"][1:] == ('["u"]', "config.toml:8")
    assert rows["outcomes.demo"].origin == "config.toml:9"
    assert rows["notify.end"].value == "[]"


def test_what_show_tells_can_be_read_again(load: Load) -> None:
    rows = show(load('[process]\nsteps = ["\\"", "\\\\", "ü’ #"]\n[outcomes.no]\nkey = "\\\\"\n'))
    for row in rows:
        assert tomllib.loads(f"value = {row.value}")
    assert {row.name for row in rows} >= {setting.name for setting in SETTINGS}
    assert len({row.name for row in rows}) == len(rows)

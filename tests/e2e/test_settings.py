"""Settings changed in a real terminal: by keys, and in an editor that has the terminal meanwhile."""

from e2e.terminal import House

EDITOR = """#!/bin/sh
printf 'the editor is here: type\\n'
read answer < /dev/tty
printf '# mine\\n[ui]\\ntheme = "%s"\\n' "$answer" > "$1"
"""


def test_an_editor_has_the_terminal_and_gives_it_back(house: House) -> None:
    script = house.user / "editor.sh"
    script.write_text(EDITOR, encoding="utf-8")
    house.always["VISUAL"] = f"sh {script}"
    terminal = house.terminal().shows("Enter +Power hour").type(",").shows("Settings")
    terminal.type("e").shows("the editor is here")
    terminal.type("paper\r").shows("Kept in the file").shows("theme +‹? ?paper")
    assert (house.config / "config.toml").read_text() == '# mine\n[ui]\ntheme = "paper"\n'
    terminal.type("e").shows("the editor is here")
    terminal.type('x"y\r').shows("config.toml.edited.toml:3")
    assert (house.config / "config.toml").read_text() == '# mine\n[ui]\ntheme = "paper"\n'
    terminal.type("\x1b").shows("Enter +Power hour").type("\x11")
    assert (terminal.exit(), terminal.left_on()) == (0, [])


def test_keys_and_themes_by_hand(house: House) -> None:
    terminal = house.terminal().shows("Enter +Power hour").type(",").shows("Settings")
    terminal.type("/").shows("Find").type("keys.theme\r").shows("find: keys.theme")
    terminal.type("\r").shows("Press the key").type("\x08").shows("No key at all")
    terminal.type("\x14").shows("It is +ctrl\\+t").type("\r").shows("Kept in the file")
    terminal.type("\x1b").shows_no_more("find:").type("\x1b").shows("Enter +Power hour")
    terminal.type("\x14").shows("brings back").type("G\r").shows("paper it is")
    terminal.type("\x11")
    assert (terminal.exit(), terminal.left_on()) == (0, [])
    assert (house.config / "config.toml").read_text() == '[keys]\ntheme = "ctrl+t"\n\n[ui]\ntheme = "paper"\n'

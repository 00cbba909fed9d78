"""`config` and `themes`."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Command, one_line

Configure = Callable[[str], Path]


def test_where_everything_is(nextcall: Command, home: Path) -> None:
    rows = dict(row.split("\t") for row in nextcall("config", "path").out.splitlines())
    assert rows["config"] == str(home / "config" / "config.toml")
    assert set(rows) == {"config", "themes", "data", "cache", "log"}
    assert nextcall("config", "path", "data").out == f"{home / 'data'}\n"


def test_init_writes_what_holds_anyway(nextcall: Command, home: Path) -> None:
    path = home / "config" / "config.toml"
    assert nextcall("config", "init").out == f"written: {path}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert nextcall("config", "init", "--stdout").out == path.read_text()
    assert nextcall("config", "check") == (0, "config.toml: nothing is wrong\n", "")


@pytest.mark.parametrize("what", ["file", "link"])
def test_init_never_writes_over_a_file(nextcall: Command, home: Path, what: str) -> None:
    path = home / "config" / "config.toml"
    path.parent.mkdir(parents=True)
    if what == "file":
        path.write_text("# mine\n")
    else:
        path.symlink_to(home / "elsewhere")
    result = nextcall("config", "init")
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith(f"{path} is there already; it stays as it is")
    assert path.read_text() == "# mine\n" if what == "file" else not (home / "elsewhere").exists()


BROKEN = [
    ("[session]\npreset = 3\n", "config.toml:2"),
    ('[session]\nprest = "sprint"\n', "did you mean"),
    ('[keys]\nundo = "p"\n', "config.toml:2"),
    ("[session\n", "config.toml:1"),
    ('[[preset]]\nid = "a"\ntitle = "A"\nyes = 3\n', "config.toml:4"),
    ('[outcomes.demo]\nkey = "x"\nlabel = "Demo"\n', "demo"),
]


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("command", [("config", "check"), ("config", "show"), ("start", "--headless"), ("start",), ()])
def test_a_fault_is_told_with_its_place_and_nothing_is_touched(
    nextcall: Command, configure: Configure, fault: tuple[str, str], command: tuple[str, ...]
) -> None:
    text, said = fault
    path = configure(text)
    result = nextcall(*command)
    assert (result.code, result.out) == (2, "")
    assert said in one_line(result.err)
    assert path.read_text() == text
    assert os.listdir(path.parent.parent) == ["config"]


def test_every_fault_has_a_line_of_its_own(nextcall: Command, configure: Configure) -> None:
    configure('[session]\npreset = 3\nidle_minutes = "x"\n[ui]\nclock = "25h"\n')
    lines = nextcall("config", "check").err.splitlines()
    assert [line.partition(": ")[2].partition(":")[0] for line in lines] == ["config.toml"] * 3
    assert [line.split(":")[2] for line in lines] == ["2", "3", "5"]


def test_another_file_is_checked_by_itself(nextcall: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTCALL_UI_CLOCK", "nonsense")
    other = tmp_path / "other.toml"
    other.write_text('[ui]\nclock = "12h"\n')
    assert nextcall("config", "check", str(other)) == (0, "other.toml: nothing is wrong\n", "")
    assert nextcall("config", "check").code == 2
    missing = nextcall("config", "check", str(tmp_path / "none.toml"))
    assert (missing.code, one_line(missing.err)) == (2, "none.toml: there is no such file")


def test_what_holds_and_why(nextcall: Command, configure: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    configure('[ui]\nclock = "12h"\n')
    monkeypatch.setenv("NEXTCALL_SESSION_IDLE_MINUTES", "5")
    rows = {row["name"]: row for row in nextcall("config", "show", "--json").json}
    assert (rows["ui.clock"]["value"], rows["ui.clock"]["origin"]) == ('"12h"', "config.toml:2")
    assert (rows["session.idle_minutes"]["value"], rows["session.idle_minutes"]["origin"]) == ("5", "NEXTCALL_SESSION_IDLE_MINUTES")
    assert 'ui.week_starts\t"monday"\tdefault\n' in nextcall("config", "show", "--plain").out
    assert 'ui.clock = "12h"  # config.toml:2\n' in nextcall("config", "show").out


def editor(tmp_path: Path, does: str) -> str:
    script = tmp_path / "editor.sh"
    script.write_text(f"#!/bin/sh\n{does}\n")
    return f"sh {script}"


def test_editing(nextcall: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home / "config" / "config.toml"
    monkeypatch.setenv("EDITOR", editor(tmp_path, """printf '[ui]\\nclock = "12h"\\n' > "$1" """))
    monkeypatch.delenv("VISUAL", raising=False)
    assert nextcall("config", "edit") == (0, f"saved: {path}\n", "")
    assert path.read_text() == '[ui]\nclock = "12h"\n'
    assert nextcall("config", "edit").out == "nothing was changed\n"
    assert os.listdir(path.parent) == ["config.toml"]


def test_a_fault_does_not_take_its_place_and_is_not_lost(
    nextcall: Command, configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = configure("# mine\n")
    monkeypatch.setenv("VISUAL", editor(tmp_path, """printf '[ui]\\nclok = "12h"\\n' > "$1" """))
    result = nextcall("config", "edit")
    assert (result.code, result.out) == (2, "")
    assert "config.toml.edited.toml:2" in result.err.splitlines()[0]
    assert path.read_text() == "# mine\n"
    monkeypatch.setenv("VISUAL", editor(tmp_path, """sed -i s/clok/clock/ "$1" """))
    assert nextcall("config", "edit").code == 0
    assert path.read_text() == '[ui]\nclock = "12h"\n'


@pytest.mark.parametrize(
    "expected",
    [("", 2, "no editor is named"), ("no-such-editor-here", 1, "could not be opened"), ("false", 1, "false ended with 1"), ("'x", 2, "makes no sense")],
)
def test_editors_that_are_none(
    nextcall: Command, configure: Configure, monkeypatch: pytest.MonkeyPatch, expected: tuple[str, int, str]
) -> None:
    stated, code, said = expected
    path = configure("# mine\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", stated)
    result = nextcall("config", "edit")
    assert result.code == code
    assert said in one_line(result.err)
    assert path.read_text() == "# mine\n"


def test_themes_with_their_problems(nextcall: Command, home: Path) -> None:
    folder = home / "config" / "themes"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('name = "mine"\nprimary = "no colour"\n')
    for form in ([], ["--plain"], ["--json"]):
        result = nextcall("themes", *form)
        assert result.code == 0
        assert "evening" in result.out
        assert "mine.toml" in result.out

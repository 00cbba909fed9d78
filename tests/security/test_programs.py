"""Other programs are started as lists of words, never by a shell, and never from where somebody else could put them."""

import ast
import os
import sys
from pathlib import Path

import pytest

from e2e.terminal import until
from fuzz.box import Box
from security.source import MODULES, name_of, nodes
from security.test_escapes import PAYLOADS

STARTS = {
    "cli/checks/machine.py": "tmux, asked for two of its options",
    "cli/pager.py": "the user's own pager",
    "desk/editor.py": "the user's own editor",
    "desk/hooks/herald.py": "this program again, to run hooks",
    "desk/hooks/runner.py": "the user's own hooks",
    "storage/copies.py": "copies of this process",
    "tui/clipboard.py": "the desktop's clipboard",
    "tui/desktop.py": "the desktop's notifications",
    "tui/dialling.py": "what opens a number",
    "tui/screens/history_source.py": "this program again, to read the history",
}
"""The modules that start something, and what."""
STARTING = {"Popen", "run", "call", "check_call", "check_output", "getoutput", "system", "popen", "posix_spawn", "posix_spawnp", "fork", "forkpty", "startfile"}
OWNERS = {"subprocess", "os", "pty"}


def test_who_starts_what() -> None:
    found: dict[str, list[str]] = {}
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                owner, name = node.func.value.id, node.func.attr
                if owner in OWNERS and (name in STARTING or name.startswith(("exec", "spawn"))):
                    found.setdefault(name_of(path), []).append(name)
                    assert not [word for word in node.keywords if word.arg == "shell"], path
                    assert name not in ("system", "popen", "getoutput"), path
    assert set(found) == set(STARTS)


def test_nothing_is_evaluated() -> None:
    """No text becomes code, and nothing is read that could bring code along."""
    for path in MODULES:
        called = {node.func.id for node in nodes(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert not called & {"eval", "exec", "compile"}, path
        named = {name.name for node in nodes(path) if isinstance(node, ast.Import | ast.ImportFrom) for name in node.names}
        named |= {node.module or "" for node in nodes(path) if isinstance(node, ast.ImportFrom)}
        assert not named & {"pickle", "shelve", "dill"}, path
        assert "marshal" not in named or path.name == "copies.py", path  # between copies of one process, by a pipe that nobody else has


@pytest.mark.skipif(sys.platform == "win32", reason="the programs here are those of Unix")
@pytest.mark.parametrize("variable", ["EDITOR", "VISUAL"])
def test_an_editor_is_words(box: Box, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.chdir(box.home)
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    for value in ("true; touch FAULTS", "true $(touch FAULTS)", "true `touch FAULTS`", "true | touch FAULTS", "true > FAULTS", "'"):
        monkeypatch.setenv(variable, value)
        box.run("edit", "last")
        box.run("config", "edit")
    assert not (box.home / "FAULTS").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the programs here are those of Unix")
def test_nothing_of_a_call_is_a_word_of_a_hook(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hook gets as words is what the configuration says; the rest is data on its standard input."""
    monkeypatch.chdir(box.home)
    program = tmp_path / "hook"
    program.write_text(f"#!{sys.executable}\nimport os, sys\nopen({str(tmp_path / 'words')!r}, 'a').write(repr((sys.argv[1:], sys.stdin.read()[:0])) + '\\n')\n")
    program.chmod(0o700)
    box.put(box.config_file, f"[hooks]\ntag = ['{program}', '--json', '$(touch FAULTS)', '{{name}}']\n".encode())
    box.run("start", "--headless")
    payloads = [text.replace("\0", "") for text in PAYLOADS][:8]
    for text in payloads:
        box.run("tag", "no", f"--note={text}", f"--contact={text}")
    words = tmp_path / "words"
    until(lambda: words.exists() and words.read_text().count("\n") == len(payloads), "every hook")
    assert set(words.read_text().splitlines()) == {repr((["--json", "$(touch FAULTS)", "{name}"], ""))}
    assert not list(tmp_path.rglob("FAULTS"))


def test_the_present_folder_is_no_place_for_programs_and_modules(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies where the program is called is not taken for a part of it."""
    trap = box.home / "trap"
    trap.mkdir()
    monkeypatch.chdir(trap)
    for name in ("nextcall.py", "json.py", "less", "true", "vi", "notify-send"):
        (trap / name).write_text("raise SystemExit('trapped')\n")
        os.chmod(trap / name, 0o700)
    box.put(box.config_file, b"[hooks]\ntag = ['true']\n")
    for words in (["start", "--headless"], ["tag", "no"], ["stop"], ["log"]):
        assert box.run(*words).code == 0

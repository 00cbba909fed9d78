"""README and `.ci/run` say what is so. `NEXTCALL_UPDATE_README=1` writes the table of keys anew."""

import os
import re
import tomllib
from collections.abc import Iterator

from architecture import ROOT, SOURCE
from nextcall.cli.main import COMMANDS
from nextcall.config.keys import ACTIONS, KeyAction, shown_key

README = ROOT / "README.md"
BEGIN, END = "<!-- keys -->\n", "<!-- /keys -->"
PLACES = {"session": "in a session", "home": "at home", "summary": "on the summary", "history": "in the history", "detail": "on the calls of a session", "numbers": "on the numbers", "contacts": "on the contacts", "review": "in the weekly review", "settings": "on the settings", "everywhere": "everywhere"}
TEST_COMMAND = re.compile(r"^python3 -m venv .*pytest$", re.MULTILINE)


def table() -> str:
    """Every action with its keys, by place; the name is the one it has under `[keys]`."""
    rows = ["| key | does | name under `[keys]` |\n|---|---|---|\n"]
    for scope, place in PLACES.items():
        rows.append(f"| | **{place}** | |\n")
        rows += [f"| {keys} | {words} | {name} |\n" for keys, words, name in described(scope)]
    return "".join(rows)


def described(scope: str) -> Iterator[tuple[str, str, str]]:
    """Keys, words and name of the actions of a scope, the numbered presets in one row."""
    presets = [action for action in ACTIONS if action.scope == scope and action.id.startswith("preset_")]
    for action in ACTIONS:
        if action.scope != scope or action in presets[1:]:
            continue
        if action in presets:
            last = presets[-1]
            yield f"{keys_of(action)} to {keys_of(last)}", action.help.replace("the number 1", "that number"), f"`{action.id}` to `{last.id}`"
        else:
            yield keys_of(action), action.help, f"`{action.id}`"


def keys_of(action: KeyAction) -> str:
    return " ".join(f"`{shown_key(key)}`" for key in action.keys)


def test_every_place_is_in_the_table() -> None:
    assert set(PLACES) == {action.scope for action in ACTIONS}


def test_the_table_of_keys() -> None:
    before, begin, rest = README.read_text().partition(BEGIN)
    shown, end, after = rest.partition(END)
    assert begin, f"README.md has no {BEGIN.strip()}"
    assert end, f"README.md has no {END}"
    if os.environ.get("NEXTCALL_UPDATE_README"):
        README.write_text(before + begin + table() + end + after)
    else:
        assert shown == table(), "NEXTCALL_UPDATE_README=1 writes it anew"


def code() -> str:
    """All that stands in README.md as code."""
    text = README.read_text()
    return "\n".join([*re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL), *re.findall(r"`([^`\n]+)`", text)])


def test_every_command_is_one() -> None:
    said = set(re.findall(r"(?:^|[ /])nextcall ([a-z]+)\b", code(), re.MULTILINE))
    assert {"start", "tag", "undo", "status", "stop", "show", "config"} <= said
    assert said <= set(COMMANDS)


def test_the_test_command_is_the_one_that_is_run() -> None:
    in_readme = TEST_COMMAND.findall(README.read_text())
    in_ci = TEST_COMMAND.findall((ROOT / ".ci" / "run").read_text())
    assert len(in_ci) == 1
    assert in_readme == in_ci


def test_contributing_knows_every_folder_and_floor() -> None:
    said = (ROOT / "CONTRIBUTING.md").read_text()
    there = [path for path in SOURCE.iterdir() if not path.name.startswith("_") and (path.is_dir() or path.suffix == ".py")]
    assert [path.name for path in there if f"\n  {path.name}{'/' if path.is_dir() else ' '}" not in said] == []
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert f"`{' → '.join(floors)}`" in said


def test_ci_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_links_lead_somewhere() -> None:
    for paper in (README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", paper.read_text()):
            assert target.startswith("https://") or (ROOT / target).exists(), f"{paper.name}: {target}"

"""docs/status.md: its fields are those there are, and its snippets give what a bar or a prompt shows."""

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.status_shown import Shell
from nextcall.cli import status, status_help
from nextcall.storage import status as line_file
from papers import blocks, page


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell of somebody who has installed nextcall and changed nothing."""
    return Shell(tmp_path)


def said_fields() -> list[str]:
    rows = [row for row in page("status").splitlines() if row.startswith("| `{")]
    return [name for row in rows for name in re.findall(r"\{(\w+)\}", row.split("|")[1])]


def test_every_field_is_on_the_page_and_in_the_help() -> None:
    assert said_fields() == list(status.FIELDS) == list(status_help.FIELDS)


def test_every_field_of_the_json_is_on_the_page(shell: Shell) -> None:
    said = set(re.findall(r"`(\w+)`", page("status").partition("`--json` has")[2].partition("\n\n")[0]))
    shell("nextcall start --headless")
    assert set(json.loads(shell("nextcall status --json"))) | set(json.loads(shell("nextcall status --waybar"))) <= said


def test_the_line_in_the_cache_is_as_the_page_says() -> None:
    said = re.findall(r"`(\w+)`", page("status").partition("its fields are, in this order,")[2].partition("The first eight")[0])
    assert said == list(line_file.FIELDS)


def test_the_examples_at_the_top_can_be_run(shell: Shell) -> None:
    shell("nextcall start --headless")
    examples = page("status").split("```sh\n")[1].split("```")[0]
    commands = [row.split("  #")[0] for row in examples.splitlines()]
    assert len(commands) == 5
    assert all(shell(command).strip() for command in commands)


def bar_command(name: str) -> str:
    """What a bar runs, out of its snippet as the bar reads it."""
    [text] = blocks("status", name)
    if name == "waybar":
        module = json.loads(text)["custom/nextcall"]
        assert module["return-type"] == "json"
        return str(module["exec"])
    if name == "starship":
        return str(tomllib.loads(text)["custom"]["nextcall"]["command"])
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    assert parser["module/nextcall"]["type"] == "custom/script"
    return parser["module/nextcall"]["exec"]


def test_waybar(shell: Shell) -> None:
    command = bar_command("waybar")
    assert json.loads(shell(command)) == {"text": "", "tooltip": "", "class": "none", "alt": "none"}
    shell("nextcall start --headless --calls 4 && nextcall tag no")
    said = json.loads(shell(command))
    assert said["text"] == "ready, 3 calls left, 1 call, 1 conversation"
    assert (said["class"], said["percentage"]) == ("ready", 25)
    shell("nextcall dial")
    said = json.loads(shell(command))
    assert (said["text"], said["tooltip"], said["class"]) == ("on a call", "on a call", "on_call")
    [form] = re.findall(r"`(nextcall status --waybar --format [^`]+)`", page("status"))
    assert json.loads(shell(form))["text"] == "<b>3 calls</b>"


@pytest.mark.parametrize(("bar", "shown"), [("starship", "ready 4 calls"), ("polybar", "ready, 4 calls left, 0 calls, 0 conversations")])
def test_starship_and_polybar(shell: Shell, bar: str, shown: str) -> None:
    command = bar_command(bar)
    assert shell(command) == "\n"
    shell("nextcall start --headless --calls 4")
    assert shell(command) == f"{shown}\n"


PROMPTS: dict[str, Callable[[str, str], list[str]]] = {
    "bash": lambda function, prompt: ["bash", "--norc", "-c", f"PS1='$ '\n{function}\n{prompt}\nprintf %s \"${{PS1@P}}\""],
    "zsh": lambda function, prompt: ["zsh", "-fc", f"PROMPT='$ '\n{function}\n{prompt}\nprint -nP -- \"$PROMPT\""],
}


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt(shell: Shell, name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    function, *others = blocks("status", "A prompt without starting a program")
    [prompt] = [block for block in others if f"# {name}" in block]
    argv = PROMPTS[name](function, prompt)

    def shown() -> str:
        return shell(shlex.join(argv), PATH=os.defpath)  # where nextcall is not

    assert shown() == "$ "
    shell("nextcall start --headless")
    assert re.fullmatch(r"ready \d:\d\d \$ ", shown())
    shell("nextcall pause")
    assert re.fullmatch(r"paused \d:\d\d \$ ", shown())
    shell("nextcall resume && nextcall dial")
    assert shown() == "on a call $ "
    shell("nextcall hangup")
    assert shown() == "wrapping up $ "
    line = shell.cache / "status"
    kept = line.read_text()
    for broken in ("", "garbage\n", "\t" * 17 + "\n", kept.replace("wrap_up", "$(touch x)")):
        line.write_text(broken)
        assert shown() == "$ "
    line.unlink()
    assert shown() == "$ "
    line.write_text(kept)
    shell("nextcall tag no && nextcall stop")
    assert shown() == "$ "
    assert not (shell.home / "x").exists()


def test_the_clock_of_a_prompt_goes_on(shell: Shell) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    function, prompt, _ = blocks("status", "A prompt without starting a program")
    shell("nextcall start --headless")
    line = shell.cache / "status"
    fields = line.read_text().rstrip("\n").split("\t")
    as_of = line_file.FIELDS.index("as_of")
    fields[as_of], fields[as_of + 1] = f"{float(fields[as_of]) - 3600:.3f}", "60.000"
    line.write_text("\t".join(fields) + "\n")
    assert re.match(r"ready 61:\d\d ", shell(shlex.join(PROMPTS["bash"](function, prompt))))


def test_the_program_in_the_snippets_is_this_one(shell: Shell) -> None:
    done = subprocess.run([sys.executable, "-m", "nextcall", "--version"], capture_output=True, text=True, check=True)
    assert shell("nextcall --version") == done.stdout

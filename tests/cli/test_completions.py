"""What the shells complete: asked of nextcall itself, and in the shells that are there."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.commands import Command
from nextcall.cli import complete
from nextcall.cli.completions import FILES, script
from nextcall.cli.main import COMMANDS, parser
from nextcall.cli.taken import Command as CommandTaken
from nextcall.cli.taken import command, usage
from nextcall.contacts.person import Person
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import Lists

Asked = Callable[..., list[str]]


@pytest.fixture
def asked(nextcall: Command) -> Asked:
    """The words that can stand in the place of the last one."""

    def ask(*words: str) -> list[str]:
        result = nextcall("__complete", *words)
        assert (result.code, result.err) == (0, "")
        return [answer.split("\t")[0] for answer in result.out.splitlines()]

    return ask


def test_commands(asked: Asked) -> None:
    assert asked("") == asked() == list(COMMANDS)
    assert asked("sta") == ["start", "status", "stats"]
    assert asked("--data-dir", "x", "sho") == ["show"]
    assert "__complete" not in asked("")


def test_options(asked: Asked) -> None:
    assert asked("tag", "--no") == ["--note"]
    assert {"--minutes", "--headless", "--help", "--data-dir"} <= set(asked("start", "-"))
    assert "--sales" not in asked("start", "--")  # is there to be refused
    assert asked("log", "--nothing", "--li") == ["--limit"]


def test_commands_of_a_command(asked: Asked) -> None:
    assert asked("config", "") == ["path", "init", "check", "edit", "show"]
    assert asked("config", "path", "t") == ["themes"]
    assert asked("config", "init", "--") == ["--stdout", "--help"]


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (("tag", ""), {"no-answer", "yes"}),
        (("start", ""), {"sprint", "power-hour"}),
        (("start", "--skill", ""), {"listening", "questioning", "strategy"}),
        (("coach", "last", "l"), {"listening=1", "listening=5"}),
        (("pause", ""), {"break", "meeting"}),
        (("tag", "n", "--help-mark", ""), {"introduced", "thanked"}),
        (("stats", "--by", ""), {"hour", "weekday"}),
        (("stats", "--by=h"), {"--by=hour"}),
        (("add", "n=1", "v"), {"voicemail="}),
        (("add", "--date", ""), {"today", "yesterday"}),
        (("correct", "last", "1", "out"), {"outcome="}),
        (("correct", ""), {"last", "open"}),
        (("log", "--query", ""), {"outcome:", "after:"}),
        (("completions", ""), {"bash", "zsh", "fish"}),
        (("export", "-o", ""), {":file"}),
        (("import", "x"), {":file"}),
        (("log", "--data-dir", ""), {":folder"}),
    ],
)
def test_values(asked: Asked, words: tuple[str, ...], some: set[str]) -> None:
    assert some <= set(asked(*words))


def test_there_may_be_nothing_to_say(asked: Asked) -> None:
    for words in (("note", ""), ("dial", ""), ("start", "--minutes", ""), ("nonsense", ""), ("tag", "n", "")):
        assert asked(*words) == []


def test_own_outcomes_presets_and_skills(asked: Asked, configure: Callable[[str], Path]) -> None:
    configure('[skills]\nnames = ["silence"]\n[[preset]]\nid = "dawn"\ntitle = "Dawn"\nminutes = 5\n[outcomes.demo-booked]\nkey = "o"\nlabel = "Demo"\nyes = true\nconversation = true\n')
    assert asked("tag", "demo") == ["demo-booked"]
    assert asked("start", "da") == ["dawn"]
    assert asked("start", "--skill", "") == ["silence"]


def test_tag_knows_the_outcomes_of_the_open_session(asked: Asked, nextcall: Command, configure: Callable[[str], Path]) -> None:
    nextcall("start", "--headless")
    configure('[outcomes.demo-booked]\nkey = "o"\nlabel = "Demo"\nyes = true\nconversation = true\n')
    assert asked("tag", "demo") == []
    nextcall("stop")
    assert asked("tag", "demo") == ["demo-booked"]


def test_sessions_the_newest_first(asked: Asked, nextcall: Command) -> None:
    for start in ("9:00", "14:00"):
        nextcall("add", "--date", "2026-11-20", "--start", start, "--minutes", "30", "n=3")
    last, newest, oldest = asked("show", "")
    assert last == "last"
    assert newest > oldest
    assert asked("show", oldest[:12]) == [oldest]
    assert re.fullmatch(rf"{oldest}\tFri 20 Nov 2026, \d\d:00\n", nextcall("__complete", "show", oldest).out)


def test_lists(asked: Asked, home: Path) -> None:
    lists = Lists(str(home / "data"))
    with lists.sessions.lock():
        lists.save("q4-leads", CallList("Leads", (Person("1", "Ann"),)))
    assert asked("start", "--list", "") == ["q4-leads"]


def test_folders_that_are_named_on_the_line(asked: Asked, nextcall: Command, tmp_path: Path) -> None:
    nextcall("add", "--date", "2026-11-20", "--start", "9:00", "--minutes", "30", "n=3", "--data-dir", str(tmp_path / "other"))
    assert len(asked("show", "2026")) == 0
    assert len(asked("show", "--data-dir", str(tmp_path / "other"), "2026")) == 1
    assert len(asked("show", f"--data-dir={tmp_path}/other", "2026")) == 1


def test_what_a_shell_would_obey_is_no_answer(asked: Asked, nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    path = home / "data" / "current.json"
    data = json.loads(path.read_text())
    data["outcomes"]["fine"] = {**data["outcomes"]["no"], "label": "\x1b]0;x\x07 $(touch X)"}
    path.write_text(json.dumps(data))
    said = nextcall("__complete", "tag", "fi").out
    assert said.startswith("fine\t")
    assert said.rstrip("\n").replace("\t", "").isprintable()
    folder = home / "data" / "sessions" / "2026" / "11"
    folder.mkdir(parents=True)
    for name in ("$(touch X)", "`touch X`", "a;b", "a b", "\x1b[2J", "'", "x\ny", "fit"):
        (folder / f"{name}.json").touch()
    assert asked("show", "") == ["last", "fit"]


def test_broken_files_are_no_complaint(asked: Asked, configure: Callable[[str], Path], home: Path) -> None:
    configure("[session\n")
    assert asked("start", "") == []
    (home / "data").mkdir()
    (home / "data" / "current.json").write_text("{")
    assert asked("tag", "") == []
    assert asked("tag", "--no") == ["--note"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from([*COMMANDS, "--query", "--", "-", "--by=", "last", "path", "--json"]), st.text(max_size=8)), max_size=5))
def test_whatever_is_typed_there_is_an_answer_or_none(asked: Asked, words: list[str]) -> None:
    typed = words[-1] if words else ""
    for answer in asked(*words):
        assert answer.startswith((typed, ":")), (words, answer)


def test_every_value_of_a_kind_that_is_known_is_one_of_some_command() -> None:
    from nextcall.cli.complete_values import _KINDS

    kinds = {taken.value for one in all_of(command(parser())) for taken in one.taken}
    assert set(_KINDS) | set(complete._FILES) <= kinds


def all_of(one: CommandTaken) -> list[CommandTaken]:
    return [one, *(other for below in one.below for other in all_of(below))]


@pytest.mark.parametrize("words", [[""], ["tag", ""], ["show", ""], ["start", "--list", ""], ["stats", "--by", ""]])
def test_it_is_quick_to_answer(program: Command, home: Path, words: list[str]) -> None:
    """Nothing is loaded that takes long."""
    code = "import sys; from nextcall.__main__ import main; main(sys.argv[1:]); print(*sorted(sys.modules), file=sys.stderr)"
    assert not home.exists()
    done = subprocess.run([sys.executable, "-c", code, "__complete", *words], capture_output=True, text=True, check=True)
    assert not {"textual", "rich", "msgspec", "tomlkit", "asyncio", "phonenumbers", "duckdb"} & set(done.stderr.split())
    assert program("__complete", *words).out == done.stdout


def test_the_files_of_the_shells(nextcall: Command) -> None:
    for shell in FILES:
        result = nextcall("completions", shell)
        assert (result.code, result.out) == (0, script(shell))
        assert "__complete" in result.out
    assert nextcall("completions", "tcsh").code == 2
    assert usage(command(parser("completions")).taken[0]) == "--version"


# ---- in the shells themselves


@pytest.fixture
def path(tmp_path: Path, home: Path) -> str:
    """A PATH on which nextcall is this one; with an outcome that means harm in the open session."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "nextcall").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nextcall "$@"\n')
    (folder / "nextcall").chmod(0o755)
    assert not home.exists()
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def in_shell(argv: list[str], path: str, folder: Path) -> str:
    environ = {**os.environ, "PATH": path, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "TERM": "dumb"}
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False, env=environ, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


LINES = [
    ("nextcall sta", {"start", "status", "stats"}),
    ("nextcall tag hung", {"hung-up"}),
    ("nextcall export --format t", {"timeclock"}),
    ("nextcall config path t", {"themes"}),
    ("nextcall start --skill ", {"listening", "questioning", "strategy"}),
    ("nextcall import da", {"data.csv"}),
]


@pytest.mark.parametrize(("typed", "answers"), [*LINES, ("nextcall stats --by=we", {"weekday", "week"}), ("nextcall log --query pre", {"preset:"})])
def test_in_bash(path: str, tmp_path: Path, typed: str, answers: set[str]) -> None:
    bash = shutil.which("bash") or pytest.skip("bash is not installed")
    (tmp_path / "data.csv").touch()
    word = typed.rpartition(" ")[2].rpartition("=")[2]
    code = 'eval "$(nextcall completions bash)"; COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=(x) COMP_CWORD=0; _nextcall nextcall "$2" ""; printf "%s\\n" "${COMPREPLY[@]}"'
    assert set(in_shell([bash, "--norc", "-c", code, "bash", typed, word], path, tmp_path).split()) == answers


@pytest.mark.parametrize(("typed", "answers"), LINES)
def test_in_fish(path: str, tmp_path: Path, typed: str, answers: set[str]) -> None:
    fish = shutil.which("fish") or pytest.skip("fish is not installed")
    (tmp_path / "data.csv").touch()
    code = "nextcall completions fish | source; complete -C $argv[1]"
    said = in_shell([fish, "--no-config", "-c", code, typed], path, tmp_path)
    assert {answer.split("\t")[0] for answer in said.splitlines()} == answers


_ZSH = """
zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell 'unsetopt zle_bracketed_paste; PS1="ready> "; autoload -Uz compinit; compinit -u -D; eval "$(nextcall completions zsh)"; zstyle ":completion:*" list-prompt ""; LISTMAX=0'
zpty -w shell 'print -r begun-"here"'
zpty -m -r shell out '*begun-here*'
zpty -n -w shell "$1"$'\\t\\t'
zpty -n -w shell $'\\C-a print -r seen-"all" \\C-j'
zpty -m -r shell out '*seen-all*'
print -r -- "$out"
zpty -d shell
"""


@pytest.mark.parametrize(("typed", "answers"), LINES)
def test_in_zsh(path: str, tmp_path: Path, typed: str, answers: set[str]) -> None:
    zsh = shutil.which("zsh") or pytest.skip("zsh is not installed")
    (tmp_path / "data.csv").touch()
    said = in_shell([zsh, "-f", "-c", _ZSH, "zsh", typed], path, tmp_path)
    assert all(answer in said for answer in answers), said

"""The front door: words that are none, output that cannot be written, interruption, and what is loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.commands import Command, one_line
from nextcall import __main__ as door
from nextcall import __version__


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["strat"], "unknown command 'strat'; did you mean 'start'?"),
        (["tga"], "unknown command 'tga'; did you mean 'tag'?"),
        (["frobnicate"], "unknown command 'frobnicate'"),
        (["x\x1b[31m\n"], "unknown command 'x�[31m�'"),
        (["--verson"], "unknown option '--verson'; did you mean '--version'?"),
        (["--vers"], "unknown option '--vers'; did you mean '--version'?"),
        (["config"], "the following arguments are required: WHAT"),
        (["config", "chek"], "unknown word 'chek'; did you mean 'check'?"),
        (["log", "--limt", "3"], "unknown option '--limt'; did you mean '--limit'?"),
        (["log", "--limit", "-3"], "argument --limit: "),
        (["log", "--limit", "0"], "argument --limit: should be a whole number from 1 to 100000, not '0'"),
        (["show", "a", "b"], "unexpected 'b'"),
        (["--data-dir"], "argument --data-dir: expected one argument"),
    ],
)
def test_bad_words(nextcall: Command, home: Path, words: list[str], said: str) -> None:
    result = nextcall(*words)
    assert (result.code, result.out) == (2, "")
    assert one_line(result.err).startswith(said)
    assert not home.exists()


def test_version_and_help(nextcall: Command) -> None:
    assert nextcall("--version") == (0, f"nextcall {__version__}\n", "")
    top = nextcall("--help")
    assert (top.code, top.err) == (0, "")
    for command in ("start", *door.EVENTS, "status", "log", "show", "config", "themes", "doctor"):
        assert f"\n    {command} " in top.out
        one = nextcall(command, "--help")
        assert one.code == 0
        assert one.out.startswith(f"usage: nextcall {command}")


def test_every_command_can_be_had_as_a_parser() -> None:
    from nextcall.cli.main import parser

    assert parser().parse_args(["start", "sprint"]).preset == "sprint"
    assert parser().parse_args(["tag", "no"]).outcome == "no"


def test_the_command_is_the_first_word() -> None:
    assert door.command_in(["--data-dir", "x", "status"]) == "status"
    assert door.command_in(["--data-dir=x", "--json", "tag", "n"]) == "tag"
    assert door.command_in(["--data-dir"]) == ""
    assert door.command_in([]) == ""


def test_interrupted(nextcall: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("nextcall.cli.status.run", interrupt)
    assert nextcall("status") == (130, "", "")


def test_a_mistake_of_the_programs_own_is_a_sentence_without_values(nextcall: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_: list[str]) -> int:
        raise ValueError("Ann Roe, +15550100")

    monkeypatch.setattr("nextcall.cli.status.run", stumble)
    done = nextcall("status")
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err).startswith("stopped by a mistake of its own: ValueError at test_main.py:")
    assert "Ann" not in done.err


def test_a_fault_of_the_system_is_a_sentence(nextcall: Command, home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.mkdir()
    (home / "data").write_text("a file")
    result = nextcall("start", "--headless")
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err)
    assert nextcall("log").code == 1
    assert nextcall("status").out == "no session\n"


@pytest.mark.parametrize("words", [["--version"], ["status"], ["log"], ["config", "path"], ["--help"]])
def test_nobody_reads(home: Path, words: list[str]) -> None:
    assert home
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-m", "nextcall", *words], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")
@pytest.mark.parametrize("words", [["--version"], ["status"]])
def test_no_room_for_the_output(home: Path, words: list[str]) -> None:
    assert home
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "nextcall", *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert one_line(done.stderr).startswith("No space left on device")


def test_without_standard_output(home: Path) -> None:
    assert home
    done = subprocess.run(f"{sys.executable} -m nextcall status >&- 2>&-", shell=True, check=False)  # noqa: S602 (the shell closes it)
    assert done.returncode == 0


def test_files_are_for_the_user_alone(program: Command, home: Path) -> None:
    program("start", "--headless")
    program("tag", "x")
    program("stop")
    program("config", "init")
    for folder, folders, files in os.walk(home):
        for name in (*folders, *files):
            mode = os.stat(os.path.join(folder, name)).st_mode
            assert not mode & 0o077, name


LOADED = "import sys; from nextcall.__main__ import main; code = main(sys.argv[1:]); print(code, *sorted(sys.modules), file=sys.stderr)"
SCREENS = {"textual", "rich"}
HEAVY = {"json", "argparse", "dataclasses", "typing", "platformdirs", "pathlib", "re", "datetime", "tomllib", "enum"}
"""What `status` does without."""
NOT_FOR_EVENTS = {"argparse", "dataclasses", "typing", "platformdirs", "pathlib", "tomllib", "logging", "subprocess", "asyncio", "decimal"}
"""What an event does without, and the whole configuration but its folders."""


def loaded(*words: str) -> tuple[int, set[str]]:
    """Exit code and modules; in isolated mode, so that nothing of the test's environment is in it."""
    done = subprocess.run([sys.executable, "-S", "-c", LOADED, *words], capture_output=True, text=True, check=True, env=paths())
    code, *modules = done.stderr.splitlines()[-1].split()
    return int(code), set(modules)


def paths() -> dict[str, str]:
    """No site-packages hooks; the package and its libraries by name."""
    import nextcall

    above = os.path.dirname(os.path.dirname(nextcall.__file__))
    return {**os.environ, "PYTHONPATH": os.pathsep.join([above, *(path for path in sys.path if "site-packages" in path)])}


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["status"], ["tag", "x"], ["log"], ["show"], ["config", "check"], ["config", "show"], ["doctor"], ["themes"], ["start", "--help"]],
)
def test_no_command_loads_what_the_screens_need(nextcall: Command, words: list[str]) -> None:
    nextcall("start", "--headless")
    code, modules = loaded(*words)
    assert code == 0
    assert not modules & SCREENS


@pytest.mark.parametrize("words", [["status"], ["status", "--json"], ["status", "--format", "{state} {left}"]])
@pytest.mark.parametrize("there", [True, False])
def test_status_loads_next_to_nothing(nextcall: Command, words: list[str], there: bool) -> None:
    if there:
        nextcall("start", "--headless")
    code, modules = loaded(*words)
    assert code == 0
    assert not modules & (SCREENS | HEAVY)


@pytest.mark.parametrize("words", [["tag", "x"], ["dial"], ["note", "hi"], ["pause"]])
def test_an_event_loads_little(nextcall: Command, words: list[str]) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "x")
    code, modules = loaded(*words)
    assert code == 0
    assert not modules & (SCREENS | NOT_FOR_EVENTS)
    assert {name for name in modules if name.startswith("nextcall.config")} == {"nextcall.config", "nextcall.config.paths"}


@pytest.mark.parametrize(("words", "code"), [(["stats", "--by=--"], 2), (["stats", "--query=--", "--json"], 0), (["export", "--format", "csv", "--query=--"], 0), (["export", "--format=--"], 2)])
def test_two_dashes_are_a_value_like_any_other(nextcall: Command, words: list[str], code: int) -> None:
    found, _, said = nextcall(*words)
    assert (found, said.count("\n")) == (code, code // 2)

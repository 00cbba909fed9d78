"""Hooks through commands: started beside, told of by the next command, and as the papers say."""

import csv
import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from architecture import ROOT
from cli.commands import Command
from nextcall.desk.hooks.spool import Spool
from nextcall.storage.lock import locked
from nextcall.text import line

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs here are those of Unix")

Configure = Callable[[str], Path]
PATIENCE = 60.0
HOSTILE = ["; touch X", "$(touch X)", "`touch X`", "-rf", "=1+1", "a\tb", "x" * 5000, "\u202eevil", "\x1b]0;evil\x07"]


def until(reached: Callable[[], bool], what: str) -> None:
    end = time.perf_counter() + PATIENCE
    while not reached():
        assert time.perf_counter() < end, f"never reached: {what}"
        time.sleep(0.01)


def hook(configure: Configure, name: str, *words: str, more: str = "") -> None:
    configure(f"[hooks]\n{name} = {json.dumps(list(words))}\n{more}")


def keeping(path: Path) -> tuple[str, ...]:
    """A program that keeps what it is told, and its arguments after it."""
    return sys.executable, "-c", "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())", str(path)


def told(path: Path, number: int) -> list[Any]:
    """So many events, once they are there."""
    until(lambda: path.exists() and path.read_text().count("\n") >= number, f"{number} events")
    return [json.loads(row) for row in path.read_text().splitlines()]


def idle(home: Path) -> None:
    """Wait until nothing waits and nothing runs."""
    spool = Spool(str(home / "cache"))
    until(lambda: not spool.waiting(), "nothing waits")
    with locked(spool.lock):
        pass


def test_each_event_once_and_in_order(nextcall: Command, configure: Configure, tmp_path: Path) -> None:
    out = tmp_path / "out"
    names = ("session_start", "tag", "pause", "session_end")
    configure("[hooks]\n" + "".join(f"{name} = {json.dumps(keeping(out))}\n" for name in names))
    for words in (["start", "--headless"], ["dial"], ["tag", "no"], ["pause", "meeting"], ["resume"], ["tag", "y"], ["undo"], ["redo"], ["stop"]):
        assert (nextcall(*words).code, nextcall("status").code) == (0, 0), words
    found = told(out, 7)
    assert [(event["event"], event["undone"]) for event in found] == [
        ("session_start", False), ("tag", False), ("pause", False), ("tag", False), ("tag", True), ("tag", False), ("session_end", False),
    ]  # fmt: skip
    assert found[2]["pause"]["reason"] == "meeting"
    assert [event["counts"]["calls"] for event in found] == [0, 1, 1, 2, 1, 2, 2]


def test_a_command_does_not_wait(nextcall: Command, configure: Configure, home: Path, tmp_path: Path) -> None:
    """The hook ends only after the command has."""
    go = tmp_path / "go"
    hook(configure, "tag", "sh", "-c", f"while [ ! -e {go} ]; do sleep 0.02; done; touch {tmp_path}/done")
    nextcall("start", "--headless")
    assert nextcall("tag", "no").code == 0
    assert not (tmp_path / "done").exists()
    go.touch()
    until((tmp_path / "done").exists, "the hook's end")
    idle(home)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such-program-anywhere",), "nextcall: The tag hook is not there: no-such-program-anywhere.\n"),
        (("sh", "-c", "exit 7"), "nextcall: The tag hook ended with code 7.\n"),
    ],
)
def test_what_goes_wrong_is_told_once_by_the_next_command(nextcall: Command, configure: Configure, home: Path, words: tuple[str, ...], said: str) -> None:
    hook(configure, "tag", *words)
    nextcall("start", "--headless")
    heard = []
    for _ in range(4):
        done = nextcall("tag", "no")
        assert done.code == 0
        assert done.out
        heard.append(done.err)
        idle(home)
    assert heard == ["", said, "", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_a_name(nextcall: Command, configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    out = tmp_path / "out"
    hook(configure, "tag", *keeping(out), "; touch X")
    nextcall("start", "--headless")
    assert nextcall("tag", "no", f"--contact={text}", f"--note={text}").code == 0
    [event] = told(out, 1)
    assert event["call"]["contact"]["name"] == line(text)
    raw = out.read_bytes()
    assert raw.count(b"\n") == 1
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f-\xff]", raw)  # plain ASCII: nothing in it steers a terminal
    assert not list(tmp_path.rglob("X"))


def test_a_variable_sets_a_hook(nextcall: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXTCALL_HOOKS_TAG", json.dumps(keeping(tmp_path / "out")))
    nextcall("start", "--headless")
    nextcall("tag", "no")
    assert len(told(tmp_path / "out", 1)) == 1


def test_a_hook_that_is_added_while_a_session_is_open(nextcall: Command, configure: Configure, home: Path, tmp_path: Path) -> None:
    configure("[ui]\nclock = '12h'\n")
    nextcall("start", "--headless")
    nextcall("tag", "no")
    idle(home)
    hook(configure, "tag", *keeping(tmp_path / "out"))
    nextcall("tag", "yes")
    [event] = told(tmp_path / "out", 1)
    assert event["call"]["outcome"] == "yes"


def test_without_hooks_nothing_is_started_and_nothing_is_left(nextcall: Command, configure: Configure, home: Path) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "no")
    assert not (home / "cache" / "hooks").exists()
    configure("[ui]\nclock = '12h'\n")
    nextcall("tag", "no")  # which hooks there are is found out once
    idle(home)
    before = sorted(os.listdir(home / "cache" / "hooks"))
    assert before == ["known", "lock"]
    stamp = os.stat(home / "cache" / "hooks").st_mtime_ns
    nextcall("tag", "no")
    assert os.stat(home / "cache" / "hooks").st_mtime_ns == stamp


def test_an_event_reads_no_configuration_for_its_hooks(nextcall: Command, configure: Configure, home: Path) -> None:
    """Nor does it fail where that has mistakes."""
    path = configure("")
    nextcall("start", "--headless")
    path.write_text("[hooks]\ntag = 'a line for a shell'\n")
    assert nextcall("tag", "no").code == 0
    idle(home)
    assert nextcall("tag", "no").err == "nextcall: The tag hook was not run: the configuration has mistakes, nextcall config check names them.\n"


def test_the_line_mode_tells_hooks(program: Command, configure: Configure, tmp_path: Path) -> None:
    configure("".join(["[hooks]\n", *(f"{name} = {json.dumps(keeping(tmp_path / 'out'))}\n" for name in ("session_start", "tag", "session_end"))]))
    assert program("start", "--plain", typed="x\ny\nq\n").code == 0
    assert [event["event"] for event in told(tmp_path / "out", 4)] == ["session_start", "tag", "tag", "session_end"]


def example(kind: str) -> str:
    """The code of the example in the papers."""
    section = (ROOT / "docs" / "hooks.md").read_text().partition("### Example")[2]
    found = re.search(rf"^```{kind}\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_example_of_the_papers(nextcall: Command, configure: Configure, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"])
    script = tmp_path / "bin" / "to-crm.py"
    script.parent.mkdir()
    script.write_text(example("python"))
    script.chmod(0o755)
    configure(example("toml"))
    nextcall("start", "--headless")
    for name in ("Ann Roe", "=HYPERLINK(1)", "; touch X", "$(touch X)", "-rf"):
        nextcall("tag", "no", f"--contact={name}", "--note=one, two")
    nextcall("undo")
    idle(home)
    with open(tmp_path / "crm" / "calls.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["Ann Roe", "'=HYPERLINK(1)", "; touch X", "$(touch X)", "'-rf", "'-rf"]
    assert [row["call"] for row in rows] == ["1", "2", "3", "4", "5", "5"]
    assert [row["undone"] for row in rows] == [""] * 5 + ["yes"]
    assert {row["note"] for row in rows} == {"one, two"}
    assert not list(tmp_path.rglob("X"))
    assert nextcall("tag", "v").err == ""  # nothing went wrong


def test_the_fields_of_the_papers(nextcall: Command, configure: Configure, tmp_path: Path) -> None:
    """Every field that is told is documented, and the other way round."""
    configure(f"[hooks]\ntag = {json.dumps(keeping(tmp_path / 'out'))}\npause = {json.dumps(keeping(tmp_path / 'out'))}\n")
    nextcall("start", "--headless")
    nextcall("tag", "no")
    nextcall("pause")
    tag, pause = told(tmp_path / "out", 2)
    table = (ROOT / "docs" / "hooks.md").read_text().partition("### What it is told")[2].partition("```")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.MULTILINE))
    assert set(rows) == set(tag) | set(pause)
    for name in ("session", "counts", "outcome"):
        assert set(tag[name]) <= set(re.findall(r"`([\w]+)`", rows[name])), name
    assert set(pause["pause"]) <= set(re.findall(r"`([\w]+)`", rows["pause"]))

"""`stats`, and what `log` and `show` share with it: the index, the query, the pager, the way out."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cli.commands import Command, one_line
from cli.sessions_made import a_session_that_ended, file_of
from histories import agree, as_read, content, file_in, put, settle, sittings
from nextcall.stats.groups import DIMENSIONS

HISTORY = [as_read(session) for session in sittings(21, 30)]
NEWEST_FIRST = [session.id for session in reversed(HISTORY)]


@pytest.fixture
def history(home: Path) -> Path:
    """A data folder with a history at rest."""
    for session in HISTORY:
        file_in(home / "data", session)
    settle(home / "data")
    return home / "data"


# ---- the figures


def test_nothing_yet(nextcall: Command, home: Path) -> None:
    assert nextcall("stats") == (0, "Nothing has been counted yet.\n", "")
    found = nextcall("stats", "--json").json
    assert (found["sessions"], found["calls"], found["groups"], found["calls_per_hour"]) == (0, 0, [], None)
    assert nextcall("stats", "--by", "hour", "--json").json["groups"] == []
    assert not (home / "cache").exists()


def test_all_of_it(nextcall: Command, history: Path) -> None:
    for _ in range(2):
        found = nextcall("stats", "--json").json
        agree(found, HISTORY)
        assert set(found) == {
            "sessions", "calls", "connects", "conversations", "noes", "yeses", "helps", "outcomes", "rates", "seconds", "calls_per_hour", "groups",
        }  # fmt: skip
    assert history.exists()


@pytest.mark.parametrize("by", DIMENSIONS)
def test_in_groups(nextcall: Command, history: Path, by: str) -> None:
    assert history.exists()
    found = nextcall("stats", "--by", by, "--json").json
    whole = {key: value for key, value in found.items() if key != "groups"}
    assert whole | {"groups": []} == nextcall("stats", "--json").json
    for group in found["groups"]:
        assert set(group) == {"key", *whole}
    assert by == "tag" or sum(group["calls"] for group in found["groups"]) == found["calls"]
    plain = nextcall("stats", "--by", by, "--plain").out.splitlines()
    assert all(row.count("\t") == 1 for row in plain)
    assert f"calls\t{found['calls']}" in plain
    assert all(f"{group['key'] or '-'}.calls\t{group['calls']}" in plain for group in found["groups"])
    shown = nextcall("stats", "--by", by)
    assert (shown.code, shown.err) == (0, "")
    assert len(shown.out.splitlines()) == len(found["groups"]) + 14
    assert max(map(len, shown.out.splitlines())) <= 120


@pytest.mark.parametrize(("query", "fits"), [("preset:sprint", lambda session: "sprint" in (session.preset, session.title.lower())), ("tag:a skill:listening", lambda session: "a" in session.tags and session.skill == "listening"), ("list:q4", lambda session: session.list == "q4")])
def test_a_part_of_it(nextcall: Command, history: Path, query: str, fits: Any) -> None:
    assert history.exists()
    chosen = [session for session in HISTORY if fits(session)]
    assert chosen
    agree(nextcall("stats", "--json", "--query", query).json, chosen)
    assert [entry["id"] for entry in nextcall("log", "--json", "--query", query).json] == [session.id for session in reversed(chosen)]
    assert len(nextcall("log", "--plain", "--query", query, "--limit", "2").out.splitlines()) == min(2, len(chosen))


def test_no_part_of_it(nextcall: Command, history: Path) -> None:
    assert history.exists()
    assert nextcall("log", "--query", "tag:nowhere").out == "No session is meant by that.\n"
    assert nextcall("log", "--query", "tag:nowhere", "--json").json == []
    assert nextcall("stats", "--query", "tag:nowhere", "--json").json["sessions"] == 0


@pytest.mark.parametrize("command", ["log", "stats"])
@pytest.mark.parametrize("query", ["outcom:yes", '"open', "x" * 10_000, "on:\x1b[31m", "after:", "cafe:1"])
def test_nonsense_is_refused_in_one_line(nextcall: Command, history: Path, command: str, query: str) -> None:
    assert history.exists()
    found = nextcall(command, "--query", query)
    assert (found.code, found.out) == (2, "")
    assert one_line(found.err).isprintable()


@pytest.mark.parametrize("query", ["\x1b[31m", "caf\udce9", "caf\udce9:1", "note~\ud800", "\x00", "%", "'; DROP TABLE files; --"])
def test_anything_else_is_looked_for(nextcall: Command, history: Path, query: str) -> None:
    assert history.exists()
    assert nextcall("log", "--query", query) == (0, "No session is meant by that.\n", "")
    assert nextcall("stats", "--json", "--query", query).json["calls"] == 0


def test_the_open_session_counts_until_now(nextcall: Command, history: Path) -> None:
    nextcall("start", "sprint", "--headless", "--tag", "z")
    for tag in ("x", "y"):
        nextcall("tag", tag)
    before = len(HISTORY)
    assert history.exists()
    found = nextcall("stats", "--json").json
    assert found["sessions"] == before + 1
    only = nextcall("stats", "--json", "--query", "tag:z", "--by", "outcome").json
    assert (only["sessions"], only["calls"], only["yeses"]) == (1, 2, 1)
    assert [group["key"] for group in only["groups"]] == ["no", "yes"]
    entries = nextcall("log", "--json", "--limit", "2").json
    assert [entry["ended_at"] is None for entry in entries] == [True, False]
    assert entries[0]["calls"] == 2
    assert len(nextcall("log", "--json", "--query", "tag:z").json) == 1
    assert nextcall("log", "--json", "--query", "preset:no-such").json == []


def test_the_open_one_does_not_stand_for_all_gaps(nextcall: Command, history: Path) -> None:
    """The median is of all gaps, whatever the open session's are."""
    before = nextcall("stats", "--json").json["seconds"]["gap_median"]
    nextcall("start", "--headless")
    for _ in range(4):
        for event in (("dial",), ("tag", "x")):
            assert nextcall(*event).code == 0
    more = json.loads((history / "current.json").read_text())
    assert len(more["calls"]) == 4
    gaps = sorted(gap for session in HISTORY for gap in _gaps(session))
    after = nextcall("stats", "--json").json["seconds"]["gap_median"]
    assert gaps[len(gaps) // 2 - 4] - 0.001 <= after <= before


def _gaps(session: Any) -> list[float]:
    from nextcall.core.durations import gaps

    return gaps(session)


# ---- which session


def test_a_sync_programs_copy_makes_no_name_ambiguous(nextcall: Command, home: Path) -> None:
    session = a_session_that_ended(nextcall, "x", "y")
    path = file_of(home, session)
    copies = [put(path.with_name(name), path.read_bytes()) for name in (f"{session} (conflicted copy 2026-11-21).json", f"{session}.sync-conflict-20261121-101010-ABC.json")]
    for name in (session, session[:17], "last"):
        assert nextcall("show", name, "--json").json["id"] == session
    rows = nextcall("log", "--plain").out.splitlines()
    assert len(rows) == 3
    for copy in copies:
        assert f"{copy.name}\tproblem\ta copy of {session}: the one with the later events counts" in rows
    assert {entry["id"]: entry["problem"] is None for entry in nextcall("log", "--json").json} == {session: True, copies[0].name: False, copies[1].name: False}
    assert nextcall("stats", "--json").json["calls"] == 2


@pytest.mark.parametrize("name", ["caf\udce9", "x" * 100_000, "%", "\x1b[31m", ""])
def test_show_no_such_thing(nextcall: Command, history: Path, name: str) -> None:
    assert history.exists()
    found = nextcall("show", name)
    assert (found.code, found.out) == (1, "")
    assert one_line(found.err).startswith("There is no session '")


def test_show_what_begins_so_in_several(nextcall: Command, history: Path) -> None:
    assert history.exists()
    assert one_line(nextcall("show", "2026").err).endswith("sessions begin with '2026'. Give more of the id.")


# ---- as a program


LOADED = """
import sys
import nextcall.__main__ as program
code = program._run(sys.argv[2:])
wrong = [name for name in sys.argv[1].split() if name in sys.modules]
sys.exit(f"{wrong} loaded" if wrong else code)
"""
HEAVY = {"typing", "re", "argparse", "json", "dataclasses", "pathlib", "platformdirs", "msgspec", "subprocess", "zoneinfo", "threading"}


@pytest.mark.parametrize("words", [["log", "--limit", "20"], ["log", "--plain"], ["log", "--query", "outcome:yes after:2026"], ["stats"], ["stats", "--by", "week"], ["stats", "--plain", "--by", "outcome"]])
def test_nothing_heavy_is_loaded(nextcall: Command, history: Path, words: list[str]) -> None:
    assert history.exists()
    nextcall("log")
    bare = subprocess.run([sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True).stdout.split()
    heavy = " ".join(HEAVY - set(bare))  # an editable installation may load some of them
    done = subprocess.run([sys.executable, "-c", LOADED, heavy, *words], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_a_reader_that_has_had_enough(program: Command, home: Path, history: Path) -> None:
    assert home.exists()
    assert program("log").code == 0
    for number in range(60):
        file_in(history, HISTORY[number % 30]._replace(id=f"20200101T000000Z-{number:04x}", title="long " * 400))
    for words in (["log"], ["log", "--json"], ["log", "--plain"], ["stats", "--json", "--by", "day"]):
        process = subprocess.Popen([sys.executable, "-m", "nextcall", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(timeout=60) in (0, 1)


def on_terminal(words: list[str], **environ: str) -> tuple[int, str]:
    """The exit code of a command on a terminal of its own, and all that it showed there."""
    process, handle = pty.fork()
    if not process:
        os.environ.update({"TERM": "xterm", **environ})
        os.execv(sys.executable, [sys.executable, "-m", "nextcall", *words])  # noqa: S606 (the program itself)
    shown = b"".join(_all_of(handle))
    os.close(handle)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()


def _all_of(handle: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(handle, 65536)
        except OSError:  # the other end is closed
            return
        if not part:
            return
        yield part


CAT = f"{sys.executable} -c 'import sys; print(\"paged\"); sys.stdout.write(sys.stdin.read())'"


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_pager_on_a_terminal(history: Path, nextcall: Command) -> None:
    rows = nextcall("log").out.splitlines()
    assert len(rows) == len(HISTORY)
    for words in (["log"], ["stats", "--by", "day"]):
        code, shown = on_terminal(words, PAGER=CAT)
        assert code == 0
        assert shown.splitlines()[0] == "paged"
    code, shown = on_terminal(["log"], PAGER=CAT)
    assert shown.splitlines()[1:] == rows
    assert history.exists()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("pager", ["", "no-such-program", "'", "/", "  ", "no-such-program --option"])
def test_without_a_pager_that_can_be_had(history: Path, nextcall: Command, pager: str) -> None:
    rows = nextcall("log").out.splitlines()
    assert history.exists()
    assert on_terminal(["log"], PAGER=pager) == (0, "".join(f"{row}\r\n" for row in rows))


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_data_and_dumb_terminals_have_no_pager(history: Path) -> None:
    assert history.exists()
    for words, environ in ((["log", "--plain"], {}), (["log", "--json"], {}), (["stats", "--json"], {}), (["log"], {"TERM": "dumb"})):
        code, shown = on_terminal(words, PAGER=CAT, **environ)
        assert code == 0
        assert "paged" not in shown


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_pager_that_is_left_at_once_and_one_that_cannot_show_everything(history: Path) -> None:
    file_in(history, HISTORY[0]._replace(id="20990101T000000Z-0001", title="caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{PILE OF POO}"))
    assert on_terminal(["log"], PAGER=f"{sys.executable} -c pass")[0] == 0
    code, shown = on_terminal(["log"], PAGER=CAT, PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="latin-1")
    assert code == 0
    assert "Traceback" not in shown


MANY = """
import os, sys
from nextcall.storage import copies
from nextcall.storage.index import reading
copies.SHARED = reading.BATCH = 4
os.cpu_count = lambda: 3
if sys.argv[1] == "stop":
    import signal
    from nextcall.cli import progress
    progress.Progress.__call__ = lambda *_: os.killpg(0, signal.SIGINT)
import nextcall.__main__ as program
code = program._run(["stats", "--json"])
try:
    os.waitpid(-1, 0)
    code = "a child is left"
except ChildProcessError:
    pass
sys.exit(code)
"""


def test_ctrl_c_while_the_index_is_made(history: Path, nextcall: Command) -> None:
    done = subprocess.run([sys.executable, "-c", MANY, "stop"], capture_output=True, text=True, timeout=60, check=False, start_new_session=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    agree(nextcall("stats", "--json").json, HISTORY)
    assert history.exists()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_progress_is_shown_on_a_terminal_only(history: Path, home: Path) -> None:
    assert home.exists()
    done = subprocess.run([sys.executable, "-c", MANY, "go on"], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for path in (home / "cache").iterdir():
        path.unlink()
    process, handle = pty.fork()
    if not process:
        os.execv(sys.executable, [sys.executable, "-c", MANY, "go on"])  # noqa: S606 (the program itself)
    shown = b"".join(_all_of(handle)).decode()
    os.close(handle)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert f" of {len(HISTORY)} sessions read" in shown
    assert shown.index("sessions read") < shown.rindex("\r\x1b[K") < shown.index("{")
    assert history.exists()


def test_a_killed_program_leaves_nothing_that_matters(history: Path, nextcall: Command) -> None:
    dice = Random(1)  # noqa: S311 (not a secret)
    for number in range(6):
        process = subprocess.Popen([sys.executable, "-m", "nextcall", "stats", "--json"], stdout=subprocess.PIPE)
        assert process.stdout
        if dice.randrange(2):
            process.stdout.read(1)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        put(history / "sessions" / "2020" / f"2020010{number + 1}T000000Z-0000.json", content(HISTORY[0]._replace(id=f"2020010{number + 1}T000000Z-0000")))
        assert nextcall("stats", "--json").json["sessions"] == len(HISTORY) + number + 1

"""Names, numbers and notes stand where the user put them and where the work needs them, and nowhere else."""

import json
from pathlib import Path

import pytest

from fuzz import documents
from fuzz.box import Box
from nextcall.__main__ import main
from nextcall.cli import output
from security.doing import ID, with_words

MARK, NUMBER = "Zyxwv Utsrq", "+12125550177"


@pytest.fixture
def marked(box: Box) -> Box:
    """A box with one name in everything."""
    for path, content in with_words(MARK).items():
        box.put(box.home / path, content)
    box.config_file.unlink()
    return box


def holding(folder: Path) -> set[str]:
    """The files that have the name."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()}


def test_names_stand_in_the_data_and_its_copies(marked: Box, tmp_path: Path) -> None:
    """Not in the log, not in the configuration, not in temporary folders; copies in the cache are disposable and narrow."""
    for words in (["log"], ["stats"], ["contacts", "lists"], ["doctor"], ["tag", "no", f"--note={MARK}", f"--contact={MARK}"], ["status"], ["stop"], ["log"]):
        marked.run(*words)
    assert {path.partition("/")[0] for path in holding(marked.home)} <= {"data", "cache"}
    assert {path.name for path in tmp_path.iterdir()} == {"home"}


def test_the_doctor_tells_of_no_one(marked: Box) -> None:
    """What it says is what somebody sends to somebody else for help."""
    for path in (marked.session, marked.current, marked.list, marked.blocks, marked.plan):
        good = path.read_bytes()
        for broken in (good.replace(b'"schema": 1', b'"schema": 7'), good[:-40], good.replace(b'"2026-11', b'"' + MARK.encode()), good.replace(b": 1,", b': "' + MARK.encode() + b'",')):
            path.write_bytes(broken)
            done = marked.run("doctor", "--json")
            assert MARK not in done.out + done.err
        path.write_bytes(good)


@pytest.mark.parametrize("error", [ValueError(MARK), KeyError(MARK), RecursionError(MARK), MemoryError(MARK), UnicodeDecodeError("utf-8", MARK.encode(), 0, 1, MARK), AssertionError(MARK)])
def test_a_crash_tells_of_no_one(marked: Box, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: Exception) -> None:
    """One line: the kind of the mistake, and where it is in the program."""

    def stumble(*_: object) -> int:
        who = MARK
        raise error from ValueError(who)

    monkeypatch.undo()
    monkeypatch.setenv("NEXTCALL_HOME", str(marked.home))
    monkeypatch.setattr("nextcall.cli.status.run", stumble)
    assert main(["status"]) == 1
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("nextcall: stopped by a mistake of its own: ")
    assert MARK not in err
    assert output.mistake(ValueError(MARK)) == 1


def test_what_is_redacted_has_nobody_in_it(marked: Box) -> None:
    for form in ("csv", "jsonl", "markdown", "timeclock"):
        done = marked.run("export", "--format", form, "--redact")
        assert done.code == 0
        assert MARK not in done.out
        assert "Zyxwv" not in done.out
    assert "Zyxwv" not in marked.run("report", "--coach").out


def test_who_asks_is_forgotten(box: Box) -> None:
    """In sessions, lists, undo, what waits, the trash and every copy."""
    documented = json.dumps(documents.session()).replace("Ann Roe", MARK).replace("+15550100", NUMBER)
    box.put(box.session, documented.encode())
    box.put(box.data / "trash" / f"{ID}.json", documented.encode())
    box.put(box.current, json.dumps(documents.open_session()).replace("Ann Roe", MARK).encode())
    box.put(box.list, json.dumps(documents.call_list()).replace("Ann Roe", MARK).replace("+15550100", NUMBER).encode())
    for words in (["hangup"], ["tag", "no", f"--note=for {MARK}"], ["undo"], ["log"], ["contacts", "lists"], ["status"]):
        box.run(*words)
    assert len(holding(box.home)) >= 4
    assert box.run("contacts", "forget", MARK, "--yes").code == 0
    assert holding(box.home) == set()

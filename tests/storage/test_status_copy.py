"""The copy of the open session's figures that `status` reads."""

import errno
import os
import sys
from pathlib import Path

import pytest

from fakes import START, a_session
from making import after, dialled, followed
from nextcall.core import actions as do
from nextcall.core.session import Formula
from nextcall.core.undo import Workbench
from nextcall.storage import status
from nextcall.storage.sessions import Sessions
from nextcall.storage.summary_line import status_fields


def written(tmp_path: Path, **changes: str) -> tuple[str, str]:
    """Cache and file of an open session whose figures were written."""
    sessions = Sessions(str(tmp_path / "data"))
    session = followed(dialled(a_session(formula=Formula("10000", 500, "USD")), 3), (do.Pause(), 100))
    identity = sessions.save_current(Workbench(session), 1)
    cache = str(tmp_path / "cache")
    status.write(cache, status_fields(session, sessions.current, identity) | changes)
    return cache, sessions.current


def test_the_figures_are_those_of_the_session_as_of_its_last_event(tmp_path: Path) -> None:
    cache, current = written(tmp_path)
    found = status.read(cache, current)
    assert found is not None
    assert list(found) == list(status.FIELDS)
    shown = {name: found[name] for name in ("state", "elapsed", "goal_kind", "goal_amount", "calls", "noes", "value", "title")}
    assert shown == {
        "state": "paused", "elapsed": "100.000", "goal_kind": "minutes", "goal_amount": "60",
        "calls": "3", "noes": "3", "value": "60.00", "title": "Power hour",
    }  # fmt: skip
    assert float(found["as_of"]) == after(100).timestamp()


def test_without_goal_and_formula_there_are_empty_fields(tmp_path: Path) -> None:
    sessions = Sessions(str(tmp_path))
    session = a_session()._replace(goal=None)
    fields = status_fields(session, sessions.current, sessions.save_current(Workbench(session), 1))
    assert (fields["goal_kind"], fields["goal_amount"], fields["value"]) == ("", "", "")
    assert float(fields["as_of"]) == START.timestamp()


def test_a_copy_of_another_version_is_not_used(tmp_path: Path) -> None:
    cache, current = written(tmp_path)
    os.utime(current, ns=(1, 1))
    assert status.read(cache, current) is None
    os.unlink(current)
    assert status.read(cache, current) is None


@pytest.mark.parametrize("content", [b"", b"\n", b"a\tb\n", b"\xff" * 99, b"\t" * 99])
def test_a_broken_copy_is_not_used(content: bytes, tmp_path: Path) -> None:
    cache, current = written(tmp_path)
    Path(status.path(cache)).write_bytes(content)
    assert status.read(cache, current) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("as_of", "x"), ("as_of", "nan"), ("as_of", "1e999"), ("as_of", "-1.0"), ("elapsed", ""), ("elapsed", "1.0.0"), ("elapsed", "9" * 13 + ".0"), ("elapsed", "5"), ("calls", "x"),
        ("calls", ""), ("helps", "\N{SUPERSCRIPT TWO}"), ("noes", "9" * 5000), ("goal_kind", "yeses"), ("goal_amount", ""), ("goal_amount", "-5"), ("state", "ended"), ("state", "x"),
    ],
)  # fmt: skip
def test_a_copy_with_something_in_it_that_nobody_can_count_with_is_not_used(field: str, value: str, tmp_path: Path) -> None:
    cache, current = written(tmp_path, **{field: value})
    assert status.read(cache, current) is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such things")
def test_what_is_no_file_is_neither_waited_for_nor_followed(tmp_path: Path) -> None:
    cache, current = written(tmp_path)
    path = Path(status.path(cache))
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert status.read(cache, current) is None
    path.unlink()
    os.mkfifo(path)
    assert status.read(cache, current) is None


def test_tabs_and_new_lines_in_a_title_break_nothing(tmp_path: Path) -> None:
    sessions = Sessions(str(tmp_path))
    session = a_session()._replace(title="a\tb\nc")
    fields = status_fields(session, sessions.current, sessions.save_current(Workbench(session), 1))
    status.write(str(tmp_path), fields)
    assert status.read(str(tmp_path), sessions.current) == fields


def test_a_folder_whose_name_is_no_utf8_can_be_written(tmp_path: Path) -> None:
    cache, current = written(tmp_path)
    odd = current + "\udcff"
    os.rename(current, odd)
    found = os.lstat(odd)
    os.rename(odd, current)
    known = status.read(cache, current)
    os.rename(current, odd)
    assert known is not None
    fields = known | {"path": odd, "inode": str(found.st_ino), "size": str(found.st_size), "modified": str(found.st_mtime_ns)}
    status.write(cache, fields)
    assert status.read(cache, odd) == fields


def test_the_copy_is_for_the_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        cache, _ = written(tmp_path / "x")
    finally:
        os.umask(before)
    assert os.stat(cache).st_mode & 0o777 == 0o700
    assert os.stat(status.path(cache)).st_mode & 0o777 == 0o600


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_line_that_is_half_written_over_another_is_not_used(cut: int, tmp_path: Path) -> None:
    cache, current = written(tmp_path, title="a longer one than the next")
    path = Path(status.path(cache))
    before = path.read_bytes()
    status.write(cache, status.read(cache, current) | {"calls": "4", "title": "short"})  # type: ignore[operator]
    after_it = path.read_bytes()
    assert status.read(cache, current) is not None, "nothing is left of the longer line"
    path.write_bytes(after_it[:cut] + before[cut:])
    found = status.read(cache, current)
    assert found is None or found["calls"] + found["title"] in {"4short", "3a longer one than the next"}
    path.write_bytes(before[:cut] + after_it[cut:])
    found = status.read(cache, current)
    assert found is None or found["calls"] + found["title"] in {"4short", "3a longer one than the next"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such things")
@pytest.mark.parametrize("what", ["link", "second name", "pipe", "pipe that is read", "read-only", "open to others"])
def test_what_stands_in_its_place_is_taken_away_and_nothing_is_written_elsewhere(what: str, tmp_path: Path) -> None:
    cache, current = written(tmp_path)
    path, victim = Path(status.path(cache)), tmp_path / "victim"
    fields = status.read(cache, current)
    victim.write_text("mine")
    reader = -1
    match what:
        case "read-only" | "open to others":
            path.chmod(0o400 if what == "read-only" else 0o644)
        case "link" | "second name":
            path.unlink()
            path.symlink_to(victim) if what == "link" else path.hardlink_to(victim)
        case _:
            path.unlink()
            os.mkfifo(path)
            reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK) if what == "pipe that is read" else -1
    status.write(cache, fields)  # type: ignore[arg-type]
    assert status.read(cache, current) == fields
    assert path.stat().st_mode & 0o077 == 0
    assert victim.read_text() == "mine"
    if reader >= 0:
        assert os.read(reader, 99) == b"", "nobody who waits there hears of it"
        os.close(reader)


def test_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    cache, current = written(tmp_path)
    fields = status.read(cache, current)
    Path(status.path(cache)).unlink()
    Path(status.path(cache)).mkdir()
    status.write(cache, fields)  # type: ignore[arg-type]
    assert status.read(cache, current) is None
    assert Path(status.path(cache)).is_dir()


def test_a_cache_that_cannot_be_written_is_no_error_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    status.write(str(tmp_path), dict.fromkeys(status.FIELDS, ""))
    assert list(tmp_path.iterdir()) == []
    status.write("/dev/null/cache", dict.fromkeys(status.FIELDS, ""))

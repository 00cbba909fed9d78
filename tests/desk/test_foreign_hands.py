"""The open file in the hands of other programs: editors, sync services, older versions."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desks import At
from fakes import a_session
from nextcall.core import actions as do
from nextcall.desk.desk import Desk

KEPT = "current.json.conflict-20261121T090000.json"


def replaced(at: At, change: Callable[[dict[str, Any]], object] | bytes) -> bytes:
    """Another program replaces the file; returns what it wrote."""
    path = Path(at.sessions.current)
    if isinstance(change, bytes):
        content = change
    else:
        data = json.loads(path.read_text())
        change(data)
        content = json.dumps(data).encode()
    other = path.with_name("other")
    other.write_bytes(content)
    os.replace(other, path)
    return content


def three_tags(at: At) -> Desk:
    desk = at.begun()
    for _ in range(3):
        desk.do(do.Tag("no"))
    desk.settle()
    return desk


def test_a_field_that_somebody_added_is_adopted_and_kept(at: At) -> None:
    desk = three_tags(at)
    replaced(at, lambda data: data.update(mark="by another hand"))
    for _ in range(3):
        desk.do(do.Tag("yes"))
    assert desk.settle()
    assert at.on_disk().extra == {"mark": "by another hand"}
    assert len(at.on_disk().calls) == 6
    assert at.names() == ["current.json"]
    assert desk.notes == []


def test_a_note_that_somebody_wrote_is_adopted(at: At) -> None:
    desk = three_tags(at)
    replaced(at, lambda data: data["calls"][1].update(note="by hand"))
    desk.do(do.Asked())
    assert desk.settle()
    assert [call.note for call in at.on_disk().calls] == ["", "by hand", ""]


def test_a_call_that_somebody_took_out_stays_out_and_undo_leaves_a_file_that_fits(at: At) -> None:
    desk = three_tags(at)
    replaced(at, lambda data: data["calls"].pop(0))
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert [call.n for call in at.on_disk().calls] == [2, 3, 4]
    while desk.view().can_undo:
        desk.undo()
        assert desk.settle()
        assert at.opened()


@pytest.mark.parametrize("content", [b"", b"oops", b"{}", b'{"schema": 999}', b"\0" * 100], ids=["empty", "text", "object", "future", "zeros"])
@pytest.mark.parametrize("waiting", [True, False])
def test_what_cannot_be_read_is_set_aside_and_said_so(content: bytes, at: At, *, waiting: bool) -> None:
    desk = three_tags(at)
    replaced(at, content)
    if waiting:
        desk.do(do.Tag("yes"))
    assert desk.settle()
    assert len(at.on_disk().calls) == 3 + waiting
    assert Path(at.sessions.folder, KEPT).read_bytes() == content
    assert desk.notes == [f"Another program changed current.json; its version is kept as {KEPT}."]


def test_an_older_revision_is_set_aside(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.settle()
    older = Path(at.sessions.current).read_bytes()
    desk.do(do.Tag("no"))
    desk.settle()
    replaced(at, older)
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert len(at.on_disk().calls) == 3
    assert Path(at.sessions.folder, KEPT).read_bytes() == older


def test_another_session_is_set_aside_where_something_waits(at: At) -> None:
    desk = three_tags(at)
    other = replaced(at, lambda data: data.update(id="20261121T150000Z-0001"))
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert (at.on_disk().id, len(at.on_disk().calls)) == (a_session().id, 4)
    assert Path(at.sessions.folder, KEPT).read_bytes() == other


def test_another_session_is_left_alone_where_nothing_waits(at: At) -> None:
    desk = at.begun()
    other = at.joined()
    other.drop_open()
    other.begin(a_session(at.clock.now().replace(hour=10)))
    other.do(do.Tag("no"))
    assert other.settle()
    assert desk.changed_elsewhere()
    assert desk.settle()
    assert desk.session is None
    assert other.settle()
    assert other.session == at.on_disk()
    assert at.names() == ["current.json", "trash/current.json"]


def test_another_machines_session_is_set_aside_where_ours_was_not_dropped(at: At) -> None:
    """A sync service copied it over ours: nothing of either is lost, though no key was pressed meanwhile."""
    desk = three_tags(at)
    other = replaced(at, lambda data: data.update(id="20261121T150000Z-0001"))
    assert desk.changed_elsewhere()
    assert desk.settle()
    assert desk.session is not None
    assert (at.on_disk().id, len(at.on_disk().calls)) == (a_session().id, 3)
    assert Path(at.sessions.folder, KEPT).read_bytes() == other


def test_a_second_version_is_set_aside_beside_the_first(at: At) -> None:
    desk = three_tags(at)
    for content in (b"one", b"two"):
        replaced(at, content)
        assert desk.settle()
    kept = sorted(name for name in at.names() if "conflict" in name)
    assert [Path(at.sessions.folder, name).read_bytes() for name in kept] == [b"two", b"one"]


def test_a_link_in_place_of_the_file_is_set_aside_and_its_target_untouched(at: At, tmp_path: Path) -> None:
    desk = three_tags(at)
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    os.unlink(at.sessions.current)
    os.symlink(victim, at.sessions.current)
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert victim.read_text() == "untouched"
    assert not os.path.islink(at.sessions.current)
    assert len(at.on_disk().calls) == 4


def test_a_file_that_goes_while_it_is_looked_at_is_tried_again(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = three_tags(at)
    replaced(at, b"oops")
    real = desk.disk.sessions.read

    def gone(path: str) -> Any:
        os.unlink(path)
        return real(path)

    monkeypatch.setattr(desk.disk.sessions, "read", gone)
    desk.do(do.Tag("yes"))
    assert not desk.settle()
    monkeypatch.undo()
    assert desk.settle()
    assert len(at.on_disk().calls) == 4


def test_an_ended_file_that_another_program_broke_is_set_aside_too(at: At) -> None:
    desk = three_tags(at)
    desk.do(do.End())
    desk.settle()
    Path(desk.path).write_bytes(b"oops")
    desk.do(do.Correct(1, "note", "x"))
    assert desk.settle()
    assert at.sessions.read(desk.path).bench.session.calls[0].note == "x"
    assert next(at.sessions.newest_first()) == desk.path


def test_an_ended_file_that_another_program_changed_is_built_upon(at: At) -> None:
    desk = three_tags(at)
    desk.do(do.End())
    desk.settle()
    data = json.loads(Path(desk.path).read_text())
    data["calls"][0]["note"] = "by hand"
    Path(desk.path).write_text(json.dumps(data))
    desk.do(do.Correct(2, "note", "x"))
    assert desk.settle()
    assert [call.note for call in at.sessions.read(desk.path).bench.session.calls] == ["by hand", "x", ""]


def test_a_file_of_another_session_in_the_place_of_an_ended_one_is_not_taken_for_it(at: At) -> None:
    desk = three_tags(at)
    place = Path(at.sessions.place(a_session(), ".json"))
    place.parent.mkdir(parents=True)
    data = json.loads(Path(at.sessions.current).read_text())
    place.write_text(json.dumps(data | {"id": "20261121T150000Z-0001"}))
    os.unlink(at.sessions.current)
    desk.do(do.Tag("yes"))
    assert desk.settle()
    assert len(at.opened().bench.session.calls) == 4

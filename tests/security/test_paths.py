"""No name leads out of the folders, and no link among the files is written through."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fuzz import documents
from fuzz.box import Box
from nextcall.errors import NextcallError, StorageError
from nextcall.storage.contacts.lists import Lists, is_name
from nextcall.storage.fields import is_id
from nextcall.storage.sessions import Sessions

OUT = ["../../x", "../x", "/etc/x", "/x", "..", ".", "", "a/b", "a\\b", "a\0b", "x" * 300, "~", "~root", "con", "a.json", "A", ".hidden", "-", "-x", "a--", "\N{LATIN SMALL LETTER E WITH ACUTE}", "2026/11/x"]
ID, LIST = documents.ID, documents.LIST


def tree(folder: Path) -> set[str]:
    """All that is below a folder, by name."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("name", OUT)
def test_no_id_and_no_name_is_a_path(box: Box, tmp_path: Path, name: str) -> None:
    assert not is_id(name)
    assert not is_id(ID[:17] + name)
    assert not is_name(name) or name in ("con", "a--")
    lists = Lists(str(box.data))
    if not is_name(name):
        with pytest.raises(NextcallError):
            lists.path(name)
    before = tree(tmp_path)
    if "\0" not in name:
        for words in (
            ["show", name], ["edit", name], ["correct", name, "1", "note=x"], ["coach", name, "listening=3"], ["contacts", "show", name], ["contacts", "done", name, "1"],
            ["contacts", "import", str(box.home / "nothing.csv"), "--list", name], ["start", name, "--headless"],
        ):  # fmt: skip
            if words[0] != "show" or name:  # which is the last one
                box.run(*words)
    made = {path for path in tree(tmp_path) - before if not path.startswith("home/cache") and not path.endswith(".lock")}
    assert made <= ({"home/data/current.json", "home/data/contacts/waiting"} if not name else set())
    assert not {path for path in tree(tmp_path) if Path(path).name in ("x", "x.json", "b", "b.json")}


@pytest.mark.parametrize("name", [name for name in OUT if "\0" not in name])
def test_no_file_is_named_after_what_is_typed(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Titles, intentions, tags, lists and presets stand in files, never in their names."""
    monkeypatch.chdir(box.home)
    box.put(box.config_file, f"[[preset]]\nid = 'own'\ntitle = {json.dumps(name or 'x')}\nminutes = 5\n".encode())
    box.run("start", "own", "--headless", f"--intention={name}", f"--tag={name}", f"--list={name}")
    box.run("tag", "no", f"--contact={name}")
    box.run("stop")
    box.run("add", "no=1", "--date", "2026-11-20", "--start", "9:00", "--minutes", "5", f"--title={name}", f"--preset={name}", f"--list={name}")
    made = {Path(path) for path in tree(box.data / "sessions") if path.endswith(".json")}
    assert all(is_id(path.stem) and len(path.parts) == 3 for path in made)
    assert {path.name for path in tmp_path.iterdir()} == {"home"}


def test_a_session_of_another_id_than_its_file_is_saved_where_it_stood(box: Box) -> None:
    """An id in a file is checked before anything is named after it."""
    for wrong in ("../../../x", "20261121T140000Z-7f3a/../x", 5, None):
        box.put(box.session, json.dumps({**documents.session(), "id": wrong}).encode())
        with pytest.raises(StorageError):
            Sessions(str(box.data)).read(str(box.session))
        box.run("correct", ID, "1", "note=x")
    session = Sessions(str(box.data))
    with pytest.raises(StorageError):
        session.place(session.read(_good(box)).bench.session._replace(id="../../x"), ".json")


def _good(box: Box) -> str:
    box.put(box.session, json.dumps(documents.session()).encode())
    return str(box.session)


LINKS: dict[str, tuple[Callable[[Box], Path], bytes, tuple[tuple[str, ...], ...]]] = {
    "session": (lambda box: box.session, json.dumps(documents.session()).encode(), (("correct", ID, "1", "note=x"), ("edit", ID), ("coach", ID, "listening=3"), ("contacts", "forget", "Ann", "Roe", "--yes"))),
    "open session": (lambda box: box.current, json.dumps(documents.open_session()).encode(), (("tag", "no"), ("undo",), ("stop",), ("start", "--headless"), ("tag", "no"))),
    "list": (lambda box: box.list, json.dumps(documents.call_list()).encode(), (("contacts", "done", LIST, "2"), ("contacts", "lists"), ("contacts", "forget", "Ann", "Roe", "--yes"))),
    "blocks": (lambda box: box.blocks, json.dumps(documents.blocks()).encode(), (("contacts", "block", "+15550104"), ("contacts", "unblock", "+15550109"))),
    "acts": (lambda box: box.acts, json.dumps(documents.acts()).encode(), (("contacts", "done", LIST, "2"), ("contacts", "snooze", LIST, "2", "+3d"))),
    "plan": (lambda box: box.plan, json.dumps(documents.plan()).encode(), (("review", "--week", "2026-w48"), ("contacts", "forget", "Ann", "Roe", "--yes"))),
    "status": (lambda box: box.cache / "status", b"x", (("start", "--headless"), ("status",), ("tag", "no"))),
    "index": (lambda box: box.cache / "index.sqlite", b"x", (("log",), ("stats",))),
    "lock of the index": (lambda box: box.cache / "index.lock", b"x", (("log",), ("stats",))),
    "people": (lambda box: box.cache / "contacts.sqlite", b"x", (("contacts", "lists"),)),
    "hooks": (lambda box: box.cache / "hooks" / "known", b"x", (("start", "--headless"), ("tag", "no"))),
    "lock": (lambda box: box.data / ".lock", b"x", (("start", "--headless"), ("contacts", "done", LIST, "2"))),
    "export": (lambda box: box.home / "out.csv", b"x", (("export", "--format", "csv", "-o", "{}"),)),
    "report": (lambda box: box.home / "out.html", b"x", (("report", "-o", "{}"),)),
    "calendar": (lambda box: box.home / "out.ics", b"x", (("contacts", "export-ics", "-o", "{}"),)),
}
"""By what it is: where it stands, what is behind the link, what would write it."""


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
@pytest.mark.parametrize("kind", LINKS)
def test_nothing_is_written_through_a_link(box: Box, tmp_path: Path, kind: str) -> None:
    where, content, commands = LINKS[kind]
    path, victim = where(box), tmp_path / "victim"
    victim.write_bytes(content)
    os.utime(victim, ns=(1, 1))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(victim)
    if kind == "hooks":
        box.put(box.config_file, b"[hooks]\ntag = ['true']\n")
    for words in commands:
        box.run(*(str(path) if word == "{}" else word for word in words))
    assert victim.read_bytes() == content
    assert victim.stat().st_mtime_ns == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_a_data_folder_behind_a_link_is_one_like_any_other(box: Box, tmp_path: Path) -> None:
    box.data.rename(tmp_path / "elsewhere")
    box.data.symlink_to(tmp_path / "elsewhere")
    for words in (["start", "--headless"], ["tag", "no"], ["stop"], ["contacts", "done", LIST, "2"], ["contacts", "lists"]):
        assert box.run(*words).code == 0
    assert len(list((tmp_path / "elsewhere" / "sessions").rglob("*.json"))) == 2

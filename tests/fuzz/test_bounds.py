"""Gigabytes, pipes and devices: answered within bounds of memory, whatever they are given to."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Result
from fuzz import documents
from fuzz.box import HANGS, STEERING, Box
from looks import LONG, some

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has sparse files everywhere and limits what a program may take")

GIGABYTE = 1 << 30
MOST = 200_000_000
"""Bytes of memory of its own that a command may take: more is refused, and would end it."""
LIMITED = """
import resource, sys
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_DATA, (most, most))
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000_000, 60_000_000))
from nextcall.__main__ import main
del sys.argv[1]
main()
"""


def limited(*words: str) -> Result:
    """The program, with no more memory than that; it ends, and says why in lines."""
    done = subprocess.run([sys.executable, "-c", LIMITED, str(MOST), *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=HANGS, check=False)
    assert done.returncode in (0, 1, 2), done
    assert "Traceback" not in done.stderr
    assert not STEERING.search(done.stdout + done.stderr)
    return Result(done.returncode, done.stdout, done.stderr)


def sparse(path: Path, begins: bytes, size: int = GIGABYTE) -> None:
    """A file of that size that takes no room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(begins)
    os.truncate(path, size)


FILES: dict[str, tuple[Callable[[Box], Path], bytes, tuple[tuple[str, ...], ...]]] = {
    "session": (lambda box: box.session, b'{"schema": 1, "title": "', (("log", "--plain"), ("export", "--format", "jsonl"))),
    "session in TOML": (lambda box: box.session.with_name("20261121T150000Z-0000.toml"), b"a = '", (("stats", "--json"),)),
    "open session": (lambda box: box.current, b'{"schema": 1, "title": "', (("status",), ("tag", "no"), ("start", "--headless"))),
    "list": (lambda box: box.list, b'{"schema": 1, "people": [{"id": "', (("contacts", "lists"), ("contacts", "done", documents.LIST, "2"))),
    "blocks": (lambda box: box.blocks, b"{", (("contacts", "next"),)),
    "acts": (lambda box: box.acts, b"{", (("contacts", "done", documents.LIST, "2"),)),
    "plan": (lambda box: box.plan, b"{", (("review", "--week", "2026-w48"),)),
    "configuration": (lambda box: box.config_file, b"a = '", (("config", "check"), ("start", "--headless"))),
    "theme": (lambda box: box.theme, b"name = '", (("themes",),)),
    "status": (lambda box: box.cache / "status", b"", (("status",),)),
    "index": (lambda box: box.cache / "index.sqlite", b"SQLite format 3\0", (("log",),)),
}
"""By what it is: where it stands, how it begins, what reads it."""


@pytest.mark.parametrize("kind", some(list(FILES), 5))
def test_a_gigabyte(box: Box, kind: str) -> None:
    where, begins, commands = FILES[kind]
    path = where(box)
    if kind == "status":
        box.run("start", "--headless")
    sparse(path, begins)
    for words in commands:
        limited(*words)
    if kind not in ("open session", "status", "index"):
        assert path.stat().st_size == GIGABYTE
    if kind == "open session":
        assert GIGABYTE in {one.stat().st_size for one in box.data.iterdir()}


@pytest.mark.parametrize(
    ("name", "begins", "words"),
    [
        ("calls.csv", b"Date,Name\n2026-11-20,", ("import",)),
        ("history.jsonl", b'{"schema": 1, "title": "', ("import",)),
        ("people.csv", b"Name,Phone\nAnn,", ("contacts", "import")),
        ("people.vcf", b"BEGIN:VCARD\nVERSION:3.0\nFN:", ("contacts", "import")),
    ],
)
def test_much_that_is_to_be_brought_in(box: Box, name: str, begins: bytes, words: tuple[str, ...]) -> None:
    path = box.home / name
    sparse(path, begins, GIGABYTE if LONG else GIGABYTE // 10)
    assert limited(*words, str(path)).code in (1, 2)


BOMBS = ["a", '"', ",", "x,", "é", "\N{GRINNING FACE}", "\n", "\r", "x\n", ",\n", '"\n', "x,y,z\n", "\0", "sep=;\n"]


@pytest.mark.parametrize("piece", BOMBS if LONG else [","])
@pytest.mark.parametrize("words", [("import",), ("contacts", "import")])
def test_megabytes_of_the_same(box: Box, words: tuple[str, ...], piece: str) -> None:
    path = box.home / "calls.csv"
    path.write_bytes(("Date,Name\n2026-11-20," + piece).encode() + piece.encode() * ((49_000_000 if LONG else 9_000_000) // len(piece.encode())))
    assert limited(*words, str(path)).code in (1, 2)


CARDS = ["a", "\n", " x\n", "=\n", ":", ";", "FN:x\n", "BEGIN:VCARD\n", "END:VCARD\n", "AGENT:\nBEGIN:VCARD\n", 'FN;X="":a\n', "TEL;;;;;;;;:1\n", "NOTE;QUOTED-PRINTABLE:=\n", "BEGIN:VCARD\nFN:x\nEND:VCARD\n"]


@pytest.mark.parametrize("piece", CARDS if LONG else ["\n"])
def test_megabytes_of_cards(box: Box, piece: str) -> None:
    path = box.home / "people.vcf"
    path.write_bytes(("BEGIN:VCARD\nVERSION:3.0\n" + piece).encode() + piece.encode() * (49_000_000 // len(piece.encode())))
    assert limited("contacts", "import", str(path)).code in (1, 2)


def test_many_rows(box: Box) -> None:
    path = box.home / "calls.csv"
    path.write_text("Date,Name\n" + "2026-11-20,x\n" * 100_001)
    done = limited("import", str(path))
    assert done.code == 2
    assert "100,000" in done.err


def test_a_session_of_many_calls(box: Box) -> None:
    """As many calls as go into the largest file."""
    document = documents.session()
    document["calls"] = [{"n": n + 1, "tagged_at": "2026-11-21T09:05:00.000-05:00", "outcome": "voicemail"} for n in range(50_000 if LONG else 5_000)]
    box.put(box.session, json.dumps(document).encode())
    assert box.session.stat().st_size < 5_000_000
    assert limited("stats", "--json").json["calls"] == len(document["calls"]) + 2  # and two from paper


# ---- what is no file


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _socket(path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


PLACES: dict[str, tuple[Callable[[Box], Path], tuple[tuple[str, ...], ...]]] = {
    "session": (lambda box: box.session, (("log", "--plain"), ("show", documents.ID), ("export", "--format", "csv"), ("doctor",))),
    "open session": (lambda box: box.current, (("status",), ("tag", "no"), ("start", "--headless"), ("stop",), ("doctor",))),
    "list": (lambda box: box.list, (("contacts", "lists"), ("contacts", "next"), ("contacts", "done", documents.LIST, "2"), ("doctor",))),
    "blocks": (lambda box: box.blocks, (("contacts", "next"), ("contacts", "block", "+15550103"), ("doctor",))),
    "acts": (lambda box: box.acts, (("contacts", "show", documents.LIST), ("contacts", "done", documents.LIST, "2"))),
    "plan": (lambda box: box.plan, (("review", "--week", "2026-w48"), ("doctor",))),
    "configuration": (lambda box: box.config_file, (("config", "check"), ("config", "show"), ("log",), ("config", "edit"), ("doctor",))),
    "theme": (lambda box: box.theme, (("themes",), ("doctor",))),
    "lock": (lambda box: box.data / ".lock", (("start", "--headless"), ("status",), ("contacts", "done", documents.LIST, "2"))),
}
"""By what it is: where it stands, what reads or writes it."""


@pytest.mark.parametrize("make", some([_pipe, _folder, _loop, _device, _socket], 2))
@pytest.mark.parametrize("kind", PLACES)
def test_what_is_no_file(box: Box, monkeypatch: pytest.MonkeyPatch, kind: str, make: Callable[[Path], None]) -> None:
    """It is named or passed over; nobody waits for it, and it is still there."""
    where, commands = PLACES[kind]
    path = where(box)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    monkeypatch.chdir(path.parent)
    make(path)
    found = os.lstat(path)
    for words in commands:
        box.run(*words)
    there = {(one.lstat().st_ino, one.lstat().st_mode) for folder in (box.data, box.config) for one in folder.rglob("*")}
    assert (found.st_ino, found.st_mode) in there


@pytest.mark.parametrize("words", [("import",), ("contacts", "import"), ("config", "check")])
@pytest.mark.parametrize("file", some(["/dev/zero", "/dev/null", "/", "/nowhere/x", "\x1b[2J", "x" * 5000], 2), ids=ascii)
def test_a_file_that_is_named_is_none(box: Box, words: tuple[str, ...], file: str) -> None:
    assert limited(*words, file).code in (1, 2), box

"""The program in this process, in folders of its own, watched: what no input whatever may bring about."""

import contextlib
import gc
import io
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.commands import Result
from fuzz import documents
from nextcall.__main__ import main

HANGS = 60
"""Seconds after which a command that takes milliseconds hangs. A guard, not a measure."""
STEERING = re.compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What must never be printed: a terminal would obey it. Lines of a calendar end in a return and a line feed."""


class HangingError(BaseException):
    """A command that did not come back; nothing in the program catches it."""


class Box:
    """One user's folders."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data, self.config, self.cache = home / "data", home / "config", home / "cache"
        self.session = self.data / "sessions" / "2026" / "11" / f"{documents.ID}.json"
        self.current = self.data / "current.json"
        self.list = self.data / "contacts" / f"{documents.LIST}.json"
        self.blocks = self.data / "contacts" / "do-not-call.json"
        self.acts = self.data / "contacts" / "waiting" / "acts.json"
        self.plan = self.data / "plan.json"
        self.config_file = self.config / "config.toml"
        self.theme = self.config / "themes" / "own.toml"

    def fill(self) -> None:
        """Something good of every kind."""
        found = {
            self.session: documents.session(), self.list: documents.call_list(), self.blocks: documents.blocks(),
            self.acts: documents.acts(), self.plan: documents.plan(),
        }  # fmt: skip
        for path, document in found.items():
            self.put(path, json.dumps(document, indent=1).encode())

    def put(self, path: Path, content: bytes) -> None:
        """A file with that in it."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)

    def run(self, *words: str) -> Result:
        """A command; whatever is in the files, it ends, says why in lines, and steers no terminal."""
        out, err = _stream(), _stream()
        with _at_most(HANGS, words), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(list(words))
            finally:
                gc.enable()  # an event leaves it off: its process ends
        found = Result(code, _text(out), _text(err))
        assert code in (0, 1, 2), (words, found)
        for said in (found.err, "" if found.out.startswith("PAR1") else found.out):  # Parquet is no text
            assert "Traceback" not in said, (words, said)
            assert "mistake of its own" not in said, (words, said)
            steers = STEERING.search(said)
            assert steers is None, (words, said[max(steers.start() - 80, 0) :][:200])
        assert all(line.startswith("nextcall: ") for line in found.err.splitlines()), (words, found.err)
        return found


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="strict", write_through=True, newline="\n")


def _text(stream: io.TextIOWrapper) -> str:
    raw: Any = stream.buffer
    text: str = raw.getvalue().decode(errors="replace")
    return text


@contextlib.contextmanager
def _at_most(seconds: float, words: tuple[str, ...]) -> Iterator[None]:
    def hangs(*_: object) -> None:
        raise HangingError(words)

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, hangs)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with what is in it, without the cache's."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def clear(environ: Any) -> None:
    """No setting of the machine's."""
    for name in list(os.environ):
        if name.startswith("NEXTCALL_"):
            environ.delenv(name)

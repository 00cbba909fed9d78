"""What lies in the cache may be anything: it costs time only, and says the same."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from e2e.terminal import until
from fuzz import documents, mutants
from fuzz.amounts import dice, parts
from fuzz.box import Box
from looks import some

READING = (("log", "--json"), ("stats", "--json"), ("contacts", "show", documents.LIST, "--json"), ("contacts", "lists", "--json"), ("stats", "--by", "outcome", "--json"))


def in_the_cache(box: Box) -> list[Path]:
    return sorted(path for path in box.cache.rglob("*") if path.is_file())


@parts
def test_copies_of_the_data(box: Box, part: int) -> None:
    said = numbers(box)
    assert len(in_the_cache(box)) >= 2
    for chance in dice("cache", part, 6):
        path = chance.choice(in_the_cache(box))
        content = path.read_bytes()
        for _ in range(3):
            content = mutants.mutated(chance, content)
        path.write_bytes(content)
        assert numbers(box) == said


def numbers(box: Box) -> list[str]:
    """What the history and the lists come to, without the time of day."""
    return [re.sub(r'"local_time": "[^"]*"', "", box.run(*words).out) for words in READING]


def _status(fields: list[str], chance: Random) -> str:
    found = list(fields)
    for _ in range(chance.randrange(1, 4)):
        found[chance.randrange(4, len(found))] = chance.choice(("", "x", "-1", "nan", "inf", "1e999", "9" * 30, "9" * 5000, "\x1b[2J", "\x9b2J", "\udcff", "minutes", "paused", "0.5", "1,5", "²"))
    return "\t".join(found)


@parts
def test_the_line_of_status(box: Box, part: int) -> None:
    """It says which file it was made from; whatever else it says, status says something that is so, or nothing."""
    box.run("start", "--headless")
    box.run("status")
    path = box.cache / "status"
    good = path.read_text()
    for chance in dice("status", part, 30):
        line = _status(good.rstrip("\n").split("\t"), chance)
        path.write_bytes(line.encode(errors="surrogateescape") + b"\n")
        for words in (("status",), ("status", "--json"), ("status", "--waybar"), ("status", "--format", "{left} {progress} {elapsed} {title}")):
            assert box.run(*words).code == 0


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nothing")


KINDS: list[Callable[[Path], None]] = [_pipe, _folder, _loop, _device, _dangling]


@pytest.mark.parametrize("make", some(KINDS, 2))
@pytest.mark.parametrize("name", ["status", "index.sqlite", "contacts.sqlite", "index.sqlite-wal", "index.sqlite-journal", "hooks", "hooks/known", "hooks/lock"])
def test_what_is_no_file(box: Box, name: str, make: Callable[[Path], None]) -> None:
    """A pipe is not waited for, a device not read, a link not followed."""
    box.put(box.config_file, b"[hooks]\ntag = ['true']\n")
    box.run("start", "--headless")
    said = box.run("log", "--json")
    path = box.cache / name
    path.parent.mkdir(exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        for inner in path.iterdir():
            inner.unlink()
        path.rmdir()
    path.unlink(missing_ok=True)
    make(path)
    assert box.run("log", "--json").out == said.out
    for words in (("status",), ("tag", "no"), ("contacts", "lists"), ("undo",), ("doctor",), ("stop",)):
        box.run(*words)


def test_strangers_among_the_events_of_hooks(box: Box) -> None:
    box.put(box.config_file, b"[hooks]\ntag = ['true']\n")
    box.run("start", "--headless")
    box.run("tag", "no")
    folder = box.cache / "hooks"
    for name in ("event-", "event-x.part", "event-x-y-z.part", "event-1.2.3", "event-1.a.tag", "event-1.a.nosuch", "trouble-", "trouble-x", "said-", "event-\x1b[2J.a.tag"):
        (folder / name).write_bytes(b"\xff\x1b[2J" * 100)
    os.mkfifo(folder / "event-00000000000000-0000001-000001.a.tag")
    os.mkfifo(folder / "trouble-a.tag")
    (folder / "event-00000000000000-0000001-000002.a.tag").symlink_to("/dev/zero")
    strangers = {path.name for path in folder.iterdir() if not path.is_file()}
    for words in (("tag", "no"), ("status",), ("tag", "no"), ("undo",), ("stop",)):
        assert box.run(*words).code == 0
    until(lambda: not any(path.name.startswith("event-0") for path in folder.iterdir() if path.name not in strangers), "every hook")

"""Files of the data folder: whatever is in them, they are read or named, and what cannot be read is left alone."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
import tomli_w

from fuzz import documents, mutants
from fuzz.amounts import dice, parts
from fuzz.box import Box
from looks import LONG, some
from nextcall.errors import InputError, NextcallError
from nextcall.storage import codec, formats
from nextcall.storage.contacts import codec as lists_codec
from nextcall.storage.contacts import quick as quick_list
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.fields import Unfit
from nextcall.storage.plans import Plans, read_plan
from nextcall.storage.sessions import Sessions

ID, OPEN_ID, LIST = documents.ID, documents.OPEN_ID, documents.LIST
Words = tuple[str, ...]

LOOKING: tuple[Words, ...] = (
    ("log", "--json"), ("log",), ("stats", "--json"), ("stats", "--by", "week"), ("stats", "--by", "outcome", "--json"), ("show", "last"),
    ("show", ID, "--json"), ("show", ID, "--markdown"), ("export", "--format", "csv"), ("export", "--format", "jsonl"),
    ("export", "--format", "markdown"), ("export", "--format", "timeclock"), ("export", "--format", "csv", "--redact"), ("doctor", "--plain"),
    ("report",), ("formula", "--json"), ("limits", "--json"), ("spots", "--json"), ("skills", "--plain"), ("served", "--json"),
    ("review", "--week", "2026-w47", "--json"), ("contacts", "show", LIST, "--json"), ("contacts", "who", LIST, "1", "--json"),
    ("log", "--query", "contact:ann tag:fintech"), ("plan", "--calls", "5", "--json"), ("contacts", "due"), ("status", "--json"),
)  # fmt: skip
ENDED: tuple[Words, ...] = (("correct", ID, "1", "outcome=callback"), ("edit", ID), ("coach", ID, "listening=3"), ("contacts", "done", LIST, "2"))
EVENTS: tuple[Words, ...] = (
    ("status",), ("status", "--json"), ("status", "--waybar"), ("tag", "no", "--note", "x"), ("hangup",), ("undo",), ("redo",), ("dial",), ("note", "x"), ("bright",),
    ("pause",), ("resume",), ("stop",), ("start", "--headless"), ("log", "--plain"), ("stats", "--json"), ("show", "last"), ("doctor", "--plain"),
    ("export", "--format", "jsonl"), ("export", "--format", "csv"), ("contacts", "next"), ("contacts", "done", LIST, "2"),
)  # fmt: skip
PEOPLE: tuple[Words, ...] = (
    ("contacts", "lists"), ("contacts", "lists", "--json"), ("contacts", "show", LIST), ("contacts", "show", LIST, "--json"), ("contacts", "next"),
    ("contacts", "next", LIST, "--plain"), ("contacts", "due", "--json"), ("contacts", "find", "o"), ("contacts", "who", "Bob", "Lee"), ("contacts", "export-ics"),
    ("doctor", "--plain"), ("contacts", "block", "+15550103"), ("contacts", "unblock", "+15550109"), ("contacts", "snooze", LIST, "2", "+3d"),
    ("contacts", "done", LIST, "1"), ("contacts", "open", LIST, "1"), ("start", "--headless", "--list", LIST), ("stop",), ("contacts", "forget", "+15550101", "--dry-run"),
)  # fmt: skip
WEEKS: tuple[Words, ...] = (
    ("review", "--week", "2026-w48"), ("review", "--week", "2026-w47", "--json"), ("review", "--week", "2026-w49"), ("doctor", "--plain"),
)  # fmt: skip


def as_toml(document: Any) -> bytes:
    """Plain data as TOML, which has no null."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: without(item) for key, item in value.items() if item is not None}
        return [without(item) for item in value if item is not None] if isinstance(value, list) else value

    return tomli_w.dumps(without(document)).encode(errors="replace")


def mutant(chance: Random, document: dict[str, Any]) -> bytes:
    """A mutant of a document that stands in JSON."""
    good = json.dumps(document, indent=1).encode()
    match chance.randrange(8):
        case 0 | 1 | 2:
            return mutants.mutated(chance, good)
        case 3:
            return mutants.twice_said(chance, good)
        case _:
            return mutants.as_json(mutants.retyped(chance, document))


def is_read(read: Callable[[], object]) -> bool:
    """Whether a reader takes it; it raises nothing but what is told in a sentence."""
    try:
        read()
    except NextcallError:
        return False
    return True


def looked_at(box: Box, path: Path, content: bytes, *, reads: Callable[[], object], words: list[Words]) -> None:
    """Put a file, use the program; where the file cannot be read, not one byte of it has changed."""
    box.put(path, content)
    fits = is_read(reads)
    for one in words:
        box.run(*one)
    if not fits:
        assert is_kept(box, content)


def is_kept(box: Box, content: bytes) -> bool:
    """Whether it stands somewhere as it was: an open session that cannot be read goes aside when another one is opened."""
    return any(path.read_bytes() == content for path in box.data.rglob("*") if path.is_file())


def named(box: Box, path: Path) -> bool:
    return path.name in box.run("log", "--plain").out


# ---- sessions


@parts
def test_sessions(box: Box, part: int) -> None:
    sessions = Sessions(str(box.data))
    for chance in dice("session", part, 12):
        content = mutant(chance, documents.session())
        looked_at(box, box.session, content, reads=lambda: sessions.read(str(box.session)), words=chance.sample(LOOKING, 3))
        if not is_read(lambda: sessions.read(str(box.session))):
            assert named(box, box.session)
            looked_at(box, box.session, content, reads=lambda: sessions.read(str(box.session)), words=[chance.choice(ENDED)])
        elif not chance.randrange(4):
            box.run(*chance.choice(ENDED))
            box.run("log", "--plain")


@parts
def test_sessions_in_toml(box: Box, part: int) -> None:
    sessions, path = Sessions(str(box.data)), box.session.with_suffix(".toml")
    box.session.unlink()
    for chance in dice("toml", part, 8):
        retyped = mutants.retyped(chance, documents.session())
        good = as_toml(documents.session())
        content = as_toml(retyped) if isinstance(retyped, dict) and chance.randrange(2) else mutants.mutated(chance, good)
        looked_at(box, path, content, reads=lambda: sessions.read(str(path)), words=chance.sample(LOOKING, 3))
        assert named(box, path) or is_read(lambda: sessions.read(str(path)))


@parts
def test_the_open_session(box: Box, part: int) -> None:
    sessions = Sessions(str(box.data))
    box.put(box.current, json.dumps(documents.open_session()).encode())
    for words in (("hangup",), ("tag", "no"), ("dial",), ("undo",), ("note", "later")):
        assert box.run(*words).code == 0
    document = json.loads(box.current.read_bytes())
    assert document["undo"]
    for chance in dice("open", part, 12):
        looked_at(box, box.current, mutant(chance, document), reads=sessions.read_current, words=chance.sample(EVENTS, 5))


# ---- people and plans


@parts
def test_call_lists(box: Box, part: int) -> None:
    lists = Lists(str(box.data))
    for chance in dice("list", part, 6):
        looked_at(box, box.list, mutant(chance, documents.call_list()), reads=lambda: lists.read(LIST), words=chance.sample(PEOPLE, 5))
        box.current.unlink(missing_ok=True)


@parts
def test_numbers_not_to_be_called(box: Box, part: int) -> None:
    lists = Lists(str(box.data))
    for chance in dice("blocks", part, 4):
        looked_at(box, box.blocks, mutant(chance, documents.blocks()), reads=lists.blocks, words=chance.sample(PEOPLE, 5))
        box.current.unlink(missing_ok=True)


@parts
def test_what_was_said(box: Box, part: int) -> None:
    lists = Lists(str(box.data))
    for chance in dice("acts", part, 4):
        box.put(box.list, json.dumps(documents.call_list()).encode())
        looked_at(box, box.acts, mutant(chance, documents.acts()), reads=lists.said, words=chance.sample(PEOPLE, 5))
        box.current.unlink(missing_ok=True)


@parts
def test_plans(box: Box, part: int) -> None:
    plans = Plans(str(box.data))
    for chance in dice("plan", part, 4):
        looked_at(box, box.plan, mutant(chance, documents.plan()), reads=plans.read, words=list(WEEKS))


@parts
def test_who_is_forgotten_is_gone_from_whatever_can_be_read(box: Box, part: int) -> None:
    """Deletion goes further than reading: what is JSON at all loses the name, and what is not is left alone and named."""
    kinds = ((box.session, documents.session), (box.current, documents.open_session), (box.list, documents.call_list), (box.blocks, documents.blocks))
    for chance in dice("forget", part, 4):
        box.fill()
        path, good = chance.choice(kinds)
        content = mutant(chance, good())
        box.put(path, content)
        if box.run("contacts", "forget", "Ann", "Roe", "--dry-run").code == 0:
            box.run("contacts", "forget", "Ann", "Roe", "--yes")
            assert b"Ann Roe" not in path.read_bytes()
        box.current.unlink(missing_ok=True)


# ---- the whole of a file, and every place of it


KINDS: dict[str, tuple[Callable[[Box], Path], Callable[[], dict[str, Any]], tuple[Words, ...]]] = {
    "session": (lambda box: box.session, documents.session, (("log", "--plain"), ("stats", "--json"), ("export", "--format", "csv"), ("doctor", "--plain"))),
    "open session": (lambda box: box.current, documents.open_session, (("status",), ("tag", "no"), ("doctor", "--plain"))),
    "list": (lambda box: box.list, documents.call_list, (("contacts", "lists"), ("contacts", "next"), ("contacts", "done", LIST, "2"))),
    "blocks": (lambda box: box.blocks, documents.blocks, (("contacts", "next"), ("contacts", "block", "+15550103"))),
    "acts": (lambda box: box.acts, documents.acts, (("contacts", "show", LIST), ("contacts", "done", LIST, "2"))),
    "plan": (lambda box: box.plan, documents.plan, WEEKS),
}
"""By what it is: where it stands, what is good, what is done with it."""


@pytest.mark.parametrize("kind", KINDS)
def test_whole_files(box: Box, kind: str) -> None:
    where, good, commands = KINDS[kind]
    path = where(box)
    for name, content in some(list(mutants.ruined(json.dumps(good(), indent=1).encode()).items()), 7):
        looked_at(box, path, content, reads=readers(box)[kind], words=list(commands))
        assert kind != "session" or name == "cut in half" or named(box, path) or is_read(readers(box)[kind]), name
        box.current.unlink(missing_ok=True)


def readers(box: Box) -> dict[str, Callable[[], object]]:
    """What reads each kind."""
    sessions, lists, plans = Sessions(str(box.data)), Lists(str(box.data)), Plans(str(box.data))
    return {
        "session": lambda: sessions.read(str(box.session)), "open session": sessions.read_current, "list": lambda: lists.read(LIST),
        "blocks": lists.blocks, "acts": lists.said, "plan": plans.read,
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_every_wrong_thing_in_every_place_of_a_session(suffix: str) -> None:
    """What is taken in spite of it can be written in both formats, and is the same when it is read again."""
    document, taken = documents.session(), 0
    for number, wrong in enumerate(every_wrong(document)):
        try:
            found = codec.read(wrong)
        except Unfit:
            continue
        taken += 1
        if LONG or not number % 25:
            written = formats.render(codec.write(found), suffix)
            assert formats.render(codec.write(codec.read(formats.parse(written, suffix))), suffix) == written
    assert taken > 100


def every_wrong(document: dict[str, Any]) -> Iterator[Any]:
    """The document with each wrong thing in each of its places."""
    for way in mutants.places(document):
        for wrong in mutants.WRONG:
            yield mutants.with_other(document, way, wrong)


def test_every_wrong_thing_in_every_place_of_the_others() -> None:
    readers: tuple[tuple[dict[str, Any], Callable[[Any], Any]], ...] = (
        (documents.open_session(), codec.read_bench), (documents.call_list(), lists_codec.read), (documents.plan(), read_plan),
    )  # fmt: skip
    for document, read in readers:
        for number, wrong in enumerate(every_wrong(document)):
            if LONG or not number % 5:
                with suppress(Unfit):
                    read(wrong)


@parts
def test_the_quick_reader_of_lists_reads_what_the_strict_one_reads(part: int) -> None:
    for chance in dice("quick list", part, 100):
        content = mutant(chance, documents.call_list())
        quickly, strictly = told(quickly_read, content), told(strictly_read, content)
        # A key that stands twice in a person is the one thing that only the strict one sees; there the last one counts.
        assert strictly in (quickly, "a key stands twice in one table")


def quickly_read(content: bytes) -> CallList:
    return quick_list.read(content).listed


def strictly_read(content: bytes) -> CallList:
    return lists_codec.read(formats.parse(content, ".json"))


def told(read: Callable[[bytes], CallList], content: bytes) -> CallList | str:
    try:
        return read(content)
    except (Unfit, InputError) as error:
        return str(error)


def test_the_documents_are_good(box: Box) -> None:
    """Else their mutants would show nothing."""
    box.put(box.current, json.dumps(documents.open_session()).encode())
    box.put(box.config_file, documents.CONFIG.encode())
    box.put(box.theme, documents.THEME.encode())
    assert all(is_read(read) for read in readers(box).values())
    for words in (("config", "check"), ("themes",), *PEOPLE, *LOOKING):
        if words[0] not in ("start", "stop", "doctor"):
            done = box.run(*words)
            assert done.code == 0, (words, done)

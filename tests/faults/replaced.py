"""Sync services, editors and hands that change the session's file while it is open."""

import json
import shutil
from collections.abc import Callable

from e2e.terminal import House, until
from faults.caller import Caller
from faults.matrix import Round, fault


def _put(house: House, content: bytes) -> None:
    """As a sync service does it: a file beside, renamed into the place."""
    new = house.data / "~incoming.tmp"
    new.write_bytes(content)
    new.rename(house.current)


def another(house: House) -> None:
    """Another session."""
    _put(house, json.dumps(house.open_session() | {"id": "20250101T000000Z-0000", "title": "Another"}).encode())


def cut(house: House) -> None:
    """Only the first half of it, written in place."""
    content = house.current.read_bytes()
    house.current.write_bytes(content[: len(content) // 2])


def marked(house: House) -> None:
    """The same session with a field that this version does not know."""
    _put(house, json.dumps(house.open_session() | {"mark": "kept"}).encode())


def pretty(house: House) -> None:
    """The same session, written by an editor."""
    house.current.write_text(json.dumps(house.open_session(), indent=4))


def linked(house: House) -> None:
    """A link to another file."""
    victim = house.user / "victim"
    victim.write_text("not to be touched\n")
    house.current.unlink()
    house.current.symlink_to(victim)


def folder(house: House) -> None:
    """A folder."""
    house.current.unlink()
    house.current.mkdir()
    (house.current / "kept").write_text("something\n")


def beside(house: House) -> None:
    """A copy beside it, as sync services name them."""
    shutil.copy(house.current, house.data / "current (conflicted copy).json")
    shutil.copy(house.current, house.data / "current.sync-conflict-20260101-000000.json")


CHANGES: dict[str, tuple[Callable[[House], None], str]] = {
    "another session": (another, "Another"),
    "half of it": (cut, ""),
    "garbage": (lambda house: _put(house, b"\0\xff garbage"), "garbage"),
    "nothing in it": (lambda house: _put(house, b""), ""),
    "removed": (lambda house: house.current.unlink(), ""),
    "an unknown field": (marked, ""),
    "another layout": (pretty, ""),
    "a link": (linked, ""),
    "a folder": (folder, ""),
    "copies beside": (beside, ""),
}


@fault("replaced file", [*CHANGES, "an older version", "a storm of older versions"], quick=["another session", "an older version"], share=0.15)
def replaced(one: Round) -> None:
    """the session goes on with every call in it, the other version is kept beside and said so, a link's target is not touched"""
    house = one.house
    caller = Caller.begin(one)
    older = house.current.read_bytes()
    caller.finish_call("v").settled().reach()
    if one.way == "a storm of older versions":
        for _ in range(8):
            _put(house, older)
            caller.finish_call()
        caller.settled()
    else:
        change, mark = CHANGES.get(one.way, (lambda house: _put(house, older), ""))
        change(house)
        caller.finish_call("x").finish_call("y").settled()
        kept = [path for path in house.data.rglob("*") if ".conflict-" in path.name]
        foreign = one.way not in ("removed", "an unknown field", "another layout", "copies beside")
        assert len(kept) == foreign, kept
        assert not mark or mark.encode() in kept[0].read_bytes()
        if foreign:
            caller.terminal.shows("its version is kept as|is kept as")
    caller.all_kept()
    if one.way == "a link":
        assert (house.user / "victim").read_text() == "not to be touched\n"
    if one.way == "an unknown field":
        until(lambda: house.open_session().get("mark") == "kept", "a field of a later version, kept")
    if one.way == "copies beside":
        assert len(list(house.data.glob("current*conflict*"))) == 2
    caller.leave()
    caller.resumed()

"""Files that went bad while nobody looked: among the ended sessions, and the configuration."""

import json
import os
from hashlib import sha256

from e2e.terminal import House
from faults.caller import Caller
from faults.matrix import Round, fault
from fuzz.mutants import mutated


def contents(good: bytes, one: Round) -> dict[str, bytes]:
    """Bad files by a name for each: what went wrong with a good one."""
    fields = json.loads(good)
    return {
        "garbage": bytes(one.dice.randbytes(3000)),
        "cut": good[: one.dice.randrange(1, len(good) - 2)],
        "empty": b"",
        "zeros": b"\0" * 4096,
        "half-a-character": good.replace(b'"', b'"\xff\xfe', 1),
        "deep": b"[" * 200_000,
        "list": b"[]",
        "numbers": json.dumps(dict.fromkeys(fields, 7)).encode(),
        "nulls": json.dumps(dict.fromkeys(fields)).encode(),
        "nan": good.replace(b'"n": 1', b'"n": NaN').replace(b'"n":1', b'"n":NaN'),
        "future": json.dumps(fields | {"schema": 999}).encode(),
        "huge": b'{"x": "' + b"a" * 6_000_000 + b'"}',
    }


@fault("broken history", ["all at once", "mutants"], quick=["all at once"], share=0.06)
def broken_history(one: Round) -> None:
    """the session goes on and ends, the good ones are listed, the bad ones named, 0 bytes of theirs changed"""
    house = one.house
    caller = Caller.begin(one)
    caller.terminal.type("q").shows("Helped").type("\r").shows("Power hour .* 60 min")
    (good,) = house.data.rglob("sessions/*/*/*.json")
    content = good.read_bytes()
    bad = contents(content, one) if one.way == "all at once" else {f"mutant-{n}": mutated(one.dice, content) for n in range(30)}
    for name, data in bad.items():
        (good.parent / f"bad-{name}.json").write_bytes(data)
    _odd_files(good.parent)
    sums = _sums(house)
    caller.terminal.type("\r").shows("next call").type("n v").counts(2)
    caller.terminal.type("h" if caller.state == "between calls" else "q")
    caller.terminal.type("\x11")
    caller.terminal.exit()
    listed = house.run("log", "--plain")
    assert listed.code == 0
    assert "Traceback" not in listed.err
    assert good.stem in listed.out
    if one.way == "all at once":
        assert [name for name in bad if f"bad-{name}" not in listed.err + listed.out] == []
    assert {path: found for path, found in _sums(house).items() if path in sums} == sums
    one.figures["bad files"] += len(bad) + 3


def _odd_files(folder: "os.PathLike[str]") -> None:
    """What is no file at all: a folder, a pipe, a link in a circle."""
    os.mkdir(os.path.join(folder, "bad-folder.json"))
    os.mkfifo(os.path.join(folder, "bad-pipe.json"))
    os.symlink("bad-circle.json", os.path.join(folder, "bad-circle.json"))


def _sums(house: House) -> dict[str, str]:
    files = [path for path in house.data.glob("sessions/*/*/*") if path.is_file() and not path.is_symlink()]
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in files}


@fault("broken configuration", ["while calling"], quick=[], share=0.06)
def broken_configuration(one: Round) -> None:
    """an open session goes on and loses nothing; the next start says file and line, exit code 2; mended, all is there"""
    house = one.house
    house.configure("[ui]\n")
    caller = Caller.begin(one).reach()
    path = house.configure("[ui]\nzzz = = 1\n")
    caller.finish_call("x").finish_call("y").settled()
    caller.leave()
    caller.all_kept()
    refused = house.terminal()
    assert (refused.exit(), refused.left_on()) == (2, [])
    assert "config.toml:2" in refused.raw.decode()
    assert path.read_text() == "[ui]\nzzz = = 1\n"
    path.unlink()
    caller.resumed()

"""A disk that does as it is told: between the program and the system calls of a save.

A few lines that Python runs before the program stand in front of `os.open`, `write`, `fsync` and
`replace`, where they are about the open session's file. They look for an order in a file, which a test writes while the program runs: to fail
with an error, to stand still until the order is taken back, or to kill the program on entering a
step or after it. Without an order they are not there. That a save is these steps and no others is
shown by system calls in `e2e/test_disk.py`.
"""

import errno

from e2e.terminal import House

STEPS = ("create", "write", "sync", "replace", "sync folder")
"""The steps of a save, in their order."""

_SHIM = """
import os, signal, time

_real = {name: getattr(os, name) for name in ("open", "write", "fsync", "replace")}
_parts, _folders = set(), set()
_armed = [""]  # the order that was there when the save began: a kill waits for a whole one

def _order(step):
    try:
        with open(os.environ["HOME"] + "/order") as file:
            order = file.read()
        which, what, argument = order.split("|")
    except (FileNotFoundError, ValueError):
        return "", ""
    if step == "create":
        _armed[0] = order
    wanted = which == step and (_armed[0] == order or not what.startswith("kill"))
    return (what, argument) if wanted else ("", "")

def _step(step, call, *words, **more):
    what, argument = _order(step)
    if what == "fail":
        raise OSError(int(argument), os.strerror(int(argument)))
    while what == "stand still":
        time.sleep(0.01)
        what, argument = _order(step)
    if what == "kill before":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "half":
        found = _real["write"](words[0], words[1][: len(words[1]) // 2])
        if argument == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(int(argument), os.strerror(int(argument)))
    found = _real[call](*words, **more)
    if what == "kill after":
        os.kill(os.getpid(), signal.SIGKILL)
    return found

def _plain(step, call, *words, **more):
    return _real[call](*words, **more)

def _open(path, flags, mode=0o777, **more):
    name = os.path.basename(os.fsdecode(path))
    if name.startswith("current.json.") and flags & os.O_CREAT:
        handle = _step("create", "open", path, flags, mode, **more)
        _parts.add(handle)
        _folders.discard(handle)
    else:
        handle = _real["open"](path, flags, mode, **more)
        _parts.discard(handle)
        (_folders.add if name == "data" and flags & os.O_DIRECTORY else _folders.discard)(handle)
    return handle

def _write(handle, data):
    return _step("write", "write", handle, data) if handle in _parts else _real["write"](handle, data)

def _fsync(handle):
    step = "sync" if handle in _parts else "sync folder" if handle in _folders else ""
    return _step(step, "fsync", handle) if step else _real["fsync"](handle)

def _replace(source, target, **more):
    ours = os.path.basename(os.fsdecode(source)).startswith("current.json.")
    return (_step if ours else _plain)("replace", "replace", source, target, **more)

os.open, os.write, os.fsync, os.replace = _open, _write, _fsync, _replace
"""


class Saboteur:
    """Gives the orders."""

    def __init__(self, house: House) -> None:
        house.at_the_start(_SHIM)
        self._house = house

    def _order(self, step: str, what: str, argument: str = "") -> None:
        new = self._house.user / "order.new"
        new.write_text(f"{step}|{what}|{argument}")
        new.rename(self._house.user / "order")

    def fail(self, step: str, error: str) -> None:
        """Let a step fail, with an error by its name; of a write the first half gets there."""
        number = str(getattr(errno, error))
        self._order(step, "half" if step == "write" else "fail", number)

    def stand_still(self, step: str) -> None:
        """Let a step take until the order is taken back."""
        self._order(step, "stand still")

    def kill(self, when: str, step: str) -> None:
        """Kill the program `before` or `after` a step, or `within` a write."""
        if when == "within":
            self._order(step, "half", "kill")
        else:
            self._order(step, f"kill {when}")

    def be_good(self) -> None:
        """Take the order back."""
        (self._house.user / "order").unlink(missing_ok=True)

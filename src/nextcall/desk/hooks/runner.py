"""Runs hooks, one after the other, each for a few seconds at most; a process of its own does nothing else."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from nextcall.config.load import load
from nextcall.desk.hooks.spool import MOST, Spool, Waiting
from nextcall.desk.hooks.telling import HOOKS
from nextcall.errors import ConfigError
from nextcall.storage.lock import locked_if_free

LIMIT = 5.0
"""Seconds that a hook may take."""

Hooks = Mapping[str, tuple[str, ...]]
"""Program and arguments by the name of the hook."""
Wait = Callable[["subprocess.Popen[bytes]"], int]
"""Waits for the end of a hook and returns its code; raises `subprocess.TimeoutExpired`."""


def _wait(process: "subprocess.Popen[bytes]") -> int:
    return process.wait(LIMIT)


def run(config_file: str, cache: str, environ: Mapping[str, str], wait: Wait = _wait) -> None:
    """Run the hooks of all that waits; nothing where another process is at it. Raises `OSError`, `StorageError`."""
    spool = Spool(cache)
    spool.make()
    while spool.waiting():  # again: something may have come while the other one was about to leave
        with locked_if_free(spool.lock) as free:
            if not free:
                return
            hooks = _configured(spool, config_file, environ)
            for event in _in_turn(spool):
                with suppress(FileNotFoundError):  # of too many, another program has dropped it just now
                    _hand_on(spool, event, hooks, wait)


def _configured(spool: Spool, config_file: str, environ: Mapping[str, str]) -> Hooks | None:
    """The hooks there are; None where the configuration has mistakes."""
    about = spool.about(config_file)
    try:
        found = load(config_file, environ).hooks._asdict()
    except ConfigError:
        return None
    if about and not any(name.startswith("NEXTCALL_HOOKS_") for name in environ):
        spool.know(about, tuple(name for name in HOOKS if found[name]))
    return found


def _in_turn(spool: Spool) -> Iterator[Waiting]:
    """What waits, until nothing does; of too much the oldest is dropped."""
    while spool.waiting():
        spool.keep_newest(MOST)
        yield spool.waiting()[0]
    spool.sweep()


def _hand_on(spool: Spool, event: Waiting, hooks: Hooks | None, wait: Wait) -> None:
    with _taken(spool, event) as handle:
        if hooks is None:
            wrong = "was not run: the configuration has mistakes, nextcall config check names them"
        elif words := hooks.get(event.hook, ()):
            wrong = told(words, handle, wait)
        else:
            return
        if wrong:
            spool.forget_others(event.session)
            spool.trouble(event.session, event.hook, f"The {event.hook} hook {wrong}.")


@contextmanager
def _taken(spool: Spool, event: Waiting) -> Iterator[int]:
    handle = spool.take(event)
    try:
        yield handle
    finally:
        os.close(handle)


def told(words: tuple[str, ...], handle: int, wait: Wait) -> str:
    """Run a program with what `handle` reads on its standard input; what went wrong, in words, or nothing.

    The program stands first in `words`; each of them is one argument. What it prints goes nowhere. One that takes
    too long is ended, with all that it started.
    """
    nowhere, program = subprocess.DEVNULL, os.path.expanduser(words[0])
    try:
        process = subprocess.Popen(  # noqa: S603 (the user's own program, from the user's own configuration, and no shell)
            [program, *words[1:]], stdin=handle, stdout=nowhere, stderr=nowhere, cwd=_home(), start_new_session=True
        )
    except FileNotFoundError:
        return f"is not there: {words[0]}"
    except OSError as error:
        return f"cannot be run: {error.strerror}"
    try:
        code = wait(process)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"took longer than {LIMIT:.0f} s and was ended"
    return "" if code == 0 else f"ended with code {code}" if code > 0 else f"was ended by signal {-code}"


def _end(process: "subprocess.Popen[bytes]") -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _home() -> str:
    home = os.path.expanduser("~")
    return home if os.path.isdir(home) else os.path.abspath(os.sep)

"""Handing a number to the phone: by the system's own program for `tel:`, or by the one that is configured.

A program gets its arguments as a list, never through a shell, and the number only once it is nothing but
what can be dialled: so nothing that stands in a call list can be more than a number.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from nextcall.errors import NotAllowedError
from nextcall.exchange.phones import dialable

_OPENERS = {"darwin": ("open",), "win32": ("rundll32", "url.dll,FileProtocolHandler")}
_OTHERWISE = ("xdg-open",)
_PLACE = "{phone}"
_SOON = 10.0
"""Seconds in which a failing program is worth a word; later it is the phone that was closed."""


def command(phone: str, configured: Sequence[str] = (), platform: str = sys.platform) -> list[str]:
    """The program with its arguments. Raises `InputError` where the number cannot be dialled, `NotAllowedError` where there is no program."""
    number = dialable(phone)
    program, *arguments = configured or (*_OPENERS.get(platform, _OTHERWISE), f"tel:{_PLACE}")
    found = shutil.which(os.path.expanduser(program))
    if found is None or not os.path.isabs(found):
        where = "the program under [contacts] dial is not there" if configured else "no program here opens numbers"
        raise NotAllowedError(f"{where[0].upper()}{where[1:]}: {program}.")
    return [found, *(_filled(argument, number) for argument in arguments)]


def _filled(argument: str, number: str) -> str:
    """An argument with the number; in an address a # would begin something else."""
    before = argument.partition(_PLACE)[0]
    return argument.replace(_PLACE, number.replace("#", "%23") if before.endswith(":") else number)


def dial(words: Sequence[str], failed: Callable[[str], None]) -> None:
    """Run the program detached; nobody waits for it. Where it fails at once, `failed` is told so in a sentence, from another thread."""
    threading.Thread(target=_run, args=(list(words), failed), name="dial", daemon=True).start()


def _run(words: list[str], failed: Callable[[str], None]) -> None:
    name = os.path.basename(words[0])
    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(words, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)  # noqa: S603 (see `command`)
    except OSError as error:
        failed(f"The number was not opened: {name}: {error.strerror or 'cannot be run'}.")
        return
    try:
        code = process.wait(_SOON)
    except subprocess.TimeoutExpired:
        process.wait()
        return
    if code:
        failed(f"The number was not opened: {name} ended with {code}.")

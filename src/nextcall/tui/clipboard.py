"""Copying a line: by the terminal, which reaches through a remote shell, and by the desktop's program where there is one."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from nextcall.text import MARK, line

if TYPE_CHECKING:
    from textual.app import App

_LIMIT = 5
"""Seconds after which the program is ended."""
_LONGEST = 200


def harmless(text: str) -> str:
    """One line without anything that a terminal or a shell that it is pasted into would obey."""
    return line(text, _LONGEST).replace(MARK, "").strip()


def command(environ: Mapping[str, str], platform: str = sys.platform) -> list[str]:
    """The desktop's program that reads what is to be copied; empty where there is none."""
    if platform == "darwin":
        wanted = ["pbcopy"]
    elif environ.get("WAYLAND_DISPLAY"):
        wanted = ["wl-copy"]
    elif environ.get("DISPLAY"):
        wanted = ["xclip", "-selection", "clipboard"]
    else:
        return []
    found = shutil.which(wanted[0])
    return [found, *wanted[1:]] if found and os.path.isabs(found) else []


def copy(app: "App[Any]", text: str) -> str:
    """Copy a text as one harmless line; gives that line."""
    copied = harmless(text)
    app.copy_to_clipboard(copied)
    if words := command(os.environ):
        threading.Thread(target=_run, args=(words, copied), name="clipboard", daemon=True).start()
    return copied


def _run(words: list[str], text: str) -> None:
    nowhere = subprocess.DEVNULL
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(words, input=text.encode(), stdout=nowhere, stderr=nowhere, timeout=_LIMIT, check=False, start_new_session=True)  # noqa: S603 (see `command`)

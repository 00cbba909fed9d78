"""Notifications of the desktop, by the program that it has for them; only where that is configured."""

import html
import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress

from nextcall.text import MARK, line

_LIMIT = 5
"""Seconds after which the program is ended."""
_SCRIPT = ("on run argv", "display notification (item 2 of argv) with title (item 1 of argv)", "end run")


def command(heading: str, words: str, platform: str = sys.platform) -> list[str]:
    """The program with its arguments; empty where there is none. The texts are arguments of their own, nothing else."""
    texts = [line(text, 200).replace(MARK, "") for text in (heading, words)]
    found = shutil.which("osascript" if platform == "darwin" else "notify-send")
    if found is None or not os.path.isabs(found):
        return []
    if platform == "darwin":
        return [found, *(part for row in _SCRIPT for part in ("-e", row)), *texts]
    return [found, "--app-name=nextcall", "--", texts[0], html.escape(texts[1], quote=False)]


def show(heading: str, words: str) -> None:
    """Show a notification; nobody waits for it, and where it cannot be shown, nothing happens."""
    if found := command(heading, words):
        threading.Thread(target=_run, args=(found,), name="desktop", daemon=True).start()


def _run(words: list[str]) -> None:
    nowhere = subprocess.DEVNULL
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(words, stdin=nowhere, stdout=nowhere, stderr=nowhere, timeout=_LIMIT, check=False, start_new_session=True)  # noqa: S603 (see `command`)

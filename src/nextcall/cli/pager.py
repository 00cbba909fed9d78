"""Long output page by page, where it goes to a terminal: by `$PAGER`, else `less`, else as it is."""

import os
import sys
from collections.abc import Iterable

from nextcall.cli.output import data


def paged(lines: Iterable[str]) -> None:
    """Print lines; on a terminal through a pager."""
    if sys.stdout is None or not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        for line in lines:
            data(line)
        return
    import subprocess  # noqa: PLC0415 (on a terminal only)
    from shlex import split  # noqa: PLC0415 (as above)

    try:
        words = split(os.environ.get("PAGER", "less"))
    except ValueError:
        words = []
    try:
        pager = subprocess.Popen(words, stdin=subprocess.PIPE, text=True, errors="replace", env={"LESS": "FRX", **os.environ}) if words else None  # noqa: S603 (the user's own pager)
    except OSError:
        pager = None
    if pager is None or pager.stdin is None:
        for line in lines:
            data(line)
        return
    try:
        for line in lines:
            pager.stdin.write(line + "\n")
        pager.stdin.close()
    except (BrokenPipeError, KeyboardInterrupt):  # enough was read
        pass
    _wait(pager)


def _wait(pager: "object") -> None:
    """Until the pager is left; ctrl+c is its business."""
    while True:
        try:
            pager.wait()  # type: ignore[attr-defined]  # a process
        except KeyboardInterrupt:
            continue
        return

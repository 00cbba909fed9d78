"""What nextcall runs on: Python, libraries, terminal, clock."""

import os
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from shutil import get_terminal_size, which

from nextcall import __version__
from nextcall.cli.checks.finding import NOTE, OK, WRONG, Finding
from nextcall.clock import Clock, zone_name
from nextcall.text import line

_OLDEST = (3, 11)
_TEXTUAL = "8.2."
_SMALL = (40, 12)
_FIRST_YEAR = 2024
_TMUX = {
    "allow-passthrough": ("on", "notifications reach the terminal"),
    "set-clipboard": ("on", "copying reaches the terminal"),
    "set-titles": ("on", "the window has its title"),
}


def check_machine() -> Iterator[Finding]:
    """Versions, terminal, clock."""
    yield Finding(OK, "nextcall", __version__)
    yield _python()
    yield _textual()
    yield from _terminal()
    yield from _tmux()
    yield from _clock()


def _python() -> Finding:
    said = f"{platform.python_version()} on {platform.system()}"
    if sys.version_info[:2] < _OLDEST:
        return Finding(WRONG, "Python", said, "Use 3.11 or newer.")
    return Finding(OK, "Python", said)


def _textual() -> Finding:
    try:
        version = metadata.version("textual")
    except metadata.PackageNotFoundError:
        return Finding(WRONG, "textual", "is not installed", "Install nextcall again; commands work without it, screens do not.")
    if not version.startswith(_TEXTUAL):
        return Finding(WRONG, "textual", f"{version} was not tested", f"Install {_TEXTUAL}x.")
    return Finding(OK, "textual", version)


def _terminal() -> Iterator[Finding]:
    encoding = (getattr(sys.__stdout__, "encoding", "") or "").lower().replace("-", "")
    if encoding == "utf8":
        yield Finding(OK, "encoding", "UTF-8")
    else:
        yield Finding(WRONG, "encoding", encoding or "unknown", "Set LANG to a UTF-8 locale, as C.UTF-8.")
    if not all(os.isatty(number) for number in (0, 1, 2)):
        yield Finding(NOTE, "terminal", "this is none", "Run doctor in the terminal itself to have it looked at.")
        return
    kind = os.environ.get("TERM", "")
    if sys.platform != "win32" and kind in ("", "dumb", "unknown"):
        advice = "Set TERM to what it is, as xterm-256color, or use nextcall start --plain."
        yield Finding(WRONG, "terminal", f"TERM is '{line(kind, 40)}'", advice)
    else:
        yield Finding(OK, "terminal", f"TERM is {line(kind, 40)}")
    size = get_terminal_size()
    small = size.columns < _SMALL[0] or size.lines < _SMALL[1]
    advice = "From 40x12 the screens show what is needed, from 80x24 everything." if small else ""
    yield Finding(NOTE if small else OK, "size", f"{size.columns}x{size.lines}", advice)
    if os.environ.get("NO_COLOR"):
        yield Finding(NOTE, "colour", "NO_COLOR is set; the screens are grey")


def _tmux() -> Iterator[Finding]:
    tmux = which("tmux") if os.environ.get("TMUX") else None
    if tmux is None:
        return
    import subprocess  # noqa: PLC0415 (inside tmux only)

    for option, (wanted, effect) in _TMUX.items():
        try:
            asked = subprocess.run([tmux, "show", "-gv", option], capture_output=True, text=True, timeout=2, check=False)  # noqa: S603 (fixed words)
        except (OSError, subprocess.TimeoutExpired):
            yield Finding(NOTE, "tmux", "does not answer")
            return
        value = line(asked.stdout.strip(), 40)
        if value == wanted:
            yield Finding(OK, "tmux", f"{option} is {wanted}")
        else:
            yield Finding(NOTE, "tmux", f"{option} is {value or 'unknown'}", f"With 'set -g {option} {wanted}' {effect}.")


def _clock() -> Iterator[Finding]:
    now = Clock().now()
    offset = f"{now:%z}"
    if now.year < _FIRST_YEAR:
        yield Finding(WRONG, "clock", now.date().isoformat(), "Set the clock: moments are kept as it tells them.")
    else:
        yield Finding(OK, "clock", f"{now.isoformat(timespec='seconds')}")
    zone = zone_name()
    if zone is None:
        yield Finding(NOTE, "time zone", f"no name, UTC{offset}", "Set TZ, as TZ=Europe/Berlin, to have it kept with each session.")
    else:
        yield Finding(OK, "time zone", f"{line(zone, 60)}, UTC{offset}")

"""All that is said to a terminal beside the picture: the window's name, the bell, notifications, progress.

Only sequences are made here, from an environment and texts; `beside` has them sent. Which terminal understands
what, and what gets through tmux and screen, is described in docs/hooks.md.
"""

from collections.abc import Mapping
from typing import NamedTuple

from nextcall.text import MARK, line

BELL = "\a"
_ST = "\x1b\\"
KEEP_TITLE = "\x1b[22;2t"
"""The window's name is put on the terminal's own stack."""
OLD_TITLE = f"\x1b]2;{_ST}\x1b[23;2t"
"""The name that was kept; for terminals that keep none, none."""
NO_PROGRESS = f"\x1b]9;4;0{_ST}"

_LONGEST = 200
"""Characters of a notification: screen hands on no more than 768 bytes at once."""
_PROGRESS = ("ghostty", "WezTerm")
"""Values of TERM_PROGRAM of terminals that show a share done. iTerm2 would show it as a message."""


class Terminal(NamedTuple):
    """What a terminal understands, as far as its environment tells."""

    notifies: str = ""
    """The number of the sequence for notifications: `9`, `99`, `777`; empty: none."""
    through: str = ""
    """What stands between us and the terminal: `tmux`, `screen` or nothing."""
    progress: bool = False
    """Whether it shows a share done, and shows nothing else instead."""


def terminal_of(environ: Mapping[str, str]) -> Terminal:
    """What the terminal understands that started a program with this environment."""
    kind = environ.get("TERM", "")
    through = "tmux" if environ.get("TMUX") else "screen" if environ.get("STY") or kind.split("-")[0] in ("screen", "tmux") else ""
    if kind in ("", "dumb", "unknown", "linux"):
        return Terminal("", through)
    if kind == "xterm-kitty" or environ.get("KITTY_WINDOW_ID"):
        notifies = "99"
    else:
        notifies = "777" if kind.startswith(("rxvt", "foot")) else "9"
    return Terminal(notifies, through, not through and _shows_progress(environ))


def _shows_progress(environ: Mapping[str, str]) -> bool:
    program = environ.get("TERM_PROGRAM", "")
    if program or environ.get("LC_TERMINAL") == "iTerm2":  # what started the terminal may have left its own variables
        return program in _PROGRESS
    return environ.get("TERM") == "xterm-ghostty" or bool(environ.get("WT_SESSION")) or environ.get("ConEmuANSI") == "ON"


def title(text: str) -> str:
    """Name the window."""
    return f"\x1b]2;{line(text)}{_ST}"


def notification(terminal: Terminal, heading: str, words: str) -> str:
    """A notification, where the terminal knows any; where something stands between, wrapped so that it may get through."""
    heading, words = _clean(heading, 60), _clean(words)
    end = BELL if terminal.through else _ST  # the end of a string would end what it is wrapped in
    match terminal.notifies:
        case "9":  # a number in front would be a command to some
            said = f"\x1b]9;{heading}: {words}{end}"
        case "777":
            said = f"\x1b]777;notify;{heading};{words}{end}"
        case "99":
            said = f"\x1b]99;i=nextcall:d=0;{heading}{end}\x1b]99;i=nextcall:d=1:p=body;{words}{end}"
        case _:
            return ""
    return _wrapped(said, terminal.through)


def _wrapped(said: str, through: str) -> str:
    if through == "tmux":
        return "\x1bPtmux;" + said.replace("\x1b", "\x1b\x1b") + _ST
    return f"\x1bP{said}{_ST}" if through else said


def progress(percent: int | None, *, paused: bool = False) -> str:
    """So much is done, from 0 to 100; None takes the sign away."""
    if percent is None:
        return NO_PROGRESS
    return f"\x1b]9;4;{4 if paused else 1};{min(100, max(0, percent))}{_ST}"


def _clean(text: str, limit: int = _LONGEST) -> str:
    """Text that ends no sequence and divides none."""
    return line(text, limit).replace(MARK, "").replace(";", ",")

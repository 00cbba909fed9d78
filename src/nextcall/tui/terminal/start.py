"""What comes before the first screen and after the last one; loads nothing of Textual."""

import contextlib
import gc
import os
import sys
from importlib import import_module
from typing import NoReturn

from nextcall.lean import without

_WITHOUT = "nextcall start --plain works without, and so do the commands: status, tag, log, stats."
_STREAMS = ("standard input", "standard output", "standard error")
_UNWANTED = ("TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT")
_DEFAULTS = {"TEXTUAL_FPS": "240", "ESCDELAY": "50"}


def check_terminal() -> str | None:
    """Why no screen can be shown here, as a sentence for the user; None if one can."""
    for number, name in enumerate(_STREAMS):
        if not os.isatty(number):
            return f"The screens need a terminal, and {name} is not one. {_WITHOUT}"
    kind = os.environ.get("TERM", "")
    if sys.platform != "win32" and kind in ("", "dumb", "unknown"):
        reason = f"TERM is {kind}" if kind else "TERM is not set"
        return f"The screens need a terminal that can place text, and {reason}. {_WITHOUT}"
    return None


def lighten() -> None:
    """Make the start quick; to be called before Textual is imported.

    No garbage is collected until `after_first_paint`. asyncio is loaded without TLS,
    which nothing here speaks: `import ssl` works as ever afterwards. Textual is told to paint
    without waiting for a slow frame clock, and its debugging switches, which would log every
    key or press some, are taken back.
    """
    gc.disable()
    with without("ssl"):
        import_module("asyncio")
    for name in _UNWANTED:
        os.environ.pop(name, None)
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)


def after_first_paint() -> None:
    """Collect garbage again, and never look at what the start has built."""
    gc.freeze()
    gc.enable()


def leave(code: int) -> NoReturn:
    """End the process at once, with all that was printed, without taking the interpreter apart.

    For after `run` only: the terminal has been given back by then.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # gone, or closed
            stream.flush()
    os._exit(code)

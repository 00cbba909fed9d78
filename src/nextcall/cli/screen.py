"""Opening a screen: the only way from the commands to Textual, and only when a screen is wanted."""

import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from nextcall.errors import NextcallError, UsageError
from nextcall.tui.terminal import start

if TYPE_CHECKING:
    from nextcall.bootstrap import Services
    from nextcall.core.session import Session
    from nextcall.desk.desk import Desk
    from nextcall.desk.opening import Plan
    from nextcall.tui.app import NextcallApp

LAST_MOMENT = 0.25
"""Seconds for the last save once the app has ended; after a signal there are not many more."""


def check_screen() -> None:
    """Raise `UsageError` where there is no terminal for a screen."""
    refused = start.check_terminal()
    if refused is not None:
        raise UsageError(refused)


def open_screen(services: "Services", plan: "Plan | None", *, mark: str = "", said: str = "") -> int:
    """Show the session that lies on the desk, that of `plan`, or the home screen; returns the exit code.

    With a `mark`, which then stands on each screen, nothing is worth a rescue; `said` is what the first one has to
    say. Raises `UsageError` where there is no terminal for it.
    """
    check_screen()
    start.lighten()
    from nextcall.tui.app import NextcallApp  # noqa: PLC0415 (this is where Textual is loaded: after `lighten`, and not for refusals)
    from nextcall.tui.terminal.app import run  # noqa: PLC0415
    from nextcall.tui.terminal.signals import install_signals  # noqa: PLC0415

    app = NextcallApp(services, None if plan is None else _session(services, plan))
    app.mark, app.said = mark, said or app.said
    install_signals(app, app.settle)
    threading.excepthook = lambda failed: _in_a_thread(app, failed)
    code = run(app)
    if not services.desk.trouble:  # what was typed while the app was ending is on its way as well
        services.desk.settle(LAST_MOMENT)
    services.desk.dismiss()
    return code if mark else max(code, _rescued(services.desk))


def _session(services: "Services", plan: "Plan") -> "Session":
    from nextcall.cli.start import new_session  # noqa: PLC0415 (home does without)

    return new_session(services, plan)


def _in_a_thread(app: "NextcallApp", failed: threading.ExceptHookArgs) -> None:
    """A mistake in a thread ends the app as any other does: told in one line, and nothing of it on the screen."""
    loop = app.ending.loop if app.ending else None
    if loop is not None and failed.exc_value is not None:
        loop.call_soon_threadsafe(app.stop_for, failed.exc_value)


def _rescued(desk: "Desk") -> int:
    """Put what could not be saved somewhere else, and say where."""
    try:
        path = desk.rescue(_other_folders())
    except NextcallError as error:
        _say(error.message)
        return 1
    if path:
        _say(f"not everything could be saved ({desk.trouble}). The session lies in {path}")
        return 1
    return 0


def _other_folders() -> tuple[str, ...]:
    """Where a file may go that cannot go where it belongs."""
    from tempfile import gettempdir  # noqa: PLC0415 (at the end only)

    home = os.path.expanduser("~")
    try:
        return home, gettempdir()
    except OSError:  # no folder for such files takes any
        return (home,)


def _say(sentence: str) -> None:
    """Print on standard error, where anybody is left to read it: the window may be closed by now."""
    with suppress(OSError):
        print(f"nextcall: {sentence}", file=sys.stderr)

"""What happens before Textual is loaded."""

import gc
import json
import os
import subprocess
import sys

import pytest

from nextcall.tui.terminal import start


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "ESCDELAY"))}
    return subprocess.run(
        [sys.executable, "-c", code], env=kept | env, capture_output=True, text=True, timeout=60, check=True
    )


def test_says_which_stream_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name in enumerate(("standard input", "standard output", "standard error")):
        monkeypatch.setattr(os, "isatty", lambda fd, bad=number: fd != bad)
        sentence = start.check_terminal()
        assert sentence is not None
        assert name in sentence
        assert "nextcall start --plain" in sentence


@pytest.mark.parametrize("kind", ["", "dumb", "unknown"])
def test_says_that_the_terminal_cannot_place_text(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    monkeypatch.setenv("TERM", kind)
    assert "TERM" in (start.check_terminal() or "")
    monkeypatch.delenv("TERM")
    assert "TERM is not set" in (start.check_terminal() or "")


def test_a_terminal_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert start.check_terminal() is None


def test_loads_nothing_of_textual() -> None:
    done = python(
        "import sys; from nextcall.tui.terminal import start; start.check_terminal(); start.lighten()\n"
        "print([name for name in sys.modules if name.startswith(('textual', 'rich'))])"
    )
    assert done.stdout.strip() == "[]"


def test_lighten() -> None:
    done = python(
        "import gc, json, os, sys; from nextcall.tui.terminal import start\n"
        "start.lighten()\n"
        "import textual.app, textual.drivers.linux_driver, textual.constants as c\n"
        "loaded = 'ssl' in sys.modules\n"
        "import ssl\n"
        "print(json.dumps([gc.isenabled(), loaded, bool(ssl.OPENSSL_VERSION), c.MAX_FPS, c.ESCAPE_DELAY, c.PRESS]))",
        TEXTUAL_PRESS="q",
    )
    assert json.loads(done.stdout) == [False, False, True, 240, 0.05, ""]


def test_lighten_keeps_what_was_set() -> None:
    done = python(
        "from nextcall.tui.terminal import start; start.lighten()\n"
        "import textual.constants as c; print(c.MAX_FPS, c.ESCAPE_DELAY)",
        TEXTUAL_FPS="30",
        ESCDELAY="200",
    )
    assert done.stdout.split() == ["30", "0.2"]


def test_collects_garbage_again() -> None:
    gc.disable()
    try:
        start.after_first_paint()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.enable()


def test_leave_prints_all_and_ends_at_once() -> None:
    code = (
        "import atexit; from nextcall.tui.terminal import start\n"
        "atexit.register(print, 'late'); print('told'); start.leave(7)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (7, "told\n")

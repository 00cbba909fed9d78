"""The private parts of Textual that the terminal replaces or leans on, as they were when that was written.

A test that fails here asks for a look at what Textual changed: then either the code follows or,
if it need not, the fingerprint is renewed (the message has the new one).
"""

import hashlib
import inspect
from importlib import import_module
from typing import Any

import pytest
from textual import constants
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

KNOWN: list[tuple[Any, str, str]] = [
    (LinuxDriver, "__init__", "671887bbf938"),
    (LinuxDriver, "start_application_mode", "7c41f5ba11a8"),
    (LinuxDriver, "stop_application_mode", "9a7e99c8d4bd"),
    (LinuxDriver, "disable_input", "6154c5a7c174"),
    (LinuxDriver, "write", "b78a34033db5"),
    (LinuxDriver, "close", "c32293a24c1a"),
    (LinuxDriver, "run_input_thread", "d796af6d69db"),
    (LinuxDriver, "_run_input_thread", "d2ef22cc2c97"),
    (LinuxDriver, "process_message", "685f4c56ecfc"),
    (LinuxDriver, "_sigtstp_application", "26c3c19ce181"),
    (LinuxDriver, "_sigcont_application", "1d7463a74df1"),
    (LinuxDriver, "_get_terminal_size", "7e80e59356c6"),
    (LinuxDriver, "_request_terminal_sync_mode_support", "8b0a2153af3c"),
    (Driver, "__init__", "045ee24b9ab0"),
    (Driver, "process_message", "af9cb0baaf15"),
    (Driver, "send_message", "4ecf73a431b2"),
    (Driver, "suspend_application_mode", "20cef4924da3"),
    (Driver, "resume_application_mode", "f223590ce241"),
    (Driver, "no_automatic_restart", "8b8c9dcac526"),
    (Driver, "SignalResume", "88d53c84de69"),
    (XTermParser, "__init__", "d72babb3e40a"),
    (XTermParser, "parse", "a5834ad1def8"),
    (XTermParser, "parse_mouse_code", "ceae22ff03d1"),
    (XTermParser, "_sequence_to_key_events", "00dfe99846ed"),
    (XTermParser, "_parse_extended_key", "65eeaadaf41a"),
    (XTermParser, "_parse_colon_codepoints", "550dd37390bc"),
    (App, "run", "3fb6f385937a"),
    (App, "run_async", "821674591dfc"),
    (App, "exit", "d8c06b817ac8"),
    (App, "_handle_exception", "baea2e7f88e7"),
    (App, "_fatal_error", "2474616cec7f"),
    (App, "_exception_event", "4974515f8db6"),
    (App, "_process_messages", "7934609529be"),
    (App, "_shutdown", "c264035bcb62"),
    (App, "_build_driver", "2838e509bae0"),
    (App, "_resume_signal", "e13e57887d32"),
    (App, "action_suspend_process", "5f43f592ea2d"),
    (App, "suspend", "66d2c24066e3"),
    (App, "on_event", "3dbf14d69491"),
    (App, "_on_key", "474680364759"),
    (App, "_check_bindings", "c9643552d942"),
    (App, "_display", "4b78dff6669a"),
    (App, "_on_resize", "62d14429be32"),
    (App, "_check_resize", "66ccc6e5bae7"),
    (App, "_watch_theme", "a6de38d37b42"),
    (App, "_init_mode", "962fb98bc495"),
    (App, "_load_screen_css", "425ed568a77a"),
    (Screen, "_push_result_callback", "fedf253e12e2"),
    (Screen, "_extend_compose", "b80043bc2e09"),
    (StylesCache, "get_inner_outer", "d2509f3e7966"),
]


def fingerprint(owner: Any, name: str) -> str:
    part = inspect.getattr_static(owner, name)
    part = getattr(part, "func", getattr(part, "__wrapped__", part))
    return hashlib.sha256(inspect.getsource(part).encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    ("owner", "name", "known"), KNOWN, ids=lambda value: str(getattr(value, "__name__", value))
)
def test_as_it_was(owner: Any, name: str, known: str) -> None:
    assert fingerprint(owner, name) == known, f"{owner.__name__}.{name} is now {fingerprint(owner, name)}"


def test_tables_of_keys() -> None:
    assert isinstance(ANSI_SEQUENCES_KEYS["\x1b[25~"], tuple)
    assert FUNCTIONAL_KEYS["1A"] == "up"
    assert FUNCTIONAL_KEYS["27u"] == "escape"


def test_windows_that_were_closed_are_let_go() -> None:
    """By itself Textual keeps the last pictures of a thousand widgets in a table of two colours."""
    import_module("nextcall.tui.terminal.app")
    assert StylesCache.get_inner_outer.cache_parameters()["maxsize"] < 100


def test_constants() -> None:
    assert 0 < constants.ESCAPE_DELAY < 1
    assert constants.DISABLE_KITTY_KEY in {True, False}

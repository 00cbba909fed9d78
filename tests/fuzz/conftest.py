"""A box of its own for every test."""

from pathlib import Path

import pytest

from fuzz.box import Box, clear


def raised(error: Exception) -> int:
    """Where the program makes a mistake, the test shows all of it."""
    raise error


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Box:
    """The program's folders, with something good of every kind in them."""
    clear(monkeypatch)
    monkeypatch.setenv("NEXTCALL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "America/New_York")
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setattr("nextcall.cli.output.mistake", raised)
    found = Box(tmp_path / "home")
    found.fill()
    return found

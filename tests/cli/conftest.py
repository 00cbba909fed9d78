"""Running commands: in this process, and as a program of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Command, Result
from nextcall.__main__ import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for everything, and nothing of the machine's."""
    for name in list(os.environ):
        if name.startswith("NEXTCALL_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NEXTCALL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "America/New_York")
    return tmp_path / "home"


@pytest.fixture
def nextcall(home: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """A command in this process."""
    assert home

    def run(*words: str) -> Result:
        capsys.readouterr()
        code = main(list(words))
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return run


@pytest.fixture
def program(home: Path) -> Command:
    """The real program, with what is typed into it."""
    assert home

    def run(*words: str, typed: str = "", **environ: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "nextcall", *words],
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, **environ},
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def configure(home: Path) -> Callable[[str], Path]:
    """Write a configuration."""

    def write(text: str) -> Path:
        path = home / "config" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write

"""Sessions for the commands that change them, and editors that are small programs."""

import json
import sys
from pathlib import Path
from typing import Any

from cli.commands import Command


def a_session_that_ended(nextcall: Command, *tags: str) -> str:
    """Opened, tagged and stopped; its id."""
    assert nextcall("start", "sprint", "--headless").code == 0
    session: str = nextcall("status", "--json").json["session"]
    for tag in tags:
        assert nextcall("tag", tag).code == 0
    assert nextcall("stop").code == 0
    return session


def file_of(home: Path, session: str) -> Path:
    """Where an ended session is."""
    return next(path for path in (home / "data" / "sessions").rglob(f"{session}.*"))


def content_of(home: Path, session: str) -> dict[str, Any]:
    """What stands in the file of an ended session (JSON)."""
    found: dict[str, Any] = json.loads(file_of(home, session).read_text())
    return found


def editor(folder: Path, program: str) -> str:
    """A command that runs a program in Python, which knows the file to edit as `path` and its text as `text`."""
    script = folder / "editor.py"
    script.write_text(f"import json, pathlib, re, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n{program}\n")
    return f"{sys.executable} {script}"

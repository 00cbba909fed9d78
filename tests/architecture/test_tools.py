"""Lint, types and import rules are tests like the others: one command checks all."""

import os
import subprocess
import sys

import pytest

from architecture import ROOT

TOOLS = {
    "ruff": ["-m", "ruff", "check", "--output-format", "concise", "."],
    "mypy": ["-m", "mypy", "--no-error-summary"],
    "import rules": ["-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache", "--no-logo"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_is_content(tool: str) -> None:
    environ = {**os.environ, "NO_COLOR": "1", "COLUMNS": "150"}
    done = subprocess.run([sys.executable, *TOOLS[tool]], cwd=ROOT, capture_output=True, text=True, check=False, env=environ)
    assert done.returncode == 0, done.stdout + done.stderr

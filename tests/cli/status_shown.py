"""A shell in which nextcall is installed, in a home folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

_NOT_OURS = ("NEXTCALL_", "XDG_", "PYTHONPATH", "BASH_ENV", "ENV", "PS1", "PROMPT", "ZDOTDIR")


class Shell:
    """Runs a line of sh, and gives what it prints."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.cache = self.home / ".cache" / "nextcall"
        programs = folder / "bin"
        for made in (self.home, programs):
            made.mkdir()
        program = programs / "nextcall"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m nextcall "$@"\n')
        program.chmod(0o755)
        usual = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
        self.environ = {**usual, "HOME": str(self.home), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8"}

    def __call__(self, command: str, **environ: str) -> str:
        """What the command prints; it says nothing else and ends well."""
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env={**self.environ, **environ},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout

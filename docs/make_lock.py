"""Pins all that the tests are run with, to exact versions and the hashes of their files: `requirements-test.txt`.

    pip install uv && python docs/make_lock.py

It holds for every Python and system that nextcall runs on, and says nothing of where files come from. What it is
for stands in docs/security.md.
"""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(ROOT, "requirements-test.txt")
OLDEST = "3.11"
"""The oldest Python that it has to hold for."""
BESIDE = "editables>=0.5\n"
"""What hatchling wants for an editable install, beside what pyproject.toml names."""
HEAD = "# Made by docs/make_lock.py; docs/security.md says how it is used.\n"


def locked() -> str:
    """The lock for what pyproject.toml wants now. Raises `CalledProcessError`."""
    words = ["uv", "pip", "compile", "pyproject.toml", "-", "--extra", "test", "--universal", "--python-version", OLDEST, "--generate-hashes"]
    done = subprocess.run([*words, "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"], cwd=ROOT, input=BESIDE, capture_output=True, text=True, check=True)
    return HEAD + done.stdout


def main() -> int:
    """Write it anew."""
    text = locked()
    if "://" in text:
        print("The lock names a place; it was not written.", file=sys.stderr)
        return 1
    with open(LOCK, "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

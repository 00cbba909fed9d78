"""A fuzzer that keeps what leads it into new code, let loose on each reader; no test, for it never ends by itself.

From a clone, in an environment of its own for the fuzzer's sake:

    .venv/bin/pip install atheris
    PYTHONPATH=tests .venv/bin/python -m fuzz.guided             # a minute for each reader
    PYTHONPATH=tests .venv/bin/python -m fuzz.guided cards 600   # ten minutes for one

What a reader raised is kept in a file in the folder for temporary files, whose name is printed; the same command with
that file in the place of the seconds runs it again.
"""

import os
import subprocess
import sys
import tempfile
from importlib import import_module

USUAL = 60
"""Seconds for each reader."""
MEGABYTES = 600
"""Of memory, the fuzzer's own among them."""
LONGEST = 10
"""Seconds for one input, instrumented as the code is."""


def lead(name: str, how_long: str) -> None:
    """Look at one reader in this process, which the fuzzer ends; or at one input, where that is a file."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["nextcall", "vobject", "tomllib"]):
        readers = import_module("fuzz.readers")
    found = readers.READERS[name]

    def one(data: bytes) -> None:
        try:
            found.read(data)
        except readers.REFUSED:
            return

    folder = os.path.join(tempfile.gettempdir(), f"nextcall-fuzz-{os.getuid()}", name)
    os.makedirs(folder, exist_ok=True, mode=0o700)
    for number, seed in enumerate(found.seeds):
        with open(os.path.join(folder, f"seed-{number}"), "wb") as file:
            file.write(seed)
    limits = [f"-max_total_time={how_long}", f"-timeout={LONGEST}", f"-rss_limit_mb={MEGABYTES}", "-max_len=20000", "-seed=1", "-print_final_stats=1"]
    where = [how_long] if os.path.exists(how_long) else [*limits, f"-artifact_prefix={folder}-", folder]
    atheris.Setup([sys.argv[0], *where], one)
    atheris.Fuzz()


def main(words: list[str]) -> int:
    """One reader, or each in a process of its own; how many ended with something found."""
    if len(words) == 2:
        lead(*words)
    names = words or list(import_module("fuzz.readers").READERS)
    return sum(subprocess.run([sys.executable, "-m", "fuzz.guided", name, str(USUAL)], check=False).returncode != 0 for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

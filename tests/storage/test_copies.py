"""Work in copies of the process, in a program of its own: a test runner has threads."""

import subprocess
import sys

PROGRAM = """
import os, sys
from collections.abc import Iterator
from nextcall.errors import StorageError
from nextcall.storage.copies import pieces

def work(share: list[int]) -> Iterator[int]:
    for number in share:
        if number < 0:
            os._exit(3) if number == -1 else 1 // 0
        yield number * 10

{}
"""


def said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(program)], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    return done.stdout.strip()


def test_of_every_share_a_piece_in_turn() -> None:
    assert said("print(list(pieces([[1, 4], [2], [3], []], work)))") == "[10, 20, 30, 40]"


def test_a_copy_that_ends_early_is_told() -> None:
    for fault in (-1, -2):
        program = f"try:\n    print(list(pieces([[1, 2], [3, {fault}]], work)))\nexcept StorageError as error:\n    print(error.message)"
        assert said(program) == "a part of the work ended early"


def test_no_copy_is_left_behind() -> None:
    program = """
found = pieces([list(range(10**6)), list(range(10**6))], work)
print(next(found))
found.close()
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("none")
"""
    assert said(program) == "0\nnone"

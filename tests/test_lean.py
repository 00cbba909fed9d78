"""What is imported without another module, and what of that is seen afterwards."""

import subprocess
import sys

LOADED = """
import sys
from nextcall.lean import load_msgspec
{before}
load_msgspec()
import nextcall.storage.index.quick
print("typing_extensions" in sys.modules)
import typing_extensions
print(typing_extensions.__name__)
"""


def loaded(before: str) -> list[str]:
    return subprocess.run([sys.executable, "-c", LOADED.format(before=before)], capture_output=True, text=True, check=True).stdout.split()


def test_it_is_left_out_and_can_be_had_afterwards() -> None:
    assert loaded("") == ["False", "typing_extensions"]


def test_who_has_it_already_keeps_it() -> None:
    assert loaded("import typing_extensions") == ["True", "typing_extensions"]

"""A few ways of every fault, once. `run.py` goes all of them, as often as is wanted."""

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals to call in", allow_module_level=True)

from faults.everything import QUICK
from faults.matrix import Fault, NotHereError, strike


@pytest.mark.parametrize(("fault", "way"), QUICK, ids=lambda found: getattr(found, "name", found))
def test_holds(fault: Fault, way: str, tmp_path: Path) -> None:
    try:
        strike(fault, way, 0, tmp_path)
    except NotHereError as why:
        pytest.skip(str(why))

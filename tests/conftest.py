"""How long hypothesis looks for what nobody thought of, how many workers share the tests, and what is the same on every machine."""

import os
import signal
import sys

import pytest
from hypothesis import settings

from nextcall import figures

# Without compiled files beside the sources each worker, and each program that a test starts, would compile them all anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell has what runs in its background ignore ctrl+c, and so would every program that a test sends one to.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("usual", max_examples=10, deadline=None)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("NEXTCALL_EXAMPLES", "usual"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait for a disk, a terminal or another program."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _the_same_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds figures and colours as the machine has them, or figures as the test before it wanted them."""
    monkeypatch.setenv("LC_NUMERIC", "C")
    for name in ("LC_ALL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    figures.use(figures.PLAIN, {})

"""A desk in a folder of its own, and others at the same folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desks import At
from fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def at(tmp_path: Path, clock: FakeClock) -> At:
    return At(str(tmp_path), clock)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let a step of saving fail from now on, by its name in `desks.FAULTS`; an empty name ends it."""
    from desks import FAULTS

    def fail(kind: str) -> None:
        monkeypatch.undo()
        for target, name, fault in FAULTS.get(kind, ()):
            monkeypatch.setattr(target, name, fault)

    return fail

"""Whoever writes has the lock; whoever waits for it does not wait for ever."""

from pathlib import Path
from threading import Event, Thread

import pytest

from nextcall.storage import lock
from nextcall.storage.lock import locked, locked_if_free


def test_one_after_the_other(tmp_path: Path) -> None:
    path, inside, order = str(tmp_path / "lock"), Event(), list[str]()

    def other() -> None:
        inside.set()
        with locked(path):
            order.append("other")

    with locked(path):
        thread = Thread(target=other)
        thread.start()
        assert inside.wait(60)
        with locked_if_free(path) as free:
            assert not free
        order.append("one")
    thread.join(60)
    assert order == ["one", "other"]


def test_a_holder_that_never_lets_go_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.02)
    path = str(tmp_path / "lock")
    with locked(path), pytest.raises(OSError, match="another program has not let go of the sessions"), locked(path):
        pytest.fail("it was let in")
    with locked(path):
        pass

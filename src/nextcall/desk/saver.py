"""The one thread that saves: a slow disk delays the word "saved" and nothing else."""

import sys
import threading
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nextcall.desk.desk import Desk

SWITCH = 0.0005
"""Seconds after which one thread gives way to the other."""
RETRY = 1.0
"""Seconds after which a failed save is tried again."""


def guard() -> AbstractContextManager[Any]:
    """What keeps the screen's thread and the saver's apart; held for moments only, never while saving."""
    return threading.RLock()


class Saver(threading.Thread):
    """Saves whatever is waiting, in one go, each time it is woken."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(name="saver", daemon=True)
        self._desk = desk
        self._condition = threading.Condition()
        self._asked = 0
        self._done = 0

    def wake(self) -> None:
        """There is something to save, or to read again."""
        with self._condition:
            self._asked += 1
            self._condition.notify_all()

    def settle(self, seconds: float) -> bool:
        """Wait until all that was asked for so far is done; whether that came in time."""
        with self._condition:
            return self._condition.wait_for(lambda: self._done == self._asked, seconds)

    def run(self) -> None:
        """Save, tell, wait; for as long as the program lives."""
        # The screen's thread gives way sooner than Python's 5 ms, the better part of a save.
        sys.setswitchinterval(SWITCH)
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._asked != self._done)
                asked = self._asked
            saved = self._desk.save()
            with self._condition:
                if saved:
                    self._done = asked
                    self._condition.notify_all()
            self._desk.on_change()
            self._desk.tidy()
            if not saved:
                self._wait_for_another_try(asked)

    def _wait_for_another_try(self, asked: int) -> None:
        with self._condition:
            self._condition.wait_for(lambda: self._asked != asked, RETRY)

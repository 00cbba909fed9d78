"""Clocks that a test moves, while the program runs.

Nobody waits an hour, and no real clock is set: a few lines that Python runs before the program put a
shifted clock in the one place where the program reads clocks. The test moves it through a file of two
numbers that the program has before it in its memory. All the rest is the real thing.
"""

import mmap
import struct

from e2e.terminal import House

_SHIFTED = """
import mmap, os, struct, time
import nextcall.clock

class Shifted:
    def __init__(self):
        with open(os.environ["HOME"] + "/shift", "rb") as file:
            self._shift = mmap.mmap(file.fileno(), 16, access=mmap.ACCESS_READ)

    def __getattr__(self, name):
        return getattr(time, name)

    def time(self):
        return time.time() + struct.unpack("dd", self._shift[:])[0]

    def monotonic(self):
        return time.monotonic() + struct.unpack("dd", self._shift[:])[1]

nextcall.clock.time = Shifted()
"""


class Clocks:
    """The clocks of every program that is started in a house from now on."""

    def __init__(self, house: House) -> None:
        path = house.user / "shift"
        path.write_bytes(bytes(16))
        house.at_the_start(_SHIFTED)
        with open(path, "r+b") as file:
            self._shift = mmap.mmap(file.fileno(), 16)

    def move(self, wall: float, monotonic: float) -> None:
        """Put the wall clock and the monotonic one ahead of the real ones by so many seconds."""
        self._shift[:] = struct.pack("dd", wall, monotonic)

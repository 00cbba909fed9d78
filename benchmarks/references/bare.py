"""The floor of any Textual app: a clock, a counter and a key.

    python bare.py [FILE [BYTES]]

With a file it saves at each key, durably, before it shows the count: 10 kB, and so many bytes more at each key.
"""

import asyncio
import os
import sys
from time import monotonic

from textual.app import App, ComposeResult
from textual.widgets import Digits, Footer, Label


def save(path: str, count: int, size: int) -> None:
    """Write so many bytes: a new file, fsync, rename, fsync of the folder."""
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(f'{{"calls": {count}, "filler": "{"x" * size}"}}')
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".part", path)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


class Bare(App[None]):
    """A clock, a counter, a key."""

    BINDINGS = [("n,v", "count", "Count"), ("ctrl+q", "quit", "Quit")]  # noqa: RUF012 (as Textual declares it)
    calls, started = 0, monotonic()

    def compose(self) -> ComposeResult:
        yield Digits("00:00")
        yield Label("calls 0", id="calls")
        yield Footer()

    def on_mount(self) -> None:
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        self.query_one(Digits).update("{:02}:{:02}".format(*divmod(int(monotonic() - self.started), 60)))

    async def action_count(self) -> None:
        self.calls += 1
        if len(sys.argv) > 1:
            each = int(sys.argv[2]) if len(sys.argv) > 2 else 0
            await asyncio.to_thread(save, sys.argv[1], self.calls, 10_000 + each * self.calls)
        self.query_one("#calls", Label).update(f"calls {self.calls}")


if __name__ == "__main__":
    Bare().run()

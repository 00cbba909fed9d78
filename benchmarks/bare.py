"""The floor: what any Textual app costs that has a clock, a counter and a key; with a file, that saves at each key."""

import asyncio
import os
import sys
from time import monotonic

from textual.app import App, ComposeResult
from textual.widgets import Digits, Footer, Label


def save(path: str, count: int) -> None:
    """Write 10 kB durably: a new file, fsync, rename, fsync of the folder."""
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(f'{{"calls": {count}, "filler": "{"x" * 10_000}"}}')
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
            await asyncio.to_thread(save, sys.argv[1], self.calls)
        self.query_one("#calls", Label).update(f"calls {self.calls}")


if __name__ == "__main__":
    Bare().run()

"""The side of hooks that a screen or a command sees: hand over what is on disk, and hear what went wrong."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from nextcall.desk.hooks.spool import MOST, Spool
from nextcall.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from nextcall.desk.event import Done
    from nextcall.desk.hooks.telling import Told

if sys.platform == "win32":

    def _start(words: "list[str]") -> "Callable[[], int]":
        import subprocess  # noqa: PLC0415 (only where there is a hook)

        nowhere, alone = subprocess.DEVNULL, subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(words, stdin=nowhere, stdout=nowhere, stderr=nowhere, creationflags=alone).wait  # noqa: S603 (this program again)

else:

    def _start(words: "list[str]") -> "Callable[[], int]":
        # Not by `subprocess`: importing that costs a command a third of its time.
        nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
        try:  # in a session of its own from the first: a terminal that closes meanwhile would end it before it began
            pid = os.posix_spawn(words[0], words, os.environ, file_actions=nowhere, setsid=True)
        except NotImplementedError:
            pid = os.posix_spawn(words[0], words, os.environ, file_actions=nowhere)
        return lambda: os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


PICTURE = 0.05
"""Seconds that hooks wait in a screen: what a key did is drawn first, by whichever cores there are."""


class Herald:
    """Tells hooks what was saved. A command leaves it at that; a screen hears how it went."""

    def __init__(self, cache: str, config_file: str, hooks: "frozenset[str] | None" = None) -> None:
        self._spool = Spool(cache)
        self._cache = cache
        self._config_file = config_file
        self._hooks = hooks
        """The hooks that are configured; None: not known, because the configuration was not read."""
        self._news: list[str] = []
        self._unable = False
        self._wanted: Event | None = None
        """Set where there is something to run; None: nobody waits here for hooks to end."""

    def tell(self, steps: "tuple[Done, ...]") -> None:
        """Hand over what these steps mean to the hooks that there are; takes no longer than a few small files take."""
        if not steps or (hooks := self._known()) == frozenset():
            return
        from nextcall.desk.hooks.telling import told  # noqa: PLC0415 (only where there is a hook)

        # One more than may wait: so that it is told of as too many. The steps before would be dropped in any case.
        found = [event for step in steps[-MOST - 1 :] for event in told(step) if hooks is None or event.hook in hooks]
        if not found:
            return
        try:
            self._spool.make()
            self._put(found)
            self._run()
        except (OSError, StorageError) as error:
            self._cannot(error.message if isinstance(error, StorageError) else str(error.strerror))

    def _cannot(self, why: str) -> None:
        if not self._unable:
            self._unable = True
            self._news.append(f"Hooks are not run: {why}.")

    def _known(self) -> "frozenset[str] | None":
        """The hooks to tell; None where that is not known. One that a variable sets is found by who runs it."""
        if self._hooks is not None or any(name.startswith("NEXTCALL_HOOKS_") for name in os.environ):
            return self._hooks
        return self._spool.known(self._config_file)

    def _put(self, found: "list[Told]") -> None:
        import json  # noqa: PLC0415 (loaded already by whoever saved)

        for event in found:
            at, session = event.data["at"], event.data["session"]["id"]
            self._spool.put(_seconds(at), session, event.hook, (json.dumps(event.data) + "\n").encode())
        self._spool.keep_newest(MOST)

    def _run(self) -> None:
        if self._wanted is not None:
            self._wanted.set()
        else:
            self._start()

    def _start(self) -> "Callable[[], int]":
        # -P: what lies in the folder in which the program was started is none of ours.
        return _start([sys.executable, "-P", "-m", "nextcall.desk.hooks", self._config_file, self._cache])

    def news(self) -> list[str]:
        """What there is to say, once; for a command also what others have left to say."""
        if self._wanted is None and self._known() != frozenset():
            self._news.extend(self._spool.troubles())
        return [self._news.pop(0) for _ in range(len(self._news))]

    def work_in_background(self, heard: "Callable[[], None]") -> None:
        """From now on a thread waits for hooks to end, and calls `heard` where there is something to say."""
        import threading  # noqa: PLC0415 (commands do without threads)

        wanted = self._wanted = threading.Event()
        threading.Thread(target=self._wait, args=(wanted, heard), name="hooks", daemon=True).start()

    def _wait(self, wanted: "Event", heard: "Callable[[], None]") -> None:
        from threading import Event  # noqa: PLC0415 (as above)

        picture = Event()
        while wanted.wait():
            picture.wait(PICTURE)
            wanted.clear()
            try:
                if (code := self._start()()) != 0:
                    self._cannot(f"their process ended with code {code}")
            except OSError as error:
                self._cannot(str(error.strerror))
            self._news.extend(self._spool.troubles())
            if self._news:
                heard()

    def finish(self) -> None:
        """At the end of a program: what still waits is run without it."""
        if self._known() != frozenset() and self._spool.waiting():
            with suppress(OSError):
                self._start()


def _seconds(at: str) -> float:
    from datetime import datetime  # noqa: PLC0415 (loaded already by whoever saved)

    return datetime.fromisoformat(at).timestamp()

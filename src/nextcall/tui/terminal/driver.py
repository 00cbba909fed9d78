"""Textual's driver for Unix terminals, made to stand what happens to terminals."""

import contextlib
import os
import select
import signal
import sys
import termios
import threading
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from textual import constants, events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from nextcall.tui.terminal import modes, osc
from nextcall.tui.terminal.beside import Beside
from nextcall.tui.terminal.outlet import Outlet
from nextcall.tui.terminal.parser import CalmParser

if TYPE_CHECKING:
    from nextcall.tui.terminal.app import CalmApp

_LAST_OUTPUT = 0.5
"""Seconds that leaving waits for a terminal which does not read."""

_SCREEN = 2
"""Textual draws on standard error."""


class CalmDriver(LinuxDriver):
    """The terminal: taken once, given back as it was found, and never waited for."""

    _app: "CalmApp[Any]"

    def __init__(
        self,
        app: "CalmApp[Any]",
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._switches = modes.Switches(mouse=mouse, keyboard=not constants.DISABLE_KITTY_KEY)
        self._taken = False
        self._outlet: Outlet | None = None
        self._wake: tuple[int, int] | None = None
        self.beside = Beside(self._put, osc.terminal_of(os.environ))
        """What the terminal is told beside the picture."""

    # taking the terminal and giving it back

    def start_application_mode(self) -> None:
        """Take the terminal; nothing if it is taken already."""
        if self._taken:
            return
        self.attrs_before = modes.attributes(self.fileno)
        if self.attrs_before is not None:
            modes.make_raw(self.fileno, self.attrs_before)
        encoding = (sys.__stderr__ and sys.__stderr__.encoding) or "utf-8"
        self._outlet = Outlet(_SCREEN, encoding, self._caught_up)
        self._taken = True
        self._outlet.put(self._on())
        self._request_terminal_sync_mode_support()
        signal.signal(signal.SIGWINCH, self._window_changed)
        self._resized()
        self._wake = os.pipe()
        self._key_thread = threading.Thread(target=self._run_input_thread, name="terminal-input", daemon=True)
        self._key_thread.start()

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was found; nothing if that has been done."""
        outlet, self._outlet = self._outlet, None
        if outlet is None:
            return
        try:
            outlet.forget()  # frames of a screen that goes away
            outlet.put(self._off())
            self.disable_input()
            if not outlet.finish(_LAST_OUTPUT):
                modes.force(_SCREEN, self._off())
        finally:
            self._restore_attributes()
            self._taken = False

    def give_back(self) -> None:
        """Give the terminal back by force: from any thread, whatever the others hang in, without waiting."""
        if self._taken:
            modes.force(_SCREEN, self._off())
            self._restore_attributes()

    def is_lent(self) -> bool:
        """Whether another program has the terminal, until the app takes it back of its own accord."""
        return not self._auto_restart

    def close(self) -> None:
        """Nothing is left to close: `stop_application_mode` has sent all that there was."""

    def _on(self) -> str:
        return self._switches.on + self.beside.on

    def _off(self) -> str:
        return self.beside.off + self._switches.off

    def _restore_attributes(self) -> None:
        if self.attrs_before is not None and modes.is_ours(self.fileno):
            with contextlib.suppress(termios.error):
                termios.tcflush(self.fileno, termios.TCIFLUSH)  # reports of the mouse on their way
            modes.set_attributes(self.fileno, self.attrs_before)

    # output

    def write(self, data: str) -> None:
        """Send a part of a frame; dropped while the terminal does not keep up."""
        if self._outlet is not None:
            self._outlet.frame(data)

    def _put(self, said: str) -> None:
        if self._outlet is not None:
            self._outlet.put(said)

    def _caught_up(self) -> None:
        self._loop.call_soon_threadsafe(self._app.redraw)

    # size

    def _window_changed(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._resized)

    def _resized(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    # input

    def disable_input(self) -> None:
        """End the input thread, which needs no time for it."""
        if self._wake is None:
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        (read, write), self._wake = self._wake, None
        os.write(write, b"x")
        if self._key_thread is not None:
            self._key_thread.join(_LAST_OUTPUT)
            if self._key_thread.is_alive():  # it hangs in a read: what it waits for ends with the process
                return
            self._key_thread = None
        os.close(read)
        os.close(write)

    def send_message(self, message: Message) -> None:
        """Hand an event to the app, without a task and a future for each."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def run_input_thread(self) -> None:
        """Read until told to stop, asleep while there is nothing to read."""
        assert self._wake is not None  # noqa: S101 (the thread starts after it was made)
        wake, terminal = self._wake[0], self.fileno
        parser = CalmParser(self._loop.time)
        decoder = getincrementaldecoder("utf-8")("replace")
        while True:
            begun = bool(decoder.getstate()[0])  # half a character: its rest comes at once or never
            ready, _, _ = select.select([terminal, wake], [], [], 0.1 if begun else parser.wait())
            if wake in ready:
                return
            if ready:
                data = self._read()
                if not data:
                    os.kill(os.getpid(), signal.SIGHUP)  # the terminal is gone, whether we were told or not
                    return
                found = parser.feed(decoder.decode(data))
            else:
                found = parser.feed(decoder.decode(b"", final=True)) if begun else parser.tick()
            for event in found:
                self.process_message(event)

    def _read(self) -> bytes:
        with contextlib.suppress(OSError):
            return os.read(self.fileno, 4096)
        return b""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 (the edge of a thread: without input there is no program)
            self._loop.call_soon_threadsafe(self._app.stop_for, error)

    # being stopped, and continuing

    def _sigtstp_application(self, *_: object) -> None:
        if self._taken and self._auto_restart:  # in the loop: a handler may have come between any two steps
            self._loop.call_soon_threadsafe(self._stop_here)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        if self._auto_restart and (self._taken or self._must_signal_resume):
            self._loop.call_soon_threadsafe(self._go_on)

    def _stop_here(self) -> None:
        self._app.rest()
        if self._outlet is not None:
            self.suspend_application_mode()
            self._must_signal_resume = True
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        if self._must_signal_resume:
            self._must_signal_resume = False
            self.resume_application_mode()
        elif self._outlet is not None and self.attrs_before is not None:
            # Stopped without a word, and who knows what the terminal was used for: taken again.
            modes.make_raw(self.fileno, self.attrs_before)  # first, for it waits until we stand in front
            self._outlet.put(self._off() + self._on())
        else:
            return
        self._app.post_message(self.SignalResume())

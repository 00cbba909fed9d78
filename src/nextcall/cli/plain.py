"""The line mode: a session as lines of text, for screen readers, simple terminals and pipes.

A line in, a sentence out; no boxes, no colours, nothing moves. What a line did is on disk
before the sentence is printed.
"""

import io
import os
import sys
from threading import Timer
from typing import TextIO

from nextcall import figures
from nextcall.bootstrap import Services
from nextcall.cli.doing import with_promise
from nextcall.cli.happened import happened
from nextcall.cli.output import data, talk
from nextcall.cli.words import HELP, Word, key_lines, read_word
from nextcall.core.actions import Action, Dial, Tag
from nextcall.core.goals import goal_text, progress
from nextcall.core.session import Session, State
from nextcall.errors import NextcallError
from nextcall.text import line

RESUMED_BY = "The session stays open. nextcall --plain resumes it, nextcall stop ends it."


def standard_input() -> TextIO:
    """Standard input as text that is read whatever its bytes are; an empty one where it is closed."""
    if sys.stdin is None:
        return io.StringIO()
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return sys.stdin


class LineMode:
    """One session, driven by the lines of a stream until it ends or the stream does."""

    def __init__(self, services: Services, source: TextIO) -> None:
        figures.use(services.config.ui.numbers, os.environ)
        self._desk = services.desk
        self._clock = services.clock
        self._folders = services.folders
        self._source = source
        self._over = False
        """Whether the planned end has been told."""
        self._bell: Timer | None = None

    def run(self) -> int:
        """Read lines until the end; returns the exit code."""
        session = self._session()
        if self._desk.herald is not None:
            self._desk.herald.work_in_background(lambda: None)
        parts = (line(session.title), goal_text(session.goal))
        data(f"{', '.join(dict.fromkeys(part for part in parts if part))}. A line of ? lists the keys.")
        sys.stdout.flush()
        try:
            while self._desk.session is not None and self._desk.session.state != State.ENDED:
                self._wait_for_the_end()
                text = self._source.readline()
                if not text:
                    return self._leave()
                self._follow(text.rstrip("\r\n"))
                sys.stdout.flush()
        except KeyboardInterrupt:
            self._leave()
            return 130
        finally:
            self._no_bell()
            self._desk.dismiss()
        return self._summary()

    def _session(self) -> Session:
        session = self._desk.session
        if session is None:
            raise NextcallError("Another program dropped the session.")
        return session

    # ---- a line

    def _follow(self, text: str) -> None:
        if self._desk.changed_elsewhere():
            self._save()
            if self._desk.session is None or self._desk.session.state == State.ENDED:
                return
        before = self._session()
        try:
            word = read_word(text, before)
            sentence = self._done(word, before)
        except NextcallError as error:
            sentence = f"{error.message}{'' if error.message.endswith(('.', '?')) else '.'} {error.hint}".rstrip()
        data(sentence)

    def _done(self, word: Word, before: Session) -> str:
        match word.way:
            case "help":
                return "\n".join([*key_lines(before), *HELP])
            case "status":
                return self._status(before)
            case "undo":
                self._desk.undo()
                return self._saved(f"undone: {self._desk.last_undone()}")
            case "redo":
                self._desk.redo()
                return self._saved(f"done again: {self._desk.last_done()}")
        assert word.action is not None  # noqa: S101 (every other way has one)
        return self._acted(word.action, before)

    def _acted(self, action: Action, before: Session) -> str:
        who = ""
        if before.list is not None or before.preset == "callbacks":
            from nextcall.cli import taking  # noqa: PLC0415 (without a list there is nobody to look up)

            action = taking.with_contact(action, before, self._desk, self._folders)
            who = taking.who(action.contact) if isinstance(action, Dial | Tag) else ""
        action, promise = with_promise(action, before, None, self._desk, self._folders)
        after = self._desk.do(action)
        at = self._clock.now()
        refused = len(self._desk.refused)
        saved = self._save()
        if len(self._desk.refused) > refused:
            return "Another program was quicker; that does not fit any more."
        sentence = happened(action, before, self._desk.session or after, at) + (f": {who}" if who else "") + promise
        return sentence if saved else self._unsaved(sentence)

    def _saved(self, sentence: str) -> str:
        return sentence if self._save() else self._unsaved(sentence)

    def _unsaved(self, sentence: str) -> str:
        waiting = self._desk.view().waiting
        return f"{sentence}. {waiting} not on disk: {self._desk.trouble}; tried again with the next line."

    def _save(self) -> bool:
        saved = self._desk.settle()
        for note in (*self._desk.notes, *self._desk.asides()):
            data(note)
        self._desk.notes.clear()
        return saved

    def _status(self, session: Session) -> str:
        from nextcall.cli.status import plain  # noqa: PLC0415 (only on request)
        from nextcall.storage.atomic import Identity  # noqa: PLC0415 (the same)
        from nextcall.storage.summary_line import status_fields  # noqa: PLC0415 (the same)

        return plain(status_fields(session, "", Identity(0, 0, 0)), self._clock.now().timestamp())

    # ---- the planned end

    def _wait_for_the_end(self) -> None:
        """Have the planned end told when it comes, or now where it has come by calls."""
        self._no_bell()
        session = self._desk.session
        if self._over or session is None or session.state == State.PAUSED or session.goal is None:
            return
        now = progress(session, self._clock.now())
        if now is None:
            return
        if now.reached:
            self._tell_the_end()
        elif session.goal.kind == "minutes":
            self._bell = Timer(now.left + 0.05, self._tell_the_end)
            self._bell.daemon = True
            self._bell.start()

    def _no_bell(self) -> None:
        if self._bell is not None:
            self._bell.cancel()

    def _tell_the_end(self) -> None:
        self._over = True
        session = self._desk.session
        busy = session is not None and session.live is not None
        ring = "\a" if sys.stdout.isatty() else ""
        data(f"{ring}Time. Finish this call in peace." if busy else f"{ring}Time. The session runs on until q ends it.")
        sys.stdout.flush()

    # ---- the end

    def _leave(self) -> int:
        if not self._desk.settle():
            talk(f"not saved: {self._desk.trouble}")
            talk(f"what is not on disk was put into {self._desk.rescue(self._rescue_folders())}")
            return 1
        talk(RESUMED_BY)
        return 0

    def _rescue_folders(self) -> tuple[str, ...]:
        from os.path import expanduser  # noqa: PLC0415 (only in an emergency)
        from tempfile import gettempdir  # noqa: PLC0415 (the same)

        return self._folders.cache, expanduser("~"), gettempdir()

    def _summary(self) -> int:
        session = self._desk.session
        if session is None:
            talk("Another program dropped the session.")
            return 1
        if self._desk.trouble:
            return self._leave()
        from nextcall.exchange.summary import as_text  # noqa: PLC0415 (only at the end)

        data(as_text(session, session.ended_at or self._clock.now(), self._against_own(session)))
        return 0

    def _against_own(self, session: Session) -> tuple[str, ...]:
        """What the inputs are by the limits of the sessions before; where those cannot be read, why."""
        from nextcall.cli.history import opened  # noqa: PLC0415 (only at the end)
        from nextcall.stats.inputs_words import sentences  # noqa: PLC0415 (the same)
        from nextcall.storage.index.earlier import against_earlier  # noqa: PLC0415 (the same)

        try:
            with opened(self._folders) as index:
                return sentences(against_earlier(index, session))
        except OSError as error:
            return (f"The sessions before this one cannot be read: {error.strerror or error}.",)
        except KeyboardInterrupt:
            return ("Left out: the sessions before this one were not all read.",)

"""The desk: the open session, what is on its way to disk, and what is there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from nextcall.core import actions
from nextcall.core.session import Session, State
from nextcall.core.undo import Workbench
from nextcall.desk import ways
from nextcall.desk.disk import Came, Disk, Stood
from nextcall.desk.event import Event, follow
from nextcall.errors import InputError, NoSessionError, NotAllowedError, StorageError

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    from nextcall.clock import Clock
    from nextcall.core.actions import Action
    from nextcall.desk.hooks.herald import Herald
    from nextcall.desk.saver import Saver
else:
    from nextcall.named import NamedTuple


class View(NamedTuple):
    """What a front end shows: both truths, and what lies between them."""

    session: Session | None
    """With everything that was done, saved or not."""
    saved: Session | None
    """As it is on disk."""
    waiting: int = 0
    """Events that are not on disk yet."""
    trouble: str = ""
    """Why the last save failed; empty where it did not."""
    can_undo: bool = False
    can_redo: bool = False


class Desk:
    """One open session, driven by keys or commands.

    `do` shows at once and saves soon; `view` tells the two apart. Without a saver thread
    (`work_in_background`) nothing is saved until `settle` is called, as the commands do.
    """

    def __init__(self, disk: Disk, clock: Clock) -> None:
        self.disk = disk
        self.clock = clock
        self.notes: list[str] = []
        """Sentences for the user, in the order in which they came up; whoever shows them takes them out."""
        self.refused: list[Event] = []
        """Events that were followed here but not on disk: another program had been quicker."""
        self.on_change: Callable[[], None] = lambda: None
        """Called after each save, failed or not, from whichever thread saved."""
        self.herald: Herald | None = None
        """Tells the user's own programs what is on disk; None where there are none."""
        self._stood: Stood | None = None
        self._shown: Workbench | None = None
        self._beginning: Session | None = None
        self._waiting: list[Event] = []
        self._work = 0
        """Counts the sessions that were worked on: a save that comes back late is of none but its own."""
        self._trouble = ""
        self._over = False
        """Whether an ended session was saved that the call lists do not have yet."""
        self._guard: AbstractContextManager[Any] = nullcontext()
        self._saver: Saver | None = None

    # ---- which session

    def find_open(self) -> Session | None:
        """The session that was left open, if there is one; raises `StorageError` where its file does not fit."""
        found = self.disk.find_open()
        return found.bench.session if found else None

    def take_up(self) -> Session:
        """Go on with the session that was left open; raises `NoSessionError` or `StorageError`."""
        found = self.disk.find_open()
        if found is None:
            raise NoSessionError("There is no open session.", "nextcall start opens one.")
        self._work_on(found, found.bench)
        self.clock.not_before(found.bench.session.last_event_at)
        return found.bench.session

    def open_ended(self, path: str) -> Session:
        """Work on a session that has ended: its summary, corrections, their undo. Raises `StorageError`."""
        found = self.disk.open_ended(path)
        self._work_on(found, found.bench)
        return found.bench.session

    def begin(self, session: Session) -> None:
        """Start a new session; it is on disk with the next save."""
        self._work_on(None, Workbench(session), session)
        self._wake()

    def put_down(self) -> None:
        """Let go of the session; the file stays as it is. Nothing may be waiting."""
        self._work_on(None, None)

    def _work_on(self, stood: Stood | None, shown: Workbench | None, beginning: Session | None = None) -> None:
        with self._guard:
            self._stood, self._shown, self._beginning = stood, shown, beginning
            self._waiting, self._trouble = [], ""
            self._work += 1

    def drop_open(self) -> str:
        """Move the open session to the trash; returns where it is. Raises `NoSessionError` or `OSError`."""
        found = self.disk.find_open()
        if found is None:
            raise NoSessionError("There is no open session.")
        self.put_down()
        return self.disk.drop(found)

    # ---- what is done to it

    @property
    def session(self) -> Session | None:
        """The session with everything that was done to it."""
        shown = self._shown
        return shown.session if shown else None

    def view(self) -> View:
        """What there is to show."""
        with self._guard:
            shown, stood = self._shown, self._stood
            return View(
                shown.session if shown else None,
                stood.bench.session if stood else None,
                len(self._waiting) + (self._beginning is not None),
                self._trouble,
                bool(shown and ways.can_undo(shown)),
                bool(shown and ways.can_redo(shown)),
            )

    def do(self, action: Action) -> Session:
        """Do something now. Raises as `apply` does, or `NoSessionError`."""
        self.notice_sleep()
        return self._follow(Event(action, self.clock.now()))

    def undo(self) -> Session:
        """Take the last thing back, of an ended session the last correction; raises `NotAllowedError` at the beginning."""
        return self._follow(Event(None, self.clock.now(), ways.way_back(self.session)))

    def redo(self) -> Session:
        """Do again what was taken back; raises `NotAllowedError` where there is nothing."""
        return self._follow(Event(None, self.clock.now(), ways.way_forward(self.session)))

    def last_done(self) -> str:
        """What `undo` would take back, in a word or two."""
        return ways.last_done(self._shown) if self._shown else ""

    def last_undone(self) -> str:
        """What `redo` would do again, in a word or two."""
        return ways.last_undone(self._shown) if self._shown else ""

    def notice_sleep(self) -> float:
        """Make a pause of the time that the machine slept; returns its seconds."""
        slept = self.clock.slept()
        if slept and self.session is not None and self.session.state in (State.READY, State.ON_CALL, State.WRAP_UP):
            self._follow(Event(actions.Away(slept), self.clock.now()))
            self.notes.append(f"The machine was asleep for {_minutes(slept)}: suspended, not counted.")
            return slept
        return 0.0

    def _follow(self, event: Event) -> Session:
        with self._guard:
            if self._shown is None:
                raise NoSessionError("There is no open session.", "nextcall start opens one.")
            before, self._shown = self._shown, follow(self._shown, event)
            self._waiting.append(event._replace(seen=(before, self._shown)))
            session = self._shown.session
        self._wake()
        return session

    # ---- how it gets to disk

    def changed_elsewhere(self) -> bool:
        """Whether another program has changed the session's file since it was last read."""
        stood = self._stood
        return stood is not None and not self._waiting and self.disk.changed(stood)

    def look_again(self) -> None:
        """Read what another program has changed, in the saver's own time."""
        self._wake()

    def save(self) -> bool:
        """Bring to disk what is waiting, and here what others changed; whether that worked."""
        with self._guard:
            work, stood, beginning, events = self._work, self._stood, self._beginning, list(self._waiting)
        stamp = f"{self.clock.now():%Y%m%dT%H%M%S}"
        try:
            if beginning is not None:
                began = self.disk.begin(beginning, stamp)
                self._settle(work, began, 0)
                self._tell(began)
                stood = began.stood if events else None
            if stood is not None:
                came = self.disk.bring(stood, events, stamp)
                self._settle(work, came, len(events))
                self._tell(came)
                self._over = self._over or bool(events and came.stood and came.stood.bench.session.state == State.ENDED)
        except (OSError, StorageError) as error:
            with self._guard:
                if work == self._work:
                    self._trouble = _why(error)
            return False
        return True

    def _settle(self, work: int, came: Came, events: int) -> None:
        with self._guard:
            if work != self._work:
                return
            self._stood, self._beginning, self._trouble = came.stood, None, ""
            self.notes.extend(came.notes)
            self.refused.extend(came.refused)
            waiting, self._waiting = self._waiting[events:], []
            bench = came.stood.bench if came.stood else None
            for event in waiting:
                try:
                    bench = follow(bench, event) if bench else None
                except (NotAllowedError, InputError):
                    continue
                self._waiting.append(event)
            self._shown = bench

    def _tell(self, came: Came) -> None:
        if self.herald is not None:
            self.herald.tell(came.done)

    def asides(self) -> list[str]:
        """What hooks have to say: sentences for a quiet moment; whoever shows them has taken them out."""
        return self.herald.news() if self.herald is not None else []

    def dismiss(self) -> None:
        """The program is about to end: hooks that still wait are run without it."""
        if self.herald is not None:
            self.herald.finish()

    def settle(self, seconds: float = 0.0) -> bool:
        """Wait until everything is on disk, at most so long; without a saver thread, save now."""
        if self._saver is not None:
            return self._saver.settle(seconds)
        saved = self.save()
        self.tidy()
        return saved

    def tidy(self) -> None:
        """After an ended session was saved, with nobody waiting: let the call lists have what it did."""
        if self._over:
            self._over = False
            self.disk.settle_lists()

    def work_in_background(self) -> None:
        """From now on a thread saves, and tries again every second where it cannot."""
        from nextcall.desk.saver import Saver, guard  # noqa: PLC0415 (commands do without threads)

        self._guard = guard()
        self._saver = Saver(self)
        self._saver.start()
        if self.herald is not None:
            self.herald.work_in_background(self._heard)

    def _heard(self) -> None:
        self.on_change()

    def _wake(self) -> None:
        if self._saver is not None:
            self._saver.wake()

    def rescue(self, folders: tuple[str, ...]) -> str:
        """Where what could not be saved was put instead; empty where all is on disk. Raises `StorageError`."""
        with self._guard:
            shown, stood = self._shown, self._stood
            if shown is None or not (self._waiting or self._beginning):
                return ""
            return self.disk.rescue(stood or Stood(shown, self.disk.sessions.current), shown, folders)

    @property
    def path(self) -> str:
        """Where the session stands on disk; empty where it does not yet."""
        return self._stood.path if self._stood else ""

    @property
    def trouble(self) -> str:
        """Why the last save failed; empty where it did not."""
        return self._trouble


def _why(error: OSError | StorageError) -> str:
    return error.message if isinstance(error, StorageError) else (error.strerror or type(error).__name__)


def _minutes(seconds: float) -> str:
    return f"{round(seconds / 60)} min" if seconds >= 90 else f"{round(seconds)} s"  # noqa: PLR2004 (1.5 min reads as 2)

"""The session's screen: five states, one place for everything."""

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from nextcall.core.durations import pause_seconds
from nextcall.core.goals import progress
from nextcall.core.session import Session, State
from nextcall.tui.beat import Beat
from nextcall.tui.keymap import keys_named
from nextcall.tui.screens import session_lines as drawn
from nextcall.tui.screens.beside import Beside
from nextcall.tui.screens.notices import breath_line
from nextcall.tui.screens.session_card import card
from nextcall.tui.screens.session_keys import SessionKeys
from nextcall.tui.screens.session_lines import Scene
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, broken

if TYPE_CHECKING:
    from textual.timer import Timer

    from nextcall.tui.shape import Shape

FRAME, AT_ONCE = 1 / 30, 4
"""In a flood of keys: so many pictures are shown at once in so many seconds, the next ones wait."""
MOMENT = 0.02
"""Seconds that the picture of who comes next waits for the one that counts the call: two would only be in each other's way."""
_STEPS = ("step_done", "step_skip")
"""Actions whose keys stand beside the present step of the process."""
PATIENCE = 0.4
"""Seconds that a save may take before the screen speaks of it."""


class SessionScreen(Beside, SessionKeys):
    """One session: its states, its keys, its numbers."""

    SCOPE = "session"
    CSS_PATH = "session.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._beat = Beat(self, self.on_tick)
        self._ticking = ""
        self._planned: Timer | None = None
        self._waits: Timer | None = None
        """The picture that waits for a save."""
        self._shown_at: deque[float] = deque()
        self._unsaved: Session | None = None
        self._basis: tuple[object, ...] = ()
        self._time_basis: tuple[object, ...] = ()
        self._keys_basis: tuple[object, ...] = ()
        self._numbers: Lines = ()
        self._value: Lines = ()
        self._pad: tuple[Shape, int] | None = None

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom; the pad and the keys never move."""
        yield self.part("top")
        yield self.part("clock")
        yield self.part("bar")
        yield self.part("heartbeat")
        yield self.part("numbers")
        yield self.part("value")
        yield self.part("card")
        yield self.part("notice")
        yield self.part("hint")
        yield self.part("pad")
        yield self.part("keys")

    def on_mount(self) -> None:
        """Begin to show the time; what there is to say stands until the first key."""
        self.notices.say(self.said, self.desk.clock.monotonic())
        self.take_notes()
        self.start_looking()
        self._show()

    def on_unmount(self) -> None:
        """Stop showing it."""
        self.root.show_progress(None)
        self.stop_looking()

    # ---- time

    def on_tick(self) -> None:
        """Once a second, just after the shown second changes: look at clocks and files, then draw."""
        if self.desk.notice_sleep():
            self.take_notes()
        if self.desk.changed_elsewhere():
            self.desk.look_again()
        self.watch_people()
        self._ring_when_it_is_time()
        self.draw_for_the_time()

    def time_shown(self) -> object:
        """Every second, but in a pause with all of it on disk: there the minute, those of the pause and of the end, and what was said a while ago."""
        session, now = self.desk.session, self.desk.clock.now()
        if session is None or session.state != State.PAUSED or self.desk.view().waiting:
            return now
        done = progress(session, now)
        end = now + timedelta(seconds=done.left) if done else now
        return super().time_shown(), pause_seconds(session, now) // 60, end.minute, self.notices.said(self.desk.clock.monotonic())

    def draw_for_the_time(self) -> None:
        """Show what differs, and wake up again when the next second is to be shown."""
        super().draw_for_the_time()
        if not self._beat.waiting and self.is_attached:
            self._tick_again(self._ticking, -1)

    def _tick_again(self, state: str, seconds: float) -> None:
        """Wake up when the next second of the clock that runs in a state is to be shown; negative: nothing runs."""
        if not self._beat.waiting or state != self._ticking:
            self._ticking = state
            self._beat.again(1.0 if seconds < 0 else 1.01 - seconds % 1)

    def _ring_when_it_is_time(self) -> None:
        """The planned end makes itself heard, as do callbacks; never into a call."""
        self.root.alerts.look()
        session = self.desk.session
        if self.rung or session is None or session.live is not None or not self.time_is_up():
            return
        self.rung = True
        self.root.alerts.end(session)

    # ---- drawing

    def _scene(self, session: Session) -> Scene:
        saved = self.desk.view().saved or self._nothing_yet(session)
        return Scene(
            session, saved, self.desk.clock.now(), self.shape, self.zen, self.config.session.present, self.config.ui.clock, self.blink,
            self._pad_rows(session), self.listed, self.shown_who(session), keys_named(self.config, _STEPS),
        )  # fmt: skip

    def _pad_rows(self, session: Session) -> int:
        """Rows that the outcomes take; the same for as long as the screen has its size."""
        if self._pad is None or self._pad[0] != self.shape:
            self._pad = self.shape, drawn.pad_rows(session, self.shape)
        return self._pad[1]

    def _nothing_yet(self, session: Session) -> Session:
        """A session that is not on disk yet counts nothing."""
        if self._unsaved is None or self._unsaved.id != session.id:
            self._unsaved = session._replace(calls=())
        return self._unsaved

    def draw(self) -> None:
        """Show everything soon: at once after a rest, and at most so many times a second in a flood of keys."""
        if self._planned is not None:
            return
        now = self.desk.clock.monotonic()
        while self._shown_at and now - self._shown_at[0] >= FRAME:
            self._shown_at.popleft()
        if len(self._shown_at) < AT_ONCE:
            self._show()
        else:
            self._planned = self.set_timer(FRAME, self._show)

    def draw_with_the_save(self) -> None:
        """Show who comes next in the one picture that counts the call; a slow disk does not keep it longer than a moment."""
        if self._planned is None and self._waits is None:
            self._waits = self.set_timer(MOMENT, self._show)

    def _show(self) -> None:
        """Show everything as it is now."""
        if self._waits is not None:
            self._waits.stop()
        self._planned = self._waits = None
        session = self.desk.session
        if not self.is_attached or session is None:
            return
        scene = self._scene(session)
        self.set_class(scene.in_call, "-call")
        self.set_class(scene.tight, "-tight")
        self.set_class(scene.listed, "-listed")
        reading = drawn.reading(scene)
        self._show_running(scene, reading)
        self._show_counted(scene)
        self._show_notice(scene)
        self._show_keys(scene)
        self._shown_at.append(self.desk.clock.monotonic())
        self._tick_again(session.state, reading.seconds)

    def _show_running(self, scene: Scene, reading: drawn.Reading) -> None:
        """What goes with the time and the call: drawn anew when the clock says something else, or anything but the calls has changed."""
        nobody = self.nobody() if scene.listed else ""
        basis = (reading.text, reading.word, nobody, drawn.without_calls(scene))
        if basis == self._time_basis:
            return
        self._time_basis = basis
        self.part("top").show((drawn.top(scene),))
        self.part("clock").show(drawn.clock(scene))
        self.part("bar").show(drawn.share_done(scene))
        self.part("card").show(card(scene))
        self.part("hint").show(drawn.coming(scene, self._hint(scene), nobody) if scene.listed else (self._hint(scene),))
        self.root.name_window(drawn.window_title(scene))
        self._show_progress(scene)

    def _show_progress(self, scene: Scene) -> None:
        """The terminal's own sign of how much of a planned time is over; on the line it stands still."""
        session = scene.session
        if session.live is not None or not self.config.notify.progress:
            return
        timed = session.goal is not None and session.goal.kind == "minutes"
        done = progress(session, scene.now) if timed else None
        self.root.show_progress(int(done.share * 100) if done else None, paused=session.state == State.PAUSED)

    def _show_keys(self, scene: Scene) -> None:
        """The line of keys; it depends on the state, the room and the word at its end."""
        basis = (scene.session.state, scene.shape, bool(scene.who and scene.who.person.phone), saved := self._saved())
        if basis != self._keys_basis:
            self._keys_basis = basis
            self.part("keys").show((self.keybar(saved),))

    def _show_counted(self, scene: Scene) -> None:
        """What does not change with the time: drawn anew only after something was saved."""
        basis = (scene.saved, scene.shape, scene.zen, scene.quiet, scene.blink, scene.listed)
        if self._basis and basis[0] is self._basis[0] and basis[1:] == self._basis[1:]:
            return
        self._basis = basis
        self.part("heartbeat").show(drawn.heartbeat(scene))
        self._numbers, self._value = drawn.live_numbers(scene), drawn.value_line(scene)
        self.part("numbers").show(self._numbers)
        self.part("pad").show(drawn.outcomes(scene))
        self.show_beside(self._last_calls(scene) if scene.shape.broad else ())

    def _last_calls(self, scene: Scene) -> Lines:
        """What stands at the right of a very wide screen: with the numbers it is off, too."""
        from nextcall.tui.screens.beside_lines import last_calls  # noqa: PLC0415 (few screens are so wide)

        return () if scene.zen or scene.quiet else last_calls(scene.saved, self.cells_beside(), self.rows_beside(), scene.clock)

    def _show_notice(self, scene: Scene) -> None:
        """The quiet line; a long sentence has the line above it too, whatever stands there otherwise."""
        compact = scene.shape.compact
        alone = scene.shape.tiny or (compact and scene.listed and scene.tight and not scene.in_call)
        rows = broken(self._notice(scene), scene.shape.cells, 1 if alone else 2)
        above = len(rows) > 1 and not scene.in_call
        if compact and scene.listed:
            self.part("bar").show(rows[:1] if above else drawn.share_done(scene))
        elif compact:
            self.part("numbers").show((*self._numbers[:-1], rows[0]) if above else self._numbers)
        else:
            self.part("value").show(rows[:1] if above else self._value)
        self.part("notice").show(rows[1:] if above else rows)

    def _notice(self, scene: Scene) -> Line:
        """The one quiet line: trouble first, then what was said last, then what lasts."""
        view, now = self.desk.view(), self.desk.clock.monotonic()
        if view.trouble:
            again = "" if scene.shape.compact else ". Trying again every second."
            return (Span("Not on disk: ", "warning"), Span(view.trouble + again))
        if said := self.notices.said(now, in_call=scene.in_call):
            return (Span(said, "muted"),)
        if breath := breath_line(scene.session, scene.now, scene.shape.cells):
            return breath
        if self.idle():
            return (Span(self.idle_offer(), "muted"),)
        done = progress(scene.saved, scene.now)
        if done is not None and done.reached:
            in_call = scene.session.live is not None
            return (Span("Time. Finish this call in peace." if in_call else "Time. End when you are ready.", "accent"),)
        return self._value[0] if scene.shape.compact else EMPTY

    def _hint(self, scene: Scene) -> Line:
        """What comes next, in the same words after a no and after a yes."""
        words = {State.READY: "next call", State.PAUSED: "resume"}.get(scene.session.state)
        if words is None:
            return (Span("One key tags it.", "muted"),) if scene.session.state == State.WRAP_UP else EMPTY
        return (Span(self._key("dial")[0].text, "accent-strong", "dial"), Span(f"  {words}", "", "dial"))

    def _saved(self) -> Line:
        """What is on disk and what is not; a save that is merely on its way is not worth a word."""
        view, now = self.desk.view(), self.desk.clock.monotonic()
        saved = (Span("●" if self.shape.compact else "saved ●", "faint"),)
        if not view.waiting:
            self.late_since = None
            return saved
        if self.late_since is None:
            self.late_since = now
        if view.trouble or now - self.late_since > PATIENCE:
            return (Span(f"{view.waiting} not on disk", "warning"),)
        return saved

    # ---- what happened

    def desk_changed(self) -> None:
        """Something was saved, or another program did something."""
        session, last = self.desk.session, self.desk.notes[-1:]
        self.take_notes()
        if session is None:
            self.root.go_home("The session is not open any more.")
        elif session.state == State.ENDED and not self.desk.view().waiting:
            self.root.show_summary("".join(last))
        else:
            self._ring_when_it_is_time()
            self.draw()

"""The session's screen: five states, one place for everything."""

from collections import deque
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from nextcall.core import actions as do
from nextcall.core.actions import WHAT, Action
from nextcall.core.goals import progress
from nextcall.core.machine import allowed
from nextcall.core.outcomes import Outcome
from nextcall.core.session import Session, State
from nextcall.core.value import earned
from nextcall.errors import NextcallError
from nextcall.tui.repeat import RepeatGuard
from nextcall.tui.screens import session_lines as drawn
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.notices import Notices, breath_line
from nextcall.tui.screens.questions import Questions
from nextcall.tui.screens.session_lines import Scene
from nextcall.tui.widgets.lines import EMPTY, Line, Span
from nextcall.tui.words import time_text

if TYPE_CHECKING:
    from textual.timer import Timer

NEEDS: dict[str, type] = {
    "note": do.Note,
    "amount": do.Amount,
    "reason": do.Reason,
    "drop": do.Drop,
    "step_done": do.StepDone,
    "step_skip": do.StepSkipped,
    "step_back": do.StepBack,
    "asked": do.Asked,
    "learned": do.Learned,
    "bright": do.Bright,
    "introduced": do.Introduce,
    "referral": do.Help,
    "useful": do.Help,
    "thanked": do.Help,
    "breath": do.Breathe,
    "park": do.Park,
    "longer": do.Replan,
    "shorter": do.Replan,
    "end": do.End,
}
"""Which action a key needs to be allowed. Keys that are not here look for themselves."""
FOOTERS: dict[str, tuple[str, ...]] = {
    State.READY: ("undo", "correct", "pause", "park", "zen", "end", "note", "bright", "breath", "leave"),
    State.ON_CALL: ("dial", "note", "bright", "drop", "undo", "park"),
    State.WRAP_UP: ("note", "bright", "drop", "pause", "undo", "park"),
    State.PAUSED: ("dial", "undo", "correct", "end", "leave"),
}
"""What the line of keys names in each state; the last ones give way first."""
FRAME, AT_ONCE = 1 / 30, 4
"""In a flood of keys: so many pictures are shown at once in so many seconds, the next ones wait."""
PATIENCE = 0.4
"""Seconds that a save may take before the screen speaks of it."""


class SessionScreen(Questions, KeyScreen):
    """One session: its states, its keys, its numbers."""

    SCOPE = "session"
    CSS_PATH = "session.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.notices = Notices()
        self.guard = RepeatGuard(self.config.session.repeat_guard_ms)
        self.zen = 0
        self._blink = ""
        self._tick: Timer | None = None
        self._ticking = ""
        self._planned: Timer | None = None
        self._shown_at: deque[float] = deque()
        self._unsaved: Session | None = None
        self._basis: tuple[object, ...] = ()
        self._keys_basis: tuple[object, ...] = ()
        self._last_key = self.desk.clock.now()
        self._rung = self._time_is_up()
        self._late_since: float | None = None

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
        """Begin to show the time."""
        self._take_notes()
        self._show()

    def on_unmount(self) -> None:
        """Stop showing it."""
        if self._tick is not None:
            self._tick.stop()

    # ---- time

    def on_tick(self) -> None:
        """Once a second, just after the shown second changes: look at clocks and files, then draw."""
        self._tick = None
        if self.desk.notice_sleep():
            self._take_notes()
        if self.desk.changed_elsewhere():
            self.desk.look_again()
        self._ring_when_it_is_time()
        self._show()

    def _tick_again(self, scene: Scene) -> None:
        """Wake up when the next second of the clock that runs now is to be shown."""
        seconds = drawn.reading(scene).seconds
        if self._tick is not None:
            if scene.session.state == self._ticking:
                return
            self._tick.stop()
        self._ticking = scene.session.state
        self._tick = self.set_timer(1.0 if seconds < 0 else 1.01 - seconds % 1, self.on_tick)

    def _time_is_up(self) -> bool:
        session = self.desk.session
        done = progress(session, self.desk.clock.now()) if session else None
        return done is not None and done.reached

    def _ring_when_it_is_time(self) -> None:
        """The bell at the planned end; never into a call."""
        session = self.desk.session
        if self._rung or session is None or session.live is not None or not self._time_is_up():
            return
        self._rung = True
        if "bell" in self.config.notify.end:
            self.root.ring()

    # ---- drawing

    def _scene(self, session: Session) -> Scene:
        view = self.desk.view()
        return Scene(
            session,
            view.saved or self._nothing_yet(session),
            self.desk.clock.now(),
            self.shape,
            self.zen,
            self.config.session.present,
            self.config.ui.clock,
            self._blink,
        )

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

    def _show(self) -> None:
        """Show everything as it is now."""
        self._planned = None
        session = self.desk.session
        if not self.is_attached or session is None:
            return
        scene = self._scene(session)
        self.set_class(scene.in_call, "-call")
        self.part("top").show((drawn.top(scene),))
        self.part("clock").show(drawn.clock(scene))
        self.part("bar").show(drawn.share_done(scene))
        self.part("card").show(drawn.card(scene))
        self.part("notice").show((self._notice(scene),))
        self.part("hint").show((self._hint(scene),))
        self._show_counted(scene)
        self._show_keys(scene)
        self.root.name_window(drawn.window_title(scene))
        self._shown_at.append(self.desk.clock.monotonic())
        self._tick_again(scene)

    def _show_keys(self, scene: Scene) -> None:
        """The line of keys; it depends on the state, the room and the word at its end."""
        basis = (scene.session.state, scene.shape, saved := self._saved())
        if basis != self._keys_basis:
            self._keys_basis = basis
            self.part("keys").show((self.keybar(saved),))

    def _show_counted(self, scene: Scene) -> None:
        """What does not change with the time: drawn anew only after something was saved."""
        basis = (scene.saved, scene.shape, scene.zen, scene.quiet, scene.blink)
        if self._basis and basis[0] is self._basis[0] and basis[1:] == self._basis[1:]:
            return
        self._basis = basis
        self.part("heartbeat").show(drawn.heartbeat(scene))
        self.part("numbers").show(drawn.live_numbers(scene))
        self.part("value").show(drawn.value_line(scene))
        self.part("pad").show(drawn.outcomes(scene))

    def _notice(self, scene: Scene) -> Line:
        """The one quiet line: trouble first, then what was said last, then what lasts."""
        view, now = self.desk.view(), self.desk.clock.monotonic()
        if view.trouble:
            return (Span("Not on disk: ", "warning"), Span(f"{view.trouble}. Trying again every second."))
        if said := self.notices.said(now):
            return (Span(said, "muted"),)
        if breath := breath_line(scene.session, scene.now, scene.shape.cells):
            return breath
        if self._idle():
            return (Span(self._idle_offer(), "muted"),)
        done = progress(scene.saved, scene.now)
        if done is not None and done.reached:
            in_call = scene.session.live is not None
            return (Span("Time. Finish this call in peace." if in_call else "Time. End when you are ready.", "accent"),)
        return drawn.value_line(scene)[0] if scene.shape.compact else EMPTY

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
            self._late_since = None
            return saved
        if self._late_since is None:
            self._late_since = now
        if view.trouble or now - self._late_since > PATIENCE:
            return (Span(f"{view.waiting} not on disk", "warning"),)
        return saved

    # ---- what happened

    def desk_changed(self) -> None:
        """Something was saved, or another program did something."""
        session = self.desk.session
        self._take_notes()
        if session is None:
            self.root.go_home("The session is not open any more.")
        elif session.state == State.ENDED and not self.desk.view().waiting:
            self.root.show_summary()
        else:
            self._ring_when_it_is_time()
            self.draw()

    def _take_notes(self) -> None:
        while self.desk.notes:
            self.notices.say(self.desk.notes.pop(0), self.desk.clock.monotonic())

    def say(self, words: str) -> None:
        """Say something in the quiet line, for a while."""
        self.notices.say(words, self.desk.clock.monotonic())
        self.draw()

    def perform(self, action: Action, said: str = "") -> bool:
        """Do something; whether it was possible. What is refused is said in the quiet line."""
        before, now = self.desk.session, self.desk.clock.monotonic()
        quiet = not said and not self.notices.said(now)
        try:
            after = self.desk.do(action)
        except NextcallError as error:
            self.say(error.message)
            return False
        self.notices.forget()
        self._take_notes()
        if said:
            self.notices.say(said, now)
        if not (quiet and _looks_alike(before, after)):
            self.draw()
        return True

    def _idle(self) -> bool:
        """Whether nobody was here for a while, between calls."""
        session = self.desk.session
        if session is None or session.state != State.READY:
            return False
        since = max(self._last_key, session.last_event_at)
        return (self.desk.clock.now() - since).total_seconds() >= self.config.session.idle_minutes * 60

    def _idle_offer(self) -> str:
        session = self.desk.session
        since = max(self._last_key, session.last_event_at) if session else self._last_key
        at = time_text(since, self.config.ui.clock)
        pause, end = self._key("pause")[0].text, self._key("end")[0].text
        return f"No key since {at}.   {pause} pause from then   {end} end then   any other key goes on"

    # ---- keys

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        session = self.desk.session
        if session is None:
            return False
        in_call = session.live is not None
        match name:
            case "dial":
                return session.state in (State.READY, State.ON_CALL, State.PAUSED)
            case "asked" | "learned":
                return in_call
            case "step_done" | "step_skip" | "step_back":
                return in_call and bool(session.steps)
        needed = do.Tag if name.startswith("outcome.") else NEEDS.get(name)
        return super().can(name) if needed is None else needed in allowed(session)

    def footer(self) -> tuple[str, ...]:
        """What the line of keys names now."""
        return FOOTERS.get(self.desk.session.state, ()) if self.desk.session else ()

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        session = self.desk.session
        if name == "dial" and session is not None:
            return {State.ON_CALL: "hang up", State.PAUSED: "resume"}.get(session.state, "next call")
        return super().label(name)

    def act(self, name: str) -> None:
        """Do an action by its id; a key after a long silence first answers whether it was one."""
        since, was_idle = self._last_key, self._idle()
        self._last_key = self.desk.clock.now()
        if was_idle and name in ("pause", "end"):
            session = self.desk.session
            since = max(since, session.last_event_at) if session else since
            self.perform(do.Pause("idle", since) if name == "pause" else do.End(at=since))
            return
        if name.startswith("outcome."):
            self._tag(name.removeprefix("outcome."))
            return
        self.guard.held(name, self.desk.clock.monotonic())
        super().act(name)

    def outcomes_now(self) -> tuple[Outcome, ...]:
        """The outcomes that can be tagged here."""
        return self.desk.session.outcomes if self.desk.session else ()

    def _tag(self, outcome: str) -> None:
        if self.guard.held("outcome." + outcome, self.desk.clock.monotonic()):
            self._blinks(outcome)
            return
        self.perform(do.Tag(outcome))

    def _blinks(self, outcome: str) -> None:
        """A key that is held down is seen, and ignored."""
        self._blink = outcome
        self.draw()
        self.set_timer(0.15, self._blinked)

    def _blinked(self) -> None:
        self._blink = ""
        self.draw()

    def do_dial(self) -> None:
        """Dial, hang up or resume, by the state."""
        session = self.desk.session
        if session is not None:
            steps: dict[str, Action] = {State.READY: do.Dial(), State.ON_CALL: do.HangUp(), State.PAUSED: do.Resume()}
            self.perform(steps[session.state])

    def do_drop(self) -> None:
        """Take the call in progress away."""
        self.perform(do.Drop(), f"Dropped. {self._key('undo')[0].text} brings it back.")

    def do_undo(self) -> None:
        """Take the last thing back."""
        self._go(back=True)

    def do_redo(self) -> None:
        """Do again what was taken back."""
        self._go(back=False)

    def _go(self, *, back: bool) -> None:
        what = self.desk.last_done()
        try:
            _ = self.desk.undo() if back else self.desk.redo()
        except NextcallError as error:
            self.say(error.message)
            return
        self.notices.say(f"Taken back: {what}." if back else f"Done again: {self.desk.last_done()}.", self.desk.clock.monotonic())
        self.draw()

    def do_breath(self) -> None:
        """Breathe for 30 s; again: 60, 90."""
        session = self.desk.session
        seconds = 30
        if session and session.breaths and session.breaths[-1].ended_at is None and breath_line(session, self.desk.clock.now(), 40):
            seconds = session.breaths[-1].seconds % 90 + 30
        self.perform(do.Breathe(seconds))

    def do_zen(self) -> None:
        """Numbers off; then the clock; then all on again."""
        self.zen = (self.zen + 1) % 3
        self.draw()

    def do_value(self) -> None:
        """The value earned, for three seconds; never on the line."""
        session = self.desk.view().saved
        if session is None or session.live is not None:
            return
        total = earned(session)
        self.notices.say(total or "No formula is stated: [formula] in the configuration.", self.desk.clock.monotonic(), 3)
        self.draw()
        self.set_timer(3.05, self.draw)

    def do_longer(self) -> None:
        """One step longer."""
        self._replan(1)

    def do_shorter(self) -> None:
        """One step shorter."""
        self._replan(-1)

    def _replan(self, steps: int) -> None:
        if self.perform(do.Replan(steps), f"{WHAT[do.Replan].capitalize()}."):
            self._rung = self._time_is_up()

    def do_end(self) -> None:
        """End the session; the summary follows once it is on disk."""
        self.perform(do.End())


def _looks_alike(before: Session | None, after: Session) -> bool:
    """Whether a tap changed nothing but counters, which wait for the disk: one picture is enough then."""
    if before is None or not before.state == after.state == State.READY:
        return False
    return len(before.calls) != len(after.calls)

"""What the keys of the session's screen do."""

from nextcall.core import actions as do
from nextcall.core.actions import WHAT, Action
from nextcall.core.goals import progress
from nextcall.core.machine import allowed
from nextcall.core.outcomes import Outcome
from nextcall.core.session import Session, State
from nextcall.core.value import earned
from nextcall.errors import NextcallError
from nextcall.figures import amount
from nextcall.tui.repeat import RepeatGuard
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.notices import Notices, breath_line
from nextcall.tui.screens.questions import Questions
from nextcall.tui.screens.session_promises import SessionPromises
from nextcall.tui.words import time_text

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
    State.READY: ("undo", "find_person", "open_phone", "correct", "pause", "park", "zen", "end", "note", "bright", "breath", "next_callback", "copy_phone", "leave"),
    State.ON_CALL: ("dial", "note", "bright", "drop", "open_phone", "undo", "park"),
    State.WRAP_UP: ("note", "bright", "drop", "pause", "undo", "park"),
    State.PAUSED: ("dial", "undo", "correct", "end", "leave"),
}
"""What the line of keys names in each state; the last ones give way first."""


class SessionKeys(SessionPromises, Questions, KeyScreen):
    """The keys of a session: each is one thing done to it, or a refusal in the quiet line."""

    def __init__(self) -> None:
        super().__init__()
        self.notices = Notices()
        self.guard = RepeatGuard(self.config.session.repeat_guard_ms)
        self.zen = 0
        self.blink = ""
        """Id of the outcome whose key is held down."""
        self.rung = self.time_is_up()
        """Whether the planned end has been told."""
        self.late_since: float | None = None
        """Since when something has been on its way to disk."""
        self._last_key = self.desk.clock.now()

    def time_is_up(self) -> bool:
        """Whether the planned end is here."""
        session = self.desk.session
        done = progress(session, self.desk.clock.now()) if session else None
        return done is not None and done.reached

    def take_notes(self) -> None:
        """Say what the desk has to say, and between calls what hooks have."""
        session, now = self.desk.session, self.desk.clock.monotonic()
        if session is None or session.live is None:
            for words in self.desk.asides():
                self.notices.say(words, now, in_call=False, lasting=True)
        while self.desk.notes:
            self.notices.say(self.desk.notes.pop(0), now, lasting=True)

    def tell(self, words: str) -> None:
        """Say something in the quiet line."""
        self.say(words)

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
        self.late_since = self.late_since or now
        self.notices.forget()
        self.take_notes()
        if said:
            self.notices.say(said, now)
        if not (quiet and _looks_alike(before, after)):
            self.draw()
        elif self.people is not None:
            self.draw_with_the_save()
        return True

    def idle(self) -> bool:
        """Whether nobody was here for a while, between calls."""
        session = self.desk.session
        if session is None or session.state != State.READY:
            return False
        since = max(self._last_key, session.last_event_at)
        return (self.desk.clock.now() - since).total_seconds() >= self.config.session.idle_minutes * 60

    def idle_offer(self) -> str:
        """What can be done about a long silence; every other key goes on."""
        session = self.desk.session
        since = max(self._last_key, session.last_event_at) if session else self._last_key
        at = time_text(since, self.config.ui.clock)
        pause, end = self._key("pause")[0].text, self._key("end")[0].text
        if self.shape.compact:
            return f"Idle from {at}: {pause} pause, {end} end"
        return f"No key since {at}.   {pause} pause from then   {end} end then   or go on"

    # ---- keys

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        session = self.desk.session
        if session is None:
            return False
        match name:
            case "dial":
                return session.state in (State.READY, State.ON_CALL, State.PAUSED)
            case "asked" | "learned":
                return session.live is not None
            case "step_done" | "step_skip" | "step_back":
                return bool(session.steps) and NEEDS[name] in allowed(session)
        if (possible := self.can_do_with_people(name)) is not None:
            return possible
        needed = do.Tag if name.startswith("outcome.") else NEEDS.get(name)
        return super().can(name) if needed is None else needed in allowed(session)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key of the end is never dead: in a call it is refused with the reason."""
        return parameters == ("end",) or super().check_action(action, parameters)

    def footer(self) -> tuple[str, ...]:
        """What the line of keys names now; on a small screen it has what the hint says on others."""
        state = self.desk.session.state if self.desk.session else State.ENDED
        names = FOOTERS.get(state, ())
        return ("dial", *names) if self.shape.compact and state == State.READY else names

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        session = self.desk.session
        if name == "dial" and session is not None:
            return {State.ON_CALL: "hang up", State.PAUSED: "resume"}.get(session.state, "next call")
        return super().label(name)

    def act(self, name: str) -> None:
        """Do an action by its id; a key after a long silence first answers whether it was one."""
        since, was_idle = self._last_key, self.idle()
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
        session = self.desk.session
        contact = self.contact_now() if session and session.live is None else None
        called = session.live.contact if session and session.live else contact
        if self.perform(do.Tag(outcome, contact=contact, callback_at=self.promised(outcome, called))):
            self.offer()

    def _blinks(self, outcome: str) -> None:
        """A key that is held down is seen, and ignored."""
        self.blink = outcome
        self.draw()
        self.set_timer(0.15, self._blinked)

    def _blinked(self) -> None:
        self.blink = ""
        self.draw()

    def do_dial(self) -> None:
        """Dial, hang up or resume, by the state."""
        session = self.desk.session
        if session is not None:
            steps: dict[str, Action] = {State.READY: do.Dial(self.contact_now()), State.ON_CALL: do.HangUp(), State.PAUSED: do.Resume()}
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
        words = amount(total) if total else "No formula is stated: [formula] in the configuration."
        self.notices.say(words, self.desk.clock.monotonic(), 3, in_call=False)
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
            self.rung = self.time_is_up()

    def do_end(self) -> None:
        """End the session; the summary follows once it is on disk."""
        self.perform(do.End())


def _looks_alike(before: Session | None, after: Session) -> bool:
    """Whether a tap changed nothing but counters, which wait for the disk: one picture is enough then."""
    if before is None or not before.state == after.state == State.READY:
        return False
    return len(before.calls) != len(after.calls)

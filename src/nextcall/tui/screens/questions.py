"""The keys of the session's screen that ask for something: a line, a reason, a call."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from nextcall.core import actions as do
from nextcall.core.marks import last_with, this_or_last
from nextcall.core.session import Call, State
from nextcall.errors import NotAllowedError
from nextcall.figures import typed
from nextcall.tui.modals.ask_one import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from nextcall.config.model import Config
    from nextcall.core.actions import Action
    from nextcall.desk.desk import Desk
    from nextcall.tui.screens.notices import Notices

PAUSES = (
    Choice("b", "break", "break"),
    Choice("r", "reset", "reset"),
    Choice("n", "notes", "notes"),
    Choice("t", "technical", "technical"),
    Choice("i", "interrupted", "interrupted"),
    Choice("m", "meeting", "meeting"),
)
REASONS = (
    Choice("p", "price", "price"),
    Choice("t", "time", "time"),
    Choice("n", "need", "need"),
    Choice("r", "rival", "rival"),
    Choice("u", "trust", "trust"),
    Choice("o", "other", "other"),
)


class Questions(Screen[None]):
    """Asks, and does what was answered."""

    if TYPE_CHECKING:
        desk: Desk
        config: Config
        notices: Notices

        def perform(self, action: Action, said: str = "") -> bool:
            """Do something; see the session's screen."""

        def say(self, words: str) -> None:
            """Say something; see the session's screen."""

    def _ask(self, title: str, value: str, done: "Callable[[str], do.Action]", said: str = "") -> None:
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(text: str | None) -> None:
            if text is not None:
                self.perform(done(text), said)

        self.app.push_screen(AskLine(title, value), answered)

    def _call(self) -> Call | None:
        session = self.desk.session
        try:
            return this_or_last(session) if session else None
        except NotAllowedError as error:
            self.say(error.message)
            return None

    def _which(self, call: Call) -> str:
        session = self.desk.session
        return "this call" if session and session.live else f"call {call.n}"

    def do_note(self) -> None:
        """A note on this call, else on the last."""
        if (call := self._call()) is not None:
            self._ask(f"Note on {self._which(call)}", call.note, do.Note)

    def do_bright(self) -> None:
        """A bright spot on this call, else the last; the mark is made at once, the line is optional."""
        if (call := self._call()) is None:
            return
        if call.bright:
            self.perform(do.Bright(), "No bright spot any more.")
        elif self.perform(do.Bright("")):
            self._ask(f"Bright spot on {self._which(call)}: what worked?", "", do.Bright)

    def do_park(self) -> None:
        """Put a distraction aside."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(text: str | None) -> None:
            if text:
                self.perform(do.Park(text), "Parked until the session is over.")

        self.app.push_screen(AskLine("Park", words=("Enter keeps it for after the session", "Esc leaves it")), answered)

    def do_amount(self) -> None:
        """The amount of the last yes."""
        session = self.desk.session
        call = last_with(session, "yes") if session else None
        if call is None:
            self.say("There was no yes yet: amounts belong to one.")
        else:
            self._ask(f"Amount of call {call.n}", call.amount or "", lambda text: do.Amount(typed(text)))

    def do_reason(self) -> None:
        """The reason of the last no; a line kept for it is shown once."""
        from nextcall.tui.modals.ask_one import AskOne  # noqa: PLC0415 (loaded when it is first asked for)

        session = self.desk.session
        call = last_with(session, "no") if session else None
        if session is None or call is None:
            self.say("There was no no yet.")
            return

        def answered(reason: str | None) -> None:
            if reason is not None:
                self.perform(do.Reason(reason), self._own_words(reason) or f"Call {call.n} was a no for this reason: {reason}.")

        self.app.push_screen(AskOne(f"Why was call {call.n} a no?", REASONS), answered)

    def _own_words(self, reason: str) -> str:
        words = self.config.answers[reason]
        return f"Next time I say: “{words}”" if words else ""

    def do_pause(self) -> None:
        """Pause at once, then ask why; or go on."""
        from nextcall.tui.modals.ask_one import AskOne  # noqa: PLC0415 (loaded when it is first asked for)

        session = self.desk.session
        if session is not None and session.state == State.PAUSED:
            self.perform(do.Resume())
            return
        if not self.perform(do.Pause()):
            return

        def answered(reason: str | None) -> None:
            if reason is not None and reason != "break":
                self.perform(do.PauseFor(reason))

        self.app.push_screen(AskOne("Paused. What for?", PAUSES), answered)

    def do_introduced(self) -> None:
        """Somebody was introduced: the mark at once, then who to whom."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        if (call := self._call()) is None or not self.perform(do.Help("introduced")) or "introduced" in call.help:
            return
        who = call.contact.name if call.contact else ""

        def answered(text: str | None) -> None:
            if text:
                first, _, second = text.replace("->", "→").partition("→")
                self.perform(do.Introduce(first.strip(), second.strip()))

        self.app.push_screen(AskLine("Introduced: who → whom?", f"{who} → " if who else "", words=("as in  Ann Roe -> Bob Lee", "Esc leaves it")), answered)

    def do_referral(self) -> None:
        """A referral was given."""
        self._mark("referral")

    def do_useful(self) -> None:
        """A useful answer was given."""
        self._mark("useful")

    def do_thanked(self) -> None:
        """Somebody said thank you."""
        self._mark("thanked")

    def _mark(self, mark: str) -> None:
        call = self._call()
        if call is not None:
            self.perform(do.Help(mark), f"Marked: {mark}." if mark not in call.help else f"Not marked any more: {mark}.")

    def do_asked(self) -> None:
        """A question was asked."""
        self.perform(do.Asked())

    def do_learned(self) -> None:
        """A fact was learned."""
        self.perform(do.Learned())

    def do_step_done(self) -> None:
        """The present step was kept."""
        self.perform(do.StepDone())

    def do_step_skip(self) -> None:
        """The present step was left out."""
        self.perform(do.StepSkipped())

    def do_step_back(self) -> None:
        """The step before is open again."""
        self.perform(do.StepBack())

    def do_correct(self) -> None:
        """Correct any call of the session in its place."""
        from nextcall.tui.modals.correct import CorrectCalls  # noqa: PLC0415 (loaded when it is first asked for)

        session = self.desk.session
        if session is None or not session.calls:
            self.say("There is no call yet.")
            return
        self.app.push_screen(CorrectCalls(self._corrected, lambda: self.desk.session))

    def _corrected(self, action: "Action") -> str:
        """Correct a call; the reason, where that is refused."""
        return "" if self.perform(action) else self.notices.said(self.desk.clock.monotonic())


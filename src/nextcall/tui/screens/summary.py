"""The summary: what the session was, on one screen, after its end."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.session import Session, State
from nextcall.errors import NextcallError
from nextcall.stats.inputs import Judged
from nextcall.stats.inputs_words import sentences
from nextcall.tui.keymap import keys_named
from nextcall.tui.screens import summary_lines as drawn
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.questions import REASONS
from nextcall.tui.screens.summary_own import OwnLimits
from nextcall.tui.widgets.lines import Line, Span, clipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from nextcall.config.model import Config

_QUESTIONS = ("worked", "skill_answer", "answer", "kept_yes", "kept_partly", "kept_no")
_PARKED = ("parked_do", "parked_later", "parked_drop")


class SummaryScreen(OwnLimits):
    """The last screen of a session."""

    SCOPE = "summary"
    CSS_PATH = "summary.tcss"
    FOOTER: ClassVar[tuple[str, ...]] = ("home", "reopen", "as_text", "summary_history", "leave")

    @classmethod
    def with_keys(cls, config: "Config", more: list[BindingType] | None = None) -> type[KeyScreen]:
        """This screen with the configured keys, and the arrows for small screens."""
        arrows: list[BindingType] = [
            Binding("down,j", "scroll_body(1)", "Down", show=False),
            Binding("up,k", "scroll_body(-1)", "Up", show=False),
        ]
        return super().with_keys(config, [*(more or []), *arrows])

    def action_scroll_body(self, by: int) -> None:
        """See the rest, where the screen is small."""
        self.query_one("#body", VerticalScroll).scroll_relative(y=by, animate=False, immediate=True)

    def __init__(self) -> None:
        super().__init__()
        self._rung = False
        self._then: Callable[[], None] | None = None
        """What is shown as soon as everything is on disk."""
        self.back: Callable[[], None] | None = None
        """Where a summary of the past goes when it is closed; None: the session has just ended."""

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom."""
        with VerticalScroll(id="body", can_focus=False):
            yield self.part("head")
            yield self.part("facts")
            yield self.part("heartbeat")
            yield self.part("own")
            yield self.part("promised")
            yield self.part("questions")
        yield self.part("notice")
        yield self.part("keys")

    def on_mount(self) -> None:
        """Draw; a break is counted in minutes. The history is looked at once the first picture is there."""
        self.root.name_window("nextcall")
        self.look_each_second()
        self.draw()
        if self.session is not None:
            self.call_after_refresh(self.judge, self.session)

    @property
    def session(self) -> Session | None:
        """The session, as long as it lies on the desk."""
        return self.desk.session

    def _break_minutes(self, session: Session) -> int:
        preset = self.config.preset(session.preset) if session.preset and self.back is None else None
        return preset.break_minutes if preset else 0

    def each_second(self) -> None:
        """The break may be over."""
        if self.session is None:
            return
        minutes, now = self._break_minutes(self.session), self.desk.clock.now()
        over = bool(minutes and self.session.ended_at and (now - self.session.ended_at).total_seconds() >= minutes * 60)
        if over and not self._rung and "bell" in self.config.notify.break_:
            self.root.ring()
        self._rung = over
        self.draw_for_the_time()

    def time_shown(self) -> object:
        """The minutes since the end."""
        return self.minutes_since(self.session.ended_at if self.session else None)

    def draw(self) -> None:
        """Show everything as it is now."""
        session = self.session
        if not self.is_mounted or session is None:
            return
        shape = self.shape
        if shape.compact:
            shape = shape._replace(columns=shape.columns - 1)  # the scroll bar's
        keys = keys_named(self.config, (*_QUESTIONS, *_PARKED))
        wording = drawn.Wording(keys, self.config.answers, self.config.ui.clock)
        parts = drawn.parts(session, wording, shape, self.own)
        if not shape.compact and drawn.rows_of(parts, shape) > shape.rows:
            parts = drawn.parts(session, wording, shape, self.own, few=True)
        self.set_class(drawn.rows_of(parts, shape) > shape.rows, "-tight")
        for name, lines in parts.items():
            self.part(name).show(lines)
        self.part("notice").show((clipped(self._notice(session), shape.cells),))
        self.part("keys").show((self.keybar(self._saved()),))

    def _notice(self, session: Session) -> Line:
        view = self.desk.view()
        if view.trouble:
            return (Span("Not on disk: ", "warning"), Span(view.trouble))
        if self.said:
            return (Span(self.said, "muted"),)
        return drawn.rest(self._break_minutes(session), session, self.desk.clock.now())

    def _saved(self) -> Line:
        view = self.desk.view()
        if view.trouble:
            return (Span(f"{view.waiting} not on disk", "warning"),)
        return (Span("saved ●", "faint"),)

    def tell(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.said = words
        self.draw()

    def desk_changed(self) -> None:
        """Saved, reopened by us, or changed by another program."""
        self.desk.notes += self.desk.asides()
        while self.desk.notes:
            self.said = self.desk.notes.pop(0)
        session = self.session
        if session is None:
            self.root.go_home()
        elif session.state != State.ENDED and not self.desk.view().waiting:
            self.root.open_session()
        elif self._then is not None and not self.desk.view().waiting:
            self._then()
        else:
            self.judge(session)
            self.draw()

    # ---- keys

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        session = self.session
        if session is None:
            return name in ("home", "leave", "help", "palette")
        if name.startswith("kept_"):
            return bool(session.intention)
        if name.startswith("parked_"):
            return any(parked.state is None for parked in session.parked)
        if name == "skill_answer":
            return bool(session.skill)
        if name == "answer":
            return bool(drawn.reasons(session))
        return super().can(name) and (name != "reopen" or self.back is None)

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        return "back" if name == "home" and self.back is not None else super().label(name)

    def perform(self, action: Action) -> None:
        """Do something; what is refused is said."""
        try:
            self.desk.do(action)
            self.said = ""
        except NextcallError as error:
            self.said = error.message
        self.draw()

    def do_home(self) -> None:
        """Close the summary, once all of it is on disk."""
        self._close(self.back or self.root.go_home)

    def do_summary_history(self) -> None:
        """The sessions so far, once all of this one is on disk."""
        self._close(self.root.open_history)

    def _close(self, then: "Callable[[], None]") -> None:
        if self.desk.view().waiting:
            self.said, self._then = "One moment: not everything is on disk yet.", then
            self.draw()
        else:
            then()

    def do_reopen(self) -> None:
        """Back into the session."""
        self.perform(do.Reopen())

    def do_as_text(self) -> None:
        """Copy the summary as Markdown to the clipboard."""
        from nextcall.exchange.markdown import markdown  # noqa: PLC0415 (loaded when it is first asked for)

        if self.session is not None:
            own = sentences(self.own) if isinstance(self.own, Judged) else ()
            self.app.copy_to_clipboard(markdown(self.session, self.desk.clock.now(), own))
            self.said = "Copied as text. In a shell: nextcall show last --markdown"
            self.draw()

    def do_worked(self) -> None:
        """What worked."""
        self._ask("What worked?", "worked", self.session.summary.worked if self.session else "")

    def do_skill_answer(self) -> None:
        """The question of the skill."""
        if self.session is not None and self.session.skill:
            self._ask(drawn.skill_question(self.session.skill), "skill_answer", self.session.summary.skill_answer)

    def _ask(self, title: str, field: str, value: str) -> None:
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(text: str | None) -> None:
            if text is not None:
                self.perform(do.Summarise(field, text))

        self.app.push_screen(AskLine(title, value), answered)

    def do_answer(self) -> None:
        """What the caller will say when a reason comes up again; kept in the configuration."""
        from nextcall.tui.modals.ask_one import AskOne  # noqa: PLC0415 (loaded when it is first asked for)

        given = [reason for reason, _ in drawn.reasons(self.session)] if self.session else []
        if len(given) == 1:
            self._ask_answer(given[0])
        elif given:
            choices = [choice for choice in REASONS if choice.value in given]
            self.app.push_screen(AskOne("Next time I say: to which reason?", choices), self._ask_answer)

    def _ask_answer(self, reason: str | None) -> None:
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(text: str | None) -> None:
            if reason is not None and text is not None:
                self.said = self.root.keep("answers", reason, text) or "Kept. It is shown when the reason comes up again."
                self.draw()

        if reason is not None:
            self.app.push_screen(AskLine(f"{reason.capitalize()}: next time I say", self.config.answers[reason]), answered)

    def do_kept_yes(self) -> None:
        """The intention was kept."""
        self.perform(do.Summarise("intention_kept", "yes"))

    def do_kept_partly(self) -> None:
        """The intention was kept in part."""
        self.perform(do.Summarise("intention_kept", "partly"))

    def do_kept_no(self) -> None:
        """The intention was not kept."""
        self.perform(do.Summarise("intention_kept", "no"))

    def do_parked_do(self) -> None:
        """The parked thing is done now."""
        self._decide("done")

    def do_parked_later(self) -> None:
        """The parked thing can wait."""
        self._decide("later")

    def do_parked_drop(self) -> None:
        """The parked thing is let go."""
        self._decide("dropped")

    def _decide(self, state: str) -> None:
        session = self.session
        if session is not None:
            first = next(i for i, parked in enumerate(session.parked) if parked.state is None)
            self.perform(do.Decide(first, state))

"""Correct any call of the session: its outcome by the outcome's key, the rest by a line."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.session import Call, Session
from nextcall.tui.modals.ask_line import AskLine
from nextcall.tui.modals.ask_one import AskOne
from nextcall.tui.modals.base import Foot, HelpLine, hint, under
from nextcall.tui.modals.fields import FIELDS, as_text, label_of, words_of
from nextcall.tui.wheel import Wheel
from nextcall.tui.widgets.lines import Line, LinesView, Span, fit, wrapped


class CorrectCalls(Wheel, Foot[None]):
    """The calls of the session, the last one first in reach; `perform` gives the reason why something is refused."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Earlier call", show=False),
        Binding("down", "move(1)", "Later call", show=False),
        Binding("pageup", "move(-10)", "Earlier calls", show=False),
        Binding("pagedown", "move(10)", "Later calls", show=False),
        Binding("home", "move(-9999)", "First call", show=False),
        Binding("end", "move(9999)", "Last call", show=False),
        Binding("enter", "fields", "More of this call", show=False),
    ]

    def __init__(self, perform: Callable[[Action], str], session: Callable[[], Session | None]) -> None:
        super().__init__()
        self._perform = perform
        self._session = session
        self._at = 9999
        self._said = ""

    def compose(self) -> ComposeResult:
        """The list, and what the keys do."""
        with Vertical(id="panel"):
            yield LinesView(id="title")
            yield LinesView(id="calls")
            yield LinesView(id="hint")

    def action_move(self, by: int) -> None:
        """Another call."""
        self._at += by
        self._said = ""
        self.fill()

    def on_key(self, event: events.Key) -> None:
        """An outcome's key corrects the outcome."""
        session = self._session()
        outcome = next((o for o in session.outcomes if o.key == event.character), None) if session and event.character else None
        if outcome is not None:
            event.stop()
            self._correct("outcome", outcome.id)

    def known(self) -> list[HelpLine]:
        """How a call is found, and what corrects it."""
        session = self._session()
        own = under(
            "Correct",
            ("↑ ↓", "Another call; the last one is chosen first."),
            ("PgUp PgDn", "Ten calls further up, down."),
            ("Home End", "The first call, the last one."),
            ("Enter", "Correct something else of the chosen call: note, who, amount, times."),
            ("Esc", "Back. Each correction was kept at once, and leaves its trail."),
        )
        outcomes = ((outcome.key, outcome.label) for outcome in (session.outcomes if session else ()) if outcome.key)
        return own + under("Another outcome for the chosen call", *outcomes)

    def action_fields(self) -> None:
        """Choose another field of this call."""

        def chosen(field: str | None) -> None:
            call = self._call()
            if field is not None and call is not None:
                asked = AskLine(f"Call {call.n}: {label_of(field)}", as_text(call, field), words=words_of(field))
                self.app.push_screen(asked, lambda text: self._correct(field, text))

        self.app.push_screen(AskOne("Correct what?", FIELDS), chosen)

    def _correct(self, field: str, value: str | None) -> None:
        call = self._call()
        if call is None or value is None:
            return
        refused = self._perform(do.Correct(call.n, field, value))
        self._said = refused or f"Call {call.n}: corrected; the old value is in the trail."
        self.fill()

    def _call(self) -> Call | None:
        session = self._session()
        if session is None or not session.calls:
            return None
        self._at = max(0, min(len(session.calls) - 1, self._at))
        return session.calls[self._at]

    def fill(self) -> None:
        """Show as many calls as there is room for."""
        session, call = self._session(), self._call()
        if session is None or call is None:
            self.dismiss(None)
            return
        room = max(1, min(12, self.shape.rows - (6 if self.shape.compact else 8)))
        first = max(0, min(self._at - room // 2, len(session.calls) - room))
        rows = [_row(session, item, item.n == call.n, self.cells) for item in session.calls[first : first + room]]
        self.put("title", (Span("Correct", "accent-strong"),), *map(hint, wrapped(self._said or "any call of this session", self.cells)))
        self.query_one("#calls", LinesView).show(tuple(rows))
        self.put("hint", *map(hint, ("↑ ↓ call", "an outcome's key corrects it", "Enter more", "Esc back")))


def _row(session: Session, call: Call, chosen: bool, cells: int) -> Line:
    outcome = session.outcome(call.outcome)
    moment = call.dialed_at or call.tagged_at
    words = "   ".join(part for part in (call.contact.name if call.contact else "", call.reason, call.note.replace("\n", " · ")) if part)
    text = f"{call.n:>4}  {moment:%H:%M}  {fit(outcome.name if outcome else '', 14)}  {words}"
    return (Span("▸ " if chosen else "  ", "accent-strong"), Span(fit(text, max(1, cells - 2)).rstrip(), "strong" if chosen else "muted"))

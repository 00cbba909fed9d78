"""The detail of a session: its calls on a time line and as a list, one of them in full; anything can be corrected."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nextcall.core.session import Session, State
from nextcall.tui.keymap import key_of
from nextcall.tui.screens import detail_lines as drawn
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.detail_outline import Outline, outline
from nextcall.tui.screens.detail_questions import DetailQuestions
from nextcall.tui.shape import WIDE
from nextcall.tui.widgets.lines import Line, Span, clipped, fit

if TYPE_CHECKING:
    from nextcall.config.model import Config
    from nextcall.tui.charts.timeline import Piece

_OF_A_CALL = ("correct_call", "call_note", "call_bright", "whole_call", "remove_call")
_WHEEL = 3
"""Calls that one turn of the wheel goes."""
_FAR = 1_000_000


class SessionDetailScreen(DetailQuestions):
    """One ended session, call by call."""

    WIDEST = WIDE

    SCOPE = "detail"
    CSS_PATH = "session_detail.tcss"
    FOOTER: ClassVar[tuple[str, ...]] = ("back", "correct_call", "call_note", "call_undo", "to_summary", "whole_call", "add_call", "call_redo")
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("Calls", "↑  ↓", "Choose the call before or after; so do ← and → along the time line."),
        ("Calls", "PgUp  PgDn", "Go on by a page; of a whole call, read on."),
        ("Calls", "Home  End", "Choose the first or the last call."),
    )

    @classmethod
    def with_keys(cls, config: "Config", more: list[BindingType] | None = None) -> type[KeyScreen]:
        """This screen with the configured keys, and the arrows."""
        arrows: list[BindingType] = [
            Binding("down,j,right", "choose(1)", "Next call", show=False),
            Binding("up,k,left", "choose(-1)", "Call before", show=False),
            Binding("pagedown", "page(1)", "Next page", show=False),
            Binding("pageup", "page(-1)", "Page before", show=False),
            Binding("end,G", f"choose({_FAR})", "Last call", show=False),
            Binding("home,g", f"choose({-_FAR})", "First call", show=False),
        ]
        return super().with_keys(config, [*(more or []), *arrows])

    def __init__(self) -> None:
        super().__init__()
        self.back: Callable[[], None] | None = None
        """Where this screen goes when it is left; the history, as a rule."""
        self._whole = False
        self._going = False
        """Whether this screen goes as soon as everything is on disk."""
        self._known: tuple[Session, Outline] | None = None
        self._on_line: tuple[Outline, int, tuple[Piece, ...]] | None = None

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom; filled before they are laid out, so that it is done once."""
        self.draw()
        yield self.part("page")
        yield self.part("notice")
        yield self.part("keys")

    def on_mount(self) -> None:
        """Look every second whether another program has changed the session."""
        self.root.name_window("nextcall")
        self.look_each_second()

    def each_second(self) -> None:
        """Another program may change the session."""
        if self.desk.changed_elsewhere():
            self.desk.look_again()

    # ---- drawing

    def draw(self) -> None:
        """Show everything as it is now."""
        session = self.session
        if session is None:
            return
        shape, notice = self.shape, self._notice()
        keys = shape.rows > 1 and not (shape.tiny and notice)
        noticed = not shape.tiny or (bool(notice) and shape.rows > 1)
        self.part("page").show(drawn.picture(self._scene(session), max(1, shape.rows - keys - noticed)))
        self.part("notice").show((clipped(notice, drawn.cells_of(shape)),) if noticed else ())
        self.part("keys").show((self.keybar(self._saved()),) if keys else ())

    def _scene(self, session: Session) -> drawn.Scene:
        if self._known is None or self._known[0] is not session:
            self._known = session, outline(session)
        known, cells = self._known[1], drawn.cells_of(self.shape)
        if self._on_line is None or self._on_line[0] is not known or self._on_line[1] != cells:
            self._on_line = known, cells, drawn.thinned(known, cells)
        self.call()  # keeps the chosen one among those that there are
        return drawn.Scene(
            session, known, self.shape, self._on_line[2], self.chosen, self._whole, self.start, self.config.ui.clock,
            key_of(self.config, "add_call") if self.can("add_call") else "", key_of(self.config, "whole_call"),
        )  # fmt: skip

    def _notice(self) -> Line:
        view = self.view_now()
        if view.trouble:
            return (Span("Not on disk: ", "warning"), Span(view.trouble))
        words, then = self.told
        room = drawn.cells_of(self.shape) - len(then)
        if not then or room < len(then):
            return (Span(words, "muted"),) if words else ()
        return (Span(fit(words, room).rstrip() + then, "muted"),)

    def _saved(self) -> Line:
        view = self.view_now()
        if view.trouble:
            return (Span(f"{view.waiting} not on disk", "warning"),)
        return (Span("●" if self.shape.compact else "saved ●", "faint"),)

    def desk_changed(self) -> None:
        """Saved, or changed by another program."""
        self.view = None
        while self.desk.notes:
            self.told = self.desk.notes.pop(0), ""
        if self.desk.refused:
            self.desk.refused.clear()
            self.told = "Another program was quicker: the last correction did not fit any more.", ""
        session = self.session
        if session is None:
            self.root.open_history("The session is not there any more.")
        elif session.state != State.ENDED:
            self.root.open_history("Another program has gone back into the session.")
        elif self._going and not self.view_now().waiting:
            self._leave()
        else:
            self.draw()

    # ---- keys

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        session = self.session
        if session is None:
            return name in ("back", "leave", "help", "palette")
        if name.startswith("call_") and name.removeprefix("call_").isdecimal():
            return True
        if name in _OF_A_CALL:
            return bool(session.calls)
        if name == "add_call":
            return session.counts_only is None and bool(session.outcomes)
        if name in ("call_undo", "call_redo"):
            return self.view_now().can_undo if name == "call_undo" else self.view_now().can_redo
        return super().can(name)

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        return "all calls" if name == "whole_call" and self._whole else super().label(name)

    def act(self, name: str) -> None:
        """Do an action by its id; `call_<n>` chooses that call."""
        self.told = "", ""
        number = name.removeprefix("call_")
        if number.isdecimal():
            self.choose_number(int(number))
            self.draw()
        else:
            super().act(name)

    def action_choose(self, by: int) -> None:
        """Another call."""
        self.told, self.start = ("", ""), 0
        self.chosen += by
        self.draw()

    def action_page(self, by: int) -> None:
        """A page of calls, or of the whole call."""
        parts = drawn.plan(self.shape, max(1, self.shape.rows - 2), whole=self._whole)
        if not self._whole:
            self.action_choose(by * max(1, parts.list - 1))
        elif (session := self.session) is not None and session.calls:
            self.start = drawn.paged(self._scene(session), parts, by)
            self.draw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel goes through the calls."""
        event.stop()
        self.action_choose(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        event.stop()
        self.action_choose(-_WHEEL)

    # ---- elsewhere

    def do_whole_call(self) -> None:
        """Give the chosen call the room of the list, or give it back."""
        self._whole, self.start = not self._whole, 0
        self.draw()

    def do_to_summary(self) -> None:
        """The summary of this session; it comes back here."""
        chosen, back = self.chosen, self.back
        self.root.show_summary(back=lambda: self.root.show_detail(back, chosen))

    def do_back(self) -> None:
        """Leave, once everything is on disk."""
        if self.desk.view().waiting:
            self._going = True
            self.tell("One moment: not everything is on disk yet.")
        else:
            self._leave()

    def _leave(self) -> None:
        self.desk.put_down()
        (self.back or self.root.open_history)()

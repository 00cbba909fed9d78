"""Contacts: callbacks that are due, the lists, their people, and one person's whole story."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from nextcall.text import many
from nextcall.tui.screens import contacts_lines as drawn
from nextcall.tui.screens.contacts_data import PAGE
from nextcall.tui.screens.contacts_lines import Frame
from nextcall.tui.screens.contacts_moves import ContactsMoves
from nextcall.tui.shape import WIDE
from nextcall.tui.widgets.lines import EMPTY, Lines, Span, apart, clipped

if TYPE_CHECKING:
    from nextcall.tui.app import NextcallApp
    from nextcall.tui.screens.contacts_data import View

_PERSONAL = ("snooze", "done_with", "call_again", "block_person", "open_number", "copy_number")
"""Keys that are about one person."""


def open_contacts(app: "NextcallApp", said: str = "", views: "list[View] | None" = None) -> None:
    """Show the people there are to call, with what there is to say; `views` as they were left."""
    app.services.desk.put_down()
    screen = ContactsScreen.with_keys(app.services.config)()
    if views and isinstance(screen, ContactsScreen):
        screen.views = views
    app.show(screen, said)


class ContactsScreen(ContactsMoves):
    """Whom there is to call."""

    WIDEST = WIDE

    SCOPE = "contacts"
    CSS_PATH = "contacts.tcss"
    KEY_GAP = 2
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (("Calling", "↑  ↓", "Choose another; PgUp, PgDn, Home and End go further."),)

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom."""
        self.draw()
        yield self.part("head")
        yield self.part("body")
        yield self.part("notice")
        yield self.part("keys")

    # ---- drawing

    def draw(self) -> None:
        """Show everything as it is now."""
        frame, view = self._frame(), self._view
        cells = frame.shape.cells
        if self.pages is not None:
            view.chosen = max(0, min(view.chosen, self._length() - 1))
        self.part("head").show((clipped(apart((Span(self._title(), "accent-strong"),), (Span(self._beside(), "muted"),), cells), cells),))
        body = self._body(frame) if self.pages is not None else ((Span(self._waiting, "muted"),),)
        self.part("body").show(tuple(clipped(row, cells) for row in body[: frame.rows]))
        words = self.said or (self._waiting if self.pages is not None else "")
        self.part("notice").show((clipped((Span(words, "muted"),), cells) if words else EMPTY,))
        self.part("keys").show((self.keybar() if frame.shape.rows > 1 else EMPTY,))

    def _body(self, frame: Frame) -> Lines:
        view = self._view
        if view.kind in ("front", "due"):
            items = self._items()
            if items:
                return drawn.front(frame, items, view.chosen)
            return drawn.empty(frame) if view.kind == "front" else drawn.nothing_due(frame)
        if view.kind == "person":
            return self.story().shown(view.chosen, frame.rows, frame.shape.cells)
        view.first = max(0, min(max(view.chosen - frame.rows + 1, min(view.first, view.chosen)), self._length() - frame.rows))
        shown = self._shown(view.first, frame.rows)
        if not shown:
            return drawn.nobody(frame, view.query)
        return drawn.people(frame, shown, view.first, view.chosen, with_list=not view.name)

    def _title(self) -> str:
        view = self._view
        match view.kind:
            case "due":
                return "Callbacks"
            case "people":
                return self._list_title(view.name)
            case "found":
                return f"{self._list_title(view.name) if view.name else 'Contacts'}: {view.query}"
            case "person":
                return self._list_title(view.name)
        return "Contacts"

    def _list_title(self, name: str) -> str:
        found = next((line for line in self._front.lists if line.name == name), None) if self._front else None
        return (found.title if found else "") or name

    def _beside(self) -> str:
        view, length = self._view, self._length()
        if self._front is None or self.pages is None:
            return ""
        if view.kind in ("front", "due"):
            number = self._front.due_number
            return f"{many(number, 'callback')} due" if number else ""
        if view.kind == "person" or not length:
            return ""
        most = "the first " if view.kind == "found" and length >= PAGE else ""
        return f"{most}{many(length, 'person', 'people')}"

    def tell(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.said = words
        self.draw()

    # ---- keys

    def footer(self) -> tuple[str, ...]:
        """What the line of keys names now."""
        if self._view.kind in ("front", "due") and self.meant() is None:
            return ("call_them", "look_closer", "find_people", "undo_contacts", "close_contacts")
        return ("call_them", "look_closer", "snooze", "done_with", "find_people", "block_person", "undo_contacts", "close_contacts", "call_again", "open_number", "copy_number")

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        if name.startswith("row_"):
            return True
        if name in _PERSONAL:
            return self.meant() is not None
        match name:
            case "look_closer" | "call_them":
                possible = self._length() > 0 and (name == "call_them" or self._view.kind != "person" or self.of_a_call() is not None)
            case "find_people":
                possible = self._front is not None and bool(self._front.lists)
            case "undo_contacts":
                possible = self._acts.any
            case _:
                possible = super().can(name)
        return possible

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        listed = self.meant() if name == "block_person" else None
        if listed is not None and listed.standing.stage == "do-not-call":
            return "allow"
        if name == "call_them" and self.of_a_call() is not None:
            return "open"
        if name == "close_contacts" and len(self.views) == 1:
            return "home"
        return super().label(name)

    def act(self, name: str) -> None:
        """Do an action by its id; a click on a row chooses it, and looks closer where it was chosen."""
        self.said = ""
        kind, _, number = name.partition("_")
        if kind == "row" and number.isdigit():
            before, self._view.chosen = self._view.chosen, int(number)
            self.do_look_closer() if before == int(number) else self.draw()
        else:
            super().act(name)

"""Going about the contacts: from row to row, from view to view, to whoever is meant by some letters."""

from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding, BindingType

from nextcall.config.keys import actions
from nextcall.errors import NextcallError
from nextcall.storage.contacts.lists import Lists
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.contacts_data import View
from nextcall.tui.screens.contacts_views import ContactsViews, left_open

if TYPE_CHECKING:
    from textual.timer import Timer

    from nextcall.config.model import Config
    from nextcall.tui.screens.contacts_story import Where

_PAUSE = 0.05
"""Seconds without a letter after which is looked: among a hundred thousand a look takes longer than a letter."""


class ContactsMoves(ContactsViews):
    """Another row, another view."""

    def __init__(self) -> None:
        super().__init__()
        self._planned: Timer | None = None

    @classmethod
    def with_keys(cls, config: "Config", more: list[BindingType] | None = None) -> type[KeyScreen]:
        """This screen with the configured keys, and the arrows."""
        moves = (("down,j", "move(1)"), ("up,k", "move(-1)"), ("pagedown,ctrl+f", "page(1)"), ("pageup,ctrl+b", "page(-1)"), ("home,g", "far(0)"), ("end,G", "far(1)"))
        taken = {key for action in actions(cls.SCOPE) for key in config.keys[action.id]}
        arrows: list[BindingType] = [Binding(key, action, "Move", show=False) for keys, action in moves for key in keys.split(",") if key not in taken]
        return super().with_keys(config, [*(more or []), *arrows])

    def action_move(self, by: int) -> None:
        """Another row."""
        self.said = ""
        self._view.chosen = max(0, self._view.chosen + by)
        self.draw()

    def action_page(self, by: int) -> None:
        """A page further."""
        self.action_move(by * max(1, self._frame().rows - 2))

    def action_far(self, end: int) -> None:
        """To the first or the last."""
        self._view.chosen = self._length() - 1 if end else 0
        self.action_move(0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three further."""
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three back."""
        event.stop()
        self.action_move(-3)

    # ---- views

    def do_call_them(self) -> None:
        """Start a session: with this person next, on this list; or open the session of the call that is chosen."""
        listed, view = self.meant(), self._view
        if (where := self.of_a_call()) is not None:
            self._open_session(where)
            return
        if listed is not None:
            self._call(listed)
            return
        item = self._items()[view.chosen] if view.chosen < len(self._items()) else None
        if item is not None and item.line is not None:
            if item.line.problem:
                self.tell(item.line.problem)
            else:
                self.start(item.line.name)
        elif item is not None:
            self.do_look_closer()

    def do_look_closer(self) -> None:
        """The people of this list, the other callbacks, all that is known of this person, or the session of this call."""
        listed, view = self.meant(), self._view
        if view.kind == "person":
            if (where := self.of_a_call()) is not None:
                self._open_session(where)
            return
        if listed is not None:
            self._open(View("person", listed.list, listed.person.id))
            self._meet(listed)
            return
        items = self._items()
        item = items[view.chosen] if view.chosen < len(items) else None
        if item is None:
            return
        if item.line is None:
            self._open(View("due"))
        elif item.line.problem:
            self.tell(item.line.problem)
        else:
            self._open(View("people", item.line.name))

    def _open_session(self, where: "Where") -> None:
        """The session of a call, at that call; it comes back here."""
        from nextcall.tui.screens.contacts import open_contacts  # noqa: PLC0415 (which loads this)

        root, views = self.root, self.views
        path = Lists(root.services.folders.data).session_file(where.session)
        if not path:
            self.tell("That session is still open." if (session := left_open(root.services.desk)) and session.id == where.session else "That session is not there any more.")
            return
        try:
            root.open_detail(path, lambda: open_contacts(root, views=views), where.n)
        except NextcallError as error:
            self.tell(error.message)

    def _open(self, view: View) -> None:
        self.views.append(view)
        self._take_fresh()
        self.draw()

    def _close(self) -> None:
        self.views.pop()
        self._take_fresh()
        self.draw()

    def do_find_people(self) -> None:
        """Ask who is meant; the people follow every letter."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        self._take_fresh()
        if self._view.kind == "person":
            self.views.pop()
        view = self._view
        if view.kind != "found":
            self.views.append(view := View("found", view.name if view.kind == "people" else ""))
        before = view.query

        def answered(text: str | None) -> None:
            self._find(view, before if text is None else text)
            if not view.query and self._view is view:
                self._close()
            self.draw()

        self.app.push_screen(AskLine("Find", before, words=("a part of a name, a company, a number or a reason", "Enter keeps it", "Esc leaves it"), changed=lambda text: self._soon(view, text)), answered)

    def _soon(self, view: View, text: str) -> str:
        """Look for it once no other letter follows."""
        if self._planned is not None:
            self._planned.stop()
        self._planned = self.set_timer(_PAUSE, lambda: self._find(view, text))
        return ""

    def _find(self, view: View, text: str) -> None:
        if self._planned is not None:
            self._planned.stop()
            self._planned = None
        if text != view.query:
            view.query, view.chosen = text, 0
            self.draw()

    def do_close_contacts(self) -> None:
        """Back to the view before; then home."""
        if len(self.views) > 1:
            self._close()
        else:
            self.root.go_home()

"""What the contacts screen looks at: views on one another, and what is read for them beside the screen."""

from dataclasses import dataclass

from textual import on, work
from textual.message import Message
from textual.worker import get_current_worker

from nextcall.bootstrap import rules_of
from nextcall.core.session import Session
from nextcall.desk.desk import Desk
from nextcall.errors import NextcallError
from nextcall.storage.contacts.shelf import Listed
from nextcall.tui.screens.contacts_data import Front, Pages, Past, View, look, past_of
from nextcall.tui.screens.contacts_keys import ContactsKeys
from nextcall.tui.screens.contacts_lines import CAP, Frame, Item
from nextcall.tui.screens.contacts_story import Story, Where, story


def left_open(desk: Desk) -> Session | None:
    """The session that was left open, where there is one that can be read."""
    try:
        return desk.find_open()
    except NextcallError:
        return None


class ContactsViews(ContactsKeys):
    """The first page, all callbacks, a list, a search, a person."""

    @dataclass
    class Looked(Message):
        """The lists have been read."""

        pages: Pages
        front: Front

    @dataclass
    class Unread(Message):
        """They could not be."""

        problem: str

    @dataclass
    class Met(Message):
        """What the history has of somebody has been looked up."""

        who: tuple[str, str]
        found: Past

    def __init__(self) -> None:
        super().__init__()
        self.views = [View("front")]
        """What is looked at, the last of them now."""
        self._front: Front | None = None
        self._met: tuple[tuple[str, str], Past] | None = None
        self._waiting = "Looking up the lists …"
        self._fresh: ContactsViews.Looked | None = None
        """What was read last, where it is not shown yet: rows do not move under the cursor."""

    def on_mount(self) -> None:
        """Look up the lists once the first picture is there."""
        self.root.name_window("nextcall")
        self.call_after_refresh(self.look_again)

    def on_unmount(self) -> None:
        """Let go of the lists."""
        for pages in (self.pages, self._fresh.pages if self._fresh else None):
            if pages is not None:
                pages.close()

    # ---- finding

    def look_again(self) -> None:
        """Read everything anew, beside the screen."""
        self._look()

    @work(thread=True, exit_on_error=True, group="look", exclusive=True)
    def _look(self) -> None:
        services, worker = self.root.services, get_current_worker()
        try:
            pages, front = look(services.folders, rules_of(services.config), left_open(services.desk), services.clock.now())
        except (OSError, NextcallError) as error:
            self.post_message(self.Unread(str(error)))
            return
        if worker.is_cancelled or not self.post_message(self.Looked(pages, front)):
            pages.close()

    @on(Unread)
    def _unread(self, message: Unread) -> None:
        self._waiting = f"The lists cannot be read: {message.problem}"
        self.draw()

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        self._waiting = ""
        if self._fresh is not None:
            self._fresh.pages.close()
        self._fresh = message
        if self._front is not None and self.stays:
            self._front = message.front._replace(due=self._front.due, beyond=self._front.beyond)
        else:
            self._take_fresh()
        if self._met is None and self._view.kind == "person" and (listed := self.meant()):
            self._meet(listed)  # come back to somebody
        self.draw()

    def _take_fresh(self) -> None:
        """Show what was read last: nothing that is looked at moves by that any more."""
        self.stays, fresh = False, self._fresh
        if fresh is not None:
            if self.pages is not None:
                self.pages.close()
            self.pages, self._front, self._fresh = fresh.pages, fresh.front, None

    @work(thread=True, exit_on_error=True, group="met", exclusive=True)
    def _meet(self, listed: Listed) -> None:
        who = listed.list, listed.person.id
        try:
            found = past_of(self.root.services.folders, listed.person)
        except OSError:
            return
        self.post_message(self.Met(who, found))

    @on(Met)
    def _has_met(self, message: Met) -> None:
        self._met = message.who, message.found
        self.draw()

    # ---- what there is to choose

    @property
    def _view(self) -> View:
        return self.views[-1]

    def _items(self) -> list[Item]:
        """The rows of the first page, or of all callbacks."""
        front, pages = self._front, self.pages
        if front is None or pages is None:
            return []
        due = [Item("due", pages.as_said(listed)) for listed in front.due]
        if self._view.kind == "due":
            return due
        more = len(due) + front.beyond - CAP
        shown = [*due[:CAP], Item("more", more=more)] if more > 0 else due
        return [*shown, *(Item("list", line=line) for line in front.lists)]

    def _length(self) -> int:
        view = self._view
        if self.pages is None:
            return 0
        match view.kind:
            case "people":
                return self.pages.count(view.name)
            case "found":
                return len(self.pages.found(view.query, view.name))
            case "person":
                return len(self.story().stops) if self.meant() else 0
        return len(self._items())

    def _shown(self, first: int, rows: int) -> list[Listed]:
        view = self._view
        if self.pages is None:
            return []
        if view.kind == "found":
            return self.pages.found(view.query, view.name)[first : first + rows]
        return self.pages.people(view.name, first, rows)

    def meant(self) -> Listed | None:
        """The person who is chosen, if one is."""
        view, pages = self._view, self.pages
        if pages is None:
            return None
        if view.kind == "person":
            return pages.one(view.name, view.id)
        if view.kind in ("people", "found"):
            return next(iter(self._shown(view.chosen, 1)), None)
        items = self._items()
        return items[view.chosen].listed if view.chosen < len(items) else None

    def _frame(self) -> Frame:
        shape = self.shape
        around = 3 if shape.compact else 5 if shape.tall else 4
        return Frame(shape, max(1, shape.rows - around), self.desk.clock.now(), self.config.ui.clock, self.config.contacts.hours)

    def story(self) -> Story:
        """All that is known of the person who is looked at."""
        listed = self.meant()
        met = self._met[1] if self._met and listed and self._met[0] == (listed.list, listed.person.id) else Past()
        return story(self._frame(), listed, met) if listed else Story(())

    def of_a_call(self) -> Where | None:
        """The call that the chosen row of a story is about."""
        return self.story().where(self._view.chosen) if self._view.kind == "person" else None

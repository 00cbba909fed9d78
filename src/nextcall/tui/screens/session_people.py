"""The session's screen with a call list: who comes next, and the keys that are about them.

Nothing of lists is loaded for a session without one.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.message import Message
from textual.worker import get_current_worker

from nextcall.bootstrap import rules_of
from nextcall.core.session import Contact, Session
from nextcall.errors import NextcallError
from nextcall.tui.screens.phone_keys import PhoneKeys

if TYPE_CHECKING:
    from nextcall.desk.desk import Desk
    from nextcall.storage.contacts.shelf import Listed, Shelf
    from nextcall.tui.app import NextcallApp
    from nextcall.tui.people import People
    from nextcall.tui.screens.session_who import Who

_EVERY = 5
"""Ticks after which it is looked whether another program has changed the lists."""


class SessionPeople(PhoneKeys):
    """Who is called, from a list."""

    if TYPE_CHECKING:
        desk: Desk
        root: NextcallApp

        def say(self, words: str) -> None:
            """Say something; see the session's screen."""

        def draw(self) -> None:
            """Show everything soon; see the session's screen."""

        def draw_with_the_save(self) -> None:
            """Show everything once it is on disk, or in a moment; see the session's screen."""

    @dataclass
    class LookedUp(Message):
        """The lists have been read, or could not be."""

        shelf: "Shelf | None"
        problem: str = ""

    def __init__(self) -> None:
        super().__init__()
        self.people: People | None = None
        self.seeking = ""
        """What is said in the place of somebody, until there is one."""
        self._wanted: tuple[str, str] | None = None
        """Who is to be the first, once the lists are there."""
        self._marks: Any = None
        self._ticks = 0
        self._found: tuple[Listed, Who] | None = None

    # ---- looking up

    @property
    def listed(self) -> bool:
        """Whether the session goes by a list."""
        return self.people is not None or bool(self.seeking)

    def start_looking(self) -> None:
        """Look up the session's list: at once where nothing has changed, else beside the screen."""
        session, wanted = self.desk.session, self.root.wanted
        self.root.wanted = None
        if session is None or (session.list is None and session.preset != "callbacks"):
            return
        from nextcall.tui.people import People, goes_by_a_list, shelf_at_hand  # noqa: PLC0415 (only with a list)

        folders, rules = self.root.services.folders, rules_of(self.config)
        if not goes_by_a_list(session, folders.data):
            return
        self._marks = self._look_at_lists()
        shelf = shelf_at_hand(folders, rules)
        if shelf is None:
            self.seeking, self._wanted = "Looking up the list …", wanted
            self._open_shelf()
            return
        self.people = People(shelf, rules)
        self.people.look(session, self.desk.clock.now(), wanted)
        self._alert()

    def _look_at_lists(self) -> object:
        from nextcall.storage.contacts.lists import Lists  # noqa: PLC0415 (only with a list)

        return Lists(self.root.services.folders.data).marks()

    @work(thread=True, exit_on_error=True, group="people", exclusive=True)
    def _open_shelf(self) -> None:
        from nextcall.storage.contacts.shelf import Shelf  # noqa: PLC0415 (only with a list)

        folders, worker = self.root.services.folders, get_current_worker()
        try:
            shelf = Shelf.opened(folders.data, folders.cache, rules_of(self.config))
        except (OSError, NextcallError) as error:
            self.post_message(self.LookedUp(None, str(error)))
            return
        if worker.is_cancelled or not self.post_message(self.LookedUp(shelf)):
            shelf.close()

    @on(LookedUp)
    def _looked_up(self, message: LookedUp) -> None:
        session, now = self.desk.session, self.desk.clock.now()
        if message.shelf is None:
            self.seeking = f"The list cannot be read: {message.problem}"
        elif session is None:
            message.shelf.close()
        elif self.people is None:
            from nextcall.tui.people import People  # noqa: PLC0415 (only with a list)

            self.people, self.seeking = People(message.shelf, rules_of(self.config)), ""
            self.people.look(session, now, self._wanted)
            self._alert()
        else:
            self.people.take(message.shelf, session, now)
        self._found = None
        self.draw()

    def stop_looking(self) -> None:
        """Let go of the lists."""
        if self.people is not None:
            self.people.close()
            self.people = None

    def watch_people(self) -> None:
        """Once a second: between calls look now and then whether somebody is due, or another program has changed the lists."""
        session = self.desk.session
        self._ticks += 1
        if self.people is None or session is None or session.live is not None or self._ticks % _EVERY:
            return
        if self.people.look_for_somebody(self.desk.clock.now()):
            self.draw()
        marks = self._look_at_lists()
        if marks != self._marks:
            self._marks = marks
            self._open_shelf()

    def _alert(self) -> None:
        """Callbacks of today make themselves heard when they are due."""
        if self.people is not None:
            now = self.desk.clock.now()
            for listed in self.people.shelf.callbacks(now.replace(hour=23, minute=59, second=59)):
                if listed.standing.due_at is not None:
                    self.root.alerts.due(listed.standing.due_at, listed.person.name or listed.person.phone)

    # ---- who

    def contact_now(self) -> Contact | None:
        """Whom the next key is for."""
        session = self.desk.session
        if self.people is None or session is None:
            return None
        self.people.look(session, self.desk.clock.now())
        return self.people.contact()

    def shown_who(self, session: Session) -> "Who | None":
        """Who is on the line, else who comes next, as it is shown."""
        if self.people is None:
            return None
        from nextcall.tui.screens.session_who import who_of  # noqa: PLC0415 (only with a list)

        now = self.desk.clock.now()
        self.people.look(session, now)
        listed = self.people.live if session.live else self.people.next
        if listed is None:
            return None
        if self._found is None or self._found[0] is not listed:
            self._found = listed, who_of(listed, self.config.contacts.hours, now)
        return self._found[1]

    def nobody(self) -> str:
        """What is said where there is nobody."""
        if self.people is None or self.people.next is not None:
            return self.seeking
        return "Nobody is due now; a call without a name is fine."

    def phone_now(self) -> str:
        """The number of whoever is on the line, else of who comes next; empty where there is none."""
        session = self.desk.session
        contact = session.live.contact if session and session.live else self.contact_now()
        return contact.phone if contact else ""

    def can_do_with_people(self, name: str) -> bool | None:
        """Whether one of the keys here can be used now; None: it is none of them."""
        session = self.desk.session
        match name:
            case "open_phone" | "copy_phone":
                return bool(self.phone_now())
            case "find_person" | "next_callback":
                return self.people is not None and session is not None and session.live is None
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of a number are never dead: where there is none, that is said."""
        return parameters in {("open_phone",), ("copy_phone",)} or super().check_action(action, parameters)

    # ---- keys

    def do_open_phone(self) -> None:
        """Hand the number to the phone."""
        self.hand_over(self.phone_now())

    def do_copy_phone(self) -> None:
        """Copy the number."""
        self.copy(self.phone_now())

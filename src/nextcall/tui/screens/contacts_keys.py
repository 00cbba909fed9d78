"""What the keys of the contacts screen do to people: call, put off, done, block, and back."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from nextcall.clock import zone_name
from nextcall.contacts.person import Act
from nextcall.contacts.queue import Stage
from nextcall.contacts.when import days_later, month_later, written
from nextcall.contacts.zones import clock_of
from nextcall.desk.opening import Plan, host_name, last_preset, least_practised, new_session, random_token
from nextcall.errors import NextcallError
from nextcall.storage.contacts.lists import Lists, Said
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.contacts_acts import Acts
from nextcall.tui.screens.phone_keys import PhoneKeys
from nextcall.tui.screens.session_promises import LATER, said_when
from nextcall.tui.screens.session_who import when_words

if TYPE_CHECKING:
    from datetime import tzinfo

    from nextcall.storage.contacts.shelf import Listed
    from nextcall.tui.screens.contacts_data import Pages

_DAYS = (1, 3, 7)
"""Days until a callback, step by step; then comes a month, then what somebody writes."""


class _Late(NamedTuple):
    """A callback that was put off a moment ago."""

    who: tuple[str, str]
    step: int
    until: float
    """Seconds of the even clock."""
    since: datetime
    said: Said


class ContactsKeys(PhoneKeys, KeyScreen):
    """The acts; the screen says who is meant and shows what came of it."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: Pages | None = None
        self._acts = Acts(Lists(self.root.services.folders.data))
        self._late: _Late | None = None
        self.stays = False
        """Whether the rows are to stay where they are, though somebody stands elsewhere by now."""

    def meant(self) -> "Listed | None":
        """Who is meant by a key now."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Read everything anew, beside the screen."""
        raise NotImplementedError

    # ---- calling

    def start(self, name: str | None, wanted: tuple[str, str] | None = None) -> None:
        """Start a session on a list, with somebody as the first one."""
        services = self.root.services
        try:
            if self.desk.find_open() is not None:
                self.tell("A session is open already; home goes on with it.")
                return
            preset = last_preset(services.sessions, self.config)
            recent = self.root.kept_recent[0] if self.root.kept_recent else []
            plan = Plan(preset, skill=least_practised(self.config.skills, recent) or None, list=name)
            session = new_session(self.config, plan, self.desk.clock.now(), host_name(), zone_name(), random_token())
        except NextcallError as error:
            self.tell(error.message)
            return
        self.root.wanted = wanted
        self.desk.begin(session)
        self.root.open_session()

    def _call(self, listed: "Listed") -> None:
        if listed.standing.stage == Stage.BLOCKED:
            self.tell(f"{listed.person.name or 'This person'} asked not to be called; {self._key('block_person')[0].text} allows it again.")
        else:
            self.start(listed.list, (listed.list, listed.person.id))

    # ---- saying

    def _say(self, listed: "Listed", act: Act, words: str, instead: Said | None = None) -> Said | None:
        try:
            said = self._acts.say(listed, act, instead=instead)
        except (OSError, NextcallError) as error:
            self._could_not(error)
            return None
        if self.pages is not None:
            self.pages.acts[listed.list, listed.person.id] = said.act
        self.stays = True
        self.tell(words)
        self.look_again()
        return said

    def _could_not(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        self.tell(f"That could not be kept: {reason or error}.")

    def _one(self) -> "Listed | None":
        """Who is meant; where nobody is, that is said."""
        listed = self.meant()
        if listed is None:
            self.tell("Choose somebody first.")
        return listed

    def _not_blocked(self) -> "Listed | None":
        listed = self._one()
        if listed is not None and listed.standing.stage == Stage.BLOCKED:
            self.tell(f"{listed.person.name or 'This person'} asked not to be called.")
            return None
        return listed

    def do_done_with(self) -> None:
        """Nothing more is to be done."""
        if (listed := self._not_blocked()) is not None:
            self._say(listed, Act(self.desk.clock.now(), "done"), f"Done with {self._named(listed)}. {self._undo()} takes it back.")

    def do_call_again(self) -> None:
        """Call again, whatever was said before."""
        if (listed := self._not_blocked()) is not None:
            self._say(listed, Act(self.desk.clock.now(), "open"), f"{self._named(listed)} will be called again. {self._undo()} takes it back.")

    def do_snooze(self) -> None:
        """A callback tomorrow; again within a moment: later."""
        if (listed := self._not_blocked()) is None:
            return
        now, monotonic, who = self.desk.clock.now(), self.desk.clock.monotonic(), (listed.list, listed.person.id)
        late = self._late if self._late and self._late.who == who and monotonic < self._late.until else None
        step, since, zone = late.step + 1 if late else 0, late.since if late else now, self._clock_of(listed)
        if step > len(_DAYS):
            self._late = None
            self._ask_when(listed, zone, late.said if late else None)
            return
        at = days_later(since, _DAYS[step], zone) if step < len(_DAYS) else month_later(since, zone)
        self._put_off(listed, at, since, step, late.said if late else None)

    def _put_off(self, listed: "Listed", at: datetime, since: datetime, step: int, instead: Said | None) -> None:
        now = self.desk.clock.now()
        words = f"Call {self._named(listed)} back {when_words(at, now, self.config.ui.clock, self._clock_of(listed))}.   {self._key('snooze')[0].text} later"
        said = self._say(listed, Act(now, "callback", at), words, instead)
        if said is not None:
            self._late = _Late((listed.list, listed.person.id), step, self.desk.clock.monotonic() + LATER, since, said)
            self.root.alerts.due(at, listed.person.name or listed.person.phone)

    def _clock_of(self, listed: "Listed") -> "tzinfo | None":
        return clock_of(listed.person.time_zone, zone_name(), self.desk.clock.now())

    def _ask_when(self, listed: "Listed", zone: "tzinfo | None", instead: Said | None) -> None:
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(text: str | None) -> None:
            if text:
                now = self.desk.clock.now()
                self._put_off(listed, written(text, now, zone), now, len(_DAYS), instead)

        words = ("as in  tomorrow, tue 14:30, +2w or 2026-11-24 9:30", "Enter keeps it", "Esc leaves it")
        self.app.push_screen(AskLine(f"Call {self._named(listed)} back when?", words=words, checked=said_when(self.desk.clock.now, zone)), answered)

    def do_block_person(self) -> None:
        """Never call this number again, or allow it again."""
        listed, pages, now = self._one(), self.pages, self.desk.clock.now()
        if listed is None or pages is None:
            return
        held, phone = listed.standing.stage == Stage.BLOCKED, listed.person.phone
        if not phone and not held:
            self.tell(f"There is no number here that could be blocked; {self._key('done_with')[0].text} is enough.")
            return
        words = f"{self._named(listed)} {'may be called again' if held else 'will not be called again, on no list'}. {self._undo()} takes it back."
        if not phone:
            self._say(listed, Act(now, "open"), words)
            return
        try:
            self._acts.allow(listed, pages.shelf, now) if held else self._acts.block(listed, now)
        except (OSError, NextcallError) as error:
            self._could_not(error)
            return
        pages.numbers[phone] = not held
        if held and any(touch.then == "do-not-call" for touch in listed.person.touches):
            pages.acts[listed.list, listed.person.id] = Act(now, "open")
        self.stays = True
        self.tell(words)
        self.look_again()

    def do_undo_contacts(self) -> None:
        """Take the last change back."""
        if not self._acts.any:
            self.tell("There is nothing to take back.")
            return
        try:
            name = self._acts.undo(self.desk.clock.now())
        except (OSError, NextcallError) as error:
            self._could_not(error)
            return
        self._late, self.stays = None, False
        self.tell(f"Taken back{f': {name[:60]}' if name else ''}.")
        self.look_again()

    def _named(self, listed: "Listed") -> str:
        return (listed.person.name or listed.person.phone or "this person")[:60]

    def _undo(self) -> str:
        return self._key("undo_contacts")[0].text

    # ---- the number

    def do_open_number(self) -> None:
        """Hand the number to the phone."""
        if (listed := self._not_blocked()) is not None:
            self.hand_over(listed.person.phone)

    def do_copy_number(self) -> None:
        """Copy the number."""
        if (listed := self._one()) is not None:
            self.copy(listed.person.phone)

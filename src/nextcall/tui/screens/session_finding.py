"""The session's screen and somebody in particular: found by a few letters, or by the callback that is due."""

from nextcall.tui.screens.session_people import SessionPeople

_FOUND = 50
"""People that a search shows."""


class SessionFinding(SessionPeople):
    """Who is wanted next, whoever is due."""

    def do_find_person(self) -> None:
        """Find somebody, and call them next."""
        from nextcall.tui.modals.find_person import FindPerson  # noqa: PLC0415 (loaded when it is first asked for)

        people = self.people
        if people is not None:
            self.app.push_screen(FindPerson(lambda words: people.found(words, _FOUND)), self._goes_next)

    def _goes_next(self, wanted: tuple[str, str] | None) -> None:
        session = self.desk.session
        if self.people is None or session is None or wanted is None:
            return
        found = self.people.one(wanted)
        if found is not None and found.standing.stage == "do-not-call":
            self.say(f"{found.person.name or 'This person'} asked not to be called.")
            return
        self.people.look(session, self.desk.clock.now(), wanted)
        self.draw()

    def do_next_callback(self) -> None:
        """Go to the oldest callback that is due."""
        from nextcall.tui.people import who  # noqa: PLC0415 (only with a list)

        if self.people is None:
            return
        now, shown = self.desk.clock.now(), self.people.next
        found = self.people.due(now, who(shown) if shown else None)
        if found is None:
            self.say("No other callback is due now." if shown else "No callback is due now.")
        else:
            self._goes_next(who(found))

"""What home does with a session that was left open: go on with it, end it, drop it."""

from abc import abstractmethod

from nextcall.core.actions import Away, Recover
from nextcall.core.counts import counts
from nextcall.core.session import Session, State
from nextcall.errors import NextcallError
from nextcall.tui.screens.base import KeyScreen


class HomeOpen(KeyScreen):
    """One method for each of the three."""

    @abstractmethod
    def _look(self) -> None:
        """See what is open now."""

    def do_resume(self) -> None:
        """Go on with the session that was left open; time away is not counted."""
        try:
            session = self.desk.take_up()
            in_call = f"Back in your call. On disk: calls {counts(session).calls}." if session.live else ""
            self._leave_out_the_time_away(session)
        except NextcallError as error:
            self.said = error.message
            self._look()
            self.draw()
            return
        self.root.open_session(in_call)

    def _leave_out_the_time_away(self, session: Session) -> None:
        away = (self.desk.clock.now() - session.last_event_at).total_seconds()
        if session.state in (State.READY, State.WRAP_UP) and away >= self.config.session.idle_minutes * 60:
            self.desk.do(Away(away, "idle"))
            self.desk.notes.append(f"Away for {away / 60:.0f} min: not counted. Undo counts it.")

    def do_end_open(self) -> None:
        """End the session that was left open at its last event; its summary follows."""
        try:
            self.desk.take_up()
            self.desk.do(Recover())
        except NextcallError as error:
            self.said = error.message
            self._look()
            self.draw()
            return
        self.run_worker(self.root.settle_then_summary(), exit_on_error=True)

    def do_drop_open(self) -> None:
        """Move the session that was left open to the trash folder."""
        try:
            where = self.desk.drop_open()
        except (NextcallError, OSError) as error:
            self.said = str(error)
        else:
            self.said = f"Dropped. It lies in {where}."
        self._look()
        self.draw()

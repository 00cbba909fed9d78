"""A session against its caller's own limits: the history is read beside the screen, which does not wait for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.worker import get_current_worker

from nextcall.core.session import Session
from nextcall.stats.inputs import Judged
from nextcall.storage.index.earlier import against_earlier
from nextcall.storage.index.index import LITTLE, Index
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.history_source import bring_up_to_date

if TYPE_CHECKING:
    from nextcall.bootstrap import Services


class OwnLimits(KeyScreen):
    """A screen that knows, soon after its first picture, what an ended session is by the limits of those before it."""

    @dataclass
    class Known(Message):
        """It has been found out."""

        found: "Judged | str"
        """Or why it could not be."""

    def __init__(self) -> None:
        super().__init__()
        self.own: Judged | str | None = None
        """None until it is known; words where the history cannot be read."""
        self._judged: Session | None = None

    def judge(self, session: Session) -> None:
        """Find it out, unless that is known of a session with the same calls and times."""
        if session.ended_at is not None and (self._judged is None or _measured(self._judged) != _measured(session)):
            self._judged = session
            self._judge(session, self.root.services)

    @work(thread=True, exit_on_error=True, group="own", exclusive=True)
    def _judge(self, session: Session, services: "Services") -> None:
        """The services are given: this screen may be gone before the thread has begun."""
        worker = get_current_worker()
        found: Judged | str
        try:
            found = against_own(services, session)
        except OSError as error:
            found = f"The sessions before this one cannot be read: {error.strerror or error}."
        if not worker.is_cancelled:
            self.post_message(self.Known(found))

    @on(Known)
    def _known(self, message: Known) -> None:
        self.own = message.found
        self.draw()


def against_own(services: "Services", session: Session) -> Judged:
    """An ended session against those before it; raises `OSError`."""
    folders = services.folders
    index = Index.at_hand(folders.data, folders.cache, soon=False)
    if index is None:
        if services.sessions.count() > LITTLE:
            bring_up_to_date(folders.data, folders.cache, lambda _, __: None)
        index = Index.opened(folders.data, folders.cache)
    with index:
        return against_earlier(index, session)


def _measured(session: Session) -> tuple[object, ...]:
    """What the inputs of a session come from."""
    return session.id, session.calls, session.pauses, session.breaths, session.started_at, session.ended_at, session.counts_only

"""Everything that can be done to a session, as values.

They carry no time: `apply` is given it. Two of them are the same only if their types are: as
tuples, all those without fields would be equal.
"""

from __future__ import annotations

from datetime import datetime

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple, Self

    from nextcall.core.session import Contact
else:
    from nextcall.named import NamedTuple


class Bare(tuple[()]):
    """An action that says all by its type. A `NamedTuple` without fields costs every command ten times as much."""

    __slots__ = ()

    def __new__(cls) -> Self:
        """One of its kind is like the other."""
        return super().__new__(cls)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Dial(NamedTuple):
    """Open the next call."""

    contact: Contact | None = None


class HangUp(Bare):
    """The line is closed; the call is not tagged yet."""


class Tag(NamedTuple):
    """Say what the call came to; without a call in progress a tapped call is recorded."""

    outcome: str
    note: str | None = None
    contact: Contact | None = None
    amount: str | None = None
    help: tuple[str, ...] = ()
    callback_at: datetime | None = None
    """When to call back; None: not said."""


class Drop(Bare):
    """Take the call in progress away."""


class Pause(NamedTuple):
    """Stop the session's clock, from `since` where that is earlier."""

    reason: str = "break"
    since: datetime | None = None


class PauseFor(NamedTuple):
    """Say why the session is paused now."""

    reason: str


class Resume(Bare):
    """Let the session's clock go on."""


class Away(NamedTuple):
    """The last `seconds` did not belong to the session: the machine slept, or nobody was there."""

    seconds: float
    reason: str = "suspended"


class Note(NamedTuple):
    """A note on this call, else on the last; `more` adds it to what is there."""

    text: str
    more: bool = False


class Bright(NamedTuple):
    """This call, else the last, is a bright spot; again without a line: it is not."""

    text: str | None = None


class Help(NamedTuple):
    """A help mark on this call, else the last; again: it is taken away."""

    mark: str


class Introduce(NamedTuple):
    """Who was introduced to whom, on this call, else the last."""

    who: str
    to: str


class Reason(NamedTuple):
    """Why the last no was one."""

    reason: str


class Amount(NamedTuple):
    """What the last yes brought, as a decimal; empty takes it away."""

    amount: str


class CallBack(NamedTuple):
    """When to call back whoever wanted that last."""

    at: datetime


class Asked(Bare):
    """A question was asked."""


class Learned(Bare):
    """A fact was learned."""


class StepDone(Bare):
    """The present step of the process was kept."""


class StepSkipped(Bare):
    """The present step was left out."""


class StepBack(Bare):
    """The step before is open again."""


class Breathe(NamedTuple):
    """A breath of so many seconds, now."""

    seconds: int


class Park(NamedTuple):
    """Put a distraction aside until the session is over."""

    text: str


class Replan(NamedTuple):
    """Make the session longer (1) or shorter (-1) by one step of its goal."""

    steps: int


class Correct(NamedTuple):
    """Correct one field of call number `call`; the old value goes to the trail."""

    call: int
    field: str
    value: str
    """As text, in the words of the command `correct`."""


class CorrectAll(NamedTuple):
    """Correct several fields of call number `call` in one step: all of them or none."""

    call: int
    changes: tuple[tuple[str, str], ...]
    """Fields and values, as in `Correct`."""


class RemoveCall(NamedTuple):
    """Call number `call` never was; the trail keeps it."""

    call: int


class AddCall(NamedTuple):
    """A call that was forgotten, tapped afterwards."""

    outcome: str
    at: str = ""
    """When it was tagged, as text; empty: at the end of the session, or now."""


class End(NamedTuple):
    """End the session, at `at` where that is earlier; `how` is `ended` or `recovered`."""

    how: str = "ended"
    at: datetime | None = None


class Recover(Bare):
    """End a session that was left open at its last event, whatever it was in the middle of."""


class Reopen(Bare):
    """The session was not over after all."""


class Summarise(NamedTuple):
    """Answer one of the summary's questions."""

    field: str
    value: str


class Decide(NamedTuple):
    """What becomes of the parked thing at `position`: `done`, `later` or `dropped`."""

    position: int
    state: str


Action = (
    Dial | HangUp | Tag | Drop | Pause | PauseFor | Resume | Away | Note | Bright | Help | Introduce | Reason | Amount | CallBack | Asked
    | Learned | StepDone | StepSkipped | StepBack | Breathe | Park | Replan | Correct | CorrectAll
    | RemoveCall | AddCall | End | Recover | Reopen | Summarise | Decide
)  # fmt: skip
"""Any of them."""

WHAT: dict[type, str] = {
    Dial: "dial",
    HangUp: "hang up",
    Tag: "tag",
    Drop: "drop the call",
    Pause: "pause",
    PauseFor: "reason to pause",
    Resume: "resume",
    Away: "time away",
    Note: "note",
    Bright: "bright spot",
    Help: "help mark",
    Introduce: "introduction",
    Reason: "reason",
    Amount: "amount",
    CallBack: "time to call back",
    Asked: "question",
    Learned: "fact learned",
    StepDone: "step done",
    StepSkipped: "step skipped",
    StepBack: "step back",
    Breathe: "breath",
    Park: "park",
    Replan: "change of plan",
    Correct: "correction",
    CorrectAll: "correction",
    RemoveCall: "removal of a call",
    AddCall: "added call",
    End: "end",
    Recover: "end",
    Reopen: "reopen",
    Summarise: "summary",
    Decide: "parked thing",
}
"""What each is called in a sentence, as in "undone: tag"."""

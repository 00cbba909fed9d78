"""Outcomes: what a call came to, as flags; and the ready-made sets."""

from __future__ import annotations

from collections.abc import Mapping

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any, NamedTuple
else:
    from nextcall.named import NamedTuple

THENS = ("", "retry", "callback", "dead", "do-not-call", "keep")
"""What a call list does with the contact afterwards."""


class Outcome(NamedTuple):
    """What a call came to. The flags say what it counts as, never the name."""

    id: str
    """Stable name in files and commands, `[a-z0-9][a-z0-9-]{0,63}`."""
    key: str
    """The key that tags it; empty for an outcome that only old files know."""
    label: str
    """What it is called where there is room."""
    short: str = ""
    """What it is called beside its key; empty: the label."""
    counts: bool = True
    """Whether it is a call at all."""
    connect: bool = False
    """A person spoke."""
    conversation: bool = False
    """The right person heard the reason for the call."""
    no: bool = False
    """It was a no."""
    yes: bool = False
    """It was a yes."""
    help: bool = False
    """Somebody was helped."""
    then: str = ""
    """One of `THENS`."""
    extra: Mapping[str, Any] = {}
    """Fields of a file that this version does not know."""

    @property
    def name(self) -> str:
        """The short label, or the label where there is no short one."""
        return self.short or self.label


_SALES = (
    Outcome("no-answer", "n", "No answer, busy", "no answer", then="retry"),
    Outcome("voicemail", "v", "Voicemail left", "voicemail", then="retry"),
    Outcome("machine", "m", "Machine, no message", "machine", then="retry"),
    Outcome("gatekeeper", "g", "Gatekeeper", "gatekeeper", connect=True, then="retry"),
    Outcome("wrong-number", "w", "Wrong or dead number", "wrong number", then="dead"),
    Outcome("hung-up", "h", "Hung up, brushed off", "hung up", connect=True, no=True, then="retry"),
    Outcome("no", "x", "Heard it, said no", "no", connect=True, conversation=True, no=True),
    Outcome("callback", "c", "Call back", "call back", connect=True, conversation=True, then="callback"),
    Outcome("helped", "i", "Helped: introduction, referral, answer", "helped", connect=True, conversation=True, help=True),
    Outcome("yes", "y", "Yes: meeting, order, pledge", "yes", connect=True, conversation=True, yes=True),
    Outcome("sent-info", "s", "Send information", "send info", connect=True, conversation=True, then="callback"),
    Outcome("not-a-fit", "f", "Not a fit", "not a fit", connect=True, conversation=True, then="dead"),
    Outcome("do-not-call", "d", "Do not call", "do not call", connect=True, no=True, then="do-not-call"),
    Outcome("skipped", "k", "Skipped, not dialled", "skipped", counts=False, then="keep"),
)

_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "sales": {},
    "recruiting": {
        "gatekeeper": ("Front desk, assistant", "front desk"),
        "no": ("Heard it, not interested", "not now"),
        "helped": ("Named someone, or was helped", "named some."),
        "yes": ("Yes: agreed to be put forward", "candidate"),
        "sent-info": ("Send the role", "send role"),
        "not-a-fit": ("Not a fit for the role", "not a fit"),
    },
    "fundraising": {
        "gatekeeper": ("Someone else in the house", "household"),
        "no": ("Heard it, will not give", "no gift"),
        "helped": ("Helped: volunteer, introduction, answer", "helped"),
        "yes": ("Yes: pledge or gift", "pledge"),
        "sent-info": ("Send the letter", "send letter"),
        "not-a-fit": ("Cannot give now", "cannot give"),
    },
    "property": {
        "gatekeeper": ("Tenant, partner, office", "not owner"),
        "no": ("Heard it, not selling", "not selling"),
        "helped": ("Helped: valuation, referral, answer", "helped"),
        "yes": ("Yes: viewing, valuation, listing", "appointment"),
        "sent-info": ("Send details", "send detail"),
        "not-a-fit": ("Wrong property or buyer", "not a fit"),
    },
    "founder": {
        "no": ("Heard it, does not have the problem", "no problem"),
        "helped": ("Helped: introduction, useful answer", "helped"),
        "yes": ("Yes: learned, and a next step", "next step"),
        "sent-info": ("Send the write-up", "send info"),
        "not-a-fit": ("Not who this is for", "not for them"),
    },
}


def _in_the_words_of(trade: str) -> tuple[Outcome, ...]:
    words = _WORDS[trade]
    return tuple(
        outcome._replace(label=words[outcome.id][0], short=words[outcome.id][1]) if outcome.id in words else outcome
        for outcome in _SALES
    )


SETS: dict[str, tuple[Outcome, ...]] = {trade: _in_the_words_of(trade) for trade in _WORDS}
"""The ready-made sets by name: the same ids, keys and flags, in the words of each trade."""

"""From what a dialler calls the end of a call to one of the outcomes.

What is known by an outcome's id or label is taken; all else is only proposed, for the caller to decide.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from nextcall.core.outcomes import Outcome
from nextcall.errors import UsageError
from nextcall.text import line, nearest

REST = "*"
"""As a value: all that is not mapped otherwise."""

_SPOKE = "spoke"
"""Stands for: somebody answered, and no more is known."""
_PROPOSED = {
    "no-answer": (
        "no answer", "noanswer", "na", "busy", "b", "ab", "unanswered", "missed", "missed call", "not answered", "no pick up",
        "no pickup", "did not answer", "didnt answer", "no response", "rna", "ring no answer", "cancelled", "canceled", "abandoned",
        "failed", "congestion", "chanunavail", "timeout", "not reached", "no contact", "not connected", "unreachable",
        "nicht erreicht", "besetzt", "sin respuesta", "no contesta", "pas de reponse", "occupe", "outgoing missed",
    ),
    "voicemail": ("voicemail", "voice mail", "vm", "lm", "lvm", "left voicemail", "left vm", "left message", "left a voicemail", "voicemail left", "message left", "al"),
    "machine": ("machine", "answering machine", "am", "aa", "a", "amd", "machine no message", "reached voicemail"),
    "gatekeeper": ("gatekeeper", "gk", "left live message", "receptionist", "third party", "front desk", "secretary", "assistant"),
    "wrong-number": (
        "wrong number", "wn", "invalid", "invalid number", "bad number", "disconnected", "disconnected number", "dc", "adc",
        "dead", "out of service", "not in service", "number not in service", "fax", "wrong person", "falsche nummer",
    ),
    "hung-up": ("hung up", "hangup", "hang up", "hu", "drop", "dropped", "pdrop", "customer hung up", "hung up on"),
    "no": ("not interested", "ni", "no interest", "declined", "rejected", "refused", "no sale", "lost", "kein interesse", "no interesado"),
    "callback": ("callback", "call back", "cb", "callbk", "cbhold", "call later", "follow up", "followup", "call back later", "reschedule", "ruckruf", "rappeler"),
    "yes": (
        "sale", "sold", "won", "converted", "interested", "meeting", "meeting scheduled", "meeting booked", "meeting set", "appointment",
        "appointment set", "booked", "demo", "demo booked", "demo scheduled", "pledge", "order", "success", "qualified", "termin",
    ),
    "sent-info": ("send info", "send information", "sent info", "info sent", "email", "send email", "sent email", "mailed"),
    "not-a-fit": ("not a fit", "not qualified", "unqualified", "nq", "disqualified", "bad fit"),
    "do-not-call": ("dnc", "dncl", "do not call", "remove", "remove from list", "unsubscribe", "opt out"),
    "skipped": ("skipped", "skip", "not called", "not dialed", "not dialled", "new"),
    _SPOKE: (
        "answered", "answer", "connected", "completed", "complete", "spoke", "conversation", "talked", "human", "accepted", "call connected",
        "contacted", "reached", "spoke with contact", "correct contact", "erreicht", "contestada", "repondu", "outgoing answered",
    ),
}  # fmt: skip
_MEANT = {word: name for name, words in _PROPOSED.items() for word in words}
_TRUE, _FALSE = frozenset(("y", "yes", "true", "1", "t", "ja", "si", "oui", "x")), frozenset(("n", "no", "false", "0", "f", "nein", "non", ""))
_ANSWERED = re.compile(r"answer|connect|reach|contact|spoke|picked")


def plain(value: str) -> str:
    """A value as values are compared."""
    return value.strip().casefold()


def mapping(stated: Iterable[str], outcomes: Sequence[Outcome]) -> dict[str, str]:
    """What `--map VALUE=OUTCOME` says: ids by value. Raises `UsageError` with the nearest outcome."""
    ids = [outcome.id for outcome in outcomes]
    found: dict[str, str] = {}
    for words in stated:
        value, sign, name = words.rpartition("=")
        if not sign:
            raise UsageError(f"--map {line(words, 60)} has no '='", "Say it as VALUE=OUTCOME.")
        name = name.strip()
        if name not in ids:
            near = nearest(name, ids)
            hint = f"Did you mean '{near}'?" if near else f"There are {', '.join(ids)}."
            raise UsageError(f"unknown outcome '{line(name, 60)}' in --map", hint)
        if found.get(plain(value), name) != name:
            raise UsageError(f"--map says two outcomes for '{line(value, 60)}'")
        found[plain(value)] = name
    return found


def known(values: Iterable[str], stated: Mapping[str, str], outcomes: Sequence[Outcome]) -> dict[str, str]:
    """The ids of those values that are mapped, or that are an outcome's id or label.

    In a column of yes and no alone nothing goes by its name: there a no is no outcome of that name.
    """
    all_ = {plain(value) for value in values}
    names = {} if all_ <= _TRUE | _FALSE else _names(outcomes)
    found = {value: stated.get(value, names.get(value, stated.get(REST))) for value in all_}
    return {value: name for value, name in found.items() if name is not None}


def proposed(values: Iterable[str], column: str, outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Outcomes that the other values probably mean, by the habits of dialers and the name of the column."""
    all_ = {plain(value) for value in values}
    truth = all_ <= _TRUE | _FALSE
    answered = bool(_ANSWERED.search(column.casefold()))
    found: dict[str, str] = {}
    for value in all_:
        if truth:
            meant = (_SPOKE if answered else "yes") if value in _TRUE else ("no-answer" if answered else "no")
        else:
            meant = _MEANT.get(" ".join(re.sub(r"[^\w]+|_", " ", value.replace("'", "")).split()), "")
        name = _there(meant, outcomes)
        if name:
            found[value] = name
    return found


def _names(outcomes: Sequence[Outcome]) -> dict[str, str]:
    found = {plain(name): outcome.id for outcome in reversed(outcomes) for name in (outcome.short, outcome.label) if name}
    return found | {outcome.id: outcome.id for outcome in outcomes}


def _there(meant: str, outcomes: Sequence[Outcome]) -> str:
    if meant != _SPOKE:
        return meant if any(outcome.id == meant for outcome in outcomes) else ""
    said = [outcome for outcome in outcomes if outcome.conversation and not (outcome.yes or outcome.no or outcome.help)]
    order = ("", "keep", "dead")  # what promises nothing, before what would be due again
    best = min(said, key=lambda outcome: order.index(outcome.then) if outcome.then in order else len(order), default=None)
    return best.id if best else ""


def only_spoken(name: str, outcomes: Sequence[Outcome]) -> bool:
    """Whether an outcome is the one proposed where it is only known that somebody answered."""
    return bool(name) and name == _there(_SPOKE, outcomes)

"""Outcomes out of the configuration: a ready-made set, with changes and additions of the caller's."""

from typing import Any, NamedTuple

from nextcall.config.faults import Faults
from nextcall.config.kinds import ID, WrongValueError, did_you_mean, shown
from nextcall.config.model import RetrySettings
from nextcall.config.settings import OUTCOME_FIELDS, RETRY_FIELDS
from nextcall.core.outcomes import Outcome

MOST = 40
"""How many outcomes there may be."""
_FLAGS = ("connect", "conversation", "no", "yes", "help")


class Read(NamedTuple):
    """What the tables of outcomes say."""

    outcomes: tuple[Outcome, ...]
    retries: dict[str, RetrySettings]
    """Of those outcomes that have rules of their own."""


def read_outcomes(
    table: dict[str, Any],
    ready: tuple[Outcome, ...],
    origins: dict[str, str],
    faults: Faults,
) -> Read:
    """The outcomes of `ready` with what `table` says of them, then the caller's own; `origins` learns where they are."""
    found = {outcome.id: outcome for outcome in ready}
    retries: dict[str, RetrySettings] = {}
    for name, entry in table.items():
        if name == "set":
            continue
        path = ("outcomes", name)
        if not isinstance(entry, dict):
            if name in OUTCOME_FIELDS or not ID.fullmatch(name) or did_you_mean(name, ["set"]):
                faults.unknown(path, ["set"])
            else:
                faults.add(path, f"must be a table, written as [outcomes.{name}], not {shown(entry)}")
        elif not ID.fullmatch(name):
            faults.add(path, "the name of an outcome has at most 64 lower case letters, digits and dashes")
        else:
            found[name], retry = _outcome(name, entry, found.get(name), faults)
            if retry != RetrySettings():
                retries[name] = retry
            stated = path if faults.states(path) or not entry else (*path, next(iter(entry)))
            origins[f"outcomes.{name}"] = faults.place(stated)
    if len(found) > MOST:
        faults.add(("outcomes",), f"has {len(found)} outcomes; {MOST} are the most")
    return Read(tuple(found.values()), retries)


def _outcome(name: str, entry: dict[str, Any], ready: Outcome | None, faults: Faults) -> tuple[Outcome, RetrySettings]:
    """One outcome and its rule of trying again; with faults in it, as much of it as there is."""
    path = ("outcomes", name)
    said: dict[str, Any] = {}
    for field, value in entry.items():
        kind = OUTCOME_FIELDS.get(field)
        if kind is None:
            faults.unknown((*path, field), OUTCOME_FIELDS)
            continue
        try:
            said[field] = kind.check(value)
        except WrongValueError as fault:
            faults.add((*path, field), fault.reason)
    if ready is None and "key" not in entry:
        faults.add(path, 'an own outcome needs a key, such as key = "o"')
    whole = len(said) == len(entry)
    retry = RetrySettings(*(said.pop(field, None) for field in RETRY_FIELDS))
    outcome = (ready or Outcome(name, "", name.replace("-", " ").capitalize()))._replace(**said)
    if "label" in said and "short" not in said:
        outcome = outcome._replace(short="")  # the short words of another label would mislead
    outcome = _implied(outcome, said)
    reason = _contradiction(outcome) if whole else ""
    if reason:
        faults.add(path, reason)
    return outcome, retry


def _implied(outcome: Outcome, said: dict[str, Any]) -> Outcome:
    """A yes is said in a conversation, and a conversation is had with a person."""
    if outcome.yes and "conversation" not in said:
        outcome = outcome._replace(conversation=True)
    if outcome.conversation and "connect" not in said:
        outcome = outcome._replace(connect=True)
    return outcome


def _contradiction(outcome: Outcome) -> str:
    if outcome.yes and outcome.no:
        return "yes and no exclude each other"
    if outcome.yes and not outcome.conversation:
        return "a yes is said in a conversation: conversation must be true"
    if outcome.conversation and not outcome.connect:
        return "a conversation is had with a person: connect must be true"
    flag = next((flag for flag in _FLAGS if getattr(outcome, flag)), "")
    if not outcome.counts and flag:
        return f"what counts as no call can have no {flag}"
    return ""

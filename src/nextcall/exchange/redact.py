"""Sessions without what is nobody else's business: who was called, and what was written down.

Names and numbers become pseudonyms. They are made with a key that is drawn anew for each run and kept
nowhere: the same person is the same pseudonym within one export, and in no other; and nobody can find
out a number by trying all numbers. What the configuration names (presets, skills) stays; what could
say anything at all (notes, the intention, fields that this version does not know) is left out.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from nextcall.core.outcomes import Outcome
from nextcall.core.session import NOTHING, PAUSE_REASONS, Call, Contact, Introduction, Session, Summary

_BYTES = 6
_CURRENCY = 3


class Known(NamedTuple):
    """What may be said as it is: it stands in the configuration."""

    presets: frozenset[str] = frozenset()
    """Ids."""
    titles: frozenset[str] = frozenset()
    """Of presets."""
    skills: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    """Of outcomes."""


class Redactor:
    """Takes out of sessions what is private; `key` is secret and random, the same for one export."""

    def __init__(self, key: bytes, known: Known) -> None:
        self._key = key
        self._known = known

    def session(self, session: Session) -> Session:
        """The session without names, numbers and free text."""
        known = self._known
        formula = session.formula
        return session._replace(
            title=session.title if session.title in known.titles else "",
            preset=self._stated(session.preset, known.presets, "preset"),
            host="",
            intention="",
            skill=self._stated(session.skill, known.skills, "skill"),
            list=self._stated(session.list, (), "list"),
            tags=tuple(self.pseudonym("tag", tag) for tag in session.tags),
            goal=session.goal._replace(extra=NOTHING) if session.goal else None,
            outcomes=tuple(self._outcome(outcome) for outcome in session.outcomes),
            steps=tuple(step if step in known.steps else "" for step in session.steps),
            formula=formula._replace(currency=_code(formula.currency), extra=NOTHING) if formula else None,
            calls=tuple(self._call(call) for call in session.calls),
            live=self._call(session.live) if session.live else None,
            pauses=tuple(pause._replace(reason=_reason(pause.reason), extra=NOTHING) for pause in session.pauses),
            breaths=tuple(breath._replace(extra=NOTHING) for breath in session.breaths),
            parked=tuple(parked._replace(text="", extra=NOTHING) for parked in session.parked),
            plan_changes=tuple(change._replace(extra=NOTHING) for change in session.plan_changes),
            summary=Summary(
                intention_kept=session.summary.intention_kept, self_score=session.summary.self_score, coach_score=session.summary.coach_score
            ),
            trail=(),  # it repeats what was written
            extra=NOTHING,
        )

    def pseudonym(self, kind: str, text: str) -> str:
        """What stands for a text: the same for the same, capitals and blanks apart; empty for an empty one."""
        bare = " ".join(text.casefold().split())
        if not bare:
            return ""
        return f"{kind}-{blake2b(f'{kind}:{bare}'.encode(errors='replace'), digest_size=_BYTES, key=self._key).hexdigest()}"

    def _stated(self, text: str | None, known: Iterable[str], kind: str) -> str | None:
        return text if text is None or text in known else self.pseudonym(kind, text)

    def _outcome(self, outcome: Outcome) -> Outcome:
        label = outcome.label if outcome.label in self._known.labels else outcome.id
        return outcome._replace(key="", label=label, short="", extra=NOTHING)

    def _call(self, call: Call) -> Call:
        brought = call.introduction
        return call._replace(
            note="",
            contact=self._contact(call.contact) if call.contact else None,
            bright_note="",
            introduction=Introduction(state=brought.state) if brought else None,
            extra=NOTHING,
        )

    def _contact(self, contact: Contact) -> Contact:
        digits = "".join(sign for sign in contact.phone if sign.isdigit())
        return Contact(
            self.pseudonym("person", contact.name),
            self.pseudonym("number", digits or contact.phone),
            self._stated(contact.list, (), "list"),
            self._stated(contact.id, (), "contact"),
        )


def _reason(text: str) -> str:
    return text if text in PAUSE_REASONS else ""


def _code(currency: str) -> str:
    return currency if len(currency) == _CURRENCY and currency.isascii() and currency.isalpha() else ""

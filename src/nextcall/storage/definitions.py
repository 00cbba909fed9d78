"""The definitions of outcomes, as they stand in a session's file: by id."""

from __future__ import annotations

from collections.abc import Iterable

from nextcall.core.outcomes import THENS, Outcome
from nextcall.core.session import plain
from nextcall.storage.fields import Record, Unfit, flag, one_of, table, text

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any

_OUTCOME = Record(
    Outcome,
    {
        "key": text,
        "label": text,
        "short": text,
        "counts": flag,
        "connect": flag,
        "conversation": flag,
        "no": flag,
        "yes": flag,
        "help": flag,
        "then": one_of(*THENS),
    },
    otherwise={"id": "", "key": "", "label": ""},
)
_OUTCOME_ID = "abcdefghijklmnopqrstuvwxyz0123456789-"
_OUTCOME_ID_LONGEST = 64


def read_outcomes(value: Any, place: str) -> tuple[Outcome, ...]:
    """The outcomes of a table of definitions by id; raises `Unfit`."""
    found = []
    for name_, definition in table(value, place).items():
        if not name_ or name_.strip(_OUTCOME_ID) or name_[0] == "-" or len(name_) > _OUTCOME_ID_LONGEST:
            raise Unfit(place, "named by small letters, digits and dashes", name_)
        outcome: Outcome = _OUTCOME.read(definition, f"{place}.{name_}")
        found.append(outcome._replace(id=name_, label=outcome.label or name_))
    return tuple(found)


def write_outcomes(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Definitions by id, as plain data."""
    return {outcome.id: {key: item for key, item in plain(outcome).items() if key != "id"} for outcome in outcomes}

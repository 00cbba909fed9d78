"""A session as plain data and back: schema 1, as FORMAT.md says.

Reading is strict about what is known (`Unfit` names the place) and keeps what is not.
"""

from typing import Any

from nextcall.core.outcomes import THENS, Outcome
from nextcall.core.session import (
    HELP_MARKS,
    REASONS,
    Breath,
    Call,
    Contact,
    Correction,
    Formula,
    Goal,
    Introduction,
    Parked,
    Pause,
    PlanChange,
    Session,
    Summary,
)
from nextcall.core.undo import Change, Workbench
from nextcall.storage.fields import (
    Reader,
    Record,
    Unfit,
    decimal,
    flag,
    many,
    maybe,
    moment,
    name,
    one_of,
    plain,
    table,
    text,
    whole,
)
from nextcall.storage.rows import Rows

SCHEMA = 1
"""The schema that this version writes."""


def _anything(value: Any, _: str) -> Any:
    return value


_CONTACT = Record(Contact, {"name": text, "phone": text, "list": name, "id": name})
_INTRODUCTION = Record(Introduction, {"who": text, "to": text, "state": one_of("made", "met", "thanked")})
CALL = Record(
    Call,
    {
        "n": whole,
        "dialed_at": maybe(moment),
        "hung_up_at": maybe(moment),
        "tagged_at": maybe(moment),
        "outcome": name,
        "reason": one_of(*REASONS, ""),
        "note": text,
        "contact": maybe(_CONTACT.read),
        "steps_done": many(whole),
        "steps_skipped": many(whole),
        "asked": whole,
        "learned": whole,
        "bright": flag,
        "bright_note": text,
        "help": many(one_of(*HELP_MARKS)),
        "introduction": maybe(_INTRODUCTION.read),
        "amount": maybe(decimal),
    },
    needed=("n",),
)
_OUTCOME_FIELDS: dict[str, Reader] = {
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
}


def _formula(value: Any, place: str) -> Formula:
    found = table(value, place)
    calls = whole(found.get("calls"), f"{place}.calls")
    if calls == 0:
        raise Unfit(f"{place}.calls", "at least 1", calls)
    return Formula(
        decimal(found.get("earned"), f"{place}.earned"), calls, text(found.get("currency"), f"{place}.currency")
    )


def _goal(value: Any, place: str) -> Goal:
    found = table(value, place)
    kind = one_of("minutes", "calls", "conversations")(found.get("kind"), f"{place}.kind")
    return Goal(kind, whole(found.get("amount"), f"{place}.amount"))


def _outcomes(value: Any, place: str) -> tuple[Outcome, ...]:
    found = []
    for name_, definition in table(value, place).items():
        where = f"{place}.{name_}"
        fields = {
            key: _OUTCOME_FIELDS[key](item, f"{where}.{key}")
            for key, item in table(definition, where).items()
            if key in _OUTCOME_FIELDS
        }
        found.append(Outcome(**{"id": name_, "key": "", "label": name_} | fields))
    return tuple(found)


def _counts(value: Any, place: str) -> dict[str, int]:
    return {key: whole(item, f"{place}.{key}") for key, item in table(value, place).items()}


SESSION = Record(
    Session,
    {
        "id": text,
        "host": text,
        "title": text,
        "preset": name,
        "intention": text,
        "skill": name,
        "list": name,
        "tags": many(text),
        "time_zone": name,
        "goal": maybe(_goal),
        "started_at": moment,
        "ended_at": maybe(moment),
        "end": maybe(one_of("ended", "recovered")),
        "outcomes": _outcomes,
        "steps": many(text),
        "value_per_call": maybe(decimal),
        "formula": maybe(_formula),
        "calls": many(CALL.read),
        "live": maybe(CALL.read),
        "pauses": many(Record(Pause, {"started_at": moment, "ended_at": maybe(moment), "reason": text}, ("started_at", "ended_at")).read),
        "breaths": many(Record(Breath, {"started_at": moment, "ended_at": maybe(moment), "seconds": whole}, ("started_at", "ended_at")).read),
        "parked": many(Record(Parked, {"at": moment, "text": text, "state": maybe(one_of("done", "later", "dropped"))}, ("at", "text")).read),
        "plan_changes": many(Record(PlanChange, {"at": moment, "old": whole, "new": whole}, ("at", "old", "new")).read),
        "summary": Record(
            Summary,
            {
                "worked": text,
                "skill_answer": text,
                "intention_kept": maybe(one_of("yes", "partly", "no")),
                "self_score": maybe(whole),
                "coach_score": maybe(whole),
            },
        ).read,
        "counts_only": maybe(_counts),
        "trail": many(
            Record(
                Correction,
                {"at": moment, "call": whole, "field": text, "old": _anything, "new": _anything},
                ("at", "call", "field"),
            ).read
        ),
    },
    needed=("id", "started_at", "calls"),
)  # fmt: skip


def read(data: Any) -> Session:
    """The session of plain data; raises `Unfit` where it is none of schema 1."""
    found = table(data, "")
    schema = found.get("schema")
    if type(schema) is not int:
        raise Unfit("schema", "a schema number", schema)
    if schema != SCHEMA:
        raise Unfit("schema", f"{SCHEMA} (a newer nextcall wrote this)" if schema > SCHEMA else str(SCHEMA), schema)
    session: Session = SESSION.read({key: value for key, value in found.items() if key not in ("schema", "undo")}, "")
    _check(session)
    return session


def _check(session: Session) -> None:
    known = {outcome.id for outcome in session.outcomes}
    for i, call in enumerate(session.calls):
        if call.outcome not in known:
            raise Unfit(f"calls[{i}].outcome", "one of the session's outcomes", call.outcome)
        if call.tagged_at is None:
            raise Unfit(f"calls[{i}].tagged_at", "there", None)
    for key in session.counts_only or {}:
        if key not in known:
            raise Unfit(f"counts_only.{key}", "one of the session's outcomes", key)
    if (session.end is None) != (session.ended_at is None):
        raise Unfit("end", "there with ended_at, and only then", session.end)


def write(session: Session) -> dict[str, Any]:
    """The session as plain data, every field in its place.

    While it is open it has the whole set of outcomes, so that every program tags alike; afterwards
    those that it used.
    """
    if session.end is not None:
        used = {call.outcome for call in session.calls} | set(session.counts_only or {})
        session = session._replace(outcomes=tuple(outcome for outcome in session.outcomes if outcome.id in used))
    return {"schema": SCHEMA} | {
        field: _written(field, getattr(session, field)) for field in SESSION.fields
    } | dict(session.extra)


def _written(field: str, value: Any) -> Any:
    if field == "outcomes":
        return {outcome.id: {key: getattr(outcome, key) for key in _OUTCOME_FIELDS} for outcome in value}
    return plain(value)


def read_bench(data: Any) -> Workbench:
    """An open session with its undo; an undo that does not fit is forgotten, not refused."""
    session = read(data)
    kept = data.get("undo")
    try:
        done, undone = (many(_change)(kept.get(way), way) for way in ("done", "undone"))
    except (Unfit, AttributeError, TypeError):
        done = undone = ()
    return Workbench(session, done, undone)


def write_bench(bench: Workbench, revision: int, rows: Rows) -> dict[str, Any]:
    """An open session with its undo, as plain data whose long lists are rendered already (JSON)."""
    session = bench.session
    data = write(session._replace(calls=()))
    data["calls"] = [rows.row(call, plain) for call in session.calls]
    data["undo"] = {
        "revision": revision,
        "done": [rows.row(change, write_change) for change in bench.done],
        "undone": [rows.row(change, write_change) for change in bench.undone],
    }
    rows.turn()
    return data


def write_change(change: Change) -> dict[str, Any]:
    """One step of undo as plain data: only what is there."""
    found: dict[str, Any] = {"what": change.what}
    if change.fields:
        found["set"] = {key: _compact(value) if key == "live" else _written(key, value) for key, value in change.fields}
    if change.at is not None:
        found["calls"] = [change.at, change.until, [_compact(call) for call in change.calls]]
    return found


_EMPTY = plain(Call(0))


def _compact(call: Call | None) -> dict[str, Any] | None:
    """A call with what is worth mentioning only: hundreds of them stand in the undo of a long session."""
    if call is None:
        return None
    return {key: value for key, value in plain(call).items() if key == "n" or key not in _EMPTY or value != _EMPTY[key]}


def _change(value: Any, place: str) -> Change:
    found = table(value, place)
    fields = tuple((key, SESSION.fields[key](item, key)) for key, item in found.get("set", {}).items() if key in SESSION.fields)
    what = text(found.get("what"), place)
    if "calls" not in found:
        return Change(what, fields)
    at, until, calls = found["calls"]
    return Change(what, fields, many(CALL.read)(calls, place), whole(at, place), whole(until, place))

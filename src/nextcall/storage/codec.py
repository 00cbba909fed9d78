"""A session as plain data and back: schema 1, as FORMAT.md says.

Reading is strict about what is known (`Unfit` names the place) and keeps what is not.
"""

from __future__ import annotations

from nextcall.core.session import (
    HELP_MARKS,
    LONGEST,
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
    plain,
)
from nextcall.core.undo import LISTS, Change, Splice, Workbench
from nextcall.storage.definitions import read_outcomes, write_outcomes
from nextcall.storage.fields import (
    SCHEMA,
    Record,
    Unfit,
    decimal,
    flag,
    kept,
    many,
    maybe,
    moment,
    name,
    one_of,
    session_id,
    table,
    text,
    whole,
)

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any

    from nextcall.storage.rows import Rows


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
        "callback_at": maybe(moment),
    },
    needed=("n",),
)
_GOAL = Record(Goal, {"kind": one_of("minutes", "calls", "conversations"), "amount": whole}, ("kind", "amount"))
_FORMULA = Record(Formula, {"earned": decimal, "calls": whole, "currency": text}, ("earned", "calls"))


def _formula(value: Any, place: str) -> Formula:
    found: Formula = _FORMULA.read(value, place)
    if found.calls == 0:
        raise Unfit(f"{place}.calls", "at least 1", 0)
    return found


def _counts(value: Any, place: str) -> dict[str, int]:
    return {key: whole(item, f"{place}.{key}") for key, item in table(value, place).items()}


SESSION = Record(
    Session,
    {
        "id": session_id,
        "host": text,
        "title": text,
        "preset": name,
        "intention": text,
        "skill": name,
        "list": name,
        "tags": many(text),
        "time_zone": name,
        "goal": maybe(_GOAL.read),
        "started_at": moment,
        "ended_at": maybe(moment),
        "end": maybe(one_of("ended", "recovered")),
        "outcomes": read_outcomes,
        "steps": many(text),
        "value_per_call": maybe(decimal),
        "formula": maybe(_formula),
        "calls": many(CALL.read),
        "live": maybe(CALL.read),
        "pauses": many(Record(Pause, {"started_at": moment, "ended_at": maybe(moment), "reason": text}, ("started_at",)).read),
        "breaths": many(Record(Breath, {"started_at": moment, "ended_at": maybe(moment), "seconds": whole}, ("started_at",)).read),
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
                {"at": moment, "call": whole, "field": text, "old": kept, "new": kept, "undone_at": maybe(moment), "position": maybe(whole)},
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
    check(session)
    return session


def check(session: Session) -> None:
    """Raise `Unfit` where the parts of a session do not fit each other."""
    known = {outcome.id for outcome in session.outcomes}
    _check_calls(session.calls, known)
    for key in session.counts_only or {}:
        if key not in known:
            raise Unfit(f"counts_only.{key}", "one of the session's outcomes", key)
    if (session.end is None) != (session.ended_at is None):
        raise Unfit("end", "there with ended_at, and only then", session.end)
    if session.ended_at is not None and session.ended_at - session.started_at > LONGEST:
        raise Unfit("ended_at", "within a year of started_at", session.ended_at.isoformat())


def _check_calls(calls: tuple[Call, ...], known: set[str]) -> None:
    for i, call in enumerate(calls):
        if call.outcome not in known:
            raise Unfit(f"calls[{i}].outcome", "one of the session's outcomes", call.outcome)
        if call.tagged_at is None:
            raise Unfit(f"calls[{i}].tagged_at", "there", None)


def write(session: Session) -> dict[str, Any]:
    """The session as plain data, every field in its place.

    While it is open it has the whole set of outcomes, so that every program tags alike; afterwards
    those that it used, or that a correction may bring back.
    """
    if session.end is not None:
        used = {call.outcome for call in session.calls} | set(session.counts_only or {}) | _in_trail(session)
        session = session._replace(outcomes=tuple(outcome for outcome in session.outcomes if outcome.id in used))
    return plain_fields(session)


def _in_trail(session: Session) -> set[str]:
    """The ids of outcomes that the trail names."""
    found: set[str] = set()
    for entry in session.trail:
        for value in (entry.old, entry.new):
            match entry.field, value:
                case "outcome", str(name_):
                    found.add(name_)
                case "call", {"outcome": str(name_)}:
                    found.add(name_)
                case "counts_only", dict(counted):
                    found.update(counted)
    return found


def plain_fields(session: Session) -> dict[str, Any]:
    """The session as plain data, all its outcomes with it."""
    known = {field: _written(field, getattr(session, field)) for field in SESSION.fields}
    return {"schema": SCHEMA} | known | dict(session.extra)


_RARE = ("undone_at", "position")
"""Fields of the trail that most entries lack: they are left out, not null."""


def _written(field: str, value: Any) -> Any:
    if field == "outcomes":
        return write_outcomes(value)
    if field == "trail":
        return [_entry(entry) for entry in value]
    return plain(value)


def _entry(entry: Correction) -> dict[str, Any]:
    return {key: item for key, item in plain(entry).items() if item is not None or key not in _RARE}


def read_bench(data: Any) -> Workbench:
    """An open session with its undo; an undo that does not fit is forgotten, not refused."""
    session = read(data)
    try:
        ways = table(data.get("undo", {}), "undo")
        done, undone = (many(_change)(ways.get(way), way) for way in ("done", "undone"))
        known = {outcome.id for outcome in session.outcomes}
        for splice in (splice for change in (*done, *undone) for splice in change.splices if splice.field == "calls"):
            _check_calls(splice.items, known)
    except Unfit:
        done = undone = ()
    return Workbench(session, done, undone)


def write_bench(bench: Workbench, revision: int, rows: Rows) -> dict[str, Any]:
    """An open session with its undo, as plain data whose fields are rendered already (JSON)."""
    session = bench.session
    data: dict[str, Any] = {"schema": SCHEMA}
    for field in SESSION.fields:
        value = getattr(session, field)
        data[field] = rows.listed(field, value, _entry if field == "trail" else plain) if field in LISTS else rows.alone(field, value, _written)
    data |= dict(session.extra)
    data["undo"] = {
        "revision": revision,
        "done": rows.listed("done", bench.done, write_change),
        "undone": rows.listed("undone", bench.undone, write_change),
    }
    rows.turn()
    return data


def write_change(change: Change) -> dict[str, Any]:
    """One step of undo as plain data: only what is there."""
    found: dict[str, Any] = {"what": change.what}
    if change.fields:
        found["set"] = {key: _compact(value) if key == "live" else _written(key, value) for key, value in change.fields}
    if change.splices:
        found["splice"] = {field: [at, until, [_compact(item) for item in items]] for field, at, until, items in change.splices}
    return found


_EMPTY = plain(Call(0))
_CHANGING = ("goal", "live")
"""What undo changes beside the `LISTS`."""


def _compact(item: Any) -> Any:
    """An item as plain data; of a call what is worth mentioning only: hundreds stand in the undo of a long session."""
    if not isinstance(item, Call):
        return plain(item)
    return {key: value for key, value in plain(item).items() if key == "n" or key not in _EMPTY or value != _EMPTY[key]}


def _change(value: Any, place: str) -> Change:
    found = table(value, place)
    fields = [(key, _field(key, item, _CHANGING)) for key, item in table(found.get("set", {}), place).items()]
    splices = [_splice(field, part) for field, part in table(found.get("splice", {}), place).items()]
    return Change(text(found.get("what"), place), tuple(fields), tuple(splices))


def _splice(field: str, value: Any) -> Splice:
    if not isinstance(value, list) or len(value) != len(("at", "until", "items")):
        raise Unfit(field, "two positions and items", value)
    at, until, items = value
    return Splice(field, whole(at, field), whole(until, field), _field(field, items, LISTS))


def _field(field: str, value: Any, among: tuple[str, ...]) -> Any:
    if field not in among:
        raise Unfit(field, "one of " + ", ".join(among), value)
    return SESSION.fields[field](value, field)

"""A session as text that a person may change, and back: what is wrong in it, what differs, what the trail keeps."""

from datetime import datetime
from typing import Any

from nextcall.core.correct import in_order, times_differ
from nextcall.core.mend import added, entries, moment_after, removed
from nextcall.core.outcomes import Outcome
from nextcall.core.session import Call, Correction, Session
from nextcall.errors import InputError
from nextcall.storage import codec, formats
from nextcall.storage.definitions import write_outcomes
from nextcall.storage.fields import Unfit

_KEPT = ("trail", "undo")
"""What is not for editing."""
_OWN = ("id", "outcomes", "calls", "live", *_KEPT)
"""Fields of a session that are compared in another way, or not at all."""


def as_text(session: Session, suffix: str) -> bytes:
    """An ended session for an editor, without its trail: in the format of `suffix`, JSON indented."""
    content = {key: value for key, value in codec.write(session).items() if key not in _KEPT}
    if suffix != ".json":
        return formats.render(content, suffix)
    import json  # noqa: PLC0415 (only here)

    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def from_text(text: bytes, suffix: str, before: Session, outcomes: tuple[Outcome, ...], at: datetime) -> Session:
    """The session that the text says, with what differs from `before` in its trail; `before` itself where nothing does.

    A call may have any of `outcomes`. Raises `InputError` with the line or the place of what is wrong.
    """
    content = formats.parse(text, suffix)
    try:
        after = codec.read(_completed(content, (*before.outcomes, *outcomes)))
    except Unfit as error:
        raise InputError(str(error)) from None
    after = after._replace(trail=before.trail)
    _check(before, after, at)
    found = _differences(before, after, moment_after(before.trail, at))
    return after._replace(trail=(*before.trail, *found)) if found else before


def _completed(content: Any, outcomes: tuple[Outcome, ...]) -> Any:
    """The content with the definitions of all outcomes that a call may have."""
    if not isinstance(content, dict):
        return content
    for field in _KEPT:
        if field in content:
            raise InputError(f"{field}: is kept by nextcall; leave it out")
    stated = content.get("outcomes", {})
    if not isinstance(stated, dict):
        return content
    known = write_outcomes(outcome for outcome in outcomes if outcome.id not in stated)
    return content | {"outcomes": stated | known}


def _check(before: Session, after: Session, at: datetime) -> None:
    """What the format allows and an edit does not."""
    if after.id != before.id:
        raise InputError(f"id: stays {before.id}")
    if after.end is None:
        raise InputError("end: an ended session stays ended; leave end and ended_at there")
    if after.live is not None:
        raise InputError("live: an ended session has no call in progress")
    if after.ended_at and after.ended_at < after.started_at:
        raise InputError("ended_at: should not be before started_at")
    numbers = [call.n for call in after.calls]
    twice = next((i for i, n in enumerate(numbers) if n in numbers[:i] or n == 0), None)
    if twice is not None:
        raise InputError(f"calls[{twice}].n: should be a number of its own, from 1")
    old = {call.n: call for call in before.calls}
    if [n for n in numbers if n in old] != [n for n in old if n in numbers]:
        raise InputError("calls: should stand in the order in which they were")
    moved = (before.started_at, before.ended_at) != (after.started_at, after.ended_at)
    for i, call in enumerate(after.calls):
        if moved or call.n not in old or times_differ(old[call.n], call):
            try:
                in_order(after, i, at)
            except InputError as error:
                raise InputError(f"calls[{i}]: {error.message}") from None


def _differences(before: Session, after: Session, at: datetime) -> tuple[Correction, ...]:
    return (*_of_session(before, after, at), *_of_calls(before.calls, after.calls, at))


def _of_session(before: Session, after: Session, at: datetime) -> list[Correction]:
    old, new = codec.plain_fields(before), codec.plain_fields(after)
    found = [
        Correction(at, 0, field, old.get(field), new.get(field))
        for field in dict.fromkeys((*old, *new))
        if field not in _OWN and old.get(field) != new.get(field)
    ]
    definitions = new["outcomes"]
    for name, definition in old["outcomes"].items():
        if definition != definitions.get(name):
            found.append(Correction(at, 0, f"outcomes.{name}", definition, definitions[name]))
    return found


def _of_calls(before: tuple[Call, ...], after: tuple[Call, ...], at: datetime) -> list[Correction]:
    """First those that are gone, from the last to the first, then what changed, then those that came, in their order."""
    old, new = {call.n: call for call in before}, {call.n for call in after}
    found = [removed(call, i, at) for i, call in reversed(list(enumerate(before))) if call.n not in new]
    for call in after:
        if call.n in old:
            found += entries(old[call.n], call, at)
    return found + [added(call, i, at) for i, call in enumerate(after) if call.n not in old]

"""The file of what is planned, `DATA/plan.json`, as FORMAT.md says."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from nextcall.core.session import NOTHING
from nextcall.core.week_plan import LONGEST_TRY, MOST, Plan, Planned, Week, is_time, monday
from nextcall.core.weeks import week_key
from nextcall.errors import InputError, StorageError
from nextcall.storage import atomic, formats
from nextcall.storage.fields import Record, Unfit, kept, many, table
from nextcall.storage.lock import locked
from nextcall.storage.sessions import NewerError
from nextcall.text import line

if TYPE_CHECKING:
    from nextcall.storage.atomic import Identity

SCHEMA = 1
"""The schema that this version writes."""
LIMIT = 1_000_000
"""Bytes that the file may have: a hundred years of three sessions a day."""
NAME = "plan.json"
_LONGEST_PRESET = 64
_DAY = "a day, as 2026-11-23"


class Plans:
    """The plan under one data folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.path = os.path.join(folder, NAME)

    def identity(self) -> Identity | None:
        """Which version of the file there is; None: nothing was ever planned."""
        return atomic.identity(self.path)

    def read(self) -> Plan:
        """What is planned; nothing where there is no file. Raises `StorageError` with place and reason where it does not fit."""
        try:
            data = formats.parse(atomic.read(self.path, LIMIT), ".json")
            schema = data.get("schema") if isinstance(data, dict) else None
            if type(schema) is int and schema > SCHEMA:
                raise NewerError(f"{NAME}: schema: a newer nextcall wrote this")
            return read_plan(data)
        except FileNotFoundError:
            return Plan()
        except Unfit as error:
            raise StorageError(f"{NAME}: {error}") from None
        except InputError as error:
            raise StorageError(f"{NAME}: {error.message}") from None
        except OSError as error:
            raise StorageError(f"{NAME}: {error.strerror or error}") from None

    def change(self, how: Callable[[Plan], Plan]) -> tuple[Plan, Plan]:
        """Change what stands in the file now, under the lock; gives it as it was and as it is, on the disk.

        Raises `StorageError` where the file does not fit (it is left alone) or would be too large, or `OSError`.
        """
        atomic.make_folder(self.folder)
        with locked(os.path.join(self.folder, ".lock")):
            self._sweep()
            before = self.read()
            after = how(before)
            if after != before:
                data = render(after)
                if len(data) > LIMIT:
                    raise StorageError(f"{NAME}: it would be larger than {LIMIT} bytes")
                atomic.save(self.path, data)
        return before, after

    def _sweep(self) -> None:
        """Take away what a killed program left half written."""
        for name in os.listdir(self.folder):
            if name.startswith(f"{NAME}.") and name.endswith(".part"):
                atomic.forget(os.path.join(self.folder, name))


# ---- to plain data and back


def _day(value: Any, place: str) -> date:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-11-23") else None
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise Unfit(place, _DAY, value)
    return found


def _preset(value: Any, place: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_PRESET:
        raise Unfit(place, f"the id of a preset, of at most {_LONGEST_PRESET} characters", value)
    return line(value)


def _at(value: Any, place: str) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or not is_time(value):
        raise Unfit(place, "a time, as 09:30", value)
    return value


def _try(value: Any, place: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_TRY:
        raise Unfit(place, f"text of at most {LONGEST_TRY} characters", value)
    return line(value)


_SESSIONS = many(Record(Planned, {"day": _day, "preset": _preset, "at": _at}, needed=("day", "preset")).read)


def read_plan(data: Any) -> Plan:
    """The plan in plain data; raises `Unfit`."""
    found = table(data, "the file")
    schema = found.get("schema")
    if type(schema) is not int or schema != SCHEMA:
        raise Unfit("schema", str(SCHEMA), schema)
    weeks = table(found.get("weeks") or {}, "weeks")
    rest = kept({key: item for key, item in found.items() if key not in ("schema", "weeks")}, "the file")
    return Plan(tuple(_week(key, weeks[key]) for key in sorted(weeks)), rest or NOTHING)


def _week(key: str, value: Any) -> Week:
    place = f"weeks.{key}"
    try:
        monday(key)
    except ValueError:
        raise Unfit(place, "a week, as 2026-W48", key) from None
    found = table(value, place)
    sessions: tuple[Planned, ...] = _SESSIONS(found.get("sessions"), f"{place}.sessions")
    for i, one in enumerate(sessions):
        if week_key(one.day) != key:
            raise Unfit(f"{place}.sessions[{i}].day", "a day of that week", one.day.isoformat())
        if sum(other.day == one.day for other in sessions[:i]) >= MOST:
            raise Unfit(f"{place}.sessions[{i}].day", f"a day with at most {MOST} sessions", one.day.isoformat())
    rest = kept({name: item for name, item in found.items() if name not in ("sessions", "try")}, place)
    return Week(key, tuple(sorted(sessions, key=lambda one: one.day)), _try(found.get("try"), f"{place}.try"), rest or NOTHING)


def plain(plan: Plan) -> dict[str, Any]:
    """A plan as plain data."""
    return {"schema": SCHEMA, "weeks": {one.key: plain_week(one) for one in plan.weeks}, **plan.extra}


def plain_week(one: Week) -> dict[str, Any]:
    """A week of it."""
    return {"sessions": [_plain_session(session) for session in one.sessions], "try": one.try_, **one.extra}


def _plain_session(one: Planned) -> dict[str, Any]:
    return {"day": one.day.isoformat(), "preset": one.preset, **({"at": one.at} if one.at else {}), **one.extra}


def render(plan: Plan) -> bytes:
    """The file of a plan: one week a line, good to read and to compare."""
    data = plain(plan)
    weeks = ",\n  ".join(f"{formats.dumps(key)}: {formats.dumps(value)}" for key, value in data["weeks"].items())
    rows = {key: formats.dumps(value) for key, value in data.items()} | {"weeks": "{\n  " + weeks + "}" if weeks else "{}"}
    body = ",\n ".join(f"{formats.dumps(key)}: {value}" for key, value in rows.items())
    return ("{" + body + "}\n").encode(errors="replace")

"""Made-up histories and tables: the same seed gives the same bytes, 100,000 sessions take a minute.

Four sessions each working day or eight, one call after the other in each of them, outcomes as in a real day. No hour
differs from another. The files are those of `storage/FORMAT.md`, written here without the program that is measured.
"""

import csv
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
LAST = date(2026, 11, 20)
"""The last day of every history."""
TEN_YEARS = 10_000
"""Sessions of ten years."""
CALLS = 40
"""Calls of a session."""
_HOURS = ((9, 0), (10, 30), (13, 30), (15, 30))
_LONG_HOURS = ((7, 30), (9, 0), (10, 30), (12, 0), (13, 30), (15, 30), (16, 40), (18, 0))
_LONG = 40_000
"""From so many sessions on there are twice as many a day: none is to lie before the years that session files may have."""
_WORKING_DAYS = 5
_AT_ONCE = 2_000
_LONG_AGO = 1_600_000_000
"""A time of files that nobody is changing any more; seconds since 1970."""
#            id: (label, so often, least and most seconds, what it counts as)
_OUTCOMES = {
    "no-answer": ("No answer, busy", 50, 12, 45, ""),
    "voicemail": ("Voicemail left", 16, 25, 60, ""),
    "machine": ("Machine, no message", 9, 8, 20, ""),
    "gatekeeper": ("Gatekeeper", 6, 20, 90, "connect"),
    "hung-up": ("Hung up, brushed off", 4, 5, 25, "connect no"),
    "no": ("Heard it, said no", 6, 60, 400, "connect conversation no"),
    "callback": ("Call back", 5, 60, 240, "connect conversation"),
    "helped": ("Helped: introduction, referral, answer", 2, 120, 600, "connect conversation help"),
    "yes": ("Yes: meeting, order, pledge", 2, 120, 900, "connect conversation yes"),
}
_MEANING = {
    id_: {"label": label, "counts": True, **{flag: flag in flags.split() for flag in ("connect", "conversation", "no", "yes", "help")}}
    for id_, (label, _, _, _, flags) in _OUTCOMES.items()
}
_IDS, _WEIGHTS = list(_OUTCOMES), [row[1] for row in _OUTCOMES.values()]
_PRESETS = (("power-hour", "Power hour", 60), ("forty-five", "Forty-five", 45), ("sprint", "Sprint", 15))
_STEPS = ["Why this person", "Open, ask leave", "The reason, in their words", "One open question", "Listen, say it back", "Agree the next step"]
_NOTES = (*([""] * 12), "asked for prices, wants the one page first", "back in January, when the budget is made", "speaks with her board on Tuesday")
_REASONS = ("price", "time", "need", "rival", "trust", "other")


def history(folder: str, sessions: int, calls: int = CALLS) -> str:
    """Write a history into the data folder `folder` if it is not there yet; the folder."""
    done = os.path.join(folder, "made")
    if not os.path.exists(done):
        starts = list(_starts(sessions))
        parts = [(folder, calls, at, starts[at : at + _AT_ONCE]) for at in range(0, len(starts), _AT_ONCE)]
        with get_context("spawn").Pool() as pool:
            pool.map(_write, parts)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        for at, _, _ in os.walk(folder):
            os.utime(at, (_LONG_AGO, _LONG_AGO))
        with open(done, "x", encoding="ascii"):
            pass
    return folder


def table(path: str, rows: int) -> str:
    """Write a dialler's export of so many calls if it is not there yet; the path."""
    if not os.path.exists(path):
        with open(path, "x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("started", "ended", "disposition", "name", "number", "comment"))
            writer.writerows(_rows(rows))
    return path


def _rows(number: int) -> Iterator[tuple[str, ...]]:
    dice = Random(2)  # noqa: S311 (not a secret)
    starts = list(_starts(-(-number // CALLS)))
    for at in range(number):
        if not at % CALLS:
            clock = starts[at // CALLS].astimezone(UTC)
        clock += timedelta(seconds=dice.randint(4, 40))
        outcome = dice.choices(_IDS, _WEIGHTS)[0]
        ended = clock + timedelta(seconds=dice.randint(*_OUTCOMES[outcome][2:4]))
        yield (_stamp(clock), _stamp(ended), outcome, f"Person {at % 977}", f"+1202555{at % 10_000:04}", dice.choice(_NOTES))
        clock = ended


def _starts(sessions: int) -> Iterator[datetime]:
    """When sessions began, oldest first; the last of them on the last day."""
    hours = _HOURS if sessions < _LONG else _LONG_HOURS
    days = -(-sessions // len(hours))
    found: list[date] = []
    day = LAST
    while len(found) < days:
        if day.weekday() < _WORKING_DAYS:
            found.append(day)
        day -= timedelta(days=1)
    moments = [datetime(day.year, day.month, day.day, *hour, tzinfo=ZONE) for day in reversed(found) for hour in hours]
    yield from moments[len(moments) - sessions :]


def _write(part: tuple[str, int, int, list[datetime]]) -> None:
    folder, calls, seed, starts = part
    dice = Random(seed)  # noqa: S311 (not a secret)
    for start in starts:
        session = _session(dice, start, calls)
        month = os.path.join(folder, "sessions", f"{start:%Y}", f"{start:%m}")
        os.makedirs(month, mode=0o700, exist_ok=True)
        path = os.path.join(month, f"{session['id']}.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(json.dumps(session, separators=(",", ":")) + "\n")
        os.utime(path, (_LONG_AGO, _LONG_AGO))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")


def _session(dice: Random, start: datetime, calls: int) -> dict[str, object]:
    preset, title, minutes = dice.choice(_PRESETS)
    offset = start.isoformat()[-6:]
    local = start.replace(tzinfo=None)  # within one session the offset stands: none begins where a clock is changed
    seconds, made, pauses = 0.0, [], []

    def at(second: float) -> str:
        return (local + timedelta(seconds=second)).isoformat(timespec="milliseconds") + offset

    for number in range(1, calls + 1):
        outcome = dice.choices(_IDS, _WEIGHTS)[0]
        _, _, least, most, flags = _OUTCOMES[outcome]
        talked = "conversation" in flags
        dialled = seconds + dice.randint(4, 40)
        hung_up = dialled + dice.randint(least, most)
        seconds = hung_up + dice.randint(400, 9000) / 1000
        made.append({
            "n": number, "dialed_at": at(dialled), "hung_up_at": at(hung_up), "tagged_at": at(seconds), "outcome": outcome,
            "reason": dice.choice(_REASONS) if outcome == "no" else "", "note": dice.choice(_NOTES), "contact": None,
            "steps_done": sorted(dice.sample(range(6), dice.randint(2, 6))) if talked else [], "steps_skipped": [],
            "asked": dice.randint(0, 5) if talked else 0, "learned": dice.randint(0, 3) if talked else 0,
            "bright": dice.random() < 0.03, "bright_note": "", "help": ["introduced"] if outcome == "helped" else [], "introduction": None,
            "amount": f"{dice.randint(2, 40) * 50}.00" if outcome == "yes" else None,
        })  # fmt: skip
        if dice.random() < 0.02:
            rest = dice.randint(60, 300)
            pauses.append({"started_at": at(seconds), "ended_at": at(seconds + rest), "reason": "break"})
            seconds += rest
    return {
        "schema": 1, "id": f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}-{dice.randrange(1 << 16):04x}", "host": "desk", "title": title, "preset": preset,
        "intention": "", "skill": dice.choice(("listening", "questioning", "strategy")), "list": None, "tags": [], "time_zone": ZONE.key,
        "goal": {"kind": "minutes", "amount": minutes}, "started_at": at(0), "ended_at": at(seconds + 20), "end": "ended",
        "outcomes": _MEANING, "steps": _STEPS, "value_per_call": "20.00", "calls": made, "live": None, "pauses": pauses, "breaths": [],
        "parked": [], "plan_changes": [], "summary": {"worked": "", "skill_answer": "", "intention_kept": None, "self_score": None, "coach_score": None},
        "counts_only": None, "trail": [],
    }  # fmt: skip

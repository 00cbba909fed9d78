"""The weekly review as plain data."""

from __future__ import annotations

from nextcall.stats import brightness, control, ledger, moments
from nextcall.stats.plainly import rounded
from nextcall.stats.review import bright_sentences, consistency_sentence, input_sentence, planned_sentence

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nextcall.core.week_plan import Planned
    from nextcall.stats.review import Helped, Next, Review, Shines, Worked


def as_data(found: Review, answers: Mapping[str, str]) -> dict[str, Any]:
    """All of it; `answers` are what the caller says next time, by the reason of a no."""
    return {
        "week": found.key, "first": found.days[0].isoformat(), "last": found.days[-1].isoformat(), "running": found.days[0] <= found.today <= found.days[-1],
        "helped": _helped(found.helped),
        "worked": _worked(found.worked, found),
        "shines": _shines(found.shines),
        "noes": {
            "noes": found.noes.noes,
            "reasons": [{"reason": reason, "count": count, "answer": answers.get(reason, "")} for reason, count in found.noes.reasons],
        },
        "plan": plan_data(found.next),
    }  # fmt: skip


def plan_data(found: Next) -> dict[str, Any]:
    """What is planned in a week."""
    return {
        "week": found.key, "first": found.days[0].isoformat(), "last": found.days[-1].isoformat(),
        "sessions": [_planned(one) for one in found.sessions], "try": found.try_,
    }  # fmt: skip


def _planned(one: Planned) -> dict[str, str]:
    return {"day": one.day.isoformat(), "preset": one.preset, "at": one.at}


def _helped(found: Helped) -> dict[str, Any]:
    book = ledger.as_data(found.ledger)
    useful = ledger.as_data(found.ledger._replace(thanks=found.useful))["thanks"]
    open_ = ledger.as_data(found.ledger._replace(introductions=found.open))["introductions"]
    return {"calls": found.calls, **book, "useful": useful, "open": open_}


def _worked(found: Worked, whole: Review) -> dict[str, Any]:
    return {
        "sessions": found.sessions, "seconds": found.lasted / 1000, **found.counts._asdict(),
        "planned": sum(day.planned for day in found.days), "planned_days": {"over": found.over, "kept": found.kept, "sentence": planned_sentence(found)},
        "days": [{"day": day.day.isoformat(), "sessions": len(day.calls), "calls": sum(day.calls), "planned": day.planned} for day in found.days],
        "consistency": {
            "value": rounded(found.line[-1]) if found.line else None, "planned_days": len(found.line),
            "line": [rounded(value) for value in found.line], "sentence": consistency_sentence(found.line),
        },
        "tried": found.tried,
        "inputs": [control.as_data(one) | {"sentence": input_sentence(one, whole.key)} for one in found.inputs],
    }  # fmt: skip


def _shines(found: Shines) -> dict[str, Any]:
    return {
        "moments": moments.as_data(found.moments),
        "worked": [{"day": day.isoformat(), "line": text} for day, text in found.worked],
        "dimensions": [brightness.as_data(look.spots, look.measure, look.by) for look in found.looks],
        "verdict": " ".join(bright_sentences(found)),
    }

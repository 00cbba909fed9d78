"""Skills: how much each was practised, by what happened, and by what the caller and a coach say of it. No level ends them."""

from __future__ import annotations

from nextcall.stats.control import shown
from nextcall.stats.limits import RUN, TRIAL, Limits, u_prime, verdict
from nextcall.stats.plainly import rounded

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, NamedTuple
else:
    from nextcall.named import NamedTuple



class Practice(NamedTuple):
    """How a session was practised."""

    id: str
    skill: str | None
    started_at: str
    lasted: int
    """Milliseconds, pauses left out."""
    conversations: int
    asked: int
    """Questions."""
    learned: int
    """Facts."""
    self_score: int | None
    coach_score: int | None


class Skill(NamedTuple):
    """A skill, over all sessions that had it in focus."""

    name: str
    sessions: int
    lasted: int
    """Milliseconds; hours only add up."""
    conversations: int
    asked: int
    learned: int
    asking: Limits
    """Questions per conversation, session by session (U′); what a conversation is to it an hour is to calls."""
    learning: Limits
    self_score: float | None
    """The mean of what the caller said, 1 to 5; None where nothing was said."""
    coach_score: float | None
    gap: float | None
    """Self score minus coach's score, over the sessions that have both."""
    both: int
    """How many have both."""
    practised: tuple[Practice, ...] = ()
    """Those sessions, oldest first; the points of the limits are those with a conversation."""


def skills(found: Iterable[Practice], names: Iterable[str] = ()) -> list[Skill]:
    """The skills in focus of some sessions, and those of `names` that were in none; least practised first."""
    by_name: dict[str, list[Practice]] = {name: [] for name in names}
    for one in found:
        if one.skill:
            by_name.setdefault(one.skill, []).append(one)
    return sorted((_skill(name, those) for name, those in by_name.items()), key=lambda skill: (skill.lasted, skill.name))


def _skill(name: str, those: list[Practice]) -> Skill:
    talked = [one for one in those if one.conversations]
    trials = [float(one.conversations) for one in talked]
    both = [(one.self_score, one.coach_score) for one in those if one.self_score is not None and one.coach_score is not None]
    return Skill(
        name, len(those), sum(one.lasted for one in those), sum(one.conversations for one in those),
        sum(one.asked for one in those), sum(one.learned for one in those),
        u_prime([one.asked for one in talked], trials), u_prime([one.learned for one in talked], trials),
        _mean(one.self_score for one in those), _mean(one.coach_score for one in those),
        sum(mine - theirs for mine, theirs in both) / len(both) if both else None, len(both), tuple(those),
    )  # fmt: skip


def _mean(scores: Iterable[int | None]) -> float | None:
    found = [score for score in scores if score is not None]
    return sum(found) / len(found) if found else None


def sentence(skill: Skill) -> str:
    """What the caller's own score says beside the coach's; empty where there is nothing to say."""
    if skill.gap is None:
        return ""
    over = f"over {skill.both} session{'' if skill.both == 1 else 's'}"
    apart = round(abs(skill.gap), 1)
    if not apart:
        return f"You and your coach agree, {over}."
    side = "higher" if skill.gap > 0 else "lower"
    return f"You score yourself {shown('', apart)} {side} than your coach does, {over}."


def events_sentence(skill: Skill, what: str) -> str:
    """What happened in the newest session with a conversation, against the limits of all of them; `what` is `asked` or `learned`."""
    limits, name = (skill.asking, "questions") if what == "asked" else (skill.learning, "facts")
    said, points = verdict(limits), len(limits.points)
    if said.point is None:
        return f"No conversation yet to count {name} in."
    newest = f"In the newest session {shown('', round(said.point.value, 1))} {name} a conversation"
    if said.kind == "learning":
        return f"{newest}: learning, {points} session{'' if points == 1 else 's'} so far, limits need {TRIAL}."
    if said.kind == "same":
        return f"{newest}: always the same."
    low, high, middle = (shown("", round(number or 0.0, 1)) for number in (said.point.lower, said.point.upper, limits.center))
    usual = f"your {'usual' if limits.state == 'settled' else 'trial'} range ({low} to {high})"
    match said.kind:
        case "high" | "low":
            return f"{newest}: {'above' if said.kind == 'high' else 'below'} {usual}. A signal: what was different?"
        case "run":
            side = "above" if said.point.value > (limits.center or 0.0) else "below"
            return f"{newest}: {RUN} or more in a row {side} your middle of {middle}. A signal: something has changed."
    return f"{newest}: inside {usual}; nothing to fix."


def as_data(skill: Skill) -> dict[str, Any]:
    """A skill as plain data, with all that its limits and its gap come from."""
    return {
        "skill": skill.name, "sessions": skill.sessions, "seconds": skill.lasted / 1000, "conversations": skill.conversations, "asked": skill.asked, "learned": skill.learned,
        "asked_per_conversation": _limits(skill, "asked"), "learned_per_conversation": _limits(skill, "learned"),
        "self_score": rounded(skill.self_score), "coach_score": rounded(skill.coach_score), "gap": rounded(skill.gap), "scored_by_both": skill.both,
        "scores": [
            {"session": one.id, "self_score": one.self_score, "coach_score": one.coach_score}
            for one in skill.practised if one.self_score is not None or one.coach_score is not None
        ],
        "verdict": sentence(skill),
    }  # fmt: skip


def _limits(skill: Skill, what: str) -> dict[str, Any]:
    """What was counted a conversation, session by session, with its limits."""
    limits = skill.asking if what == "asked" else skill.learning
    talked = [one for one in skill.practised if one.conversations]
    points = [
        {"key": one.id, "k": getattr(one, what), "n": one.conversations, "value": rounded(point.value), "lower": rounded(point.lower), "upper": rounded(point.upper), "signal": point.signal}
        for one, point in zip(talked, limits.points, strict=True)
    ]  # fmt: skip
    return {
        "method": limits.method, "state": limits.state, "center": rounded(limits.center), "spread": rounded(limits.spread), "same": limits.same, "points": points,
        "last": points[-1] if points else None, "verdict": events_sentence(skill, what),
    }  # fmt: skip


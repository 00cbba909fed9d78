"""What is said of a session's inputs against their own limits, and of evenness: in full, or in few lines."""

from __future__ import annotations

from nextcall.core.durations import clock_text
from nextcall.stats.control import shown
from nextcall.stats.evenness import LEAST
from nextcall.stats.limits import RUN, TRIAL

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nextcall.stats.evenness import Evenness
    from nextcall.stats.inputs import Input, Judged

_TITLES = {"calls": "Calls per hour {}", "gap": "Median gap {}", "talk": "Talk {} an hour", "start": "First dial after {}"}
_SIGNALS = {"high": "above", "low": "below"}


def sentences(found: Judged) -> tuple[str, ...]:
    """One for each input, one for all of which nothing is known yet; then evenness."""
    known = tuple(one for one in found.inputs if one.verdict.kind != "learning")
    return (*map(sentence, known), *_learning(found), *evenness_sentences(found))


def in_few(found: Judged, most: int) -> tuple[str, ...]:
    """The same in at most so many: what is usual, and what is not known yet, in one sentence each; signals singly.

    Where there is little room signals are named together, and what is left out is what is usual.
    """
    signals = [one for one in found.inputs if one.verdict.kind in (*_SIGNALS, "run")]
    calm = (*_routine([one for one in found.inputs if one.verdict.kind in ("routine", "same")]), *_learning(found), *evenness_sentences(found)[:1])
    singly = (*map(sentence, signals), *calm)
    if len(singly) <= most or len(signals) < 2:  # noqa: PLR2004 (one is named singly in any case)
        return singly[:most]
    return (_together(signals), *calm)[:most]


def _together(signals: Sequence[Input]) -> str:
    """Signals by their side, with their values alone."""
    sides = {"Above": "high", "Below": "low", "In a row": "run"}
    named = {side: [f"{one.name} {_value(one)}{'/h' if one.hours else ''}" for one in signals if one.verdict.kind == kind] for side, kind in sides.items()}
    return "Signals. " + " ".join(f"{side}: {', '.join(those)}." for side, those in named.items() if those)


def sentence(one: Input) -> str:
    """An input against its limits."""
    title, said, limits = _TITLES[one.name].format(_value(one)), one.verdict, one.limits
    usual = f"your {_usual(one)}{_range(one)}"
    match said.kind:
        case "same":
            return f"{title}: always the same."
        case "learning" if limits.center is not None and limits.same and len(limits.points) >= TRIAL:
            return f"{title}: it was always {_shown(one.name, limits.center)} before; limits will be learned."
        case "learning":
            return f"{title}: learning, {_so_far(len(limits.points))}, limits need {TRIAL}."
        case "high" | "low":
            return f"{title}: {_SIGNALS[said.kind]} {usual}. A signal: what was different?"
        case "run":
            return f"{title}: {RUN} or more in a row {_side(one)} your middle of {_shown(one.name, limits.center or 0.0)}. A signal: something has changed."
    return f"{title}: inside {usual}; nothing to fix."


def _routine(those: Sequence[Input]) -> list[str]:
    """What is said of inputs of which there is nothing to say, by whether their limits are settled."""
    if len(those) == 1:
        return [sentence(those[0])]
    kinds = dict.fromkeys(map(_usual, those))
    return [
        f"{_names([one for one in those if _usual(one) == kind])} inside your {kind}; nothing to fix."
        for kind in kinds
    ]  # fmt: skip


def _learning(found: Judged) -> list[str]:
    """What is said of the inputs that have no limits yet."""
    those = [one for one in found.inputs if one.verdict.kind == "learning"]
    moved = [one for one in those if len(one.limits.points) >= TRIAL]
    new = [one for one in those if len(one.limits.points) < TRIAL]
    if not new:
        return list(map(sentence, moved))
    who = "Learning your usual range" if len(new) == len(found.inputs) else f"{_names(new)} still learning"
    return [*map(sentence, moved), f"{who}: {_so_far(max(len(one.limits.points) for one in new))}, limits need {TRIAL}."]


def _side(one: Input) -> str:
    return "above" if one.value > (one.limits.center or 0.0) else "below"


def _usual(one: Input) -> str:
    return "trial range" if one.limits.state == "trial" else "usual range"


def _names(those: Sequence[Input]) -> str:
    """Inputs as the beginning of a sentence."""
    names = [one.name for one in those]
    both = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{both[0].upper()}{both[1:]} {'are' if len(names) > 1 or names == ['calls'] else 'is'}"


def _so_far(points: int) -> str:
    if not points:
        return "no session before this one"
    return f"{points} session{'' if points == 1 else 's'} before this one"


def _range(one: Input) -> str:
    point = one.verdict.point
    if point is None or point.lower is None or point.upper is None:
        return ""
    return f" ({_shown(one.name, point.lower)} to {_shown(one.name, point.upper)})"


def _value(one: Input) -> str:
    return _shown(one.name, one.value)


def _shown(name: str, value: float) -> str:
    return shown("calls", round(value, 1)) if name == "calls" else clock_text(value)


# ---- evenness


def evenness_sentences(found: Judged) -> tuple[str, ...]:
    """Whether the next call after a no is like the one after a good call: one sentence where pace and steps are alike."""
    pace, steps = found.pace, found.steps
    if pace.state == "the same pace" and steps.state == "kept the same":
        return ("Same pace, same steps after a no and after a good call.",)
    if pace.state == steps.state == "not enough yet" and not (steps.n_no or steps.n_good):
        return (pace_text(pace),)
    return (pace_text(pace), *([_steps(found)] if steps.n_no or steps.n_good else []))


def pace_text(pace: Evenness) -> str:
    """Whether the next call after a no is like the one after a good call."""
    if pace.state == "the same pace":
        return "Same pace after a no and after a good call."
    if pace.state == "not enough yet":
        return f"Pace after a no and after a good call: not enough yet ({pace.n_no} and {pace.n_good} of {LEAST})."
    if pace.shift is None or pace.low is None or pace.high is None or pace.state == "no difference shown":
        return "Pace after a no and after a good call: no difference shown yet."
    ends = sorted((abs(pace.low), abs(pace.high)))
    range_ = f"by about {_ms(abs(pace.shift))} ({_ms(ends[0])} to {_ms(ends[1])})"
    one, other = ("a no", "a good call") if pace.shift > 0 else ("a good call", "a no")
    return f"After {one} the next dial is later than after {other}, {range_}."


def _steps(found: Judged) -> str:
    steps = found.steps
    if steps.state == "kept the same":
        return "Steps are kept alike after a no and after a good call."
    if steps.state == "not enough yet":
        return f"Steps after a no and after a good call: not enough yet ({steps.n_no} and {steps.n_good} of {LEAST})."
    if steps.difference is None or steps.low is None or steps.high is None or steps.state == "no difference shown":
        return "Steps kept after a no and after a good call: no difference shown yet."
    low, high = sorted((abs(steps.low), abs(steps.high)))
    after = "a good call" if steps.difference > 0 else "a no"
    return f"After {after} fewer steps are kept: {abs(steps.difference) * 100:.0f} fewer of 100 ({low * 100:.0f} to {high * 100:.0f})."


def _ms(milliseconds: float) -> str:
    return clock_text(milliseconds / 1000)

"""Made-up sessions and actions, for tests that look for what nobody thought of."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from fakes import START, a_session
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.outcomes import SETS, THENS, Outcome
from nextcall.core.session import (
    HELP_MARKS,
    LONGEST,
    PAUSE_REASONS,
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
from nextcall.core.undo import Workbench, perform, redo, undo
from nextcall.errors import InputError, NotAllowedError
from nextcall.text import lines

OUTCOMES = [outcome.id for outcome in SETS["sales"]]
WILD = st.text(max_size=12)
"""Whatever somebody types or pastes, half characters included."""
AMOUNTS = st.sampled_from(["", "0", "1200", "1200.50", " 7 "])
NOT_AMOUNTS = st.sampled_from(["-1", "1.", ".5", "1e3", "NaN", "1,5", "\N{SUPERSCRIPT TWO}", "9" * 16])


def after(seconds: float) -> datetime:
    """So long after the start of every session here."""
    return START + timedelta(seconds=seconds)


def followed(session: Session, *steps: tuple[Action, float]) -> Session:
    """The session after actions, each at its second."""
    bench = Workbench(session)
    for action, seconds in steps:
        bench = perform(bench, action, after(seconds))
    return bench.session


def dialled(session: Session, n: int, outcome: str = "no", talk: float = 20, gap: float = 5) -> Session:
    """The session after `n` timed calls of `talk` seconds with `gap` seconds between them."""
    for i in range(n):
        dial = i * (talk + gap)
        session = followed(session, (do.Dial(), dial), (do.Tag(outcome), dial + talk))
    return session


ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(do.Dial, st.none() | WILD.map(Contact)),
    st.builds(
        do.Tag,
        st.sampled_from(OUTCOMES),
        st.none() | WILD,
        st.none() | WILD.map(Contact),
        st.none() | AMOUNTS,
        st.lists(st.sampled_from(HELP_MARKS), max_size=3).map(tuple),
        st.none() | st.integers(0, 10**7).map(after),
    ),
    st.sampled_from(OUTCOMES).map(do.Tag),
    st.sampled_from([do.HangUp(), do.Drop(), do.Resume(), do.Asked(), do.Learned(), do.StepDone(), do.StepSkipped(), do.StepBack()]),
    st.builds(do.Pause, st.sampled_from(PAUSE_REASONS), st.none() | st.integers(-100, 4000).map(after)),
    st.builds(do.PauseFor, st.sampled_from(PAUSE_REASONS)),
    st.builds(do.Away, st.floats(0, 5000)),
    st.builds(do.Note, WILD, st.booleans()),
    st.builds(do.Bright, st.none() | WILD),
    st.builds(do.Help, st.sampled_from(HELP_MARKS)),
    st.builds(do.Introduce, WILD, WILD),
    st.builds(do.Reason, st.sampled_from([*REASONS, ""])),
    st.builds(do.Amount, AMOUNTS | NOT_AMOUNTS),
    st.builds(do.CallBack, st.integers(0, 10**7).map(after)),
    st.builds(do.Breathe, st.sampled_from([30, 60, 90])),
    st.builds(do.Park, WILD),
    st.builds(do.Replan, st.sampled_from([1, -1])),
    st.builds(
        do.Correct,
        st.integers(1, 4),
        st.sampled_from(["outcome", "note", "reason", "amount", "bright", "help", "asked", "contact", "introduction"]),
        st.sampled_from(["", "yes", "n", "price", "7", "1.50", "thanked,thanked", "Ann -> Bob"]) | WILD,
    ),
    st.builds(
        do.Correct,
        st.integers(1, 4),
        st.sampled_from(["dialed_at", "hung_up_at", "tagged_at"]),
        st.just("") | st.integers(-10, 4000).map(lambda seconds: after(seconds).isoformat()),
    ),
)
"""Everything but the end, which undo does not take back."""
STEPS = st.lists(st.tuples(ACTIONS, st.sampled_from([0.0, 0.001, 1.0, 7.5, 40.0, 700.0, -30.0])), min_size=5, max_size=40)
"""Actions with the seconds that pass before each; a clock may be set back."""


def stepped(session: Session, steps: Iterable[tuple[Action, float]]) -> Workbench:
    """The bench after those of the actions that fit."""
    bench, seconds = Workbench(session), 0.0
    for action, passed in steps:
        seconds += passed
        try:
            bench = perform(bench, action, after(seconds))
        except (NotAllowedError, InputError):
            continue
    return bench


def wandered(session: Session, steps: Iterable[tuple[Action, float]], ways: Iterable[int]) -> Workbench:
    """As `stepped`, with so many steps back and forward between."""
    bench, seconds = Workbench(session), 0.0
    for (action, passed), way in zip(steps, ways, strict=False):
        seconds += passed
        try:
            bench = perform(bench, action, after(seconds))
            if way:
                bench = undo(bench) if way < 0 else redo(bench)
        except (NotAllowedError, InputError):
            continue
    return bench


# ---- sessions as they might stand in a file

SOUND = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(lines)
NAMES = st.none() | SOUND
WHOLE = st.integers(0, 1_000_000)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-11)), timezone(timedelta(hours=14))])
MOMENTS = st.builds(
    lambda seconds, milliseconds, zone: datetime.fromtimestamp(seconds, zone) + timedelta(milliseconds=milliseconds),
    st.integers(100_000, 32_000_000_000),
    st.integers(0, 999),
    ZONES,
)
DECIMALS = st.integers(0, 10**12).map(lambda cents: f"{cents // 100}.{cents % 100:02}") | st.just("7")
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | SOUND,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SOUND, inner, max_size=3),
    max_leaves=6,
)
"""What a later version, or another program, may have written."""
EXTRA = st.dictionaries(SOUND.map(lambda text: f"x {text}"), PLAIN, max_size=2)


def _outcomes() -> st.SearchStrategy[tuple[Outcome, ...]]:
    some = st.lists(
        st.builds(
            Outcome,
            st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True),
            SOUND,
            SOUND.filter(bool),
            SOUND,
            *[st.booleans()] * 6,
            st.sampled_from(THENS),
            EXTRA,
        ),
        max_size=3,
        unique_by=lambda outcome: outcome.id,
    )
    return st.one_of(st.just(SETS["sales"]), some.map(tuple))


def _calls(outcomes: tuple[Outcome, ...]) -> st.SearchStrategy[tuple[Call, ...]]:
    if not outcomes:
        return st.just(())
    known = st.sampled_from([outcome.id for outcome in outcomes])
    return st.lists(_call(MOMENTS, known), max_size=4).map(tuple)


def _call(tagged: st.SearchStrategy[Any], outcome: st.SearchStrategy[Any]) -> st.SearchStrategy[Call]:
    positions = st.lists(st.integers(0, 9), max_size=3).map(tuple)
    return st.builds(
        Call,
        WHOLE,
        st.none() | MOMENTS,
        st.none() | MOMENTS,
        tagged,
        outcome,
        st.sampled_from([*REASONS, ""]),
        SOUND,
        st.none() | st.builds(Contact, SOUND, SOUND, NAMES, NAMES, EXTRA),
        positions,
        positions,
        WHOLE,
        WHOLE,
        st.booleans(),
        SOUND,
        st.lists(st.sampled_from(HELP_MARKS), max_size=2).map(tuple),
        st.none() | st.builds(Introduction, SOUND, SOUND, st.sampled_from(["made", "met", "thanked"]), EXTRA),
        st.none() | DECIMALS,
        st.none() | MOMENTS,
        EXTRA,
    )


def _few(what: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(what, max_size=2).map(tuple)


@st.composite
def sessions(draw: st.DrawFn, *, ended: bool | None = None) -> Session:
    """A session with anything in it that may stand in a file."""
    outcomes = draw(_outcomes())
    over = draw(st.booleans()) if ended is None else ended
    counts = st.dictionaries(st.sampled_from([outcome.id for outcome in outcomes]), WHOLE, max_size=2) if outcomes else st.just({})
    session = Session(
        id=f"{draw(st.integers(10**7, 10**8 - 1))}T{draw(st.integers(10**5, 10**6 - 1))}Z-{draw(st.integers(0, 0xFFFF)):04x}",
        started_at=draw(MOMENTS),
        title=draw(SOUND),
        preset=draw(NAMES),
        host=draw(SOUND),
        intention=draw(SOUND),
        skill=draw(NAMES),
        list=draw(NAMES),
        tags=draw(_few(SOUND)),
        time_zone=draw(NAMES),
        goal=draw(st.none() | st.builds(Goal, st.sampled_from(["minutes", "calls", "conversations"]), WHOLE, EXTRA)),
        ended_at=None,
        end=draw(st.sampled_from(["ended", "recovered"])) if over else None,
        outcomes=outcomes,
        steps=draw(_few(SOUND)),
        value_per_call=draw(st.none() | DECIMALS),
        formula=draw(st.none() | st.builds(Formula, DECIMALS, st.integers(1, 1_000_000), SOUND, EXTRA)),
        calls=draw(_calls(outcomes)),
        live=draw(st.none() | _call(st.none(), st.none())),
        pauses=draw(_few(st.builds(Pause, MOMENTS, st.none() | MOMENTS, SOUND, EXTRA))),
        breaths=draw(_few(st.builds(Breath, MOMENTS, st.none() | MOMENTS, WHOLE, EXTRA))),
        parked=draw(_few(st.builds(Parked, MOMENTS, SOUND, st.sampled_from(["done", "later", "dropped", None]), EXTRA))),
        plan_changes=draw(_few(st.builds(PlanChange, MOMENTS, WHOLE, WHOLE, EXTRA))),
        summary=draw(
            st.builds(
                Summary, SOUND, SOUND, st.sampled_from(["yes", "partly", "no", None]), st.none() | WHOLE, st.none() | WHOLE, EXTRA
            )
        ),
        counts_only=draw(st.none() | counts),
        trail=draw(_few(st.builds(Correction, MOMENTS, WHOLE, SOUND, PLAIN, PLAIN, st.none() | MOMENTS, st.none() | WHOLE, EXTRA))),
        extra=draw(EXTRA),
    )
    if over:  # an ended session keeps the outcomes that it used, and has an end within a year
        end = draw(MOMENTS)
        session = session._replace(ended_at=end if end - session.started_at <= LONGEST else session.started_at + timedelta(milliseconds=draw(st.integers(0, 366 * 86_400_000))))
        used = {call.outcome for call in session.calls} | set(session.counts_only or {})
        session = session._replace(outcomes=tuple(outcome for outcome in outcomes if outcome.id in used))
    return session


@st.composite
def benches(draw: st.DrawFn) -> Workbench:
    """An open session with its undo."""
    steps = draw(STEPS)
    return wandered(a_session(), steps, draw(st.lists(st.integers(-1, 1), min_size=len(steps), max_size=len(steps))))

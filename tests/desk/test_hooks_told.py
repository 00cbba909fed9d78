"""What hooks are told of a step: pure, whatever the step was."""

import json
from typing import Any

from hypothesis import given

from fakes import START, a_session
from making import STEPS, after, stepped
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.session import Contact, Session
from nextcall.core.undo import Workbench, perform, redo, undo
from nextcall.desk.event import Done, Event, follow
from nextcall.desk.hooks.telling import HOOKS, told


def step(before: Session | None, session: Session) -> list[tuple[str, bool, Any]]:
    """Event, whether it was undone, and which call or pause, of each."""
    found = told(Done(START, before, session))
    for event in found:
        assert event.hook in HOOKS
        assert event.hook == event.data["event"]
    return [(event.hook, event.data["undone"], event.data.get("call", event.data.get("pause"))) for event in found]


def done(session: Session, *actions: Action) -> Session:
    for action in actions:
        session = follow(Workbench(session), Event(action, after(60))).session
    return session


def names(before: Session | None, session: Session) -> list[tuple[str, bool]]:
    return [(hook, undone) for hook, undone, _ in step(before, session)]


def test_a_start_and_an_end() -> None:
    session = a_session()
    assert names(None, session) == [("session_start", False)]
    ended = done(session, do.End())
    assert names(session, ended) == [("session_end", False)]
    assert names(ended, done(ended, do.Reopen())) == [("session_end", True)]
    assert names(ended, done(ended, do.Summarise("worked", "silence"))) == []


def test_a_tag_its_undo_and_its_redo() -> None:
    before = Workbench(a_session())
    tagged = perform(before, do.Tag("no", "not now", Contact("Ann Roe", "+15550100")), after(5))
    back = undo(tagged)
    again = redo(back)
    [(hook, undone, call)] = step(before.session, tagged.session)
    assert (hook, undone, call["outcome"], call["contact"]["name"]) == ("tag", False, "no", "Ann Roe")
    assert step(tagged.session, back.session) == [("tag", True, call)]
    assert step(back.session, again.session) == [("tag", False, call)]


def test_only_what_a_call_came_to_is_told() -> None:
    session = done(a_session(), do.Tag("no"))
    assert names(session, done(session, do.Dial())) == []
    assert names(session, done(session, do.Note("later"))) == []
    assert names(session, done(session, do.Bright(None), do.Help("thanked"))) == []


def test_a_correction_takes_back_and_tells() -> None:
    session = done(a_session(), do.Tag("no"), do.Tag("yes"))
    corrected = done(session, do.Correct(1, "outcome", "voicemail"))
    assert [(undone, call["n"], call["outcome"]) for _, undone, call in step(session, corrected)] == [(True, 1, "no"), (False, 1, "voicemail")]
    removed = done(session, do.RemoveCall(1))
    assert [(undone, call["n"]) for _, undone, call in step(session, removed)] == [(True, 1)]


def test_a_pause_and_why() -> None:
    session = a_session()
    paused = done(session, do.Pause())
    named = done(paused, do.PauseFor("meeting"))
    assert [(hook, undone, pause["reason"], pause["ended_at"]) for hook, undone, pause in step(session, paused)] == [("pause", False, "break", None)]
    assert [(undone, pause["reason"]) for _, undone, pause in step(paused, named)] == [(False, "meeting")]
    assert step(paused, done(paused, do.Resume())) == []
    assert names(paused, session) == [("pause", True)]
    assert names(paused, done(paused, do.Tag("no"))) == [("tag", False)]


def test_the_fields_that_are_documented() -> None:
    session = done(a_session()._replace(tags=("fintech",), list="q4"), do.Tag("helped"))
    [event] = told(Done(START, a_session(), session))
    assert list(event.data) == ["event", "schema", "at", "undone", "session", "call", "outcome", "counts"]
    assert event.data["session"] == {
        "id": session.id, "title": "Power hour", "preset": "power-hour", "list": "q4", "skill": None, "intention": "", "tags": ["fintech"],
        "started_at": "2026-11-21T09:00:00.000-05:00", "ended_at": None, "state": "ready",
    }  # fmt: skip
    assert event.data["counts"] == {"calls": 1, "connects": 1, "conversations": 1, "noes": 0, "yeses": 0, "helps": 1}
    assert event.data["outcome"]["help"] is True


@given(STEPS)
def test_whatever_is_done_it_adds_up(steps: list[tuple[Action, float]]) -> None:
    """The tags that were told, less those that were taken back, are the calls of the session; all of it is JSON."""
    before, there = a_session(), dict[int, str]()
    bench, seconds = Workbench(before), 0.0
    for action, passed in steps:
        seconds += passed
        bench_after = stepped_on(bench, action, seconds)
        for event in told(Done(after(seconds), bench.session, bench_after.session)):
            assert json.loads(json.dumps(event.data)) == event.data
            if event.hook == "tag" and event.data["undone"]:
                assert there.pop(event.data["call"]["n"]) == event.data["call"]["outcome"]
            elif event.hook == "tag":
                there[event.data["call"]["n"]] = event.data["call"]["outcome"]
        bench = bench_after
    assert there == {call.n: call.outcome for call in bench.session.calls}
    assert told(Done(START, bench.session, bench.session)) == []


def stepped_on(bench: Workbench, action: Action, seconds: float) -> Workbench:
    return stepped(bench.session, [(action, seconds)])

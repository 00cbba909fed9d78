"""Whatever is done to sessions and lists, in whatever order and killed wherever: the shelf says what a plain model says."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fakes import START, a_session
from nextcall.contacts.person import Act, Person
from nextcall.contacts.queue import Retry, Rules, Stage, Standing, standing
from nextcall.contacts.touching import acted, blocks, touched, touches
from nextcall.core.session import Call, Contact, Session
from nextcall.core.undo import Workbench
from nextcall.storage.contacts import blocking
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import Lists, Said
from nextcall.storage.contacts.settling import settle
from nextcall.storage.contacts.shelf import Shelf
from nextcall.storage.contacts.upcoming import as_now, upcoming

RULES = Rules(Retry(24, 3), {"voicemail": Retry(2, 2)})
LISTS = ("q4", "warm")
PEOPLE = {"q4": ("1", "2", "3"), "warm": ("1", "2")}
PHONES = {("q4", "1"): "+15550101", ("q4", "2"): "+15550102", ("q4", "3"): "", ("warm", "1"): "+15550101", ("warm", "2"): "0555 104"}
WHO = st.sampled_from(sorted(PHONES))
OUTCOMES = st.sampled_from(["no-answer", "voicemail", "no", "callback", "wrong-number", "do-not-call", "skipped", "yes"])


class Killed(BaseException):
    """The program was killed here; nothing that it does afterwards has any effect."""


@contextmanager
def killed_after(steps: int) -> Iterator[None]:
    """Let so many changes on disk happen, and none after them."""
    left = [steps]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return real(*words, **more)

        return call

    patches = [mock.patch(f"os.{name}", counted(getattr(os, name))) for name in ("replace", "unlink", "fsync")]
    for patch in patches:
        patch.start()
    try:
        yield
    except Killed:
        pass
    finally:
        for patch in patches:
            patch.stop()


class Agreement(RuleBasedStateMachine):
    """The model: every session as it is, everything said, and nothing of files."""

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.mkdtemp()
        self.data, self.cache = os.path.join(self.home, "data"), os.path.join(self.home, "cache")
        self.lists = Lists(self.data)
        self.store = self.lists.sessions
        self.now = START.astimezone(UTC)
        self.open: Session | None = None
        self.revision = 0
        self.ended: dict[str, Session] = {}
        self.acts: list[Said] = []
        self.by_hand: dict[str, tuple[datetime, datetime | None]] = {}
        """By number: when it was blocked, and allowed again."""
        self.number = 0

    @initialize()
    def begin(self) -> None:
        with self.store.lock():
            for name in LISTS:
                people = tuple(Person(id_, f"{name} {id_}", PHONES[name, id_]) for id_ in PEOPLE[name])
                self.lists.save(name, CallList(name.title(), people, {"x later": [1, {"a": None}]}))

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    def tick(self, seconds: float = 60) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    # ---- sessions

    def save(self, session: Session) -> None:
        self.revision += 1
        self.open = session
        with self.store.lock():
            self.store.save_current(Workbench(session), self.revision)

    @precondition(lambda self: self.open is None)
    @rule(name=st.sampled_from([*LISTS, None]))
    def start(self, name: str | None) -> None:
        self.number += 1
        self.tick(90)
        session = a_session(self.now)
        self.save(session._replace(id=f"{session.id[:-4]}{self.number:04x}", list=name))

    @precondition(lambda self: self.open is not None)
    @rule(who=WHO, outcome=OUTCOMES, later=st.none() | st.integers(1, 100))
    def call(self, who: tuple[str, str], outcome: str, later: int | None) -> None:
        assert self.open
        at = self.tick()
        call = Call(len(self.open.calls) + 1, None, None, at, outcome, contact=Contact("x", PHONES[who], *who), callback_at=at + timedelta(hours=later) if later else None)
        self.save(self.open._replace(calls=(*self.open.calls, call)))

    @precondition(lambda self: self.open and self.open.calls)
    @rule()
    def undo(self) -> None:
        assert self.open
        self.save(self.open._replace(calls=self.open.calls[:-1]))

    @precondition(lambda self: self.open is not None)
    @rule()
    def end(self) -> None:
        assert self.open
        session = self.open._replace(end="ended", ended_at=self.tick())
        with self.store.lock():
            self.store.put_away(session)
        self.ended[session.id], self.open = session, None

    @precondition(lambda self: self.open is None and self.ended)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        session = self.ended.pop(data.draw(st.sampled_from(sorted(self.ended))))
        path = self.store.place(session, ".json")
        session = session._replace(end=None, ended_at=None)
        self.revision += 1
        with self.store.lock():
            self.store.take_back(path, Workbench(session), self.revision)
        self.open = session

    @precondition(lambda self: self.open is not None)
    @rule()
    def drop(self) -> None:
        with self.store.lock():
            self.store.to_trash(self.store.current)
        self.open = None

    @precondition(lambda self: self.ended)
    @rule(data=st.data(), outcome=OUTCOMES, who=WHO, way=st.sampled_from(["outcome", "gone", "nobody", "somebody else", "trash"]))
    def correct(self, data: st.DataObject, outcome: str, who: tuple[str, str], way: str) -> None:
        session = self.ended[data.draw(st.sampled_from(sorted(self.ended)))]
        path = self.store.place(session, ".json")
        with self.store.lock():
            if way == "trash":
                self.store.to_trash(path)
                del self.ended[session.id]
                return
            if not session.calls:
                return
            last = session.calls[-1]
            other = {
                "outcome": (last._replace(outcome=outcome),),
                "gone": (),
                "nobody": (last._replace(contact=None),),
                "somebody else": (last._replace(contact=Contact("y", PHONES[who], *who)),),
            }[way]
            session = session._replace(calls=(*session.calls[:-1], *other))
            self.store.save_ended(path, session)
        self.ended[session.id] = session

    # ---- what is said

    @rule(who=WHO, kind=st.sampled_from(["callback", "done", "open"]), hours=st.none() | st.integers(-5, 50))
    def say(self, who: tuple[str, str], kind: str, hours: int | None) -> None:
        at = self.tick()
        said = Said(*who, Act(at, kind, at + timedelta(hours=hours) if hours is not None and kind == "callback" else None))
        with self.store.lock():
            self.lists.say(said)
        self.acts.append(said)

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def unsay(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.acts))
        with self.store.lock():
            if self.lists.unsay(said):
                self.acts.remove(said)

    @rule(phone=st.sampled_from(["+15550101", "+15550102", "0555 104"]))
    def block(self, phone: str) -> None:
        with self.store.lock():
            blocking.block(self.lists, phone, self.tick())
        self.by_hand[phone] = (self.now, None)

    @rule(phone=st.sampled_from(["+15550101", "+15550102", "0555 104"]))
    def allow(self, phone: str) -> None:
        at = self.tick()
        with self.store.lock(), Shelf.opened(self.data, self.cache, RULES) as shelf:
            forbidding = [one for one in shelf.by_phone(phone) if any(touch.then == "do-not-call" for touch in one.person.touches)]
            blocking.allow(self.lists, shelf, phone, at)
        self.by_hand[phone] = (self.by_hand.get(phone, (at, None))[0], at)
        self.acts += [Said(one.list, one.person.id, Act(at, "open")) for one in forbidding]

    # ---- what must change nothing

    @rule(steps=st.none() | st.integers(0, 12))
    def settle(self, steps: int | None) -> None:
        with self.store.lock():
            if steps is None:
                settle(self.lists)
            else:
                with killed_after(steps):
                    settle(self.lists)

    @rule()
    def another_cache(self) -> None:
        shutil.rmtree(self.cache, ignore_errors=True)

    # ---- what must hold

    def blocked(self, sessions: list[Session]) -> set[str]:
        allowed = {phone: at for phone, (_, at) in self.by_hand.items() if at}
        found = {phone for phone, (at, again) in self.by_hand.items() if again is None or again < at}
        for session in sessions:
            for call, phone in blocks(session):
                if phone not in allowed or (call.tagged_at and allowed[phone] < call.tagged_at):
                    found.add(phone)
        return {phone.replace(" ", "") for phone in found}

    def stands(self, who: tuple[str, str], sessions: list[Session]) -> Standing:
        person = Person(who[1])
        for session in sessions:
            person = touched(person, session.id, [touch for name, id_, touch in touches(session) if (name, id_) == who])
        for said in self.acts:
            if (said.list, said.id) == who:
                person = acted(person, said.act)
        if PHONES[who].replace(" ", "") in self.blocked(sessions):
            return Standing(Stage.BLOCKED)
        return standing(person, RULES)

    @invariant()
    def everybody_stands_where_the_model_says(self) -> None:
        ended = list(self.ended.values())
        with Shelf.opened(self.data, self.cache, RULES) as shelf:
            for name in LISTS:
                listed = list(shelf.everybody(name))
                assert [one.person.id for one in listed] == list(PEOPLE[name])
                for one in listed:
                    assert one.standing == self.stands((name, one.person.id), ended)
            assert shelf.blocked() == self.blocked(ended)
            counted = {line.name: line.stages for line in shelf.lists(self.now)}
            for name in LISTS:
                stages = [one.standing.stage for one in shelf.everybody(name)]
                assert {stage: stages.count(stage) for stage in counted[name]} == counted[name]
            if self.open:
                self.the_open_session_counts(shelf, self.open, [*ended, self.open])

    def the_open_session_counts(self, shelf: Shelf, session: Session, sessions: list[Session]) -> None:
        asked = {phone.replace(" ", "") for _, phone in blocks(session)}
        for who, phone in PHONES.items():
            now = as_now(shelf, session, RULES, *who)
            assert now is not None
            if phone.replace(" ", "") not in asked:
                assert now.standing == self.stands(who, sessions)
            else:
                assert now.standing.stage == Stage.BLOCKED
        found = upcoming(shelf, session, RULES, self.now)
        if session.list is None:
            assert found is None
            return
        here = {id_: as_now(shelf, session, RULES, session.list, id_) for id_ in PEOPLE[session.list]}
        due = [one for one in here.values() if one and one.standing.stage in (Stage.CALLBACK, Stage.RETRY, Stage.NEW) and (one.standing.due_at is None or one.standing.due_at <= self.now)]
        assert (found is not None) == bool(due)
        if found is not None:
            assert found.person.id in {one.person.id for one in due}
            assert found.standing == here[found.person.id].standing  # type: ignore[union-attr]

    @invariant()
    def fields_of_a_later_version_stay(self) -> None:
        for name in LISTS:
            assert self.lists.read(name).extra == {"x later": [1, {"a": None}]}


Agreement.TestCase.settings = settings(stateful_step_count=20, deadline=None)
TestAgreement = Agreement.TestCase

from pathlib import Path

import pytest

from fakes import START, a_session
from nextcall.config.model import DEFAULTS, Config
from nextcall.core.session import Formula, Goal, Session
from nextcall.desk.opening import INTENTION, Plan, last_preset, least_practised, new_session, random_token
from nextcall.errors import UsageError
from nextcall.storage.fields import is_id
from nextcall.storage.sessions import Sessions


def opened(plan: Plan, config: Config = DEFAULTS) -> Session:
    return new_session(config, plan, START, "desk", "America/New_York", "7f3a")


def test_from_a_preset() -> None:
    session = opened(Plan("ten-calls"))
    assert session.id == "20261121T140000Z-7f3a"
    assert is_id(session.id)
    assert (session.title, session.preset, session.goal) == ("Ten calls", "ten-calls", Goal("calls", 10))
    assert (session.host, session.time_zone, session.started_at) == ("desk", "America/New_York", START)
    assert session.outcomes == DEFAULTS.outcomes
    assert session.steps == DEFAULTS.steps
    assert session.state == "ready"
    assert session.value_per_call is None


def test_the_configured_preset_where_nothing_is_said() -> None:
    assert opened(Plan()).preset == "power-hour"


def test_a_goal_alone_needs_no_preset() -> None:
    session = opened(Plan(goal=Goal("minutes", 20)))
    assert (session.title, session.preset) == ("20 min", None)
    assert opened(Plan("sprint", Goal("calls", 5))).goal == Goal("calls", 5)
    assert opened(Plan("callbacks")).goal is None


def test_the_formula_goes_with_it() -> None:
    session = opened(Plan(), DEFAULTS._replace(formula=Formula("10000", 500, "USD")))
    assert (session.value_per_call, session.formula) == ("20.00", Formula("10000", 500, "USD"))


def test_text_is_one_harmless_line() -> None:
    session = opened(Plan(intention=f" ask\x1b{'x' * 200} ", list="q4\n", tags=(" a ", "a", "", "b\x07")))
    assert len(session.intention) == INTENTION
    assert session.intention.startswith("ask�x")
    assert (session.list, session.tags) == ("q4�", ("a", "b�"))


@pytest.mark.parametrize(
    ("plan", "said", "hint"),
    [
        (Plan("sprnt"), "unknown preset 'sprnt'; did you mean 'sprint'?", ""),
        (Plan("zzz"), "unknown preset 'zzz'", "There are ten-calls, "),
        (Plan(skill="lisening"), "unknown skill 'lisening'; did you mean 'listening'?", ""),
    ],
)
def test_unknown_names(plan: Plan, said: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        opened(plan)
    assert caught.value.message == said
    assert caught.value.hint.startswith(hint)


def test_no_skills_at_all() -> None:
    with pytest.raises(UsageError) as caught:
        opened(Plan(skill="x"), DEFAULTS._replace(skills=()))
    assert caught.value.hint == "There is no skill in the configuration."


def test_the_least_practised() -> None:
    def practised(*skills: str | None) -> list[Session]:
        return [a_session()._replace(skill=skill) for skill in skills]

    names = ("listening", "questioning", "strategy")
    assert least_practised(names, []) == "listening"
    assert least_practised(names, practised("listening")) == "questioning"
    assert least_practised(names, practised("strategy", "questioning", "listening")) == "listening"
    assert least_practised(names, practised("listening", "strategy", "questioning", "strategy", "listening", None)) == "questioning"
    assert least_practised((), practised("gone")) == ""


def test_the_last_preset(tmp_path: Path) -> None:
    sessions = Sessions(str(tmp_path))
    assert last_preset(sessions, DEFAULTS) == "power-hour"
    session = opened(Plan("sprint"))._replace(ended_at=START, end="ended")
    folder = tmp_path / "sessions" / "2026" / "11"
    folder.mkdir(parents=True)
    sessions.save_ended(str(folder / f"{session.id}.json"), session)
    assert last_preset(sessions, DEFAULTS) == "sprint"
    (folder / "20261122T000000Z-0000.json").write_text("garbage")
    assert last_preset(sessions, DEFAULTS) == "sprint"
    sessions.save_ended(str(folder / "20261123T000000Z-0000.json"), session._replace(preset="gone"))
    assert last_preset(sessions, DEFAULTS) == "power-hour"


def test_tokens() -> None:
    tokens = {random_token() for _ in range(20)}
    assert all(is_id(f"20261121T140000Z-{token}") for token in tokens)
    assert len(tokens) > 1

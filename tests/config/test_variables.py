"""Settings from the environment: the same names, the same checks, over the file."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.config.load import load as load_file
from nextcall.config.model import DEFAULTS, Config, values_of
from nextcall.config.settings import SETTINGS
from nextcall.core.session import Formula
from nextcall.errors import ConfigError, Problem

Load = Callable[..., Config]


def value_of(name: str, **environ: str) -> object:
    config = load_file("/nowhere/config.toml", environ)
    assert config.origins[name] in environ
    return values_of(config)[name]


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("NEXTCALL_SESSION_REPEAT_GUARD_MS", "0", "session.repeat_guard_ms", 0),
        ("NEXTCALL_SESSION_PRESENT", "off", "session.present", False),
        ("NEXTCALL_SESSION_PRESENT", "1", "session.present", True),
        ("NEXTCALL_UI_THEME", "paper", "ui.theme", "paper"),
        ("NEXTCALL_NOTIFY_END", "bell,desktop", "notify.end", ("bell", "desktop")),
        ("NEXTCALL_NOTIFY_END", '["bell"]', "notify.end", ("bell",)),
        ("NEXTCALL_NOTIFY_BREAK", "[]", "notify.break", ()),
        ("NEXTCALL_HOOKS_TAG", "['my-script', 'a,b']", "hooks.tag", ("my-script", "a,b")),
        ("NEXTCALL_KEYS_UNDO", ",", "keys.undo", (",",)),
        ("NEXTCALL_KEYS_UNDO", "u,ctrl+u", "keys.undo", ("u", "ctrl+u")),
        ("NEXTCALL_KEYS_UNDO", "[]", "keys.undo", ()),
        ("NEXTCALL_OUTCOMES_SET", "founder", "outcomes.set", "founder"),
        ("NEXTCALL_ANSWERS_PRICE", "Compared with what?", "answers.price", "Compared with what?"),
        ("NEXTCALL_CONTACTS_DIAL", "xdg-open,tel:{phone}", "contacts.dial", ("xdg-open", "tel:{phone}")),
    ],
)
def test_values(variable: str, text: str, name: str, value: object) -> None:
    assert value_of(name, **{variable: text}) == value


def test_they_win_over_the_file(load: Load) -> None:
    config = load("[session]\nidle_minutes = 3\nrepeat_guard_ms = 5\n", NEXTCALL_SESSION_IDLE_MINUTES="4")
    assert (config.session.idle_minutes, config.session.repeat_guard_ms) == (4, 5)
    assert config.origins["session.idle_minutes"] == "NEXTCALL_SESSION_IDLE_MINUTES"
    assert config.origins["session.repeat_guard_ms"] == "config.toml:3"


def test_a_wrong_value_of_the_file_no_longer_counts(load: Load) -> None:
    assert (
        load("[session]\nidle_minutes = 'x'\n", NEXTCALL_SESSION_IDLE_MINUTES="4").session.idle_minutes == 4
    )


def test_outcomes_by_their_ids(load: Load) -> None:
    config = load(
        "[outcomes.demo-booked]\nkey = 'o'\n",
        NEXTCALL_OUTCOMES_NO_ANSWER_KEY="N",
        NEXTCALL_OUTCOMES_DEMO_BOOKED_YES="true",
    )
    no_answer, booked = config.outcome("no-answer"), config.outcome("demo-booked")
    assert no_answer is not None
    assert no_answer.key == "N"
    assert booked is not None
    assert booked.yes
    assert config.origins["outcomes.no-answer"] == "NEXTCALL_OUTCOMES_NO_ANSWER_KEY"


def test_a_formula_from_both(load: Load) -> None:
    assert load("[formula]\nearned = '10'\n", NEXTCALL_FORMULA_CALLS="5").formula == Formula("10", 5, "USD")


@pytest.mark.parametrize(
    ("environ", "fault"),
    [
        ({"NEXTCALL_SESSION_IDLE_MINUTES": "fifty"}, "NEXTCALL_SESSION_IDLE_MINUTES: session.idle_minutes: must be a whole number from 1 to 480, not 'fifty'"),
        ({"NEXTCALL_SESSION_IDLE_MINUTES": "9" * 30}, "NEXTCALL_SESSION_IDLE_MINUTES: session.idle_minutes: must be a whole number from 1 to 480, not '999999999999999999999999999999'"),
        ({"NEXTCALL_SESSION_REPEAT_GUARD": "1"}, "NEXTCALL_SESSION_REPEAT_GUARD: sets nothing: there is no such setting (did you mean 'NEXTCALL_SESSION_REPEAT_GUARD_MS'?)"),
        ({"NEXTCALL_PRESET_SPRINT_MINUTES": "1"}, "NEXTCALL_PRESET_SPRINT_MINUTES: sets nothing: there is no such setting"),
        ({"NEXTCALL_NOTIFY_END": "bell,bel"}, "NEXTCALL_NOTIFY_END: notify.end: entry 2: must be one of bell, terminal, desktop, not 'bel' (did you mean 'bell'?)"),
        ({"NEXTCALL_NOTIFY_END": "[bell"}, "NEXTCALL_NOTIFY_END: notify.end: must be a list of at most 3 values, not '[bell'"),
        ({"NEXTCALL_HOOKS_TAG": "[" * 5_000}, "NEXTCALL_HOOKS_TAG: hooks.tag: must be a list such as"),
        ({"NEXTCALL_KEYS_UNDO": "e"}, "NEXTCALL_KEYS_UNDO: keys.undo: 'e' is the key of keys.correct too (by default); give one of them another key"),
        ({"NEXTCALL_KEYS_UNDO": "u,spcae"}, "NEXTCALL_KEYS_UNDO: keys.undo: 'spcae' is no key (did you mean 'space'?)"),
        ({"NEXTCALL_SESSION_PRESET": "none"}, "NEXTCALL_SESSION_PRESET: session.preset: there is no preset 'none'"),
        ({"NEXTCALL_OUTCOMES_NO_YES": "yes"}, "outcomes.no: yes and no exclude each other"),
        ({"NEXTCALL_UI_THEME": "\udc80"}, "NEXTCALL_UI_THEME: ui.theme: must be a name of at most 64"),
    ],
)  # fmt: skip
def test_faults(environ: dict[str, str], fault: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_file("/nowhere/config.toml", environ)
    (told,) = caught.value.problems
    assert fault in str(told)


def test_what_is_no_setting_is_left_alone() -> None:
    own = {
        "NEXTCALL_HOME": "x",
        "NEXTCALL_CONFIG_DIR": "y",
        "NEXTCALL_PAGER": "z",
        "NEXTCALL_UI_THEME": "",
        "KEYS_UNDO": "1",
    }
    assert load_file("/nowhere/config.toml", own) is DEFAULTS


def test_a_table_that_is_none_is_told_with_its_own_fault(load: Load) -> None:
    with pytest.raises(ConfigError, match="session: must be a table") as caught:
        load("session = 3\n", NEXTCALL_SESSION_IDLE_MINUTES="4")
    assert len(caught.value.problems) == 1


@given(st.sampled_from(SETTINGS), st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=30))
def test_any_text_is_a_value_or_a_fault(setting: object, text: str) -> None:
    assert isinstance(setting, type(SETTINGS[0]))
    name = "NEXTCALL_" + setting.name.upper().replace(".", "_")
    assert {problem.place for problem in problems_of({name: text})} <= {name}


def problems_of(environ: dict[str, str]) -> tuple[Problem, ...]:
    try:
        load_file("/nowhere/config.toml", environ)
    except ConfigError as fault:
        return fault.problems
    return ()

"""Every kind of value written into the text of a configuration: that one changes, nothing else does."""

import re
import tomllib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.config.edit import Change, edited, with_changes
from nextcall.config.kinds import Choice, Flag, Several, Whole
from nextcall.config.load import LARGEST
from nextcall.config.model import DEFAULTS, Config, values_of
from nextcall.config.settings import BY_NAME, SETTINGS
from nextcall.errors import InputError

FILES = {
    "none": "",
    "a comment": "# mine\n",
    "tables": "# top\n\n[ui]  # look\nclock = '12h'  # am, pm\n\n# after\n[session]\nidle_minutes = 7 # short\n[process]\nsteps = [  # mine\n  \"A\", # first\n  # about b\n  \"B, c\",\n]\n",
    "inline": "ui = { clock = \"12h\", theme = 'paper' } # c\nsession = { present = false }\noutcomes = { no = { key = 'N' } }\n",
    "dotted": 'ui.clock = "12h" # c\nsession.idle_minutes = 3\nprocess.steps = ["A"]\n[outcomes]\nno.key = "N"\n',
    "out of order": '[outcomes.no]\nkey = "N"\n[ui]\nclock = "12h" # c\n[outcomes.yes]\nkey = "Y" # yes\n',
    "quoted": '["ui"]\n"clock" = "12h"\n[ outcomes . "no" ]\n\'key\' = "N"\n',
    "windows": '[ui]\r\nclock = "12h" # c\r\n',
    "no last line": '[ui]\nclock = "12h"',
    "a preset last": '[[preset]]\nid = "a"\nminutes = 5\n',
}
CHANGES = [
    Change("ui", "clock", "24h"), Change("ui", "clock", None), Change("ui", "animations", False), Change("ui", "week_starts", None),
    Change("session", "idle_minutes", 12), Change("session", "idle_minutes", None), Change("process", "steps", ("B, c", "New | one", '"q" #')), Change("process", "steps", ()),
    Change("outcomes", "set", "founder"), Change("outcomes.no", "key", "o"), Change("outcomes.no-answer", "key", ""), Change("outcomes.no", "key", None),
    Change("keys", "undo", ("u", "ctrl+u")), Change("keys", "undo", ""), Change("contacts", "dial", ("x", "{phone}")),
]  # fmt: skip


def wanted(text: str, change: Change) -> object:
    data = tomllib.loads(text)
    table = data
    for part in change.table.split("."):
        table = table.setdefault(part, {})
    if change.value is None:
        table.pop(change.key, None)
    else:
        table[change.key] = list(change.value) if isinstance(change.value, tuple) else change.value
    return full(data)


def full(data: object) -> object:
    """Without tables that say nothing."""
    return {key: full(value) for key, value in data.items() if full(value) != {}} if isinstance(data, dict) else data


def comments(text: str) -> list[str]:
    """The comments outside of strings."""
    return [found.rstrip() for found in re.findall(r"#[^\n'\"]*$", text, re.MULTILINE)]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.table}.{change.key}={change.value}")
@pytest.mark.parametrize("name", FILES)
def test_that_one_changes_and_nothing_else(name: str, change: Change) -> None:
    before = FILES[name]
    after = with_changes(before, [change])
    assert full(tomllib.loads(after)) == wanted(before, change)
    if change.value is not None and not isinstance(change.value, tuple):
        assert set(comments(before)) <= set(comments(after)), after


def test_what_is_there_already_changes_no_byte() -> None:
    for text in FILES.values():
        for change in CHANGES:
            once = with_changes(text, [change])
            assert with_changes(once, [change]) == once


def test_a_list_keeps_the_comments_of_what_stays() -> None:
    after = edited(FILES["tables"], "process", "steps", ("A", "New", "B, c"))
    assert "# about b" in after
    assert '"A", # first' in after
    assert tomllib.loads(after)["process"]["steps"] == ["A", "New", "B, c"]


def test_a_comment_stays_with_what_follows_it() -> None:
    for text in (FILES["tables"], FILES["tables"].replace("# after\n", "# after\n# and more\n\n")):
        before, after = (re.search(r"# after.*?idle_minutes", one, re.DOTALL) for one in (text, edited(text, "ui", "theme", "paper")))
        assert before
        assert after
        assert before[0] == after[0]


def test_order_stays() -> None:
    after = with_changes(FILES["tables"], [Change("session", "idle_minutes", 9), Change("ui", "theme", "paper"), Change("keys", "undo", "U")])
    lines = [line for line in after.splitlines() if line.startswith("[")]
    assert lines == ["[ui]  # look", "[session]", "[process]", "[keys]"]
    assert "idle_minutes = 9 # short" in after


def test_a_table_that_is_none_is_refused() -> None:
    for text in ("ui = 3\n", "ui = [1]\n", "outcomes = { no = 3 }\n"):
        with pytest.raises(InputError, match="is not a table"):
            with_changes(text, [Change("ui", "clock", "12h"), Change("outcomes.no", "key", "o")])


def test_it_never_becomes_too_large_to_read() -> None:
    with pytest.raises(InputError, match="larger than"):
        edited(f"# {'x' * (LARGEST - 20)}\n", "answers", "price", "y" * 30)


def value_of(name: str) -> st.SearchStrategy[object]:
    """Something that the setting may be."""
    kind = BY_NAME[name].kind
    if isinstance(kind, Flag):
        return st.booleans()
    if isinstance(kind, Whole):
        return st.integers(kind.low, min(kind.high, 10_000))
    if isinstance(kind, Choice):
        return st.sampled_from(kind.words)
    if isinstance(kind, Several) and isinstance(kind.item, Choice):
        return st.lists(st.sampled_from(kind.item.words), unique=True).map(tuple)
    if isinstance(kind, Several):
        return st.lists(TEXT, unique=True, max_size=5).map(tuple)
    return st.just(values_of(DEFAULTS)[name])


TEXT = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=30).map(str.strip).filter(bool)
FREE = [setting.name for setting in SETTINGS if not setting.name.startswith(("keys.", "formula.", "hooks.", "contacts.dial"))]


@given(st.lists(st.sampled_from(FREE).flatmap(lambda name: st.tuples(st.just(name), value_of(name))), max_size=6), st.sampled_from(sorted(FILES)))
def test_what_is_written_holds(changes: list[tuple[str, object]], name: str) -> None:
    text = FILES[name].replace("'N'", "'O'").replace('"N"', '"O"')
    for setting, value in changes:
        table, _, key = setting.rpartition(".")
        text = edited(text, table, key, value)  # type: ignore[arg-type]  # as the kinds of the settings have them
    data = tomllib.loads(text)
    for setting, value in dict(changes).items():
        table, _, key = setting.rpartition(".")
        assert data[table][key] == (list(value) if isinstance(value, tuple) else value)


def test_the_defaults_can_be_written_and_taken_out(load: Callable[..., Config]) -> None:
    text = ""
    for setting in SETTINGS:
        value = values_of(DEFAULTS)[setting.name]
        if not setting.name.startswith("formula."):
            text = edited(text, *setting.path, value)
    assert load(text)._replace(origins=DEFAULTS.origins) == DEFAULTS
    for setting in SETTINGS:
        text = edited(text, *setting.path, None)
    assert load(text) == DEFAULTS

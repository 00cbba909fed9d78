"""Keys: the table of actions, the names, what is refused, and clashes."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from nextcall.config.keynames import key_name
from nextcall.config.keys import ACTIONS, BY_ID, SCOPES, actions, shown_key, textual_key
from nextcall.config.kinds import WrongValueError
from nextcall.config.model import Config
from nextcall.core.outcomes import SETS
from nextcall.errors import ConfigError

Load = Callable[..., Config]
PRINTABLE = st.characters(exclude_categories=["C", "Z"])


@pytest.mark.parametrize("scope", SCOPES)
def test_no_two_actions_of_a_screen_have_the_same_key(scope: str) -> None:
    keys = [key for action in actions(scope) for key in action.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("trade", SETS)
def test_no_outcome_has_the_key_of_an_action(trade: str) -> None:
    keys = {key for action in actions("session") for key in action.keys}
    assert not keys & {outcome.key for outcome in SETS[trade]}


def test_ids_are_unique_and_everything_is_said() -> None:
    assert len(BY_ID) == len(ACTIONS)
    for action in ACTIONS:
        assert action.scope in SCOPES
        assert action.keys
        assert action.label == action.label.lower()
        assert action.help[0].isupper()
        assert action.help.endswith((".", "?"))
        assert action.group


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_default_keys_are_names_that_the_config_takes(action: object) -> None:
    assert isinstance(action, type(ACTIONS[0]))
    assert tuple(key_name(key) for key in action.keys) == action.keys


@given(PRINTABLE)
def test_textual_calls_every_character_what_we_say(character: str) -> None:
    assert textual_key(character) == _character_to_key(character)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ctrl+r", "ctrl+r"), ("space", "space"), ("*", "asterisk"), ("/", "slash"), ("+", "plus"), ("-", "minus"),
     ("=", "equals_sign"), ("?", "question_mark"), ("$", "dollar_sign"), (",", "comma"), (">", "greater_than_sign"),
     ("I", "I"), ("f1", "f1")],
)  # fmt: skip
def test_names_for_textual(name: str, expected: str) -> None:
    assert textual_key(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("space", "Space"), ("right", "→"), ("f1", "F1"), ("ctrl+r", "ctrl+r"), ("u", "u"), ("+", "+"), ("escape", "Esc"),
     ("ctrl+left", "ctrl+←"), ("f", "f")],
)  # fmt: skip
def test_names_for_people(name: str, expected: str) -> None:
    assert shown_key(name) == expected


@pytest.mark.parametrize(
    ("written", "name"),
    [("u", "u"), ("U", "U"), (" ", "space"), ("Space", "space"), ("ESC", "escape"), ("return", "enter"), ("Ctrl+R", "ctrl+r"),
     ("pgdn", "pagedown"), ("asterisk", "*"), ("slash", "/"), ("plus", "+"), ("+", "+"), ("ü", "ü"), ("§", "§"),
     ("ctrl+left", "ctrl+left"), ("shift+f3", "shift+f3"), ("alt+x", "alt+x"), ("F12", "f12")],
)  # fmt: skip
def test_keys_have_one_name(written: str, name: str) -> None:
    assert key_name(written) == name


@pytest.mark.parametrize(
    ("written", "reason"),
    [("ctrl+h", "Backspace"), ("ctrl+i", "Tab"), ("ctrl+j", "Enter"), ("ctrl+m", "Enter"), ("Ctrl+[", "Escape"),
     ("tab", "moves between"), ("shift+tab", "moves between"), ("spcae", "did you mean 'space'"), ("shift+a", "'A'"),
     ("ctrl+1", "cannot be used"), ("ctrl+shift+a", "cannot be used"), ("ctrl+", "is no key"), ("\t", "that prints"),
     ("\x1b", "that prints"), ("", "must be a key"), (3, "must be a key"), ("\u00a0", "that prints")],
)  # fmt: skip
def test_what_is_no_key_is_refused_with_the_reason(written: object, reason: str) -> None:
    with pytest.raises(WrongValueError, match=reason.replace("[", "\\[")):
        key_name(written)


@given(st.text(max_size=12))
def test_every_name_that_is_taken_is_taken_again(written: str) -> None:
    try:
        name = key_name(written)
    except WrongValueError:
        return
    assert key_name(name) == name


def test_keys_can_be_changed_listed_and_taken_away(load: Load) -> None:
    config = load('[keys]\nundo = "ctrl+u"\nasked = ["a", "ctrl+a", "a"]\nlearned = ""\nredo = []\n')
    assert config.keys["undo"] == ("ctrl+u",)
    assert config.keys["asked"] == ("a", "ctrl+a")
    assert config.keys["learned"] == config.keys["redo"] == ()
    assert config.keys["end"] == ("q",)


@pytest.mark.parametrize("action", ["dial", "end", "leave", "help"])
def test_some_must_keep_a_key(load: Load, action: str) -> None:
    with pytest.raises(ConfigError, match=f"keys.{action}: must keep a key"):
        load(f'[keys]\n{action} = ""\n')


@pytest.mark.parametrize(
    "text", ['[keys]\nundo = "3"\n', '[outcomes.no]\nkey = "3"\n', '[outcomes.no]\nkey = "٣"\n']
)
def test_digits_are_kept_from_what_changes_a_session(load: Load, text: str) -> None:
    with pytest.raises(ConfigError, match="late answers of a terminal arrive as digits"):
        load(text)


def test_digits_start_presets(load: Load) -> None:
    assert load('[keys]\npreset_1 = ["1", "!"]\n').keys["preset_1"] == ("1", "!")


def test_a_clash_of_two_actions_names_both(load: Load) -> None:
    with pytest.raises(ConfigError) as caught:
        load('[keys]\nend = "Q"\nundo = "e"\npause = "Q"\n')
    assert [str(problem) for problem in caught.value.problems] == [
        "config.toml:2: keys.end: 'Q' is the key of keys.pause too (config.toml:4); give one of them another key",
        "config.toml:3: keys.undo: 'e' is the key of keys.correct too (by default); give one of them another key",
    ]


def test_a_clash_of_an_outcome_names_both(load: Load) -> None:
    with pytest.raises(ConfigError) as caught:
        load('[outcomes.demo]\nkey = "u"\n[outcomes.other]\nkey = "x"\n[keys]\nzen = "v"\n')
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 3
    assert "config.toml:2: outcomes.demo.key" in told[0]
    assert "keys.undo" in told[0]
    assert "config.toml:4: outcomes.other.key" in told[1]
    assert "outcomes.no.key" in told[1]
    assert "config.toml:6: keys.zen" in told[2]
    assert "outcomes.voicemail.key" in told[2]


def test_everywhere_counts_on_every_screen_and_is_told_once(load: Load) -> None:
    with pytest.raises(ConfigError) as caught:
        load('[keys]\npalette = "ctrl+q"\n')
    assert len(caught.value.problems) == 1


def test_the_same_key_on_two_screens_is_no_clash(load: Load) -> None:
    config = load('[keys]\ntheme = "a"\nworked = "u"\n')
    assert config.keys["theme"] == ("a",)


def test_some_keys_give_way_to_an_outcome(load: Load) -> None:
    config = load('[outcomes.demo]\nkey = "o"\nlabel = "Demo"\n')
    assert config.keys["open_phone"] == ()
    assert config.keys["copy_phone"] == ("O",)
    assert load("").keys["open_phone"] == ("o",)


def test_but_not_where_somebody_has_stated_them(load: Load) -> None:
    with pytest.raises(ConfigError, match=r"keys\.open_phone"):
        load('[outcomes.demo]\nkey = "o"\nlabel = "Demo"\n[keys]\nopen_phone = "o"\n')

"""Reading a configuration: what it comes to, and every fault with its place and reason."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nextcall.config.load import LARGEST, TABLE_NAMES
from nextcall.config.load import load as load_file
from nextcall.config.model import DEFAULTS, PRESETS, Config, Preset, config_of, values_of
from nextcall.config.settings import SETTINGS, TABLES
from nextcall.core.outcomes import SETS
from nextcall.core.session import Formula, Goal
from nextcall.errors import ConfigError

Load = Callable[..., Config]
SAMPLE = """
[session]
preset = "sprint"
present = true
repeat_guard_ms = 0

[formula]
earned = "10000"
calls = 500
"""


def faults(load: Load, text: str | bytes, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(text, **environ)
    assert caught.value.exit_code == 2
    return [str(problem) for problem in caught.value.problems]


def test_no_file_means_the_defaults_and_costs_nothing(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom nextcall.config.load import load\nfrom nextcall.config.model import DEFAULTS\n"
        "assert load(sys.argv[1], {'NEXTCALL_HOME': '/x', 'NEXTCALL_DATA_DIR': '/y', 'NEXTCALL_PAGER': 'less'}) is DEFAULTS\n"
        "print([name for name in ('tomllib', 'dataclasses', 'difflib', 'nextcall.config.read', 'decimal') if name in sys.modules])"
    )
    path = str(tmp_path / "config.toml")
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: there is no such file"):
        load_file(str(tmp_path / "none.toml"), {}, must_exist=True)


@pytest.mark.parametrize("text", ["", "# nothing\n", "[session]\n[keys]\n", "\ufeff"])
def test_an_empty_file_means_the_defaults(load: Load, text: str) -> None:
    assert load(text) == DEFAULTS


def test_the_settings_are_the_fields_of_the_model() -> None:
    assert {setting.name for setting in SETTINGS} == set(values_of(DEFAULTS))
    assert config_of(values_of(DEFAULTS)) == DEFAULTS
    assert tuple(sorted(TABLE_NAMES)) == tuple(sorted(TABLES))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_default_passes_its_own_check(setting: object) -> None:
    assert isinstance(setting, type(SETTINGS[0]))
    default = values_of(DEFAULTS)[setting.name]
    assert setting.kind.check(list(default) if isinstance(default, tuple) else default) == default


def test_everything_can_be_stated(load: Load) -> None:
    config = load(
        """
        formula = { earned = 10_000, calls = 500, currency = "eur" }
        process.steps = ["Open", " Ask "]
        skills.names = []
        [session]
        preset = "morning"
        present = false
        idle_minutes = 480
        [[preset]]
        id = "morning"
        title = "Morning"
        minutes = 45
        break_minutes = 15
        rounds = 2
        [[preset]]
        id = "sprint"
        conversations = 5
        [ui]
        theme = "paper"
        clock = "12h"
        week_starts = "sunday"
        numbers = "1.234,5"
        animations = false
        [notify]
        end = []
        break = ["desktop"]
        progress = false
        [hooks]
        tag = ["my-crm-script", "--json", ""]
        [answers]
        price = "Compared with what?"
        [storage]
        format = "toml"
        [contacts]
        retry_hours = 1
        hours = "09:00-24:00"
        country = "us"
        dial = ["xdg-open", "tel:{phone}"]
        """,
    )
    assert config.formula == Formula("10000", 500, "EUR")
    assert config.currency == "EUR"
    assert config.steps == ("Open", "Ask")
    assert config.skills == ()
    assert config.session == DEFAULTS.session._replace(preset="morning", present=False, idle_minutes=480)
    assert config.preset("morning") == Preset("morning", "Morning", minutes=45, break_minutes=15, rounds=2)
    assert config.preset("sprint") == Preset("sprint", "Sprint", conversations=5)
    assert [preset.id for preset in config.presets] == [*(preset.id for preset in PRESETS), "morning"]
    assert config.ui == ("paper", "12h", "sunday", "1.234,5", False)
    assert config.notify == ((), ("desktop",), ("terminal",), False)
    assert config.hooks.tag == ("my-crm-script", "--json", "")
    assert config.answers["price"] == "Compared with what?"
    assert config.answers["trust"] == ""
    assert config.storage.format == "toml"
    assert config.contacts == (1, 6, "09:00-24:00", "US", ("xdg-open", "tel:{phone}"))


def test_goals_of_presets() -> None:
    assert [preset.goal for preset in PRESETS] == [
        Goal("calls", 10), Goal("minutes", 15), Goal("minutes", 25), Goal("minutes", 45), Goal("minutes", 60),
        Goal("calls", 30), Goal("minutes", 120), None,
    ]  # fmt: skip
    assert Preset("x", "X", conversations=5).goal == Goal("conversations", 5)
    assert DEFAULTS.preset("none") is None


@pytest.mark.parametrize("trade", SETS)
def test_the_ready_made_outcomes(load: Load, trade: str) -> None:
    assert load(f'[outcomes]\nset = "{trade}"\n').outcomes == SETS[trade]


def test_own_outcomes(load: Load) -> None:
    config = load(
        """
        [outcomes.demo-booked]
        key = "D"
        conversation = true
        yes = true
        then = "callback"
        [outcomes.asked-back]
        key = "é"
        label = "Asked back"
        short = "back"
        connect = true
        """,
    )
    booked, back = config.outcomes[-2:]
    assert booked == (
        "demo-booked", "D", "Demo booked", "", True, True, True, False, True, False, "callback", {},
    )  # fmt: skip
    assert back == ("asked-back", "é", "Asked back", "back", True, True, False, False, False, False, "", {})
    assert config.outcome("demo-booked") is config.outcome("D") is booked
    assert config.outcome("nothing") is config.outcome("") is None


def test_ready_made_outcomes_can_be_changed_and_hidden(load: Load) -> None:
    config = load(
        '[outcomes]\nyes = { label = "Pledge" }\nmachine = { key = "" }\nno = { key = "M", short = "nope" }\n'
    )
    yes, machine, no = (config.outcome(name) for name in ("yes", "machine", "no"))
    assert yes is not None
    assert (yes.key, yes.name, yes.yes) == ("y", "Pledge", True)
    assert machine is not None
    assert machine.key == ""
    assert no is not None
    assert (no.key, no.label, no.short) == ("M", "Heard it, said no", "nope")
    assert len(config.outcomes) == len(SETS["sales"])


def test_a_yes_is_a_conversation_and_a_conversation_is_a_connect(load: Load) -> None:
    config = load('[outcomes.a]\nkey = "A"\nyes = true\n[outcomes.b]\nkey = "B"\nconversation = true\n')
    assert [(outcome.connect, outcome.conversation) for outcome in config.outcomes[-2:]] == [
        (True, True),
        (True, True),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[session]\n\n\nidle_minutes = 'fifty'", "config.toml:4: session.idle_minutes: must be a whole number from 1 to 480, not 'fifty'"),
        ("session.idle_minutes = 0", "config.toml:1: session.idle_minutes: must be a whole number from 1 to 480, not 0"),
        ("session.idle_minutes = true", "config.toml:1: session.idle_minutes: must be a whole number from 1 to 480, not true"),
        ("session.idle_minutes = 2.5", "config.toml:1: session.idle_minutes: must be a whole number from 1 to 480, not 2.5"),
        ("session.idle_minutes = nan", "config.toml:1: session.idle_minutes: must be a whole number from 1 to 480, not nan"),
        ("session.idle_minutes = 0x" + "f" * 9_999, "config.toml:1: session.idle_minutes: must be a whole number from 1 to 480, not a number with very many digits"),
        ("session.idle_minutes = 1979-05-27", "config.toml:1: session.idle_minutes: must be a whole number from 1 to 480, not a date or time"),
        ("session.present = 'yes'", "config.toml:1: session.present: must be true or false, not 'yes'"),
        ("session.present = {}", "config.toml:1: session.present: must be true or false, not a table"),
        ("session = 1", "config.toml:1: session: must be a table, written as [session], not 1"),
        ("[[session]]", "config.toml:1: session: must be a table, written as [session], not a list"),
        ("outcomes = []", "config.toml:1: outcomes: must be a table, written as [outcomes], not a list"),
        ("[session]\nidle_minuts = 3", "config.toml:2: session.idle_minuts: unknown setting (did you mean 'idle_minutes'?)"),
        ("[sesion]", "config.toml:1: sesion: unknown setting (did you mean 'session'?)"),
        ("zzz = 1", "config.toml:1: zzz: unknown setting"),
        ("[keys]\nundu = 'u'", "config.toml:2: keys.undu: unknown setting (did you mean 'undo'?)"),
        ("[session]\npreset = 'sprnt'", "config.toml:2: session.preset: there is no preset 'sprnt' (did you mean 'sprint'?)"),
        ("session.preset = ''", "config.toml:1: session.preset: must be a name of at most 64 lower case letters, digits and dashes, not ''"),
        ("session.preset = '../../x'", "config.toml:1: session.preset: must be a name of at most 64 lower case letters, digits and dashes, not '../../x'"),
        ("ui.clock = '25h'", "config.toml:1: ui.clock: must be one of 24h, 12h, not '25h' (did you mean '24h'?)"),
        ("ui.clock = 24", "config.toml:1: ui.clock: must be one of 24h, 12h, not 24"),
        ("notify.end = [\n'bell',\n'bel']", "config.toml:3: notify.end: entry 2: must be one of bell, terminal, desktop, not 'bel' (did you mean 'bell'?)"),
        ("notify.end = 'bell'", "config.toml:1: notify.end: must be a list of at most 3 values, not 'bell'"),
        ("notify.end = ['bell', 'bell']", "config.toml:1: notify.end: entry 2: 'bell' is there already"),
        (f"process.steps = {['x'] * 21}", "config.toml:1: process.steps: must be a list of at most 20 values, not 21 of them"),
        ("process.steps = ['ok', ' ']", "config.toml:1: process.steps: entry 2: must be text of 1 to 80 characters, not ' '"),
        ('process.steps = ["\\u001b]0;x"]', "config.toml:1: process.steps: entry 1: must not have control characters, as '\ufffd]0;x' has"),
        ("answers.price = 3", "config.toml:1: answers.price: must be text of at most 200 characters, not 3"),
        ("answers.money = 'x'", "config.toml:1: answers.money: goals are inputs: minutes, calls or conversations; a yes is not yours to decide"),
        ("formula = { earned = 1.5, calls = 3 }", 'config.toml:1: formula.earned: must be an amount such as "10000" or "1250.50", not 1.5'),
        ("formula = { earned = '-1', calls = 3 }", "config.toml:1: formula.earned: must be an amount such as \"10000\" or \"1250.50\", not '-1'"),
        ("formula = { earned = true, calls = 3 }", 'config.toml:1: formula.earned: must be an amount such as "10000" or "1250.50", not true'),
        ("[formula]\nearned = '1'", "config.toml:2: formula.earned: the value of a call needs calls too"),
        ("[formula]\nearned = '1'\ncalls = 0", "config.toml:3: formula.earned: the value of a call needs calls too"),
        ("[formula]\ncalls = 1", "config.toml:2: formula.calls: the value of a call needs earned too"),
        ("[formula]\ncalls = -1\nearned = '3'", "config.toml:2: formula.calls: must be a whole number from 0 to 100000000, not -1"),
        ("formula.currency = 'euro'", "config.toml:1: formula.currency: must be a code of 3 letters such as USD, not 'euro'"),
        ("formula.currency = ''", "config.toml:1: formula.currency: must be a code of 3 letters such as USD, not ''"),
        ("contacts.country = 'ße'", "config.toml:1: contacts.country: must be a code of 2 letters such as US, not 'ße'"),
        ("contacts.hours = '20:00-08:00'", "config.toml:1: contacts.hours: must be two times such as 08:00-20:00, the earlier one first, not '20:00-08:00'"),
        ("contacts.dial = ['xdg-open']", "config.toml:1: contacts.dial: needs {phone} in one of its arguments: that is where the number goes"),
        ("contacts.dial = 'xdg-open {phone}'", "config.toml:1: contacts.dial: must be a list such as [\"program\", \"argument\"], not 'xdg-open {phone}'"),
        ("hooks.tag = ['']", "config.toml:1: hooks.tag: entry 1: must be text of 1 to 1000 characters, not ''"),
        ("keys.undo = 3", "config.toml:1: keys.undo: must be a key such as 'u', 'space' or 'ctrl+r', not 3"),
        ("keys.undo = ['1', '2', '3', '4', '5', '6']", "config.toml:1: keys.undo: must be at most 5 keys, not 6"),
        ("outcomes.set = 'sale'", "config.toml:1: outcomes.set: must be one of sales, recruiting, fundraising, property, founder, not 'sale' (did you mean 'sales'?)"),
        ("outcomes.sett = 'sales'", "config.toml:1: outcomes.sett: unknown setting (did you mean 'set'?)"),
        ("outcomes.demo = 'sales'", "config.toml:1: outcomes.demo: must be a table, written as [outcomes.demo], not 'sales'"),
        ("outcomes.key = 'x'", "config.toml:1: outcomes.key: unknown setting"),
        ("outcomes.Demo = {}", "config.toml:1: outcomes.Demo: the name of an outcome has at most 64 lower case letters, digits and dashes"),
        ("[outcomes.demo]\nlabel = 'x'", 'config.toml:1: outcomes.demo: an own outcome needs a key, such as key = "o"'),
        ("[outcomes.demo]\nkey = 'space'", "config.toml:2: outcomes.demo.key: must be one character such as 'o', or '' to hide the outcome, not 'space'"),
        ("[outcomes.demo]\nkey = 'D'\nlable = 'x'", "config.toml:3: outcomes.demo.lable: unknown setting (did you mean 'label'?)"),
        ("[outcomes.demo]\nkey = 'D'\nthen = 'later'", "config.toml:3: outcomes.demo.then: must be one of '', retry, callback, dead, do-not-call, keep, not 'later'"),
        ("[outcomes.demo]\nkey = 'D'\nyes = true\nno = true", "config.toml:1: outcomes.demo: yes and no exclude each other"),
        ("[outcomes.no]\nyes = true", "config.toml:1: outcomes.no: yes and no exclude each other"),
        ("[outcomes.demo]\nkey = 'D'\nconversation = true\nconnect = false", "config.toml:1: outcomes.demo: a conversation is had with a person: connect must be true"),
        ("[outcomes.yes]\nconversation = false", "config.toml:1: outcomes.yes: a yes is said in a conversation: conversation must be true"),
        ("[outcomes.no]\ncounts = false", "config.toml:1: outcomes.no: what counts as no call can have no connect"),
        ("preset = 'sprint'", "config.toml:1: preset: must be tables, each written as [[preset]], not 'sprint'"),
        ("[preset]\nid = 'x'", "config.toml:1: preset: must be tables, each written as [[preset]], not a table"),
        ("preset = [\n1]", "config.toml:2: preset[1]: must be a table, written as [[preset]], not 1"),
        ("[[preset]]\ncalls = 3", 'config.toml:1: preset[1]: needs an id, such as id = "morning"'),
        ("[[preset]]\nid = 'x'", "config.toml:1: preset[1]: needs a goal: minutes, calls or conversations"),
        ("[[preset]]\nid = 'x'\nminutes = 3\ncalls = 3", "config.toml:4: preset[1].calls: minutes are its goal already: a preset has one goal"),
        ("[[preset]]\nid = 'x'\nminutes = 3\n[[preset]]\nid = 'x'\nminutes = 4", "config.toml:5: preset[2].id: 'x' is there already, at config.toml:2"),
        ("[[preset]]\nid = 'x'\nminuts = 3", "config.toml:3: preset[1].minuts: unknown setting (did you mean 'minutes'?)"),
        ("[[preset]]\nid = 'x'\nminutes = 0", "config.toml:3: preset[1].minutes: must be a whole number from 1 to 1440, not 0"),
    ],
)  # fmt: skip
def test_faults(load: Load, text: str, fault: str) -> None:
    assert faults(load, text) == [fault]


@pytest.mark.parametrize("word", ["yes", "sales", "amount", "meetings", "Deals"])
@pytest.mark.parametrize("table", ["[[preset]]\nid = 'x'\n", "[session]\n", ""])
def test_a_goal_that_is_a_result_is_refused_with_the_reason(load: Load, table: str, word: str) -> None:
    (told,) = faults(load, f"{table}{word} = 3\n")
    assert told.startswith(f"config.toml:{table.count(chr(10)) + 1}: ")
    assert told.endswith("goals are inputs: minutes, calls or conversations; a yes is not yours to decide")


def test_the_callbacks_need_no_goal(load: Load) -> None:
    preset = load("[[preset]]\nid = 'callbacks'\ntitle = 'Due'\n").preset("callbacks")
    assert preset == Preset("callbacks", "Due")


def test_all_faults_at_once_in_the_order_of_the_lines(load: Load) -> None:
    text = "[keys]\ndial = ''\n[session]\nfoo = 1\nidle_minutes = 0\n[[preset]]\nid = 'x'\nyes = 3\n[outcomes.no]\nyes = true\n"
    told = faults(load, text, NEXTCALL_UI_CLOCK="x")
    places = [re.sub(r": .*", "", fault) for fault in told]
    assert places == ["NEXTCALL_UI_CLOCK", *(f"config.toml:{n}" for n in (2, 4, 5, 8, 9))]


def test_what_follows_from_a_fault_is_not_told(load: Load) -> None:
    text = "[session]\npreset = 'x'\n[[preset]]\nid = 'x'\nminutes = 0\n[formula]\nearned = 'x'\ncalls = 3\n"
    assert [fault.split(": ")[0] for fault in faults(load, text)] == ["config.toml:5", "config.toml:7"]


def test_very_many_faults_are_counted(load: Load) -> None:
    told = faults(load, "[keys]\n" + "\n".join(f"key{n} = 1" for n in range(15_000)))
    assert len(told) == 101
    assert told[-1] == "config.toml: and 14900 more faults"


def test_too_many_of_a_kind(load: Load) -> None:
    presets = "\n".join(f"[[preset]]\nid = 'p{n}'\ncalls = 3" for n in range(61))
    assert faults(load, presets) == ["config.toml:1: preset: has 61 presets; 60 are the most"]
    outcomes = "\n".join(f"[outcomes.o{n}]\nkey = ''" for n in range(27))
    assert faults(load, outcomes) == ["config.toml:1: outcomes: has 41 outcomes; 40 are the most"]


def test_names_in_faults_are_harmless(load: Load) -> None:
    (told,) = faults(load, '"\\u001b]0;x\\u0007" = 1\n')
    assert "\x1b" not in told
    (told,) = faults(load, '[session]\npreset = "\\u001b]0;x\\u0007"\n')
    assert "\x1b" not in told


def broken_configs(sample: str) -> dict[str, str]:
    """What goes wrong with configurations, in general and for each setting of `sample`."""
    broken = {
        "syntax": sample + "\nx = = 1\n",
        "open-string": sample + "\nx = 'a\n",
        "open-table": sample + "\n[keys\n",
        "binary": "\x00\x01\x02",
        "unknown": "zzz_unknown = 1\n" + sample,
        "empty": "",
        "comment": "# nothing\n",
        "duplicate": sample + "\nzz = 1\nzz = 2\n",
        "deep": "a = " + "[" * 50_000,
        "bom": "\ufeff" + sample,
        "huge": "# " + "x" * 5_000_000 + "\n" + sample,
    }
    for name, value in re.findall(r"(?m)^(\w+)\s*=\s*(.+)$", sample):
        others = {
            "type": "[1, 2]" if value[0] in "\"'" else "'text'",
            "negative": "-1",
            "big": "10" * 20,
            "nan": "nan",
            "null": "''",
            "bracket": "'[/b] [x'",
            "escape": r'"\u001b]0;FAULTS\u0007"',
        }
        for kind, other in others.items():
            before, after = re.split(rf"(?m)^{name}\s*=.*$", sample, maxsplit=1)
            broken[f"{name}-{kind}"] = f"{before}{name} = {other}{after}"
    return broken


BROKEN = broken_configs(SAMPLE)
GOOD = {"empty", "comment", "bom"}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_configurations(load: Load, name: str) -> None:
    if name in GOOD:
        load(BROKEN[name])
        return
    told = faults(load, BROKEN[name])
    place = r"config\.toml: is larger" if name == "huge" else r"config\.toml:\d+: "
    assert all(re.match(place, fault) for fault in told)
    assert not any("\x1b" in fault for fault in told)
    setting = name.partition("-")[0]
    if setting in SAMPLE:
        number = next(
            n for n, line in enumerate(BROKEN[name].split("\n"), 1) if line.startswith(f"{setting} =")
        )
        assert told[0].startswith(f"config.toml:{number}: ")
        assert setting in told[0]


def test_files_that_are_none(tmp_path: Path, load: Load) -> None:
    assert faults(load, b"\xff\xfe[\x00") == ["config.toml:1: is not UTF-8 text"]
    assert faults(load, "#" * (LARGEST + 1)) == ["config.toml: is larger than 256 kB"]
    (tmp_path / "folder").mkdir()
    with pytest.raises(ConfigError, match="folder: is a folder"):
        load_file(str(tmp_path / "folder"), {})
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "fifo")
        with pytest.raises(ConfigError, match="no regular file"):
            load_file(str(tmp_path / "fifo"), {})


def test_a_linked_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").write_text("[session]\nidle_minutes = 7\n")
    (tmp_path / "config.toml").symlink_to(tmp_path / "dotfiles")
    config = load_file(str(tmp_path / "config.toml"), {})
    assert config.session.idle_minutes == 7
    assert config.origins == {"session.idle_minutes": "config.toml:2"}
    (tmp_path / "dotfiles").unlink()
    with pytest.raises(ConfigError, match="a link to a file that is not there"):
        load_file(str(tmp_path / "config.toml"), {})

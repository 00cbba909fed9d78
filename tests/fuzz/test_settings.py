"""Configuration, themes and environment: whatever they say, they hold or are told with their place, and nothing is written."""

import os
from random import Random

import pytest

from fuzz import documents, mutants
from fuzz.amounts import dice, parts
from fuzz.box import Box, snapshot
from looks import some
from nextcall.config.settings import BY_NAME, OUTCOME_FIELDS, PRESET_FIELDS, TABLES
from nextcall.config.variables import stated
from nextcall.tomlfile import TomlError, parse

WORDS = (
    ("config", "check"), ("config", "show", "--plain"), ("config", "show", "--json"), ("themes", "--plain"), ("doctor", "--plain"), ("start", "--headless"),
    ("tag", "no"), ("stop",), ("contacts", "next"), ("review", "--week", "2026-w48"), ("export", "--format", "csv", "--redact"), ("formula",), ("skills",),
    ("edit", documents.ID), ("config", "edit"), ("start", "nosuch", "--headless"),
)  # fmt: skip
VALUES = (
    "''", "'x'", "' '", "-1", "0", "1", "1.5", "1e999", "nan", "-inf", "9" * 30, "0x7f", "true", "[]", "['x']", "[[]]", "[1]", "{}", "{x = 1}", "2026-11-21",
    "09:00:00", r'"\u001b]0;x\u0007"', r'"\u0000"', r'"\u202e"', "'[/b] [x'", "'" + "é" * 3000 + "'", "'../../x'", "'$(touch x)'", "['sh', '-c', 'touch x']", "['']",
    "'u'", "'ctrl+c'", "['n', 'n']", "'\N{FAMILY}'", "'\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}'", "'25:00-26:00'", "'1e5'", "'99999999999999999999'",
)  # fmt: skip
"""What a setting may be said to be."""


def settings(chance: Random) -> bytes:
    """A configuration of settings that there are, with values that may be anything."""
    rows: list[str] = []
    for _ in range(chance.randrange(1, 6)):
        table = chance.choice([*TABLES, "outcomes.x", "outcomes.no", "outcomes." + chance.choice(["''", "'a.b'", "'é'", '"\\u001b"']), "'' . ''", "nosuch"])
        fields = {"preset": PRESET_FIELDS, "outcomes": OUTCOME_FIELDS}.get(table.partition(".")[0]) or [name.partition(".")[2] for name in BY_NAME if name.startswith(f"{table}.")]
        rows.append(f"[[{table}]]" if table == "preset" and chance.randrange(4) else f"[{table}]")
        rows += [f"{field} = {chance.choice(VALUES)}" for field in chance.sample([*fields, "zzz"], chance.randrange(1 + len([*fields])))]
    return "\n".join(rows).encode()


@parts
def test_the_configuration(box: Box, part: int) -> None:
    for chance in dice("config", part, 15):
        content = settings(chance) if chance.randrange(2) else mutants.mutated(chance, documents.CONFIG.encode())
        box.put(box.config_file, content)
        before = snapshot(box.home)
        checked = box.run("config", "check")
        assert checked.code in (0, 2)
        assert box.config_file.name in checked.err or checked.code == 0
        if checked.code:
            for words in chance.sample(WORDS, 2):
                done = box.run(*words)
                assert done.code or words[0] not in ("start", "edit")
            assert {name: found for name, found in snapshot(box.home).items() if name in before and "cache" not in name} == {name: found for name, found in before.items() if "cache" not in name}
        else:
            for words in chance.sample(WORDS, 2):
                box.run(*words)
        assert box.config_file.read_bytes() == content
        box.current.unlink(missing_ok=True)


@pytest.mark.parametrize("kind", some(list(mutants.ruined(documents.CONFIG.encode())), 8))
def test_whole_configurations(box: Box, kind: str) -> None:
    content = mutants.ruined(documents.CONFIG.encode())[kind]
    box.put(box.config_file, content)
    done = box.run("config", "check")
    assert done.code in (0, 2)
    assert box.run("status").code == 0  # which reads none of it
    assert box.config_file.read_bytes() == content


@parts
def test_themes(box: Box, part: int) -> None:
    for chance in dice("theme", part, 10):
        content = mutants.mutated(chance, documents.THEME.encode())
        box.put(box.theme, content)
        listed = box.run("themes", "--plain")
        assert listed.code in (0, 2)
        assert "own" in listed.out + listed.err
        box.run("doctor", "--plain")
        assert box.theme.read_bytes() == content
    for content in some(list(mutants.ruined(documents.THEME.encode()).values()), 6):
        box.put(box.theme, content)
        assert box.run("themes", "--json").code in (0, 2)


@parts
def test_any_toml_has_the_lines_of_what_it_says(part: int) -> None:
    """The loose look for lines goes over whatever `tomllib` takes, and stops at what would exhaust it."""
    good = 0
    for chance in dice("toml lines", part, 60):
        content = mutants.mutated(chance, documents.CONFIG.encode() + b'\na."b c".d = {x = [1, {y = """z\n"""}]}\n')
        try:
            found = parse(content.decode(), "config.toml")
        except (TomlError, UnicodeDecodeError):
            continue
        good += 1
        number = content.count(b"\n") + 1
        assert all(1 <= line <= number for line in found.lines.values())
    assert good


ENVIRONMENT = ("", "x", "-1", "0", "1e999", "nan", "9" * 30, "\x1b[2J", "\x9b2J", "\udcff", "é" * 5000, "a,b", "[", "'", "true", "../../x", "$(touch x)", "{}", "n")


@parts
def test_the_environment(box: Box, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    names = [f"NEXTCALL_{name.replace('.', '_').upper()}" for name in BY_NAME] + ["NEXTCALL_OUTCOMES_NO_LABEL", "NEXTCALL_OUTCOMES_NO_KEY", "NEXTCALL_UI_NOSUCH", "NEXTCALL_", "NEXTCALL_UI_", "NEXTCALL_HOOKS_\x1b[2J"]
    for chance in dice("environment", part, 10):
        with monkeypatch.context() as patch:
            for name in chance.sample(names, chance.randrange(1, 4)):
                patch.setenv(name, chance.choice(ENVIRONMENT))
            assert stated(os.environ) is not None
            for words in chance.sample(WORDS, 3):
                box.run(*words)
            box.current.unlink(missing_ok=True)


FOLDERS = ("", ".", "/dev/null", "/dev/null/x", "~", "~nosuch/x", "x" * 300, "y/" * 3000, "\x1b[2J", "\udcff", "é", "a b", "-rf", "$(touch x)", "//", "%s", "?x#y")


@pytest.mark.parametrize("variable", ["HOME", "DATA_DIR", "CONFIG_DIR", "CACHE_DIR", "LOG_DIR"])
def test_where_the_folders_are(box: Box, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.chdir(box.home)
    monkeypatch.setenv("HOME", str(box.home / "user"))
    for folder in some(FOLDERS, 4):
        monkeypatch.setenv(f"NEXTCALL_{variable}", folder)
        if folder.startswith("/") and variable == "HOME":
            continue
        for words in (("config", "path"), ("status", "--json"), ("log", "--plain"), ("start", "--headless"), ("tag", "no"), ("stop",), ("doctor", "--plain"), ("themes",), ("contacts", "lists"), ("config", "init")):
            box.run(*words)
    names = {path.name for path in box.home.parent.iterdir()}
    assert names == {"home"}


@pytest.mark.parametrize("variable", ["TZ", "LANG", "LC_ALL", "TERM", "COLUMNS", "LINES", "NO_COLOR", "PAGER", "VISUAL", "EDITOR", "LESS", "HOME", "XDG_DATA_HOME", "TMPDIR", "PYTHONIOENCODING"])
def test_the_systems_own_variables(box: Box, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for value in some(("", "x", "-1", "0", "9" * 50, "\x1b[2J", "\udcff", "../../x", "/etc/passwd", "'", "true", "é" * 500, "UTC+99", ":/etc/passwd"), 2):
        monkeypatch.setenv(variable, value)
        for words in (("log",), ("stats",), ("start", "--headless"), ("stop",), ("edit", documents.ID), ("doctor", "--plain"), ("show", "last"), ("contacts", "next")):
            box.run(*words)

"""TOML with lines: right for every way to write a key; and files that must not bring anything down."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from architecture import ROOT
from looks import usual
from nextcall.tomlfile import DEEPEST, Document, TomlError, parse, read

TEXT = '''\
# a comment with [brackets] = and "quotes
a.b."c.d" = [
  1, # one
  [2,
   3],
  { k = "]", "q\\u0041" = """
x"""}, 4
]
when = 1979-05-27 07:32:00

[[preset]]
x = 1.5
[[preset]] # another
x = 'it''s'
[preset.sub]
y = {}
[[preset.list]]
z = 1
[[preset.list]]
z = \'\'\'a
b\'\'\'
w = 2
[ "quoted" . 'lit' ]
k = true
'''.replace("'it''s'", "'its'")


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (("a",), 2),
        (("a", "b", "c.d"), 2),
        (("a", "b", "c.d", 0), 3),
        (("a", "b", "c.d", 1, 1), 5),
        (("a", "b", "c.d", 2, "k"), 6),
        (("a", "b", "c.d", 2, "qA"), 6),
        (("a", "b", "c.d", 3), 7),
        (("when",), 9),
        (("preset", 0), 11),
        (("preset", 0, "x"), 12),
        (("preset", 1, "x"), 14),
        (("preset", 1, "sub", "y"), 16),
        (("preset", 1, "list", 1), 19),
        (("preset", 1, "list", 1, "w"), 22),
        (("quoted", "lit"), 23),
        (("quoted", "lit", "k"), 24),
    ],
)
def test_lines(path: tuple[str | int, ...], number: int) -> None:
    document = parse(TEXT, "f.toml")
    assert document.lines[path] == number
    assert document.place(path) == f"f.toml:{number}"


def test_what_has_no_line_has_that_of_what_is_around_it() -> None:
    document = parse("[a]\nb = 1\n", "f.toml")
    assert document.place(("a", "b", "c", 3)) == "f.toml:2"
    assert document.place(("a", "x")) == "f.toml:1"
    assert document.place(("x",)) == "f.toml"
    assert document.place(()) == "f.toml"


KEYS = st.text(min_size=1, max_size=6) | st.sampled_from(["a", "b.c", '"', "'", "[x]", "=", "#", "1"])
VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def paths_of(value: object, before: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path for key, entry in inside for path in ({(*before, key)} | paths_of(entry, (*before, key)))}


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_every_value_of_a_generated_file_has_a_line(data: dict[str, object]) -> None:
    text = tomli_w.dumps(data)
    document = parse(text, "f.toml")
    assert document.data == data
    assert set(document.lines) == paths_of(data)
    assert all(1 <= number <= text.count("\n") + 1 for number in document.lines.values())


@given(st.lists(st.tuples(st.integers(0, 3), KEYS), max_size=20, unique_by=lambda pair: pair[1]))
def test_lines_count_what_stands_before_them(entries: list[tuple[int, str]]) -> None:
    lines: list[str] = []
    expected = {}
    for blank, key in entries:
        lines += ["# [not] = this"] * blank
        expected[(key,)] = len(lines) + 1
        lines.append(tomli_w.dumps({key: 1}).strip("\n"))
    assert parse("\n".join(lines), "f.toml").lines == expected


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("a = 1\nx = = 1\n", "f.toml:2", "Invalid value (column 5)"),
        ("a = 1\nx = 'a\n", "f.toml:2", "'"),
        ("a = 1\n[keys\n", "f.toml:2", "Expected ']'"),
        ("zz = 1\nzz = 2\n", "f.toml:2", "Cannot overwrite"),
        ("a = '", "f.toml:1", "before the end of the file"),
        ('a = """\n\n\\"', "f.toml:3", "Unterminated string"),
        ("\x00\x01", "f.toml:1", "Invalid statement"),
        ("a = " + "[" * 50_000, "f.toml:1", "nested too deeply"),
        ("\na = " + "{b=" * 50_000, "f.toml:2", "nested too deeply"),
        ("\n\n[" + "a." * 50_000 + "a]", "f.toml:3", "nested too deeply"),
        ("b = 1\na = " + "1" * 5_000, "f.toml:2", "more than 4300 digits"),
    ],
)
def test_syntax_faults_have_their_line(text: str, place: str, reason: str) -> None:
    with pytest.raises(TomlError) as caught:
        parse(text, "f.toml")
    assert caught.value.problem.place == place
    assert reason in caught.value.problem.reason
    assert caught.value.exit_code == 2


def test_as_deep_as_is_allowed() -> None:
    assert parse("a = " + "[" * DEEPEST + "]" * DEEPEST, "f").data
    assert parse("a = [" + "1.5, " * 200 + "]", "f").data


@pytest.mark.parametrize(
    "text", ['"""\\' * 40_000, '"\\' * 60_000, "'''" * 60_000, '"' * 120_001, "[" * 60_000, "a." * 60_000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    with pytest.raises(TomlError):
        parse(text, "f.toml")


@given(st.text(alphabet="[]{}=.,\"'\\\n# ab1\r\t", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    document = parsed(text)
    if isinstance(document, TomlError):
        assert document.problem.place.startswith("f.toml:")
    else:
        assert paths_of(document.data) <= set(document.lines)


def parsed(text: str) -> Document | TomlError:
    try:
        return parse(text, "f.toml")
    except TomlError as fault:
        return fault


NAMES = st.sampled_from(["a", "b", "a-b", "_", "1", "a.b", '"a"', "", "ä", "a b"])
PARTS = st.sampled_from(
    ['"x"', '""', '"x', '"""', '""""""', '"a\\nb"', '"é"', "'x'", "true", "false", "True", "0", "7", "007", "-1", "1_0", "1.0", "99999999999999999999", "[]", "{}", "", '"x" # y', '"#"', '"\u2028"']
)
ROWS = st.one_of(
    st.tuples(NAMES, st.sampled_from(["=", " = ", "\t=", "= ", ""]), PARTS).map("".join),
    st.tuples(st.sampled_from(["[", "[[", " [", "[ "]), NAMES, st.sampled_from(["]", "]]", "] # z", " ]", ""])).map("".join),
    st.sampled_from(["", "  ", "# a", "#\x00", "\t", "\r", " # é", "\x0b"]),
)


@settings(max_examples=usual(400, long=20_000))
@given(st.lists(ROWS, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_plain_or_not_it_is_read_as_by_the_library(rows: list[str], newline: str) -> None:
    text = newline.join(rows)
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(TomlError):
            parse(text, "x.toml")
    else:
        assert repr(parse(text, "x.toml").data) == repr(expected)


LOADED = """
import sys
from nextcall.tomlfile import read
assert read(sys.argv[1], 1_000_000) is not None
print("tomllib" in sys.modules)
"""


@pytest.mark.parametrize("path", sorted((ROOT / "themes").glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_theme_costs_no_library(path: Path) -> None:
    told = subprocess.run([sys.executable, "-c", LOADED, str(path)], capture_output=True, text=True, check=True).stdout
    assert told == "False\n"


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    assert read(str(path), 100) is None
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    found = read(str(path), 100)
    assert found is not None
    assert (found.name, found.data, found.lines) == ("f.toml", {"a": 1}, {("a",): 1})
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    document = read(str(link), 100)
    assert document is not None
    assert document.data == {"a": 1}


def reason_for(path: Path, limit: int = 100) -> str:
    with pytest.raises(TomlError) as caught:
        read(str(path), limit)
    return str(caught.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    assert reason_for(tmp_path / "folder.toml") == "folder.toml: is a folder; a TOML file is needed"
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    assert reason_for(tmp_path / "gone.toml") == "gone.toml: is a link to a file that is not there"
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    assert "cannot be read" in reason_for(tmp_path / "loop.toml")
    (tmp_path / "long.toml").write_bytes(b"#" * 1025)
    assert reason_for(tmp_path / "long.toml", 1024) == "long.toml: is larger than 1 kB"
    (tmp_path / "latin.toml").write_bytes(b"a = 1\nb = '\xe9'\n")
    assert reason_for(tmp_path / "latin.toml") == "latin.toml:2: is not UTF-8 text"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
def test_what_would_block_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.toml")
    assert "no regular file" in reason_for(tmp_path / "fifo.toml")
    (tmp_path / "device.toml").symlink_to("/dev/zero")
    assert "no regular file" in reason_for(tmp_path / "device.toml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text("a = 1")
    path.chmod(0)
    assert "Permission denied" in reason_for(path)


def test_names_of_files_are_made_harmless(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;x.toml"
    path.write_text("=")
    assert "\x1b" not in reason_for(path)

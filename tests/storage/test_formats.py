import json
import re

import pytest

from fakes import a_session
from making import dialled
from nextcall.core.undo import Workbench
from nextcall.errors import InputError
from nextcall.storage import codec, formats
from nextcall.storage.rows import Rows


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"a": 1, "a": 2}', "a key stands twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "-Infinity is no number"),
        (b'{"a": 1e999}', "1e999 is no number"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "integer string conversion"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b'{"a": \n ]}', "line 2, column 2: Expecting value"),
        (b"", "line 1, column 1"),
        (b'{"a": "\xff"}', "not UTF-8 (byte 7)"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b'{"a": "\x01"}', "Invalid control character"),
        (b"\0" * 100, "Expecting value"),
    ],
)
def test_strict_json(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as refused:
        formats.parse(data, ".json")
    assert refused.value.message.isprintable()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a = nan", "nan is no number"),
        (b"a = inf", "inf is no number"),
        (b"a = -1e999", "-1e999 is no number"),
        (b"a = 1\na = 2", "Cannot overwrite a value"),
        (b"a = " + b"[" * 200_000, "nested too deeply"),
        (b"a = = 1", "line 1"),
        (b"a = 2026-13-45", "line 1"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_strict_toml(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as refused:
        formats.parse(data, ".toml")
    assert refused.value.message.isprintable()


@pytest.mark.parametrize("data", [b'\xef\xbb\xbf{"a": [1, 2.5, "x"]}', b'{"a":\r\n [1, 2.5, "x"]}\r\n'])
def test_marks_and_line_ends_of_other_systems_are_read(data: bytes) -> None:
    assert formats.parse(data, ".json") == {"a": [1, 2.5, "x"]}


def test_json_has_one_field_and_in_long_lists_one_item_a_line() -> None:
    bench = Workbench(dialled(a_session(), 3))
    text = formats.render(codec.write_bench(bench, 1, Rows(formats.dumps)), ".json").decode()
    assert json.loads(text)["calls"][2]["n"] == 3
    assert len([line for line in text.splitlines() if line.startswith('  {"n": ')]) == 3
    assert '\n "pauses": [],\n' in text
    assert text.endswith("}\n")


def test_nulls_are_left_out_of_toml_at_every_depth() -> None:
    data = {"a": None, "b": {"c": None, "d": [None, 1, {"e": None}]}}
    assert formats.parse(formats.render(data, ".toml"), ".toml") == {"b": {"d": [1, {}]}}


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_half_a_character_never_stops_a_save(suffix: str) -> None:
    assert formats.parse(formats.render({"a": "x\ud800y"}, suffix), suffix) == {"a": "x?y"}


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_any_text_survives(suffix: str) -> None:
    text = "".join(map(chr, range(0x20))) + "\x7f\x85\u2028\ufeff\"'\\ 📞 é\r\n"
    assert formats.parse(formats.render({text: text}, suffix), suffix) == {text: text}


def test_what_others_wrote_in_the_place_of_lists_is_written_as_it_is() -> None:
    odd = {"calls": 5, "pauses": "x", "trail": {"a": 1}, "breaths": None, "undo": [1]}
    assert formats.parse(formats.render(odd, ".json"), ".json") == odd

"""Whatever a file says, it is a configuration or a list of faults with their lines."""

import os
import random
import re
import tempfile

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from nextcall.config.load import load
from nextcall.config.model import Config
from nextcall.config.settings import OUTCOME_FIELDS, PRESET_FIELDS, SETTINGS
from nextcall.config.template import template
from nextcall.errors import ConfigError

SCALARS = (
    st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.integers(0, 500)
    | st.floats()
    | st.text(max_size=20)
    | st.datetimes()
    | st.sampled_from(
        ["u", "space", "sales", "power-hour", "bell", "24h", "10000", "USD", "08:00-20:00", "retry", "nan"]
    )
)
VALUES = SCALARS | st.lists(SCALARS, max_size=4) | st.dictionaries(st.text(max_size=5), SCALARS, max_size=3)
NAMES = [setting.path for setting in SETTINGS] + [("outcomes", "own", field) for field in OUTCOME_FIELDS]
PRESET = st.dictionaries(st.sampled_from([*PRESET_FIELDS, "yes", "x"]), VALUES, max_size=4)


def outcome_of(text: str | bytes) -> Config | ConfigError:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "config.toml")
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        try:
            return load(path, {})
        except ConfigError as fault:
            return fault


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
    st.lists(PRESET, max_size=3),
    st.integers(0, 5),
)
def test_random_values(
    stated: dict[tuple[str, ...], object], presets: list[dict[str, object]], blank: int
) -> None:
    data: dict[str, dict[str, object]] = {}
    for path, value in stated.items():
        table: dict[str, object] = data.setdefault(path[0], {})
        if len(path) > 2:
            inner = table.setdefault(path[1], {})
            assert isinstance(inner, dict)
            table = inner
        table[path[-1]] = value
    lines = ("# nothing\n" * blank + tomli_w.dumps({**data, "preset": presets})).split("\n")
    found = outcome_of("\n".join(lines))
    if isinstance(found, Config):
        return
    for problem in found.problems:
        name, number = problem.place.split(":")
        assert name == "config.toml"
        text = lines[int(number) - 1]
        key = re.findall(r"[\w-]+", problem.reason.split(": ")[0])[-1]
        assert key in text or "{" in text or "[" in text or text.startswith("    "), (problem, text)


@settings(deadline=None)
@given(st.sampled_from(SETTINGS), st.integers(0, 9), st.booleans())
def test_the_line_of_each_setting(setting: object, blank: int, dotted: object) -> None:
    assert isinstance(setting, type(SETTINGS[0]))
    table, key = setting.path
    written = f'{table} . "{key}" = 1.5' if dotted else f"[{table}]\n{key} = 1.5"
    found = outcome_of("\n" * blank + written)
    assert isinstance(found, ConfigError)
    assert [problem.place for problem in found.problems] == [f"config.toml:{blank + (1 if dotted else 2)}"]
    assert found.problems[0].reason.startswith(f"{setting.name}: ")


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([template(), re.sub(r"(?m)^# ?", "", template())]))
def test_damaged_files(chance: random.Random, text: str) -> None:
    data = bytearray(text.encode())
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(data))
        token = chance.choice(
            [
                b"\0",
                b"\xff\xfe",
                b"\x1b[31m",
                b'"',
                b"'",
                b"\r",
                b"[",
                b"]",
                b"{",
                b"=",
                b"9" * 400,
                b"nan",
                b"#",
                b"\n",
            ]
        )
        data[at : at + chance.choice((0, 1, 40))] = token
    found = outcome_of(bytes(data))
    if isinstance(found, ConfigError):
        assert all(re.match(r"config\.toml(:\d+)?$", problem.place) for problem in found.problems)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", str(found))

"""The quick reader: whatever it takes, it takes as the strict one does; what that one refuses, it never takes."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import START, a_session
from histories import a_sitting, content, put
from looks import usual
from making import EXTRA, STEPS, sessions, stepped
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.session import Correction, Session
from nextcall.core.undo import Workbench, perform
from nextcall.storage import codec
from nextcall.storage.index.quick import seen
from nextcall.storage.index.reading import read_strictly
from nextcall.storage.index.rows import Seen, facts_from, rows_of
from nextcall.storage.sessions import Sessions

some = settings(deadline=None, max_examples=usual(13, long=2_000), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def both(folder: Path, data: bytes, name: str = "20261121T140000Z-7f3a.json") -> tuple[Seen | None, Seen | str]:
    """What the two readers say of a file with that content."""
    path = put(folder / "sessions" / name, data)
    return seen(str(path)), read_strictly(Sessions(str(folder)), name)


def alike(folder: Path, data: bytes) -> bool:
    """Assert that the quick reader does not contradict the strict one; returns whether it took the file."""
    quick, strict = both(folder, data)
    assert quick is None or quick == strict, data
    return quick is not None


# ---- what both take


@some
@given(sessions(ended=True))
def test_any_session(tmp_path: Path, session: Session) -> None:
    alike(tmp_path, content(session))


@some
@given(STEPS, st.integers(0, 3000))
def test_whatever_was_done(tmp_path: Path, steps: list[tuple[Action, float]], rest: int) -> None:
    session = stepped(a_session(), steps).session._replace(live=None)
    ended = perform(Workbench(session), do.End(), session.last_event_at + timedelta(seconds=rest)).session
    alike(tmp_path, content(ended))


@pytest.mark.parametrize("seed", range(40))
def test_an_ordinary_session_is_taken_quickly(tmp_path: Path, seed: int) -> None:
    session = a_sitting(Random(seed), START)  # noqa: S311 (not a secret)
    assert alike(tmp_path, content(session))
    corrected = session._replace(trail=(Correction(START, 1, "outcome", "no", "yes", undone_at=START + timedelta(days=9)),))
    assert alike(tmp_path, content(corrected))
    imported = session._replace(calls=tuple(call._replace(extra={"import": "a1", "import_row": "b2"}) for call in session.calls))
    assert alike(tmp_path, content(imported))


@some
@given(st.integers(0, 99), st.randoms(use_true_random=False), EXTRA)
def test_however_it_is_written(tmp_path: Path, seed: int, dice: Any, extra: dict[str, Any]) -> None:
    data = codec.write(a_sitting(Random(seed), START))  # noqa: S311 (not a secret)

    def mixed(value: Any, depth: int = 0) -> Any:
        if isinstance(value, list):
            return [mixed(item, depth + 1) for item in value]
        if not isinstance(value, dict):
            return value
        items = [(key, mixed(item, depth + 1)) for key, item in value.items() if item is not None or dice.random() < 0.5]
        items += list(extra.items()) if dice.random() < 0.1 else []
        dice.shuffle(items)
        return dict(items)

    text = json.dumps(mixed(data), ensure_ascii=dice.random() < 0.5, indent=dice.choice([None, 0, 7, "\t"]), separators=dice.choice([(",", ":"), (" ,\r\n", "\t: ")]))
    alike(tmp_path, dice.choice([b"", b"\xef\xbb\xbf", b" \n"]) + text.encode() + b"\n \t")


@some
@given(sessions(ended=True))
def test_facts_come_back_from_their_rows(tmp_path: Path, session: Session) -> None:
    _, found = both(tmp_path, content(session))
    assert isinstance(found, Seen)
    rows = rows_of(*found)
    assert rows.columns
    back = facts_from(rows.session, rows.columns)
    assert back == found.facts._replace(is_open=False, tags=back.tags, process=found.facts.process._replace(marks=()))
    assert [tag for tag in back.tags if tag] == [tag for tag in found.facts.tags if tag]


# ---- what is refused

ODD: list[Any] = [
    None, True, False, -1, 0, 1, 1.0, 2**70, 1_000_001, 10**4000, float("nan"), float("inf"), "", "x", "no", "7\n", "\ud800", "\x00", "a\x1fb", "y" * 10_001, [], [None], [1], {}, {"": 1},
    "2026-11-21T09:00:00", "2026-11-21T09:00:00z", "2026-11-21t09:00:00Z", "2026-11-21 10:00:00+00:00", "2026-11-21T24:00:00Z", "2026-11-21T09:00:60Z", "0001-01-01T00:00:00+14:00",
    "1969-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "2026-11-21T09:00:00+05:30:15", "2026-11-21T09:00:00+24:00", "2026-11-21T09:00:00.5-00:00", 1_700_000_000,
]  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in plain data."""
    found = [at] if at else []
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += places(item, (*at, key))
    return found


def changed(data: Any, at: tuple[Any, ...], dice: Random) -> Any:
    """Plain data with something odd at a place."""
    copy = json.loads(json.dumps(data))
    inner = copy
    for key in at[:-1]:
        inner = inner[key]
    way = dice.randrange(6)
    if way == 0 and isinstance(inner, dict):
        del inner[at[-1]]
    elif way == 1 and isinstance(inner, dict):
        inner[dice.choice(["unknown", "no\n", "", "import", "undo", "old", "\x7f"])] = dice.choice(ODD)
    else:
        inner[at[-1]] = dice.choice(ODD)
    return copy


def full() -> Session:
    """A session with something in every field."""
    session = stepped(
        a_session(),
        [
            (do.Dial(), 10.0), (do.Tag("no"), 20.0), (do.Help("introduced"), 1.0), (do.Introduce("Ann", "Bob"), 1.0), (do.Reason("price"), 1.0), (do.Tag("yes"), 5.0),
            (do.Amount("7.50"), 1.0), (do.Pause("break"), 9.0), (do.Resume(), 9.0), (do.Breathe(30), 1.0), (do.Park("tea"), 1.0), (do.Replan(1), 1.0), (do.Correct(1, "note", "x"), 1.0),
            (do.Tag("helped", "n"), 1.0),
        ],
    ).session  # fmt: skip
    ended = perform(Workbench(session), do.End(), START + timedelta(hours=1)).session
    return ended._replace(counts_only={"yes": 2}, tags=("a",), time_zone="America/New_York", skill="s", list="q")


@pytest.mark.parametrize("seed", range(12))
def test_with_something_odd_in_a_place(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 (not a secret)
    data = codec.write(full())
    spots = places(data)
    taken = 0
    for _ in range(250):
        odd = changed(data, dice.choice(spots), dice)
        taken += alike(tmp_path, json.dumps(odd, ensure_ascii=True).encode())
    assert taken  # else nothing was compared


@pytest.mark.parametrize("seed", range(8))
def test_with_other_bytes(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 (not a secret)
    good = content(full())
    for _ in range(200):
        data = bytearray(good)
        for _ in range(dice.randrange(1, 4)):
            at = dice.randrange(len(data))
            match dice.randrange(4):
                case 0:
                    data[at] = dice.randrange(256)
                case 1:
                    data[at : at + 1] = dice.choice([b'"', b"\\", b"}", b"]", b",", b"0", b"e9", b"\\ud800", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf"])
                case 2:
                    del data[at : at + dice.randrange(1, 9)]
                case _:
                    del data[at + dice.randrange(500) :]
        quick, strict = both(tmp_path, bytes(data))
        assert quick is None or quick == strict or strict == "a key stands twice in one table"  # noqa: PLR1714 (None is another matter)


@pytest.mark.parametrize(
    "extra",
    [
        b'"x": ' + b"[" * 60 + b"]" * 60, b'"x": ' + b"[" * 100_000 + b"]" * 100_000, b'"x": 1e999', b'"x": NaN', b'"x": -Infinity', b'"x": ' + b"9" * 4_000, b'"x": "\xff"',
        b'"\xff": 1', b'"x": "\\ud800"', b'"x": 01', b'"x": {"y": "\xed\xa0\x80"}', b'"schema": 2', b'"undo": 1',
    ],
    ids=range(13),
)  # fmt: skip
def test_what_nobody_knows_is_left_to_the_strict_reader(tmp_path: Path, extra: bytes) -> None:
    data = content(full())
    assert seen(str(put(tmp_path / "a.json", data)))
    assert not alike(tmp_path, data.rstrip(b"}\n") + b",\n " + extra + b"}\n") or extra.startswith(b'"schema')


def test_a_key_that_stands_twice_is_the_one_thing_that_only_the_strict_reader_sees(tmp_path: Path) -> None:
    quick, strict = both(tmp_path, content(full()).rstrip(b"}\n") + b',\n "title": "another"}\n')
    assert isinstance(strict, str)
    assert quick is None or quick.facts.title == "another"


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    good = put(tmp_path / "a.json", content(full()))
    (tmp_path / "link.json").symlink_to(good)
    (tmp_path / "folder.json").mkdir()
    for name in ("link.json", "folder.json", "nothing.json"):
        assert seen(str(tmp_path / name)) is None
    assert seen(str(put(tmp_path / "huge.json", content(full()) + b" " * 5_000_000))) is None


def test_times_are_kept_as_they_were_written(tmp_path: Path) -> None:
    quick, _ = both(tmp_path, content(full()))
    assert quick is not None
    assert datetime.fromisoformat(quick.started_at) == START
    assert quick.started_at == "2026-11-21T09:00:00.000-05:00"

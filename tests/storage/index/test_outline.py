"""The outline of a session, and an index of outlines: they say what the whole says, or leave it to the whole."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import START
from histories import a_sitting, agree, as_read, content, file_in, put, settle, sittings
from making import sessions
from nextcall.core.query import parse
from nextcall.core.session import Call, Pause, Session
from nextcall.stats.facts import MILLISECOND, NONE
from nextcall.stats.totals import plain
from nextcall.storage.index import reading
from nextcall.storage.index.index import Index
from nextcall.storage.index.outline import outline_of
from nextcall.storage.index.quick import good, seen_in
from nextcall.storage.index.rows import rows_of
from nextcall.storage.index.tables import SESSION

LISTED = SESSION.index("reach")
"""Columns of a session's row, without its number, that an outline has."""
some = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
HISTORY = [as_read(session) for session in sittings(31, 25)]


def alike(folder: Path, session: Session) -> bool:
    """Assert that the outline does not contradict the whole; returns whether there is one."""
    read = good(str(put(folder / f"{session.id}.json", content(session))))
    if read is None:
        return False
    outline = outline_of(read)
    if outline is None:
        return False
    seen = seen_in(read)
    whole = rows_of(*seen)
    calls = seen.facts.calls
    assert outline.session == whole.session[:LISTED]
    assert [gap / MILLISECOND for gap in outline.gaps] == [gap for gap in calls.gap if gap != NONE]
    assert list(outline.bits) == list(calls.bits)
    assert outline.outcomes == [seen.facts.outcomes[position] for position in calls.outcome]
    return True


def plain_sitting(seed: int) -> Session:
    """A session of timed calls and pauses between them."""
    session = a_sitting(Random(seed), START, 12)  # noqa: S311 (not a secret)
    calls = tuple(call for call in session.calls if call.dialed_at)
    return session._replace(calls=calls, breaths=(), counts_only=None)


@some
@given(sessions(ended=True))
def test_any_session(tmp_path: Path, session: Session) -> None:
    alike(tmp_path, session)


@pytest.mark.parametrize("seed", range(60))
def test_an_ordinary_session_has_an_outline(tmp_path: Path, seed: int) -> None:
    session = plain_sitting(seed)
    assert alike(tmp_path, session)
    assert alike(tmp_path, session._replace(title="a\x1b[31mb" * 1_000, tags=("a", "b"), preset=None))


@some
@given(st.integers(0, 500), st.randoms(use_true_random=False))
def test_pauses_anywhere(tmp_path: Path, seed: int, dice: Random) -> None:
    """Between the calls, within one, over some of them, over each other, at the edges, open, of no length."""
    session = plain_sitting(seed)
    moments = [session.started_at, session.ended_at or START, *(moment for call in session.calls for moment in (call.dialed_at, call.hung_up_at, call.tagged_at) if moment)]
    edges = sorted(dice.choice(moments) + timedelta(milliseconds=dice.choice([0, 0, 0, -1, 1, 700])) for _ in range(6))
    pauses = [Pause(start, dice.choice([end, end, end, None]), "break") for start, end in zip(edges[::2], edges[1::2], strict=True)]
    dice.shuffle(pauses)
    alike(tmp_path, session._replace(pauses=tuple(pauses)))


def moved(session: Session, by: Callable[[datetime], datetime]) -> Session:
    """The session with the moments of its second call changed."""
    call = session.calls[1]
    other = call._replace(dialed_at=by(call.dialed_at or START), hung_up_at=by(call.hung_up_at or START), tagged_at=by(call.tagged_at or START))
    return session._replace(calls=(session.calls[0], other, *session.calls[2:]))


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session._replace(calls=()),
        lambda session: session._replace(calls=(session.calls[0]._replace(dialed_at=None, hung_up_at=None), *session.calls[1:])),
        lambda session: session._replace(calls=(session.calls[0]._replace(hung_up_at=None), *session.calls[1:])),
        lambda session: session._replace(counts_only={"no": 3}),
        lambda session: session._replace(calls=session.calls[::-1]),
        lambda session: session._replace(ended_at=session.started_at + timedelta(days=3)),
        lambda session: moved(session, lambda moment: moment.astimezone(timezone(timedelta(hours=3)))),
        lambda session: session._replace(pauses=(Pause(session.calls[0].tagged_at, session.calls[2].tagged_at, "break"),)),
    ],
)  # fmt: skip
def test_what_is_not_ordinary_is_looked_at_as_a_whole(tmp_path: Path, change: Callable[[Session], Session]) -> None:
    assert not alike(tmp_path, change(plain_sitting(3)))


def test_moments_finer_than_a_millisecond_are_looked_at_as_a_whole(tmp_path: Path) -> None:
    session = plain_sitting(3)
    tagged = (session.calls[0].tagged_at or START).isoformat(timespec="milliseconds").encode()
    finer = content(session).replace(tagged, tagged[:23] + b"4" + tagged[23:])
    read = good(str(put(tmp_path / f"{session.id}.json", finer)))
    assert read
    assert outline_of(read) is None


@pytest.mark.parametrize("across", ["2026-11-01T23:59:59.999+01:00", "2026-11-02T00:00:00.000+01:00", "2026-10-31T23:30:00.000-03:30"])
def test_the_days_of_a_session_at_midnight(tmp_path: Path, across: str) -> None:
    at = datetime.fromisoformat(across)
    call = Call(1, at, at, at, "no")
    for start, end in ((at - timedelta(minutes=5), at), (at, at), (at, at + timedelta(milliseconds=1))):
        assert alike(tmp_path, plain_sitting(1)._replace(started_at=start, ended_at=end, calls=(call,), pauses=()))


# ---- an index of outlines


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of which an index can be an outline."""
    monkeypatch.setattr(reading, "MANY", 4)
    for session in HISTORY:
        file_in(tmp_path / "data", session)
    settle(tmp_path / "data")
    return tmp_path / "data"


def opened(data: Path, *, outline: bool = False, cache: str = "cache") -> Index:
    return Index.opened(str(data), str(data.parent / cache), outline=outline)


def rows_without_columns(index: Index) -> int:
    found: int = index._connection.execute("SELECT count(*) FROM sessions LEFT JOIN columns USING (number) WHERE columns.number IS NULL").fetchone()[0]
    return found


def test_an_outline_says_the_same_and_the_rest_is_made_when_asked_for(data: Path) -> None:
    with opened(data, outline=True) as index:
        assert rows_without_columns(index) > 0
        agree(plain(index.everything()), HISTORY)
        in_outline = list(index.newest())
        for ask in (index.facts, index.week, lambda: index.buckets("day"), lambda: index.numbers(parse("preset:sprint", START.date()))):
            with pytest.raises(RuntimeError):
                list(ask())
    with opened(data, outline=True) as index:
        assert rows_without_columns(index) > 0
    with opened(data) as index, opened(data, cache="other") as other:
        assert rows_without_columns(index) == 0
        assert list(index.newest()) == in_outline
        assert list(index.facts()) == list(other.facts())
        assert index.week() == other.week()
    with opened(data, outline=True) as index:
        assert rows_without_columns(index) == 0


def test_it_is_never_at_hand_for_who_wants_the_whole(data: Path) -> None:
    opened(data, outline=True).close()
    assert Index.at_hand(str(data), str(data.parent / "cache")) is None
    opened(data).close()
    found = Index.at_hand(str(data), str(data.parent / "cache"))
    assert found
    found.close()


def test_new_files_are_added_to_an_outline(data: Path) -> None:
    opened(data, outline=True).close()
    more = [as_read(session) for session in sittings(32, 9, first="2027-01-01T09:00")]
    for session in more:
        file_in(data, session)
    with opened(data, outline=True) as index:
        agree(plain(index.everything()), HISTORY + more)
        assert 0 < rows_without_columns(index) <= len(HISTORY)
    with opened(data) as index:
        assert len(list(index.facts())) == len(HISTORY + more)


def test_a_whole_index_stays_whole(data: Path) -> None:
    opened(data).close()
    for session in sittings(32, 9, first="2027-01-01T09:00"):
        file_in(data, session)
    with opened(data, outline=True) as index:
        assert rows_without_columns(index) == 0


@pytest.mark.parametrize("what", ["removed", "changed", "copied"])
def test_whatever_happens_to_the_files_of_an_outline(data: Path, what: str) -> None:
    opened(data, outline=True).close()
    session = next(one for one in HISTORY if len(one.calls) > 3)
    path = next(data.rglob(f"{session.id}.json"))
    left = [one for one in HISTORY if one.id != session.id]
    match what:
        case "removed":
            path.unlink()
        case "changed":
            left.append(as_read(session._replace(calls=session.calls[:2])))
            path.unlink()
            file_in(data, left[-1], modified=None)
        case "copied":
            left.append(session)
            put(path.with_name("copy.json"), content(session))
    with opened(data, outline=True) as index:
        agree(plain(index.everything()), left)
    with opened(data) as index, opened(data, cache="other") as other:
        assert sorted(index.facts()) == sorted(other.facts())


def test_copies_among_the_first_files(data: Path) -> None:
    """Which of them counts can be told without a look at their calls, but not what the other one took away."""
    for session in HISTORY[:5]:
        put(next(data.rglob(f"{session.id}.json")).with_name(f"{session.id} (copy).json"), content(session))
    with opened(data, outline=True) as index:
        agree(plain(index.everything()), HISTORY)
        assert len(index.problems()) == 5


@pytest.mark.parametrize("outline", [True, False])
def test_where_nothing_can_be_kept(data: Path, outline: bool) -> None:
    (data.parent / "cache").write_text("a file")
    path = next(data.rglob("*.json"))
    put(path.with_name("copy.json"), path.read_bytes())
    with opened(data, outline=outline) as index:
        agree(plain(index.everything()), HISTORY)

from datetime import timedelta

from fakes import START, a_session
from nextcall.core.session import Call, Pause, Session
from nextcall.stats.totals import totals


def a_call(n: int, outcome: str, dialed: float | None, tagged: float, help_: tuple[str, ...] = ()) -> Call:
    dialed_at = None if dialed is None else START + timedelta(seconds=dialed)
    tagged_at = START + timedelta(seconds=tagged)
    return Call(n, dialed_at, tagged_at if dialed_at else None, tagged_at, outcome, help=help_)


def a_day() -> Session:
    calls = (
        a_call(1, "no-answer", 10, 30),
        a_call(2, "no", 60, 160),
        a_call(3, "yes", 180, 300, ("referral",)),
        a_call(4, "helped", None, 400),
        a_call(5, "skipped", None, 410),
    )
    pause = Pause(START + timedelta(seconds=1000), START + timedelta(seconds=1600))
    ended = START + timedelta(seconds=2400)
    return a_session()._replace(calls=calls, pauses=(pause,), ended_at=ended, end="ended")


def test_one_session() -> None:
    found = totals([a_day()], START + timedelta(days=9))
    assert found["sessions"] == 1
    assert [found[name] for name in ("calls", "connects", "conversations", "noes", "yeses", "helps")] == [4, 3, 3, 1, 1, 2]
    assert found["outcomes"] == {"no-answer": 1, "no": 1, "yes": 1, "helped": 1, "skipped": 1}
    assert {name: (rate["k"], rate["n"]) for name, rate in found["rates"].items()} == {
        "connect": (3, 4),
        "conversation": (3, 4),
        "yes": (1, 3),
        "served": (2, 3),
    }
    assert found["rates"]["yes"]["rate"] == 0.333333
    assert found["seconds"] == {"session": 1800.0, "talk": 240.0, "paused": 600.0, "gap_median": 25.0}
    assert found["calls_per_hour"] == 8.0


def test_the_served_of_the_specification() -> None:
    outcomes = ["yes"] * 2 + ["helped"] * 2 + ["no"] * 6
    calls = tuple(a_call(n, outcome, None, n, ("useful",) if n == 1 else ()) for n, outcome in enumerate(outcomes, 1))
    found = totals([a_session()._replace(calls=calls)], START + timedelta(hours=1))
    assert found["helps"] == 3
    assert (found["rates"]["served"]["k"], found["rates"]["served"]["n"]) == (4, 10)


def test_sessions_add_up() -> None:
    one, two = totals([a_day()], START), totals([a_day(), a_day()], START)
    assert two["sessions"] == 2
    for name in ("calls", "noes", "helps"):
        assert two[name] == 2 * one[name]
    assert two["seconds"]["talk"] == 2 * one["seconds"]["talk"]
    assert two["calls_per_hour"] == one["calls_per_hour"]


def test_an_open_session_is_taken_until_now() -> None:
    found = totals([a_session()], START + timedelta(seconds=90))
    assert found["seconds"]["session"] == 90.0
    assert found["calls_per_hour"] == 0.0


def test_calls_from_paper_count() -> None:
    session = a_session()._replace(counts_only={"no-answer": 14, "yes": 1}, ended_at=START + timedelta(hours=1), end="ended")
    found = totals([session], START)
    assert (found["calls"], found["yeses"], found["outcomes"]["no-answer"], found["calls_per_hour"]) == (15, 1, 14, 15.0)


def test_nothing_at_all() -> None:
    found = totals([], START)
    assert found["calls_per_hour"] is None
    assert found["seconds"]["gap_median"] is None
    assert found["rates"]["connect"] == {"k": 0, "n": 0, "rate": None, "low": None, "high": None}

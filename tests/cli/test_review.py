"""`review`: a week in words and as data."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli.commands import Command, one_line
from fakes import NEW_YORK, a_session
from histories import file_in, stamp
from nextcall.clock import Clock
from nextcall.core.session import Call, Contact, Introduction, Session, Summary
from nextcall.core.week_plan import Plan, Planned, added, tried
from nextcall.storage.plans import Plans

WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=NEW_YORK)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clock, "now", lambda _: datetime(2026, 11, 21, 15, 0, tzinfo=NEW_YORK))


def held(start: datetime, *outcomes: str, minutes: int = 60, summary: Summary | None = None) -> Session:
    calls = tuple(Call(n, start, start, start, outcome) for n, outcome in enumerate(outcomes, 1))
    made = a_session(start)._replace(id=stamp(start), calls=calls, ended_at=start + timedelta(minutes=minutes), end="ended")
    return made if summary is None else made._replace(summary=summary)


def a_week(home: Path) -> None:
    made = held(WEDNESDAY, "no", "no", "helped", "no", "callback", summary=Summary(worked="asking who else\x1b[2J"))
    calls = list(made.calls)
    calls[0] = calls[0]._replace(reason="price")
    calls[1] = calls[1]._replace(reason="price", help=("useful",), note="told her\nwhom to ask", contact=Contact("Eve \u202e[/b]"))
    calls[2] = calls[2]._replace(help=("introduced",), introduction=Introduction("Ann Roe", "Bob Lee", "met"))
    calls[3] = calls[3]._replace(reason="time", bright=True, bright_note="silence")
    calls[4] = calls[4]._replace(reason="need", help=("thanked",), note="first who asked", contact=Contact("Carla"))
    file_in(home / "data", made._replace(calls=tuple(calls)))
    before = held(WEDNESDAY - timedelta(days=7), "helped", "yes")
    old = before.calls[0]._replace(help=("introduced",), introduction=Introduction("Old", "Pal", "made"))
    file_in(home / "data", before._replace(calls=(old, before.calls[1])))


def planned(home: Path, *sessions: Planned, words: str = "") -> None:
    def how(plan: Plan) -> Plan:
        for one in sessions:
            plan = added(plan, one)
        return tried(plan, "2026-W47", words)

    Plans(str(home / "data")).change(how)


def test_nothing_yet(nextcall: Command) -> None:
    result = nextcall("review")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0] == "Week 2026-W47, 2026-11-16 to 2026-11-22"
    for row in ("  0 calls with help", "  No session was planned.", "  Nothing has been counted yet.", "  0 noes", "  Nothing is planned yet: on the screen, the review plans it day by day."):
        assert row in result.out.splitlines()


def test_a_week_in_words(nextcall: Command, home: Path, configure: Callable[[str], Path]) -> None:
    a_week(home)
    planned(
        home, Planned(date(2026, 11, 17), "sprint"), Planned(date(2026, 11, 18), "sprint"), Planned(date(2026, 11, 22), "sprint"),
        Planned(date(2026, 11, 24), "power-hour", "09:30"), Planned(date(2026, 11, 24), "gone"), words="silence",
    )  # fmt: skip
    configure('[answers]\nprice = "Compared with what?"\n')
    result = nextcall("review")
    assert (result.code, result.err) == (0, "")
    rows = result.out.splitlines()
    titles = [row for row in rows if row[:1].isdigit()]
    assert titles == ["1 Whom you helped", "2 How you worked", "3 What shines", "4 What noes taught", "5 Next, 2026-11-23 to 2026-11-29"]
    for row in (
        "  3 calls with help; marked: 1 introduction, 1 useful answer, 1 thank-you",
        "  2026-11-18  Ann Roe → Bob Lee (met)",
        "  2026-11-18  thanked by Carla  “first who asked”",
        "  2026-11-18  useful to Eve \N{REPLACEMENT CHARACTER}[/b]  “told her whom to ask”",
        "  To follow up, from made to met to thanked:",
        "    2026-11-11  Old → Pal (made)",
        "  1 session, 1:00 h, 5 calls, 5 conversations",
        "  1 of 2 planned days so far has a session.",
        "  How steadily you keep planned days: not enough yet (2 of 6).",
        "  You wanted to try: silence",
        "  Calls in a week: 5 so far. Nothing to judge yet.",
        '  2026-11-18  "silence"',
        "  2026-11-18  what worked: asking who else\N{REPLACEMENT CHARACTER}[2J",
        "  3 noes, 3 of them with a reason",
        "  price     2   next time I say “Compared with what?”",
        "  time      1",
        "  Tue 2026-11-24  Power hour 09:30, gone",
    ):
        assert row in rows, row + "\n" + result.out
    assert "need" not in result.out, "a reason is a no's"
    assert not any(word in result.out.lower() for word in ("streak", "missed", "best", "record", "failed"))
    assert "\x1b" not in result.out


def test_data_is_complete(nextcall: Command, home: Path) -> None:
    a_week(home)
    planned(home, Planned(date(2026, 11, 17), "sprint"), Planned(date(2026, 11, 18), "sprint"), Planned(date(2026, 11, 23), "sprint"))
    found = nextcall("review", "--json").json
    assert set(found) == {"week", "first", "last", "running", "helped", "worked", "shines", "noes", "plan", "problem"}
    assert (found["week"], found["first"], found["last"], found["running"], found["problem"]) == ("2026-W47", "2026-11-16", "2026-11-22", True, None)
    helped, worked = found["helped"], found["worked"]
    assert helped["marks"] == {"introduced": 1, "referral": 0, "useful": 1, "thanked": 1}
    assert [one["who"] for one in helped["open"]] == ["Ann Roe", "Old"]
    assert helped["useful"][0]["text"] == "told her\nwhom to ask"
    assert (worked["sessions"], worked["seconds"], worked["calls"], worked["planned"]) == (1, 3600, 5, 2)
    assert worked["planned_days"]["kept"] == 1
    assert worked["planned_days"]["over"] == 2
    assert [day["planned"] for day in worked["days"]] == [0, 1, 1, 0, 0, 0, 0]
    assert worked["consistency"]["line"] == [0.923077, 0.928994]
    assert worked["consistency"]["value"] == 0.928994
    assert [(one["measure"], one["bucket"], one["running"]["key"]) for one in worked["inputs"]] == [("calls", "week", "2026-W47")]*1 + [("gap", "week", "2026-W47")]
    assert found["noes"] == {"noes": 3, "reasons": [{"reason": "price", "count": 2, "answer": ""}, {"reason": "time", "count": 1, "answer": ""}]}
    assert found["shines"]["moments"][0]["line"] == "silence"
    assert found["plan"] == {"week": "2026-W48", "first": "2026-11-23", "last": "2026-11-29", "sessions": [{"day": "2026-11-23", "preset": "sprint", "at": ""}], "try": ""}
    plain = nextcall("review", "--plain").out
    assert "worked.planned_days.kept\t1\n" in plain
    assert "\x1b" not in plain


def test_another_week_and_its_own_limits(nextcall: Command, home: Path) -> None:
    for week in range(14):
        file_in(home / "data", held(WEDNESDAY - timedelta(days=7 * week), *["no-answer"] * (10 + week % 3)))
    assert "Calls in a week 11: inside your usual range" in nextcall("review", "--week", "2026-W46").out
    early = nextcall("review", "--week", "2026-w35", "--json").json
    assert early["worked"]["inputs"][0]["sentence"] == "Learning: 2 weeks so far, limits need 6.", "it is judged by what was known then"
    assert nextcall("review", "--week", "2026-W20", "--json").json["worked"]["inputs"][0]["sentence"] == ""


def test_monday_morning_looks_at_the_week_before(nextcall: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_week(home)
    monkeypatch.setattr(Clock, "now", lambda _: datetime(2026, 11, 23, 8, 0, tzinfo=NEW_YORK))
    assert nextcall("review", "--json").json["week"] == "2026-W47"
    file_in(home / "data", held(datetime(2026, 11, 23, 7, 0, tzinfo=NEW_YORK), "no"))
    assert nextcall("review", "--json").json["week"] == "2026-W48"


def test_a_session_over_midnight_counts_for_the_day_on_which_it_began(nextcall: Command, home: Path) -> None:
    sunday = datetime(2027, 1, 3, 23, 30, tzinfo=NEW_YORK)
    file_in(home / "data", held(sunday, "no", minutes=90))
    planned(home, Planned(date(2027, 1, 3), "sprint"), Planned(date(2027, 1, 4), "sprint"))
    last = nextcall("review", "--week", "2026-W53", "--json").json
    assert (last["first"], last["last"]) == ("2026-12-28", "2027-01-03")
    assert [day["sessions"] for day in last["worked"]["days"]] == [0, 0, 0, 0, 0, 0, 1]
    assert last["worked"]["planned_days"]["kept"] == 1
    assert last["plan"]["week"] == "2027-W01"
    assert nextcall("review", "--week", "2027-W01", "--json").json["worked"]["sessions"] == 0


@pytest.mark.parametrize(("day", "week"), [("2026-03-08", "2026-W10"), ("2026-11-01", "2026-W44")])
def test_days_of_23_and_25_hours(nextcall: Command, home: Path, day: str, week: str) -> None:
    zone = ZoneInfo("America/New_York")
    for hour in (0, 23):
        start = datetime.fromisoformat(f"{day}T{hour:02}:10").replace(tzinfo=zone)
        file_in(home / "data", held(start, "no", minutes=30))
    found = nextcall("review", "--week", week, "--json").json
    assert [one["sessions"] for one in found["worked"]["days"]] == [0, 0, 0, 0, 0, 0, 2]


def test_weeks_that_start_on_sunday(nextcall: Command, home: Path, configure: Callable[[str], Path]) -> None:
    configure('[ui]\nweek_starts = "sunday"\n')
    file_in(home / "data", held(datetime(2026, 11, 15, 9, 0, tzinfo=NEW_YORK), "no"))
    planned(home, Planned(date(2026, 11, 15), "sprint"), Planned(date(2026, 11, 22), "sprint"))
    found = nextcall("review", "--json").json
    assert (found["week"], found["first"], found["last"]) == ("2026-W47", "2026-11-15", "2026-11-21")
    assert found["worked"]["sessions"] == 1
    assert [one["day"] for one in found["plan"]["sessions"]] == ["2026-11-22"]


def test_a_plan_that_does_not_fit_is_named_and_the_rest_is_told(nextcall: Command, home: Path) -> None:
    a_week(home)
    (home / "data" / "plan.json").write_text('{"schema": 1, "weeks": {"2026-W48": {"try": 7}}}')
    result = nextcall("review", "--json")
    assert result.code == 0
    assert one_line(result.err).startswith("plan.json: weeks.2026-W48.try: should be text")
    assert result.json["problem"].startswith("plan.json: weeks.2026-W48.try")
    assert result.json["worked"]["sessions"] == 1
    assert json.loads((home / "data" / "plan.json").read_text())["weeks"]["2026-W48"]["try"] == 7


@pytest.mark.parametrize("week", ["2026-W54", "2025-W53", "last", "", "2999-W52", "2026-11-21", "\x1b[2J"])
def test_what_is_no_week(nextcall: Command, week: str) -> None:
    result = nextcall("review", "--week", week)
    assert (result.code, result.out) == (2, "")
    assert "is no week. Write it as 2026-W47." in one_line(result.err)


def test_what_else_is_wrong(nextcall: Command, configure: Callable[[str], Path]) -> None:
    assert nextcall("review", "--json", "--plain").code == 2
    configure("[ui]\nweek_starts = 3\n")
    assert nextcall("review").code == 2


def test_what_is_still_to_come(nextcall: Command, home: Path) -> None:
    planned(home, Planned(date(2026, 11, 22), "sprint"))
    Plans(str(home / "data")).change(lambda plan: tried(plan, "2026-W48", "silence"))
    result = nextcall("review")
    assert "  What was planned is still to come.\n" in result.out
    assert "  One thing to try: silence\n" in result.out
    assert "steadily" not in result.out


def test_steadiness_is_told_from_six_planned_days_on(nextcall: Command, home: Path) -> None:
    planned(home, *(Planned(date(2026, 11, day), "sprint") for day in range(11, 17)))
    for day in range(11, 16):
        file_in(home / "data", held(datetime(2026, 11, day, 9, 0, tzinfo=NEW_YORK), "no"))
    assert "  You keep about 9 of 10 planned days.\n" in nextcall("review", "--week", "2026-W47").out


def test_a_file_that_cannot_be_read_hides_none_that_can(nextcall: Command, home: Path) -> None:
    a_week(home)
    (home / "data" / "sessions" / "2026" / "11" / "20261119T140000Z-0000.json").write_text("half")
    assert nextcall("review", "--json").json["worked"]["sessions"] == 1


def test_what_is_bright_beyond_doubt(nextcall: Command, home: Path) -> None:
    for day in range(1, 21):
        for hour in (9, 10, 11):
            found = ["callback"] * (9 if hour == 10 else 1)
            file_in(home / "data", held(datetime(2026, 11, day, hour, 0, tzinfo=NEW_YORK), *found, *["no-answer"] * 9, minutes=30))
    assert "  Conversations by hour: brighter than the rest: 10 o'clock, 180 of 360" in nextcall("review").out

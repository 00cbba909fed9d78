"""Calls as a table: what the csv module reads back, and what a spreadsheet can make of it."""

import csv
import io
import json
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import START, a_session
from making import after, dialled, followed, sessions
from nextcall.core import actions as do
from nextcall.core.query import ALL, Query, parse
from nextcall.core.session import Breath, Call, Contact, Introduction, Pause, Session
from nextcall.exchange import csv_out
from nextcall.exchange.columns import cell
from nextcall.exchange.csv_out import COLUMNS, HEADER, phone, quick_rows, rows, text
from nextcall.exchange.table import Row
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import NONE
from nextcall.text import lines

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
"""However slow the machine is."""
TODAY = date(2026, 11, 21)


def table(session: Session, query: Query = ALL) -> list[dict[str, str]]:
    made = HEADER + rows(session, {outcome.id: outcome for outcome in session.outcomes}, query)
    found = list(csv.DictReader(io.StringIO(made, newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in found)
    return found


def said(value: str | None) -> str:
    """What a cell should hold, by another way than the program's."""
    value = lines(value or "")
    bare = value.lstrip()
    return f"'{value}" if bare and (bare[0] in "=+-@\t\r" or value.lstrip(" ")[0] in "=+-@\t\r") else value


@CALM
@given(sessions())
def test_what_the_csv_module_reads_back_is_what_was_there(session: Session) -> None:
    found = table(session)
    paper = list((session.counts_only or {}).items())
    assert len(found) == len(session.calls) + len(paper)
    for row, call in zip(found, session.calls, strict=False):
        outcome = session.outcome(call.outcome)
        at = call.dialed_at or call.tagged_at
        assert outcome is not None
        assert at is not None
        assert (row["session"], row["n"], row["number"]) == (session.id, str(call.n), "1")
        assert [row[name] for name in ("title", "preset", "skill", "list", "host", "note", "bright_note", "label")] == [
            said(value) for value in (session.title, session.preset, session.skill, session.list, session.host, call.note, call.bright_note, outcome.label)
        ]
        assert row["tags"] == said(";".join(session.tags))
        for name in ("dialed_at", "hung_up_at", "tagged_at"):
            moment = getattr(call, name)
            assert row[name] == (moment.isoformat(timespec="milliseconds") if moment else "")
        assert (row["date"], row["time"], row["hour"]) == (f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}", f"{at:%H}")
        assert row["weekday"] == f"{at:%a}".lower()
        assert (row["asked"], row["learned"], row["steps_done"]) == (str(call.asked), str(call.learned), str(len(call.steps_done)))
        assert (row["reason"], row["amount"], row["help_marks"]) == (call.reason, call.amount or "", ";".join(call.help))
        assert row["contact_name"] == said(call.contact.name if call.contact else "")
        assert (row["counts"], row["yes"], row["help"]) == (*(str(int(flag)) for flag in (outcome.counts, outcome.yes)), str(int(outcome.help or bool(call.help))))
    for row, (name, number) in zip(found[len(session.calls) :], paper, strict=True):
        assert (row["outcome"], row["number"], row["tagged_at"], row["date"], row["n"], row["talk_seconds"]) == (name, str(number), "", "", "", "")
        assert row["time_zone"] == said(session.time_zone)
        assert row["value_per_call"] == (session.value_per_call or "")


@CALM
@given(sessions())
def test_seconds_are_those_of_the_statistics(session: Session) -> None:
    calls = facts_of(session, session.last_event_at).calls
    for row, talk, gap in zip(table(session), calls.talk, calls.gap, strict=False):
        assert row["talk_seconds"] == ("" if talk == NONE else f"{talk / 1000:.3f}")
        assert row["gap_seconds"] == ("" if gap == NONE else f"{gap / 1000:.3f}")


FORMULAS = st.builds("".join, st.tuples(st.sampled_from(["", " ", "  ", "\t", "\n", " \t", "\N{NO-BREAK SPACE}"]), st.sampled_from("=+-@\t"), st.text(max_size=5)))


@CALM
@given(FORMULAS | st.text(max_size=12))
def test_no_cell_can_become_a_formula(value: str) -> None:
    [[found]] = list(csv.reader(io.StringIO(text(value) + "\n", newline=""))) or [[""]] if text(value) else [[""]]
    assert found.strip()[:1] not in ("=", "+", "-", "@") or not found.strip()
    assert found[:1] not in ("\t", "\r") or not found.strip()
    assert found in (lines(value), f"'{lines(value)}")


@CALM
@given(st.builds("".join, st.tuples(st.sampled_from(["", " ", "   "]), st.sampled_from("=+-@"), st.text(st.characters(categories=["L", "N"]), max_size=5))))
def test_the_importer_takes_off_what_was_put_before(value: str) -> None:
    [[found]] = csv.reader([text(value)])
    assert found == f"'{value}"
    assert cell(Row(1, (found,)), 0) == value


def test_plain_numbers_stay() -> None:
    for number in ("+15550100", "+49 (0)30 123-45.6", "0800 123", "(030) 1"):
        assert phone(number) == f'"{number}"'
    assert phone("-1-2") == "'-1-2"
    assert phone("+1;cmd") == "'+1;cmd"
    assert phone("=1+1") == "'=1+1"
    assert phone("+\N{SUPERSCRIPT TWO}") == "'+\N{SUPERSCRIPT TWO}"
    assert phone("") == phone(None) == ""
    assert text("+15550100") == "'+15550100"


def paused() -> Session:
    """Three timed calls with a pause between the first two and one over a wrap-up, then a tapped one."""
    session = followed(
        a_session(),
        (do.Dial(Contact('Ann, "the" Roe', "+15550100")), 10), (do.HangUp(), 30), (do.Tag("no", 'says "no",\nthen'), 35.5),
        (do.Pause("break"), 40), (do.Resume(), 100),
        (do.Dial(), 110), (do.Tag("yes"), 150), (do.Tag("voicemail"), 160),
    )  # fmt: skip
    return session._replace(ended_at=after(400), end="ended")


def test_a_session_by_hand() -> None:
    first, second, third = table(paused())
    assert (first["date"], first["time"], first["weekday"], first["hour"]) == ("2026-11-21", "09:00:10", "sat", "09")
    assert (first["talk_seconds"], first["wrap_up_seconds"], first["gap_seconds"]) == ("20.000", "5.500", "")
    assert (first["contact_name"], first["contact_phone"], first["note"]) == ('Ann, "the" Roe', "+15550100", 'says "no",\nthen')
    assert (second["talk_seconds"], second["gap_seconds"]) == ("40.000", "14.500")
    assert (third["dialed_at"], third["talk_seconds"], third["wrap_up_seconds"], third["gap_seconds"], third["time"]) == ("", "", "", "", "09:02:40")


def test_the_header_has_every_column_once() -> None:
    assert ",".join(COLUMNS) + "\n" == HEADER
    assert csv_out.HEADER.startswith("session,title,preset,")
    assert table(a_session()) == []


def test_a_call_is_picked_by_itself() -> None:
    session = paused()
    for query, numbers in (("outcome:yes", ["2"]), ("contact:roe", ["1"]), ("then", ["1"]), ("nobody", []), ("power", ["1", "2", "3"]), ("before:2026", [])):
        assert [row["n"] for row in table(session, parse(query, TODAY))] == numbers


def test_midnight_parts_a_session() -> None:
    late = START.replace(hour=23, minute=59)
    calls = tuple(Call(n, tagged_at=late + timedelta(seconds=40 * n), outcome="no") for n in range(1, 4))
    session = a_session(late)._replace(calls=calls, ended_at=late + timedelta(minutes=5), end="ended")
    assert [row["n"] for row in table(session, parse("on:2026-11-21", TODAY))] == ["1"]
    assert [(row["n"], row["hour"]) for row in table(session, parse("on:2026-11-22", TODAY))] == [("2", "00"), ("3", "00")]


def test_calls_from_paper_are_picked_too() -> None:
    session = a_session()._replace(counts_only={"no-answer": 14, "yes": 1}, ended_at=after(3600), end="ended")
    assert [(row["outcome"], row["number"]) for row in table(session)] == [("no-answer", "14"), ("yes", "1")]
    assert [row["number"] for row in table(session, parse("outcome:yes", TODAY))] == ["1"]
    assert table(session, parse("contact:ann", TODAY)) == []
    assert table(session, parse("on:2026-11-20", TODAY)) == []
    assert len(table(session, parse("on:2026-11-21 power", TODAY))) == 2


def test_an_introduction_in_one_cell() -> None:
    call = Call(1, tagged_at=after(5), outcome="helped", help=("introduced", "useful"), introduction=Introduction("Ann", "Bob", "met"))
    [row] = table(a_session()._replace(calls=(call,)))
    assert (row["introduction"], row["help_marks"], row["help"]) == ("Ann -> Bob (met)", "introduced;useful", "1")


# ---- the quick way


def content(session: Session) -> bytes:
    return json.dumps({"calls": [{name: _iso(getattr(call, name)) for name in ("dialed_at", "hung_up_at", "tagged_at")} for call in session.calls]}).encode()


def _iso(moment: object) -> object:
    return getattr(moment, "isoformat", lambda **_: None)(timespec="milliseconds")


SPANS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=3)


@CALM
@given(st.lists(st.tuples(st.integers(-3, 30), st.integers(0, 40), st.integers(0, 9), st.booleans()), max_size=8), SPANS, st.booleans())
def test_the_quick_way_says_the_same(steps: list[tuple[int, int, int, bool]], spans: list[tuple[int, int]], breathes: bool) -> None:
    calls, at = [], 0.0
    for n, (gap, talk, wrap_up, tapped) in enumerate(steps, 1):
        dialed, hung_up, tagged = at + gap + 3.001, at + gap + talk + 3.25, at + gap + talk + wrap_up + 3.999
        calls.append(Call(n, None if tapped else after(dialed), None if tapped or wrap_up > 6 else after(hung_up), after(tagged), "no"))
        at = tagged
    session = a_session()._replace(
        calls=tuple(calls),
        pauses=tuple(Pause(after(start), after(start + length)) for start, length in spans),
        breaths=(Breath(after(20), after(50)),) if breathes else (),
        ended_at=after(1000),
        end="ended",
    )
    outcomes = {outcome.id: outcome for outcome in session.outcomes}
    quick = quick_rows(session, outcomes, content(session))
    assert quick in (None, rows(session, outcomes, ALL))
    if not spans and not breathes and all(gap >= -3 for gap, *_ in steps):
        assert quick is not None


def test_the_quick_way_leaves_what_is_unusual() -> None:
    session = dialled(a_session(), 3)._replace(ended_at=after(400), end="ended")
    outcomes = {outcome.id: outcome for outcome in session.outcomes}
    assert quick_rows(session, outcomes, content(session)) == rows(session, outcomes, ALL)
    for odd in (content(session).replace(b".000-05:00", b"-05:00", 1), content(session).replace(b"T", b" ", 1), content(session).replace(b".000-05:00", b"Z")):
        assert quick_rows(session, outcomes, odd) is None
    assert quick_rows(session._replace(breaths=(Breath(after(1), after(2)),)), outcomes, content(session)) is None
    assert quick_rows(session._replace(counts_only={"no": 1}), outcomes, content(session)) is None

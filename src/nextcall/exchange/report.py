"""The report: one page of HTML that needs nothing else, for the caller, or for a coach.

A coach's page has the process only: no money, no yes, nothing that the caller wrote down and no name. What it shows
is numbers, hours, weekdays and dates; names of skills are those that come with the program.

There is no script in it and no address. A policy in its head forbids whatever should try to load something.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from nextcall.exchange.report_style import STYLE
from nextcall.exchange.svg import Point, Row, funnel, heat, intervals, process, text
from nextcall.figures import amount, figure
from nextcall.stats import brightness, control
from nextcall.stats.control import Control
from nextcall.stats.evenness import Evenness
from nextcall.stats.facts import Mark
from nextcall.stats.formula import Formula
from nextcall.stats.inputs_words import pace_text
from nextcall.stats.ledger import Ledger
from nextcall.stats.practice import Skill, sentence
from nextcall.stats.rates import Rate, percent, rate_text
from nextcall.stats.spots import Spots
from nextcall.text import many

SHOWN_SKILLS = ("listening", "questioning", "strategy")
"""Skills whose names a coach sees; own ones have names that could say anything."""
NEWEST = 60
"""Points of a process chart: as many as can be told apart on paper."""
_ROWS, _LINES = 14, 6
"""Groups of a chart, and lines of a list, at most."""
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOUR = 3_600_000


class Look(NamedTuple):
    """Bright spots of a measure by a dimension."""

    measure: str
    by: str
    found: Spots


class Report(NamedTuple):
    """What a report is made of."""

    made: date
    coach: bool
    sessions: int
    lasted: int
    """Milliseconds of session."""
    first: str
    """The first day, as `2026-03-01`; empty where there is none."""
    last: str
    formula: Formula
    charts: tuple[Control, ...]
    """Measures session by session."""
    evenness: Evenness
    skills: tuple[Skill, ...]
    ledger: Ledger
    looks: tuple[Look, ...]
    moments: tuple[tuple[str, Mark], ...]
    week: dict[int, tuple[int, int]]
    """Calls and conversations by hour of the week."""


def page(report: Report) -> str:
    """The whole page."""
    title = "Calling, for a coach" if report.coach else "Calling"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}, {report.made.isoformat()}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{''.join(_sections(report))}</main>\n</body>\n</html>\n"
    )


def _sections(report: Report) -> Iterator[str]:
    yield _head(report)
    if not report.formula.calls:
        yield "<p>Nothing has been counted yet.</p>\n"
        return
    yield _section("Helped", _helped(report))
    yield _section("Process", _process(report))
    yield _section("What calls come to", _formula(report))
    yield _section("Bright spots", _bright(report))
    if report.week:
        yield _section("Calls by hour and weekday", [_week(report.week)])
    if report.coach:
        yield _section("To talk about", ["<ol>", *(f"<li>{text(question)}</li>" for question in questions(report)), "</ol>"])


def _section(title: str, inside: Iterable[str]) -> str:
    return f"<section>\n<h2>{title}</h2>\n{''.join(inside)}\n</section>\n"


def _head(report: Report) -> str:
    period = f"{_day(report.first)} to {_day(report.last)}" if report.first else "No session yet"
    calls = report.formula.calls
    there = f"{many(report.sessions, 'session')}, {many(calls, 'call')} in {figure(report.lasted / _HOUR, 1)} hours"
    return f"<header>\n<h1>{period}</h1>\n<p>{there}. Every rate has its interval (90 %) and its number; what is not beyond doubt is not claimed.</p>\n</header>\n"


def _helped(report: Report) -> Iterator[str]:
    counts, states = report.ledger.counts, report.ledger.states
    named = (("introduced", "introductions"), ("referral", "referrals"), ("useful", "useful answers"), ("thanked", "thanks"))
    yield _sentence(", ".join(f"{figure(counts[kind])} {words}" for kind, words in named))
    if any(states.values()):
        yield _sentence(f"Introductions made {figure(states['made'])}, met {figure(states['met'])}, thanked for {figure(states['thanked'])}.")
    if report.coach:
        return
    yield _sentence(f"Served, with help or a yes: {rate_text(Rate(**report.formula.rates['served']))} of conversations.")
    yield _list(f"{one.who or 'Somebody'} → {one.to or 'somebody'} ({one.state})" for one in report.ledger.introductions[:_LINES])
    yield _list(f"“{one.text}” {one.who}, {one.at:%Y-%m-%d}" if one.text else f"{one.who or 'Somebody'}, {one.at:%Y-%m-%d}" for one in report.ledger.thanks[:_LINES])


def _process(report: Report) -> Iterator[str]:
    for chart in report.charts:
        if chart.limits.center is not None:
            yield f"<h3>{control.name(chart)}, session by session</h3>"
            yield _chart(chart)
            yield _sentence(control.sentence(chart))
    yield _sentence(pace_text(report.evenness))
    practised = [skill for skill in report.skills if skill.sessions]
    if practised:
        yield "<h3>Skills</h3>"
        yield _table(("skill", "sessions", "hours", "asked a conversation", "learned a conversation", "own score", "coach's score"), [_skill(report, skill) for skill in practised])
        yield _list(f"{_skill_name(report, skill)}: {sentence(skill)}" for skill in practised if sentence(skill))


def _chart(chart: Control) -> str:
    first = max(0, len(chart.keys) - NEWEST)
    middle = chart.limits.center or 0.0
    points = [
        Point(_of_session(key), point.value, control.shown(chart.measure, point.value), point.lower, point.upper, point.signal)
        for key, point in zip(chart.keys[first:], chart.limits.points[first:], strict=True)
    ]
    return process(points, middle, control.shown(chart.measure, middle), f"{control.name(chart)}, session by session, with natural limits")


def _skill(report: Report, skill: Skill) -> tuple[str, ...]:
    def each(number: int) -> str:
        return figure(number / skill.conversations, 1) if skill.conversations else "–"

    def score(value: float | None) -> str:
        return "–" if value is None else figure(value, 1)

    hours = figure(skill.lasted / _HOUR, 1)
    return (_skill_name(report, skill), figure(skill.sessions), hours, each(skill.asked), each(skill.learned), score(skill.self_score), score(skill.coach_score))


def _skill_name(report: Report, skill: Skill) -> str:
    return skill.name if not report.coach or skill.name in SHOWN_SKILLS else "an own skill"


def _formula(report: Report) -> Iterator[str]:
    found = report.formula
    names = (("connects", "connect"), ("conversations", "conversation")) if report.coach else (("connects", "connect"), ("conversations", "conversation"), ("yeses", "yes"))
    steps = [("calls", found.calls, ""), *((words, getattr(found, words), _rate(found.rates[rate])) for words, rate in names)]
    yield funnel(steps, "From calls to conversations" if report.coach else "From calls to yeses")
    value = found.worth
    if report.coach or value.per_call is None:
        return
    source = "as you stated" if value.source == "stated" else f"measured, ± {amount(value.error or '0')}"
    each = [f"a call {amount(value.per_call)}", *(f"a {what} {amount(number)}" for what, number in (("conversation", value.per_conversation), ("no", value.per_no)) if number)]
    yield _sentence(f"Worth ({source}): {', '.join(each)}.")


def _rate(rate: dict[str, float | None]) -> str:
    low, high, value = rate["low"], rate["high"], rate["rate"]
    return "" if low is None or high is None or value is None else f"{percent(value)} ({percent(low)} to {percent(high)})"


def _bright(report: Report) -> Iterator[str]:
    looks = [look for look in report.looks if not report.coach or (look.by in ("hour", "weekday", "early") and look.measure in ("connect", "conversation"))]
    dark = [look for look in looks if not any(spot.bright for spot in look.found.groups)]
    for look in looks:
        if look not in dark or look.by == "hour":
            yield _spots(look)
            yield _sentence(brightness.sentence(look.found, look.measure, look.by))
    others = dict.fromkeys(brightness.dimension(look.by) for look in dark if look.by != "hour")
    if others:
        yield _sentence(f"By {', '.join(others)}: {brightness.UNSHOWN}.")
    if report.moments and not report.coach:
        yield "<h3>Moments marked with a star</h3>"
        yield _list(f"{mark.text or mark.who or 'a call'}, {mark.moment:%Y-%m-%d}" for _, mark in report.moments[:_LINES])


def _spots(look: Look) -> str:
    rows = [
        Row(brightness.key_name(look.by, spot.key), spot.rate, spot.low or 0.0, spot.high or 0.0, _of(spot.rate, spot.n) + ("  brighter" if spot.bright else ""), spot.bright)
        for spot in look.found.groups[:_ROWS]
        if spot.n
    ]
    mean = look.found.mean
    return intervals(rows, mean, "" if mean is None else f"all {percent(mean)}", f"{look.measure} by {brightness.dimension(look.by)}")


def _of(rate: float | None, n: int) -> str:
    return "–" if rate is None else f"{percent(rate)} of {figure(n)}"


def _week(week: dict[int, tuple[int, int]]) -> str:
    hours = sorted({slot % 24 for slot in week})
    cells = [(slot // 24, slot % 24, calls, f"{figure(calls)} calls, {figure(conversations)} conversations") for slot, (calls, conversations) in sorted(week.items())]
    return heat(cells, range(hours[0], hours[-1] + 1), _DAYS, "Calls by hour and weekday")


# ---- in words


def questions(report: Report) -> list[str]:
    """Three questions for a coach and a caller, from what the process shows; none is about results."""
    found: list[str] = []
    for chart in report.charts:
        newest = [i for i in control.signals(chart) if i >= len(chart.keys) - 12]
        if newest:
            found.append(f"{control.name(chart)} on {_of_session(chart.keys[newest[-1]])}: outside the usual range. What was different then?")
    if report.evenness.state.startswith("slower after a no"):
        found.append("After a no the next call takes longer than after a good one. What happens in that moment, and what would help?")
    elif report.evenness.state == "the same pace":
        found.append("The pace is the same after a no and after a good call. What keeps it so?")
    practised = [skill for skill in report.skills if skill.sessions]
    if practised:
        found.append(f"Least practised so far: {_skill_name(report, practised[0])}. In which call did it make a difference?")
    found += ["Which call would you like to listen to together?", "Which question opened most?", "What is the one thing to practise next week?"]
    return found[:3]


def _of_session(key: str) -> str:
    """A session's day here, from its id, which has its start in UTC."""
    try:
        return f"{datetime.strptime(key[:16], '%Y%m%dT%H%M%SZ').replace(tzinfo=UTC).astimezone():%Y-%m-%d}"
    except ValueError:
        return key


def _day(key: str) -> str:
    day = date.fromisoformat(key)
    return f"{day.day} {day:%B} {day.year}"


def _sentence(words: str) -> str:
    return f"<p>{text(words)}</p>" if words else ""


def _list(rows: Iterable[str]) -> str:
    inside = "".join(f"<li>{text(row)}</li>" for row in rows)
    return f"<ul>{inside}</ul>" if inside else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{text(word)}</th>" for word in head)
    body = "".join("<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"

"""What a query picks: sessions, and the calls in them."""

from __future__ import annotations

from nextcall.stats.localtime import day_of, days_of, local_hour

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nextcall.core.query import Query, Term
    from nextcall.stats.facts import Facts


def of_session(query: Query, facts: Facts) -> bool:
    """Whether a session is meant: what is said of it holds, and one of its calls is meant where calls are."""
    if not all(_session_term(term, facts) for term in query.sessions):
        return False
    if not _touches(query, facts):
        return False
    if not query.picks_calls:
        return True
    return bool(picked(query, facts)) or bool(paper_of(query, facts)) or _by_words_alone(query, facts)


def _by_words_alone(query: Query, facts: Facts) -> bool:
    return not query.calls and all(word.text in facts.words for word in query.words)


def _session_term(term: Term, facts: Facts) -> bool:
    if term.field == "tag":
        return any(term.holds(tag.casefold()) for tag in facts.tags)
    if term.field == "preset":
        return term.holds((facts.preset or "").casefold()) or term.holds(facts.title.casefold())
    value: str | None = getattr(facts, term.field)
    return term.holds((value or "").casefold())


def _touches(query: Query, facts: Facts) -> bool:
    """Whether the session has time on the days that are meant."""
    if query.first is None and query.last is None:
        return True
    if query.first is not None and query.last is not None and query.first > query.last:
        return False
    first, last = (day_of(day * 24) for day in days_of(facts))
    return (query.first is None or last >= query.first) and (query.last is None or first <= query.last)


def picked(query: Query, facts: Facts) -> Sequence[int] | None:
    """The positions of the calls that are meant; None: all of them."""
    calls = facts.calls
    dated = not _within(query, facts)
    if not query.picks_calls and not dated:
        return None
    found: Sequence[int] = range(len(calls.at))
    for term in query.calls:
        found = _holding(term, facts, found)
    for word in query.words:
        if word.text not in facts.words:
            found = [i for i in found if any(column and word.text in column[i] for column in (calls.notes, calls.people, calls.others))]
    if dated:
        found = [i for i in found if meant(query, day_of(local_hour(facts, calls.at[i])))]
    return found


def _holding(term: Term, facts: Facts, among: Sequence[int]) -> Sequence[int]:
    calls = facts.calls
    if term.field == "outcome":
        known = {position for position, outcome in enumerate(facts.outcomes) if term.holds(outcome.casefold())}
        return [i for i in among if calls.outcome[i] in known]
    column = calls.people if term.field == "contact" else calls.notes
    return [i for i in among if term.text in column[i]] if column else []


def paper_of(query: Query, facts: Facts) -> list[tuple[str, int, int]]:
    """The calls from paper that are meant; they have an outcome and the day of their session."""
    if any(term.field != "outcome" for term in query.calls) or any(word.text not in facts.words for word in query.words):
        return []
    if not meant(query, day_of(local_hour(facts, facts.started))):
        return []
    return [row for row in facts.paper if all(term.holds(row[0].casefold()) for term in query.calls)]


def meant(query: Query, day: date) -> bool:
    """Whether a day is meant."""
    return (query.first is None or day >= query.first) and (query.last is None or day <= query.last)


def _within(query: Query, facts: Facts) -> bool:
    """Whether all of the session lies on days that are meant."""
    if query.first is None and query.last is None:
        return True
    return all(meant(query, day_of(day * 24)) for day in days_of(facts))

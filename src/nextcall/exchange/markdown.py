"""A session as Markdown: the summary in its order, then the table of calls.

The user's text is text here: what would be markup, a link or HTML is escaped.
"""

from collections.abc import Sequence
from datetime import datetime

from nextcall.core.durations import clock_text, talk_seconds
from nextcall.core.session import Call, Session
from nextcall.exchange.summary import heading, sections
from nextcall.text import line

_MARKUP = "\\`*_{}[]()<>#+-.!|~&@:="
_ESCAPED = {ord(sign): f"\\{sign}" for sign in _MARKUP}
_LONGEST = 10_000


def escape(text: str) -> str:
    """`text` as one line of Markdown that shows it as it is."""
    return line(" ".join(text.split()), _LONGEST).translate(_ESCAPED)


def markdown(session: Session, at: datetime | None = None, own: Sequence[str] = ()) -> str:
    """The session as a Markdown document; an open one is taken until `at`, or until its last event; `own` as in `sections`."""
    at = at or session.ended_at or session.last_event_at
    rows = [f"# {heading(session, escape)}", ""]
    for section in sections(session, at, escape, own):
        rows += [f"## {section.title}", "", *(f"- {text}" for text in section.lines), ""]
    if session.calls:
        rows += ["## Calls", "", "| n | tagged | talk | outcome | who | note |", "|--:|--|--:|--|--|--|"]
        rows += [_row(session, call, at) for call in session.calls]
        rows.append("")
    return "\n".join(rows)


def _row(session: Session, call: Call, at: datetime) -> str:
    outcome = session.outcome(call.outcome)
    tagged = f"{call.tagged_at:%H:%M:%S}" if call.tagged_at else ""
    talk = clock_text(talk_seconds(session, call, at)) if call.dialed_at else ""
    who = call.contact.name or call.contact.phone if call.contact else ""
    marks = [*call.help, *(["bright spot"] if call.bright else []), *([call.reason] if call.reason else [])]
    note = " ".join([call.note, *(f"({mark})" for mark in marks)]).strip()
    label = outcome.label if outcome else call.outcome or ""
    return f"| {call.n} | {tagged} | {talk} | {escape(label)} | {escape(who)} | {escape(note)} |"

"""`nextcall add`: a session filled in from paper."""

import os
from argparse import ArgumentParser, Namespace

from nextcall.bootstrap import services
from nextcall.cli.output import as_json, data, talk
from nextcall.clock import zone_name
from nextcall.config.paths import Folders
from nextcall.core.counts import counts
from nextcall.core.session import Session
from nextcall.desk import paper
from nextcall.desk.opening import Plan
from nextcall.storage import codec
from nextcall.text import line

_EPILOG = """OUTCOME is an id or its key.

  nextcall add --date yesterday --start 9:00 --minutes 45 n=14 v=6 y=1"""


def arguments(parser: ArgumentParser) -> None:
    """What `add` takes."""
    parser.epilog = _EPILOG
    parser.add_argument("counts", metavar="OUTCOME=N", nargs="*", help="so many calls came to that")
    parser.add_argument("--date", metavar="DAY", required=True, help="2026-11-20, today or yesterday")
    parser.add_argument("--start", metavar="TIME", required=True, help="9:00, 14:30, 9am or 2:30pm, by the local clocks")
    parser.add_argument("--minutes", metavar="N", required=True, help=f"how long it was, 1 to {paper.LONGEST}")
    parser.add_argument("--title", metavar="TEXT", default="", help="what it is called")
    parser.add_argument("--preset", metavar="PRESET", help="the preset that it followed")
    parser.add_argument("--skill", metavar="SKILL", help="the skill that was practised")
    parser.add_argument("--list", metavar="LIST", help="the contact list that was called")
    parser.add_argument("--tag", metavar="TAG", action="append", default=[], help="a tag; may be given several times")
    parser.add_argument("--intention", metavar="TEXT", default="", help="what was kept in mind")
    parser.add_argument("--json", action="store_true", help="print the session as in its file")


def run(options: Namespace, where: Folders) -> int:
    """Put the session among the others."""
    found = services(where, os.environ)
    now = found.clock.now()
    session = paper.from_paper(
        found.config,
        Plan(options.preset, None, options.intention, options.skill, options.list, tuple(options.tag)),
        paper.local(paper.day_of(options.date, now.date()), paper.time_of(options.start)),
        paper.minutes_of(options.minutes),
        paper.counted(options.counts, found.config),
        title=options.title,
        now=now,
        zone=zone_name(),
    )
    with found.sessions.lock():
        found.sessions.add_ended(session)
    for other in paper.overlapping(found.sessions, session):
        talk(f"another session was at that time: {other.id}, {line(other.title) or 'without a title'}, from {other.started_at:%H:%M}")
    if options.json:
        as_json(codec.write(session))
    else:
        data(f"{session.id}  added: {_said(session)}")
    return 0


def _said(session: Session) -> str:
    """The session in one sentence: when, and what the caller did."""
    done = counts(session)
    calls = f"{done.calls} call{'' if done.calls == 1 else 's'}"
    conversations = f"{done.conversations} conversation{'' if done.conversations == 1 else 's'}"
    until = f"{session.ended_at:%H:%M}" if session.ended_at else ""
    return f"{line(session.title)}, {session.started_at:%Y-%m-%d, %H:%M} to {until}, {calls}, {conversations}"

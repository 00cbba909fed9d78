"""`nextcall start`: opens a session with the screen, without one, or as lines of text."""

import os
from argparse import SUPPRESS, ArgumentParser, Namespace

from nextcall.bootstrap import Services, services
from nextcall.cli.numbers import at_least_one
from nextcall.cli.output import data, talk
from nextcall.clock import zone_name
from nextcall.config.paths import Folders
from nextcall.core.counts import counts
from nextcall.core.goals import KINDS, goal_text
from nextcall.core.session import Goal, Session
from nextcall.desk import opening
from nextcall.desk.opening import Plan
from nextcall.errors import NextcallError, StorageError, UsageError
from nextcall.text import line


def arguments(parser: ArgumentParser) -> None:
    """What `start` takes."""
    parser.add_argument("preset", metavar="PRESET", nargs="?", help="id of a preset; without one, the last that was used")
    goal = parser.add_mutually_exclusive_group()
    for kind in KINDS:
        goal.add_argument(f"--{kind}", type=at_least_one, metavar="N", help=f"aim at N {kind}")
    for result in ("yes", "yeses", "sales", "meetings"):
        goal.add_argument(f"--{result}", type=_refused, help=SUPPRESS)
    parser.add_argument("--intention", metavar="TEXT", default="", help="one line to keep in mind")
    parser.add_argument("--skill", metavar="SKILL", help="the skill to practise; without, the least practised")
    parser.add_argument("--list", metavar="LIST", help="the contact list to call")
    parser.add_argument("--tag", metavar="TAG", action="append", default=[], help="a tag; may be given several times")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--headless", action="store_true", help="no screen: dial, tag and stop are commands")
    form.add_argument("--plain", action="store_true", help="as lines of text, for screen readers and simple terminals")
    parser.add_argument("--json", action="store_true", help="with --headless: print the status as JSON")


def _refused(_: str) -> int:
    raise UsageError(
        "a session has no goal of results: they are for others to decide",
        "Aim at what you do: --minutes, --calls or --conversations.",
    )


def run(options: Namespace, where: Folders) -> int:
    """Open a session; where one is open already, say which."""
    found = services(where, os.environ)
    plan = planned(options, found)
    _nothing_open(found)
    _only_a_label(plan.list, where)
    session = new_session(found, plan)  # so that a word which is not known is told before a screen opens
    if not (options.headless or options.plain):
        from nextcall.cli.screen import open_screen  # noqa: PLC0415 (the interface, only where a screen opens)

        return open_screen(found, plan)
    _begin(found, session)
    if options.plain:
        from nextcall.cli.plain import LineMode, standard_input  # noqa: PLC0415 (only where it is wanted)

        return LineMode(found, standard_input()).run()
    if options.json:
        from nextcall.cli import status  # noqa: PLC0415 (only on request)

        return status.run(["status", "--json", "--data-dir", where.data, "--config-dir", where.config])
    data(f"started: {opened(session)}")
    return 0


def _only_a_label(name: str | None, where: Folders) -> None:
    """Where there are lists, but none of that name: it is kept, and perhaps it was meant otherwise."""
    if name is None or not os.path.isdir(os.path.join(where.data, "contacts")):
        return
    from nextcall.storage.contacts.lists import Lists  # noqa: PLC0415 (few have lists)
    from nextcall.text import nearest  # noqa: PLC0415 (as above)

    known = Lists(where.data).names()
    if known and name not in known:
        near = nearest(name, known)
        talk(f"there is no call list '{line(name, 60)}'{f'; did you mean {near}?' if near else '.'} The session has it as a label, and nobody is called from it.")


def planned(options: Namespace, found: Services) -> Plan:
    """What the command line says of the session, completed by what is usual."""
    kind = next((kind for kind in KINDS if getattr(options, kind)), None)
    goal = Goal(kind, getattr(options, kind)) if kind else None
    preset = options.preset
    if preset is None and goal is None:
        preset = opening.last_preset(found.sessions, found.config)
    skill = options.skill
    if skill is None and found.config.skills:
        recent, _ = found.sessions.recent(opening.RECENT)
        skill = opening.least_practised(found.config.skills, recent)
    return Plan(preset, goal, options.intention, skill, options.list, tuple(options.tag))


def new_session(found: Services, plan: Plan) -> Session:
    """The session of `plan`, here and now; raises `UsageError`."""
    at, host = found.clock.now(), opening.host_name()
    return opening.new_session(found.config, plan, at, host, zone_name(), opening.random_token())


def _nothing_open(found: Services) -> None:
    try:
        session = found.desk.find_open()
    except StorageError:
        return  # what does not fit is put aside by `begin`, which says so
    if session is not None:
        began = f"{session.started_at:%H:%M}"
        calls = counts(session).calls
        done = f"{calls} call{'' if calls == 1 else 's'}"
        raise NextcallError(
            f"a session is open already: {line(session.title) or session.id}, since {began}, {done}",
            "nextcall resumes it (nextcall --plain as lines of text), nextcall stop ends it.",
        )


def _begin(found: Services, session: Session) -> None:
    found.desk.begin(session)
    if not found.desk.settle():
        raise StorageError(f"not saved: {found.desk.trouble}", "No session was opened.")
    for note in (*found.desk.notes, *found.desk.asides()):
        talk(note)
    found.desk.notes.clear()


def opened(session: Session) -> str:
    """A new session in one line."""
    parts = [line(session.title), goal_text(session.goal), session.id]
    return ", ".join(dict.fromkeys(part for part in parts if part))

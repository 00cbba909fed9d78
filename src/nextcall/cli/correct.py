"""`nextcall correct`: one correction of a call, with trail; taken back and made again whenever that is wanted."""

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from nextcall.bootstrap import services
from nextcall.cli import which
from nextcall.cli.corrections import sentences
from nextcall.cli.doing import saved
from nextcall.cli.output import as_json, data
from nextcall.config.paths import Folders
from nextcall.core import actions as do
from nextcall.core.actions import WHAT
from nextcall.core.correct import FIELDS
from nextcall.core.session import Correction, Session, State
from nextcall.errors import InputError, NotAllowedError, UsageError
from nextcall.storage import codec
from nextcall.text import line

if TYPE_CHECKING:
    from nextcall.core.mend import Mending
    from nextcall.desk.desk import Desk

_CORRECTIONS = {WHAT[kind] for kind in (do.Correct, do.CorrectAll, do.RemoveCall, do.AddCall)}
_EPILOG = f"""Fields: {", ".join(FIELDS)}.
outcome takes an id, a key or a label; bright yes or no; help some of introduced, referral, useful, thanked
(commas between); contact a name; introduction "who -> whom"; steps_done and steps_skipped numbers from 1 or the
names of steps (commas or semicolons between); times 09:41, 09:41:30 or a whole moment. NOTHING after = empties a
field. Several fields are corrected together or not at all, and are taken back together.

  nextcall correct last 3 outcome=callback note="ring after five"
  nextcall correct last 3 --remove
  nextcall correct last --add voicemail --at 9:52
  nextcall correct last --undo"""


def arguments(parser: ArgumentParser) -> None:
    """What `correct` takes."""
    parser.usage = "nextcall correct ID [CALL FIELD=VALUE ... | CALL --remove | --add OUTCOME [--at TIME] | --undo | --redo] [--json]"
    parser.epilog = _EPILOG
    parser.add_argument("id", metavar="ID", help=which.HELP)
    parser.add_argument("call", metavar="CALL", nargs="?", help="the call's number; or: last")
    parser.add_argument("changes", metavar="FIELD=VALUE", nargs="*", help="what is to stand there")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--remove", action="store_true", help="the call never was; the numbers of the others stay")
    way.add_argument("--add", metavar="OUTCOME", help="a call that was forgotten")
    way.add_argument("--undo", action="store_true", help="take the last correction back; again: the one before")
    way.add_argument("--redo", action="store_true", help="make again what was taken back")
    parser.add_argument("--at", metavar="TIME", help="with --add: when it was; without, at the end")
    parser.add_argument("--json", action="store_true", help="print the entries of the trail")


def run(options: Namespace, where: Folders) -> int:
    """Make one correction, or take one back."""
    _check(options)
    found = services(where, os.environ)
    desk, path = found.desk, which.path_of(where, found.sessions, options.id)
    before = desk.take_up() if path == found.sessions.current else desk.open_ended(path)
    if options.undo or options.redo:
        return _step(desk, before, options)
    after = saved(desk, lambda: desk.do(_action(options, before)))
    made = [entry for entry in after.trail if entry not in before.trail]
    said = sentences(made) or "nothing was changed: that is what it says already"
    _tell(options, after, made, said)
    return 0


def _check(options: Namespace) -> None:
    """Raise `UsageError` where the words do not go together."""
    alone = next((name for name in ("add", "undo", "redo") if getattr(options, name)), None)
    if alone and options.call is not None:
        raise UsageError(f"unexpected '{line(options.call, 60)}' beside --{alone}", "nextcall correct --help says more.")
    if options.remove and options.changes:
        raise UsageError("a call is either removed or corrected", "nextcall correct --help says more.")
    if options.at is not None and not options.add:
        raise UsageError("--at goes with --add", "A time of a call is corrected with tagged_at=TIME.")
    if not alone and (options.call is None or not (options.changes or options.remove)):
        raise UsageError("correct wants ID CALL FIELD=VALUE", "nextcall correct --help says more.")
    for change in options.changes:
        if "=" not in change:
            raise UsageError(f"'{line(change, 60)}' is no FIELD=VALUE", f"The fields are {', '.join(FIELDS)}.")


def _action(options: Namespace, session: Session) -> "Mending":
    if options.add:
        return do.AddCall(options.add, options.at or "")
    number = _number(options.call, session)
    if options.remove:
        return do.RemoveCall(number)
    pairs = [change.partition("=") for change in options.changes]
    return do.CorrectAll(number, tuple((field.strip(), value) for field, _, value in pairs))


def _number(word: str, session: Session) -> int:
    if word == "last" and session.calls:
        return session.calls[-1].n
    if not (word.isascii() and word.isdigit() and len(word) <= 7):  # noqa: PLR2004 (no session has ten million calls)
        raise InputError(f"'{line(word, 60)}' is no call; the session has {len(session.calls)}")
    return int(word)


def _step(desk: "Desk", before: Session, options: Namespace) -> int:
    """One correction back, or forward again."""
    if before.state != State.ENDED:
        last, other = (desk.last_done(), "undo") if options.undo else (desk.last_undone(), "redo")
        if last not in _CORRECTIONS:
            was = f"The last thing was no correction but: {last}." if last else f"There is nothing to {other}."
            raise NotAllowedError(was, f"nextcall {other} is for all that is done to the open session.")
    after = saved(desk, desk.undo if options.undo else desk.redo)
    changed = _differing(after, before) if options.undo else _differing(before, after)
    said = f"{'taken back' if options.undo else 'made again'}: {sentences(changed, back=options.undo)}"
    stand = {(entry.at, entry.call, entry.field) for entry in changed}
    _tell(options, after, [entry for entry in after.trail if (entry.at, entry.call, entry.field) in stand], said)
    return 0


def _differing(less: Session, more: Session) -> list[Correction]:
    """The corrections that hold in one version of a session and not in another."""
    held = [entry for entry in less.trail if entry.undone_at is None]
    return [entry for entry in more.trail if entry.undone_at is None and entry not in held]


def _tell(options: Namespace, after: Session, entries: list[Correction], said: str) -> None:
    if options.json:
        as_json(codec.write(after._replace(trail=tuple(entries)))["trail"])
    else:
        data(said)

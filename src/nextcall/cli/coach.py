"""`nextcall coach`: a coach's score of the skill of a session is kept in it, beside the caller's own."""

import os
from argparse import ArgumentParser, Namespace

from nextcall.bootstrap import services
from nextcall.cli import which
from nextcall.cli.doing import saved
from nextcall.cli.output import as_json, data
from nextcall.config.paths import Folders
from nextcall.core import actions as do
from nextcall.core.marks import SCORES
from nextcall.core.session import Session
from nextcall.errors import InputError, NotAllowedError, UsageError
from nextcall.text import line

_EPILOG = """The score is from 1 to 5; skill is the word itself, or the name of the session's skill.

  nextcall coach last skill=3
  nextcall coach 20261121T140000Z-7f3a listening=4
  nextcall coach last skill=        takes it back"""
_NAME = 60


def arguments(parser: ArgumentParser) -> None:
    """What `coach` takes."""
    parser.epilog = _EPILOG
    parser.add_argument("id", metavar="ID", help="a session's id, or how it begins; or: last")
    parser.add_argument("score", metavar="SKILL=SCORE", help="skill=1 to skill=5; skill= takes it back")
    parser.add_argument("--json", action="store_true", help="print both scores as a JSON object")


def run(options: Namespace, where: Folders) -> int:
    """Keep one score."""
    word, equals, score = options.score.partition("=")
    if not equals:
        raise UsageError(f"'{line(options.score, _NAME)}' is no SKILL=SCORE", "Write skill=3.")
    found = services(where, os.environ)
    path = which.path_of(where, found.sessions, options.id)
    if path == found.sessions.current:
        raise NotAllowedError("This session is still open: a coach's score is for one that has ended.")
    before = found.desk.open_ended(path)
    _check(before, word.strip(), score.strip())
    after = saved(found.desk, lambda: found.desk.do(do.Summarise("coach_score", score.strip())))
    if options.json:
        summary = after.summary
        as_json({
            "session": after.id, "skill": after.skill, "self_score": summary.self_score, "coach_score": summary.coach_score, "was": before.summary.coach_score,
        })  # fmt: skip
    else:
        data(_said(before, after))
    return 0


def _check(session: Session, word: str, score: str) -> None:
    """Raise `InputError` where the words do not fit the session."""
    own = session.skill or ""
    if word.casefold() not in {"skill", own.casefold() or "skill"}:
        skill = f"the skill of that session is {line(own, _NAME)}" if own else "that session has no skill of its own"
        raise InputError(f"'{line(word, _NAME)}' does not fit: {skill}", f"Write skill={score if _good(score) else '3'}.")
    if score and not _good(score):
        raise InputError(f"'{line(score, _NAME)}' is no score", f"It is from {SCORES[0]} to {SCORES[-1]}; nothing after = takes it back.")


def _good(score: str) -> bool:
    return score in map(str, SCORES)


def _said(before: Session, after: Session) -> str:
    """What stands there now, beside the caller's own score."""
    old, new, own = before.summary.coach_score, after.summary.coach_score, after.summary.self_score
    skill = f" for {line(after.skill, _NAME)}" if after.skill else ""
    if old == new:
        return "nothing was changed: that is what it says already"
    own_words = "" if own is None or new is None else f"; your own score is {own}"
    return f"coach's score{skill} is {new or 'empty'}, was {old or 'empty'}{own_words}"

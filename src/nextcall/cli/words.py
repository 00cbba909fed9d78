"""The lines of the line mode: which there are, and what each means."""

from typing import NamedTuple

from nextcall.cli.doing import outcome_named, pause_reason
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.session import REASONS, Session, State
from nextcall.errors import UsageError
from nextcall.figures import typed
from nextcall.text import line, lines

HELP = (
    "empty line, or space: dial, then hang up",
    "an outcome's key or id: tag the call, with a note after it if you like",
    "u: undo.  redo: do it again.  drop: take the open call away",
    "p REASON: pause.  r: resume",
    "note TEXT: a note on this call, else on the last",
    "* TEXT: a bright spot.  a: asked a question.  l: learned a fact",
    "I WHO -> WHOM: introduced.  R: referral.  U: useful answer.  T: thanked",
    "reason WORD: why the last no was one.  $ AMOUNT: what the last yes brought",
    "/ TEXT: put a distraction aside.  + and -: make the session longer or shorter",
    "status: where you are.  q: end the session",
)
"""What `?` prints below the outcomes."""

_MARKS = {"R": "referral", "U": "useful", "T": "thanked", "I": "introduced"}
_PLAIN: dict[str, Action] = {
    "drop": do.Drop(),
    "r": do.Resume(),
    "resume": do.Resume(),
    "a": do.Asked(),
    "l": do.Learned(),
    "+": do.Replan(1),
    "-": do.Replan(-1),
    "q": do.End(),
    "end": do.End(),
}
"""Words that take nothing after them."""
_WAYS = {"u": "undo", "undo": "undo", "redo": "redo", "?": "help", "help": "help", "status": "status"}
_WITH_TEXT = ("note", "*", "bright", "p", "pause", "reason", "$", "amount", "/", "park", "I", "R", "U", "T")


class Word(NamedTuple):
    """What a line means."""

    way: str
    """`do`, `undo`, `redo`, `status` or `help`."""
    action: Action | None = None
    """What to do, where the way is `do`."""


def read_word(text: str, session: Session) -> Word:
    """What a line means to a session; raises `UsageError`.

    An outcome's key goes before a command of the same letter: the commands have names, too.
    """
    stripped = text.strip()
    if stripped in ("", "space"):
        return Word("do", _dial_or_hang_up(session))
    first, _, rest = stripped.partition(" ")
    rest = lines(rest.strip())
    if any(first in (outcome.id, outcome.key) for outcome in session.outcomes):
        return Word("do", do.Tag(outcome_named(session, first), rest or None))
    if first == "r" and rest:  # alone it goes on after a pause
        first = "reason"
    if first in _WAYS or first in _PLAIN:
        if rest:
            raise UsageError(f"'{first}' takes nothing after it")
        return Word(_WAYS[first]) if first in _WAYS else Word("do", _PLAIN[first])
    if stripped[0] in "*$/":
        first, rest = stripped[0], lines(stripped[1:].strip())
    if first not in _WITH_TEXT:
        raise _unknown(first, session)
    return Word("do", _with_text(first, rest))


def _dial_or_hang_up(session: Session) -> Action:
    return do.HangUp() if session.state == State.ON_CALL else do.Dial()


def _with_text(first: str, rest: str) -> Action:  # noqa: PLR0911 (one for each word)
    match first:
        case "*" | "bright":
            return do.Bright(rest or None)
        case "p" | "pause":
            return do.Pause(pause_reason(rest))
        case "reason":
            return do.Reason(next((reason for reason in REASONS if rest and reason[0] == rest), rest))
        case "$" | "amount":
            return do.Amount(typed(rest))
        case "/" | "park":
            return do.Park(rest)
        case "note":
            if not rest:
                raise UsageError("note wants a text")
            return do.Note(rest)
    if first == "I" and rest:
        who, _, to = rest.replace("→", "->").partition("->")
        return do.Introduce(line(who.strip()), line(to.strip()))
    return do.Help(_MARKS[first])


def _unknown(first: str, session: Session) -> UsageError:
    from nextcall.cli.output import unknown  # noqa: PLC0415 (only where there is a fault to report)

    known = [*(outcome.id for outcome in session.outcomes), *_PLAIN, *_WAYS, *_WITH_TEXT]
    return unknown("word", first, known, "A line of ? lists the keys.")


def key_lines(session: Session) -> list[str]:
    """The outcomes that have a key, one a line."""
    return [f"{outcome.key}: {line(outcome.label)}" for outcome in session.outcomes if outcome.key]

"""From words to actions on the open session, and from there to disk."""

from __future__ import annotations

from nextcall.cli.happened import happened
from nextcall.cli.output import talk, unknown
from nextcall.core import actions as do
from nextcall.core.session import HELP_MARKS, PAUSE_REASONS, Contact, Session, State
from nextcall.errors import NotAllowedError, StorageError, UsageError
from nextcall.text import line, lines

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nextcall.cli.events import Said
    from nextcall.config.paths import Folders
    from nextcall.desk.desk import Desk

_OWN_REASONS = PAUSE_REASONS[:6]  # the others are the app's
_LONGEST = 10_000
_CALLBACKS = "callbacks"
"""The preset that goes through the callbacks of all lists."""
_GONE_BY = (do.Dial, do.HangUp, do.Pause, do.Resume)
"""What means nothing once another program has ended the session."""


def outcome_named(session: Session, word: str) -> str:
    """The id of the outcome with that id or key; raises `UsageError` with the nearest."""
    for outcome in session.outcomes:
        if word == outcome.id:
            return outcome.id
    for outcome in session.outcomes:
        if word and word == outcome.key:
            return outcome.id
    keys = [f"{outcome.key} {outcome.id}" for outcome in session.outcomes if outcome.key]
    raise unknown("outcome", word, [outcome.id for outcome in session.outcomes], f"There are {', '.join(keys)}.")


def pause_reason(word: str) -> str:
    """The reason to pause with that name or first letter; `break` without a word."""
    for reason in _OWN_REASONS:
        if word in (reason, reason[0]):
            return reason
    if not word:
        return "break"
    raise unknown("reason to pause", word, _OWN_REASONS, f"There are {', '.join(_OWN_REASONS)}.")


def tag_of(session: Session, outcome: str, said: Said) -> do.Tag:
    """The tag that a command line means."""
    note, contact = said.one("--note"), said.one("--contact")
    return do.Tag(
        outcome_named(session, outcome),
        None if note is None else lines(note, _LONGEST),
        Contact(line(contact.strip())) if contact and contact.strip() else None,
        said.one("--amount"),
        _marks(said.options.get("--help-mark", ())),
    )


def _marks(words: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(words))
    for word in found:
        if word not in HELP_MARKS:
            raise unknown("help mark", word, HELP_MARKS, f"There are {', '.join(HELP_MARKS)}.")
    return found


def action_of(command: str, session: Session, said: Said) -> do.Action:  # noqa: PLR0911 (one for each command)
    """The action that a command means; raises `UsageError`."""
    text = lines(" ".join(said.words), _LONGEST)
    match command:
        case "dial":
            return do.Dial()
        case "hangup":
            return do.HangUp()
        case "tag":
            return tag_of(session, said.words[0], said)
        case "pause":
            return do.Pause(pause_reason(text))
        case "resume":
            return do.Resume()
        case "note":
            return do.Note(text)
        case "bright":
            return do.Bright(text or None)
        case "stop":
            return do.End()
    raise UsageError(f"unknown command '{line(command, 60)}'")


def perform(desk: Desk, command: str, said: Said, where: Folders) -> str:
    """Do one event and bring it to disk; returns what happened, in a line. In a session with a list the next call is to whoever comes next.

    Raises `NoSessionError`, `NotAllowedError`, `UsageError`, or `StorageError` where it could not be saved.
    """
    before = desk.take_up()
    if command in ("undo", "redo"):
        followed = desk.undo if command == "undo" else desk.redo
        saved(desk, followed)
        return f"undone: {desk.last_undone()}" if command == "undo" else f"done again: {desk.last_done()}"
    action = action_of(command, before, said)
    if before.list is not None or before.preset == _CALLBACKS:
        from nextcall.cli import taking  # noqa: PLC0415 (without a list there is nobody to look up)

        action = taking.with_contact(action, before, desk, where)
        who = taking.who(action.contact) if isinstance(action, do.Dial | do.Tag) else ""
    else:
        who = ""
    action, promise = with_promise(action, before, said.one("--at"), desk, where)
    after = saved(desk, lambda: desk.do(action))
    if after.state == State.ENDED and isinstance(action, _GONE_BY):
        raise NotAllowedError("The session has ended.")
    told = happened(action, before, after, desk.clock.now())
    return f"{told}{f': {who}' if who else ''}{promise}"


def wants_a_callback(session: Session, action: do.Action) -> bool:
    """Whether somebody is to be called back after this."""
    outcome = session.outcome(action.outcome) if isinstance(action, do.Tag) else None
    return outcome is not None and outcome.then == "callback"


def with_promise(action: do.Action, session: Session, text: str | None, desk: Desk, where: Folders) -> tuple[do.Action, str]:
    """The action with the time of a callback where it wants one, as `text` says it, and that time in words. Raises `UsageError` or `InputError`."""
    if not isinstance(action, do.Tag) or (text is None and not wants_a_callback(session, action)):
        return action, ""
    from nextcall.cli import promising  # noqa: PLC0415 (only for a callback)

    now = desk.clock.now()
    action = promising.with_promise(action, session, text, now, where)
    return action, promising.promised(action.callback_at or now, now)


def saved(desk: Desk, follow: Callable[[], Session]) -> Session:
    """The session after one step that is on disk; raises where it is not."""
    follow()
    if not desk.settle():
        raise StorageError(f"not saved: {desk.trouble}", "Nothing was changed. Try it again when that is over.")
    for note in (*desk.notes, *desk.asides()):
        talk(note)
    if desk.refused:
        raise NotAllowedError("Another program was quicker; that does not fit any more.")
    if desk.session is None:
        raise StorageError("Another program dropped the session.")
    return desk.session

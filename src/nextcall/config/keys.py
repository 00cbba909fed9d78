"""Every action with its keys: one declaration for keys, footer, help, palette and configuration.

Keys are named as they are written in the configuration: a printable character is itself (`u`,
`I`, `*`, `?`), the others have names (`space`, `enter`, `ctrl+r`, `f1`); `textual_key` translates.
The keys of outcomes belong to the outcomes; on the session's screen they share one keyboard with
the actions of the scopes `session` and `everywhere`.
"""

from typing import NamedTuple

SCOPES = ("session", "home", "summary", "history", "detail", "numbers", "contacts", "review", "settings", "everywhere")
"""Where an action can be had; the last one counts with each of the others."""


class KeyAction(NamedTuple):
    """Something that a key does."""

    id: str
    """Its name under `[keys]` in the configuration."""
    keys: tuple[str, ...]
    """The keys it has unless the configuration says otherwise."""
    label: str
    """What the footer calls it: short, lower case."""
    help: str
    """One sentence for help and palette."""
    scope: str
    """One of `SCOPES`."""
    group: str
    """The heading under which help lists it."""
    required: bool = False
    """Whether it must keep a key: without it somebody would be locked in or out."""
    yields: bool = False
    """Whether an outcome may have one of the keys that it has by itself."""


# fmt: off
ACTIONS: tuple[KeyAction, ...] = (
    KeyAction("dial", ("space",), "dial / hang up", "Open the next call, or close the line.", "session", "Calls", required=True),
    KeyAction("note", ("enter",), "note", "Write a note on this call, else on the last.", "session", "Calls"),
    KeyAction("amount", ("$",), "amount", "Write the amount of the last yes.", "session", "Calls"),
    KeyAction("reason", ("r",), "reason", "Say why the last no was a no.", "session", "Calls"),
    KeyAction("drop", ("escape",), "drop", "Take the call in progress away; undo brings it back.", "session", "Calls"),
    KeyAction("step_done", ("right",), "step done", "Mark this step of the process as done.", "session", "Process"),
    KeyAction("step_skip", ("down",), "skip step", "Mark this step of the process as skipped.", "session", "Process"),
    KeyAction("step_back", ("left",), "step back", "Go back one step of the process.", "session", "Process"),
    KeyAction("asked", ("a",), "asked", "Count a question that was asked.", "session", "Process"),
    KeyAction("learned", ("l",), "learned", "Count a fact that was learned.", "session", "Process"),
    KeyAction("bright", ("*",), "bright spot", "Mark a bright spot on this call, else on the last.", "session", "Help and bright spots"),
    KeyAction("introduced", ("I",), "introduced", "Somebody was introduced to somebody.", "session", "Help and bright spots"),
    KeyAction("referral", ("R",), "referral", "A referral was given.", "session", "Help and bright spots"),
    KeyAction("useful", ("U",), "useful answer", "A useful answer was given.", "session", "Help and bright spots"),
    KeyAction("thanked", ("T",), "thanked", "Somebody said thank you.", "session", "Help and bright spots"),
    KeyAction("undo", ("u",), "undo", "Take the last thing back, and the one before it, to the start.", "session", "Corrections"),
    KeyAction("redo", ("ctrl+r",), "redo", "Do again what was taken back.", "session", "Corrections"),
    KeyAction("correct", ("e",), "correct", "Correct any call of this session in its place.", "session", "Corrections"),
    KeyAction("pause", ("p",), "pause", "Stop the session's clock, with a reason, or let it go on.", "session", "Session"),
    KeyAction("breath", ("b",), "breath", "Breathe for 30, 60 or 90 seconds; it counts as process.", "session", "Session"),
    KeyAction("park", ("/",), "park", "Put a distraction aside until the session is over.", "session", "Session"),
    KeyAction("zen", ("z",), "zen", "Hide the numbers, then the clock too, then show them again.", "session", "Session"),
    KeyAction("value", ("=",), "value", "Show for three seconds what the calls have earned.", "session", "Session"),
    KeyAction("longer", ("+",), "longer", "Make the session one step longer.", "session", "Session"),
    KeyAction("shorter", ("-",), "shorter", "Make the session one step shorter.", "session", "Session"),
    KeyAction("end", ("q",), "end", "End the session and look at it.", "session", "Session", required=True),
    KeyAction("find_person", ("F",), "find", "Find somebody on the list and call them next.", "session", "People", yields=True),
    KeyAction("next_callback", ("C",), "callback", "Call the oldest callback that is due next.", "session", "People", yields=True),
    KeyAction("later", (">",), "later", "Call back later: in 3 days, in 7, in a month, or when you say; for 5 seconds.", "session", "People", yields=True),
    KeyAction("open_phone", ("o",), "open", "Hand the number to your phone.", "session", "People", yields=True),
    KeyAction("copy_phone", ("O",), "copy", "Copy the number.", "session", "People", yields=True),
    KeyAction("start", ("enter",), "start", "Start the chosen preset.", "home", "Sessions"),
    *(
        KeyAction(f"preset_{n}", (str(n),), f"preset {n}", f"Start the preset with the number {n}.", "home", "Sessions")
        for n in range(1, 10)
    ),
    KeyAction("resume", ("r",), "resume", "Go on with the session that was left open.", "home", "Sessions"),
    KeyAction("end_open", ("e",), "end it", "End the session that was left open at its last event.", "home", "Sessions"),
    KeyAction("drop_open", ("x",), "drop it", "Move the session that was left open to the trash folder.", "home", "Sessions"),
    KeyAction("intention", ("i",), "intention", "Write one line to keep in mind.", "home", "Sessions"),
    KeyAction("skill", ("s",), "skill", "Choose the skill to practise.", "home", "Sessions"),
    KeyAction("history", ("h",), "history", "Look at the sessions so far.", "home", "Look back"),
    KeyAction("formula", ("f",), "formula", "What your calls come to, and what each is worth.", "home", "Look back"),
    KeyAction("limits", ("l",), "limits", "What is usual for you, and what is not.", "home", "Look back"),
    KeyAction("spots", ("b",), "bright spots", "What works better than the rest, beyond doubt.", "home", "Look back"),
    KeyAction("contacts", ("c",), "contacts", "Whom to call: lists, people, callbacks.", "home", "People"),
    KeyAction("skills", ("p",), "skills", "What you practise, and what happens by it.", "home", "Look back"),
    KeyAction("served", ("v",), "served", "Whom you helped, and who said thank you.", "home", "Look back"),
    KeyAction("review", ("w",), "week", "Look back at the week, and plan the next one.", "home", "Look back"),
    KeyAction("theme", ("t",), "theme", "Pick a theme; it is shown as you look.", "home", "Settings"),
    KeyAction("settings", (",",), "settings", "See and change every setting and every key.", "home", "Settings"),
    KeyAction("home", ("enter",), "home", "Close the summary.", "summary", "Summary"),
    KeyAction("reopen", ("r",), "back to it", "Go back into the session as if it had not ended.", "summary", "Summary"),
    KeyAction("as_text", ("s",), "as text", "Copy the summary as text.", "summary", "Summary"),
    KeyAction("worked", ("w",), "what worked", "Write down what worked.", "summary", "Summary"),
    KeyAction("skill_answer", ("a",), "skill", "Answer the question of the skill.", "summary", "Summary"),
    KeyAction("answer", ("t",), "next time", "Keep a line for the reason of a no, what you will say next time.", "summary", "Summary"),
    KeyAction("kept_yes", ("y",), "kept", "The intention was kept.", "summary", "Summary"),
    KeyAction("kept_partly", ("p",), "partly", "The intention was kept in part.", "summary", "Summary"),
    KeyAction("kept_no", ("n",), "not kept", "The intention was not kept.", "summary", "Summary"),
    KeyAction("parked_do", ("d",), "do", "Do the parked thing now.", "summary", "Summary"),
    KeyAction("parked_later", ("l",), "later", "Keep the parked thing for later.", "summary", "Summary"),
    KeyAction("parked_drop", ("x",), "drop", "Let the parked thing go.", "summary", "Summary"),
    KeyAction("summary_history", ("h",), "history", "Look at the sessions so far.", "summary", "Summary"),
    KeyAction("open", ("enter",), "open", "Open the session, or the sessions of a day, week or month.", "history", "History", required=True),
    KeyAction("find", ("/",), "find", "Show only the sessions that are meant, as you type.", "history", "History"),
    KeyAction("view_list", ("l",), "list", "Session by session, the newest first.", "history", "Views"),
    KeyAction("view_day", ("d",), "days", "What was done, day by day.", "history", "Views"),
    KeyAction("view_week", ("w",), "weeks", "What was done, week by week.", "history", "Views"),
    KeyAction("view_month", ("m",), "months", "What was done, month by month.", "history", "Views"),
    KeyAction("view_map", ("t",), "hours", "Calls by hour and weekday, with their numbers.", "history", "Views"),
    KeyAction("rates", ("r",), "rates", "On the map of hours: conversations in percent, or calls.", "history", "Views"),
    KeyAction("paper", ("p",), "from paper", "Fill in a session that was counted on paper.", "history", "History"),
    KeyAction("put_away", ("x",), "put away", "Move the session to the trash folder.", "history", "History"),
    KeyAction("take_back", ("u",), "undo", "Bring back what was put away last.", "history", "History"),
    KeyAction("close_history", ("escape", "h"), "home", "Show all sessions again, then go home.", "history", "History", required=True),
    KeyAction("correct_call", ("enter", "e"), "correct", "Correct anything of this call; the old value stays in the trail.", "detail", "This call"),
    KeyAction("call_note", ("n",), "note", "Write the note of this call.", "detail", "This call"),
    KeyAction("call_bright", ("*",), "bright spot", "Mark this call as a bright spot, or not any more.", "detail", "This call"),
    KeyAction("whole_call", ("space",), "whole call", "Give this call the room of the list, or give it back.", "detail", "This call"),
    KeyAction("remove_call", ("x",), "remove", "This call never was; undo brings it back.", "detail", "Calls"),
    KeyAction("add_call", ("a", "+"), "add", "Add a call that was forgotten.", "detail", "Calls"),
    KeyAction("call_undo", ("u",), "undo", "Take the last correction back, and the one before it.", "detail", "Corrections"),
    KeyAction("call_redo", ("ctrl+r",), "redo", "Make again the correction that was taken back.", "detail", "Corrections"),
    KeyAction("to_summary", ("s",), "summary", "Look at the summary of this session.", "detail", "Session"),
    KeyAction("back", ("escape",), "back", "Back to where you came from.", "detail", "Session", required=True),
    KeyAction("measure", ("m",), "measure", "Look at another measure.", "numbers", "What is shown"),
    KeyAction("by", ("d",), "by", "Tell the calls apart by something else.", "numbers", "What is shown"),
    KeyAction("more_calls", ("+",), "more calls", "Ask for more calls.", "numbers", "If you make so many calls"),
    KeyAction("fewer_calls", ("-",), "fewer calls", "Ask for fewer calls.", "numbers", "If you make so many calls"),
    KeyAction("dry_spell", ("y",), "dry spell", "How likely a long run without a yes is, or not to be asked.", "numbers", "If you make so many calls"),
    KeyAction("do_more", ("enter",), "do more of this", "Make a preset or an intention of what is bright.", "numbers", "Bright spots"),
    KeyAction("to_formula", ("f",), "formula", "What your calls come to, and what each is worth.", "numbers", "Look back"),
    KeyAction("to_limits", ("l",), "limits", "What is usual for you, and what is not.", "numbers", "Look back"),
    KeyAction("to_spots", ("b",), "bright spots", "What works better than the rest, beyond doubt.", "numbers", "Look back"),
    KeyAction("to_skills", ("p",), "skills", "What you practise, and what happens by it.", "numbers", "Look back"),
    KeyAction("to_served", ("v",), "served", "Whom you helped, and who said thank you.", "numbers", "Look back"),
    KeyAction("to_review", ("r",), "review", "Look back at the week, and plan the next one.", "numbers", "Look back"),
    KeyAction("to_contacts", ("c",), "contacts", "Whom to call: lists, people, callbacks.", "numbers", "Look back"),
    KeyAction("close_numbers", ("escape", "h"), "home", "Go home.", "numbers", "Look back", required=True),
    KeyAction("call_them", ("enter",), "call", "Start a session with this person next, or on this list; on a call of a story, open its session.", "contacts", "Calling", required=True),
    KeyAction("look_closer", ("right", "space"), "look", "The people of this list, or all that is known of this person.", "contacts", "Calling"),
    KeyAction("find_people", ("/",), "find", "Show only the people who are meant, as you type.", "contacts", "Calling"),
    KeyAction("snooze", (">",), "later", "Call back tomorrow; again: in 3 days, in 7, in a month, or when you say.", "contacts", "This person"),
    KeyAction("done_with", ("d",), "done", "Nothing more is to be done here.", "contacts", "This person"),
    KeyAction("call_again", ("a",), "again", "Call this person again, whatever was said before.", "contacts", "This person"),
    KeyAction("block_person", ("b",), "block", "Never call this number again, on no list; or allow it again.", "contacts", "This person"),
    KeyAction("open_number", ("o",), "open", "Hand the number to your phone.", "contacts", "This person"),
    KeyAction("copy_number", ("O",), "copy", "Copy the number.", "contacts", "This person"),
    KeyAction("undo_contacts", ("u",), "undo", "Take the last change back, and the one before it.", "contacts", "Corrections"),
    KeyAction("close_contacts", ("escape", "left", "h"), "back", "Back to where you came from, then home.", "contacts", "Calling", required=True),
    KeyAction("review_next", ("enter", "right"), "next", "Go to the next step; after the last one, home.", "review", "Steps", required=True),
    KeyAction("review_back", ("left",), "back", "Go back one step.", "review", "Steps"),
    KeyAction("review_week", ("w",), "other week", "Look at the week before, or at this one again.", "review", "Steps"),
    KeyAction("close_review", ("escape", "h"), "home", "Go home; what was done stays done.", "review", "Steps", required=True),
    KeyAction("review_answer", ("t",), "next time", "Keep a line for the reason of a no, what you will say next time.", "review", "What noes taught"),
    *(
        KeyAction(f"preset_plan_{n}", (str(n),), f"plan {n}", f"Plan the preset with the number {n} on that day.", "review", "Next week")
        for n in range(1, 10)
    ),
    KeyAction("plan_remove", ("x", "backspace"), "take off", "Take the last session off that day.", "review", "Next week"),
    KeyAction("plan_time", ("a",), "time", "Say when the last session of that day begins.", "review", "Next week"),
    KeyAction("plan_copy", ("c",), "copy", "Plan what was planned in the week before.", "review", "Next week"),
    KeyAction("plan_try", ("i",), "to try", "Write down one thing to try.", "review", "Next week"),
    KeyAction("plan_undo", ("u",), "undo", "Take the last change of the plan back, and the one before it.", "review", "Next week"),
    KeyAction("change", ("enter", "space"), "change", "Change this setting, or the key of this action.", "settings", "This setting", required=True),
    KeyAction("add_key", ("a",), "one more key", "Give this action one more key.", "settings", "This setting"),
    KeyAction("to_default", ("backspace", "x"), "default", "Take this setting out of the file: its default holds.", "settings", "This setting"),
    KeyAction("find_setting", ("/",), "find", "Show only the settings that are meant, as you type.", "settings", "Settings"),
    KeyAction("setting_undo", ("u",), "undo", "Take the last change back, and the one before it.", "settings", "Settings"),
    KeyAction("edit_file", ("e",), "open file", "Open the file in your editor; what is wrong in it afterwards does not take its place.", "settings", "Settings"),
    KeyAction("close_settings", ("escape", "h"), "home", "Show all settings again, then go home.", "settings", "Settings", required=True),
    KeyAction("help", ("f1", "?"), "help", "Show the keys of this screen.", "everywhere", "Everywhere", required=True),
    KeyAction("palette", ("ctrl+p",), "commands", "Find a command by its name.", "everywhere", "Everywhere"),
    KeyAction("leave", ("ctrl+q",), "leave", "Leave the app; an open session stays open.", "everywhere", "Everywhere", required=True),
    KeyAction("suspend", ("ctrl+z",), "shell", "Go back to the shell; fg returns.", "everywhere", "Everywhere"),
)
# fmt: on
"""All actions, in the order in which help lists them."""

BY_ID = {action.id: action for action in ACTIONS}
"""The same by id."""


def actions(scope: str) -> tuple[KeyAction, ...]:
    """The actions that can be had in `scope`: its own, then those of everywhere."""
    own = tuple(action for action in ACTIONS if action.scope == scope)
    return own if scope == "everywhere" else own + actions("everywhere")


_SHOWN = {
    "space": "Space", "enter": "Enter", "escape": "Esc", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "insert": "Ins", "delete": "Del", "backspace": "⌫",
}  # fmt: skip


def shown_key(name: str) -> str:
    """What a key is called on the screen: `Space`, `→`, `F1`, `ctrl+r`, `u`."""
    held, base = _split(name)
    if len(base) > 1 and base[0] == "f" and base[1:].isdigit():
        base = base.upper()
    return held + _SHOWN.get(base, base)


_RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


def textual_key(name: str) -> str:
    """The name that Textual has for a key: `*` is `asterisk`, `/` is `slash`; most are the same."""
    held, base = _split(name)
    if len(base) > 1 or base.isalnum():
        return name
    from unicodedata import name as unicode_name  # noqa: PLC0415 (the screens alone need it)

    long = unicode_name(base, base).lower().replace("-", "_").replace(" ", "_")
    return held + _RENAMED.get(long, long)


def _split(name: str) -> tuple[str, str]:
    """What is held down with the key, with its plus signs, and the key itself, which may be a plus sign."""
    held, plus, base = name[:-1].rpartition("+")
    return held + plus, base + name[-1:]

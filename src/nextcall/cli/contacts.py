"""`nextcall contacts`: call lists, who is next and why, callbacks, and who is not to be called."""

from argparse import ArgumentParser, Namespace
from importlib import import_module

from nextcall.cli.numbers import at_least_one
from nextcall.config.paths import Folders
from nextcall.exchange.people_columns import OPTIONS

_MODULES = {
    "import": "contacts_import",
    "lists": "contacts_lists",
    "show": "contacts_lists",
    "next": "contacts_people",
    "due": "contacts_people",
    "find": "contacts_people",
    "who": "contacts_who",
    "block": "contacts_acts",
    "unblock": "contacts_acts",
    "snooze": "contacts_acts",
    "done": "contacts_acts",
    "open": "contacts_acts",
    "export-ics": "contacts_ics",
    "forget": "contacts_forget",
}
"""By what is asked for: the module under `cli/` that does it."""
_READING = ("lists", "show", "next", "due", "find", "who")
_COLUMNS = {"list": "list-column"}
"""The options of columns that are not called as what they hold: `--list` is the list that people go to."""


def arguments(parser: ArgumentParser) -> None:
    """What `contacts` takes."""
    below = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    _import(below.add_parser("import", help="bring in people from a CSV or vCard file; the same file again adds no one"))
    below.add_parser("lists", help="every list, and how many people stand where")
    show = below.add_parser("show", help="the people of a list, in the order of the queue")
    show.add_argument("list", metavar="LIST", help="the name of a list")
    show.add_argument("--stage", metavar="STAGE", action="append", default=[], help="only who stands there: callback, retry, new, done, spent, dead or do-not-call")
    show.add_argument("--limit", metavar="N", type=at_least_one, help="no more than the first N")
    next_ = below.add_parser("next", help="who is called next, and why")
    next_.add_argument("list", metavar="LIST", nargs="?", help="the name of a list; without one that of the open session, else all lists")
    due = below.add_parser("due", help="the callbacks that are due, the oldest first")
    due.add_argument("--limit", metavar="N", type=at_least_one, default=20, help="no more than N (20)")
    due.add_argument("--until", metavar="WHEN", help="also those that are due until then, as tomorrow or +7d")
    find = below.add_parser("find", help="people in whose name, company, number, reason or e-mail address all words stand")
    find.add_argument("words", metavar="WORD", nargs="+", help="parts of words, in any order")
    find.add_argument("--list", metavar="LIST", help="only in this list")
    find.add_argument("--limit", metavar="N", type=at_least_one, default=50, help="no more than N (50)")
    _who(below.add_parser("who", help="one person: every call to them across sessions, introductions, what is next"))
    for name, help_ in (("block", "never call a number again, whoever has it"), ("unblock", "let a number be called again")):
        one = below.add_parser(name, help=help_)
        one.add_argument("phone", metavar="PHONE", help="the number, written in any way")
    snooze = below.add_parser("snooze", help="call somebody back at another time")
    _one(snooze)
    snooze.add_argument("when", metavar="WHEN", nargs="*", help="tomorrow (without it), +3d, +2w, +1m, 9:30, 2026-11-24, 2026-11-24T09:30")
    _one(below.add_parser("done", help="nothing is left to do for somebody"))
    _one(below.add_parser("open", help="call somebody as if nothing had been"))
    ics = below.add_parser("export-ics", help="the callbacks as a calendar; the same as export --format ics")
    ics.add_argument("-o", "--output", metavar="FILE", default="-", help="where to; it is replaced when all is written (-: standard output)")
    _forget(below.add_parser("forget", help="remove everything that is kept of a person, everywhere"))
    for name in _READING:
        form = below.choices[name].add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print it as JSON")
        form.add_argument("--plain", action="store_true", help="print lines of fields, tabs between")


def _import(parser: ArgumentParser) -> None:
    parser.epilog = "A column is named as in the header, or by its number: '#3'. What is not named is guessed; --dry-run says how."
    parser.add_argument("file", metavar="FILE", help="a CSV file, or vCards")
    parser.add_argument("--list", metavar="LIST", dest="into", help="the list that they go to; without it, the file's own words, else its name")
    parser.add_argument("--country", metavar="CC", help="the country of numbers that are written without one, as US or DE")
    for role, help_ in OPTIONS.items():
        parser.add_argument(f"--{_COLUMNS.get(role, role.replace('_', '-'))}", metavar="COL[,COL]", dest=f"column_{role}", help=help_)
    parser.add_argument("--dry-run", action="store_true", help="say how the file was understood and what would be done, and do nothing")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def _who(parser: ArgumentParser) -> None:
    parser.add_argument("who", metavar="WHO", nargs="+", help="LIST and ID, a number, or a name")


def _one(parser: ArgumentParser) -> None:
    parser.add_argument("list", metavar="LIST", help="the name of a list")
    parser.add_argument("id", metavar="ID", help="the person's id in it; contacts find says it")


def _forget(parser: ArgumentParser) -> None:
    parser.epilog = "Sessions stay, without the name, the number and the words that hold them. What was exported, and backups of your own, are yours to clean."
    _who(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and do nothing")
    parser.add_argument("--yes", action="store_true", help="do it: it cannot be undone")


def run(options: Namespace, where: Folders) -> int:
    """Do what is asked for."""
    done: int = import_module(f"nextcall.cli.{_MODULES[options.what]}").run(options, where)
    return done

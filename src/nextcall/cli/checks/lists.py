"""Call lists and the plan of the week: whether they fit, and are for the user alone."""

import os
from collections.abc import Callable, Iterator

from nextcall.cli.checks.finding import NOTE, OK, WRONG, Finding
from nextcall.cli.checks.values import without_values
from nextcall.errors import NextcallError
from nextcall.storage.contacts.lists import BLOCKED_NAME, Lists, is_name
from nextcall.storage.plans import Plans
from nextcall.storage.sessions import NewerError
from nextcall.text import line

_OTHERS = 0o077
_NEWER = "Use the newer nextcall that wrote it."


def check_lists(data: str) -> Iterator[Finding]:
    """The call lists of a data folder, the numbers that are not to be called, the plan."""
    if not os.path.isdir(data):
        return  # is told by those who look at the folders
    lists, plans = Lists(data), Plans(data)
    names = lists.names()
    bad = [
        *_unfit("call list", "Repair it; until then nobody on it comes up.", *((lambda name=name: lists.read(name)) for name in names)),
        *_unfit("do not call", "Repair it; until then nobody can tell who is not to be called.", lists.blocks),
        *_unfit("call list", "Repair it, or move it away.", lists.said),
    ]
    yield from bad
    if names:
        yield Finding(OK, "call lists", f"{len(names) - sum(finding.subject == 'call list' for finding in bad)} can be read")
    yield from _strangers(lists.folder)
    yield from _unfit("plan", "Repair it, or move it away; until then nothing is planned.", plans.read)
    wide = [path for path in (plans.path, *map(lists.path, names), os.path.join(lists.folder, f"{BLOCKED_NAME}.json")) if _is_wide(path)]
    if wide:
        yield Finding(WRONG, "call lists", f"{line(os.path.basename(wide[0]))} can be read by others", "Try: chmod -R go= on the data folder.")


def _unfit(subject: str, advice: str, *readers: Callable[[], object]) -> Iterator[Finding]:
    """What the readers cannot read."""
    for read in readers:
        try:
            read()
        except NewerError as error:
            yield Finding(WRONG, subject, without_values(error.message), _NEWER)
        except NextcallError as error:
            yield Finding(WRONG, subject, without_values(error.message), _NEWER if "newer nextcall" in error.message else advice)


def _strangers(folder: str) -> Iterator[Finding]:
    """Files among the lists that no list can be called like."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".json"))
    except OSError:
        return
    for name in names:
        stem = name.removesuffix(".json")
        if stem != BLOCKED_NAME and not is_name(stem):
            yield Finding(NOTE, "call list", f"{line(name)} is not read", "A list's name has small letters, digits and dashes; rename it.")


def _is_wide(path: str) -> bool:
    try:
        return os.name != "nt" and bool(os.lstat(path).st_mode & _OTHERS)
    except OSError:
        return False

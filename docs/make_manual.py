"""Writes what can be read off the commands themselves, as `python docs/make_manual.py`; `--check` only says whether it is so already.

That is the man page, `docs/nextcall.1`; in `docs/commands.md` what stands between `<!-- NAME -->` and
`<!-- /NAME -->`, the options of each command (a command that has no such place yet gets one at the end);
and in `docs/settings.md` the settings of each table.
"""

import os
import re
import sys
from textwrap import wrap

from nextcall.cli.main import parser
from nextcall.cli.taken import Command, Taken, command, usage
from nextcall.config.model import Config, values_of
from nextcall.config.settings import SETTINGS
from nextcall.config.show import toml_text

HERE = os.path.dirname(os.path.abspath(__file__))
MAN, COMMANDS, TABLES = (os.path.join(HERE, name) for name in ("nextcall.1", "commands.md", "settings.md"))
DATE = "November 22, 2026"
"""When the words of the man page that stand here were changed last."""
WIDEST = 72
"""Characters of a line of the man page's source."""
SHARED = ("--data-dir", "--config-dir")
"""Options of every command: told once."""

ENVIRONMENT = (
    ("NEXTCALL_HOME", "One folder for all four below: data, config, cache, log."),
    ("NEXTCALL_DATA_DIR", "Where sessions and call lists are kept."),
    ("NEXTCALL_CONFIG_DIR", "Where the configuration and own themes are."),
    ("NEXTCALL_CACHE_DIR", "Where copies are that may be deleted at any time."),
    ("NEXTCALL_LOG_DIR", "Where a log goes, where one is asked for."),
    ("NEXTCALL_TABLE_KEY", "Any single value of the configuration, as NEXTCALL_UI_THEME or NEXTCALL_SESSION_PRESET."),
    ("VISUAL, EDITOR", "What edit and config edit open."),
    ("PAGER", "What long output goes through on a terminal."),
    ("NO_COLOR", "When set, the screens are grey."),
)
FILES = (
    ("~/.local/share/nextcall/current.json", "The open session; without one there is no such file."),
    ("~/.local/share/nextcall/sessions/", "Ended sessions, one file each, by year and month."),
    ("~/.local/share/nextcall/contacts/", "Call lists."),
    ("~/.local/share/nextcall/plan.json", "What is planned, week by week."),
    ("~/.local/share/nextcall/trash/", "What was dropped or replaced; nothing of yours is deleted."),
    ("~/.config/nextcall/config.toml", "The configuration; nextcall config init writes one with every default."),
    ("~/.config/nextcall/themes/", "Own themes."),
    ("~/.cache/nextcall/", "Copies for fast reading; may be deleted at any time."),
)
STATUS = (
    ("0", "It is done."),
    ("1", "It could not be done: no session is open, there is none of that id, a disk does not take it."),
    ("2", "The words, the configuration or an input do not make sense."),
    ("128+n", "The signal n ended it."),
)
EXAMPLES = (
    ("Look around, on made-up numbers:", "nextcall demo"),
    ("An hour of calls:", "nextcall start power-hour"),
    ("The same from buttons or other programs:", "nextcall start sprint --headless\nnextcall tag no --note 'has a supplier until May'\nnextcall stop"),
    ("What the last weeks came to:", "nextcall stats --by week --query 'after:2026-10'"),
)


def main() -> int:
    """Write the files, or check them; 1 where something would change."""
    whole = command(parser())
    wanted = {MAN: man_page(whole), COMMANDS: filled(_read(COMMANDS), whole), TABLES: with_settings(_read(TABLES))}
    stale = [path for path, text in wanted.items() if not os.path.exists(path) or _read(path) != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{os.path.basename(path)} is not up to date: python docs/make_manual.py writes it anew")
        return 1 if stale else 0
    for path in stale:
        with open(path, "w", encoding="utf-8") as file:
            file.write(wanted[path])
    return 0


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def flat(one: Command) -> list[Command]:
    """A command and all below it, those that do nothing themselves left out."""
    return [*([] if one.below else [one]), *(other for below in one.below for other in flat(below))]


def own(one: Command) -> list[Taken]:
    """What a command takes beside the options of all."""
    return [taken for taken in one.taken if not set(taken.names) & set(SHARED)]


def sentence(text: str) -> str:
    """A help text as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def call(one: Command) -> str:
    """How a command is called, its options apart."""
    words = [taken for taken in one.taken if not taken.names]
    return " ".join(["nextcall", one.name, *(_bracketed(taken) for taken in words)]).replace("  ", " ").strip()


def _bracketed(taken: Taken) -> str:
    word = f"{taken.value}{'...' if taken.many else ''}"
    return word if taken.needed else f"[{word}]"


# ---- the man page


def man_page(whole: Command) -> str:
    """The whole page, in mdoc."""
    shared = [taken for taken in whole.taken if set(taken.names) & set(SHARED)]
    parts = [
        f".Dd {DATE}\n.Dt NEXTCALL 1\n.Os\n.Sh NAME\n.Nm nextcall\n.Nd focused calling sessions in the terminal\n",
        ".Sh SYNOPSIS\n.Nm nextcall\n.Op Fl \\-plain\n.Nm nextcall\n.Ar command\n.Op Ar options\n",
        (".Sh DESCRIPTION\n.Nm\nruns one session of calls at a time beside any phone: a timer, one key per\n"
        "outcome, live numbers, a plain file on disk.\nWithout a command it opens the home screen; there F1 shows the keys.\n"
        "There is no network code, no account and no sale target.\n.Pp\nOptions without a command:\n"),
        _list(own(whole)), ".Pp\nOptions of every command:\n", _list(shared),
        ".Sh COMMANDS\nMost commands that print figures take\n.Fl \\-json\nand\n.Fl \\-plain .\n",
        *(_section(one) for one in flat(whole) if one.name),
        ".Sh ENVIRONMENT\n", _table(ENVIRONMENT, "Ev"),
        ".Sh FILES\n", _table(FILES, "Pa"),
        ".Sh EXIT STATUS\n", _table(STATUS, ""),
        ".Sh EXAMPLES\n", ".Pp\n".join(f"{mdoc(words)}\n{_literal(code)}" for words, code in EXAMPLES),
    ]  # fmt: skip
    return "".join(parts)


def _section(one: Command) -> str:
    more = _literal(one.more) if one.more else ""
    taken = own(one)
    return f".Ss {escaped(call(one))}\\&\n{mdoc(sentence(one.help))}\n{_list(taken) if taken else ''}{more}"


def _list(taken: list[Taken]) -> str:
    return f".Bl -tag -width Ds\n{''.join(_item(one) for one in taken)}.El\n"


def _item(one: Taken) -> str:
    head = " , ".join(f"Fl {escaped(name[1:])}" for name in one.names)
    value = f"Ar {escaped(one.value)}" if one.value else ""
    return f".It {f'{head} {value}'.strip()}\n{mdoc(sentence(one.help))}\n"


def _table(rows: tuple[tuple[str, str], ...], macro: str) -> str:
    items = "".join(f".It {f'{macro} {escaped(name)}'.strip()}\n{mdoc(text)}\n" for name, text in rows)
    return f".Bl -tag -width Ds\n{items}.El\n"


def _literal(text: str) -> str:
    lines = "\n".join(escaped(line) for line in text.strip("\n").splitlines())
    return f".Bd -literal -offset indent\n{lines}\n.Ed\n"


def mdoc(text: str) -> str:
    """Words as lines of mdoc."""
    return "\n".join(escaped(line) for line in wrap(text, WIDEST, break_long_words=False, break_on_hyphens=False))


def escaped(text: str) -> str:
    """Text as it stands in a line of mdoc, where no word of it is taken for a macro."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return re.sub(r"(^|(?<= ))(?=[A-Z][a-z]?(?: |$)|[,.:;()\[\]?!|](?: |$)|[.'])", r"\\&", text)


# ---- the list of commands


def filled(text: str, whole: Command) -> str:
    """The page with the options of each command in their places."""
    for one in flat(whole):
        text = _put(text, one.name or "nextcall", _options(one))
    return text


def _put(text: str, name: str, content: str) -> str:
    """The page with its place of that name filled."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    if begin not in text:
        text = f"{text.rstrip()}\n\n### {name}\n\n{begin}{end}\n"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{content}{end}{after}"


def _options(one: Command) -> str:
    rows = "".join(f"| `{cell(usage(taken))}` | {cell(sentence(taken.help))} |\n" for taken in own(one))
    table = f"\n| takes | |\n|---|---|\n{rows}" if rows else ""
    more = f"\n```\n{one.more}\n```\n" if one.more else ""
    return f"`{call(one)}`: {cell(one.help).rstrip('.')}.\n{table}{more}\n"


def cell(text: str) -> str:
    """Text in a table."""
    return text.replace("|", "\\|").replace("<", "&lt;")


# ---- the settings


def with_settings(text: str) -> str:
    """The page with the settings of each table in their places; the keys stand in the README."""
    values = values_of(Config())
    tables: dict[str, str] = {}
    for setting in SETTINGS:
        table, key = setting.path
        if table != "keys":
            row = f"| `{key}` | {cell(sentence(setting.help))} | `{cell(toml_text(values[setting.name]))}` |\n"
            tables[table] = tables.get(table, "") + row
    for table, rows in tables.items():
        text = _put(text, table, f"\n| | what it is | unless stated |\n|---|---|---|\n{rows}\n")
    return text


if __name__ == "__main__":
    sys.exit(main())

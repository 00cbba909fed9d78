"""`nextcall themes`: the themes there are, and what is wrong with those that cannot be used."""

from argparse import ArgumentParser, Namespace

from nextcall.cli.output import as_json, data
from nextcall.config.paths import Folders
from nextcall.text import line
from nextcall.themes import load_themes


def arguments(parser: ArgumentParser) -> None:
    """What `themes` takes."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of JSON objects")
    form.add_argument("--plain", action="store_true", help="one theme a line, tabs between")


def run(options: Namespace, where: Folders) -> int:
    """Print the themes by name, then the problems."""
    found = load_themes(where.themes)
    themes = sorted(found.items)
    if options.json:
        rows = [{"name": theme.name, "dark": theme.dark, "problem": None} for theme in themes]
        bad = [{"name": problem.place, "dark": None, "problem": problem.reason} for problem in found.problems]
        as_json([*rows, *bad])
        return 0
    gap = "\t" if options.plain else "  "
    for theme in themes:
        data(f"{line(theme.name)}{gap}{'dark' if theme.dark else 'light'}")
    for problem in found.problems:
        data(f"{line(problem.place)}{gap}problem{gap}{line(problem.reason)}" if options.plain else line(str(problem), 500))
    return 0

"""`nextcall config`: where the configuration is, whether it is right, what holds, and editing it."""

import os
from argparse import ArgumentParser, Namespace

from nextcall.cli.output import as_json, data
from nextcall.config.load import load
from nextcall.config.paths import Folders
from nextcall.errors import NextcallError
from nextcall.storage import atomic
from nextcall.text import line


def arguments(parser: ArgumentParser) -> None:
    """What `config` takes."""
    below = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    path = below.add_parser("path", help="print where the files are")
    path.add_argument("which", nargs="?", choices=("config", "themes", "data", "cache", "log"), help="only this one")
    init = below.add_parser("init", help="write a commented file with every default; never over one that is there")
    init.add_argument("--stdout", action="store_true", help="print it instead")
    check = below.add_parser("check", help="say everything that is wrong in the configuration")
    check.add_argument("file", metavar="FILE", nargs="?", help="another file to check")
    below.add_parser("edit", help="open it in $VISUAL or $EDITOR; what is wrong afterwards does not take its place")
    show = below.add_parser("show", help="print what holds, and where each value comes from")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of JSON objects")
    form.add_argument("--plain", action="store_true", help="one setting a line, tabs between")


def run(options: Namespace, where: Folders) -> int:
    """Do what is asked for."""
    match options.what:
        case "path":
            return _path(options.which, where)
        case "init":
            return _init(where, to_output=options.stdout)
        case "check":
            return _check(options.file, where)
        case "edit":
            return _edit(where)
    return _show(options, where)


def _path(which: str | None, where: Folders) -> int:
    paths = {"config": where.config_file, "themes": where.themes, "data": where.data, "cache": where.cache, "log": where.log}
    if which:
        data(line(paths[which], 4096))
    else:
        for name, path in paths.items():
            data(f"{name}\t{line(path, 4096)}")
    return 0


def _init(where: Folders, *, to_output: bool) -> int:
    from nextcall.config.template import template  # noqa: PLC0415 (only here)

    if to_output:
        data(template().rstrip("\n"))
        return 0
    atomic.make_folder(where.config)
    try:
        handle = os.open(where.config_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NextcallError(
            f"{line(where.config_file, 300)} is there already; it stays as it is",
            "nextcall config edit opens it, nextcall config init --stdout prints the defaults.",
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(template())
    data(f"written: {line(where.config_file, 4096)}")
    return 0


def _check(path: str | None, where: Folders) -> int:
    if path is not None:
        load(path, {}, must_exist=True)
        data(f"{line(os.path.basename(path))}: nothing is wrong")
        return 0
    load(where.config_file, os.environ)
    there = os.path.lexists(where.config_file)
    data("config.toml: nothing is wrong" if there else "there is no config.toml; the defaults hold")
    return 0


def _show(options: Namespace, where: Folders) -> int:
    from nextcall.config.show import show  # noqa: PLC0415 (only here)

    rows = show(load(where.config_file, os.environ))
    if options.json:
        as_json([row._asdict() for row in rows])
        return 0
    for row in rows:
        data("\t".join(row) if options.plain else f"{row.name} = {row.value}  # {row.origin}")
    return 0


def _edit(where: Folders) -> int:
    """Edit a copy; it takes the file's place once nothing is wrong in it. Until then it is kept."""
    from nextcall.desk.editor import edit_configuration  # noqa: PLC0415 (only here)

    saved = edit_configuration(where.config_file)
    data(f"saved: {line(saved, 4096)}" if saved else "nothing was changed")
    return 0

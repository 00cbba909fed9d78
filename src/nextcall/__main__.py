"""The program's front door: finds out which command is meant and loads no more than that one needs.

A status bar asks every few seconds and a button pad sends an event at every call. So `status`
is answered before anything but `os` and `sys` is imported, and events before `argparse` is.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nextcall.cli.quick_words import Options

EVENTS = frozenset(("dial", "hangup", "tag", "undo", "redo", "pause", "resume", "note", "bright", "stop"))
"""The commands that are one event on the open session; `cli.events` says how each is called."""
READING = frozenset(("log", "stats"))
"""The commands that read the index alone; `cli.quick_words` understands their words."""
_WITH_VALUE = ("--data-dir", "--config-dir")
"""Options that may stand before the command and take the next word."""


def main(words: "list[str] | None" = None) -> int:
    """Run the program with the words of the command line; returns the exit code.

    Without `words` those of the process are taken, and the process ends here.
    """
    os.umask(0o077)
    code = _run(sys.argv[1:] if words is None else words)
    if words is None:
        _leave(code)
    return code


def command_in(words: "list[str]") -> str:
    """The first word that is no option nor an option's value; empty where there is none."""
    expected = False
    for word in words:
        if expected:
            expected = False
        elif word in _WITH_VALUE:
            expected = True
        elif not word.startswith("-"):
            return word
    return ""


def _run(words: "list[str]") -> int:
    try:
        code = _dispatch(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except _told() as error:
        from nextcall.cli.output import report  # noqa: PLC0415 (only where there is something to report)

        return report(error)
    except Exception as error:  # noqa: BLE001 (the last edge: a traceback would show what nobody should read in a log)
        from nextcall.cli.output import mistake  # noqa: PLC0415 (as above)

        return mistake(error)
    return code


def only_folders(words: "list[str]") -> bool:
    """Whether the words say nothing but where the folders are, if anything."""
    options, values = words[::2], words[1::2]
    if len(options) != len(values) or len(set(options)) != len(options):
        return False
    return all(option in _WITH_VALUE for option in options) and not any(value.startswith("-") for value in values)


def _dispatch(words: "list[str]") -> int:
    command = command_in(words)
    quick = "--help" not in words and "-h" not in words
    if quick and command == "status":
        from nextcall.cli import status  # noqa: PLC0415 (the quickest way)

        return status.run(words)
    if quick and command in EVENTS:
        import gc  # noqa: PLC0415 (an event is over before there is anything to collect)

        gc.disable()
        from nextcall.cli import events  # noqa: PLC0415 (the second quickest)

        return events.run(command, words)
    if quick and command in READING:
        from nextcall.cli import quick_words  # noqa: PLC0415 (the third quickest)

        options = quick_words.parsed(command, words)
        if options is not None:
            return _read(command, options)
    if only_folders(words):
        from nextcall.cli import home  # noqa: PLC0415 (the way that is taken every morning needs no parser)
        from nextcall.config.paths import folders  # noqa: PLC0415 (as above)

        stated = dict(zip(words[::2], words[1::2], strict=True))
        return home.run(folders(os.environ, stated.get("--data-dir"), stated.get("--config-dir")), as_lines=False)
    from nextcall.cli import main as others  # noqa: PLC0415 (all the rest)

    return others.run(command, words)


def _read(command: str, options: "Options") -> int:
    import gc  # noqa: PLC0415 (as for events)

    gc.disable()
    if command == "log":
        from nextcall.cli import log as reading  # noqa: PLC0415 (no more than is needed)
    else:
        from nextcall.cli import stats as reading  # type: ignore[no-redef]  # noqa: PLC0415 (as above)
    from nextcall.cli.writing import choose  # noqa: PLC0415 (as above)
    from nextcall.config.paths import folders  # noqa: PLC0415 (as above)

    where = folders(os.environ, options.data_dir, options.config_dir)
    choose(command, options, where)
    return reading.run(options, where)  # type: ignore[arg-type]  # it has what a Namespace has


def _told() -> "tuple[type[Exception], ...]":
    """What is told in one line; looked up only when something was raised."""
    from nextcall.errors import NextcallError  # noqa: PLC0415 (see above)

    return NextcallError, OSError


def _leave(code: int) -> None:
    """End the process with all that was printed, without taking the interpreter apart: that takes a third of a start."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # nobody reads any more, or closed
            pass
    os._exit(code)


if __name__ == "__main__":
    main()

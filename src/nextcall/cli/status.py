"""`nextcall status`: the open session in one line.

A status bar runs it every few seconds. So it reads one line that was written beside the session
(`storage.status`), carries its clock on, and imports next to nothing; only where that line is
not of the file as it is now is the file itself read, and the line written again.
"""

import os

from nextcall.clock import epoch
from nextcall.config.paths import Folders, folders
from nextcall.storage import status as line_file
from nextcall.text import line, lines

FIELDS = (
    "state", "session", "title", "elapsed", "left", "over", "progress",
    "calls", "connects", "conversations", "noes", "yeses", "helps", "value",
)  # fmt: skip
"""What `--format` knows, in braces. `elapsed`, `left` and `over` are clocks (`12:30`), or counts with their
unit where the goal is one (`4 calls`), `progress` is percent; what there is not (no session, open end, no formula) is empty."""
COUNTS = ("calls", "connects", "conversations", "noes", "yeses", "helps")
_QUIET = {"on_call": "on a call", "wrap_up": "wrapping up"}
"""States in which the line says nothing else: while somebody is on the line, no number asks for a look."""
_WITH_VALUE = ("--format", "--none", "--data-dir", "--config-dir")
_ALONE = ("--json", "--plain", "--waybar")


def run(words: list[str]) -> int:
    """Print the status that `words` ask for; raises `UsageError` or `StorageError`."""
    options = _options(words)
    found = _fields(folders(os.environ, options.get("--data-dir"), options.get("--config-dir")))
    shown = _shown(options, found, epoch())
    try:
        print(shown)
    except UnicodeEncodeError:  # a terminal that is not UTF-8
        print(shown.encode("ascii", "replace").decode())
    return 0


def _options(words: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    rest = iter(words)
    commands = 0
    for word in rest:
        name, equals, value = word.partition("=")
        if name in _WITH_VALUE:
            given = value if equals else next(rest, None)
            if given is None:
                raise _usage(f"{name} wants a value")
            found[name] = given
        elif word in _ALONE:
            found[word] = ""
        elif word == "status" and not commands:
            commands = 1
        elif word.startswith("-"):
            raise _unknown("option", name, (*_ALONE, *_WITH_VALUE, "--help"))
        else:
            raise _usage(f"unexpected '{line(word, 60)}'")
    for other in ("--waybar", "--none"):
        if "--json" in found and other in found:
            raise _usage(f"--json and {other} exclude each other")
    return found


def _shown(options: dict[str, str], fields: dict[str, str] | None, now: float) -> str:
    """What `options` ask for."""
    if "--json" in options:
        return as_json(fields, now)
    form, none = options.get("--format"), options.get("--none")
    if "--waybar" in options:
        from nextcall.cli.status_waybar import waybar  # noqa: PLC0415 (one bar wants it)

        return waybar(form, none or "", fields, now)
    shown = plain(fields, now) if form is None else formatted(form, fields, now)
    return shown if fields is not None or none is None else lines(none)


def _fields(where: Folders) -> dict[str, str] | None:
    """The session's figures as of its last event; None: no session is open."""
    current = os.path.join(where.data, "current.json")
    try:
        os.lstat(current)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return line_file.read(where.cache, current) or _read_again(where)


def _read_again(where: Folders) -> dict[str, str] | None:
    from nextcall.bootstrap import event_desk  # noqa: PLC0415 (only where the line is missing or old)
    from nextcall.storage.summary_line import status_fields  # noqa: PLC0415 (the same)

    stood = event_desk(where).disk.find_open()
    if stood is None or stood.identity is None:
        return None
    fields = status_fields(stood.bench.session, stood.path, stood.identity)
    line_file.write(where.cache, fields)
    return fields


def elapsed_seconds(fields: dict[str, str], now: float) -> float:
    """Seconds of the session until now, pauses left out."""
    running = 0.0 if fields["state"] == "paused" else max(0.0, now - float(fields["as_of"]))
    return float(fields["elapsed"]) + running


def as_json(fields: dict[str, str] | None, now: float) -> str:
    """The status as a JSON object in one line."""
    if fields is None:
        rows = ['"state": "none"', '"session": null', '"title": null', '"elapsed_seconds": null', '"left_seconds": null']
        return "{" + ", ".join([*rows, '"over_seconds": null', *(f'"{name}": 0' for name in COUNTS), '"value": null']) + "}"
    elapsed = elapsed_seconds(fields, now)
    planned = int(fields["goal_amount"]) * 60 if fields["goal_kind"] == "minutes" else None
    left = "null" if planned is None else f"{max(0.0, planned - elapsed):.3f}"
    over = "null" if planned is None else f"{max(0.0, elapsed - planned):.3f}"
    rows = [f'"state": {_text(fields["state"])}', f'"session": {_text(fields["session"])}', f'"title": {_text(fields["title"])}']
    rows += [f'"elapsed_seconds": {elapsed:.3f}', f'"left_seconds": {left}', f'"over_seconds": {over}']
    rows += [f'"{name}": {int(fields[name])}' for name in COUNTS]
    return "{" + ", ".join([*rows, f'"value": {_text(fields["value"]) if fields["value"] else "null"}']) + "}"


def _text(text: str) -> str:
    escaped = line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def shown_fields(fields: dict[str, str] | None, now: float) -> dict[str, str]:
    """Every field of `FIELDS` as it is shown."""
    if fields is None:
        return dict.fromkeys(FIELDS, "") | {"state": "none"}
    elapsed = elapsed_seconds(fields, now)
    left, over = _left_and_over(fields, elapsed)
    found = {"elapsed": _clock(elapsed), "left": left, "over": over, "progress": _progress(fields, elapsed)}
    return {name: found[name] if name in found else line(fields[name]) for name in FIELDS}


def _left_and_over(fields: dict[str, str], elapsed: float) -> tuple[str, str]:
    kind = fields["goal_kind"]
    if not kind:
        return "", ""
    if kind == "minutes":
        left = int(fields["goal_amount"]) * 60 - elapsed
        return (_clock(left + 0.999), "") if left > 0 else ("0:00", _clock(-left))
    rest = int(fields["goal_amount"]) - int(fields[kind])
    unit = kind[:-1] if abs(rest) == 1 else kind
    return (f"{rest} {unit}", "") if rest > 0 else (f"0 {kind}", f"{-rest} {unit}" if rest else "")


def _progress(fields: dict[str, str], elapsed: float) -> str:
    """How much of the goal is done, in whole percent, at most 100; empty where there is none."""
    kind = fields["goal_kind"]
    if not kind:
        return ""
    done, amount = (elapsed, int(fields["goal_amount"]) * 60) if kind == "minutes" else (float(fields[kind]), int(fields["goal_amount"]))
    return str(min(100, int(100 * done / amount)) if amount else 100)


def _clock(seconds: float) -> str:
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def plain(fields: dict[str, str] | None, now: float) -> str:
    """The status in words, for people. While somebody is on the line, and until that call is tagged, it has no numbers."""
    if fields is None:
        return "no session"
    if fields["state"] in _QUIET:
        return _QUIET[fields["state"]]
    shown = shown_fields(fields, now)
    time = f"{shown['over']} over" if shown["over"] else f"{shown['left']} left" if shown["left"] else shown["elapsed"]
    calls, conversations = shown["calls"], shown["conversations"]
    return ", ".join((
        shown["state"],
        time,
        f"{calls} call{'' if calls == '1' else 's'}",
        f"{conversations} conversation{'' if conversations == '1' else 's'}",
    ))  # fmt: skip


def formatted(form: str, fields: dict[str, str] | None, now: float) -> str:
    """`form` with its fields filled in; `{{` and `}}` are braces. Raises `UsageError` for a field that is none."""
    return filled(form, shown_fields(fields, now))


def filled(form: str, shown: dict[str, str]) -> str:
    """As `formatted`, with the fields as they are to be shown."""
    found: list[str] = []
    rest = lines(form)
    while rest:
        text, brace, rest = rest.partition("{")
        found.append(text.replace("}}", "}"))
        if not brace:
            break
        if rest.startswith("{"):
            found.append("{")
            rest = rest[1:]
            continue
        name, closed, rest = rest.partition("}")
        if not closed:
            raise _usage("a brace is not closed in --format", "Write {{ for a brace.")
        if name not in shown:
            raise _unknown("field", f"{{{name}}}", tuple(f"{{{known}}}" for known in FIELDS), "nextcall status --help names all of them.")
        found.append(shown[name])
    return "".join(found)


def _unknown(kind: str, word: str, known: tuple[str, ...], hint: str = "") -> Exception:
    from nextcall.cli.output import unknown  # noqa: PLC0415 (only where there is a fault to report)

    return unknown(kind, word, known, hint)


def _usage(message: str, hint: str = "") -> Exception:
    from nextcall.errors import UsageError  # noqa: PLC0415 (the same)

    return UsageError(message, hint)

"""Everything that can be done by command, so that a rule can be held against all of it."""

import json
from pathlib import Path

from fuzz import documents
from fuzz.box import Box

ID, LIST = documents.ID, documents.LIST


def all_commands(box: Box, out: Path) -> list[list[str]]:
    """Every command that works without a screen, writing ones among them; they go one after the other. Files go to `out`."""
    box.put(out / "calls.csv", documents.HISTORY.encode())
    box.put(out / "people.csv", documents.PEOPLE.encode())
    box.put(out / "people.vcf", documents.CARDS.encode())
    box.put(out / "more.jsonl", documents.lines_of_sessions())
    flags = ["--started", "Date,Time", "--outcome", "Disposition", "--map", "Sale=yes", "--map", "Callback=callback", "--map"]
    return [
        ["config", "init"], ["config", "check"], ["config", "show", "--plain"], ["config", "path"], ["config", "edit"], ["themes", "--plain"],
        ["start", "--headless", "--list", LIST, "--intention", "Ask"], ["dial"], ["hangup"], ["tag", "no", "--note", "x", "--contact", "Ann Roe"], ["undo"], ["redo"],
        ["note", "later"], ["bright", "silence"], ["pause", "break"], ["resume"], ["status"], ["status", "--json"], ["status", "--waybar"], ["contacts", "next"], ["stop"],
        ["log"], ["log", "--json"], ["show", ID], ["show", ID, "--json"], ["show", ID, "--markdown"], ["edit", ID], ["correct", ID, "1", "outcome=callback"],
        ["coach", ID, "listening=4"], ["add", "no=3", "--date", "2026-11-20", "--start", "9:00", "--minutes", "30"],
        ["import", str(out / "calls.csv"), *flags, "No Answer=no-answer", "--contact", "Name", "--phone", "Phone"], ["import", str(out / "more.jsonl")],
        ["stats"], ["stats", "--json"], ["stats", "--by", "week"], ["formula", "--json"], ["plan", "--calls", "9"], ["limits"], ["spots"], ["skills"], ["served"],
        ["review", "--week", "2026-w47"], ["doctor"], ["doctor", "--json"],
        ["contacts", "import", str(out / "people.csv")], ["contacts", "import", str(out / "people.vcf"), "--list", "cards"], ["contacts", "lists"],
        ["contacts", "lists", "--json"], ["contacts", "show", LIST], ["contacts", "show", LIST, "--json"], ["contacts", "due", "--until", "+900d"],
        ["contacts", "find", "o"], ["contacts", "find", "o", "--json"], ["contacts", "who", LIST, "1"], ["contacts", "who", LIST, "1", "--json"],
        ["contacts", "block", "+15550103"], ["contacts", "unblock", "+15550103"], ["contacts", "snooze", LIST, "2", "+3d"],
        ["contacts", "done", LIST, "2"], ["contacts", "open", LIST, "2"], ["contacts", "export-ics", "-o", str(out / "contacts.ics")],
        *([["export", "--format", form, "-o", str(out / f"out.{form}")] for form in ("csv", "jsonl", "markdown", "timeclock", "ics", "parquet")]),
        *([["export", "--format", form] for form in ("csv", "jsonl", "markdown", "timeclock", "ics")]),
        ["export", "--format", "csv", "--redact"], ["report", "-o", str(out / "report.html")], ["report", "--coach", "-o", str(out / "coach.html")],
        ["completions", "bash"], ["contacts", "forget", "Ann", "Roe", "--dry-run"], ["contacts", "forget", "Ann", "Roe", "--yes"], ["--version"], ["--help"],
    ]  # fmt: skip


def with_words(words: str) -> dict[str, bytes]:
    """Documents with those words wherever somebody can write some, by the path below the program's folders."""

    def said(value: object, key: str = "") -> object:
        free = {"title", "host", "intention", "note", "bright_note", "name", "company", "why", "email", "worked", "skill_answer", "text", "who", "to", "label",
                "preset", "skill", "phone", "hours", "time_zone", "short", "try", "reason_text"}  # fmt: skip
        if isinstance(value, dict):
            return {inner: said(item, inner) for inner, item in value.items()}
        if isinstance(value, list):
            return [words if key in ("tags", "steps") else said(item) for item in value]
        return words if key in free and isinstance(value, str) else value

    session = {**documents.session(), "time_zone": "America/New_York"}
    other = {**said(session), "time_zone": "America/New_York", "list": words, "future": {words: words}}  # type: ignore[dict-item]
    listed = said(documents.call_list())
    opened = {**said(documents.open_session()), "time_zone": "America/New_York", "list": LIST}  # type: ignore[dict-item]
    quoted = json.dumps(words)
    config = (
        f"[[preset]]\nid = 'own'\ntitle = {quoted}\nminutes = 45\n[session]\npreset = 'own'\n[outcomes.own]\nkey = 'o'\nlabel = {quoted}\nshort = {quoted}\n"
        f"[process]\nsteps = [{quoted}]\n[skills]\nnames = [{quoted}]\n[answers]\nprice = {quoted}\n"
    )
    found = {
        f"data/sessions/2026/11/{ID}.json": other, "data/current.json": opened, f"data/contacts/{LIST}.json": listed,
        "data/contacts/do-not-call.json": said(documents.blocks()), "data/plan.json": said(documents.plan()),
    }  # fmt: skip
    return {path: json.dumps(document).encode() for path, document in found.items()} | {"config/config.toml": config.encode(errors="replace")}

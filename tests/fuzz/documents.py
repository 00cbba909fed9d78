"""One good document of every kind that the program reads, with everything in it that can be."""

import json
from typing import Any

from nextcall.core.outcomes import SETS

ID = "20261121T140000Z-7f3a"
OPEN_ID = "20261121T180000Z-00ff"
LIST = "q4"


def _at(minute: int, second: int = 0, hour: int = 9) -> str:
    return f"2026-11-21T{hour:02}:{minute:02}:{second:02}.000-05:00"


def _outcomes(*names: str) -> dict[str, Any]:
    """Definitions of outcomes of the usual set; all of them without names."""
    fields = ("key", "label", "short", "counts", "connect", "conversation", "no", "yes", "help", "then")
    return {one.id: {field: getattr(one, field) for field in fields} for one in SETS["sales"] if one.id in names or not names}


def _call(n: int, outcome: str, **more: Any) -> dict[str, Any]:
    return {"n": n, "dialed_at": _at(n), "hung_up_at": _at(n, 30), "tagged_at": _at(n, 40), "outcome": outcome, "reason": "", "note": "", **more}


def session() -> dict[str, Any]:
    """An ended session."""
    contact = {"list": LIST, "id": "1", "name": "Ann Roe", "phone": "+15550100"}
    return {
        "schema": 1, "id": ID, "host": "desk", "title": "Power hour", "preset": "power-hour", "intention": "Ask one more question",
        "skill": "listening", "list": LIST, "tags": ["fintech"], "time_zone": "America/New_York", "goal": {"kind": "minutes", "amount": 60},
        "started_at": _at(0), "ended_at": _at(30), "end": "ended", "outcomes": _outcomes("no", "yes", "callback", "voicemail"),
        "steps": ["Why this person", "Open"], "value_per_call": "20.00", "formula": {"earned": "10000", "calls": 500, "currency": "USD"},
        "calls": [
            _call(1, "no", reason="price", contact=contact, asked=2, learned=1, steps_done=[0, 1], steps_skipped=[]),
            _call(2, "callback", note="later", contact=contact, callback_at="2026-11-25T10:00:00.000-05:00"),
            _call(3, "yes", amount="1200.50", bright=True, bright_note="silence", help=["introduced"], introduction={"who": "Ann", "to": "Bob", "state": "made"}),
            {"n": 4, "tagged_at": _at(5), "outcome": "voicemail"},
        ],
        "live": None,
        "pauses": [{"started_at": _at(6), "ended_at": _at(8), "reason": "break"}],
        "breaths": [{"started_at": _at(9), "ended_at": _at(9, 30), "seconds": 30}],
        "parked": [{"at": _at(10), "text": "shop", "state": "later"}],
        "plan_changes": [{"at": _at(11), "old": 50, "new": 60}],
        "summary": {"worked": "a", "skill_answer": "b", "intention_kept": "partly", "self_score": 3, "coach_score": 4},
        "counts_only": {"voicemail": 2},
        "trail": [{"at": _at(31), "call": 1, "field": "outcome", "old": "callback", "new": "no"}],
        "future": {"kept": [1, 2.5, "x"]},
    }  # fmt: skip


def open_session() -> dict[str, Any]:
    """The open session, on a call, with steps to take back."""
    found = {**session(), "id": OPEN_ID, "started_at": _at(0, hour=13), "ended_at": None, "end": None, "outcomes": _outcomes(), "counts_only": None}
    found |= {"pauses": [], "breaths": [], "parked": [], "plan_changes": [], "trail": []}
    found["calls"] = [{"n": 1, "tagged_at": _at(1, hour=13), "outcome": "no", "contact": {"name": "Ann Roe", "phone": "+15550100"}}]
    found["live"] = {"n": 2, "dialed_at": _at(2, hour=13), "contact": {"list": LIST, "id": "2", "name": "Bob Lee", "phone": "+15550101"}}
    return found


def call_list() -> dict[str, Any]:
    """A call list."""
    touches = [{"session": ID, "n": 1, "at": _at(1, 40), "outcome": "no", "label": "Heard it, said no", "then": "retry", "connect": True, "note": "price"}]
    touches.append({"session": ID, "n": 2, "at": _at(2, 40), "outcome": "callback", "label": "Call back", "then": "callback", "callback_at": "2026-11-25T10:00:00.000-05:00"})
    ann = {"id": "1", "name": "Ann Roe", "phone": "+15550100", "company": "Roe & Co", "why": "asked for it", "email": "ann@example.com", "note": "polite",
           "time_zone": "America/New_York", "hours": "09:00-17:00", "more": {"size": "50"}, "touches": touches, "acts": [{"at": _at(12), "kind": "callback", "until": _at(12, hour=15)}]}  # fmt: skip
    return {"schema": 1, "title": "Q4 leads", "people": [ann, {"id": "2", "name": "Bob Lee", "phone": "+15550101"}, {"id": "3", "name": "Cy", "future": 1}]}


def blocks() -> dict[str, Any]:
    """Numbers that are not to be called."""
    rows = [{"phone": "+15550109", "name": "Dee", "at": _at(1)}, {"phone": "+15550101", "at": _at(2), "session": ID, "n": 2, "allowed_at": _at(3)}]
    return {"schema": 1, "numbers": rows}


def acts() -> dict[str, Any]:
    """What was said of people and waits to be written into their lists."""
    return {"schema": 1, "acts": [{"list": LIST, "id": "2", "at": _at(13), "kind": "done"}, {"list": LIST, "id": "3", "at": _at(14), "kind": "callback", "until": _at(0, hour=16)}]}


def plan() -> dict[str, Any]:
    """The plan of weeks."""
    week = {"sessions": [{"day": "2026-11-23", "preset": "sprint", "at": "09:30"}, {"day": "2026-11-24", "preset": "power-hour"}], "try": "ask twice"}
    return {"schema": 1, "weeks": {"2026-W48": week, "2026-W49": {"sessions": [], "try": ""}}, "future": 1}


CONFIG = """\
[session]
preset = "morning"
present = true
repeat_guard_ms = 800
idle_minutes = 10

[[preset]]
id = "morning"
title = "Morning"
minutes = 45
break_minutes = 15
rounds = 2

[[preset]]
id = "thirty"
title = "Thirty"
calls = 30

[outcomes]
set = "sales"

[outcomes.demo-booked]
key = "o"
label = "Demo booked"
conversation = true
yes = true
then = "callback"
retry_hours = 5

[process]
steps = ["Open", "Ask", "Listen"]

[skills]
names = ["listening", "questioning"]

[formula]
earned = "10000"
calls = 500
currency = "USD"

[keys]
undo = ["u", "f9"]

[ui]
theme = "own"
clock = "24h"
week_starts = "monday"
animations = true

[notify]
end = ["bell", "terminal"]

[hooks]
tag = ["true"]

[answers]
price = "Compared with what?"

[storage]
format = "json"

[contacts]
retry_hours = 24
retry_max = 6
hours = "08:00-20:00"
country = "US"
dial = ["true", "tel:{phone}"]
"""
THEME = """\
name = "own"
dark = true
primary = "#6fb1e4"
secondary = "#8fa3b8"
accent = "#f0a04b"
foreground = "#dbe4ee"
background = "#0d1822"
surface = "#132130"
panel = "#1b2c3e"
success = "#7cc0f0"
warning = "#f2b872"
error = "#e58f45"

[variables]
muted = "#93a5b8"
accent-text = "#1b1002"
block-cursor-text-style = "bold"
"""
HISTORY = """\
Date,Time,Agent,Name,Phone,Disposition,Talk Time,Notes,Amount
2026-11-20,09:00:10,amy,Ann Roe,+15550100,No Answer,0:20,,
2026-11-20,09:02:00,amy,"Roe, Ben",+15550101,Not Interested,1:30,"said ""no"" twice",
2026-11-20,09:05:30,bob,Cy,+15550102,Sale,3:05,good,1200.50
2026-11-20,15:00:00,amy,Dee,+15550103,Callback,0:45,-later,
"""
PEOPLE = """\
Name,Company,Phone,Mobile,E-mail,Notes,Reason,Time zone,List,Do not call
Ann Roe,Roe & Co,(202) 555-0100,,ann@example.com,polite,asked for it,America/New_York,q4,
"Lee, Bob",Lee,202-555-0101,+44 20 7946 0958,,,,Europe/London,q4,
Cy,,,0049 30 901820 ext. 5,cy@example.com,,,,,yes
"""
CARDS = """\
BEGIN:VCARD
VERSION:3.0
N:Roe;Ann;;;
FN:Ann Roe
ORG:Roe & Co;Sales
TEL;TYPE=CELL,VOICE:+1 202 555 0100
TEL;TYPE=FAX:+1 202 555 0199
EMAIL;TYPE=INTERNET:ann@example.com
NOTE:polite\\, patient
TZ:-05:00
CATEGORIES:q4
PHOTO;ENCODING=b;TYPE=JPEG:AAAA
 BBBB
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=A9e;Bob
TEL;WORK;PREF:0044 20 7946 0958
NOTE;ENCODING=QUOTED-PRINTABLE:one=
two
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:individual
FN:Cy
TEL;VALUE=uri;PREF=1:tel:+1-202-555-0103;ext=5
item1.URL:https://example.com
END:VCARD
"""


def lines_of_sessions() -> bytes:
    """What `export --format jsonl` gives."""
    other = {**session(), "id": "20261120T140000Z-0001"}
    return b"".join(json.dumps(one).encode() + b"\n" for one in (session(), other))

"""The shape of a session file, as typed values: what the quick reader decodes it into."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from nextcall.storage.fields import LONGEST

Moment = Annotated[datetime, Meta(tz=True)]
Whole = Annotated[int, Meta(ge=0, le=1_000_000)]
Text = Annotated[str, Meta(max_length=LONGEST)] | None
Decimal = Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)?\Z", max_length=59)] | None
Simple = str | bool | Whole | None
"""What a correction keeps, as a rule; a whole call is left to the strict reader."""
Reason = Literal["price", "time", "need", "rival", "trust", "other", ""]
Mark = Literal["introduced", "referral", "useful", "thanked"]
Texts = list[str] | None
Numbers = list[Whole] | None
"""Lists have names: where a field is called so too, `list[str]` would be of that one."""


class _Known(Struct, gc=False, forbid_unknown_fields=True):
    """With a field that is not known here, the strict reader looks: it keeps what it does not know, but not everything."""


class _Contact(_Known, gc=False):
    name: Text = None
    phone: Text = None
    list: Text = None
    id: Text = None


class _Introduction(_Known, gc=False):
    who: Text = None
    to: Text = None
    state: Literal["made", "met", "thanked"] = "made"


class CallInFile(_Known, gc=False):
    """One call."""

    n: Whole
    outcome: str
    tagged_at: Moment
    dialed_at: Moment | None = None
    hung_up_at: Moment | None = None
    reason: Reason = ""
    note: Text = None
    contact: _Contact | None = None
    steps_done: Numbers = None
    steps_skipped: Numbers = None
    asked: Whole = 0
    learned: Whole = 0
    bright: bool = False
    bright_note: Text = None
    help: list[Mark] | None = None
    introduction: _Introduction | None = None
    amount: Decimal = None
    callback_at: Moment | None = None
    import_: Text = msgspec.field(name="import", default=None)
    import_row: Text = None
    """The last two are how `import` knows its rows again."""


class _Pause(_Known, gc=False):
    started_at: Moment
    ended_at: Moment | None = None
    reason: Text = None


class _Breath(_Known, gc=False):
    started_at: Moment
    ended_at: Moment | None = None
    seconds: Whole = 30


class _Parked(_Known, gc=False):
    at: Moment
    text: Text
    state: Literal["done", "later", "dropped"] | None = None


class _PlanChange(_Known, gc=False):
    at: Moment
    old: Whole
    new: Whole


class _Correction(_Known, gc=False):
    at: Moment
    call: Whole
    field: Text
    old: Simple = None
    new: Simple = None
    undone_at: Moment | None = None
    position: Whole | None = None


class _Goal(_Known, gc=False):
    kind: Literal["minutes", "calls", "conversations"]
    amount: Whole


class _Formula(_Known, gc=False):
    earned: Annotated[str, Meta(pattern=r"^[0-9]+(\.[0-9]+)?\Z", max_length=59)]
    calls: Annotated[int, Meta(ge=1, le=1_000_000)]
    currency: Text = None


class _Outcome(_Known, gc=False):
    key: Text = None
    label: Text = None
    short: Text = None
    counts: bool = True
    connect: bool = False
    conversation: bool = False
    no: bool = False
    yes: bool = False
    help: bool = False
    then: Literal["", "retry", "callback", "dead", "do-not-call", "keep"] = ""


Outcomes = dict[Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}\Z")], _Outcome]
"""The outcomes that a session used, by id."""


class _Summary(_Known, gc=False):
    worked: Text = None
    skill_answer: Text = None
    intention_kept: Literal["yes", "partly", "no"] | None = None
    self_score: Whole | None = None
    coach_score: Whole | None = None


_Calls = list[CallInFile]
_Pauses = list[_Pause]
_Breaths = list[_Breath]
_AllParked = list[_Parked]
_PlanChanges = list[_PlanChange]
_Corrections = list[_Correction]


class SessionFile(_Known, gc=False):
    """One ended session; texts are as in the file, and what is empty may be None."""

    schema: int
    id: str
    started_at: Moment
    calls: _Calls
    ended_at: Moment
    end: Literal["ended", "recovered"]
    host: Text = None
    title: Text = None
    preset: Text = None
    intention: Text = None
    skill: Text = None
    list: Text = None
    tags: Texts = None
    time_zone: Text = None
    goal: _Goal | None = None
    outcomes: msgspec.Raw = msgspec.Raw(b"{}")
    """As `Outcomes`: most sessions have the same, so it is decoded once for all of them."""
    steps: Texts = None
    value_per_call: Decimal = None
    formula: _Formula | None = None
    live: None = None
    pauses: _Pauses | None = None
    breaths: _Breaths | None = None
    parked: _AllParked | None = None
    plan_changes: _PlanChanges | None = None
    summary: _Summary = msgspec.field(default_factory=_Summary)
    counts_only: dict[str, Whole] | None = None
    trail: _Corrections | None = None

"""Nothing private is left: whatever stands where, in whatever form."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import START, a_session
from making import sessions
from nextcall.core.query import ALL
from nextcall.core.session import (
    Breath,
    Call,
    Contact,
    Correction,
    Formula,
    Introduction,
    Parked,
    Pause,
    Session,
    Summary,
    plain,
)
from nextcall.exchange.csv_out import rows
from nextcall.exchange.markdown import markdown
from nextcall.exchange.redact import Known, Redactor
from nextcall.exchange.timeclock import in_order, sitting
from nextcall.storage import codec

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
"""However slow the machine is."""
KEY = b"k" * 32
KNOWN = Known(frozenset(["power-hour"]), frozenset(["Power hour"]), frozenset(["listening"]), frozenset(["Open"]), frozenset(["Yes: meeting, order, pledge"]))
SECRET = "Zxqj"  # noqa: S105 (a word that is known again)
NUMBER = "5550177"


def full() -> Session:
    """A session with a secret wherever there is room for one."""
    extra = {"x": SECRET, "import": SECRET}
    contact = Contact(f"{SECRET} Roe", f"+1 {NUMBER}", f"{SECRET} list", NUMBER, extra)
    call = Call(
        1, START, START, START, "yes", "price", SECRET, contact, (0,), (1,), 1, 2, bright=True, bright_note=SECRET, help=("useful",),
        introduction=Introduction(SECRET, SECRET, "met", extra), amount="12.50", extra=extra,
    )  # fmt: skip
    return a_session(formula=Formula("10000", 500, SECRET, extra))._replace(
        title=SECRET, preset=SECRET, host=SECRET, intention=SECRET, skill=SECRET, list=SECRET, tags=(SECRET, f"{SECRET}2"), steps=(SECRET, "Open"),
        outcomes=tuple(outcome._replace(label=SECRET, short=SECRET, key="q", extra=extra) if outcome.id == "no" else outcome for outcome in a_session().outcomes),
        calls=(call, call._replace(n=2, outcome="no", contact=Contact(f"{SECRET}  roe"))), live=call._replace(n=3, tagged_at=None, outcome=None),
        pauses=(Pause(START, START, SECRET, extra),), breaths=(Breath(START, START, 30, extra),), parked=(Parked(START, SECRET, None, extra),),
        summary=Summary(SECRET, SECRET, "yes", 3, None, extra), trail=(Correction(START, 1, "note", SECRET, NUMBER, extra=extra),), extra=extra,
    )  # fmt: skip


def forms(session: Session) -> str:
    shown = Redactor(KEY, KNOWN).session(session)
    made = [json.dumps(codec.write(shown)), markdown(shown), *in_order([sitting(shown)])]
    return "\n".join([*made, rows(session, {outcome.id: outcome for outcome in shown.outcomes}, ALL, shown)])


def test_nothing_private_is_left_in_any_form() -> None:
    text = forms(full()).casefold()
    assert SECRET.casefold() not in text
    assert NUMBER not in text


@CALM
@given(sessions(), st.text("zxqj", min_size=6, max_size=9))
def test_no_text_of_whatever_session_is_left(session: Session, secret: str) -> None:
    calls = tuple(call._replace(note=secret, contact=Contact(secret, secret), bright_note=secret) for call in session.calls)
    session = session._replace(calls=calls, host=secret, intention=secret, title=secret, tags=(secret,))
    assert secret not in forms(session)


def test_what_the_numbers_need_stays() -> None:
    session, shown = full(), Redactor(KEY, KNOWN).session(full())
    assert codec.read(codec.write(shown)) == shown
    for one, other in zip(session.calls, shown.calls, strict=True):
        assert other._replace(contact=None) == one._replace(contact=None, note="", bright_note="", introduction=other.introduction, extra={})
    assert (shown.started_at, shown.counts_only, shown.summary.self_score) == (session.started_at, session.counts_only, 3)
    assert shown.steps == ("", "Open")
    assert next(outcome.label for outcome in shown.outcomes if outcome.id == "yes") == "Yes: meeting, order, pledge"
    kept = Redactor(KEY, KNOWN).session(a_session()._replace(skill="listening"))
    assert (kept.title, kept.preset, kept.skill) == ("Power hour", "power-hour", "listening")


def test_the_same_person_is_the_same_pseudonym_within_a_run_only() -> None:
    first, second = (Redactor(KEY, KNOWN).session(full()).calls[n].contact for n in (0, 1))
    assert first is not None
    assert second is not None
    assert first.name == second.name != ""
    assert second.phone == ""
    redactor, other = Redactor(KEY, KNOWN), Redactor(b"o" * 32, KNOWN)

    def called(who: Redactor, contact: Contact) -> Contact:
        [call] = who.session(a_session()._replace(calls=(Call(1, tagged_at=START, outcome="no", contact=contact),))).calls
        assert call.contact
        return call.contact

    ann = called(redactor, Contact("Ann", "+1 (555) 0100"))
    assert ann == called(redactor, Contact("ANN ", "15550100"))
    assert ann.phone != called(redactor, Contact("Ann", "15550101")).phone
    assert ann != called(other, Contact("Ann", "+1 (555) 0100"))
    assert called(redactor, Contact()) == Contact()


@CALM
@given(sessions())
def test_no_unknown_field_is_left(session: Session) -> None:
    shown = Redactor(KEY, KNOWN).session(session)
    assert all(not call.extra for call in shown.calls)
    assert not [key for key in plain(shown) if key.startswith("x ")]
    assert not shown.extra
    assert not shown.trail

"""Exports of usual systems: what each column is, without being told."""

import pytest

from nextcall.core.outcomes import SETS
from nextcall.exchange.columns import Columns, named
from nextcall.exchange.dispositions import known, mapping, proposed
from nextcall.exchange.guess import guessed, spoken
from nextcall.exchange.table import Table, read_table

EXPORTS = {
    "call centre": (
        "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Resolved,Speed of answer in seconds,AvgTalkDuration,Satisfaction rating",
        ["ID1,Diane,2021-01-01,09:12:58,Contract,Y,Y,109,00:02:23,3", "ID2,Becky,2021-01-01,09:12:58,Support,Y,N,70,00:04:02,3"],
        {"started": ["Date", "Time"], "duration": ["AvgTalkDuration"], "outcome": ["Answered (Y/N)"], "caller": ["Agent"]},
    ),
    "a telephone exchange's records": (
        "calldate,clid,src,dst,dcontext,channel,duration,billsec,disposition,uniqueid",
        ['2021-01-05 09:12:58,"""Ann"" <12>",201,15551234567,out,SIP/1,33,20,ANSWERED,1609837978.12', "2021-01-05 09:13:58,Ann,201,15551234568,out,SIP/1,33,0,NO ANSWER,1609837979.13"],
        {"started": ["calldate"], "duration": ["billsec"], "outcome": ["disposition"], "phone": ["dst"]},
    ),
    "a predictive dialler": (
        "call_date,phone_number_dialed,status,user,full_name,length_in_sec,status_name",
        ["2021-01-05 09:12:58,15551234567,NI,6666,Bo,20,Not Interested", "2021-01-05 09:13:58,15551234568,N,6667,Al,0,No Answer"],
        {"started": ["call_date"], "duration": ["length_in_sec"], "outcome": ["status_name"], "caller": ["full_name"], "phone": ["phone_number_dialed"]},
    ),
    "a CRM": (
        "Activity date;Call outcome;Call duration (HH:mm:ss);Activity assigned to;Call notes;Contact",
        ["2021-01-25 09:12;Connected;00:01:02;Bo;n;Ann", "2021-01-25 09:13;Busy;00:00:00;Al;;Ann"],
        {
            "started": ["Activity date"], "duration": ["Call duration (HH:mm:ss)"], "outcome": ["Call outcome"],
            "caller": ["Activity assigned to"], "note": ["Call notes"], "contact": ["Contact"],
        },
    ),
    "a telephone company": (
        "Direction,Type,Phone Number,Name,Date,Time,Action,Action Result,Result Description,Duration",
        ["Outgoing,Voice,(555) 123-4567,Ann,Tue 01/05/2021,9:12 AM,Phone Call,Call connected,,0:01:02", "Outgoing,Voice,(555) 123-4568,Bob,Tue 01/05/2021,9:15 AM,Phone Call,No Answer,,0:00:10"],
        {"started": ["Date", "Time"], "duration": ["Duration"], "outcome": ["Action Result"], "phone": ["Phone Number"], "contact": ["Name"]},
    ),
    "a spreadsheet in German": (
        "Datum;Uhrzeit;Kunde;Telefon;Dauer;Ergebnis;Notiz",
        ["05.01.2021;9:12;Müller;030 123;2:05;nicht erreicht;", "05.01.2021;9:20;Meier;030 124;0:00;Termin;ja"],
        {"started": ["Datum", "Uhrzeit"], "duration": ["Dauer"], "outcome": ["Ergebnis"], "contact": ["Kunde"], "phone": ["Telefon"], "note": ["Notiz"]},
    ),
    "ends without durations": (
        "Start Date,Start Time,End Time,Result",
        ["2021-01-05,09:12,09:15,sale", "2021-01-05,09:20,09:21,no sale"],
        {"started": ["Start Date", "Start Time"], "ended": ["End Time"], "outcome": ["Result"]},
    ),
    "seconds since 1970, and numbers that look like them": (
        "phone,timestamp,disposition",
        ["5551234567,1609837978,sale", "5551234568,1609837999,DNC"],
        {"started": ["timestamp"], "outcome": ["disposition"], "phone": ["phone"]},
    ),
    "nothing of the kind": ("Colour,Weight", ["red,5", "blue,6"], {}),
}  # fmt: skip


def table_of(header: str, rows: list[str], times: int = 4) -> Table:
    return read_table("\n".join([header, *rows * times]).encode())


def names(table: Table, found: Columns) -> dict[str, list[str]]:
    return {field: [named(table, at) for at in positions] for field, positions in found._asdict().items() if positions}


@pytest.mark.parametrize("system", EXPORTS)
def test_exports_of_usual_systems(system: str) -> None:
    header, rows, expected = EXPORTS[system]
    table = table_of(header, rows)
    assert names(table, guessed(table)) == expected


def test_names_as_words() -> None:
    assert [spoken(name) for name in ("AvgTalkDuration", "call_date", " Durée (s) ", "Answered (Y/N)")] == ["avg talk duration", "call date", "duree s", "answered y n"]


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("Answered (Y/N)", ["Y", "N"], {"y": "not-a-fit", "n": "no-answer"}),
        ("Connected", ["Yes", "No", ""], {"yes": "not-a-fit", "no": "no-answer", "": "no-answer"}),
        ("Sale", ["1", "0"], {"1": "yes", "0": "no"}),
        ("disposition", ["NO ANSWER", "ANSWERED", "Left_Voicemail", "CALLBK", "DNC", "whatever"], {"no answer": "no-answer", "answered": "not-a-fit", "left_voicemail": "voicemail", "callbk": "callback", "dnc": "do-not-call"}),
    ],
)  # fmt: skip
def test_values_are_proposed(column: str, values: list[str], expected: dict[str, str]) -> None:
    assert proposed(values, column, SETS["sales"]) == expected


def test_every_proposal_is_an_outcome_there_is() -> None:
    few = tuple(outcome for outcome in SETS["sales"] if outcome.id in ("no", "yes"))
    assert proposed(["Sale", "Busy", "Answered"], "Result", few) == {"sale": "yes"}


def test_what_is_known_by_its_name() -> None:
    sales = SETS["sales"]
    assert known(["Voicemail left", "NO", "call back", "x"], {}, sales) == {"voicemail left": "voicemail", "no": "no", "call back": "callback"}
    assert known(["No", "Yes"], {}, sales) == {}
    assert known(["No", "later", ""], mapping(["*=callback", "=no-answer"], sales), sales) == {"no": "no", "later": "callback", "": "no-answer"}
    assert mapping(["a=b=no"], sales) == {"a=b": "no"}

"""`nextcall contacts`: from a file to a list, from the list to a call, and back to what came of it."""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli.commands import Command, Result, one_line
from nextcall.exchange import phones

TEN_WAYS = [
    "+1 212 555 0100", "(212) 555-0100", "212.555.0100", "1-212-555-0100", "0012125550100",
    "tel:+1-212-555-0100", "+1 (212) 555‑0100", "2125550100", "'+12125550100", "＋１２１２５５５０１００",
]  # fmt: skip
HOSTILE = ["\x1b]52;c;AAAA\x07Eve", "[@click=app.quit]Mallory[/]", "\u202eevE", "x" * 10_000, "👩\u200d👩\u200d👧", "=cmd|'/c calc'!A1", "-rf", "; touch X"]
UNSAFE = ("\x1b", "\x07", "\u202e", "\x9b", "\x00")


@pytest.fixture
def people(home: Path, nextcall: Command) -> Callable[..., Result]:
    """Bring a CSV file in, under the name of the list."""

    def bring(text: str, name: str = "q4", *more: str) -> Result:
        home.mkdir(exist_ok=True)
        path = home / f"{name}.csv"
        path.write_text(text)
        return nextcall("contacts", "import", str(path), "--country", "US", *more)

    return bring


THREE = "Name,Phone,Company,Why\nAnn Roe,212-555-0100,Acme,opened the price list\nBob Lee,+44 20 7946 0958,Beta,\nCy,,,no number\n"


def listed(nextcall: Command, name: str = "q4") -> list[str]:
    return [one["name"] for one in nextcall("contacts", "show", name, "--json").json]


def test_a_dry_run_says_how_it_is_understood_and_does_nothing(home: Path, people: Callable[..., Result], nextcall: Command) -> None:
    found = people(THREE, "q4", "--dry-run")
    assert found.code == 0
    assert "Name: column 'Name'." in found.out
    assert "Ann Roe, Acme, +12125550100" in found.out
    assert "q4: 3 would be new." in found.out
    assert not (home / "data").exists()
    assert nextcall("contacts", "lists", "--json").json == []


def test_the_same_file_twice_adds_no_one(home: Path, people: Callable[..., Result]) -> None:
    assert people(THREE, "q4", "--json").json["lists"] == {"q4": {"new": 3, "merged": 0, "known": 0, "refused": 0}}
    before = (home / "data/contacts/q4.json").read_bytes()
    assert people(THREE, "q4", "--json").json["lists"] == {"q4": {"new": 0, "merged": 0, "known": 3, "refused": 0}}
    assert (home / "data/contacts/q4.json").read_bytes() == before


def test_a_file_in_which_nobody_is_found_is_bad_input(home: Path, people: Callable[..., Result]) -> None:
    found = people("Name,Phone,Company\n,,Acme\n")
    assert found.code == 2
    assert "line 2: neither a name nor a number" in found.out
    assert not (home / "data/contacts/q4.json").exists()


def test_numbers_written_in_ten_ways_are_one(people: Callable[..., Result], nextcall: Command) -> None:
    rows = "\n".join(f'Ann {n},"{way}"' for n, way in enumerate(TEN_WAYS))
    assert people(f"Name,Phone\n{rows}\n", "q4", "--json").json["lists"]["q4"]["new"] == 1
    assert [one["phone"] for one in nextcall("contacts", "show", "q4", "--json").json] == ["+12125550100"]
    for way in TEN_WAYS:
        assert phones.read(way, "US").number == "+12125550100"


def test_what_is_learned_later_fills_what_is_empty_and_overwrites_nothing(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    again = people("Name,Phone,Company,E-mail\nAnnabel,2125550100,Other,ann@acme.example\nCy,,Gamma,\n", "q4", "--json")
    assert again.json["lists"]["q4"] == {"new": 0, "merged": 2, "known": 0, "refused": 0}
    ann, _, cy = nextcall("contacts", "show", "q4", "--json").json
    assert (ann["name"], ann["company"], ann["email"]) == ("Ann Roe", "Acme", "ann@acme.example")
    assert cy["company"] == "Gamma"


def test_lists_come_from_the_option_a_column_or_the_name_of_the_file(people: Callable[..., Result], nextcall: Command) -> None:
    people("Name,Phone,List\nAnn,2125550100,Wärm Leads!\nBob,2125550101,\n", "Müller & Söhne 2026")
    people("Name,Phone\nCy,2125550102\n", "x", "--list", "mine")
    assert [one["name"] for one in nextcall("contacts", "lists", "--json").json] == ["mine", "muller-sohne-2026", "warm-leads"]
    assert "cannot be the name of a list" in one_line(people("Name\nAnn\n", "x", "--list", "../x").err)


def test_vcards_are_known_by_their_content(home: Path, nextcall: Command) -> None:
    pytest.importorskip("vobject")
    home.mkdir()
    (home / "cards.txt").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ann Roe\nN:Roe;Ann\nTEL:+12125550100\nEND:VCARD\n")
    assert nextcall("contacts", "import", str(home / "cards.txt")).code == 0
    assert listed(nextcall, "cards") == ["Ann Roe"]


def test_a_list_that_does_not_fit_is_not_written_to(home: Path, people: Callable[..., Result], nextcall: Command) -> None:
    (home / "data/contacts").mkdir(parents=True)
    bad = home / "data/contacts/q4.json"
    bad.write_text('{"schema": 1, "people": [{"id": 5}]}')
    refused = people(THREE)
    assert refused.code == 1
    assert "people[0].id" in one_line(refused.err)
    assert bad.read_text() == '{"schema": 1, "people": [{"id": 5}]}'
    assert "cannot be read: q4.json: people[0].id" in nextcall("contacts", "lists").out
    assert nextcall("contacts", "show", "q4").code == 1


# ---- who is next


def test_dial_and_tag_from_another_terminal_go_through_the_list(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    assert nextcall("start", "sprint", "--headless", "--list", "q4").err == ""
    assert nextcall("contacts", "next", "--plain").out.startswith("q4\t1\tnew\t\tAnn Roe\t+12125550100")
    assert nextcall("dial").out == "1  on the line: Ann Roe, +12125550100\n"
    assert nextcall("contacts", "next", "--json").json["name"] == "Bob Lee"
    assert nextcall("tag", "n").code == 0
    assert nextcall("tag", "x").out == "2  Heard it, said no: Bob Lee, +442079460958\n"
    assert nextcall("undo").code == 0
    assert nextcall("contacts", "next", "--json").json["name"] == "Bob Lee"
    assert nextcall("tag", "k").out.endswith(": Bob Lee, +442079460958\n")
    assert nextcall("tag", "n", "--contact", "somebody else").out == "3  No answer, busy\n"
    assert nextcall("tag", "y").out.endswith(": Cy\n")
    assert nextcall("contacts", "next", "--json").json["name"] == "Bob Lee"  # skipped, so after all others
    assert nextcall("stop").code == 0
    stages = {one["name"]: one["stage"] for one in nextcall("contacts", "show", "q4", "--json").json}
    assert stages == {"Ann Roe": "retry", "Bob Lee": "new", "Cy": "done"}


def test_a_name_without_a_list_is_only_a_label(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    assert "there is no call list 'q4-x'; did you mean q4?" in one_line(nextcall("start", "--headless", "--list", "q4-x").err)
    assert nextcall("tag", "n").out == "1  No answer, busy\n"


def test_a_callback_at_a_time_is_due_then(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    nextcall("start", "--headless", "--list", "q4")
    assert ", call back " in nextcall("tag", "c", "--at", "2h").out
    assert nextcall("contacts", "due").out == "No callback is due.\n"
    assert [one["name"] for one in nextcall("contacts", "due", "--until", "+7d", "--json").json["due"]] == ["Ann Roe"]
    assert "--at goes with" in one_line(nextcall("tag", "n", "--at", "2h").err)
    assert nextcall("tag", "c", "--at", "yesterday").code == 2
    calendar = nextcall("export", "--format", "ics").out
    assert "SUMMARY:Call Ann Roe (Acme)" in calendar
    assert nextcall("contacts", "export-ics").out.count("BEGIN:VEVENT") == calendar.count("BEGIN:VEVENT") == 1
    assert nextcall("export", "--format", "ics", "--redact").code == 2


def test_snoozed_done_and_open_again(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    assert nextcall("contacts", "snooze", "q4", "1").out.startswith("Ann Roe: call back ")
    assert nextcall("contacts", "snooze", "q4", "1", "+3d").code == 0
    assert nextcall("contacts", "done", "q4", "2").out == "Bob Lee: done\n"
    assert nextcall("contacts", "next", "q4", "--json").json["name"] == "Cy"
    nextcall("contacts", "open", "q4", "2")
    assert nextcall("contacts", "next", "q4", "--json").json["name"] == "Bob Lee"
    for wrong in (("snooze", "q4", "1", "soonish"), ("snooze", "q4", "99"), ("done", "nope", "1"), ("show", "q4", "--stage", "x"), ("who", "Nobody")):
        result = nextcall("contacts", *wrong)
        assert result.code == 2
        one_line(result.err)


def test_a_callback_without_a_time_is_tomorrow_at_nine_by_their_clock(people: Callable[..., Result], nextcall: Command) -> None:
    people("name,phone,time zone\nAnn,+12125550100,Pacific/Auckland\nBob,,\n")
    nextcall("start", "--headless", "--list", "q4")
    assert " 09:00 there, " in nextcall("tag", "c").out
    assert "there" not in nextcall("tag", "c").out
    nextcall("undo")
    assert nextcall("tag", "c", "--at", "9:00", "--contact", "Cy").out.count("there") == 0
    assert nextcall("undo").out == "undone: tag\n"
    call = nextcall("show", "--json").json["calls"][0]
    said, ann = (datetime.fromisoformat(call[field]).astimezone(ZoneInfo("Pacific/Auckland")) for field in ("tagged_at", "callback_at"))
    assert (ann.hour, ann.minute, ann.date()) == (9, 0, said.date() + timedelta(days=1))


def test_a_time_that_is_said_is_by_their_clock(people: Callable[..., Result], nextcall: Command) -> None:
    people("name,phone,time zone\nAnn,+12125550100,Pacific/Auckland\n")
    nextcall("start", "--headless", "--list", "q4")
    nextcall("dial")
    assert " 14:30 there, " in nextcall("tag", "c", "--at", "14:30").out


def test_callbacks_are_capped(people: Callable[..., Result], nextcall: Command) -> None:
    people("Name\n" + "".join(f"N{n}\n" for n in range(30)))
    for n in range(25):
        nextcall("contacts", "snooze", "q4", str(n + 1), "1h")
    shown = nextcall("contacts", "due", "--until", "+2d").out.splitlines()
    assert len(shown) == 21
    assert shown[-1] == "+5 more"
    assert nextcall("contacts", "due", "--until", "+2d", "--limit", "3", "--json").json["more"] == 22


def test_one_persons_whole_way(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    for tag in ("n", "c"):
        nextcall("start", "--headless", "--list", "q4")
        nextcall("tag", tag, "--note", f"noted {tag}")
        nextcall("contacts", "open", "q4", "1")
        nextcall("stop")
    found = nextcall("contacts", "who", "q4", "1", "--json").json[0]
    assert [(call["outcome"], call["note"]) for call in found["calls"]] == [("no-answer", "noted n"), ("callback", "noted c")]
    assert len({call["session"] for call in found["calls"]}) == 2
    assert [one["kind"] for one in found["said"]] == ["open", "open"]
    for words in (["Roe, Ann"], ["ann", "ROE"], ["(212) 555-0100"], ["+12125550100"]):
        assert nextcall("contacts", "who", *words, "--json").json[0]["id"] == "1"
    assert "noted c" in nextcall("contacts", "who", "Ann Roe").out
    assert nextcall("contacts", "who", "Ann Roe", "--plain").out.startswith("person\tq4\t1\tAnn Roe")
    assert [one["name"] for one in nextcall("contacts", "find", "roe", "acme", "--json").json] == ["Ann Roe"]


# ---- do not call


def nobody_comes_back(nextcall: Command, people: Callable[..., Result]) -> None:
    """By import under any name and in any list, by the queue, by a retry or a callback."""
    again = people("Name,Phone\nAnother name,+1 212 555 0100\n", "other", "--json").json
    assert again["lists"]["other"] == {"new": 0, "merged": 0, "known": 0, "refused": 1}
    assert people("Name,Phone\nAnn Roe,(212) 555-0100\n", "q4", "--json").json["lists"]["q4"]["refused"] == 1
    nextcall("contacts", "snooze", "q4", "1", "1h")
    nextcall("contacts", "open", "q4", "1")
    assert nextcall("contacts", "next", "q4", "--json").json["name"] != "Ann Roe"
    assert nextcall("contacts", "due", "--until", "+9d", "--json").json["due"] == []
    assert nextcall("contacts", "who", "q4", "1", "--json").json[0]["stage"] == "do-not-call"


def test_whoever_asked_not_to_be_called_cannot_come_back_and_undo_takes_it_back(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    people("Name,Phone\nAnn,+12125550100\nZoe,2125550109\n", "warm")
    nextcall("start", "--headless", "--list", "q4")
    nextcall("tag", "d")
    assert nextcall("contacts", "next", "warm", "--json").json["name"] == "Zoe"
    nobody_comes_back(nextcall, people)
    nextcall("undo")
    assert nextcall("contacts", "next", "warm", "--json").json["name"] == "Ann"
    nextcall("redo")
    nextcall("stop")
    nobody_comes_back(nextcall, people)
    assert nextcall("contacts", "next", "warm", "--json").json["name"] == "Zoe"
    nextcall("contacts", "unblock", "+1 212 555 0100")
    assert nextcall("contacts", "next", "q4", "--json").json["name"] == "Ann Roe"


def test_blocked_and_allowed_by_hand(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    assert nextcall("contacts", "block", "001 212 555 0100").out.startswith("+12125550100 is never called again; 1 person has it\n")
    nobody_comes_back(nextcall, people)
    assert "was blocked already" in nextcall("contacts", "block", "+12125550100").out
    nextcall("contacts", "unblock", "+12125550100")
    assert nextcall("contacts", "next", "q4", "--json").json["name"] == "Ann Roe"
    assert people("Name,Phone\nAnother,2125550100\n", "other", "--json").json["lists"]["other"]["new"] == 1
    for wrong in ("x", "--", ";touch X"):
        assert nextcall("contacts", "block", wrong).code == 2


def test_a_number_may_be_corrected_to_do_not_call_long_after(people: Callable[..., Result], nextcall: Command) -> None:
    people(THREE)
    nextcall("start", "--headless", "--list", "q4")
    nextcall("tag", "n")
    nextcall("stop")
    assert nextcall("correct", "last", "1", "outcome=do-not-call").code == 0
    nobody_comes_back(nextcall, people)
    assert nextcall("correct", "last", "1", "outcome=no-answer").code == 0
    assert people("Name,Phone\nAnother,2125550100\n", "other", "--json").json["lists"]["other"]["new"] == 1


def test_a_file_can_say_who_must_not_be_called(people: Callable[..., Result], nextcall: Command) -> None:
    found = people("Name,Phone,Do not call\nAnn,2125550100,yes\nBob,2125550101,no\n", "q4", "--json").json
    assert (found["blocked"], found["lists"]["q4"]["new"]) == (1, 1)
    assert people("Name,Phone\nAnn,2125550100\n", "q4", "--json").json["lists"]["q4"]["refused"] == 1
    assert listed(nextcall) == ["Bob"]


# ---- whatever stands in a file


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_harmless_everywhere(people: Callable[..., Result], nextcall: Command, name: str) -> None:
    cell = '"' + name.replace('"', '""') + '"'
    assert people(f'Name,Phone,Why\n{cell},";touch X",{cell}\nBob,2125550101,x\n').code == 0
    nextcall("start", "--headless", "--list", "q4")
    nextcall("dial")
    nextcall("tag", "c", "--at", "1h")
    shown = [
        nextcall("contacts", *words)
        for words in (("lists",), ("show", "q4"), ("show", "q4", "--plain"), ("show", "q4", "--json"), ("next",), ("who", "q4", "1"), ("due", "--until", "+2d"), ("find", "x"))
    ]
    shown += [nextcall("export", "--format", "ics"), nextcall("stop"), nextcall("export", "--format", "csv")]
    for result in shown:
        assert result.code == 0
        assert not [sign for sign in UNSAFE if sign in result.out + result.err]
        assert max(map(len, result.out.splitlines()), default=0) < 4_000
    assert not (Path.cwd() / "X").exists()


def test_retries_of_an_outcome_can_be_configured(people: Callable[..., Result], nextcall: Command, configure: Callable[[str], Path]) -> None:
    configure("[contacts]\nretry_hours = 24\n[outcomes.voicemail]\nretry_max = 1\n")
    people(THREE)
    nextcall("start", "--headless", "--list", "q4")
    nextcall("tag", "v")
    nextcall("tag", "n")
    nextcall("stop")
    stages = {one["name"]: one["stage"] for one in nextcall("contacts", "show", "q4", "--json").json}
    assert stages["Ann Roe"] == "spent"
    assert stages["Bob Lee"] == "retry"
    session = json.loads(next((Path(os.environ["NEXTCALL_HOME"]) / "data/sessions").rglob("*.json")).read_text())
    assert "retry_max" not in json.dumps(session)


# ---- what an imported history says


OLD = "When,Result,Who,Number\n2025-03-04 10:00,Do not call,Ann R.,(212) 555-0100\n2025-03-04 10:05,No answer,Bob,2125550101\n2025-03-04 10:09,DNC,Zed,212-555-0177\n"
OLD_FLAGS = ("--started", "When", "--outcome", "Result", "--contact", "Who", "--phone", "Number", "--country", "US", "--map", "Do not call=do-not-call", "--map", "DNC=do-not-call", "--map", "*=no-answer")


def test_whoever_asked_not_to_be_called_in_an_imported_history_is_not_called(people: Callable[..., Result], nextcall: Command, tmp_path: Path) -> None:
    people(THREE)
    old = tmp_path / "old.csv"
    old.write_text(OLD)
    dry = nextcall("import", str(old), *OLD_FLAGS, "--dry-run")
    assert "2 numbers would never be called again" in dry.out
    assert "--country US" in dry.out
    assert nextcall("contacts", "next", "q4", "--json").json["name"] == "Ann Roe"
    done = nextcall("import", str(old), *OLD_FLAGS)
    assert "2 numbers are never called again: somebody asked for that." in done.out
    assert "--country" not in done.out
    nobody_comes_back(nextcall, people)
    assert people("Name,Phone\nZed,+1 212 555 0177\n", "late", "--json").json["lists"]["late"]["refused"] == 1
    assert nextcall("import", str(old), *OLD_FLAGS, "--json").json["blocked"] == 0
    nextcall("contacts", "unblock", "+12125550100")
    assert nextcall("contacts", "next", "q4", "--json").json["name"] == "Ann Roe"
    nextcall("import", str(old), *OLD_FLAGS)
    assert nextcall("contacts", "next", "q4", "--json").json["name"] == "Ann Roe"  # the later word counts
    nextcall("correct", "last", "3", "outcome=no")
    assert people("Name,Phone\nZed,+1 212 555 0177\n", "late", "--json").json["lists"]["late"]["new"] == 1


def test_numbers_without_a_country_that_are_blocked_are_told(nextcall: Command, tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text(OLD)
    flags = [word for word in OLD_FLAGS if word not in {"--country", "US"}]
    assert "2 of these without a country's code" in nextcall("import", str(old), *flags, "--dry-run").out


def test_a_whole_way_has_the_calls_that_no_list_knows_of(people: Callable[..., Result], nextcall: Command, tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text(OLD.replace("Ann R.", "Ann Roe").replace("Do not call", "Voicemail"))
    nextcall("import", str(old), *OLD_FLAGS)
    people(THREE)
    nextcall("start", "--headless", "--list", "q4")
    nextcall("tag", "n", "--note", "by the list")
    nextcall("stop")
    found = nextcall("contacts", "who", "Ann Roe", "--json").json[0]
    assert [call["note"] for call in found["calls"]] == ["by the list"]
    assert [(call["at"][:10], call["outcome"], call["n"]) for call in found["elsewhere"]] == [("2025-03-04", "voicemail", 1)]
    said = nextcall("contacts", "who", "Ann Roe").out.splitlines()
    assert [at for at, text in enumerate(said) if "2025-03-04" in text] < [at for at, text in enumerate(said) if "by the list" in text and "session" in text]
    assert nextcall("contacts", "who", "Cy", "--json").json[0]["elsewhere"] == []


def test_sessions_that_are_brought_in_say_who_is_not_called_and_what_came_of_people(people: Callable[..., Result], nextcall: Command, tmp_path: Path) -> None:
    people(THREE)
    nextcall("start", "--headless", "--list", "q4")
    for key in ("d", "n"):
        nextcall("tag", key)
    nextcall("stop")
    taken = tmp_path / "all.jsonl"
    nextcall("export", "--format", "jsonl", "-o", str(taken))
    elsewhere = ("--data-dir", str(tmp_path / "elsewhere"))
    file = tmp_path / "q4.csv"
    file.write_text(THREE)
    nextcall(*elsewhere, "contacts", "import", str(file), "--country", "US")
    assert "1 number would never be called again" in nextcall(*elsewhere, "import", str(taken), "--dry-run").out
    assert nextcall(*elsewhere, "import", str(taken), "--json").json["blocked"] == 1
    stages = {one["name"]: one["stage"] for one in nextcall(*elsewhere, "contacts", "show", "q4", "--json").json}
    assert stages == {"Ann Roe": "do-not-call", "Bob Lee": "retry", "Cy": "new"}

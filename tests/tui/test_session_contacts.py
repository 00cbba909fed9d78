"""A session with a call list: who comes next, who is on the line, callbacks, the number."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Gate, Stage, open_app, open_session
from people import ANN, BOB, CAT, PEOPLE, broken, called, content, keep_list, stands, touch
from snapshots import check

from fakes import START, FakeClock, a_session
from nextcall.contacts.person import Person
from nextcall.contacts.queue import Stage as At
from nextcall.core.session import State
from nextcall.storage.contacts.blocks import Block
from nextcall.storage.contacts.lists import Lists
from nextcall.tui import dialling

NO_GUARD = "[session]\nrepeat_guard_ms = 0\n"


@asynccontextmanager
async def calling(folder: Path, config: str = "", *, size: tuple[int, int] = FULL, clock: FakeClock | None = None, **fields: Any) -> AsyncIterator[Stage]:
    """A session on the list, with everybody looked up."""
    first = a_session((clock or FakeClock()).now())._replace(**{"list": "q4", **fields})
    async with open_app(folder, NO_GUARD + config, size=size, clock=clock, first=first) as stage:
        await stage.until_on("SessionScreen")
        screen = stage.session_screen()
        assert screen is not None
        await stage.until(lambda: screen.people is not None, "the people")
        await stage.rest()
        yield stage


def promised(stage: Stage) -> datetime | None:
    """When the first call of the session is to be called back."""
    return stage.session.calls[0].callback_at


def coming(stage: Stage) -> str:
    """The row that says who comes next."""
    return next(row for row in stage.rows() if "next call" in row)


# ---- who comes next


async def test_between_calls_the_next_one_is_shown_whole(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        assert "Ann Roe, Acme" in coming(stage)
        assert "+15550100   there 08:00" in coming(stage)
        assert stage.has("Why: she opened the price list twice Wed gatekeeper · Mon no answer “ask for her after ten”")


async def test_on_the_line_there_is_this_person_and_nothing_of_the_others(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        await stage.press("space")
        await stage.tick(61)
        assert stage.has("Ann Roe, Acme +15550100 there 08:01 Why: she opened the price list twice")
        assert stage.has("▸ Why this person")
        assert not stage.has("Bob Lee")
        assert not stage.has("calls 0")
        assert stage.session.live is not None
        assert stage.session.live.contact == (ANN.name, ANN.phone, "q4", "1", {})


async def test_one_key_taps_whoever_is_shown(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        await stage.press("n", "space", "x", "y")
        await stage.saved()
        assert called(stage) == [("Ann Roe", "no-answer"), ("Bob Lee", "no"), ("Cat Ito", "yes")]
        assert [call.contact and call.contact.id for call in stage.on_disk.calls] == ["1", "2", "3"]
        assert "Dan Fox" in coming(stage)


async def test_a_flood_of_keys_calls_everybody_once(tmp_path: Path) -> None:
    keep_list(tmp_path, [Person(str(i), f"P{i}", f"+1555{i:04}") for i in range(60)])
    async with calling(tmp_path) as stage:
        await stage.flood(*"nv" * 25)
        await stage.saved()
        assert [call.contact and call.contact.id for call in stage.on_disk.calls] == [str(i) for i in range(50)]


async def test_who_was_skipped_comes_after_all_others(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB, CAT])
    async with calling(tmp_path) as stage:
        await stage.press("k")
        assert "Cat Ito" in coming(stage)
        await stage.tick(5)
        await stage.press("k")
        assert "Bob Lee" in coming(stage)


async def test_when_nobody_is_left_calls_go_on_without_a_name(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB])
    async with calling(tmp_path) as stage:
        await stage.press("y")
        assert "Nobody is due now" in coming(stage)
        await stage.press("n", "space", "v")
        assert called(stage) == [("Bob Lee", "yes"), ("", "no-answer"), ("", "voicemail")]


async def test_a_retry_comes_when_its_time_has_come(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB])
    async with calling(tmp_path, "[contacts]\nretry_hours = 2\n") as stage:
        await stage.press("n")
        await stage.tick(2 * 3600 - 10)
        assert "Nobody is due" in coming(stage)
        for _ in range(10):
            await stage.tick(2)
        assert "Bob Lee" in coming(stage)
        assert stage.has("today no answer")


async def test_who_is_shown_stays_when_a_callback_falls_due(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB, CAT._replace(touches=(touch("callback", callback_at=START + timedelta(minutes=2)),))])
    async with calling(tmp_path) as stage:
        for _ in range(12):
            await stage.tick(20)
        assert "Bob Lee" in coming(stage)
        await stage.press("n")
        assert called(stage) == [("Bob Lee", "no-answer")]
        assert "Cat Ito" in coming(stage)
        assert stage.has("callback promised 09:02")


async def test_a_key_goes_to_the_callback_that_is_due(tmp_path: Path) -> None:
    due = touch("callback", callback_at=START + timedelta(minutes=2))
    keep_list(tmp_path, [BOB, CAT._replace(touches=(due,))])
    async with calling(tmp_path) as stage:
        await stage.press("C")
        assert stage.has("No other callback is due now.")
        await stage.tick(180)
        await stage.press("C")
        assert "Cat Ito" in coming(stage)
        await stage.press("space", "y")
        assert called(stage) == [("Cat Ito", "yes")]


async def test_the_preset_of_callbacks_has_nobody_else(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB, CAT._replace(touches=(touch("callback"),))])
    keep_list(tmp_path, [ANN._replace(touches=(touch("callback", timedelta(days=2)),))], "warm")
    async with calling(tmp_path, list=None, preset="callbacks") as stage:
        await stage.press("y", "y", "n")
        assert called(stage) == [("Ann Roe", "yes"), ("Cat Ito", "yes"), ("", "no-answer")]


async def test_a_list_that_is_only_a_label_changes_nothing(tmp_path: Path) -> None:
    first = a_session()._replace(list="no-such-list")
    async with open_app(tmp_path, first=first) as stage:
        await stage.until_on("SessionScreen")
        assert coming(stage).strip() == "Space  next call"
        await stage.press("n")
        assert stage.session.calls[0].contact is None


@pytest.mark.parametrize("label", ["../../etc/passwd", "do-not-call", "", "x" * 300, "\x1b[31m", "UPPER"])
async def test_a_label_that_can_be_no_list(tmp_path: Path, label: str) -> None:
    keep_list(tmp_path)
    async with open_app(tmp_path, first=a_session()._replace(list=label)) as stage:
        await stage.until_on("SessionScreen")
        await stage.press("n")
        assert stage.session.calls[0].contact is None


async def test_a_list_that_does_not_fit_is_said_and_the_session_goes_on(tmp_path: Path) -> None:
    path = broken(tmp_path, "q4", '{"schema": 1, "people": 7}')
    async with open_app(tmp_path, first=a_session()._replace(list="q4")) as stage:
        await stage.until_on("SessionScreen")
        await stage.press("n")
        assert len(stage.session.calls) == 1
    assert content(path) == '{"schema": 1, "people": 7}'


async def test_a_disk_that_takes_long_does_not_keep_who_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_list(tmp_path)
    gate = Gate(monkeypatch)
    async with calling(tmp_path) as stage:
        await stage.press("n")
        await stage.saved()
        gate.open.clear()
        stage.send("v")
        await stage.until(lambda: "Cat Ito" in coming(stage), "the next one")
        assert stage.desk.view().waiting
        gate.open.set()
        await stage.saved()


async def test_whoever_is_skipped_is_not_offered_again_before_the_others_not_even_a_promise(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB, CAT._replace(touches=(touch("callback"),)), PEOPLE[0]])
    async with calling(tmp_path) as stage:
        assert "Cat Ito" in coming(stage)
        await stage.press("k")
        assert "Ann Roe" in coming(stage)  # a retry that is due
        await stage.press("k")
        assert "Bob Lee" in coming(stage)
        await stage.press("n")
        assert "Cat Ito" in coming(stage)
        await stage.press("y")
        assert "Ann Roe" in coming(stage)


# ---- back


async def test_undo_brings_the_same_person_back(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        await stage.press("n", "v")
        assert "Cat Ito" in coming(stage)
        await stage.press("u")
        assert "Bob Lee" in coming(stage)
        await stage.press("u")
        assert "Ann Roe" in coming(stage)
        await stage.press("ctrl+r", "ctrl+r")
        assert "Cat Ito" in coming(stage)
        assert called(stage) == [("Ann Roe", "no-answer"), ("Bob Lee", "voicemail")]


async def test_undo_of_a_tag_goes_back_onto_the_line(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        await stage.press("space", "n", "u")
        assert stage.session.state == State.ON_CALL
        assert stage.has("Ann Roe, Acme")
        await stage.press("x")
        assert called(stage) == [("Ann Roe", "no")]


async def test_who_was_chosen_is_brought_back_too(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        await stage.press("F")
        await stage.write("cat")
        await stage.until_shown("Umbrella")
        await stage.press("enter")
        assert "Cat Ito" in coming(stage)
        await stage.press("n")
        assert "Ann Roe" in coming(stage)
        await stage.press("u")
        assert "Cat Ito" in coming(stage)
        await stage.press("space", "escape")
        assert "Cat Ito" in coming(stage)


async def test_do_not_call_holds_at_once_for_every_list_and_is_undone(tmp_path: Path) -> None:
    twin = Person("9", "Ann again", ANN.phone)
    keep_list(tmp_path, [ANN, twin, BOB])
    async with calling(tmp_path) as stage:
        await stage.press("d")
        assert "Bob Lee" in coming(stage)
        await stage.press("u")
        assert "Ann Roe" in coming(stage)
        await stage.press("n")
        assert "Ann again" in coming(stage)
        await stage.press("e")
        await stage.press("d", "escape")  # the first call was one, after all: whoever is shown has that number
        assert "Bob Lee" in coming(stage)


async def test_whom_another_program_blocks_is_not_called(tmp_path: Path) -> None:
    lists = keep_list(tmp_path, [BOB, CAT])
    async with calling(tmp_path) as stage:
        assert "Bob Lee" in coming(stage)
        with lists.sessions.lock():
            lists.save_blocks([Block(BOB.phone, BOB.name, START)])
        for _ in range(6):
            await stage.tick(1)
        await stage.until(lambda: "Cat Ito" in stage.text(), "the next one")
        await stage.press("n")
        assert called(stage) == [("Cat Ito", "no-answer")]


# ---- finding


async def test_finding_somebody(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        await stage.press("F")
        assert stage.on("FindPerson")
        await stage.write("o")
        await stage.until_shown("Dan Fox")
        await stage.press("down", "down", "enter")
        assert "Cat Ito" in coming(stage)
        await stage.press("F")
        await stage.write("zzz")
        await stage.press("enter")
        assert stage.has("Nobody is meant by that.")
        await stage.press("escape")
        assert "Cat Ito" in coming(stage)
        await stage.press("F")
        await stage.write("acme")
        await stage.press("enter")  # quicker than the list can follow
        assert "Ann Roe" in coming(stage)


async def test_who_asked_not_to_be_called_is_not_called_by_finding_them(tmp_path: Path) -> None:
    lists = keep_list(tmp_path)
    with lists.sessions.lock():
        lists.save_blocks([Block(CAT.phone, CAT.name, START)])
    async with calling(tmp_path) as stage:
        await stage.press("F")
        await stage.write("cat")
        await stage.press("enter")
        assert stage.has("Cat Ito asked not to be called.")
        assert "Ann Roe" in coming(stage)


async def test_nothing_is_found_on_the_line_or_without_a_list(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("F", "C", "n")
        assert stage.on("SessionScreen")
        assert len(stage.session.calls) == 1


# ---- callbacks


async def test_a_callback_is_tomorrow_at_nine_and_can_be_changed_for_a_moment(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB])
    async with calling(tmp_path) as stage:
        await stage.press("c")
        assert stage.has("Call back tomorrow 9:00. > later")
        nine = START.replace(hour=9, minute=0)
        assert promised(stage) == nine + timedelta(days=1)
        steps: list[datetime | None] = []
        for _ in range(3):
            await stage.press(">")
            steps.append(promised(stage))
        assert steps == [nine + timedelta(days=3), nine + timedelta(days=7), nine.replace(month=12)]
        assert stage.has("Call back Mon 21 Dec 9:00. > later")
        await stage.press(">")
        await stage.write("tue 14:30")
        await stage.press("enter")
        assert promised(stage) == nine.replace(day=24, hour=14, minute=30)
        await stage.press("u", "u", "u", "u")
        assert promised(stage) == nine + timedelta(days=1)
        await stage.saved()
        assert stage.on_disk.calls[0].outcome == "callback"


async def test_after_five_seconds_the_key_is_dead(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("c")
        assert stage.has("Call back tomorrow 9:00.")
        await stage.tick(5.1)
        assert not stage.has("Call back tomorrow")
        await stage.press(">")
        assert promised(stage) == START.replace(hour=9, minute=0) + timedelta(days=1)


async def test_what_is_no_time_is_said_and_the_line_stays(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("c", ">", ">", ">", ">")
        await stage.write("soon")
        await stage.press("enter")
        assert stage.on("AskLine")
        assert stage.has("is no time to call back")
        await stage.press("escape")
        assert stage.session.calls[0].callback_at is not None


async def test_nine_is_nine_o_clock_there(tmp_path: Path) -> None:
    keep_list(tmp_path, [ANN])
    async with calling(tmp_path) as stage:
        await stage.press("c")
        assert stage.has("Call back Sun 22 Nov 9:00 there, tomorrow 10:00 here. > later")
        at = stage.session.calls[0].callback_at
        assert at == datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=-6)))
        await stage.press("u")  # one key, one step back
        assert stage.session.calls == ()
        await stage.press("space", "c")  # on the line it is the same
        assert promised(stage) == at
        await stage.press("u")
        assert stage.session.state == State.ON_CALL


@pytest.mark.parametrize(("day", "offset", "expected"), [((2026, 10, 31), -4, "2026-11-01T09:00:00-05:00"), ((2026, 3, 7), -5, "2026-03-08T09:00:00-04:00")])
async def test_nine_is_nine_after_the_clocks_change(tmp_path: Path, day: tuple[int, int, int], offset: int, expected: str) -> None:
    keep_list(tmp_path, [BOB._replace(time_zone="America/New_York")])
    clock = FakeClock(datetime(*day, 15, 0, tzinfo=timezone(timedelta(hours=offset))))
    async with calling(tmp_path, clock=clock) as stage:
        await stage.press("c")
        at = stage.session.calls[0].callback_at
        assert at is not None
        assert at.isoformat() == expected


async def test_a_promise_is_kept_across_sessions(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB, CAT])
    async with calling(tmp_path) as stage:
        await stage.press("c", ">", "q")
        await stage.until_on("SummaryScreen")
        await stage.saved()
    assert stands(tmp_path, "2")[:2] == (At.CALLBACK, START.replace(hour=9) + timedelta(days=3))
    clock = FakeClock(START + timedelta(days=3, minutes=5))
    async with calling(tmp_path, clock=clock) as stage:
        assert "Bob Lee" in coming(stage)
        assert stage.has("callback promised 09:00")
        assert stage.has("Sat call back")


# ---- cautions


async def test_twice_today_is_said(tmp_path: Path) -> None:
    twice = (touch("retry", timedelta(hours=3)), touch("retry", timedelta(hours=2))._replace(n=2))
    keep_list(tmp_path, [BOB._replace(touches=twice)])
    async with calling(tmp_path, "[contacts]\nretry_hours = 1\n") as stage:
        assert stage.has("called twice today · today no answer")


@pytest.mark.parametrize(("zone", "hours", "words"), [("Asia/Tokyo", "", "outside 08:00–20:00 there"), ("America/Chicago", "08:30-17:00", "outside 08:30–17:00 there"), ("America/Chicago", "", ""), ("", "", ""), ("No/Where", "", ""), ("Asia/Tokyo", "rubbish", "outside 08:00–20:00 there")])
async def test_hours_in_which_a_call_is_not_welcome(tmp_path: Path, zone: str, hours: str, words: str) -> None:
    keep_list(tmp_path, [BOB._replace(time_zone=zone, hours=hours)])
    async with calling(tmp_path) as stage:
        assert words in stage.text()
        assert ("there" in coming(stage)) == (zone in {"Asia/Tokyo", "America/Chicago"})
        assert ("outside" in stage.text()) == bool(words)
        await stage.press("n")  # it is said, and stands in nobody's way
        assert called(stage) == [("Bob Lee", "no-answer")]


# ---- the number


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What is handed to the phone."""
    handed: list[list[str]] = []
    monkeypatch.setattr(dialling, "dial", lambda words, _: handed.append(list(words)))
    monkeypatch.setattr("nextcall.tui.dialling.shutil.which", lambda name: f"/usr/bin/{name}")
    return handed


async def test_the_number_is_handed_to_the_phone(tmp_path: Path, phone: list[list[str]]) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path, '[contacts]\ndial = ["my-phone", "--to", "tel:{phone}"]\n') as stage:
        await stage.press("o")
        assert stage.has("Handed to your phone.")
        await stage.press("space", "o")
        assert phone == [["/usr/bin/my-phone", "--to", "tel:+15550100"]] * 2
        assert stage.session.state == State.ON_CALL


@pytest.mark.parametrize("number", ["+1;touch X", "-rf", "--help", "$(x)", "javascript:x"])
async def test_what_is_no_number_is_refused(tmp_path: Path, phone: list[list[str]], number: str) -> None:
    keep_list(tmp_path, [BOB._replace(phone=number)])
    async with calling(tmp_path) as stage:
        await stage.press("o")
        assert stage.has("is no number that can be dialled")
        assert phone == []


async def test_without_a_number_that_is_said(tmp_path: Path, phone: list[list[str]]) -> None:
    async with open_session(tmp_path) as stage:
        await stage.press("o")
        assert stage.has("There is no number here.")
        await stage.press("O")
        assert stage.has("There is no number here.")
        assert phone == []


async def test_a_phone_that_fails_is_one_quiet_sentence(tmp_path: Path) -> None:
    keep_list(tmp_path)
    program = tmp_path / "phone"
    program.write_text("#!/bin/sh\nexit 4\n")
    program.chmod(0o700)
    async with calling(tmp_path, f'[contacts]\ndial = ["{program}", "{{phone}}"]\n') as stage:
        await stage.press("o")
        await stage.until_shown("The number was not opened: phone ended with 4.")
        await stage.press("n")
        assert len(stage.session.calls) == 1


async def test_the_number_is_copied_as_one_harmless_line(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB._replace(phone="+1555\x1b]52;c;eA==\x07\n0100")])
    async with calling(tmp_path) as stage:
        assert stage.app.clipboard == ""
        await stage.press("O")
        assert stage.app.clipboard.startswith("+1555")
        assert stage.app.clipboard.isprintable()
        assert "\x1b" not in stage.text()


async def test_an_outcome_may_have_the_key(tmp_path: Path, phone: list[list[str]]) -> None:
    config = '[outcomes.demo-booked]\nkey = "o"\nlabel = "Demo booked"\nconversation = true\nyes = true\nthen = "callback"\n'
    async with open_session(tmp_path, config) as stage:
        await stage.press("o")
        assert stage.session.calls[0].outcome == "demo-booked"
        assert phone == []
        assert stage.has("Call back tomorrow 9:00.")


# ---- rooms and names


@pytest.mark.parametrize("size", [FULL, WIDE, SMALL])
async def test_how_it_looks(tmp_path: Path, size: tuple[int, int]) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path, FORMULA, size=size) as stage:
        await check(stage, "session-listed-ready")
        await stage.press("space", "right")
        await stage.tick(73)
        await stage.saved()
        await check(stage, "session-listed-on-call")
        await stage.press("c")
        await stage.saved()
        await check(stage, "session-listed-callback")
        await stage.press("F")
        await stage.write("o")
        await stage.until_shown("Cat Ito")
        await stage.rest()
        await check(stage, "session-listed-find")


HOSTILE = {
    "long": "N" * 10_000,
    "escapes": "\x1b[31mRed\x1b]52;c;eA==\x07\x9b2J\r\n",
    "markup": "[b]bold[/b] [@click=app.quit]x[/] [/] [$x]",
    "rtl": "\u202eevil\u202c שלום עולם \u2066x\u2069",
    "emoji": "👨‍👩‍👧‍👦 漢字テスト 🏳️‍🌈",
    "empty": "",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_any_name_at_any_size(tmp_path: Path, name: str) -> None:
    text = HOSTILE[name]
    wild = Person("1", text, "+15550100", text, text, note=text, time_zone="Asia/Tokyo", touches=(touch("retry", timedelta(days=2), note=text),))
    keep_list(tmp_path, [wild, *PEOPLE[1:]])
    async with calling(tmp_path) as stage:
        for keys in ((), ("space",), ("c",), ("u", "u"), ("F",)):
            await stage.press(*keys)
            for size in (WIDE, SMALL, (20, 5), FULL):
                await stage.resize(*size)
                painted = stage.strips()
                assert all(strip.cell_length == size[0] for strip in painted)
                assert not set(stage.text()) & set("\x1b\x07\x9b\r\u202e\u2066")
        await stage.press("escape", "n")
        await stage.saved()
        assert stage.on_disk.calls[-1].contact is not None


SIZES = [(80, 24), (120, 40), (100, 36), (40, 12), (36, 11), (20, 5), (1, 1), (80, 24)]


@pytest.mark.parametrize("keys", [(), ("space",), ("n", "v", "c"), ("p", "escape")])
async def test_every_size_and_back(tmp_path: Path, keys: tuple[str, ...]) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        await stage.press(*keys)
        if keys:
            await stage.saved()
        first = stage.rows()
        for size in SIZES:
            await stage.resize(*size)
            assert all(strip.cell_length == size[0] for strip in stage.strips())
            if size[0] >= 36:
                assert "F1 help" in stage.rows()[-1], stage.text()
                assert stage.has("d do not call k skipped")
        assert "\n".join(stage.rows()) == "\n".join(first)


async def test_rows_do_not_move_from_one_person_to_the_next(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        places = set()
        for key in "nvny":
            rows = stage.rows()
            places.add((next(i for i, row in enumerate(rows) if "next call" in row), next(i for i, row in enumerate(rows) if "d do not call" in row)))
            await stage.press(key)
        assert len(places) == 1


async def test_while_the_list_is_looked_up_keys_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nextcall.storage.contacts.shelf import Shelf

    keep_list(tmp_path)
    gate = asyncio.Event()
    loop = asyncio.get_running_loop()
    opened = Shelf.opened

    def slowly(*args: object) -> Shelf:
        asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
        return opened(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Shelf, "opened", slowly)
    async with open_app(tmp_path, NO_GUARD, first=a_session()._replace(list="q4")) as stage:
        await stage.until_on("SessionScreen")
        assert stage.has("Looking up the list …")
        await stage.press("n", "space", "v")
        assert called(stage) == [("", "no-answer"), ("", "voicemail")]
        gate.set()
        await stage.until_shown("Ann Roe")
        await stage.press("y")
        assert called(stage)[-1] == ("Ann Roe", "yes")


async def test_list_and_session_agree_after_the_end(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with calling(tmp_path) as stage:
        await stage.press("y", "d", "n", "q")
        await stage.until_on("SummaryScreen")
        await stage.saved()
    assert [stands(tmp_path, id_).stage for id_ in "1234"] == [At.DONE, At.BLOCKED, At.RETRY, At.NEW]
    assert Lists(f"{tmp_path}/data").names() == ["q4"]

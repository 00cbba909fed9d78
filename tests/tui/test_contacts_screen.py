"""The contacts screen: what is due, the lists, their people, one person's whole story, and what can be said of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app
from past import held
from people import ANN, BOB, CAT, PEOPLE, broken, content, keep_list, stands, touch
from snapshots import check

from fakes import START, FakeClock, a_session
from histories import file_in
from nextcall.contacts.person import Act, Person
from nextcall.contacts.queue import Stage as At
from nextcall.core.session import Call, Contact, Introduction
from nextcall.storage.contacts.blocks import Block
from nextcall.storage.contacts.lists import Lists, Said
from nextcall.storage.contacts.settling import settle

NINE = START.replace(hour=9, minute=0)


@asynccontextmanager
async def contacts(folder: Path, config: str = "", *, size: tuple[int, int] = FULL, clock: FakeClock | None = None) -> AsyncIterator[Stage]:
    """The screen, with the lists read."""
    async with open_app(folder, config, size=size, clock=clock) as stage:
        await stage.press("c")
        await there(stage)
        yield stage


async def there(stage: Stage) -> None:
    """Wait until the screen has what it shows."""
    await stage.until_on("ContactsScreen")
    await stage.until(lambda: "Looking up" not in stage.text(), "the lists")
    await stage.rest()


def due(number: int, hours: float = 1) -> Person:
    """Somebody whose callback fell due so many hours ago."""
    at = START - timedelta(hours=hours)
    return Person(str(100 + number), f"Due {number}", f"+1555020{number:02}", f"Firm {number}", touches=(touch("callback", timedelta(days=3), callback_at=at, note=f"about {number}"),))


def chosen(stage: Stage) -> str:
    """The row under the cursor."""
    return next((row for row in stage.rows() if "▸" in row), "")


# ---- what there is


async def test_without_a_list_it_says_what_will_be_here(tmp_path: Path) -> None:
    async with contacts(tmp_path) as stage:
        assert stage.has("No list yet.")
        assert stage.has("nextcall contacts import FILE.csv")
        await stage.press("enter", "right", "d", "b", ">", "/", "u", "down", "end", "o")
        assert stage.on("ContactsScreen")
        await stage.press("escape")
        assert stage.on("HomeScreen")


async def test_callbacks_first_then_the_lists_with_their_counts(tmp_path: Path) -> None:
    keep_list(tmp_path, [*PEOPLE, *(due(n, 10 - n) for n in range(7)), CAT._replace(id="50", phone="+1", touches=(touch("dead"),))])
    keep_list(tmp_path, [BOB], "warm", "Warm leads")
    async with contacts(tmp_path) as stage:
        assert stage.has("7 callbacks due")
        assert stage.has("Due 0 Firm 0 about 0")
        assert stage.has("+2 more")
        assert not stage.has("Due 5")
        assert stage.has("Lists due now callback again new done at rest")
        assert stage.has("q4 11 7 1 3 0 1")
        assert stage.has("Warm leads 1 0 0 1 0 0")
        await stage.press(*["down"] * 5, "enter")
        assert stage.has("Due 6")
        assert not stage.has("Warm leads")
        await stage.press("escape")
        assert stage.has("Warm leads")


async def test_a_list_that_does_not_fit_is_named_and_never_touched(tmp_path: Path) -> None:
    keep_list(tmp_path)
    path = broken(tmp_path, "broken", '{"schema": 99}')
    async with contacts(tmp_path) as stage:
        assert stage.has("broken broken.json")
        await stage.press("home", "enter", "right")
        assert stage.on("ContactsScreen")
    assert content(path) == '{"schema": 99}'


async def test_a_long_list_is_shown_page_by_page(tmp_path: Path) -> None:
    keep_list(tmp_path, [Person(str(i), f"Person {i:04}", f"+1555{i:07}") for i in range(1_000)])
    async with contacts(tmp_path) as stage:
        await stage.press("right")
        assert stage.has("1,000 people")
        assert "Person 0000" in chosen(stage)
        await stage.press("end")
        assert "Person 0999" in chosen(stage)
        await stage.press("up", "pageup")
        assert chosen(stage) < "▸ Person 0999"
        await stage.press("home", *["down"] * 30)
        assert "Person 0030" in chosen(stage)
        assert sum("Person" in row for row in stage.rows()) == 20
        await stage.click("Person 0028")
        assert "Person 0028" in chosen(stage)
        await stage.click("Person 0028")
        assert stage.has("+15550000028")


# ---- finding


async def test_the_people_follow_every_letter(tmp_path: Path) -> None:
    keep_list(tmp_path)
    keep_list(tmp_path, [Person("1", "Rosa Roe", "+15550999", "Delta")], "warm")
    async with contacts(tmp_path) as stage:
        await stage.press("/")
        await stage.write("roe")
        await stage.until_shown("Rosa")
        assert stage.has("Ann Roe")
        await stage.write(" del")
        await stage.until(lambda: "Ann Roe" not in stage.text(), "fewer")
        await stage.press("enter")
        assert "Rosa Roe" in chosen(stage)
        assert stage.has("warm")
        await stage.press("/")
        await stage.write("zzz")
        await stage.press("enter")
        assert stage.has("Nobody is meant by that.")
        await stage.press("escape")
        assert stage.has("Lists")


async def test_a_list_is_searched_alone_and_esc_brings_it_back(tmp_path: Path) -> None:
    keep_list(tmp_path)
    keep_list(tmp_path, [Person("1", "Rosa Roe", "+15550999")], "warm")
    async with contacts(tmp_path) as stage:
        await stage.press("right", "/")
        await stage.write("roe")
        await stage.press("enter")
        assert stage.has("Ann Roe")
        assert not stage.has("Rosa")
        await stage.press("escape")
        assert stage.has("4 people")
        await stage.press("/", "escape")
        assert stage.has("4 people")


# ---- one person


async def test_a_whole_story(tmp_path: Path) -> None:
    story = ANN._replace(email="ann@acme.example", more={"Region": "West"}, acts=(Act(START - timedelta(days=1), "callback", NINE + timedelta(days=2)),))
    keep_list(tmp_path, [story, BOB])
    call = Call(1, None, None, START - timedelta(days=9), "helped", contact=Contact("Cy"), help=("introduced",), introduction=Introduction("Roe, Ann", "Cy Orr", "met"))
    file_in(tmp_path / "data", held(START - timedelta(days=9))._replace(calls=(call,)))
    before = Call(1, None, None, START - timedelta(days=40), "voicemail", note="before there was a list", contact=Contact("Roe, Ann", "+15550100"))
    stranger = before._replace(n=2, note="somebody else", contact=Contact("Ann Roe", "+15559999"))
    file_in(tmp_path / "data", held(START - timedelta(days=40))._replace(calls=(before, stranger)))
    async with contacts(tmp_path, size=WIDE) as stage:
        await stage.press("right", "right")
        assert stage.has("Ann Roe, Acme +15550100 there 08:00 Why: she opened the price list twice")
        assert stage.has("Call back Mon 09:00 on q4")
        assert stage.has("e-mail ann@acme.example")
        assert stage.has("Region West")
        assert stage.has("So far Fri 20 Nov 09:00 call back Mon 09:00")
        assert stage.has("Wed 18 Nov 09:00 gatekeeper “ask for her after ten” 20261118T140000Z-0002 Mon 16 Nov 09:00 no answer 20261116T140000Z-0001")
        await stage.until_shown("Introductions")
        assert stage.has("Thu 12 Nov Roe, Ann → Cy Orr met")
        assert stage.has("Mon 12 Oct 09:00 voicemail “before there was a list” 20261012")
        assert not stage.has("somebody else")
        await stage.press("escape", "down", "right")
        assert stage.has("Bob Lee, Initech")
        assert not stage.has("Introductions")


async def test_a_long_story_can_be_gone_through(tmp_path: Path) -> None:
    many = tuple(touch("retry", timedelta(days=n))._replace(n=n, note=f"note {n:03}") for n in range(1, 60))
    keep_list(tmp_path, [BOB._replace(touches=many[::-1])])
    async with contacts(tmp_path) as stage:
        await stage.press("right", "right")
        assert stage.has("note 001")
        await stage.press("end")
        assert stage.has("note 059")
        assert not stage.has("note 001")


async def test_a_call_of_the_story_is_opened_in_its_session_and_back(tmp_path: Path) -> None:
    past = held(START - timedelta(days=9), ["no-answer"] * 9)
    told = [touch("retry", timedelta(days=9))._replace(session=past.id, n=n, note=f"note {n}", at=START - timedelta(days=9, minutes=-n)) for n in (2, 7)]
    gone = touch("retry", timedelta(days=12))._replace(session="20261109T140000Z-0bad")
    keep_list(tmp_path, [BOB._replace(touches=(gone, *told), acts=(Act(START - timedelta(days=2), "open"),))])
    file_in(tmp_path / "data", past)
    async with contacts(tmp_path) as stage:
        await stage.press("right", "right")
        assert stage.has("Enter call")
        await stage.press("down")
        assert "call again" in chosen(stage)
        assert stage.has("Enter call")
        await stage.press("down")
        assert "note 7" in chosen(stage)
        assert stage.has("Enter open")
        await stage.press("enter")
        await stage.until_on("SessionDetailScreen")
        await stage.until(lambda: " 7 " in chosen(stage), "the call")
        await stage.press("escape")
        await there(stage)
        assert "note 7" in chosen(stage)
        await stage.press("down", "right")
        await stage.until_on("SessionDetailScreen")
        await stage.until(lambda: " 2 " in chosen(stage), "the call")
        await stage.press("escape")
        await there(stage)
        await stage.press("end", "enter")
        assert stage.has("That session is not there any more.")
        await stage.press("home", "enter")
        await stage.until_on("SessionScreen")
        assert stage.has("Bob Lee, Initech")


# ---- saying


async def test_done_and_back(tmp_path: Path) -> None:
    keep_list(tmp_path, [due(0), due(1)])
    async with contacts(tmp_path) as stage:
        await stage.press("d")
        assert stage.has("Done with Due 0. u takes it back.")
        assert stands(tmp_path, "100").stage == At.DONE
        assert "done" in chosen(stage)  # the row stays where it is
        assert "Due 0" in chosen(stage)
        await stage.until_shown("1 callback due")
        await stage.press("down", "d")
        assert stands(tmp_path, "101").stage == At.DONE
        await stage.press("u", "u")
        assert stands(tmp_path, "100").stage == stands(tmp_path, "101").stage == At.CALLBACK
        await stage.until_shown("2 callbacks due")
        await stage.press("u")
        assert not stage.has("Taken back: Due 1")


async def test_snooze_in_steps_leaves_one_word_behind(tmp_path: Path) -> None:
    lists = keep_list(tmp_path, [due(0), due(1)])
    async with contacts(tmp_path) as stage:
        found = []
        for _ in range(4):
            await stage.press(">")
            assert "Due 0" in chosen(stage)
            found.append(stands(tmp_path, "100").due_at)
        assert found == [NINE + timedelta(days=1), NINE + timedelta(days=3), NINE + timedelta(days=7), NINE.replace(month=12)]
        assert len(lists.said()) == 1
        assert stage.has("Call Due 0 back Mon 21 Dec 9:00. > later")
        await stage.press(">")
        await stage.write("tomorrow 16:00")
        await stage.press("enter")
        assert stands(tmp_path, "100").due_at == NINE.replace(day=22, hour=16)
        assert len(lists.said()) == 1
        await stage.press("u")
        assert lists.said() == ()
        assert stands(tmp_path, "100").due_at == START - timedelta(hours=1)


async def test_a_later_press_begins_anew(tmp_path: Path) -> None:
    keep_list(tmp_path, [due(0), due(1)])
    async with contacts(tmp_path) as stage:
        await stage.press(">", ">")
        stage.clock.pass_(6)
        await stage.press(">")
        assert stands(tmp_path, "100").due_at == NINE + timedelta(days=1)
        await stage.press("down", ">")
        assert stands(tmp_path, "101").due_at == NINE + timedelta(days=1)


async def test_a_callback_is_at_nine_there(tmp_path: Path) -> None:
    keep_list(tmp_path, [due(0)._replace(time_zone="Asia/Kolkata")])
    async with contacts(tmp_path) as stage:
        await stage.press(">")
        at = stands(tmp_path, "100").due_at
        assert at is not None
        assert at == datetime.fromisoformat("2026-11-22T09:00+05:30")
        assert stage.has("Sun 22 Nov 9:00 there, today 22:30 here")


async def test_what_the_list_has_by_now_is_taken_back_by_another_word(tmp_path: Path) -> None:
    lists = keep_list(tmp_path, [due(0)])
    async with contacts(tmp_path) as stage:
        await stage.press("d")
        with lists.sessions.lock():
            settle(lists)
        assert lists.said() == ()
        await stage.press("u")
        assert stage.has("Taken back: Due 0.")
        assert stands(tmp_path, "100")[:2] == (At.CALLBACK, START - timedelta(hours=1))


async def test_somebody_who_is_done_is_called_again(tmp_path: Path) -> None:
    keep_list(tmp_path, [BOB._replace(touches=(touch(""),))])
    async with contacts(tmp_path) as stage:
        await stage.press("right", "a")
        assert stands(tmp_path, "2").stage == At.NEW
        await stage.press("u")
        assert stands(tmp_path, "2").stage == At.DONE


async def test_block_and_allow(tmp_path: Path) -> None:
    lists = keep_list(tmp_path, [BOB, CAT])
    keep_list(tmp_path, [BOB._replace(id="7", name="Robert Lee")], "warm")
    async with contacts(tmp_path) as stage:
        await stage.press("right", "b")
        assert stage.has("Bob Lee will not be called again, on no list. u takes it back.")
        assert "do not call" in chosen(stage)
        assert stands(tmp_path, "2").stage == stands(tmp_path, "7", "warm").stage == At.BLOCKED
        await stage.press("enter", "d", ">", "a")
        assert stage.on("ContactsScreen")
        assert stage.has("asked not to be called")
        assert lists.said() == ()
        await stage.press("b")
        assert stands(tmp_path, "2").stage == stands(tmp_path, "7", "warm").stage == At.NEW
        await stage.press("u")
        assert stands(tmp_path, "2").stage == At.BLOCKED
        await stage.press("u")
        assert stands(tmp_path, "2").stage == At.NEW
        assert not any(block.holds for block in lists.blocks())


async def test_who_asked_in_a_call_can_be_allowed_again_and_that_taken_back(tmp_path: Path) -> None:
    lists = keep_list(tmp_path, [BOB._replace(touches=(touch("do-not-call"),))])
    with lists.sessions.lock():
        lists.save_blocks([Block(BOB.phone, BOB.name, START - timedelta(days=1), "20261101T140000Z-00aa", 1)])
    async with contacts(tmp_path) as stage:
        await stage.press("right")
        assert "do not call" in chosen(stage)
        await stage.press("b")
        assert "new" in chosen(stage)
        assert stands(tmp_path, "2").stage == At.NEW
        await stage.press("u")
        assert stands(tmp_path, "2").stage == At.BLOCKED


async def test_somebody_without_a_number(tmp_path: Path) -> None:
    keep_list(tmp_path, [PEOPLE[3]])
    async with contacts(tmp_path) as stage:
        await stage.press("right", "b")
        assert stage.has("There is no number here that could be blocked; d is enough.")
        await stage.press("o")
        assert stage.has("There is no number here.")
        await stage.press("O")
        assert stage.app.clipboard == ""


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_list(tmp_path, [due(0)])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with contacts(tmp_path) as stage:
        monkeypatch.setattr(Lists, "say", full)
        monkeypatch.setattr(Lists, "save_blocks", full)
        for key in ("d", "b", ">", "a"):
            await stage.press(key)
            assert stage.has("That could not be kept: No space left on device.")
        await stage.press("u")
        assert stage.has("There is nothing to take back") or not stage.has("Taken back")
    assert stands(tmp_path, "100").stage == At.CALLBACK


# ---- calling


async def test_a_session_on_a_list(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with contacts(tmp_path) as stage:
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.until_shown("Ann Roe")
        await stage.press("n")
        await stage.saved()
        assert stage.on_disk.list == "q4"
        assert stage.on_disk.preset == "power-hour"
        assert stage.on_disk.calls[0].contact == ("Ann Roe", "+15550100", "q4", "1", {})


async def test_a_session_with_somebody_first(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with contacts(tmp_path) as stage:
        await stage.press("right", "down", "down", "right", "enter")
        await stage.until_on("SessionScreen")
        await stage.until_shown("Cat Ito")
        await stage.press("x")
        assert stage.session.calls[0].contact is not None
        assert stage.session.calls[0].contact.name == "Cat Ito"
        await stage.until_shown("Ann Roe")


async def test_while_a_session_is_open_none_is_started(tmp_path: Path) -> None:
    keep_list(tmp_path)
    async with open_app(tmp_path) as stage:
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.press("n")
        await stage.saved()
    async with contacts(tmp_path) as stage:
        await stage.press("enter")
        assert stage.has("A session is open already; home goes on with it.")


async def test_what_the_open_session_did_is_seen(tmp_path: Path) -> None:
    keep_list(tmp_path, [due(0), due(1)])
    async with open_app(tmp_path, first=a_session()._replace(list="q4")) as stage:
        await stage.until_on("SessionScreen")
        await stage.until_shown("Due 0")
        await stage.press("y")
        await stage.saved()
    async with open_app(tmp_path) as stage:
        await stage.until_shown("Firm 1")
        assert not stage.has("Firm 0")
        await stage.press("c")
        await there(stage)
        assert stage.has("1 callback due")
        assert not stage.has("Firm 0")


# ---- home


async def test_home_has_three_callbacks_of_lists_and_of_calls_without_one(tmp_path: Path) -> None:
    keep_list(tmp_path, [due(0, 20)._replace(time_zone="America/Chicago"), *(due(n, 20 - n) for n in range(1, 4))])
    call = Call(1, None, None, START - timedelta(days=1, hours=2), "callback", contact=Contact("Zed"), note="the offer")
    file_in(tmp_path / "data", held(START - timedelta(days=1, hours=2))._replace(calls=(call,)))
    async with open_app(tmp_path) as stage:
        await stage.until_shown("Due 0")
        assert stage.has("Due Fri 13:00 Due 0, Firm 0 there 08:00 about 0 Fri 14:00 Due 1, Firm 1 about 1 Fri 15:00 Due 2, Firm 2 about 2 +2 more")


async def test_a_callback_is_heard_when_it_falls_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_list(tmp_path, [due(0, -1)])
    async with open_app(tmp_path) as stage:
        await stage.until_shown("Due 0")
        told: list[str] = []

        def announce(_: str, words: str) -> bool:
            told.append(words)
            return False

        monkeypatch.setattr(stage.app, "announce", announce)
        stage.clock.pass_(3700)
        stage.app.alerts.look()
        stage.app.alerts.look()
        assert told == ["Call back: Due 0, Firm 0."]


# ---- rooms and names


@pytest.mark.parametrize("size", [FULL, WIDE, SMALL])
async def test_how_it_looks(tmp_path: Path, size: tuple[int, int]) -> None:
    async with contacts(tmp_path, size=size) as stage:
        await check(stage, "contacts-none")
    keep_list(tmp_path, [*PEOPLE, *(due(n, 9 - n) for n in range(8))], title="Fourth quarter")
    keep_list(tmp_path, [ANN, CAT], "warm")
    async with contacts(tmp_path, size=size) as stage:
        await check(stage, "contacts")
        await stage.press("end", "up", "right", "end")
        await check(stage, "contacts-list")
        await stage.press("/")
        await stage.write("ann")
        await stage.press("enter", "right")
        await stage.rest()
        await check(stage, "contacts-person")


WILD = ["N" * 10_000, "\x1b[31mRed\x1b]52;c;eA==\x07\x9b2J", "[b]bold[/b] [@click=app.quit]x[/] [/]", "\u202eevil\u202c שלום", "👨‍👩‍👧‍👦 漢字 🏳️‍🌈", ""]


@pytest.mark.parametrize("size", [FULL, WIDE, SMALL, (20, 5), (1, 1)])
async def test_any_name_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    wild = [
        Person(str(n), text, f"+1555010{n}", text, text, text, text, more={text[:50] or "x": text}, touches=(touch("callback", callback_at=START, note=text)._replace(label=text),))
        for n, text in enumerate(WILD)
    ]
    lists = keep_list(tmp_path, wild, title=WILD[1] + WILD[2])
    with lists.sessions.lock():
        lists.say(Said("q4", "1", Act(START, "callback", START)))
    async with contacts(tmp_path, size=size) as stage:
        for keys in ((), (">",), ("right",), ("escape", "down", "right"), ("escape", "end", "right"), ("down", "d"), ("right", "b"), ("escape", "/", "r", "enter")):
            await stage.press(*keys)
            assert all(strip.cell_length == size[0] for strip in stage.strips())
            assert not set(stage.text()) & set("\x1b\x07\x9b\r\u202e\u2066")


@pytest.mark.parametrize("keys", [(), ("right",), ("end", "right"), ("end", "right", "right"), ("/", "r", "enter")])
async def test_every_size_and_back(tmp_path: Path, keys: tuple[str, ...]) -> None:
    keep_list(tmp_path, [*PEOPLE, *(due(n) for n in range(7))])
    async with contacts(tmp_path) as stage:
        await stage.press(*keys)
        await stage.rest()
        first = stage.rows()
        for size in [(80, 24), (120, 40), (40, 12), (36, 11), (20, 5), (1, 1), (80, 24)]:
            await stage.resize(*size)
            assert all(strip.cell_length == size[0] for strip in stage.strips())
            if size[0] >= 36:
                assert "F1 help" in stage.rows()[-1], stage.text()
        assert stage.rows() == first


async def test_from_the_numbers_and_home_again(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("f")
        await stage.until_on("FormulaScreen")
        await stage.press("c")
        await there(stage)
        await stage.press("f1")
        assert stage.on("HelpScreen")
        assert stage.has("Start a session with this person next, or on this list;")
        await stage.press("escape", "h")
        assert stage.on("HomeScreen")

# ruff: noqa: DTZ001 (local times are what is read here)
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.errors import InputError, UsageError
from nextcall.exchange.moments import understood
from nextcall.exchange.zones import Zone, second_times

FIFTH = datetime(2021, 1, 5, 9, 12, 58)
EAST = timezone(timedelta(hours=1))
TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2068, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


def one(text: str, stated: str | None = None, year: int | None = None) -> datetime:
    return understood([text], "'Start'", stated, year).read(text)


@pytest.mark.parametrize(
    "text",
    [
        "2021-01-05 09:12:58", "2021-01-05T09:12:58", "2021/01/05 9:12:58", "20210105 09:12:58", "20210105091258",
        "05.01.2021 09:12:58", "5.1.21, 9:12:58", "05.01.2021, 09:12:58 Uhr", "Jan 5, 2021 9:12:58 AM", "January 5th 2021 09:12:58",
        "Tue Jan  5 09:12:58 2021", "Tue, 05 Jan 2021 09:12:58", "5 janvier 2021 à 9:12:58", "5. Januar 2021 09:12:58", "05-Jan-21 09:12:58",
        "2021-01-05 00:00:00 09:12:58", "09:12:58 05.01.2021", "2021年1月5日 9:12:58", "44201.38401",
    ],
)  # fmt: skip
def test_dates_as_they_are_written(text: str) -> None:
    assert abs(one(text) - FIFTH) < timedelta(seconds=2)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-01-05T09:12:58Z", FIFTH.replace(tzinfo=UTC)),
        ("2021-01-05T09:12:58.250+01:00", FIFTH.replace(tzinfo=EAST, microsecond=250_000)),
        ("Tue, 05 Jan 2021 09:12:58 +0100", FIFTH.replace(tzinfo=EAST)),
        ("2021-01-05 09:12:58 CET", FIFTH.replace(tzinfo=EAST)),
        ("Jan 5, 2021, 9:12:58 AM (EST)", FIFTH.replace(tzinfo=timezone(timedelta(hours=-5)))),
        ("1609837978", FIFTH.replace(tzinfo=UTC)),
        ("1609837978.5", FIFTH.replace(tzinfo=UTC, microsecond=500_000)),
        ("1609837978250", FIFTH.replace(tzinfo=UTC, microsecond=250_000)),
    ],
)
def test_exact_moments(text: str, moment: datetime) -> None:
    assert one(text) == moment


def test_twelve_hours() -> None:
    assert [one(f"2021/01/05 {hour}").hour for hour in ("12:05 AM", "12:05 pm", "1:05 a.m.", "9 pm", "11:59PM")] == [0, 12, 1, 21, 23]


@pytest.mark.parametrize("text", ["", "  ", "nonsense", "9:12", "2021-01-05 25:00", "2021-02-30 9:00", "2021-01-05 13:00 PM", "Total 5000", "1969-01-05 9:00", "2021-01-05 9:12 IST"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"is |has "):
        understood(["2021-01-05 9:12"], "'Start'").read(text)


@given(TIMES, st.sampled_from([("{d:02}/{m:02}/{y}", "dmy"), ("{m}/{d}/{y}", "mdy"), ("{m:02}-{d:02}-{y}", "mdy"), ("{y}-{m}-{d}", "ymd")]))
def test_one_plain_day_decides_for_the_column(moment: datetime, way: tuple[str, str]) -> None:
    def shown(moment: datetime) -> str:
        return f"{way[0].format(d=moment.day, m=moment.month, y=moment.year)} {moment:%H:%M:%S}"

    texts = [shown(moment), shown(datetime(2021, 3, 31, 9))]
    assert understood(texts, "'Start'").read(texts[0]) == moment
    assert understood(texts[:1], "'Start'", way[1]).read(texts[0]) == moment


def test_where_the_day_does_not_show_nothing_is_guessed() -> None:
    with pytest.raises(InputError) as raised:
        understood(["05/06/2021 9:00", "01/02/2021 9:00"], "'Start'")
    assert "--date-format" in raised.value.hint
    with pytest.raises(InputError) as raised:
        understood(["31/06/2021 9:00", "01/31/2021 9:00"], "'Start'")
    assert "--date-format" in raised.value.hint
    assert one("05/05/2021 9:00") == datetime(2021, 5, 5, 9)


def test_a_year_of_two_digits_in_front() -> None:
    assert one("21-01-05 09:12:58", "ymd") == FIFTH


def test_days_without_a_year() -> None:
    for text in ("05.01. 09:12:58", "5 Jan 09:12:58", "Jan 5 09:12:58"):
        assert one(text, year=2021) == FIFTH
        with pytest.raises(InputError) as raised:
            one(text)
        assert "--year" in raised.value.hint
    assert one("5/1 9:12:58", "dmy", 2021) == FIFTH
    with pytest.raises(ValueError, match="no day"):
        understood(["29.02. 9:00"], "'Start'", None, 2021).read("29.02. 9:00")


def test_patterns() -> None:
    assert one("5|1|2021 9-12-58", "%d|%m|%Y %H-%M-%S") == FIFTH
    assert one("5|1 9-12-58", "%d|%m %H-%M-%S", 2021) == FIFTH
    assert one("29.02. 9:12:58", "%d.%m. %H:%M:%S", 2024) == FIFTH.replace(year=2024, month=2, day=29)
    with pytest.raises(ValueError, match="no day of 2023"):
        one("29.02. 9:12:58", "%d.%m. %H:%M:%S", 2023)
    with pytest.raises(InputError, match="have no year"):
        one("5|1 9-12-58", "%d|%m %H-%M-%S")
    with pytest.raises(InputError, match="have no year"):
        one("5 %Y 1 9", "%d %%Y %m %H")
    with pytest.raises(ValueError, match="is not written as"):
        understood([], "'Start'", "%d %H", 2021).read("x")
    for bad in ("%Q", "%", "%d %d", "DD.MM.YYYY", "ydm"):
        with pytest.raises(UsageError):
            understood([], "'Start'", bad)


def test_dates_alone_are_refused() -> None:
    with pytest.raises(InputError, match="no time of day"):
        understood(["2021-01-05", "2021-01-06"], "'Start'")


def test_an_end_may_be_a_time_of_day() -> None:
    ends = understood(["09:15"], "'End'")
    assert ends.read_after("09:15", FIFTH) == FIFTH.replace(minute=15, second=0)
    assert ends.read_after("00:05", FIFTH) == datetime(2021, 1, 6, 0, 5)
    assert ends.read_after("2021-01-05 10:00", FIFTH) == datetime(2021, 1, 5, 10)


@given(st.text(max_size=40) | st.text(st.sampled_from("0123456789:/-. apmTZJan+"), max_size=30), st.sampled_from([None, "dmy", "ymd", "%d %H"]))
def test_any_text_is_a_time_or_is_refused_with_a_reason(text: str, stated: str | None) -> None:
    try:
        found = understood([text], "'Start'", stated, 2021).read(text)
    except (ValueError, InputError):
        return
    assert 1970 <= found.year <= 2998


# ---- zones

NEW_YORK = Zone("America/New_York")


def test_local_times_get_their_offset() -> None:
    assert NEW_YORK.local(datetime(2021, 1, 5, 9)).isoformat() == "2021-01-05T09:00:00-05:00"
    assert NEW_YORK.local(datetime(2021, 7, 5, 9)).isoformat() == "2021-07-05T09:00:00-04:00"
    assert NEW_YORK.local(datetime(2021, 1, 5, 9, tzinfo=UTC)).isoformat() == "2021-01-05T04:00:00-05:00"


def test_the_hour_that_does_not_come_is_later() -> None:
    assert NEW_YORK.local(datetime(2021, 3, 14, 2, 30)).isoformat() == "2021-03-14T03:30:00-04:00"


def test_the_hour_that_comes_twice_is_told_by_the_order() -> None:
    night = [datetime(2021, 11, 7, *at) for at in ((0, 50), (1, 10), (1, 50), (1, 5), (1, 40), (2, 5))]
    assert second_times(night, NEW_YORK) == {3, 4}
    assert second_times(night[::-1], NEW_YORK) == {1, 2}
    assert second_times([night[1], night[0], night[3], night[2], night[4], night[0]], NEW_YORK) == set()
    moments = [NEW_YORK.local(moment, second=i in {3, 4}) for i, moment in enumerate(night)]
    assert moments == sorted(moments)


@given(st.lists(st.integers(0, 6 * 3600), min_size=1, max_size=30).map(sorted), st.booleans())
def test_a_night_in_order_stays_in_order(seconds: list[int], backwards: bool) -> None:
    start = datetime(2021, 11, 7, 4, tzinfo=UTC)
    moments = [NEW_YORK.local(start + timedelta(seconds=one)) for one in (0, *seconds, 6 * 3600)]  # which end is first shows
    naive = [moment.replace(tzinfo=None) for moment in moments]
    order = naive[::-1] if backwards else naive
    second = second_times(order, NEW_YORK)
    found = [NEW_YORK.local(moment, second=i in second) for i, moment in enumerate(order)]
    found = found[::-1] if backwards else found
    assert found == sorted(found)


@pytest.mark.parametrize("name", ["Mars/Olympus", "America", "../etc/passwd", "/etc/localtime", "America/New_york2", "\x1b[31m", ""])
def test_zones_that_are_none(name: str) -> None:
    if name:
        with pytest.raises(UsageError) as raised:
            Zone(name)
        assert "\x1b" not in raised.value.message
    else:
        assert Zone(name).local(datetime(2021, 1, 5, 9)).utcoffset() is not None

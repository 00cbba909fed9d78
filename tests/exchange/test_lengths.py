import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.exchange.lengths import Lengths, understood


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("143", 143), ("143.5", 143.5), ("143,5", 143.5), ("0", 0), ("02:23", 143), ("2:23", 143), ("75:10", 4510), ("00:02:23", 143),
        ("1:02:03", 3723), ("00:02:23.5", 143.5), ("2m 23s", 143), ("2 min 23 sec", 143), ("1h 2m", 3720), ("143 seconds", 143), ("2 minutes, 23 seconds", 143),
    ],
)  # fmt: skip
def test_durations_as_they_are_written(text: str, seconds: float) -> None:
    assert understood([text], "Duration").seconds(text) == seconds


@pytest.mark.parametrize("text", ["", " ", "-", "N/A", "null"])
def test_no_duration(text: str) -> None:
    assert Lengths().seconds(text) is None


@pytest.mark.parametrize("text", ["-5", "x", "1:2:3:4", "99999999", "25:00:00", "\N{ARABIC-INDIC DIGIT ONE}", "9" * 400, "1e5"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no duration|longer than a day"):
        Lengths().seconds(text)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("Duration", 90), ("talkMs", 0.09), ("Duration (milliseconds)", 0.09), ("Duration (minutes)", 5400), ("Talk mins", 5400), ("Terms", 90)],
)
def test_the_name_says_what_a_bare_number_counts(name: str, seconds: float) -> None:
    assert understood(["90"], name).seconds("90") == seconds


@given(st.integers(0, 86_399))
def test_every_way_is_the_same(seconds: int) -> None:
    hours, rest = divmod(seconds, 3600)
    for text in (str(seconds), f"{hours}:{rest // 60:02}:{rest % 60:02}", f"{seconds // 60}:{seconds % 60:02}", f"{hours}h {rest // 60}m {rest % 60}s"):
        assert Lengths().seconds(text) == seconds


@given(st.text(max_size=20))
def test_any_text_is_a_duration_or_is_refused(text: str) -> None:
    try:
        found = understood([text], text).seconds(text)
    except ValueError:
        return
    assert found is None or 0 <= found <= 86_400

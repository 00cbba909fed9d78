"""Sessions that are cut once give the same buckets from every side as if they were cut anew for each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import START
from histories import as_read, sittings
from looks import usual
from nextcall.core.query import parse
from nextcall.stats.buckets import KEYS, SORTS, TEXTS
from nextcall.stats.derive import facts_of
from nextcall.stats.slices import Slices, buckets

ZONES = (("America/New_York", "2026-10-30T22:00"), ("Pacific/Auckland", "2026-09-25T09:00"))


@pytest.mark.parametrize("query", ["", "outcome:yes", "on:2026-11-01", "before:2026-11-03 tag:a", "note:price", "tag:nowhere", "skill:listening voicemail"])
@settings(max_examples=usual(10, long=2_000))
@given(st.integers(0, 300), st.integers(0, 20), st.booleans())
def test_the_same_as_buckets_from_every_side(query: str, seed: int, number: int, gaps: bool) -> None:
    asked = parse(query, START.date())
    found = [facts_of(as_read(session), START) for session in sittings(seed, number, *ZONES[seed % 2])]
    slices = Slices(iter(found), asked)
    for by in (*KEYS, *TEXTS, *SORTS):
        assert slices.buckets(by, gaps=gaps) == buckets(found, asked, by, gaps=gaps)

"""Each reader by itself: mutants are taken or refused with a sentence. The fuzzer of `guided.py` begins with the same."""

from contextlib import suppress

import pytest

from fuzz.amounts import dice, parts
from fuzz.mutants import mutated, ruined
from fuzz.readers import READERS, REFUSED


@pytest.mark.parametrize("name", READERS)
def test_the_seeds_are_good(name: str) -> None:
    """Else what comes of them would show nothing."""
    for seed in READERS[name].seeds:
        READERS[name].read(seed)


@pytest.mark.parametrize("name", READERS)
@parts
def test_mutants(name: str, part: int) -> None:
    read, seeds = READERS[name]
    for chance in dice(f"reader {name}", part, 20):
        with suppress(*REFUSED):
            read(mutated(chance, chance.choice(seeds)))


@pytest.mark.parametrize("name", READERS)
def test_whole_documents_of_another_kind(name: str) -> None:
    for content in ruined(READERS[name].seeds[0]).values():
        if len(content) < 100_000:  # tests of files have those that are too large
            with suppress(*REFUSED):
                READERS[name].read(content)

from itertools import pairwise

import pytest

from nextcall.core.outcomes import SETS, THENS, Outcome

TABLE = """
n no-answer     -            retry
v voicemail     -            retry
m machine       -            retry
g gatekeeper    connect      retry
w wrong-number  -            dead
h hung-up       connect,no   retry
x no            connect,conversation,no
c callback      connect,conversation        callback
i helped        connect,conversation,help
y yes           connect,conversation,yes
s sent-info     connect,conversation        callback
f not-a-fit     connect,conversation        dead
d do-not-call   connect,no                  do-not-call
k skipped       -                           keep
"""
FLAGS = ("connect", "conversation", "no", "yes", "help")


@pytest.mark.parametrize("row", TABLE.strip().splitlines())
def test_every_default_outcome_has_the_flags_of_the_table(row: str) -> None:
    key, name, flags, then = (*row.split(), "")[:4]
    outcome = next(outcome for outcome in SETS["sales"] if outcome.id == name)
    assert outcome.key == key
    assert {flag for flag in FLAGS if getattr(outcome, flag)} == set(flags.strip("-").split(",")) - {""}
    assert outcome.then == then
    assert outcome.counts == (name != "skipped")


def test_the_table_is_complete_and_in_its_order() -> None:
    assert [outcome.id for outcome in SETS["sales"]] == [row.split()[1] for row in TABLE.strip().splitlines()]


@pytest.mark.parametrize("trade", SETS)
def test_every_trade_shares_ids_keys_and_flags(trade: str) -> None:
    def same(outcome: Outcome) -> Outcome:
        return outcome._replace(label="", short="")

    assert list(map(same, SETS[trade])) == list(map(same, SETS["sales"]))


def test_there_are_five_trades_and_their_words_differ() -> None:
    assert list(SETS) == ["sales", "recruiting", "fundraising", "property", "founder"]
    assert all(one != other for one, other in pairwise(SETS.values()))


@pytest.mark.parametrize("trade", SETS)
def test_every_trade_has_names_that_can_be_told_apart(trade: str) -> None:
    outcomes = SETS[trade]
    assert len({outcome.label for outcome in outcomes}) == len({outcome.name for outcome in outcomes}) == len(outcomes)
    assert all(outcome.label and 0 < len(outcome.name) <= 12 for outcome in outcomes)


@pytest.mark.parametrize("trade", SETS)
def test_flags_make_sense_together(trade: str) -> None:
    for outcome in SETS[trade]:
        assert outcome.connect or not outcome.conversation
        assert not (outcome.yes and outcome.no)
        assert outcome.counts or not (outcome.connect or outcome.yes or outcome.no or outcome.help)
        assert outcome.then in THENS
        assert len(outcome.key) == 1
        assert outcome.key.isalpha()


def test_an_outcome_without_a_short_name_goes_by_its_label() -> None:
    assert Outcome("demo", "o", "Demo booked").name == "Demo booked"
    assert Outcome("demo", "o", "Demo booked", "demo").name == "demo"

"""What the commands of numbers ask of the history: all of it by its sums, a part of it by reading it once."""

from __future__ import annotations

from nextcall.core.query import ALL

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from nextcall.config.model import Config
    from nextcall.config.paths import Folders
    from nextcall.core.query import Query
    from nextcall.stats.buckets import Bucket
    from nextcall.stats.facts import Facts
    from nextcall.stats.slices import Slices
    from nextcall.stats.totals import Total
    from nextcall.storage.index.index import Index


class Asked:
    """The part of the history that a query means."""

    def __init__(self, index: Index, query: Query) -> None:
        self._index, self._query = index, query
        self._slices: Slices | None = None

    def slices(self) -> Slices:
        """The sessions that are meant, oldest first. Of all of the history nobody should ask that."""
        if self._slices is None:
            from nextcall.stats.slices import Slices  # noqa: PLC0415 (of everything the index has the sums)

            self._slices = Slices(self._index.facts(self._query), self._query)
        return self._slices

    def buckets(self, by: str, *, gaps: bool = False) -> list[Bucket]:
        """What was done in each part of it."""
        return self._index.buckets(by, gaps=gaps) if self._query == ALL else self.slices().buckets(by, gaps=gaps)

    def total(self) -> Total:
        """What it came to."""
        if self._query == ALL:
            return self._index.everything()
        from nextcall.stats.groups import together  # noqa: PLC0415 (the sums of everything are there already)

        return together(self.slices().facts, self._query)

    def paid(self) -> list[tuple[tuple[str, ...], int]]:
        """Of every session the amounts of its calls, and how many calls it had."""
        if self._query == ALL:
            return self._index.paid()
        from nextcall.stats.facts import COUNTS  # noqa: PLC0415 (as above)

        return [(facts.process.amounts, sum(number for bits, number in facts.weights().items() if bits & COUNTS)) for facts in self.slices().facts]

    def last(self) -> tuple[Facts, Sequence[int] | None] | None:
        """The newest session, and the positions of its calls that are meant (None: all); None where there is no session."""
        if self._query == ALL:
            newest = self._index.latest(1)
            return (newest[0], None) if newest else None
        from nextcall.stats.picking import picked  # noqa: PLC0415 (of everything all is picked)

        found = self.slices().facts
        return (found[-1], picked(self._query, found[-1])) if found else None


def forms(parser: ArgumentParser) -> None:
    """The options `--json` and `--plain`."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON object")
    form.add_argument("--plain", action="store_true", help="print lines of name and value, tabs between")


def config_of(where: Folders) -> Config:
    """The configuration that holds; raises `ConfigError`."""
    import os  # noqa: PLC0415 (only here)

    from nextcall.config.load import load  # noqa: PLC0415 (few of the commands of numbers want it)

    return load(where.config_file, os.environ)

"""`nextcall review`: a week in five steps: whom it helped, how it went, what shone, what noes taught, what comes next."""

from __future__ import annotations

from nextcall.cli.asked import config_of, forms
from nextcall.cli.history import opened
from nextcall.cli.output import as_json, data, talk
from nextcall.core.week_plan import Plan, after, days
from nextcall.errors import StorageError, UsageError
from nextcall.figures import figure
from nextcall.text import line, many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from datetime import date

    from nextcall.config.model import Config
    from nextcall.config.paths import Folders
    from nextcall.stats.review import Helped, Next, Noes, Review, Shines, Worked

_WHO, _LINE = 60, 200
_HOUR, _MINUTE = 3_600_000, 60_000


def arguments(parser: ArgumentParser) -> None:
    """What `review` takes."""
    parser.add_argument("--week", metavar="WEEK", help="as 2026-W47; else this week, and the last one as long as this one has no session")
    forms(parser)


def run(options: Namespace, where: Folders) -> int:
    """Print the review of a week; plans are made on the screen."""
    from nextcall.clock import Clock  # noqa: PLC0415 (--help does without; so are the rest)
    from nextcall.stats.review_data import as_data  # noqa: PLC0415
    from nextcall.storage.index.weekly import week_at, weekly  # noqa: PLC0415
    from nextcall.storage.plans import Plans  # noqa: PLC0415

    config, today = config_of(where), Clock().now().date()
    starts = config.ui.week_starts
    key = _week(options.week) if options.week is not None else ""
    problem = None
    try:
        plan = Plans(where.data).read()
    except StorageError as error:  # the week itself can be told all the same
        plan, problem = Plan(), error.message
        talk(f"{problem}. It is left alone; nothing counts as planned.")
    with opened(where) as index:
        found = weekly(index, plan, key or week_at(index, today, starts), today, starts)
    if options.json:
        as_json(as_data(found, config.answers) | {"problem": problem})
    elif options.plain:
        from nextcall.cli.flat import flat  # noqa: PLC0415 (where it is asked for)

        for row in flat(as_data(found, config.answers)):
            data(row)
    else:
        from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

        paged(_readable(found, config))
    return 0


def _week(text: str) -> str:
    """A week on the command line; raises `UsageError`."""
    key = text.upper()
    try:
        days(after(key))  # the one after it belongs to its review
        days(key)
    except ValueError:
        raise UsageError(f"'{line(text, 30)}' is no week", "Write it as 2026-W47.") from None
    return key


# ---- for people


def _readable(found: Review, config: Config) -> Iterator[str]:
    yield f"Week {found.key}, {found.days[0]} to {found.days[-1]}"
    parts = (
        ("Whom you helped", _helped(found.helped)),
        ("How you worked", _worked(found.worked, found)),
        ("What shines", _shines(found.shines)),
        ("What noes taught", _noes(found.noes, config)),
        (f"Next, {found.next.days[0]} to {found.next.days[-1]}", _next(found.next, config)),
    )
    for number, (title, rows) in enumerate(parts, 1):
        yield ""
        yield f"{number} {title}"
        yield from (f"  {row}" for row in rows)


def _helped(found: Helped) -> Iterator[str]:
    names = {"introduced": ("introduction",), "referral": ("referral",), "useful": ("useful answer",), "thanked": ("thank-you", "thanks")}
    marked = [many(found.ledger.counts[kind], *words) for kind, words in names.items() if found.ledger.counts[kind]]
    yield f"{many(found.calls, 'call')} with help" + (f"; marked: {', '.join(marked)}" if marked else "")
    for one in found.ledger.introductions:
        yield f"{one.at:%Y-%m-%d}  {_who(one.who)} → {_who(one.to)} ({one.state})"
    for thanks in found.ledger.thanks:
        yield f"{thanks.at:%Y-%m-%d}  thanked by {_who(thanks.who)}{_quoted(thanks.text)}"
    for answer in found.useful:
        yield f"{answer.at:%Y-%m-%d}  useful to {_who(answer.who)}{_quoted(answer.text)}"
    if found.open:
        yield "To follow up, from made to met to thanked:"
        for one in found.open:
            yield f"  {one.at:%Y-%m-%d}  {_who(one.who)} → {_who(one.to)} ({one.state})"


def _who(name: str) -> str:
    return line(name, _WHO) or "somebody"


def _quoted(text: str) -> str:
    return f"  “{line(' '.join(text.split()), _LINE)}”" if text.strip() else ""


def _worked(found: Worked, whole: Review) -> Iterator[str]:
    from nextcall.stats.review import consistency_sentence, input_sentences, planned_sentence  # noqa: PLC0415 (loaded by now)

    hours = f"{found.lasted // _HOUR}:{found.lasted % _HOUR // _MINUTE:02} h"
    yield f"{many(found.sessions, 'session')}, {hours}, {many(found.counts.calls, 'call')}, {many(found.counts.conversations, 'conversation')}"
    yield planned_sentence(found)
    if steadily := consistency_sentence(found.line):
        yield steadily
    if found.tried:
        yield f"You wanted to try: {line(found.tried, _LINE)}"
    yield from input_sentences(whole)


def _shines(found: Shines) -> Iterator[str]:
    from nextcall.stats.review import bright_sentences  # noqa: PLC0415 (as above)

    for session, mark in found.moments:
        said, who = line(mark.text, _LINE), line(mark.who, _WHO)
        words = ", ".join(part for part in (f'"{said}"' if said else "", who) if part)
        yield f"{mark.moment:%Y-%m-%d}  {words or f'call {mark.n} of {session}'}"
    for day, text in found.worked:
        yield f"{day}  what worked: {line(' '.join(text.split()), _LINE)}"
    yield from bright_sentences(found)


def _noes(found: Noes, config: Config) -> Iterator[str]:
    given = sum(count for _, count in found.reasons)
    yield many(found.noes, "no", "noes") + (f", {figure(given)} of them with a reason" if given else "")
    for reason, count in found.reasons:
        said = config.answers.get(reason, "").strip()
        yield f"{reason:<6} {count:>4}" + (f"   next time I say “{line(said, _LINE)}”" if said else "")


def _next(found: Next, config: Config) -> Iterator[str]:
    if not found.sessions:
        yield "Nothing is planned yet: on the screen, the review plans it day by day."
    for day in found.days:
        there = [one for one in found.sessions if one.day == day]
        if there:
            yield f"{_day(day)}  " + ", ".join(f"{_title(one.preset, config)}{f' {one.at}' if one.at else ''}" for one in there)
    if found.try_:
        yield f"One thing to try: {line(found.try_, _LINE)}"


def _day(day: date) -> str:
    return f"{day:%a} {day}"


def _title(preset: str, config: Config) -> str:
    known = config.preset(preset)
    return line(known.title if known else preset, _WHO)

"""`nextcall skills`: how much each skill was practised, by what happened and by what you and a coach say of it."""

from __future__ import annotations

from nextcall.cli.asked import config_of
from nextcall.cli.history import opened, query_argument, query_of
from nextcall.cli.output import as_json, data
from nextcall.figures import figure
from nextcall.stats.control import shown
from nextcall.stats.practice import Skill, as_data, events_sentence, sentence, skills
from nextcall.text import line, many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from nextcall.config.paths import Folders

_MINUTE = 60_000
_HOUR = 60
_NAME = 60


def arguments(parser: ArgumentParser) -> None:
    """What `skills` takes."""
    query_argument(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of JSON objects")
    form.add_argument("--plain", action="store_true", help="print lines of name and value, tabs between")


def run(options: Namespace, where: Folders) -> int:
    """Print the skills, least practised first."""
    query, names = query_of(options.query), config_of(where).skills
    with opened(where) as index:
        found = skills(index.practice(query), names)
    if options.json:
        as_json([as_data(skill) for skill in found])
    elif options.plain:
        from nextcall.cli.flat import flat  # noqa: PLC0415 (where it is asked for)

        for skill in found:
            for row in flat({name: value for name, value in as_data(skill).items() if name != "skill"}, line(skill.name, _NAME) or "-"):
                data(row)
    else:
        from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

        paged(_readable(found))
    return 0


def _readable(found: list[Skill]) -> Iterator[str]:
    if not found:
        yield "No skill is configured, and none was practised yet."
    for number, skill in enumerate(found):
        if number:
            yield ""
        yield line(skill.name, _NAME)
        if not skill.sessions:
            yield "  not practised yet"
            continue
        yield f"  {many(skill.sessions, 'session')}, {_hours(skill.lasted)}, {many(skill.conversations, 'conversation')}"
        if skill.conversations:
            each = [shown("", round(number / skill.conversations, 1)) for number in (skill.asked, skill.learned)]
            yield f"  {many(skill.asked, 'question')}, {many(skill.learned, 'fact')} learned: {each[0]} and {each[1]} a conversation"
            yield f"  {events_sentence(skill, 'asked')}"
            yield f"  {events_sentence(skill, 'learned')}"
        yield from _scores(skill)


def _scores(skill: Skill) -> Iterator[str]:
    """What is said of it beside what happened."""
    for who, score, field in (("you", skill.self_score, "self_score"), ("your coach", skill.coach_score, "coach_score")):
        if score is not None:
            times = sum(getattr(one, field) is not None for one in skill.practised)
            yield f"  Scored by {who}: {shown('', round(score, 1))} of 5, over {many(times, 'session')}."
    if said := sentence(skill):
        yield f"  {said}"


def _hours(milliseconds: int) -> str:
    minutes = round(milliseconds / _MINUTE)
    return f"{figure(minutes // _HOUR)} h {minutes % _HOUR:02} min" if minutes >= _HOUR else f"{minutes} min"

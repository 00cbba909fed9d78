"""How costs grow with what there is: with the sessions of a history, and with the calls of a session."""

from measuring.groups import HISTORY, HOME, TAGS, Options, Taken, in_turn, saving, turned
from measuring.places import Places
from measuring.samples import Round
from measuring.screens import Keys, Program, together

FEW, MANY = 0, 960
"""Calls that a session has when its keys begin to count."""
_EACH = 400
"""Bytes that a call takes in the file, for the floor."""


def name(sessions: int) -> str:
    """What a history of that size is called among the programs."""
    return f"{sessions:,} sessions"


def sizes(places: Places) -> list[int]:
    """The sizes of history: none, and ten times as many each."""
    found = [places.most]
    while found[-1] > 100:
        found.append(found[-1] // 10)
    return [0, *reversed(found)]


def growing(places: Places, options: Options, number: int) -> Round:
    """Start, keys, a running clock, the history screen, `log` and `stats`, by the sessions that there are."""
    homes = {size: places.indexed(size) for size in sizes(places)}
    opening = Keys(HISTORY, (HISTORY,), ("", HOME), 2 * max(1, options.presses // 4), 0, 2)
    keys = TAGS._replace(times=options.presses, pause=0.1)
    screens, lists = [], []
    for size, home in homes.items():
        program = Program(name(size), places.nextcall(), places.environ(home), HOME, keys=opening._replace(shown=(rf"\b{size:,} sessions", HOME)))
        lists.append(program)
        screens.append(program._replace(begin=("\r",), keys=keys, file=f"{home}/data/current.json"))
    found = together(turned(screens, number), resting=options.resting / 2)
    for size in homes:
        places.history(size)  # without the session
    for which, sample in together(turned(lists, number)).items():
        found[which][HISTORY] = sample[HISTORY]
        found[which]["at home"] = sample["memory"]
    for words in (("log", "--limit", "20"), ("stats",)):
        taken: Taken = {name(size): (places.nextcall(*words), places.environ(home)) for size, home in homes.items()}
        for which, sample in in_turn(taken, number).items():
            found[which] |= {f"{words[0]} {what}": values for what, values in sample.items()}
    return found


def long_session(places: Places, options: Options, number: int) -> Round:
    """The keys of a session that has just begun beside those around its thousandth call, and a bare app whose file grows as much."""
    found: Round = {}
    for calls in (FEW, MANY):
        keys = TAGS._replace(times=options.presses, first=calls + 1)
        flood = ("nv" * (calls // 2),) if calls else ()
        with places.fresh() as home:
            floor = saving(places, home, f"bare, {calls} calls", keys, _EACH)
            file = f"{home}/data/current.json"
            program = Program(f"nextcall, {calls} calls", places.nextcall(), places.environ(home), HOME, ("\r", *flood), keys=keys, file=file)
            if calls:
                floor = floor._replace(begin=flood, reached=rf"^calls {calls}$")
                program = program._replace(reached=rf"\bcalls +{calls:,}\b")
            found |= together(turned([floor, program], number))
    return found

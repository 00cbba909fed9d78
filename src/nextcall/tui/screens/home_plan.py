"""What home knows of the plan; it is read beside the first picture."""

from nextcall.core.week_plan import Planned
from nextcall.errors import StorageError


def planned_sessions(folder: str, reasons: list[str]) -> tuple[Planned, ...]:
    """The sessions that are planned under a data folder; what is wrong with the file is one of the `reasons` more."""
    from nextcall.storage.plans import Plans  # noqa: PLC0415 (the first picture does without)

    try:
        plan = Plans(folder).read()
    except StorageError as error:
        reasons.append(error.message)
        return ()
    return tuple(one for week in plan.weeks for one in week.sessions)

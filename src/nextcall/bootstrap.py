"""The composition root: arguments and environment become the objects that a front end drives.

One event on the open session needs no configuration: its file has the outcomes, the goal and
the value of a call. So `event_desk` builds a desk from the folders alone, and reading the
configuration is loaded only by `services`.
"""

from typing import TYPE_CHECKING, NamedTuple

from nextcall.clock import Clock
from nextcall.config.paths import Folders
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Disk
from nextcall.storage.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nextcall.config.model import Config
else:
    # Loading the model is what an event does without. A name in quotes would do for reading, but
    # `NamedTuple` compiles it, and the first `compile` of a process costs a tenth of a start.
    Config = object


class Services(NamedTuple):
    """What a front end works with."""

    folders: Folders
    config: Config
    clock: Clock
    sessions: Sessions
    desk: Desk


def event_desk(folders: Folders) -> Desk:
    """A desk for one event on the open session; reads nothing yet, and no configuration at all."""
    return Desk(Disk(Sessions(folders.data), folders.cache), Clock())


def services(folders: Folders, environ: "Mapping[str, str]") -> Services:
    """Everything, with the configuration that holds; raises `ConfigError` with all that is wrong in it."""
    from nextcall.config.load import load  # noqa: PLC0415 (an event does without it)

    config = load(folders.config_file, environ)
    clock = Clock()
    sessions = Sessions(folders.data, f".{config.storage.format}")
    return Services(folders, config, clock, sessions, Desk(Disk(sessions, folders.cache), clock))

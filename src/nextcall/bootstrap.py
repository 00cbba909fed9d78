"""The composition root: arguments and environment become the objects that a front end drives.

One event on the open session needs no configuration: its file has the outcomes, the goal and
the value of a call. So `event_desk` builds a desk from the folders alone, and reading the
configuration is loaded only by `services`.
"""

from __future__ import annotations

import os

from nextcall.clock import Clock
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Disk
from nextcall.storage.sessions import Sessions

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import NamedTuple

    from nextcall.config.edit import Change, Value
    from nextcall.config.model import Config, Preset
    from nextcall.config.paths import Folders
    from nextcall.contacts.queue import Rules
else:
    from nextcall.named import NamedTuple



class Services(NamedTuple):
    """What a front end works with."""

    folders: Folders
    config: Config
    clock: Clock
    sessions: Sessions
    desk: Desk


def event_desk(folders: Folders) -> Desk:
    """A desk for one event on the open session; reads nothing yet, and no configuration at all.

    Which hooks there are is known from whoever ran them last, as long as the configuration is the same.
    """
    desk = Desk(Disk(Sessions(folders.data), folders.cache), Clock())
    if os.path.exists(folders.config_file) or any(name.startswith("NEXTCALL_HOOKS_") for name in os.environ):
        from nextcall.desk.hooks.herald import Herald  # noqa: PLC0415 (without a configuration there is no hook)

        desk.herald = Herald(folders.cache, folders.config_file)
    return desk


def services(folders: Folders, environ: Mapping[str, str]) -> Services:
    """Everything, with the configuration that holds; raises `ConfigError` with all that is wrong in it."""
    from nextcall.config.load import load  # noqa: PLC0415 (an event does without it)

    config = load(folders.config_file, environ)
    clock = Clock()
    sessions = Sessions(folders.data, f".{config.storage.format}")
    desk = Desk(Disk(sessions, folders.cache, config.outcomes), clock)
    if any(config.hooks):
        from nextcall.desk.hooks.herald import Herald  # noqa: PLC0415 (few have a hook)

        hooks = config.hooks._asdict()
        desk.herald = Herald(folders.cache, folders.config_file, frozenset(name for name in hooks if hooks[name]))
    return Services(folders, config, clock, sessions, desk)


def rules_of(config: Config) -> Rules:
    """The rules of the queue of call lists, as they are configured."""
    from nextcall.contacts.queue import Retry, Rules  # noqa: PLC0415 (few commands ask for people)

    usual = Retry(config.contacts.retry_hours, config.contacts.retry_max)
    own = {
        outcome: Retry(usual.hours if rule.hours is None else rule.hours, usual.most if rule.most is None else rule.most)
        for outcome, rule in config.retries.items()
    }
    return Rules(usual, own)


def with_setting(found: Services, table: str, key: str, value: Value, environ: Mapping[str, str]) -> Services:
    """The services with one setting changed, in the configuration file and here; raises as `with_settings` does."""
    from nextcall.config.edit import Change  # noqa: PLC0415 (only where something is changed)

    return with_settings(found, (Change(table, key, value),), environ)


def with_settings(found: Services, changes: Sequence[Change], environ: Mapping[str, str]) -> Services:
    """The services with some settings changed, in the configuration file and here.

    The file keeps its comments and its order. Raises `InputError`, `ConfigError` or `OSError`; nothing
    has changed then.
    """
    from nextcall.config.edit import with_changes  # noqa: PLC0415 (only where something is changed)

    return _with_text(found, lambda text: with_changes(text, changes), environ)


def config_with(found: Services, changes: Sequence[Change], environ: Mapping[str, str]) -> Config:
    """The configuration as it would be with some settings changed; raises as `with_settings` does, and writes nothing."""
    from nextcall.config.edit import with_changes  # noqa: PLC0415 (only where something is changed)

    return _edited(found, lambda text: with_changes(text, changes), environ)[2]


def read_again(found: Services, environ: Mapping[str, str]) -> Services:
    """The services with the configuration as its file is now; raises `ConfigError` with all that is wrong in it."""
    from nextcall.config.load import load  # noqa: PLC0415 (as in `services`)

    return found._replace(config=load(found.folders.config_file, environ))


def with_preset(found: Services, preset: Preset, environ: Mapping[str, str]) -> Services:
    """The services with one preset more, in the configuration file and here; raises as `with_setting` does."""
    from nextcall.config.edit import with_preset as text_with_preset  # noqa: PLC0415 (only where something is changed)

    return _with_text(found, lambda text: text_with_preset(text, preset), environ)


def _with_text(found: Services, edit: Callable[[str], str], environ: Mapping[str, str]) -> Services:
    from nextcall.storage import atomic  # noqa: PLC0415 (only where something is changed)

    before, after, config = _edited(found, edit, environ)
    if after != before:
        path = os.path.realpath(found.folders.config_file)  # behind a link, if it is one
        atomic.make_folder(os.path.dirname(path))
        atomic.save(path, after.encode())
    return found._replace(config=config)


def _edited(found: Services, edit: Callable[[str], str], environ: Mapping[str, str]) -> tuple[str, str, Config]:
    """The text of the configuration before and after an edit, and what it means then."""
    from nextcall.config.load import LARGEST, load  # noqa: PLC0415 (only where something is changed)
    from nextcall.config.read import config_from  # noqa: PLC0415 (as above)
    from nextcall.storage import atomic  # noqa: PLC0415 (as above)
    from nextcall.tomlfile import parse  # noqa: PLC0415 (as above)

    path = os.path.realpath(found.folders.config_file)
    load(path, environ)  # a file with mistakes is the user's to mend, not ours to write on
    try:
        before = atomic.read(path, LARGEST).decode("utf-8-sig")
    except FileNotFoundError:
        before = ""
    after = edit(before)
    # Before it is written: it may not fit any more.
    return before, after, config_from(parse(after, os.path.basename(path)), environ)

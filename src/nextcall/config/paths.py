"""Where things are: four folders, found without making any.

On POSIX systems, macOS included, these are the rules that platformdirs has for Unix. They are
written out here because importing platformdirs takes 28 ms, 1.7 times a whole start of Python,
and a status bar would pay that every few seconds; a test holds both to the same answers. For the
same reason this module imports nothing but `os`. On Windows platformdirs is asked.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "nextcall"
_XDG = {
    "data": ("XDG_DATA_HOME", ".local/share", ""),
    "config": ("XDG_CONFIG_HOME", ".config", ""),
    "cache": ("XDG_CACHE_HOME", ".cache", ""),
    "log": ("XDG_STATE_HOME", ".local/state", "log"),
}


class Folders:
    """The four folders of the app, as absolute paths; none of them need exist."""

    __slots__ = ("cache", "config", "data", "log")

    def __init__(self, data: str, config: str, cache: str, log: str) -> None:
        self.data = data
        """Sessions, contacts, trash: what must not be lost."""
        self.config = config
        """`config.toml` and `themes/`."""
        self.cache = cache
        """What can be made again from the data."""
        self.log = log
        """The log, where one is asked for."""

    @property
    def config_file(self) -> str:
        """The configuration; there need not be one."""
        return os.path.join(self.config, "config.toml")

    @property
    def themes(self) -> str:
        """The user's own themes."""
        return os.path.join(self.config, "themes")

    def __repr__(self) -> str:
        return f"Folders({self.data!r}, {self.config!r}, {self.cache!r}, {self.log!r})"


def folders(
    environ: "Mapping[str, str]", data_dir: str | None = None, config_dir: str | None = None
) -> Folders:
    """The folders that hold now: flag over own variable over `NEXTCALL_HOME` over the system's habit.

    An empty flag or variable counts as none; a leading `~/` is the home folder. Raises
    `UsageError` where a home folder is needed and none can be found.
    """
    return Folders(
        data=_folder("data", environ, data_dir),
        config=_folder("config", environ, config_dir),
        cache=_folder("cache", environ),
        log=_folder("log", environ),
    )


def _folder(kind: str, environ: "Mapping[str, str]", flag: str | None = None) -> str:
    stated = flag or environ.get(f"NEXTCALL_{kind.upper()}_DIR")
    if stated:
        return _absolute(stated, environ)
    if environ.get("NEXTCALL_HOME"):
        return os.path.join(_absolute(environ["NEXTCALL_HOME"], environ), kind)
    if os.name == "nt":
        return _on_windows(kind)
    variable, below_home, inside = _XDG[kind]
    base = environ.get(variable, "")
    if not base.startswith("/"):  # the XDG specification: a relative path is invalid and to be ignored
        base = f"{_home(environ)}/{below_home}"
    path = os.path.join(base, APP)
    return os.path.join(path, inside) if inside else path


def _absolute(path: str, environ: "Mapping[str, str]") -> str:
    if path == "~" or path.startswith("~/"):
        return os.path.normpath(f"{_home(environ)}/{path[2:]}")
    try:
        return os.path.abspath(path)
    except OSError as fault:  # the present folder has been removed
        raise _usage_error(f"The folder {path!r} has no place: {fault.strerror}.") from fault


def _home(environ: "Mapping[str, str]") -> str:
    """The home folder without its last slash, so that "/" becomes ""."""
    if os.name == "nt":
        return os.path.expanduser("~")
    home = environ.get("HOME", "")
    if not home.startswith("/"):
        import pwd  # noqa: PLC0415 (there is none on Windows)

        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            home = ""
        if not home.startswith("/"):
            raise _usage_error("There is no home folder.")
    return home.rstrip("/")


def _on_windows(kind: str) -> str:
    from platformdirs import PlatformDirs  # noqa: PLC0415 (28 ms that POSIX systems need not pay)

    found: str = getattr(PlatformDirs(APP, appauthor=False), f"user_{kind}_dir")
    return found


def _usage_error(message: str) -> Exception:
    from nextcall.errors import UsageError  # noqa: PLC0415 (imports typing: a third of a start)

    return UsageError(message, "Set HOME, or NEXTCALL_HOME to an absolute path.")

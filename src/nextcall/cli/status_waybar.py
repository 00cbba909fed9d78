"""`nextcall status --waybar`: the status as the JSON of a custom module.

Waybar reads `text` and `tooltip` as markup, so what comes from a session is escaped; a format may
have markup of its own. `class` and `alt` are the state, for a style sheet and for icons.
"""

from nextcall.cli.status import filled, formatted, plain, shown_fields
from nextcall.text import lines

_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_JSON = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def waybar(form: str | None, none: str, fields: dict[str, str] | None, now: float) -> str:
    """One line of JSON; `none` is the text while no session is open, and an empty text hides the module.

    Raises `UsageError` for a format with a field that is none.
    """
    if fields is None:
        formatted(form or "", None, now)  # a mistake in it shows at once, not at the next session
        return _object(lines(none), "", "none", "")
    shown = {name: _escaped(text, _MARKUP) for name, text in shown_fields(fields, now).items()}
    words = _escaped(plain(fields, now), _MARKUP)
    text = words if form is None else filled(form, shown)
    between = fields["state"] in ("ready", "paused")
    tooltip = f"{shown['title']}\n{words}" if between and shown["title"] else words
    return _object(text, tooltip, shown["state"], shown["progress"])


def _object(text: str, tooltip: str, state: str, percentage: str) -> str:
    said = {"text": text, "tooltip": tooltip, "class": state, "alt": state}
    rows = [f'"{name}": "{_escaped(value, _JSON)}"' for name, value in said.items()]
    return "{" + ", ".join(rows + ([f'"percentage": {percentage}'] if percentage else [])) + "}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)

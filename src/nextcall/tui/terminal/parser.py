"""From what a terminal sends to events: what is no key press never becomes one.

Textual's own parser hands out as keys whatever it cannot make sense of, mostly digits and
letters. Here the input is cut into whole sequences first; those that are known are passed
on, the others are dropped, and an unfinished one is held back for a moment.
"""

import re
from collections.abc import Callable
from typing import Final

from textual import constants, events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.keys import Keys
from textual.message import Message

_ESC: Final = "\x1b"
_PASTE_END: Final = "\x1b[201~"
_PASTE_SILENCE: Final = 1.5
_PASTE_LIMIT: Final = 1_000_000
_HOLD: Final = 1.0
_LATE: Final = 2.0

_TOKEN = re.compile(
    r"(?P<paste>\x1b\[200~)"
    r"|(?P<drop>\x1b\[M[^\x1b]{3}"  # a mouse report of old; its three characters may be any
    r"|\x1b\[\d+;\d+R"  # where the cursor is (or Shift and F3, which look the same)
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\))"  # an answer: OSC, DCS and their kin
    r"|(?P<control>\x1b\[\[[A-E]|\x1b\[(?![M\[])[ -?]*[@-~]|\x1bO[ -~])"
    r"|(?P<alt>\x1b[^\x1b\[\]PX^_O])"
    r"|(?P<plain>[^\x1b]+)",
    re.DOTALL,
)
_UNFINISHED = re.compile(r"\x1b(?:\[[ -?]*|\[\[|\[M[^\x1b]{0,2}|O|[\]PX^_].*)?\Z", re.DOTALL)
_BROKEN = re.compile(r"\x1b(?:\[\[?[ -?]*|O|[\]PX^_])?")
_REST = re.compile(r"\[(?:[0-?]+|[A-Za-z~])|\]\d|P[01]?[+$>]")
_UNREADABLE = re.compile("\N{REPLACEMENT CHARACTER}+.?|[\x00\x80-\x9f]", re.DOTALL)
_MOUSE = re.compile(r"\x1b\[<\d{1,2};\d{1,5};\d{1,5}[Mm]")  # no more than the wheel and three buttons
_KEY = re.compile(
    r"\x1b\[(?P<code>\d{0,7})(?::[\d:]*)?"
    r"(?:;(?P<modifiers>\d{0,3})(?::(?P<kind>\d))?(?:;(?P<text>[\d:]{0,40}))?)?"
    r"(?P<end>[u~ABCDEFHPQS])"
)
_EVENTS: "dict[str, type[Message]]" = {
    "\x1b[I": events.AppFocus,
    "\x1b[O": events.AppBlur,
    "\x1b[?2026;1$y": messages.TerminalSupportsSynchronizedOutput,
    "\x1b[?2026;2$y": messages.TerminalSupportsSynchronizedOutput,
    "\x1b[?2026;3$y": messages.TerminalSupportsSynchronizedOutput,
}


class CalmParser(XTermParser):
    """Makes keys, pastes, mouse and focus events of a terminal's input, and nothing of the rest."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self._held = ""
        self._held_since = 0.0
        self._heard = 0.0
        self._escaped = float("-inf")
        self._paste: list[str] | None = None
        self._paste_size = 0
        self._tail = ""

    def feed(self, data: str) -> list[Message]:
        """The events in `data`, together with what was held back before."""
        found = self.tick()
        self._heard = self._now()
        since = self._held_since if self._held else self._heard
        text, at = self._joined(data, found), 0
        while at < len(text):
            if self._paste is not None:
                at = self._pasted(text, at, found)
            elif (token := _TOKEN.match(text, at)) is not None:
                self._token(token, found)
                at = token.end()
            elif _UNFINISHED.match(text, at) is not None:
                self._held = text[at:]
                self._held_since = self._heard if at else since
                break
            else:
                at = self._skip(text, at, found)
        return found

    def tick(self) -> list[Message]:
        """The events that time alone brings: an escape key by itself, the end of a paste without one."""
        if self.wait() != 0:
            return []
        if self._paste is not None:
            return [self._end_paste()]
        held, self._held = self._held, ""
        if held != _ESC:
            return []
        self._escaped = self._now()
        return [_escape()]

    def wait(self) -> float | None:
        """In how many seconds `tick` has something to do; None: not before the next input."""
        if self._paste is not None:
            until = self._heard + _PASTE_SILENCE
        elif self._held:
            until = self._held_since + (constants.ESCAPE_DELAY if self._held in (_ESC, "\x1bO") else _HOLD)
        else:
            return None
        return max(0.0, until - self._now())

    def _joined(self, data: str, found: list[Message]) -> str:
        """`data` after what was held back before it."""
        held, self._held = self._held, ""
        if held == _ESC and data[:1] not in ("[", "O", "]", "P", "X", "^", "_"):
            found.append(_escape())  # two key presses: Alt and a key arrive in one piece
            return data
        if not held and self._paste is None and self._heard - self._escaped < _LATE and _REST.match(data):
            return _ESC + data  # a sequence whose first byte came long before the others
        return held + data

    def _skip(self, text: str, at: int, found: list[Message]) -> int:
        """Past a sequence that something else cut off."""
        broken = _BROKEN.match(text, at)
        if broken is None or broken[0] == _ESC:
            found.append(_escape())
            return at + 1
        return broken.end()

    def _token(self, token: "re.Match[str]", found: list[Message]) -> None:
        match token.lastgroup:
            case "plain":
                for character in _UNREADABLE.sub("", token[0]):
                    found += self._keys("\r" if character == "\n" else character)
            case "control":
                found += self._control(token[0])
            case "alt":
                found += self._alt(token[0])
            case "paste":
                self._paste, self._paste_size, self._tail = [], 0, ""

    def _keys(self, sequence: str, *, alt: bool = False) -> list[Message]:
        return [key for key in self._sequence_to_key_events(sequence, alt) if key.key != Keys.Ignore]

    def _alt(self, token: str) -> list[Message]:
        if _UNREADABLE.match(token, 1):
            return []
        if token in ANSI_SEQUENCES_KEYS:
            return self._keys(token)
        keys = [key for key in self._sequence_to_key_events(token[1], alt=True) if key.key != Keys.Ignore]
        return [key if key.key.startswith("alt+") else events.Key(f"alt+{key.key}", None) for key in keys]

    def _control(self, token: str) -> list[Message]:
        if (event := _EVENTS.get(token)) is not None:
            return [event()]
        if _MOUSE.fullmatch(token):
            mouse = self.parse_mouse_code(token)
            return [] if mouse is None else [mouse]
        if (key := _KEY.fullmatch(token)) is not None and (clean := _clean(key)) is not None:
            return self._keys(clean) if clean else []
        known = ANSI_SEQUENCES_KEYS.get(token)
        if isinstance(known, tuple):
            return [events.Key(key.value, None) for key in known]
        return self._keys(token) if isinstance(known, str) else []

    def _pasted(self, text: str, at: int, found: list[Message]) -> int:
        """Take up a part of a paste; where in `text` to go on."""
        assert self._paste is not None  # noqa: S101 (only called while there is one)
        piece = self._tail + text[at:]
        end = piece.find(_PASTE_END)
        fresh = text[at:] if end < 0 else piece[len(self._tail) : max(end, len(self._tail))]
        if self._paste_size < _PASTE_LIMIT:
            self._paste.append(fresh)
            self._paste_size += len(fresh)
        if end < 0:
            self._tail = piece[1 - len(_PASTE_END) :]
            return len(text)
        found.append(self._end_paste(already=max(0, len(self._tail) - end)))
        return at + end + len(_PASTE_END) - (len(piece) - len(text[at:]))

    def _end_paste(self, already: int = 0) -> events.Paste:
        """The paste as one event, without the `already` characters of its end that were taken for content."""
        text = "".join(self._paste or ())
        self._paste = None
        return events.Paste(text[: len(text) - already].replace("\x00", ""))


def _escape() -> events.Key:
    return events.Key("escape", _ESC)


def _printable(code: str) -> bool:
    number = int(code or 0)
    return number <= 0x10FFFF and chr(number).isprintable()  # noqa: PLR2004 (the last character there is)


def _clean(key: "re.Match[str]") -> str | None:
    """A key's sequence as Textual reads it; empty for a release, None if it is no key that is known."""
    code, modifiers, kind, text, end = key.group("code", "modifiers", "kind", "text", "end")
    if kind == "3":
        return ""
    if f"{int(code or 1)}{end}" not in FUNCTIONAL_KEYS and not (end == "u" and _printable(code)):
        return None
    if text and not all(map(_printable, text.split(":"))):
        text = ""
    rest = f";{modifiers or ''};{text}" if text else f";{modifiers}" if modifiers else ""
    return f"{_ESC}[{code}{rest}{end}"

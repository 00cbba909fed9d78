"""The tables of the index."""

from nextcall.storage.place import Schema

MEANING = 1
"""Raised when what stands in the tables means something else than before."""
CREATE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY, modified INTEGER, files INTEGER) WITHOUT ROWID;
CREATE TABLE files (
    number INTEGER PRIMARY KEY, path TEXT UNIQUE, size INTEGER, modified INTEGER, inode INTEGER,
    moment INTEGER, session TEXT, problem TEXT, copy INTEGER
);
CREATE INDEX newest ON files (moment DESC, path DESC);
CREATE TABLE sessions (
    number INTEGER PRIMARY KEY, id TEXT, title TEXT, preset TEXT, skill TEXT, list TEXT, tags TEXT,
    started INTEGER, ended INTEGER, started_at TEXT, ended_at TEXT, first_day INTEGER, last_day INTEGER, last_event INTEGER,
    calls INTEGER, connects INTEGER, conversations INTEGER, noes INTEGER, yeses INTEGER, helps INTEGER, bright INTEGER,
    lasted INTEGER, paused INTEGER, talked INTEGER, reach TEXT,
    served INTEGER, gap REAL, first_dial INTEGER, asked INTEGER, learned INTEGER, self_score INTEGER, coach_score INTEGER, amounts TEXT
);
CREATE TABLE cells (
    number INTEGER, hour INTEGER, timed INTEGER, lasted INTEGER, paused INTEGER, talked INTEGER, calls INTEGER, connects INTEGER,
    conversations INTEGER, noes INTEGER, yeses INTEGER, helps INTEGER, bright INTEGER, served INTEGER, gaps BLOB,
    PRIMARY KEY (number, hour, timed)
) WITHOUT ROWID;
CREATE TABLE sorts (
    number INTEGER, sort TEXT, key TEXT, calls INTEGER, connects INTEGER, conversations INTEGER, yeses INTEGER, served INTEGER,
    PRIMARY KEY (number, sort, key)
) WITHOUT ROWID;
CREATE TABLE marks (
    number INTEGER, place INTEGER, n INTEGER, at INTEGER, ahead INTEGER, kind TEXT, who TEXT, text TEXT, whom TEXT, state TEXT, PRIMARY KEY (number, place)
) WITHOUT ROWID;
CREATE TABLE columns (
    number INTEGER PRIMARY KEY, offsets BLOB, pauses BLOB, outcomes TEXT, paper TEXT, words TEXT,
    at BLOB, talk BLOB, gap BLOB, outcome BLOB, bits BLOB, notes TEXT, people TEXT, others TEXT, steps BLOB, ticked BLOB
);
CREATE TABLE sums (kind TEXT, key, number INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE parts (
    kind TEXT, key TEXT, sessions INTEGER, lasted INTEGER, paused INTEGER, talked INTEGER, calls INTEGER, connects INTEGER,
    conversations INTEGER, noes INTEGER, yeses INTEGER, helps INTEGER, bright INTEGER, served INTEGER, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE gaps (second INTEGER PRIMARY KEY, number INTEGER, gaps BLOB);
"""
"""`sums` has what all sessions came to together, so that the sum of ten years is not added up each time:
by `kind` of sum (`bits`, `outcome`, `time`) and its key. `gaps` has how many gaps lasted so many full
seconds, and each of them in milliseconds: to find the median of all, one row of them is looked at closely.
`cells` and `sorts` are those of `stats.buckets`, session by session; `parts` has the buckets of everything by
`kind` (hour, weekday, day, …, and `slot`: the hour of the week)."""

INDEX = Schema("index", CREATE, f"{MEANING} {CREATE}")
"""Where `meta` has `OUTLINE`, some sessions have a row in `sessions` but none in `columns`."""

FILE = ("number", "path", "size", "modified", "inode", "moment", "session", "problem", "copy")
SESSION = (
    "number", "id", "title", "preset", "skill", "list", "tags", "started", "ended", "started_at", "ended_at", "first_day", "last_day",
    "last_event", "calls", "connects", "conversations", "noes", "yeses", "helps", "bright", "lasted", "paused", "talked", "reach",
    "served", "gap", "first_dial", "asked", "learned", "self_score", "coach_score", "amounts",
)  # fmt: skip
OUTLINE = SESSION[: SESSION.index("reach") + 1]
"""What an outline has of them: the rest is empty."""
COLUMNS = (
    "number", "offsets", "pauses", "outcomes", "paper", "words", "at", "talk", "gap", "outcome", "bits", "notes", "people", "others", "steps", "ticked",
)  # fmt: skip
CELL = (
    "number", "hour", "timed", "lasted", "paused", "talked", "calls", "connects", "conversations", "noes", "yeses", "helps", "bright", "served", "gaps",
)  # fmt: skip
SORT = ("number", "sort", "key", "calls", "connects", "conversations", "yeses", "served")
MARK = ("number", "place", "n", "at", "ahead", "kind", "who", "text", "whom", "state")
PART = (
    "kind", "key", "sessions", "lasted", "paused", "talked", "calls", "connects", "conversations", "noes", "yeses", "helps", "bright", "served",
)  # fmt: skip
OF_SESSION = ("files", "sessions", "columns", "cells", "sorts", "marks")
"""The tables that have rows of a session, by its number."""


def insert(table: str, columns: tuple[str, ...]) -> str:
    """The statement that inserts or replaces one row."""
    return f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 (our own names)

"""The tables of the copy in which people are looked up."""

from nextcall.storage.place import Schema

_CREATE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE known (what TEXT PRIMARY KEY, inode INTEGER, size INTEGER, modified INTEGER) WITHOUT ROWID;
CREATE TABLE lists (name TEXT PRIMARY KEY, title TEXT, problem TEXT) WITHOUT ROWID;
CREATE TABLE people (
    list TEXT, position INTEGER, id TEXT, phone TEXT, words TEXT, stage TEXT, since INTEGER, due INTEGER, person TEXT
);
CREATE UNIQUE INDEX who ON people (list, id);
CREATE INDEX queue ON people (list, stage, since, position);
CREATE INDEX due ON people (stage, due) WHERE due IS NOT NULL;
CREATE INDEX numbers ON people (phone);
CREATE TABLE met (session TEXT, list TEXT, id TEXT, PRIMARY KEY (session, list, id)) WITHOUT ROWID;
CREATE TABLE said (list TEXT, id TEXT, act TEXT, there INTEGER, PRIMARY KEY (list, id, act)) WITHOUT ROWID;
CREATE TABLE asked (session TEXT, phone TEXT, at TEXT, n INTEGER, PRIMARY KEY (session, n)) WITHOUT ROWID;
CREATE TABLE unfit (session TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE blocked (phone TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""`known` has which version of each file was read. `people` has one row a person: `person` is all of it as in the list's
file, with what waits laid over it; `phone` is what numbers are compared by; `since` orders those of one stage, `due` is from
when on they are to be called (milliseconds since 1970; null: at once, or never). `met` says whom a session has touched,
and perhaps some whom it has not any more; `said` has what was laid over the lists of what the caller said outside
calls, and whether the list had it already. `asked` has the calls of sessions that wait after which a
number is not to be called; `unfit` those sessions that cannot be read, of which nothing is known."""
_MEANING = 2

PEOPLE = Schema("contacts", _CREATE, f"{_MEANING} {_CREATE}")

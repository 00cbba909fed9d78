"""The tables of the copy in which people are looked up."""

from nextcall.storage.place import Schema

_CREATE = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE known (what TEXT PRIMARY KEY, inode INTEGER, size INTEGER, modified INTEGER) WITHOUT ROWID;
CREATE TABLE lists (name TEXT PRIMARY KEY, title TEXT, problem TEXT) WITHOUT ROWID;
CREATE TABLE people (
    list TEXT, position INTEGER, id TEXT, phone TEXT, name TEXT, words TEXT, stage TEXT, since INTEGER, due INTEGER, person TEXT
);
CREATE UNIQUE INDEX who ON people (list, id);
CREATE INDEX queue ON people (list, stage, since, position);
CREATE INDEX due ON people (stage, due);
CREATE INDEX numbers ON people (phone);
CREATE TABLE laid (session TEXT, list TEXT, id TEXT, PRIMARY KEY (session, list, id)) WITHOUT ROWID;
CREATE TABLE blocked (phone TEXT PRIMARY KEY, name TEXT, at TEXT, session TEXT, n INTEGER) WITHOUT ROWID;
"""
"""`known` has which version of each file was read; `people` one row a person, with all of it as in the list's file in
`person`, and where they stand in the queue: `since` orders those of one stage, `due` is from when on they are to be
called (milliseconds since 1970; null: at once, or never). `laid` says whom a session that waits has touched."""
_MEANING = 1

PEOPLE = Schema("contacts", _CREATE, f"{_MEANING} {_CREATE}")

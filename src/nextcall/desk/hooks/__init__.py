"""Hooks: the user's own programs, told of what is on disk.

A program that has saved something puts one file for each event into a folder of the cache (`spool`) and starts a
process of its own (`runner`), which hands them on one after the other, in their order. So no key and no command
ever waits for a hook, two programs on one session never run a hook twice for one event, and a program that is
left at once leaves nothing undone.
"""

"""The whole matrix, in the order of its table."""

from faults import broken, clocks, day, disk, ending, folders, killed, replaced, together, windows
from faults.matrix import FAULTS, Fault

_STRIKERS = [part.__name__ for part in (killed, ending, disk, folders, together, replaced, broken, clocks, windows, day)]
"""Importing them has entered their faults."""

ALL: tuple[Fault, ...] = tuple(sorted(FAULTS.values(), key=lambda fault: _STRIKERS.index(fault.strike.__module__)))
QUICK: tuple[tuple[Fault, str], ...] = tuple((fault, way) for fault in ALL for way in fault.quick)
"""What every run of the tests strikes."""

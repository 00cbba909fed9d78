"""What can go wrong while somebody calls, done to the installed program again and again.

`matrix` knows the faults, each module beside it strikes some of them, `test_quick` strikes a few in
every run of the tests, `run.py` as many rounds of all of them as it is asked to, with a table.
"""

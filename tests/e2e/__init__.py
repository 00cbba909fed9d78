"""The installed program, from outside: in a terminal, from the shell, through faults."""

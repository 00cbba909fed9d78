"""Charts for the terminal: pure functions from figures to lines, all of the size that was asked for."""

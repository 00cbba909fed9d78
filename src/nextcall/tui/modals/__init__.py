"""What is asked on top of a screen: a line, one of a few, a list."""

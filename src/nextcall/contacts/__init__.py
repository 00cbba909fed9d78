"""People to call: who they are, what came of calling them, and who is next."""

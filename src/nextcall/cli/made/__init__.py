"""A caller who is made up, for `demo` and for the pictures: half a year of sessions, a session under way, people to call."""

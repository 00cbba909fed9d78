"""The session as frozen values and pure functions: no file, no clock, no screen."""

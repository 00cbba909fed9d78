"""How long hypothesis looks for what nobody thought of: a while at each run, and as long as it is asked to."""

import os

from hypothesis import settings

settings.register_profile("usual", max_examples=10, deadline=None)
settings.register_profile("long", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("NEXTCALL_EXAMPLES", "usual"))

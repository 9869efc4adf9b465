"""The databases are there for every test that asks for one."""

import gc

from hypothesis import settings

pytest_plugins = ["tests.support.databases", "tests.support.mailbox"]

# As `app.serve` does: what tests make is mostly kept, and need not be looked through so often.
gc.set_threshold(20_000)

#: How long one example takes says more of the machine than of the code; pytest has its own limit.
settings.register_profile("whole", deadline=None)
#: `make test` looks at fewer examples of each property; `make test-all` at as many as usual.
settings.register_profile("sample", deadline=None, max_examples=25)
settings.load_profile("sample")

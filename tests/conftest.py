"""The databases are there for every test that asks for one."""

from hypothesis import settings

pytest_plugins = ["tests.support.databases"]

#: How long one example takes says more of the machine than of the code; pytest has its own limit.
settings.register_profile("tocsin", deadline=None)
settings.load_profile("tocsin")

"""The databases are there for every test that asks for one."""

pytest_plugins = ["tests.support.databases"]

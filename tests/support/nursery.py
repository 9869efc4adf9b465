"""Bot processes that need not import everything anew: forked from one that has done so.

They are processes of their own all the same, with their own loop, threads and connections, and
die by signals as any other. Only the two seconds of processor time that importing takes are
spared; `tests/cli` starts the command line as people do.
"""

import os
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess

_FORKED = get_context("forkserver")
_FORKED.set_forkserver_preload(["bot.app", "bot.cli.serve", "uvloop", "asyncpg", "alembic"])


def born(environment: Mapping[str, str]) -> ForkServerProcess:
    """`tocsin serve` in a process of its own, under way; it ends with the command's exit code."""
    # A daemon ends with its parent at the latest, should a test be cut off.
    child = _FORKED.Process(target=_serve, args=(dict(environment),), daemon=True)
    child.start()
    return child


def _serve(environment: dict[str, str]) -> None:
    from bot.cli import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir("/")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())  # type: ignore[union-attr]
    sys.exit(main(["serve"]))

"""The only reader of the wall clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

#: Answers with an aware UTC instant.
Clock: TypeAlias = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)

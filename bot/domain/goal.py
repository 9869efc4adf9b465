"""Whom somebody wants asked: the next level, another one, a rotation or a person."""

from dataclasses import dataclass

from bot.domain.ids import PersonId
from bot.domain.service import RotationName


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One of them; none of them is the next level. ``level`` 0 is the last resort."""

    level: int | None = None
    rotation: RotationName | None = None
    person: PersonId | None = None

    @property
    def value(self) -> str:
        """As an option of a menu carries it."""
        if self.rotation:
            return f"rotation:{self.rotation}"
        return "next" if self.level is None else f"level:{self.level}"


#: What nobody named.
NEXT = Goal()


def goal_of(value: str) -> Goal:
    """What an option meant. What no option of ours carries is the next level."""
    kind, _, which = value.partition(":")
    if kind == "rotation" and which:
        return Goal(rotation=RotationName(which))
    if kind == "level" and which.isascii() and which.isdigit():
        return Goal(level=int(which))
    return NEXT

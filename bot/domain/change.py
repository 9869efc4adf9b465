"""What a decision returns: the new state, and what happened."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain.events import Event

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Change(Generic[State]):
    """An empty ``events`` means that nothing happened: the decision was already true."""

    state: State
    events: tuple[Event, ...] = ()

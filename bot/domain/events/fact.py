"""What every fact about an incident has in common."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import IncidentId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has. ``at`` is UTC; ``by`` is None when the bot itself acted."""

    incident: IncidentId
    at: datetime
    by: PersonId | None = None

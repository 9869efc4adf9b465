"""Who may see this? Every sender and page asks here first."""

from collections.abc import Collection

from bot.domain.ids import PersonId
from bot.domain.incident import Incident


def may_see(
    incident: Incident, person: PersonId, *, members: Collection[PersonId], guest: bool
) -> bool:
    """Private incidents are seen by their members only; guests see only rooms they are in."""
    if person in members:
        return True
    return not incident.private and not guest


def announced(incident: Incident) -> bool:
    """Whether a word of it may stand outside its room."""
    return not incident.private

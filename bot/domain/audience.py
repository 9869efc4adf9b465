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


def keeps_seeing(
    incident: Incident, person: PersonId | None, members: Collection[PersonId]
) -> bool:
    """Whether a message sent to a person may be edited: not for who has left a private room."""
    return not incident.private or person is None or person in members


def announced(incident: Incident) -> bool:
    """Whether a word of it may stand outside its room."""
    return not incident.private

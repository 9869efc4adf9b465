"""How a component of the product is doing, as clients were told. A component is a service."""

from collections.abc import Iterable
from enum import StrEnum

from bot.domain.phrase import Phrase, phrase
from bot.domain.severity import ClientState


class Health(StrEnum):
    """What clients are told of one component."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"
    MAINTENANCE = "maintenance"

    @property
    def badness(self) -> int:
        """0 when all is well; of two, the larger is what a day or a page shows."""
        return _BADNESS[self]

    @property
    def words(self) -> Phrase:
        return _TITLES[self]

    @classmethod
    def worst(cls, of: Iterable["Health"]) -> "Health":
        """The worst of them; of none, all is well."""
        return max(of, key=lambda health: health.badness, default=cls.OPERATIONAL)


#: Work that was announced is better than a fault that was not.
_BADNESS = {
    Health.OPERATIONAL: 0,
    Health.MAINTENANCE: 1,
    Health.DEGRADED: 2,
    Health.PARTIAL_OUTAGE: 3,
    Health.MAJOR_OUTAGE: 4,
}
_TITLES = {
    Health.OPERATIONAL: phrase("Operational"),
    Health.DEGRADED: phrase("Degraded"),
    Health.PARTIAL_OUTAGE: phrase("Partial outage"),
    Health.MAJOR_OUTAGE: phrase("Major outage"),
    Health.MAINTENANCE: phrase("Maintenance"),
}


def default_health(rank: int, state: ClientState) -> Health:
    """What an update says of its services where its author says nothing else.

    ``rank`` is the severity's, 1 being the worst. Under watch a service works again, but nobody
    promises yet that it stays so.
    """
    match state:
        case ClientState.RESOLVED:
            return Health.OPERATIONAL
        case ClientState.MONITORING:
            return Health.DEGRADED
    match rank:
        case 1:
            return Health.MAJOR_OUTAGE
        case 2:
            return Health.PARTIAL_OUTAGE
    return Health.DEGRADED

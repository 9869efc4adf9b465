"""What the policy says of the public status page."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.language import Language, Localised
from bot.domain.service import ServiceName


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentGroup:
    """Components under one heading; None for those that stand alone."""

    title: Localised | None = None
    services: tuple[ServiceName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage:
    title: Localised
    #: The first is read by those who read none of them.
    languages: tuple[Language, ...]
    #: Only what is named here is named on the page.
    groups: tuple[ComponentGroup, ...]
    #: Whose days the history has, and whose clock the page is on.
    zone: ZoneInfo
    #: Where clients find help: ``https://…`` or ``mailto:…``; empty for nowhere.
    support: str = ""
    #: The page's first day. None: the day of the first update on it.
    since: date | None = None

    @property
    def services(self) -> tuple[ServiceName, ...]:
        return tuple(service for group in self.groups for service in group.services)

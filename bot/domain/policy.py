"""The organisation's policy as one value. `bot/policy.py` reads it from ``tocsin.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.escalation_path import EscalationPath, ToUsergroup
from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Language, Localised
from bot.domain.permission import Permissions
from bot.domain.person import GroupName, Member
from bot.domain.pick import Picking
from bot.domain.refusal import Refusal
from bot.domain.regulation import Regulation
from bot.domain.role import Role, RoleName
from bot.domain.rotation import Rotation
from bot.domain.service import Client, ClientName, PathName, RotationName, Service, ServiceName
from bot.domain.severity import Severity, SeverityName
from bot.domain.status_page import StatusPage
from bot.domain.text import clip
from bot.domain.update_rules import UpdateRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    name: str
    language: Language
    zone: ZoneInfo
    #: Where new public incidents are announced; None announces nowhere.
    announce: RoomId | None = None
    #: ``{n}`` is the incident's number, ``{slug}`` its title in Latin letters.
    room_pattern: str = "inc-{n}-{slug}"
    #: How long an incident may lack a lead before the room is asked for one.
    lead_within: timedelta = timedelta(minutes=5)
    #: Always invited into new war rooms.
    responders: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Where internal reports are posted; None is the war room."""

    tactical: RoomId | None = None
    stakeholders: RoomId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Frozen; a new version replaces it whole. ``version`` counts applied policies."""

    version: int = 0
    workspace: Workspace
    #: Worst first.
    severities: tuple[Severity, ...]
    roles: tuple[Role, ...]
    people: Mapping[PersonId, Member] = field(default_factory=dict)
    groups: Mapping[GroupName, tuple[PersonId, ...]] = field(default_factory=dict)
    #: Members of the Slack user groups that paths name, by group id, as Slack last told.
    usergroups: Mapping[str, tuple[PersonId, ...]] = field(default_factory=dict)
    #: The organisation's own words for statuses, by the status's value.
    status_labels: Mapping[str, Localised] = field(default_factory=dict)
    rotations: Mapping[RotationName, Rotation] = field(default_factory=dict)
    paths: Mapping[PathName, EscalationPath] = field(default_factory=dict)
    services: Mapping[ServiceName, Service] = field(default_factory=dict)
    clients: Mapping[ClientName, Client] = field(default_factory=dict)
    permissions: Permissions = field(default_factory=Permissions)
    #: What authorities must be told, and how soon.
    regulation: Regulation = field(default_factory=Regulation)
    client_updates: UpdateRules = field(default_factory=UpdateRules)
    reports: Reports = Reports()
    timeline: Picking = field(default_factory=Picking)
    #: None: there is no status page.
    status_page: StatusPage | None = None
    #: Pages for incidents whose service is unknown.
    default_path: PathName | None = None

    def severity(self, name: str) -> Severity:
        """The severity a person means by ``SEV2``, ``sev2`` or ``2``."""
        wanted = name.strip().casefold()
        # The name outweighs the rank: where SEV0 is the worst, “1” means SEV1, the second.
        for spelling in (_spelled, _number, _rank):
            for severity in self.severities:
                if wanted == spelling(severity):
                    return severity
        known = ", ".join(severity.name for severity in self.severities)
        raise Refusal(
            "There is no severity “{name}”. Choose one of: {known}.",
            field="severity",
            name=clip(name, 40),
            known=known,
        )

    def severity_in_force(self, name: SeverityName) -> Severity:
        """What an open incident's severity obliges; the worst one where the policy forgot it.

        Nothing that goes on by itself may stop because somebody renamed a severity.
        """
        same = (severity for severity in self.severities if severity.name == name)
        return next(same, self.severities[0])

    def path_for(self, service: ServiceName | None) -> EscalationPath | None:
        """The path that pages for a service; for an unknown one, the policy's default."""
        known = self.services.get(service) if service else None
        name = known.path if known else self.default_path
        return self.paths.get(name) if name else None

    @property
    def paged_usergroups(self) -> tuple[str, ...]:
        """The Slack user groups that paths page, by id."""
        levels = [level for path in self.paths.values() for level in path.levels]
        targets = [target for level in levels for target in level.targets]
        found = (each.usergroup for each in targets if isinstance(each, ToUsergroup))
        return tuple(dict.fromkeys(found))

    def language_of(self, person: PersonId, locale: str = "") -> Language:
        """The person's entry in the policy, else their Slack locale, else the workspace's."""
        member = self.people.get(person)
        if member and member.languages:
            return member.languages[0]
        return Language.of_locale(locale) or self.workspace.language

    def clock_of(self, client: ClientName | None) -> ZoneInfo:
        """The zone of the times that a client reads; the workspace's, unless it has its own."""
        known = self.clients.get(client) if client else None
        return (known.zone if known else None) or self.workspace.zone

    def client_title(self, client: ClientName) -> str:
        """The client's name for people; the policy's name for it when it has gone from there."""
        known = self.clients.get(client)
        return known.title if known else client

    def role_title(self, name: RoleName, language: Language) -> str:
        """What people call the role; its name when the policy no longer has it."""
        return next((one.title.to(language) for one in self.roles if one.name == name), name)

    def clients_of(self, service: ServiceName | None) -> tuple[ClientName, ...]:
        known = self.services.get(service) if service else None
        return known.clients if known else ()


def _spelled(severity: Severity) -> str:
    return severity.name.casefold()


def _number(severity: Severity) -> str:
    return _spelled(severity).removeprefix("sev")


def _rank(severity: Severity) -> str:
    return str(severity.rank)

"""Sections that have passed every check, as the domain's values."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.domain.escalation_path import (
    Condition,
    EscalationPath,
    Level,
    Target,
    ToChannel,
    ToGroup,
    ToPerson,
    ToRotation,
    ToUsergroup,
    ToWebhook,
)
from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Language, Localised
from bot.domain.permission import Action, Grant, Permissions
from bot.domain.person import GroupName, Member
from bot.domain.pick import Picking
from bot.domain.policy import Policy, Reports, Workspace
from bot.domain.role import Role, RoleName
from bot.domain.rotation import Rotation
from bot.domain.service import Client, ClientName, PathName, RotationName, Service, ServiceName
from bot.domain.severity import Severity, SeverityName
from bot.domain.status_page import ComponentGroup, StatusPage
from bot.domain.update_rules import UpdateRules
from bot.domain.windows import Windows
from bot.policy.beside import Calendars
from bot.policy.clocks_shape import regulation
from bot.policy.defaults import ROLES
from bot.policy.fields import CHANNEL, EMAIL, PERSON, USERGROUP, WEBHOOK
from bot.policy.path_shape import ConditionShape, LevelShape, PathShape
from bot.policy.rotation_shape import RotationShape
from bot.policy.sections import Sections
from bot.policy.shape import (
    GrantShape,
    PermissionsShape,
    SeverityShape,
    WorkspaceShape,
)
from bot.policy.status_shape import StatusPageShape


def build(sections: Sections, calendars: Calendars | None = None) -> Policy:
    """The policy. Expects sections, and calendars, without problems."""
    assert sections.workspace is not None
    return _Builder(sections, sections.workspace, calendars or {}).policy()


class _Builder:
    def __init__(self, sections: Sections, workspace: WorkspaceShape, calendars: Calendars) -> None:
        self._sections = sections
        self._calendars = calendars
        self._home = workspace

    def policy(self) -> Policy:
        sections = self._sections
        return Policy(
            workspace=self._workspace(),
            severities=tuple(
                self._severity(rank, each)
                for rank, each in enumerate(sections.severities.values(), start=1)
            ),
            roles=self._roles(),
            people=self._members(),
            groups={GroupName(name): _people(each) for name, each in sections.groups.items()},
            status_labels=self._status_labels(),
            rotations={
                RotationName(name): self._rotation(name, each)
                for name, each in sections.rotations.items()
            },
            paths={PathName(name): self._path(name, each) for name, each in sections.paths.items()},
            services=self._services(),
            clients=self._clients(),
            client_updates=sections.client_updates.rules()
            if sections.client_updates
            else UpdateRules(),
            reports=sections.reports.reports() if sections.reports else Reports(),
            timeline=sections.timeline.picking() if sections.timeline else Picking(),
            status_page=self._status_page(sections.status_page),
            regulation=regulation(sections.clocks, self._home),
            permissions=self._permissions(sections.permissions),
            default_path=PathName(self._home.default_path) if self._home.default_path else None,
        )

    def _workspace(self) -> Workspace:
        home = self._home
        return Workspace(
            name=home.name,
            language=home.language,
            zone=home.timezone,
            announce=RoomId(home.announce) if home.announce else None,
            room_pattern=home.room_pattern,
            lead_within=home.lead_within,
            responders=_people(home.responders),
        )

    def _severity(self, rank: int, shape: SeverityShape) -> Severity:
        return Severity(
            name=SeverityName(shape.name),
            rank=rank,
            criteria=self._text(shape.criteria),
            pages=shape.pages,
            urgent=shape.urgent,
            ack_limit=shape.ack_limit,
            acks=len(shape.ack_roles) or shape.acks,
            ack_roles=tuple(RoleName(each) for each in shape.ack_roles),
            ack_timeout=shape.ack_timeout,
            first_update=shape.first_update,
            cadence=shape.cadence.by_state(),
            approval=shape.approval,
            approvers=GroupName(shape.approvers) if shape.approvers else None,
            postmortem=shape.postmortem,
        )

    def _roles(self) -> tuple[Role, ...]:
        roles = tuple(
            Role(name=RoleName(name), title=shape.title, duties=shape.duties)
            for name, shape in self._sections.roles.items()
        )
        return tuple(
            replace(role, title=self._text(role.title), duties=self._text(role.duties))
            for role in roles or ROLES
        )

    def _members(self) -> dict[PersonId, Member]:
        return {
            PersonId(id): Member(
                id=PersonId(id),
                name=shape.name,
                email=shape.email or (id if EMAIL.fullmatch(id) else ""),
                languages=shape.languages,
                contacts=tuple(each.contact() for each in shape.contacts),
                quiet=shape.quiet_hours,
                zone=shape.timezone,
            )
            for id, shape in self._sections.people.items()
        }

    def _status_labels(self) -> dict[str, Localised]:
        shape = self._sections.statuses
        labels = (
            {} if shape is None else {key: getattr(shape, key) for key in shape.model_fields_set}
        )
        return {key: self._text(label) for key, label in labels.items() if label}

    def _rotation(self, name: str, shape: RotationShape) -> Rotation:
        zone = shape.timezone or self._home.timezone
        return Rotation(
            name=RotationName(name),
            title=self._text(shape.title),
            layers=shape.as_layers(zone, self._calendars.get(name, {})),
            zone=zone,
            channel=RoomId(shape.channel) if shape.channel else None,
            usergroup=shape.usergroup,
        )

    def _path(self, name: str, shape: PathShape) -> EscalationPath:
        return EscalationPath(
            name=PathName(name),
            levels=tuple(self._level(each) for each in shape.levels),
            rounds=shape.rounds,
            last_resort=_last_resort(shape.last_resort),
        )

    def _level(self, shape: LevelShape) -> Level:
        targets = tuple(_target(each, self._sections.rotations) for each in shape.page)
        when = self._condition(shape.when)
        return Level(name=self._text(shape.name), targets=targets, wait=shape.wait, when=when)

    def _condition(self, shape: ConditionShape) -> Condition:
        zone = shape.timezone or self._home.timezone
        return Condition(
            severities=tuple(SeverityName(each) for each in shape.severities),
            hours=Windows(zone=zone, hours=shape.hours) if shape.hours else None,
        )

    def _services(self) -> dict[ServiceName, Service]:
        return {
            ServiceName(name): Service(
                name=ServiceName(name),
                title=self._text(shape.title),
                owner=shape.owner,
                path=PathName(shape.path),
                runbooks=shape.runbooks,
                clients=tuple(ClientName(each) for each in shape.clients),
            )
            for name, shape in self._sections.services.items()
        }

    def _clients(self) -> dict[ClientName, Client]:
        return {
            ClientName(name): Client(
                name=ClientName(name),
                title=shape.title,
                languages=shape.languages,
                channels=tuple(RoomId(each) for each in shape.channels),
                emails=shape.emails,
                key=shape.key,
                zone=shape.timezone,
            )
            for name, shape in self._sections.clients.items()
        }

    def _status_page(self, shape: StatusPageShape | None) -> StatusPage | None:
        if shape is None:
            return None
        groups = tuple(
            ComponentGroup(
                title=self._text(each.title) if each.title else None,
                services=tuple(ServiceName(name) for name in each.services),
            )
            for each in shape.services
        )
        everything = ComponentGroup(services=tuple(map(ServiceName, self._sections.services)))
        return StatusPage(
            title=self._text(shape.title) if shape.title else Localised(self._home.name),
            languages=tuple(dict.fromkeys(shape.languages)) or (self._home.language,),
            groups=groups or (everything,),
            zone=shape.timezone or self._home.timezone,
            support=shape.support or "",
            since=shape.since,
        )

    def _permissions(self, shape: PermissionsShape | None) -> Permissions:
        if shape is None:
            return Permissions()
        grants = {action: getattr(shape, action) for action in Action}
        return Permissions(
            grants={action: self._grant(each) for action, each in grants.items() if each},
            guests=frozenset(_people(shape.guests)),
        )

    def _grant(self, shape: GrantShape) -> Grant:
        grouped = (person for group in shape.groups for person in self._sections.groups[group])
        return Grant(
            everyone=shape.everyone,
            roles=frozenset(RoleName(each) for each in shape.roles),
            people=frozenset(_people([*shape.people, *grouped])),
        )

    def _text(self, text: Localised) -> Localised:
        """Whoever reads a language the text lacks gets the workspace's, if it has that one."""
        language: Language = self._home.language
        return replace(text, default=text.by_language.get(language, text.default))


def _people(ids: Iterable[str]) -> tuple[PersonId, ...]:
    return tuple(PersonId(each) for each in ids)


def _target(text: str, rotations: Collection[str]) -> Target:
    if WEBHOOK.fullmatch(text):
        return ToWebhook(text)
    if USERGROUP.fullmatch(text):
        return ToUsergroup(text)
    if PERSON.fullmatch(text) or EMAIL.fullmatch(text) or CHANNEL.fullmatch(text):
        return _last_resort(text)
    return ToRotation(RotationName(text)) if text in rotations else ToGroup(GroupName(text))


def _last_resort(text: str) -> ToPerson | ToChannel:
    return ToChannel(RoomId(text)) if CHANNEL.fullmatch(text) else ToPerson(PersonId(text))

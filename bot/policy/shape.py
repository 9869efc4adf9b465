"""The shape of ``tocsin.yaml``: every section and key, in the order people write them.

Descriptions serve twice: editors show them, and “add …” sentences are made of them, so each
is a noun phrase that reads well after “add”.
"""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from bot.domain.language import Language
from bot.domain.severity import Approval, ClientState, Postmortem
from bot.policy.clocks_shape import ClocksShape
from bot.policy.contact_shape import ContactShape, Hours
from bot.policy.fields import (
    Channel,
    Duration,
    Email,
    Line,
    Name,
    Pause,
    Person,
    RoomPattern,
    Runbook,
    Short,
    ShortText,
    Text,
    Tongue,
    Zone,
    refuse,
)
from bot.policy.path_shape import PathShape
from bot.policy.reports_shape import ReportsShape
from bot.policy.rotation_shape import RotationShape
from bot.policy.status_shape import StatusPageShape
from bot.policy.timeline_shape import TimelineShape
from bot.policy.updates_shape import UpdatesShape


class Shape(BaseModel):
    # Built when it is first used: `PolicyShape` as a whole only for the JSON Schema.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class WorkspaceShape(Shape):
    name: Line = Field(description="The organisation's name")
    language: Tongue = Field(Language.EN, description="The language used where no other is known")
    timezone: Zone = Field(description="A time zone such as Europe/Kyiv")
    announce: Channel | None = Field(
        None, description="The id of the channel where new public incidents are announced"
    )
    room_pattern: RoomPattern = Field(
        "inc-{n}-{slug}", description="The war rooms' name, made of {n} and {slug}"
    )
    lead_within: Duration = Field(
        timedelta(minutes=5), description="The time after which a missing lead is asked for"
    )
    responders: tuple[Person, ...] = Field((), description="People invited into every war room")
    default_path: Name | None = Field(
        None, description="The escalation path used when the service is unknown"
    )


class CadenceShape(Shape):
    investigating: Pause = Field(None, description="The time between updates while investigating")
    identified: Pause = Field(None, description="The time between updates once identified")
    monitoring: Pause = Field(None, description="The time between updates while monitoring")

    def by_state(self) -> dict[ClientState, timedelta]:
        waits = {state: getattr(self, state, None) for state in ClientState}
        return {state: wait for state, wait in waits.items() if wait is not None}


class SeverityShape(Shape):
    name: Short = Field(description="A name such as SEV1")
    criteria: ShortText = Field(description="One line by which a person under stress can choose")
    pages: bool = Field(default=False, description="Whether somebody is paged")
    urgent: bool | None = Field(
        None, description="Whether its pages break quiet hours; those of severities that page do"
    )
    ack_limit: Duration | None = Field(
        None, description="The time after which an unanswered page is a breach"
    )
    acks: int = Field(1, ge=1, le=9, description="How many people must acknowledge a page")
    ack_roles: tuple[Name, ...] = Field(
        (), description="The roles for which they are needed, one for each who must acknowledge"
    )
    ack_timeout: Duration | None = Field(
        None, description="The time without a sign of life after which they are asked again"
    )
    first_update: Duration | None = Field(
        None, description="The time from declaring to the first client update"
    )
    cadence: CadenceShape = Field(
        CadenceShape(), description="The time between client updates, by what clients know"
    )
    approval: Approval = Field(
        Approval.NONE, description="Who agrees to a client message before it leaves"
    )
    approvers: Name | None = Field(
        None, description="The group that agrees, where approval is “group”"
    )
    postmortem: Postmortem = Field(
        Postmortem.OPTIONAL, description="Whether a postmortem is written"
    )


class StatusesShape(Shape):
    """The organisation's own words for the fixed statuses."""

    investigating: Text | None = Field(None, description="The cause is unknown")
    identified: Text | None = Field(None, description="The cause is known")
    monitoring: Text | None = Field(None, description="A fix is applied and watched")
    resolved: Text | None = Field(None, description="It is over")
    closed: Text | None = Field(None, description="Nothing is left to do")
    cancelled: Text | None = Field(None, description="It was no incident")
    merged: Text | None = Field(None, description="It goes on under another number")


class RoleShape(Shape):
    title: ShortText = Field(description="The role's name for people")
    duties: Text = Field(description="What the person who takes it is told")


class PersonShape(Shape):
    name: Line = Field(description="The person's name")
    email: Email | None = Field(None, description="An e-mail address")
    languages: tuple[Tongue, ...] = Field((), description="Languages, the preferred one first")
    contacts: tuple[ContactShape, ...] = Field(
        (), description="Ways to reach the person outside Slack: Apprise URLs, or mappings"
    )
    quiet_hours: Hours | None = Field(
        None, description="Hours like 22:00-07:00 in which only urgent pages leave Slack"
    )
    timezone: Zone | None = Field(None, description="The person's zone, where Slack has another")


class ServiceShape(Shape):
    title: ShortText = Field(description="The service's name for people")
    owner: Line = Field("", description="The team's name or channel")
    path: Name = Field(description="The escalation path that pages for it")
    runbooks: tuple[Runbook, ...] = Field((), description="File names of its runbooks")
    clients: tuple[Name, ...] = Field((), description="The clients it serves")


class ClientShape(Shape):
    title: Short = Field(description="The client's name for people")
    languages: tuple[Tongue, ...] = Field(
        min_length=1, description="Languages, the preferred one first"
    )
    channels: tuple[Channel, ...] = Field((), description="Slack channels where it reads updates")
    emails: tuple[Email, ...] = Field((), description="E-mail addresses of its contacts")
    key: bool = Field(default=False, description="Whether it is a key client")
    timezone: Zone | None = Field(
        None, description="The zone of the times it reads, where the workspace has another"
    )


class GrantShape(Shape):
    """“everyone” (but guests), or holders of roles, members of groups and named people."""

    everyone: bool = False
    # Not strict: the validator below hands on Python values, where lists are not tuples.
    roles: tuple[Name, ...] = Field((), strict=False, description="Roles held in that incident")
    groups: tuple[Name, ...] = Field((), strict=False, description="Groups of people")
    people: tuple[Person, ...] = Field((), strict=False, description="People")

    @model_validator(mode="before")
    @classmethod
    def _everyone(cls, value: Any) -> Any:
        if value == "everyone":
            return {"everyone": True}
        if isinstance(value, str):
            raise refuse(f"is “{value}”", "write everyone, or list roles, groups or people")
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        listed = handler.resolve_ref_schema(handler(schema))
        properties = {key: each for key, each in listed["properties"].items() if key != "everyone"}
        return {"anyOf": [{"const": "everyone"}, {**listed, "properties": properties}]}


class PermissionsShape(Shape):
    declare: GrantShape | None = Field(None, description="Who may declare")
    reclassify: GrantShape | None = Field(None, description="Who may change the severity")
    update_clients: GrantShape | None = Field(None, description="Who may write to clients")
    override_wording: GrantShape | None = Field(
        None, description="Who may let grave words of a client update stand"
    )
    resolve: GrantShape | None = Field(None, description="Who may resolve")
    cancel: GrantShape | None = Field(None, description="Who may cancel")
    merge: GrantShape | None = Field(None, description="Who may merge")
    make_private: GrantShape | None = Field(None, description="Who may make private")
    override: GrantShape | None = Field(None, description="Who may override a rotation")
    confirm_clocks: GrantShape | None = Field(
        None, description="Who may say from when a regulatory clock runs"
    )
    see_load: GrantShape | None = Field(None, description="Who may see everybody's load")
    guests: tuple[Person, ...] = Field((), description="Guests who may act at all")


class PolicyShape(Shape):
    """The organisation's incident policy."""

    workspace: WorkspaceShape = Field(description="The organisation's name and time zone")
    severities: tuple[SeverityShape, ...] = Field(
        min_length=1, description="The scale, worst first"
    )
    statuses: StatusesShape = Field(StatusesShape(), description="Own words for the fixed statuses")
    roles: dict[Name, RoleShape] = Field({}, description="Who does what in an incident")
    people: dict[Person, PersonShape] = Field(
        {}, description="Everybody named below, by Slack id or e-mail"
    )
    groups: dict[Name, Annotated[tuple[Person, ...], Field(min_length=1)]] = Field(
        {}, description="Named lists of people"
    )
    rotations: dict[Name, RotationShape] = Field({}, description="People who take turns")
    paths: dict[Name, PathShape] = Field({}, description="Who is paged, in which order")
    services: dict[Name, ServiceShape] = Field({}, description="What can break")
    clients: dict[Name, ClientShape] = Field({}, description="Whom it would hurt")
    client_updates: UpdatesShape = Field(
        UpdatesShape(),
        description="Who agrees to client updates, and where they go",
    )
    reports: ReportsShape = Field(ReportsShape(), description="Where internal reports go")
    status_page: StatusPageShape = Field(
        StatusPageShape(), description="The public status page; without the section there is none"
    )
    timeline: TimelineShape = Field(
        TimelineShape(), description="How messages come onto the timeline"
    )
    clocks: ClocksShape = Field(
        ClocksShape(), description="What authorities must be told, and how soon"
    )
    permissions: PermissionsShape = Field(
        PermissionsShape(), description="Who may do what; the rest is open to all but guests"
    )


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **PolicyShape.model_json_schema(),
        "title": "Tocsin policy",
    }

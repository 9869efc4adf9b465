"""The declare form: policy → modal, modal → what was said. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.ids import label
from bot.domain.incident import Flag, Incident
from bot.domain.lifecycle import Declaration
from bot.domain.naming import flag_name
from bot.domain.policy import Policy
from bot.domain.service import ClientName, ServiceName
from bot.domain.text import TEXT_LIMIT, TITLE_LIMIT, clean, clip
from bot.i18n import Translator
from bot.slack.form import (
    checkboxes,
    external_select,
    field,
    many_external,
    modal,
    moment_picker,
    option,
    radio,
    text_input,
    values,
)
from bot.slack.kit import Block, Mrkdwn, View, md, plain, section

#: The form's callback id, and its fields; a refusal names the field it belongs to.
CALLBACK = "declare"
IMPACT, SEVERITY, TITLE, SERVICE, CLIENTS, FLAGS = (
    "impact",
    "severity",
    "title",
    "service",
    "clients",
    "flags",
)
PRIVATE, STARTED, TICKETS, DRILL = "private", "started_at", "tickets", "drill"
#: Type-aheads. Other slices have their own: an id has one listener.
SERVICE_OPTIONS, CLIENT_OPTIONS = "declare_service", "declare_clients"
#: The value of “Unknown” in the service type-ahead. No policy id looks like it.
UNKNOWN = "?"
#: Slack shows at most this many options.
OPTIONS = 100
_YES = "yes"
#: Links shorter than Slack's own, and few enough for the card.
_TICKETS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefilled:
    """What is known before the form opens."""

    impact: str = ""
    title: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    severity: str
    said: Declaration


def form(t: Translator, policy: Policy, given: Prefilled, *, metadata: str = "") -> View:
    """``metadata`` comes back with the submission: the key of the message declared from."""
    blocks = [
        _impact(t, given.impact),
        _severity(t, policy, given.severity),
        field(
            TITLE,
            t("Title"),
            text_input(TITLE, initial=clip(given.title, TITLE_LIMIT), limit=TITLE_LIMIT),
            hint=t("Left empty, it is made from the first line above."),
            optional=True,
        ),
        field(
            SERVICE,
            t("Service"),
            external_select(SERVICE_OPTIONS, placeholder=t("Type its name, or leave it")),
            optional=True,
        ),
        field(
            CLIENTS,
            t("Affected clients"),
            many_external(CLIENT_OPTIONS, placeholder=t("Type a name")),
            hint=t("Left empty, they are the service's clients."),
            optional=True,
        ),
        *_visibility(t),
        *_details(t),
    ]
    return modal(
        CALLBACK,
        t("Declare an incident"),
        blocks,
        submit=t("Declare"),
        close=t("Not now"),
        metadata=metadata,
    )


def parse(view: Mapping[str, Any]) -> Filled:
    """What was filled in. What is wrong with it, the domain says."""
    given = values(view)
    service = given.get(SERVICE)
    started = given.get(STARTED)
    lines = clean(given.get(TICKETS) or "", _TICKETS).split("\n")
    said = Declaration(
        impact=given.get(IMPACT) or "",
        title=given.get(TITLE) or "",
        service=ServiceName(service) if service and service != UNKNOWN else None,
        clients=tuple(ClientName(name) for name in given.get(CLIENTS) or ()),
        flags=frozenset(Flag(flag) for flag in given.get(FLAGS) or ()),
        private=bool(given.get(PRIVATE)),
        drill=bool(given.get(DRILL)),
        started_at=datetime.fromtimestamp(started, UTC) if started else None,
        tickets=tuple(line.strip() for line in lines if line.strip()),
    )
    return Filled(given.get(SEVERITY) or "", said)


def services(t: Translator, policy: Policy, typed: str) -> list[Block]:
    """What fits, by id or title; “Unknown” always stands last."""
    found = [
        option(service.title.to(t.language), name)
        for name, service in policy.services.items()
        if _fits(typed, name, service.title.to(t.language), service.title.default)
    ]
    return [*found[: OPTIONS - 1], option(t("Unknown"), UNKNOWN)]


def clients(policy: Policy, typed: str) -> list[Block]:
    found = [
        option(client.title, name)
        for name, client in policy.clients.items()
        if _fits(typed, name, client.title)
    ]
    return found[:OPTIONS]


def declared(t: Translator, incident: Incident) -> Mrkdwn:
    """The answer to a declaration; the link to the room follows by DM."""
    said = md(
        t,
        "*{incident} is declared:* {severity} {title}",
        incident=label(incident.id),
        severity=incident.severity,
        title=incident.title,
    )
    coming = md(t, "Opening the room… The link comes as a message from Tocsin.")
    return said + Mrkdwn("\n") + coming


def done(t: Translator, incident: Incident) -> View:
    """The form gives way to the answer."""
    blocks = [section(declared(t, incident))]
    return modal(f"{CALLBACK}_done", label(incident.id), blocks, close=t("Close"))


def _impact(t: Translator, given: str) -> Block:
    placeholder = t("For example: card payments end in an error since 14:05")
    element = text_input(
        IMPACT, multiline=True, initial=given, placeholder=placeholder, limit=TEXT_LIMIT
    )
    return field(IMPACT, t("What do clients see?"), element)


def _severity(t: Translator, policy: Policy, given: str) -> Block:
    options = [
        option(severity.name, severity.name, severity.criteria.to(t.language))
        for severity in policy.severities
    ]
    return field(
        SEVERITY,
        t("Severity"),
        radio(SEVERITY, options, initial=given),
        hint=t("Unsure? Take the higher one. It can be lowered later."),
    )


def _visibility(t: Translator) -> list[Block]:
    flags = [option(plain(t, flag_name(flag)), flag) for flag in Flag]
    return [
        field(
            FLAGS,
            t("Does it touch any of these?"),
            checkboxes(FLAGS, flags),
            hint=t("Any of these makes the room private. Nothing is announced outside."),
            optional=True,
        ),
        _yes(PRIVATE, t("Private"), t("Private room for another reason")),
    ]


def _yes(block: str, name: str, text: str) -> Block:
    return field(block, name, checkboxes(block, [option(text, _YES)]), optional=True)


def _fits(typed: str, *names: str) -> bool:
    wanted = typed.strip().casefold()
    return any(wanted in name.casefold() for name in names)


def _details(t: Translator) -> list[Block]:
    return [
        field(STARTED, t("When did it begin?"), moment_picker(STARTED), optional=True),
        field(
            TICKETS,
            t("Ticket links"),
            text_input(TICKETS, multiline=True, limit=_TICKETS),
            hint=t("One a line."),
            optional=True,
        ),
        _yes(DRILL, t("Drill"), t("This is a drill: nothing is really broken")),
    ]

"""Severity, status, role, title and service: their forms, and what is said when they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import PersonId, label
from bot.domain.incident import Incident, Status
from bot.domain.naming import status_name
from bot.domain.phrase import Where, Who
from bot.domain.policy import Policy
from bot.domain.proposal import Proposal
from bot.domain.role import RoleName
from bot.domain.service import ServiceName
from bot.domain.severity import Approval, Postmortem, Severity
from bot.domain.text import TITLE_LIMIT
from bot.i18n import Translator
from bot.slack import form, ids, kit, moments
from bot.slack.kit import Block, Mrkdwn, View, md

#: The statuses people set by this verb; the others have verbs of their own.
STATUSES = (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING)
#: The option for an incident whose service nobody knows yet.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Who stands in for the pager: who answered, who is being asked, or who would be asked."""

    answered_by: PersonId | None = None
    asked: tuple[PersonId, ...] = ()
    would_ask: tuple[Who | Where, ...] = ()


def severity_form(t: Translator, incident: Incident, policy: Policy, paging: Paging) -> View:
    options = [
        form.option(severity.name, severity.name, severity.criteria.to(t.language))
        for severity in policy.severities
    ]
    blocks = [
        form.field(
            "severity",
            t("Severity"),
            form.radio("severity", options, initial=incident.severity),
            hint=t("Unsure? Take the higher one."),
        ),
        _reason(t),
    ]
    warned = _pages(t, policy.severities, paging)
    return _modal(
        t, ids.SEVERITY, t("Change severity"), [*blocks, *([warned] if warned else [])], incident
    )


def status_form(t: Translator, incident: Incident, policy: Policy) -> View:
    options = [form.option(status_text(t, policy, status), status) for status in STATUSES]
    chosen = form.radio("status", options, initial=incident.status)
    blocks = [
        form.field("status", t("Status"), chosen),
        kit.context(md(t, "Clients are not told by this. `/incident update` writes to them.")),
    ]
    return _modal(t, ids.STATUS, t("Change status"), blocks, incident)


def role_form(t: Translator, incident: Incident, policy: Policy, me: PersonId) -> View:
    options = [form.option(role.title.to(t.language), role.name) for role in policy.roles]
    first = options[0]["value"] if options else ""
    blocks = [
        form.field("role", t("Role"), form.select("role", options, initial=first)),
        form.field("person", t("Who takes it"), form.user_select("person", initial=me)),
        kit.context(md(t, "They get a message with what the role asks of them.")),
    ]
    held = [
        md(t, "{role}: {person}", role=role.title.to(t.language), person=Who(holder))
        for role in policy.roles
        if (holder := incident.roles.get(role.name))
    ]
    shown = [kit.section(kit.join(held))] if held else []
    return _modal(t, ids.ROLE, t("Hand out a role"), [*blocks, *shown], incident)


def title_form(t: Translator, incident: Incident) -> View:
    element = form.text_input("title", initial=incident.title, limit=TITLE_LIMIT)
    blocks = [form.field("title", t("Title"), element)]
    return _modal(t, ids.TITLE, t("Change title"), blocks, incident)


def service_form(t: Translator, incident: Incident, policy: Policy) -> View:
    options = [form.option(t("Unknown"), UNKNOWN)]
    options += [
        form.option(service.title.to(t.language), service.name)
        for service in policy.services.values()
    ]
    element = form.select("service", options, initial=incident.service or UNKNOWN)
    blocks = [form.field("service", t("Service"), element)]
    return _modal(t, ids.SERVICE, t("Change service"), blocks, incident)


def severity_said(view: Mapping[str, Any]) -> tuple[str, str]:
    """(severity, reason) as chosen in the form."""
    filled = form.values(view)
    return filled["severity"], filled.get("reason") or ""


def status_said(view: Mapping[str, Any]) -> Status:
    return Status(form.values(view)["status"])


def role_said(view: Mapping[str, Any]) -> tuple[RoleName, PersonId]:
    filled = form.values(view)
    return RoleName(filled["role"]), PersonId(filled["person"])


def title_said(view: Mapping[str, Any]) -> str:
    return form.values(view)["title"] or ""


def service_said(view: Mapping[str, Any]) -> ServiceName | None:
    chosen = form.values(view)["service"]
    return None if chosen == UNKNOWN else ServiceName(chosen)


def status_text(t: Translator, policy: Policy, status: str) -> str:
    """The organisation's own word for a status, else ours."""
    own = policy.status_labels.get(status)
    return own.to(t.language) if own else kit.plain(t, status_name(status))


def reclassified(t: Translator, incident: Incident, severity: Severity, paging: Paging) -> Mrkdwn:
    """The new severity and what it obliges, one line each."""
    lines = [
        md(
            t,
            "{incident} is {severity} now.",
            incident=label(incident.id),
            severity=incident.severity,
        ),
        _paged(t, severity, paging),
        _update_due(t, incident),
        _approval(t, incident, severity),
        _postmortem(t, severity),
    ]
    return kit.join(line for line in lines if line)


def status_set(t: Translator, incident: Incident, policy: Policy) -> Mrkdwn:
    return md(
        t,
        "{incident}: the status is {status} now.",
        incident=label(incident.id),
        status=status_text(t, policy, incident.status),
    )


def since_when(
    t: Translator, incident: Incident, told: Mrkdwn, some: Sequence[Proposal], zone: ZoneInfo
) -> list[Block]:
    """Moments at which it may have been mitigated; none is taken unless somebody takes it."""
    ask = md(t, "Since when is it mitigated? Until somebody says so, that is unknown.")
    other = kit.button(t("Another time…"), ids.MILESTONES, str(incident.id))
    *above, last = moments.offers(t, incident, some, zone)
    buttons = kit.actions(*last["elements"], other)
    return [kit.section(kit.join((told, ask))), *above, buttons]


def role_taken(t: Translator, incident: Incident, title: str, person: PersonId) -> Mrkdwn:
    return md(
        t,
        "{incident}: {person} is {role} now.",
        incident=label(incident.id),
        person=Who(person),
        role=title,
    )


def retitled(t: Translator, incident: Incident) -> Mrkdwn:
    return md(
        t,
        "{incident} is called “{title}” now.",
        incident=label(incident.id),
        title=incident.title,
    )


def service_set(t: Translator, incident: Incident, title: str) -> Mrkdwn:
    return md(
        t,
        "{incident}: the service is {service} now.",
        incident=label(incident.id),
        service=title or t("Unknown"),
    )


def duties(t: Translator, incident: Incident, title: str, told: str) -> tuple[str, list[Block]]:
    """The private message to whoever took a role: its text and its blocks."""
    head = md(
        t,
        "You are {role} of {incident}: {title}",
        role=title,
        incident=label(incident.id),
        title=incident.title,
    )
    blocks = [kit.section(kit.bold(head)), kit.section(told)]
    if incident.drill:
        blocks.append(kit.context(md(t, "This is a drill.")))
    if incident.room:
        blocks.append(kit.context(md(t, "War room: {room}", room=kit.channel(incident.room))))
    return str(head), blocks


def ask_for_lead(t: Translator, incident: Incident, waited: int) -> tuple[str, list[Block]]:
    """``waited``: whole minutes since the declaration."""
    text = kit.mdn(
        t,
        "{incident} has had no lead for {count} minute. Who takes it?",
        "{incident} has had no lead for {count} minutes. Who takes it?",
        waited,
        incident=label(incident.id),
    )
    told = md(t, "The lead decides and delegates. You can hand it over at any time.")
    press = kit.button(t("Take the lead"), ids.TAKE_LEAD, str(incident.id), style="primary")
    return str(text), [kit.section(text), kit.context(told), kit.actions(press)]


def _modal(
    t: Translator, callback: str, title: str, blocks: Sequence[Block], incident: Incident
) -> View:
    about = kit.context(
        md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
    )
    return form.modal(
        callback,
        title,
        [about, *blocks],
        submit=t("Save"),
        close=t("Back"),
        metadata=str(incident.id),
    )


def _reason(t: Translator) -> Block:
    element = form.text_input("reason", limit=500)
    return form.field("reason", t("Why"), element, optional=True)


def _pages(t: Translator, severities: Sequence[Severity], paging: Paging) -> Block | None:
    """What choosing a paging severity will do; nothing when somebody is being asked already."""
    names = ", ".join(severity.name for severity in severities if severity.pages)
    if not names or not paging.would_ask:
        return None
    return kit.context(
        md(
            t,
            "{severities}: level 1 is paged at once, which is {people}.",
            severities=names,
            people=_named(t, paging.would_ask),
        )
    )


def _paged(t: Translator, severity: Severity, paging: Paging) -> Mrkdwn | None:
    if paging.answered_by:
        return md(t, "{person} has answered the page.", person=Who(paging.answered_by))
    if paging.asked:
        return md(
            t, "Being paged: {people}.", people=_named(t, [Who(person) for person in paging.asked])
        )
    if severity.pages:
        return md(t, "Nobody is paged: no escalation path is set for this service.")
    return md(t, "It pages nobody.")


def _update_due(t: Translator, incident: Incident) -> Mrkdwn:
    due = incident.update_due_at
    if due is None:
        return md(t, "No client update is due.")
    if incident.client_state is None:
        return md(t, "The first client update is due by {time}.", time=kit.clock(due))
    return md(t, "The next client update is due by {time}.", time=kit.clock(due))


def _approval(t: Translator, incident: Incident, severity: Severity) -> Mrkdwn | None:
    if severity.approval is Approval.NONE or not incident.clients_may_hear:
        return None
    if severity.approval is Approval.GROUP and severity.approvers:
        return md(t, "Client updates need the agreement of {group}.", group=severity.approvers)
    return md(t, "Client updates need the lead's agreement.")


def _postmortem(t: Translator, severity: Severity) -> Mrkdwn | None:
    if severity.postmortem is Postmortem.REQUIRED:
        return md(t, "A postmortem will be needed.")
    return None


def _named(t: Translator, slots: Sequence[Who | Where]) -> Mrkdwn:
    return kit.join((md(t, "{who}", who=slot) for slot in slots), ", ")

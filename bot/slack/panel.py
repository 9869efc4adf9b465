"""One incident at a glance: what its card in the room and its panel show. Pure."""

from dataclasses import dataclass

from bot.domain.escalation import Escalation
from bot.domain.ids import label
from bot.domain.incident import Incident, NearestClock, Status
from bot.domain.naming import state_name, status_name, step_name
from bot.domain.phrase import Where, Who
from bot.domain.policy import Policy
from bot.domain.roll_call import Call
from bot.domain.text import clip
from bot.domain.update_delivery import UpdateDelivery
from bot.i18n import Translator
from bot.slack import ids, paged, undelivered
from bot.slack.form import modal
from bot.slack.kit import (
    Block,
    Mrkdwn,
    View,
    actions,
    bold,
    button,
    clock,
    context,
    escape,
    fields,
    header,
    join,
    md,
    person,
    quote,
    said,
    section,
    when,
)

#: More failed steps than this on one card are noise: each retry makes place for the next.
STUCK_SHOWN = 3
#: What a phone shows without scrolling.
IMPACT_SHOWN = 600
_MARKS = {1: "🔴", 2: "🟠", 3: "🟡"}


@dataclass(frozen=True, slots=True)
class Stuck:
    """A step that was given up: its row in the outbox and its kind of effect."""

    row: int
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    incident: Incident
    policy: Policy
    runs: tuple[Escalation, ...] = ()
    calls: tuple[Call, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    troubled: tuple[UpdateDelivery, ...] = ()


def headline(t: Translator, incident: Incident) -> str:
    """The incident in one line of plain text: ``SEV1 INC-12 Card payments fail``.

    A drill says so before anything else, wherever the line is read.
    """
    line = f"{incident.severity} {label(incident.id)} {incident.title}"
    return t("Drill: {headline}", headline=line) if incident.drill else line


def notification(t: Translator, incident: Incident) -> str:
    """The same, safe where Slack reads markup: nobody pings a channel through a title."""
    return str(escape(headline(t, incident)))


def mark(incident: Incident, policy: Policy) -> str:
    """A coloured dot by which an eye finds the worst; the severity always stands beside it."""
    if not incident.status.open:
        return "⚪"
    ranks = {severity.name: severity.rank for severity in policy.severities}
    return _MARKS.get(ranks.get(incident.severity, 0), "🔵")


def status(t: Translator, policy: Policy, incident: Incident) -> Mrkdwn:
    """The status in the organisation's own word, where the policy has one."""
    own = policy.status_labels.get(incident.status)
    return escape(own.to(t.language)) if own else said(t, status_name(incident.status))


def service(t: Translator, policy: Policy, incident: Incident) -> str:
    """The service's title; its name when the policy no longer has it."""
    if incident.service is None:
        return t("Unknown")
    known = policy.services.get(incident.service)
    return known.title.to(t.language) if known else incident.service


def summary(t: Translator, glance: Glance) -> list[Block]:
    """The facts, without buttons for acts."""
    incident = glance.incident
    blocks = [header(f"{mark(incident, glance.policy)} {headline(t, incident)}")]
    if notes := _notes(t, incident):
        blocks.append(context(join(notes, " · ")))
    if incident.impact != incident.title:
        blocks.append(section(quote(clip(incident.impact, IMPACT_SHOWN))))
    if incident.summary:
        was = clip(incident.summary, IMPACT_SHOWN)
        blocks.append(section(md(t, "*What it was:* {summary}", summary=was)))
    blocks.append(fields(_facts(t, glance)))
    if lines := paged.lines(t, incident, glance.runs, glance.calls):
        blocks.append(section(join([bold(t("Paged")), *lines])))
    elif incident.status.open:
        blocks.append(context(md(t, "Nobody is paged. Escalate pages whoever is on call.")))
    blocks += undelivered.blocks(t, glance.troubled)
    blocks += [_stuck(t, one, incident) for one in glance.stuck[:STUCK_SHOWN]]
    return blocks


def acts(t: Translator, incident: Incident) -> list[Block]:
    """The next likely acts, for the card; everything else is behind “More”."""
    number = str(incident.id)
    more = button(t("More…"), ids.PANEL, number, label=t("Everything you can do here"))
    timeline = button(t("Timeline"), ids.TIMELINE, number)
    tell = [button(t("Client update"), ids.CLIENT_UPDATE, number)]
    match incident.status:
        case Status.RESOLVED | Status.CLOSED:
            last = tell if incident.clients_wait else []
            moments = button(t("Milestones"), ids.MILESTONES, number)
            ended = [button(t("Postmortem"), ids.POSTMORTEM, number), timeline, moments]
            close = [button(t("Close"), ids.CLOSE, number)]
            closing = close if incident.status is Status.RESOLVED else []
            return [actions(*last, *ended, *closing, button(t("Reopen"), ids.REOPEN, number))]
        case Status.CANCELLED | Status.MERGED:
            return [actions(timeline)]
    lead = [button(t("Take the lead"), ids.TAKE_LEAD, number, style="primary")]
    return [
        actions(
            *(lead if incident.lead is None else ()),
            button(t("Severity"), ids.SEVERITY, number),
            *(tell if incident.clients_may_hear else ()),
            button(t("Escalate"), ids.ESCALATE, number),
            button(t("Resolve"), ids.RESOLVE, number),
            button(t("Catch me up"), ids.CATCH_UP, number),
            more,
        )
    ]


def panel(t: Translator, glance: Glance, *, here: bool) -> View:
    """The incident as a modal, with every act. ``here``: it was asked for in its room."""
    incident = glance.incident
    blocks = summary(t, glance)
    if incident.room is not None and not here:
        blocks.append(section(md(t, "War room: {room}", room=Where(incident.room))))
    blocks += _all_acts(t, incident) if incident.status.open else acts(t, incident)
    return modal(ids.PANEL, label(incident.id), blocks, close=t("Close"), metadata=str(incident.id))


def _all_acts(t: Translator, incident: Incident) -> list[Block]:
    number = str(incident.id)
    tell = button(t("Client update"), ids.CLIENT_UPDATE, number)
    hide = button(t("Make private"), ids.MAKE_PRIVATE, number)
    return [
        actions(
            button(t("Severity"), ids.SEVERITY, number),
            button(t("Status"), ids.STATUS, number),
            button(t("Roles"), ids.ROLE, number),
            button(t("Note"), ids.NOTE, number),
            *((tell,) if incident.clients_may_hear else ()),
        ),
        actions(
            button(t("Escalate"), ids.ESCALATE, number),
            button(t("Title"), ids.TITLE, number),
            button(t("Service"), ids.SERVICE, number),
            button(t("What it touches"), ids.FLAG, number),
            button(t("Timeline"), ids.TIMELINE, number),
            button(t("Milestones"), ids.MILESTONES, number),
        ),
        actions(
            button(t("Report to responders"), ids.REPORT_TACTICAL, number),
            button(t("Report to managers"), ids.REPORT_STAKEHOLDERS, number),
        ),
        actions(
            button(t("Resolve"), ids.RESOLVE, number, style="primary"),
            *(() if incident.private else (hide,)),
            button(t("Merge"), ids.MERGE, number),
            button(t("Cancel incident"), ids.CANCEL, number, style="danger"),
        ),
    ]


def _notes(t: Translator, incident: Incident) -> list[Mrkdwn]:
    """What sets this incident apart."""
    notes = []
    if incident.drill:
        notes.append(md(t, "*Drill:* nothing is really broken"))
    if incident.private:
        notes.append(md(t, "*Private:* only the people in this room know of it"))
    if incident.merged_into is not None:
        notes.append(md(t, "Merged into {other}", other=label(incident.merged_into)))
    return notes


def _facts(t: Translator, glance: Glance) -> list[tuple[str | Mrkdwn, str | Mrkdwn]]:
    incident, policy = glance.incident, glance.policy
    facts: list[tuple[str | Mrkdwn, str | Mrkdwn]] = [
        (t("Status"), status(t, policy, incident)),
        (t("Lead"), _lead(t, incident)),
        (t("Service"), service(t, policy, incident)),
        (
            t("Declared"),
            md(t, "{at} by {person}", at=incident.declared_at, person=Who(incident.declared_by)),
        ),
    ]
    if incident.clock is not None:
        facts.append((t("Owed to an authority"), _clock(t, policy, incident.clock)))
    if incident.started_at is not None:
        facts.append((t("Began"), when(incident.started_at)))
    if incident.clients:
        known = policy.clients
        names = [known[name].title if name in known else name for name in incident.clients]
        facts.append((t("Clients"), clip(", ".join(names), IMPACT_SHOWN)))
    if incident.clients_may_hear:
        facts.append((t("Clients were told"), _told(t, incident)))
    if incident.tickets:
        facts.append((t("Tickets"), clip("\n".join(incident.tickets), IMPACT_SHOWN)))
    return facts


def _clock(t: Translator, policy: Policy, clock: NearestClock) -> Mrkdwn:
    """The regulatory deadline to look at first."""
    rule = policy.regulation.rules.get(clock.name)
    title = rule.title.to(t.language) if rule else clock.name
    if clock.missed:
        return md(t, "{title}: *missed*, was due {time}", title=title, time=clock.due_at)
    return md(t, "{title}: due {time}", title=title, time=clock.due_at)


def _lead(t: Translator, incident: Incident) -> Mrkdwn:
    """Once the limit for taking the lead has passed, that it is missed."""
    if incident.lead:
        return person(incident.lead)
    if incident.status.open and incident.lead_due_at is None:
        return md(t, "*nobody: who takes it?*")
    return md(t, "nobody yet")


def _told(t: Translator, incident: Incident) -> Mrkdwn:
    state = incident.client_state
    word = said(t, state_name(state)) if state else md(t, "nothing yet")
    if incident.update_due_at is None:
        return word
    due, until = clock(incident.update_due_at), incident.update_snoozed_until
    if incident.update_missed:
        told = md(t, "{state}; *the next update is late: it was due {time}*", state=word, time=due)
    else:
        told = md(t, "{state}; next update due {time}", state=word, time=due)
    if until is None:
        return told
    return join((told, md(t, "Reminders are off until {time}.", time=clock(until))))


def _stuck(t: Translator, one: Stuck, incident: Incident) -> Block:
    retry = button(t("Retry"), f"{ids.RETRY}:{one.row}", str(one.row))
    step = said(t, step_name(one.step))
    return section(md(t, ":warning: Step failed: {step}", step=step), accessory=retry)

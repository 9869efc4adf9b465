"""What is said outside the room: the announcement, and messages to the declarer. Pure."""

from datetime import timedelta

from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.phrase import Where
from bot.domain.policy import Policy
from bot.i18n import Translator
from bot.slack import ids
from bot.slack.kit import (
    Block,
    Mrkdwn,
    actions,
    bold,
    button,
    escape,
    join,
    md,
    person,
    section,
)
from bot.slack.panel import headline, mark, notification, service, status


def announcement(t: Translator, policy: Policy, incident: Incident) -> tuple[str, list[Block]]:
    """For those who are not in the room: what, how bad, where it is being worked on."""
    first = join([f"{mark(incident, policy)} ", bold(headline(t, incident))], "")
    facts = [status(t, policy, incident)]
    if incident.service:
        facts.append(escape(service(t, policy, incident)))
    if incident.lead:
        facts.append(md(t, "Lead: {person}", person=person(incident.lead)))
    if incident.room and incident.status.open:
        facts.append(md(t, "War room: {room}", room=Where(incident.room)))
    return notification(t, incident), [section(join([first, join(facts, " · ")]))]


def opened(t: Translator, incident: Incident, page: str) -> tuple[str, list[Block]]:
    """To the declarer: the room is there. ``page`` is a link made for this person."""
    where = Where(incident.room) if incident.room else ""
    text = md(t, "The war room of {incident} is open: {room}", incident=_name(incident), room=where)
    if incident.drill:
        text = join([text, md(t, "This is a drill.")])
    blocks = [section(text), actions(button(t("Incident page"), ids.LINK, url=page))]
    return str(text), blocks


def waiting(t: Translator, incident: Incident, length: timedelta) -> str:
    return str(
        md(
            t,
            "{incident} is declared. Slack limits how fast rooms are made, so its war room opens "
            "in about {time}. You need not do anything.",
            incident=_name(incident),
            time=length,
        )
    )


def _name(incident: Incident) -> Mrkdwn:
    return bold(label(incident.id))

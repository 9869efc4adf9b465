"""The form that ends an incident."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.audience import announced
from bot.domain.events import Milestone
from bot.domain.ids import RoomId, label
from bot.domain.incident import Incident
from bot.domain.milestone import Known
from bot.domain.naming import milestone_name, state_name
from bot.domain.proposal import Proposal
from bot.i18n import Translator
from bot.slack import form, kit, moments
from bot.slack.kit import Block, Mrkdwn, View, md

FORM = "resolve"
#: What the timeline seldom knows, and people still do at the end.
ASKED = (Milestone.STARTED, Milestone.DETECTED, Milestone.MITIGATED)


def modal(
    t: Translator,
    incident: Incident,
    *,
    announce: RoomId | None,
    review: bool,
    known: Mapping[Milestone, Known],
    offered: Mapping[Milestone, Sequence[Proposal]],
    zone: ZoneInfo,
) -> View:
    """``announce`` is where it was announced; ``review``: its severity asks for a postmortem.

    What is ``offered`` stands beside empty pickers: nothing is filled in for anybody.
    """
    summary = form.field(
        "summary",
        t("What was wrong, and what fixed it"),
        form.text_input("summary", multiline=True, initial=incident.summary, limit=3000),
        hint=t("Two sentences are enough. The postmortem begins with them."),
    )
    blocks = [
        kit.section(kit.bold(f"{label(incident.id)} {incident.title}")),
        summary,
        *_milestones(t, incident, known, offered, zone),
        kit.context(_told(t, incident, announce, review=review)),
    ]
    reminder = clients_wait(t, incident)
    if reminder is not None:
        blocks.append(kit.section(reminder))
    return form.modal(
        FORM,
        t("Resolve incident"),
        blocks,
        submit=t("Resolve"),
        close=t("Cancel"),
        metadata=str(incident.id),
    )


def _milestones(
    t: Translator,
    incident: Incident,
    known: Mapping[Milestone, Known],
    offered: Mapping[Milestone, Sequence[Proposal]],
    zone: ZoneInfo,
) -> list[Block]:
    """What is known as a line, what is not as an empty picker that may stay empty."""
    told = [
        md(t, "{milestone}: {time}", milestone=milestone_name(each), time=kit.when(known[each].at))
        for each in ASKED
        if each in known
    ]
    blocks = [kit.context(kit.join(told, " · "))] if told else []
    for each in ASKED:
        if each not in known:
            blocks.append(moments.picker(t, each, hint=t("If nobody knows, leave it empty.")))
            blocks += moments.offers(t, incident, offered.get(each, ()), zone)
    return blocks


def parse(view: Mapping[str, Any]) -> str:
    return str(form.values(view).get("summary") or "")


def clients_wait(t: Translator, incident: Incident) -> Mrkdwn | None:
    """What clients still believe; None when they were told that it is over, or nothing at all."""
    if not incident.clients_wait:
        return None
    return md(
        t,
        "Clients were last told “{state}”. Resolving tells them nothing: "
        "send them the last word with `/incident update`.",
        state=state_name(str(incident.client_state)),
    )


def done(t: Translator, incident: Incident) -> Mrkdwn:
    said = md(t, "{incident} is resolved. Thank you.", incident=label(incident.id))
    reminder = clients_wait(t, incident)
    return kit.join((said, reminder)) if reminder else said


def _told(t: Translator, incident: Incident, announce: RoomId | None, *, review: bool) -> Mrkdwn:
    if announce is not None and announced(incident):
        told = md(t, "Told at once: this room and {channel}.", channel=kit.channel(announce))
    else:
        told = md(t, "Told at once: this room, and nobody else.")
    if not review:
        return told
    return kit.join((told, md(t, "You get the draft of the postmortem in a direct message.")), " ")

"""The two reports: their forms, filled in with what is known, and how they read. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.events import StakeholderReport, TacticalReport
from bot.domain.ids import RoomId, label
from bot.domain.incident import Incident
from bot.domain.naming import state_name, status_name
from bot.domain.phrase import Who
from bot.domain.text import TEXT_LIMIT, clip
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md

TACTICAL, STAKEHOLDERS = ids.REPORT_TACTICAL, ids.REPORT_STAKEHOLDERS
#: What a phone shows of the last report without scrolling.
_QUOTED = 500


def which(t: Translator, incident: Incident) -> tuple[Mrkdwn, list[Block]]:
    """The two reports, for whoever named none."""
    number = str(incident.id)
    text = md(
        t,
        "Two reports stay inside: one for those who work on {incident}, one for managers. "
        "Clients are written to with `/incident update`.",
        incident=label(incident.id),
    )
    buttons = kit.actions(
        kit.button(t("Report to responders"), ids.REPORT_TACTICAL, number),
        kit.button(t("Report to managers"), ids.REPORT_STAKEHOLDERS, number),
    )
    return text, [kit.section(text), buttons]


def tactical_form(
    t: Translator,
    incident: Incident,
    *,
    last: TacticalReport | None,
    actions: Sequence[str],
    lead: str,
    place: RoomId | None,
) -> View:
    """``lead`` by name, empty for nobody; ``place`` is where it will stand, None for the room."""
    quoted = _last(t, last, last.conditions, last.actions, last.needs) if last else []
    blocks = [
        *quoted,
        _field(t, "conditions", t("How things stand"), _conditions(t, incident, lead)),
        _field(t, "actions", t("What is being done, by whom"), "\n".join(actions)),
        _field(t, "needs", t("What is needed"), "", optional=True),
        _goes(t, incident, place),
    ]
    return _modal(t, TACTICAL, t("Report to responders"), incident, blocks)


def stakeholder_form(
    t: Translator,
    incident: Incident,
    *,
    last: StakeholderReport | None,
    since: datetime | None,
    place: RoomId | None,
) -> View:
    """``since``: when the impact began, as far as it is known."""
    quoted = _last(t, last, last.summary, last.doing, last.needs) if last else []
    blocks = [
        *quoted,
        kit.context(_facts(t, incident.severity, since, incident.update_due_at)),
        _field(t, "summary", t("In one sentence"), _summary(t, incident)),
        _field(t, "seen", t("What clients see"), incident.impact),
        _field(t, "doing", t("What is done about it"), last.doing if last else ""),
        _field(t, "needs", t("What we need from you"), "", optional=True),
        _goes(t, incident, place),
    ]
    return _modal(t, STAKEHOLDERS, t("Report to managers"), incident, blocks)


def said(view: Mapping[str, Any]) -> dict[str, str]:
    """What was written, by field; what was left empty is an empty text."""
    return {name: text or "" for name, text in form.values(view).items()}


def posted(t: Translator, incident: Incident, place: RoomId | None) -> Mrkdwn:
    if place is None:
        return md(t, "The report of {incident} is posted here.", incident=label(incident.id))
    channel = kit.channel(place)
    return md(
        t,
        "The report of {incident} goes to {channel}.",
        incident=label(incident.id),
        channel=channel,
    )


def tactical(
    t: Translator, incident: Incident, report: TacticalReport
) -> tuple[Mrkdwn, list[Block]]:
    head = md(t, "{incident}: how things stand", incident=label(incident.id))
    parts = [
        (t("How things stand"), report.conditions),
        (t("What is being done"), report.actions),
        (t("What is needed"), report.needs),
    ]
    facts = md(
        t,
        "{severity} · {status} · lead: {lead}",
        severity=incident.severity,
        status=status_name(incident.status),
        lead=Who(incident.lead) if incident.lead else md(t, "nobody yet"),
    )
    return head, _written(t, head, report, facts, parts)


def stakeholder(
    t: Translator, incident: Incident, report: StakeholderReport, *, outside: bool
) -> tuple[Mrkdwn, list[Block]]:
    """``outside``: it stands elsewhere than in the room, so it says where the room is."""
    head = md(
        t, "{incident} {title}: for managers", incident=label(incident.id), title=incident.title
    )
    parts = [
        (t("In one sentence"), report.summary),
        (t("What clients see"), report.seen),
        (t("What is done about it"), report.doing),
        (t("What we need from you"), report.needs),
    ]
    facts = _facts(t, report.severity, report.since, report.next_update)
    if outside and incident.room:
        room = md(t, "war room: {room}", room=kit.channel(incident.room))
        facts = kit.join((facts, room), " · ")
    return head, _written(t, head, report, facts, parts)


def _written(
    t: Translator,
    head: Mrkdwn,
    report: TacticalReport | StakeholderReport,
    facts: Mrkdwn,
    parts: Sequence[tuple[str, str]],
) -> list[Block]:
    by = md(t, "by {person}", person=Who(report.by)) if report.by else Mrkdwn("Tocsin")
    told = [kit.section(kit.join((kit.bold(name), text))) for name, text in parts if text]
    return [kit.section(kit.bold(head)), kit.context(kit.join((facts, by), " · ")), *told]


def _conditions(t: Translator, incident: Incident, lead: str) -> str:
    status = kit.plain(t, status_name(incident.status))
    led = t("Lead: {person}", person=lead) if lead else t("Nobody leads yet")
    seen = t("Clients see: {impact}", impact=incident.impact)
    return clip(f"{incident.severity}, {status}. {led}.\n{seen}", TEXT_LIMIT)


def _summary(t: Translator, incident: Incident) -> str:
    if incident.summary:
        return incident.summary
    state = incident.client_state
    told = kit.plain(t, state_name(state)) if state else t("nothing yet")
    return t("{title}. Clients were told: {state}.", title=incident.title, state=told)


def _facts(
    t: Translator, severity: str, since: datetime | None, next_update: datetime | None
) -> Mrkdwn:
    began = kit.when(since) if since else md(t, "unknown")
    due = kit.clock(next_update) if next_update else md(t, "none is due")
    return md(
        t,
        "{severity} · since: {since} · next client update: {due}",
        severity=severity,
        since=began,
        due=due,
    )


def _last(t: Translator, last: TacticalReport | StakeholderReport, *parts: str) -> list[Block]:
    """The report before this one, so that nobody writes it anew from memory."""
    by = Who(last.by) if last.by else "Tocsin"
    head = md(t, "The last one, {time} by {person}:", time=kit.clock(last.at), person=by)
    words = clip("\n".join(part for part in parts if part), _QUOTED)
    return [kit.section(kit.join((head, kit.quote(words))))]


def _goes(t: Translator, incident: Incident, place: RoomId | None) -> Block:
    if place is not None:
        return kit.context(md(t, "It is posted in {channel}.", channel=kit.channel(place)))
    if incident.private:
        return kit.context(md(t, "The incident is private, so it is posted in its room only."))
    return kit.context(md(t, "It is posted in the war room."))


def _field(t: Translator, name: str, text: str, initial: str, *, optional: bool = False) -> Block:
    element = form.text_input(
        name, multiline=True, initial=clip(initial, TEXT_LIMIT), limit=TEXT_LIMIT
    )
    return form.field(name, text, element, optional=optional)


def _modal(
    t: Translator, callback: str, title: str, incident: Incident, blocks: Sequence[Block]
) -> View:
    about = kit.section(kit.bold(f"{label(incident.id)} {clip(incident.title, 120)}"))
    return form.modal(
        callback,
        title,
        [about, *blocks],
        submit=t("Post"),
        close=t("Back"),
        metadata=str(incident.id),
    )

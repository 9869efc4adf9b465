"""The page a person gets, what becomes of it, and the forms for asking and declining."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.escalation import Escalation
from bot.domain.ids import EscalationId, PersonId, label
from bot.domain.incident import Incident
from bot.domain.naming import role_name
from bot.domain.phrase import Slot, Where, Who
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md
from bot.slack.panel import headline
from bot.slack.summons import Page

_REASON = 500


def page(t: Translator, page: Page) -> tuple[str, list[Block]]:
    """(fallback text, blocks). The text alone must make sense on a lock screen."""
    incident = page.incident
    text = md(
        t,
        "{severity} {incident} {title}: you are paged, {place}",
        severity=incident.severity,
        incident=label(incident.id),
        title=incident.title,
        place=page.place,
    )
    if incident.drill:
        text = md(t, "Drill: {headline}", headline=text)
    head = headline(t, incident)
    blocks = [kit.section(kit.bold(head)), *_drill(t, incident), *_seen(t, incident)]
    blocks.append(kit.fields(_facts(t, page)))
    blocks.append(kit.section(kit.said(t, page.why)))
    if page.outcome is not None:
        return str(text), [*blocks, kit.section(page.outcome)]
    if page.note is not None:
        blocks.append(kit.section(page.note))
    deadline = _deadline(t, page)
    if deadline:
        blocks.append(kit.context(deadline))
    return str(text), [*blocks, _buttons(t, page)]


def _drill(t: Translator, incident: Incident) -> list[Block]:
    return [kit.context(md(t, "This is a drill."))] if incident.drill else []


def _seen(t: Translator, incident: Incident) -> list[Block]:
    """What clients see, unless the title says just that."""
    if incident.impact == incident.title:
        return []
    return [kit.section(kit.join((kit.bold(t("Clients see")), kit.quote(incident.impact))))]


def _facts(t: Translator, page: Page) -> list[tuple[str, str | Mrkdwn]]:
    incident = page.incident
    facts: list[tuple[str, str | Mrkdwn]] = [(t("Service"), page.service or t("Unknown"))]
    if incident.private and not page.invited:
        facts.append((t("War room"), t("Private: acknowledge, and you are let in")))
    elif incident.room:
        facts.append((t("War room"), kit.channel(incident.room)))
    else:
        facts.append((t("War room"), t("It is being opened")))
    return facts


def _deadline(t: Translator, page: Page) -> Mrkdwn | None:
    if page.until is None:
        return None
    if not page.then:
        return md(t, "Answer by {time}.", time=kit.clock(page.until))
    return md(
        t,
        "Answer by {time}. Then {people} is asked.",
        time=kit.clock(page.until),
        people=_named(t, page.then),
    )


def _named(t: Translator, slots: Sequence[Slot]) -> Mrkdwn:
    return kit.join((md(t, "{who}", who=slot) for slot in slots), ", ")


def _buttons(t: Translator, page: Page) -> Block:
    about = f"{page.incident.id}:{page.escalation}"
    return kit.actions(
        kit.button(t("Acknowledge"), ids.ACKNOWLEDGE, about, style="primary"),
        kit.button(t("Can't take it"), ids.DECLINE, about),
        kit.button(t("Escalate"), ids.ESCALATE, about),
    )


# Forms


def decline_form(
    t: Translator, incident: Incident, run: EscalationId, then: Sequence[Slot]
) -> View:
    ready = [
        form.option(each, each)
        for each in (
            t("I am away from a computer"),
            t("I am busy with another incident"),
            t("I cannot help with this"),
            t("I am ill or off duty"),
        )
    ]
    own = form.text_input("reason", limit=_REASON)
    blocks = [
        *_next(t, then),
        form.field("ready", t("Why"), form.select("ready", ready), optional=True),
        form.field("reason", t("Or in your own words"), own, optional=True),
    ]
    return form.modal(
        ids.DECLINE,
        t("Can't take it"),
        [_about(t, incident), *blocks],
        submit=t("Ask the next one"),
        close=t("Back"),
        metadata=f"{incident.id}:{run}",
    )


def reason_said(view: Mapping[str, Any]) -> str:
    """Own words outweigh a ready reason."""
    filled = form.values(view)
    return filled.get("reason") or filled.get("ready") or ""


# Answers


def yours(t: Translator, incident: Incident, run: Escalation, who: PersonId) -> Mrkdwn:
    """Whose it is, who else is needed, and what for. An acknowledgement takes no role."""
    number = label(incident.id)
    if incident.room is None:
        said = md(t, "{incident} is yours. Its room is opening.", incident=number)
    else:
        room = Where(incident.room)
        said = md(t, "{incident} is yours. War room: {room}", incident=number, room=room)
    more = [line for line in (_needed_for(t, run, who), _missing(t, run)) if line]
    return kit.join((said, *more))


def _needed_for(t: Translator, run: Escalation, who: PersonId) -> Mrkdwn | None:
    place = run.holders.index(who)
    if place >= len(run.rule.roles):
        return None
    role = run.rule.roles[place]
    named = role_name(role)
    return md(
        t, "You are needed as {role}: `/incident role {name}` takes it.", role=named, name=role
    )


def _missing(t: Translator, run: Escalation) -> Mrkdwn | None:
    if not run.missing or not run.answerable:
        return None
    have, needed = len(run.acks), run.rule.needed
    return md(t, "{have} of {needed} have answered; the next is asked meanwhile.",
              have=have, needed=needed)  # fmt: skip


def theirs(t: Translator, incident: Incident, who: PersonId, at: datetime) -> Mrkdwn:
    return md(
        t,
        "{person} has {incident} since {time}.",
        person=Who(who),
        incident=label(incident.id),
        time=kit.clock(at),
    )


def _about(t: Translator, incident: Incident) -> Block:
    return kit.context(
        md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
    )


def _next(t: Translator, then: Sequence[Slot]) -> list[Block]:
    if not then:
        return [kit.section(md(t, "Others are asked already; nobody else is paged now."))]
    return [kit.section(md(t, "Paged at once: {people}.", people=_named(t, then)))]

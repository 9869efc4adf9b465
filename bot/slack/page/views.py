"""The page a person gets, what becomes of it, and the forms for asking and declining."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.ids import EscalationId, PersonId, label
from bot.domain.incident import Incident
from bot.domain.phrase import Slot, Where, Who
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md
from bot.slack.panel import headline
from bot.slack.summons import Page, called

#: The form of `page`, which no button opens.
CALL = "page"
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
    blocks = [
        *_next(t, then),
        form.field("reason", t("Why"), form.text_input("reason", limit=_REASON), optional=True),
    ]
    return form.modal(
        ids.DECLINE,
        t("Can't take it"),
        [_about(t, incident), *blocks],
        submit=t("Ask the next one"),
        close=t("Back"),
        metadata=f"{incident.id}:{run}",
    )


def escalate_form(t: Translator, incident: Incident, then: Sequence[Slot]) -> View:
    reason = form.text_input("reason", limit=_REASON)
    blocks = [
        *_next(t, then),
        form.field("reason", t("Why"), reason, hint=t("They will read it."), optional=True),
    ]
    return form.modal(
        ids.ESCALATE,
        t("Page the next level"),
        [_about(t, incident), *blocks],
        submit=t("Page now"),
        close=t("Back"),
        metadata=str(incident.id),
    )


def call_form(t: Translator, incident: Incident, by: PersonId) -> View:
    preview = kit.join(
        (
            kit.bold(headline(t, incident)),
            kit.bold(t("Clients see")),
            incident.impact,
            kit.said(t, called(by, "")),
        )
    )
    blocks = [
        form.field("person", t("Whom to page"), form.user_select("person")),
        form.field(
            "reason", t("Why them"), form.text_input("reason", limit=_REASON), optional=True
        ),
        kit.context(md(t, "They will read:")),
        kit.section(kit.quote(preview)),
    ]
    return form.modal(
        CALL,
        t("Page somebody"),
        blocks,
        submit=t("Page now"),
        close=t("Back"),
        metadata=str(incident.id),
    )


def reason_said(view: Mapping[str, Any]) -> str:
    return form.values(view).get("reason") or ""


def call_said(view: Mapping[str, Any]) -> tuple[PersonId, str]:
    filled = form.values(view)
    return PersonId(filled["person"]), filled.get("reason") or ""


# Answers


def yours(t: Translator, incident: Incident) -> Mrkdwn:
    if incident.room is None:
        return md(t, "{incident} is yours. Its room is opening.", incident=label(incident.id))
    return md(
        t,
        "{incident} is yours. War room: {room}",
        incident=label(incident.id),
        room=Where(incident.room),
    )


def theirs(t: Translator, incident: Incident, who: PersonId, at: datetime) -> Mrkdwn:
    return md(
        t,
        "{person} has {incident} since {time}.",
        person=Who(who),
        incident=label(incident.id),
        time=kit.clock(at),
    )


def passed_on(t: Translator, incident: Incident, then: Sequence[Slot]) -> Mrkdwn:
    return md(
        t, "{incident}: {people} is paged now.", incident=label(incident.id), people=_named(t, then)
    )


def _about(t: Translator, incident: Incident) -> Block:
    return kit.context(
        md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
    )


def _next(t: Translator, then: Sequence[Slot]) -> list[Block]:
    if not then:
        return []
    return [kit.section(md(t, "Paged at once: {people}.", people=_named(t, then)))]

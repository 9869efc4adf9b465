"""The page a person gets, what becomes of it, and the forms for asking and declining."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.ids import EscalationId, PersonId, label
from bot.domain.incident import Incident
from bot.domain.phrase import Phrase, Slot, Where, Who, phrase
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md
from bot.slack.panel import headline

#: The form of `page`, which no button opens.
CALL = "page"
_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that a page shows. ``outcome`` is None while it can still be answered."""

    incident: Incident
    escalation: EscalationId
    #: The service's title in the reader's language; empty when unknown.
    service: str
    #: Short, for a lock screen: ``level 2 of 4``.
    place: Phrase
    #: Why this reader, and why now.
    why: Phrase
    #: When the next step fires; None when none will.
    until: datetime | None = None
    #: Who is asked then: people and channels.
    then: tuple[Slot, ...] = ()
    outcome: Mrkdwn | None = None
    #: Whoever is called by name is invited at once; the others when they acknowledge.
    invited: bool = False


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


# Why this reader


def called(by: PersonId | None, reason: str) -> Phrase:
    asked = phrase("{person} paged you by name", person=Who(by)) if by else phrase("Paged by name")
    return phrase("{said}: {reason}", said=asked, reason=reason) if reason else asked


def at_level(level: int, levels: int) -> Phrase:
    return phrase("level {level} of {levels}", level=level, levels=levels)


def at_last() -> Phrase:
    return phrase("last resort")


def by_name() -> Phrase:
    return phrase("by name")


def first(place: Phrase) -> Phrase:
    return phrase("You are on call: {place}.", place=place)


def after_silence(place: Phrase, before: Phrase, waited: timedelta) -> Phrase:
    """``before`` is the place that stayed silent."""
    return phrase(
        "You are asked as {place}: no answer from {before} for {waited}.",
        place=place,
        before=before,
        waited=waited,
    )


def after_decline(place: Phrase, who: PersonId) -> Phrase:
    return phrase(
        "You are asked as {place}: {person} cannot take it.", place=place, person=Who(who)
    )


def after_demand(place: Phrase, who: PersonId, reason: str) -> Phrase:
    said = phrase(
        "You are asked as {place}: {person} wants more help", place=place, person=Who(who)
    )
    return phrase("{said}: {reason}", said=said, reason=reason) if reason else said


# What became of it


def answered(t: Translator, who: PersonId, at: datetime, after: timedelta) -> Mrkdwn:
    return md(
        t,
        "{person} has it since {time}, {length} after the first page.",
        person=Who(who),
        time=kit.clock(at),
        length=after,
    )


def declined(t: Translator, at: datetime, reason: str) -> Mrkdwn:
    said = md(t, "You could not take it at {time}", time=kit.clock(at))
    return md(t, "{said}: {reason}", said=said, reason=reason) if reason else said


def ended(t: Translator) -> Mrkdwn:
    return md(t, "The incident has ended. Nobody needs to answer any more.")


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

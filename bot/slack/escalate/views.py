"""The forms that ask for more people, with whom they would page; and what is said then. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.escalation import LAST_RESORT
from bot.domain.escalation_path import EscalationPath
from bot.domain.goal import NEXT, Goal, goal_of
from bot.domain.ids import PersonId, label
from bot.domain.incident import Incident
from bot.domain.phrase import Slot, Who
from bot.i18n import Translator
from bot.slack import form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md
from bot.slack.panel import headline
from bot.slack.summons import called

#: Forms that no button opens.
CALL, HAND_OVER = "page", "reassign"
#: The menus whose choice changes what the form foretells.
TO, TO_PERSON = "escalate_to", "escalate_person"
_REASON = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """One goal to choose from. ``who`` names people plainly: menus show no mentions."""

    goal: Goal
    title: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """All that the form shows; ``then`` is whom the goal would page now."""

    incident: Incident
    choices: Sequence[Choice]
    goal: Goal = NEXT
    then: Sequence[Slot] = ()
    #: Without anybody to page: why, and what to do.
    instead: Mrkdwn | None = None


def escalate_form(t: Translator, ask: Ask) -> View:
    options = [form.option(each.title, each.goal.value, each.who) for each in ask.choices]
    person = form.user_select(TO_PERSON, initial=ask.goal.person or "")
    reason = form.text_input("reason", limit=_REASON)
    chosen = Goal(level=ask.goal.level, rotation=ask.goal.rotation)
    blocks = [
        _about(t, ask.incident),
        form.field("to", t("Whom to page"), form.select(TO, options, initial=chosen.value),
                   live=True),
        form.field("person", t("Or one person"), person, optional=True, live=True),
        kit.section(ask.instead or paged_at_once(t, ask.then)),
        form.field("reason", t("Why"), reason, hint=t("They will read it."), optional=True),
    ]  # fmt: skip
    return form.modal(
        ids.ESCALATE,
        t("Page more people"),
        blocks,
        submit=t("Page now"),
        close=t("Back"),
        metadata=str(ask.incident.id),
    )


def goal_said(view: Mapping[str, Any]) -> Goal:
    """A person outweighs the menu: they were chosen on purpose."""
    filled = form.values(view)
    if filled.get("person"):
        return Goal(person=PersonId(filled["person"]))
    return goal_of(filled.get("to") or "")


def reason_said(view: Mapping[str, Any]) -> str:
    return form.values(view).get("reason") or ""


def call_form(t: Translator, incident: Incident, by: PersonId) -> View:
    preview = kit.join(
        (
            kit.bold(headline(t, incident)),
            kit.bold(t("Clients see")),
            incident.impact,
            kit.said(t, called(by, "")),
        )
    )
    why = form.text_input("reason", limit=_REASON)
    blocks = [
        form.field("people", t("Whom to page"), form.many_users("people")),
        form.field("reason", t("Why them"), why, optional=True),
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


def call_said(view: Mapping[str, Any]) -> tuple[tuple[PersonId, ...], str]:
    filled = form.values(view)
    people = tuple(PersonId(each) for each in filled.get("people") or ())
    return people, filled.get("reason") or ""


def hand_over_form(t: Translator, incident: Incident, holders: Sequence[PersonId]) -> View:
    """Who has it now, and who shall have it."""
    has = kit.join((kit.person(each) for each in holders), ", ")
    now = md(t, "It is with {people} now.", people=has) if holders else md(t, "Nobody has it yet.")
    why = form.text_input("reason", limit=_REASON)
    blocks = [
        _about(t, incident),
        kit.section(now),
        form.field("person", t("Who shall have it"), form.user_select("person")),
        form.field("reason", t("Why them"), why, optional=True),
        kit.context(md(t, "They are paged at once. If they stay silent, the path goes on.")),
    ]
    return form.modal(
        HAND_OVER,
        t("Hand the page over"),
        blocks,
        submit=t("Page now"),
        close=t("Back"),
        metadata=str(incident.id),
    )


def hand_over_said(view: Mapping[str, Any]) -> tuple[PersonId, str]:
    filled = form.values(view)
    return PersonId(filled["person"]), filled.get("reason") or ""


# What is said


def paged_at_once(t: Translator, then: Sequence[Slot]) -> Mrkdwn:
    if not then:
        return md(t, "Nobody is paged at once.")
    return md(t, "Paged at once: {people}.", people=named(t, then))


def passed_on(t: Translator, incident: Incident, then: Sequence[Slot]) -> Mrkdwn:
    number = label(incident.id)
    if not then:
        return md(t, "{incident}: nobody is paged at once.", incident=number)
    if len(then) == 1:
        return md(t, "{incident}: {people} is paged now.", incident=number, people=named(t, then))
    return md(t, "{incident}: {people} are paged now.", incident=number, people=named(t, then))


def will_skip(t: Translator, incident: Incident, level: str, then: Sequence[Slot]) -> Mrkdwn:
    """``then`` is whom the skip pages now; nobody, when the level's turn has not come."""
    if then:
        return md(
            t,
            "{incident}: {level} is skipped, and {people} is paged now.",
            incident=label(incident.id),
            level=level,
            people=named(t, then),
        )
    return md(
        t,
        "{incident}: {level} will be skipped when its turn comes.",
        incident=label(incident.id),
        level=level,
    )


def handed_over(t: Translator, incident: Incident, person: PersonId) -> Mrkdwn:
    return md(
        t,
        "{incident}: {person} is paged now and takes it over.",
        incident=label(incident.id),
        person=Who(person),
    )


def level_name(t: Translator, path: EscalationPath | None, level: int) -> str:
    """``L2 · Support L2``: the short word that can be typed, and the policy's own."""
    if level == LAST_RESORT:
        return t("Last resort")
    if path is None or level > len(path.levels):
        return t("Level {number}", number=level)
    return f"L{level} · {path.levels[level - 1].name.to(t.language)}"


def named(t: Translator, slots: Sequence[Slot]) -> Mrkdwn:
    return kit.join((md(t, "{who}", who=slot) for slot in slots), ", ")


def _about(t: Translator, incident: Incident) -> Block:
    return kit.context(
        md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
    )

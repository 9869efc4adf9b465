"""All milestones in one form, and what is said when one is set. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.events import Milestone, MilestoneSet
from bot.domain.ids import PersonId, label
from bot.domain.incident import Incident
from bot.domain.milestone import Known
from bot.domain.naming import milestone_name
from bot.domain.proposal import Proposal
from bot.domain.text import TEXT_LIMIT, clip
from bot.i18n import Translator
from bot.slack import form, ids, kit, moments
from bot.slack.kit import Block, Mrkdwn, View, md


def all_of_them(
    t: Translator,
    incident: Incident,
    known: Mapping[Milestone, Known],
    offered: Mapping[Milestone, Sequence[Proposal]],
    *,
    names: Mapping[PersonId, str],
    zone: ZoneInfo,
) -> View:
    """What is known with where it comes from, what is not with nothing in it."""
    blocks: list[Block] = [
        kit.section(kit.bold(f"{label(incident.id)} {clip(incident.title, 120)}")),
        kit.context(
            md(
                t,
                "What nobody knows stays empty: it is shown as unknown, and nothing stands in "
                "for it. Times are on your own clock.",
            )
        ),
    ]
    for milestone in Milestone:
        found = known.get(milestone)
        hint = _source(t, found, names) if found else ""
        blocks.append(moments.picker(t, milestone, at=found.at if found else None, hint=hint))
        blocks += moments.offers(t, incident, offered.get(milestone, ()), zone)
    why = form.text_input("reason", limit=500)
    hint = t("Needed where you correct what was known.")
    blocks.append(form.field("reason", t("Why"), why, hint=hint, optional=True))
    return form.modal(
        ids.MILESTONES,
        t("Milestones"),
        blocks,
        submit=t("Save"),
        close=t("Back"),
        metadata=str(incident.id),
    )


def reason_said(view: Mapping[str, Any]) -> str:
    return form.values(view).get("reason") or ""


def saved(
    t: Translator,
    incident: Incident,
    facts: Sequence[MilestoneSet],
    *,
    yours: ZoneInfo,
    theirs: ZoneInfo,
) -> Mrkdwn:
    """Each that was set, on both clocks; that nothing changed, where nothing did."""
    if not facts:
        return md(t, "{incident}: nothing changed.", incident=label(incident.id))
    return kit.join(
        md(
            t,
            "{incident}: “{milestone}” is {time} now.",
            incident=label(incident.id),
            milestone=milestone_name(fact.milestone),
            time=_time(t, fact, yours, theirs),
        )
        for fact in facts
    )


def _time(t: Translator, fact: MilestoneSet, yours: ZoneInfo, theirs: ZoneInfo) -> Mrkdwn:
    if fact.moment is None:
        return md(t, "unknown")
    return moments.told(t, fact.moment, yours=yours, theirs=theirs)


def _source(t: Translator, known: Known, names: Mapping[PersonId, str]) -> str:
    """Where a moment comes from, in plain text."""
    if known.said is None:
        return t("Recorded by Tocsin")
    by = known.said.by
    who = names.get(by, by) if by else "Tocsin"
    if not known.said.reason:
        return t("Said by {person}", person=who)
    reason = clip(known.said.reason, TEXT_LIMIT // 2)
    return t("Said by {person}: {reason}", person=who, reason=reason)

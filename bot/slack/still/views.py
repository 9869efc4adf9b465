"""The question whether somebody still has it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import EscalationId, label
from bot.domain.incident import Incident
from bot.domain.phrase import Slot
from bot.i18n import Translator
from bot.slack import ids, kit
from bot.slack.kit import Block, Mrkdwn, md
from bot.slack.panel import headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``silent`` is how long nothing was heard; at ``until`` ``then`` are asked instead."""

    incident: Incident
    escalation: EscalationId
    silent: timedelta
    until: datetime
    then: Sequence[Slot] = ()


def question(t: Translator, asked: Question) -> tuple[str, list[Block]]:
    """(fallback text, blocks)."""
    incident = asked.incident
    text = md(
        t,
        "{incident}: do you still have it? Nothing was heard of you for {silent}.",
        incident=label(incident.id),
        silent=asked.silent,
    )
    about = f"{incident.id}:{asked.escalation}"
    blocks = [
        kit.section(kit.bold(headline(t, incident))),
        kit.section(text),
        kit.context(_deadline(t, asked)),
        kit.actions(kit.button(t("I still have it"), ids.STILL, about, style="primary")),
    ]
    return str(text), blocks


def _deadline(t: Translator, asked: Question) -> Mrkdwn:
    if not asked.then:
        return md(t, "Answer by {time}.", time=kit.clock(asked.until))
    return md(
        t,
        "Answer by {time}. Then {people} is asked.",
        time=kit.clock(asked.until),
        people=kit.join((md(t, "{who}", who=slot) for slot in asked.then), ", "),
    )


def kept(t: Translator, incident: Incident, at: datetime) -> Mrkdwn:
    """What the question becomes once it is answered."""
    return md(
        t, "{incident}: you still have it, {time}.", incident=label(incident.id), time=kit.clock(at)
    )

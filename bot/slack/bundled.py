"""Several pages in one message, each with its own answer. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.contact import Outcome
from bot.domain.effects import Tried
from bot.domain.ids import EscalationId, label
from bot.domain.incident import Incident
from bot.domain.naming import means_name, obstacle
from bot.domain.phrase import Phrase, phrase
from bot.domain.text import clip
from bot.i18n import Translator
from bot.slack import ids, kit
from bot.slack.kit import Block, Mrkdwn

#: Of a page among others, so much of its title: Slack limits a message's length.
_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """One page among others. ``outcome`` is None while it can still be answered."""

    incident: Incident
    escalation: EscalationId
    why: Phrase
    outcome: Mrkdwn | None = None


def bundle(t: Translator, pages: Sequence[Paged]) -> tuple[str, list[Block]]:
    """(fallback text, blocks). In the order of their numbers, however they arrived."""
    pages = sorted(pages, key=lambda page: page.incident.id)
    waiting = [page for page in pages if page.outcome is None]
    named = ", ".join(_short(page) for page in pages)
    text = t.plural(
        "You are paged for {count} incident: {names}",
        "You are paged for {count} incidents: {names}",
        len(pages),
        names=named,
    )
    head = t.plural(
        "You are paged for {count} incident",
        "You are paged for {count} incidents",
        len(pages),
    )
    blocks = [kit.header(head)]
    for number, page in enumerate(pages):
        blocks += _one(t, page, number)
    if len(waiting) > 1:
        about = ",".join(f"{page.incident.id}:{page.escalation}" for page in waiting)
        every = kit.button(t("Acknowledge all"), ids.ACKNOWLEDGE_ALL, about, style="primary")
        blocks.append(kit.actions(every))
    return str(kit.escape(text)), blocks


def _one(t: Translator, page: Paged, number: int) -> list[Block]:
    incident = page.incident
    head = clip(f"{incident.severity} {label(incident.id)} {incident.title}", _TITLE)
    said = t("Drill: {headline}", headline=head) if incident.drill else head
    tail = page.outcome if page.outcome is not None else kit.said(t, page.why)
    section = kit.section(kit.join((kit.bold(said), tail)))
    if page.outcome is not None:
        return [section]
    about = f"{incident.id}:{page.escalation}"
    answers = kit.actions(
        kit.button(t("Acknowledge"), f"{ids.ACKNOWLEDGE}:{number}", about),
        kit.button(t("Can't take it"), f"{ids.DECLINE}:{number}", about),
    )
    return [section, answers]


def _short(page: Paged) -> str:
    return f"{page.incident.severity} {label(page.incident.id)}"


def all_yours(t: Translator, count: int) -> Mrkdwn:
    return kit.mdn(t, "{count} page is yours.", "{count} pages are yours.", count)


def trial(t: Translator, tried: Sequence[Tried]) -> tuple[str, list[Block]]:
    """What became of each method that somebody tried; that they read it here tries Slack."""
    head = t("Your trial page")
    lines: list[Mrkdwn] = [kit.said(t, phrase("Slack: you are reading it"))]
    lines += [kit.said(t, _tried(one)) for one in tried]
    blocks = [kit.header(head), kit.section(kit.join(lines))]
    if tried:
        hint = t("Accepted by the service does not mean that it rang. Look whether it did.")
        blocks.append(kit.context(hint))
    else:
        hint = t("Only Slack can reach you. Ask whoever keeps the policy to add your contacts.")
        blocks.append(kit.context(hint))
    return head, blocks


def _tried(one: Tried) -> Phrase:
    means = means_name(one.means)
    if one.outcome is Outcome.DELIVERED:
        seconds = f"{one.seconds:.1f}"
        return phrase(
            "{means}: accepted by the service after {seconds} s", means=means, seconds=seconds
        )
    why = obstacle(one.why, one.detail)
    if one.outcome is Outcome.FAILED:
        return phrase("{means}: failed, {why}", means=means, why=why)
    return phrase("{means}: not known, {why}", means=means, why=why)

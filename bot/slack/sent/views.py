"""The incident's updates with what became of each, and a text to paste at the helpdesk. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.client_update import ClientUpdate
from bot.domain.ids import ClientUpdateId, label
from bot.domain.incident import Incident
from bot.domain.naming import state_name
from bot.domain.phrase import Who
from bot.domain.policy import Policy
from bot.domain.snag import explain
from bot.domain.text import clip
from bot.domain.update_delivery import DeliveryState, UpdateDelivery
from bot.i18n import Translator
from bot.slack import form, ids, kit, undelivered
from bot.slack.audiences import client_name, language_name, readings
from bot.slack.kit import Block, Mrkdwn, View, md, mdn
from bot.slack.preview import carried

Updates: TypeAlias = Sequence[ClientUpdate]
WHEREABOUTS = "update_deliveries"
#: Newest first; more than so many fill no modal, and the timeline has them all.
SHOWN = 15
#: Rows of recipients in one modal: those with trouble come first.
_ROWS = 60
_HEADLINE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One incident's updates, and what became of those that left."""

    incident: Incident
    policy: Policy
    updates: Updates
    deliveries: Mapping[ClientUpdateId, Sequence[UpdateDelivery]]


def listed(t: Translator, story: Story) -> View:
    """`/incident updates`."""
    incident = story.incident
    title = md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
    blocks = [kit.context(title)]
    if not story.updates:
        told = md(t, "Clients were told nothing yet. `/incident update` writes the first word.")
        blocks.append(kit.section(told))
    newest = sorted(story.updates, key=lambda one: one.number, reverse=True)
    for update in newest[:SHOWN]:
        blocks += [kit.divider(), *_one(t, story, update)]
    if (more := len(newest) - SHOWN) > 0:
        told = mdn(t, "{count} earlier update is on the timeline.",
                   "{count} earlier updates are on the timeline.", more)  # fmt: skip
        blocks.append(kit.context(told))
    return form.modal("client_updates", t("Client updates"), blocks, close=t("Close"))


def _one(t: Translator, story: Story, update: ClientUpdate) -> list[Block]:
    title = md(t, "*{number}* · {state}", number=update.number, state=state_name(update.state))
    headline = clip(update.headline_in(t.language), _HEADLINE)
    lines = [kit.join([title, *([headline] if headline else [])], " · "), _stands(t, update)]
    if update.corrects is not None:
        wrong = next((one for one in story.updates if one.id == update.corrects), None)
        if wrong is not None:
            lines.append(md(t, "Corrects update {number}.", number=wrong.number))
    rows = story.deliveries.get(update.id, ())
    if rows:
        lines.append(reached(t, rows))
    return [kit.section(kit.join(lines)), kit.actions(*_acts(t, update))]


def _stands(t: Translator, update: ClientUpdate) -> Mrkdwn:
    author = Who(update.revised_by or update.drafted_by)
    if update.sent_at is not None:
        return md(t, "Sent {at} by {person}.", at=update.sent_at,
                  person=Who(update.sent_by or update.drafted_by))  # fmt: skip
    if update.withdrawn_at is not None:
        return md(t, "Withdrawn {at}. Nobody read it.", at=update.withdrawn_at)
    if update.approval is not None:
        return md(t, "Approved by {person}, not sent yet. Written by {author}.",
                  person=Who(update.approval.by), author=author)  # fmt: skip
    if update.asked_at is not None:
        return md(t, "Waits for approval since {at}. Written by {author}.",
                  at=update.asked_at, author=author)  # fmt: skip
    return md(t, "A draft of {author}.", author=author)


def _acts(t: Translator, update: ClientUpdate) -> list[Block]:
    about, tag = carried(update), update.number
    copy = kit.button(t("Copy for the helpdesk"), f"{ids.COPY_UPDATE}:{tag}", about)
    if update.pending:
        return [
            kit.button(t("Open the draft"), f"{ids.EDIT_UPDATE}:{tag}", about),
            copy,
            kit.button(t("Withdraw"), f"{ids.WITHDRAW_UPDATE}:{tag}", about),
        ]
    if update.sent_at is None:
        return [copy]
    return [
        kit.button(t("Who got it"), f"{ids.UPDATE_STATE}:{tag}", about),
        kit.button(t("Correct it"), f"{ids.CORRECT_UPDATE}:{tag}", about),
        copy,
    ]


def reached(t: Translator, rows: Sequence[UpdateDelivery]) -> Mrkdwn:
    """How many got it, and what became of the others, in one line."""
    count = Counter(row.state for row in rows)
    sent, all_ = count[DeliveryState.SENT], len(rows)
    parts = [md(t, "Reached {sent} of {all}", sent=sent, all=all_)]
    if waiting := count[DeliveryState.QUEUED]:
        parts.append(mdn(t, "{count} on its way", "{count} on their way", waiting))
    if failed := count[DeliveryState.FAILED]:
        parts.append(mdn(t, "⚠️ {count} failed", "⚠️ {count} failed", failed))
    if unknown := count[DeliveryState.UNKNOWN]:
        parts.append(mdn(t, "❔ {count} unknown", "❔ {count} unknown", unknown))
    return kit.join(parts, " · ")


_ORDER = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.QUEUED, DeliveryState.SENT)


def whereabouts(t: Translator, story: Story, update: ClientUpdate) -> View:
    """Each recipient's delivery, those with trouble first and with what can be done."""
    rows = sorted(
        story.deliveries.get(update.id, ()),
        key=lambda row: (_ORDER.index(row.state), row.medium, row.address),
    )
    if rows:
        shown = [kit.section(reached(t, rows)), *undelivered.blocks(t, rows)]
        lines = [_row(t, story.policy, row) for row in rows[:_ROWS]]
        shown += kit.sections(lines)
    else:
        shown = [kit.section(md(t, "It has gone to nobody yet."))]
    if (more := len(rows) - _ROWS) > 0:
        told = mdn(t, "and {count} more, all well", "and {count} more, all well", more)
        shown.append(kit.context(told))
    again = kit.button(t("Refresh"), ids.UPDATE_STATE, carried(update))
    return form.modal(WHEREABOUTS, t("Who got it"), [*shown, kit.actions(again)], close=t("Close"))


def _row(t: Translator, policy: Policy, row: UpdateDelivery) -> Mrkdwn:
    who = md(t, "{who}", who=row.addressee.shown)
    if row.client is not None:
        who = md(t, "{who} ({client})", who=who, client=client_name(policy, row.client))
    match row.state:
        case DeliveryState.SENT if row.sent_at is not None:
            return md(t, "✅ {who}, {at}", who=who, at=kit.clock(row.sent_at))
        case DeliveryState.FAILED:
            return md(t, "⚠️ {who}: {why}", who=who, why=explain(row.snag, row.detail))
        case DeliveryState.UNKNOWN:
            return md(t, "❔ {who}: {why}", who=who, why=explain(row.snag, row.detail))
    return md(t, "⏳ {who}", who=who)


# For the helpdesk


def macro(t: Translator, update: ClientUpdate) -> View:
    """The text as a reply, language by language, with nothing around it."""
    blocks = []
    if update.sent_at is None:
        told = md(t, "⚠️ Clients have not read this yet: do not send it to anybody.")
        blocks.append(kit.section(told))
    blocks.append(kit.context(md(t, "Copy the text. It greets nobody, so that you can.")))
    found = readings(update)
    several = Counter(reading.language for reading in found)
    for reading in found:
        name = language_name(t, reading.language)
        if several[reading.language] > 1:
            zone = reading.recipients[0].zone.key
            name = t("{language}, times in {zone}", language=name, zone=zone)
        blocks += [kit.section(kit.bold(name)), kit.plain_block(reading.text)]
    return form.modal("helpdesk_reply", t("Reply for the helpdesk"), blocks, close=t("Close"))

"""The question whether an update may leave, how it stands, and what its author hears. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.client_update import ClientUpdate, Void, void_name
from bot.domain.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalVoided,
    ClientUpdateSent,
    Event,
    UpdateRevised,
    UpdateWithdrawn,
)
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.naming import state_name
from bot.domain.phrase import Who
from bot.domain.policy import Policy
from bot.domain.timeline_updates import field_name
from bot.domain.wording import Finding
from bot.i18n import Translator
from bot.slack import audiences, form, ids, kit
from bot.slack.kit import Block, Mrkdwn, View, md
from bot.slack.panel import headline
from bot.slack.preview import carried

CHANGES = "approval_changes"
_REASON = 500
#: Slack refuses a message whose blocks hold more; the rest is one press away.
_HELD, _BLOCKS = 9_000, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An update as those who may agree see it. ``until`` is when an answer comes too late."""

    incident: Incident
    policy: Policy
    update: ClientUpdate
    findings: Sequence[Finding] = ()
    #: Which fields were changed since they were last asked, as forms name them.
    changed: Sequence[str] = ()
    #: What became of it since; nothing while it waits for an answer.
    since: Sequence[Event] = ()
    #: Its text was changed after this question: the words are asked for anew elsewhere.
    stale: bool = False


def question(t: Translator, asked: Question) -> tuple[str, list[Block]]:
    """(fallback text, blocks) of the message with the exact words and the buttons."""
    head, text = _head(t, asked), _told(t, asked)
    blocks = [kit.section(head), kit.section(text)]
    if asked.stale:
        return str(text), [*blocks, *_outcome(t, asked)]
    if not asked.update.pending:
        # What was sent is read where it was sent: here it would stand in the way.
        whole = kit.button(t("Read every word"), ids.READ_UPDATE, carried(asked.update))
        return str(text), [*blocks, *_outcome(t, asked), kit.actions(whole)]
    words = audiences.shown(t, asked.policy, asked.update, asked.findings)
    blocks += _held(t, words, asked.update)
    blocks.append(kit.divider())
    return str(text), [*blocks, *(_outcome(t, asked) or [_buttons(t, asked)])]


def _head(t: Translator, asked: Question) -> Mrkdwn:
    return kit.bold(headline(t, asked.incident))


def _told(t: Translator, asked: Question) -> Mrkdwn:
    update = asked.update
    told = md(
        t,
        "{author} asks for approval of what clients will read about {incident} ({state}).",
        author=Who(update.asked_by or update.drafted_by),
        incident=label(asked.incident.id),
        state=state_name(update.state),
    )
    lines = [told]
    if update.writers != {update.asked_by}:
        who = kit.people(t, sorted(update.writers))
        lines.append(md(t, "Written by {people}.", people=who))
    if update.pending and asked.incident.update_due_at is not None:
        lines.append(md(t, "Clients are to hear by {time}.", time=asked.incident.update_due_at))
    if asked.changed:
        fields = ", ".join(kit.plain(t, field_name(name)) for name in asked.changed)
        lines.append(md(t, "Changed since you were asked last: {fields}.", fields=fields))
    lines += [
        md(t, "⚠️ {person} lets “{words}” stand: {reason}", person=Who(one.by), words=one.words,
           reason=one.reason)
        for one in update.waived
    ]  # fmt: skip
    return kit.join(lines)


def _held(t: Translator, words: Sequence[Block], update: ClientUpdate) -> list[Block]:
    """As much as a message holds, and a way to the rest."""
    held: list[Block] = []
    weight = 0
    for block in words:
        weight += len(str(block))
        if weight > _HELD or len(held) >= _BLOCKS:
            rest = md(t, "This is not all of it. Read the whole before you answer.")
            whole = kit.button(t("Read every word"), ids.READ_UPDATE, carried(update))
            return [*held, kit.section(rest, accessory=whole)]
        held.append(block)
    return held


def whole(t: Translator, asked: Question) -> View:
    """Every word in a modal, for what no message holds."""
    blocks = audiences.shown(t, asked.policy, asked.update, asked.findings)
    return form.modal("read_update", t("Every word"), blocks, close=t("Close"))


def _buttons(t: Translator, asked: Question) -> Block:
    about = carried(asked.update)
    return kit.actions(
        kit.button(t("Approve and send"), ids.APPROVE_AND_SEND, about, style="primary"),
        kit.button(t("Approve"), ids.APPROVE, about),
        kit.button(t("Ask for changes"), ids.ASK_FOR_CHANGES, about),
    )


# What became of it


def _outcome(t: Translator, asked: Question) -> list[Block]:
    lines = list(_lines(t, asked))
    return [kit.section(kit.join(lines))] if lines else []


def _lines(t: Translator, asked: Question) -> Iterator[Mrkdwn]:
    for event in asked.since:
        if line := outcome(t, event, asked.update):
            yield line


def outcome(t: Translator, event: Event, update: ClientUpdate) -> Mrkdwn | None:
    """One thing that happened after the question, as the message shows it from then on."""
    by, at = Who(event.by) if event.by else md(t, "Tocsin"), kit.clock(event.at)
    match event:
        case ApprovalGiven():
            return _given(t, event, update)
        case ApprovalRefused(reason=reason):
            told = md(t, "↩️ {by} asked for changes, {at}:", by=by, at=at)
            return kit.join((told, kit.quote(reason)))
        case ApprovalVoided(why=why):
            return md(t, "The approval is void, {at}: {why}.", at=at, why=void_name(Void(why)))
        case UpdateRevised():
            return md(t, "{by} changed the text, {at}.", by=by, at=at)
        case ApprovalAsked():
            return md(t, "Approval was asked for again, {at}: answer the newer message.", at=at)
        case UpdateWithdrawn():
            return md(t, "{by} withdrew it, {at}. Nothing was sent.", by=by, at=at)
        case ClientUpdateSent():
            return md(t, "📤 {by} sent it, {at}.", by=by, at=at)
    return None


def _given(t: Translator, event: ApprovalGiven, update: ClientUpdate) -> Mrkdwn:
    by = Who(event.by) if event.by else md(t, "Tocsin")
    held = update.approval
    if not update.pending or held is None or held.at != event.at:
        return md(t, "✅ {by} approved it, {at}.", by=by, at=kit.clock(event.at))
    return md(
        t,
        "✅ {by} approved it, {at}. It holds until {until}, as long as nothing changes.",
        by=by,
        at=kit.clock(event.at),
        until=kit.clock(held.ends_at),
    )


# What the author hears


def news(
    t: Translator, incident: Incident, update: ClientUpdate, event: Event
) -> tuple[str, list[Block]]:
    """A direct message about an approval, with the next step."""
    text = _news(t, incident, event, update)
    blocks = [kit.section(text)]
    buttons = []
    if update.pending:
        if update.approval is not None:
            buttons.append(kit.button(t("Send"), ids.SEND_UPDATE, carried(update), style="primary"))
        buttons.append(kit.button(t("Open the draft"), ids.EDIT_UPDATE, carried(update)))
    if buttons:
        blocks.append(kit.actions(*buttons))
    return str(text), blocks


def _news(t: Translator, incident: Incident, event: Event, update: ClientUpdate) -> Mrkdwn:
    about = kit.bold(headline(t, incident))
    line = outcome(t, event, update) or md(t, "Something changed in the approval you asked for.")
    lines = [md(t, "{incident}: your client update", incident=about), line]
    if isinstance(event, ApprovalVoided) and update.pending and update.asked_at is not None:
        lines.append(md(t, "It is asked for again, and you hear at once."))
    if isinstance(event, ApprovalGiven) and update.sent_at is not None and update.sent_by:
        # “Approve and send” is one press: its author need not wonder whether it left.
        by, at = Who(update.sent_by), kit.clock(update.sent_at)
        lines.append(md(t, "📤 {by} sent it, {at}.", by=by, at=at))
    return kit.join(lines)


def changes_form(t: Translator, incident: Incident, update: ClientUpdate) -> View:
    reason = form.text_input("reason", multiline=True, limit=_REASON)
    blocks = [
        kit.context(
            md(t, "{incident}: {title}", incident=label(incident.id), title=incident.title)
        ),
        form.field("reason", t("What should be changed"), reason,
                   hint=t("The author reads it at once, and so does the room.")),
    ]  # fmt: skip
    return form.modal(
        CHANGES,
        t("Ask for changes"),
        blocks,
        submit=t("Give it back"),
        close=t("Cancel"),
        metadata=carried(update),
    )


def reason_said(view: Mapping[str, Any]) -> str:
    return form.values(view).get("reason") or ""

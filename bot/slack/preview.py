"""The preview: exactly what each audience reads, and what in it had better be said otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.client_update import ClientUpdate
from bot.domain.ids import ClientUpdateId, IncidentId
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.wording import Finding, Gravity
from bot.i18n import Translator
from bot.slack import audiences, form, kit
from bot.slack.kit import Block, Mrkdwn, View, md, mdn

PREVIEW = "client_update_send"
#: The field in which grave words are answered for.
WAIVER = "waiver"
_REASON = 500


class Next(StrEnum):
    """What the button of the preview does."""

    SEND = "send"
    ASK = "ask"
    #: There is none: it cannot leave as it is.
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A draft as its author sees it before it leaves."""

    incident: Incident
    policy: Policy
    update: ClientUpdate
    findings: Sequence[Finding] = ()
    #: Whose agreement is needed first, or why nobody can give it.
    agree: Mrkdwn | None = None
    next: Next = Next.SEND
    #: Grave words stand in the way, and whether this person may answer for them in writing.
    blocked: bool = False
    may_waive: bool = False
    #: Why the last press did nothing, and what else to know first.
    notes: Sequence[Mrkdwn] = ()


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button or form about one text carries: which draft, and what stood there."""

    update: ClientUpdateId
    seen: str
    next: Next = Next.NONE


def carried(update: ClientUpdate, next: Next = Next.NONE) -> str:
    """The incident's number comes first: by it the request knows what it is about."""
    return f"{update.incident}:{update.id}:{update.digest}:{next}"


def naming(incident: IncidentId, update: ClientUpdateId) -> str:
    """The same for what needs no text: its list, its copy, its correction."""
    return f"{incident}:{update}::"


def pressed(value: str) -> Pressed:
    """A Refusal for what we never wrote there."""
    parts = value.split(":")
    if len(parts) != 4 or parts[3] not in list(Next):  # noqa: PLR2004 - as `carried` writes it
        raise Refusal(
            "This button or form is out of date. `/incident list` shows the open incidents."
        )
    return Pressed(ClientUpdateId(parts[1]), parts[2], Next(parts[3]))


def preview(t: Translator, look: Look) -> View:
    """The modal. Without a submit button there is only the way back, to write it otherwise."""
    stuck = look.blocked and not look.may_waive
    next = Next.NONE if stuck else look.next
    blocks = [kit.section(note) for note in look.notes]
    blocks.append(kit.section(md(t, "Nothing has been sent yet. This is every word that will be.")))
    blocks += _wording(t, look)
    blocks += audiences.shown(t, look.policy, look.update, look.findings)
    if look.agree is not None:
        blocks += [kit.divider(), kit.section(look.agree)]
    if look.blocked and look.may_waive:
        blocks.append(_waiver(t))
    labels = {Next.SEND: t("Send"), Next.ASK: t("Ask for approval"), Next.NONE: ""}
    return form.modal(
        PREVIEW,
        t("Check every word"),
        blocks,
        submit=labels[next],
        close=t("Back"),
        metadata=carried(look.update, next),
    )


def waiver_said(view: Mapping[str, Any]) -> str:
    """Why grave words may stand; empty where nothing was asked."""
    return form.values(view).get(WAIVER) or ""


def _wording(t: Translator, look: Look) -> list[Block]:
    """In one line what the marks below mean; nothing when there is nothing to mend."""
    if look.blocked:
        grave = sum(one.gravity is Gravity.GRAVE for one in look.findings)
        told = mdn(
            t,
            "⛔ {count} passage must not leave like this. It is marked below.",
            "⛔ {count} passages must not leave like this. They are marked below.",
            grave,
        )
        return [kit.section(kit.join((told, _way_out(t, look)), " "))]
    advice = sum(one.gravity is not Gravity.NOTE for one in look.findings)
    if not advice:
        return []
    told = mdn(
        t,
        "💡 {count} passage could be said better. It is your choice.",
        "💡 {count} passages could be said better. It is your choice.",
        advice,
    )
    return [kit.section(told)]


def _way_out(t: Translator, look: Look) -> Mrkdwn:
    if look.may_waive:
        return md(t, "Write it otherwise with *Back*, or answer for it in writing at the end.")
    return md(t, "Write it otherwise with *Back*: your text is kept.")


def _waiver(t: Translator) -> Block:
    text = form.text_input(WAIVER, multiline=True, limit=_REASON)
    hint = t("It stands on the timeline with your name.")
    return form.field(WAIVER, t("Why it has to be said like this"), text, hint=hint)

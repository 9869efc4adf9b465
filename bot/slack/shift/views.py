"""Asking for cover or a swap: the forms, the question, and what became of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.cover_request import CoverRequest, RequestKind, RequestState
from bot.domain.ids import PersonId
from bot.domain.override import REASON_LIMIT
from bot.domain.phrase import Phrase, Who
from bot.domain.shift import Shift
from bot.i18n import Translator
from bot.slack import form, ids, kit, rotas
from bot.slack.kit import Block, Mrkdwn, View, md

COVER, SWAP = "cover", "swap"
#: A select holds 100 options.
_OPTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A shift that can be chosen in a form; ``zone`` is the reader's clock."""

    title: str
    shift: Shift
    value: str
    zone: ZoneInfo
    #: Whose it is, where that is not the reader.
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A request with the names and clocks of its rotations."""

    request: CoverRequest
    title: str
    zone: ZoneInfo
    their_title: str = ""
    their_zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSaid:
    """``start`` and ``end`` (UTC) are None for the whole shift."""

    shift: str
    start: datetime | None
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapSaid:
    mine: str
    theirs: str
    reason: str


# Forms


def cover_form(t: Translator, mine: Sequence[Choice], chosen: str) -> View:
    part = t("Leave empty for the whole shift.")
    blocks = [
        form.field("shift", t("Your shift"), _select(t, "shift", mine, chosen)),
        form.field("start", t("From"), form.moment_picker("start"), hint=part, optional=True),
        form.field("end", t("Until"), form.moment_picker("end"), hint=part, optional=True),
        _why(t),
    ]
    return form.modal(COVER, t("Ask for cover"), blocks, submit=t("Ask them"), close=t("Back"))


def cover_said(view: Mapping[str, Any]) -> CoverSaid:
    filled = form.values(view)
    return CoverSaid(
        shift=filled["shift"],
        start=_instant(filled.get("start")),
        end=_instant(filled.get("end")),
        reason=filled.get("reason") or "",
    )


def swap_form(
    t: Translator, mine: Sequence[Choice], theirs: Sequence[Choice], chosen: str, zone: ZoneInfo
) -> View:
    blocks = [
        form.field("mine", t("Your shift"), _select(t, "mine", mine, chosen)),
        form.field("theirs", t("For this one"), _select(t, "theirs", theirs, "")),
        _why(t),
        kit.context(md(t, "Times are on your clock ({zone}).", zone=zone.key)),
    ]
    return form.modal(SWAP, t("Swap"), blocks, submit=t("Offer it"), close=t("Back"))


def swap_said(view: Mapping[str, Any]) -> SwapSaid:
    filled = form.values(view)
    return SwapSaid(mine=filled["mine"], theirs=filled["theirs"], reason=filled.get("reason") or "")


def _select(t: Translator, name: str, choices: Sequence[Choice], chosen: str) -> Block:
    options = [_option(t, choice) for choice in choices[:_OPTIONS]]
    return form.select(name, options, initial=chosen)


def _option(t: Translator, choice: Choice) -> Block:
    when = t.between(choice.shift.start, choice.shift.end, choice.zone)
    about = " · ".join(word for word in (choice.person, choice.title) if word)
    return form.option(when, choice.value, about)


def _why(t: Translator) -> Block:
    reason = form.text_input("reason", limit=REASON_LIMIT)
    return form.field("reason", t("Why"), reason, hint=t("They will read it."), optional=True)


def _instant(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def closing(t: Translator, title: str, blocks: Sequence[Block]) -> View:
    """What a form gives way to: a form cannot speak when it closes."""
    return form.modal("told", title, blocks, close=t("Close"))


# Answers to whoever asks


def asked(
    t: Translator, offers: Sequence[Offer], zone: ZoneInfo, notes: Sequence[Phrase]
) -> tuple[Mrkdwn, list[Block]]:
    """Whom I asked for what, as it was understood, and the way back."""
    blocks: list[Block] = []
    lines: list[Mrkdwn] = []
    for number, offer in enumerate(offers):
        line = _asked(t, offer, zone)
        lines.append(line)
        back = kit.button(t("Withdraw"), f"{ids.WITHDRAW_COVER}:{number}", offer.request.id)
        blocks.append(kit.section(line, accessory=back))
    if notes:
        blocks.append(kit.context(*(kit.said(t, note) for note in notes)))
    return kit.join(lines), blocks


def _asked(t: Translator, offer: Offer, zone: ZoneInfo) -> Mrkdwn:
    request = offer.request
    people = kit.people(t, request.asked)
    shift = _mine(t, offer, zone)
    if request.kind is RequestKind.SWAP:
        return md(
            t,
            "Asked {people}: your {shift} for their {other}.",
            people=people,
            shift=shift,
            other=_theirs(t, offer, zone),
        )
    return md(
        t,
        "Asked {people} to take {shift}. The first to accept has it; until then it is yours.",
        people=people,
        shift=shift,
    )


def withdrawn(t: Translator, offer: Offer, zone: ZoneInfo) -> Mrkdwn:
    return md(t, "Withdrawn: {shift} stays yours.", shift=_mine(t, offer, zone))


def given_back(t: Translator) -> Mrkdwn:
    return md(t, "Given back. `/oncall schedule` shows who is on call.")


def undone(t: Translator) -> Mrkdwn:
    return md(t, "The swap is undone: both shifts are as they were. `/oncall me` shows yours.")


def alone(text: Mrkdwn) -> list[Block]:
    return [kit.section(text)]


# The question


def question(
    t: Translator, offer: Offer, reader: PersonId, zone: ZoneInfo
) -> tuple[str, list[Block]]:
    """(fallback text, blocks) of the message to one who is asked, as things stand."""
    request = offer.request
    text = _question(t, offer, zone)
    blocks = [kit.section(text)]
    if request.reason:
        blocks.append(kit.section(kit.quote(request.reason)))
    outcome = _outcome(t, request, reader)
    if outcome is not None:
        told = kit.section(outcome, accessory=_way_out(t, request, reader))
        return str(text), [*blocks, told]
    yes = t("Swap") if request.kind is RequestKind.SWAP else t("I take it")
    buttons = kit.actions(
        kit.button(yes, ids.TAKE_COVER, request.id, style="primary"),
        kit.button(t("I can't"), ids.DECLINE_COVER, request.id),
    )
    return str(text), [*blocks, buttons]


def _question(t: Translator, offer: Offer, zone: ZoneInfo) -> Mrkdwn:
    asker = Who(offer.request.asker)
    shift = _mine(t, offer, zone)
    if offer.request.kind is RequestKind.SWAP:
        return md(
            t,
            "{person} offers you a swap: you take {shift}, they take your {other}.",
            person=asker,
            shift=shift,
            other=_theirs(t, offer, zone),
        )
    return md(
        t,
        "{person} asks for cover: {shift}. The first to accept has it.",
        person=asker,
        shift=shift,
    )


def _outcome(t: Translator, request: CoverRequest, reader: PersonId) -> Mrkdwn | None:
    """What became of it for this reader; None while they can answer."""
    match request.state:
        case RequestState.TAKEN if request.answered_by == reader:
            return md(t, "*It is yours.* Thank you. `/oncall me` shows your shifts.")
        case RequestState.TAKEN if request.answered_by:
            return md(t, "{person} took it. Thank you.", person=Who(request.answered_by))
        case RequestState.WITHDRAWN:
            return md(t, "Not needed any more. Thank you.")
        case RequestState.EXPIRED:
            return md(t, "It is over: nobody took it.")
    if reader in request.declined or not request.open:
        return md(t, "You cannot. That is fine.")
    return None


def _way_out(t: Translator, request: CoverRequest, reader: PersonId) -> Block | None:
    """Whoever took it may find that they cannot after all."""
    if request.state is not RequestState.TAKEN or request.answered_by != reader:
        return None
    if request.kind is RequestKind.SWAP:
        return kit.button(t("Undo the swap"), ids.UNDO_SWAP, request.id)
    mine = request.mine
    shift = rotas.carry(mine.shift, mine.start, mine.end)
    return kit.button(t("Ask others to take it"), ids.ASK_COVER, shift)


def _mine(t: Translator, offer: Offer, zone: ZoneInfo) -> Mrkdwn:
    piece = offer.request.mine
    when = kit.between(t, piece.start, piece.end, yours=zone, theirs=offer.zone)
    return md(t, "{rotation}, {when}", rotation=offer.title, when=when)


def _theirs(t: Translator, offer: Offer, zone: ZoneInfo) -> Mrkdwn:
    piece = offer.request.theirs
    assert piece is not None
    when = kit.between(t, piece.start, piece.end, yours=zone, theirs=offer.their_zone or zone)
    return md(t, "{rotation}, {when}", rotation=offer.their_title, when=when)

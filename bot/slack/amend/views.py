"""What a change of the roster means for one reader, in a sentence. Pure."""

from dataclasses import dataclass
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.domain.events.on_call import (
    CoverAsked,
    CoverDeclined,
    CoverExpired,
    CoverTaken,
    CoverUndone,
    CoverWithdrawn,
    OverrideAdded,
    OverrideRemoved,
    RosterEvent,
    RotationAdded,
    RotationEdited,
    RotationRetired,
    SwapAccepted,
    SwapAsked,
    SwapDeclined,
)
from bot.domain.ids import PersonId
from bot.domain.phrase import Slot, Who
from bot.domain.substitution import OverrideKind
from bot.i18n import Translator
from bot.slack import ids, kit
from bot.slack.kit import Block, Mrkdwn, md


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom it is told: their clock, and the names and clocks of the rotations it is about."""

    id: PersonId
    zone: ZoneInfo
    title: str
    theirs: ZoneInfo
    #: Of a swap, the rotation of the other shift.
    other_title: str = ""


def told(t: Translator, event: RosterEvent, reader: Reader) -> tuple[str, list[Block]] | None:
    """(fallback text, blocks); None for what is told nobody this way."""
    text = _sentence(t, event, reader)
    if text is None:
        return None
    blocks = [kit.section(text, accessory=_undo(t, event))]
    reason = getattr(event, "reason", "")
    if reason:
        blocks.append(kit.section(kit.quote(reason)))
    return str(text), blocks


def _undo(t: Translator, event: RosterEvent) -> Block | None:
    """Whoever gave a shift away may take it back; whoever swapped it, too."""
    if isinstance(event, SwapAccepted):
        return kit.button(t("Undo the swap"), ids.UNDO_SWAP, event.request)
    if not isinstance(event, CoverTaken):
        return None
    return kit.button(t("Take it back"), ids.UNDO_COVER, event.cover)


def _sentence(t: Translator, event: RosterEvent, reader: Reader) -> Mrkdwn | None:
    match event:
        case OverrideAdded() | OverrideRemoved():
            return _override(t, event, reader)
        case RotationEdited():
            return md(
                t,
                "The policy changed {rotation}, and your next shifts there move. "
                "`/oncall me` shows them.",
                rotation=reader.title,
            )
        case RotationRetired():
            return md(
                t,
                "The policy has no {rotation} any more, so your shifts there are gone.",
                rotation=reader.title,
            )
        case CoverUndone(person=person):
            shift = _shift(t, event, reader)
            if reader.id == person:
                return md(t, "You are not on call any more: {shift}.", shift=shift)
            return md(
                t,
                "Your shift is yours again, not {person}'s: {shift}.",
                person=Who(person),
                shift=shift,
            )
        case RotationAdded() | CoverAsked() | SwapAsked() | CoverWithdrawn():
            return None
        case CoverTaken() | CoverDeclined() | CoverExpired() | SwapAccepted() | SwapDeclined():
            return _answer(t, event, reader)
    assert_never(event)


def _override(t: Translator, event: OverrideAdded | OverrideRemoved, reader: Reader) -> Mrkdwn:
    shift = _shift(t, event, reader)
    by: Slot = Who(event.by) if event.by else "Tocsin"
    removed = isinstance(event, OverrideRemoved)
    off = (event.kind == OverrideKind.REMOVE) is not removed
    if reader.id == event.person:
        if off:
            return md(t, "{by} took you off call: {shift}.", by=by, shift=shift)
        return md(t, "{by} put you on call: {shift}.", by=by, shift=shift)
    if removed:
        return md(t, "{by} took an override back. You are on call: {shift}.", by=by, shift=shift)
    if event.person is None:
        return md(t, "{by} took you off call: {shift}.", by=by, shift=shift)
    return md(
        t,
        "{person} is on call instead of you: {shift}. It is {by}'s change.",
        person=Who(event.person),
        by=by,
        shift=shift,
    )


def _answer(
    t: Translator,
    event: CoverTaken | CoverDeclined | CoverExpired | SwapAccepted | SwapDeclined,
    reader: Reader,
) -> Mrkdwn:
    shift = _shift(t, event, reader)
    match event:
        case CoverTaken(person=person):
            return md(t, "{person} takes your shift: {shift}.", person=Who(person), shift=shift)
        case CoverDeclined():
            return md(
                t,
                "Nobody of those asked can take your shift: {shift}. You are on call. "
                "Ask in person, then `/oncall override`.",
                shift=shift,
            )
        case CoverExpired():
            return md(t, "Nobody took your shift: {shift}. You are on call.", shift=shift)
        case SwapAccepted(other=other):
            theirs = kit.between(
                t, event.their_start, event.their_end, yours=reader.zone, theirs=reader.zone
            )
            return md(
                t,
                "{person} swaps with you. You give: {shift}. You get: {other}.",
                person=Who(other),
                shift=shift,
                other=md(t, "{rotation}, {when}", rotation=reader.other_title, when=theirs),
            )
        case SwapDeclined(other=other):
            return md(
                t,
                "{person} cannot swap. Your shift stays: {shift}.",
                person=Who(other),
                shift=shift,
            )
    assert_never(event)


def _shift(t: Translator, event: "_Timed", reader: Reader) -> Mrkdwn:
    when = kit.between(t, event.start, event.end, yours=reader.zone, theirs=reader.theirs)
    return md(t, "{rotation}, {when}", rotation=reader.title, when=when)


_Timed = (
    OverrideAdded
    | OverrideRemoved
    | CoverTaken
    | CoverDeclined
    | CoverExpired
    | CoverUndone
    | SwapAccepted
    | SwapDeclined
)

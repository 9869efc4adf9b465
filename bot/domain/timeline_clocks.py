"""What became of regulatory clocks, as sentences. Times are told in UTC too: authorities ask so."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import assert_never

from bot.domain.events.clocks import (
    SUBMITTED,
    AnchorSet,
    ClockDismissed,
    ClockMissed,
    ClocksProposed,
    ClockStarted,
    ClockSubmitted,
    ClockWarned,
    Ticking,
)
from bot.domain.events.course import FlagsChanged
from bot.domain.naming import flag_name
from bot.domain.phrase import Phrase, Slot, phrase
from bot.domain.regulation import Anchor
from bot.domain.timeline_paging import because, who


def clock_sentence(event: Ticking) -> Phrase:
    by = who(event.by)
    match event:
        case ClocksProposed():
            return phrase(
                "Regulatory clocks that may apply: {titles}. None runs until a person confirms it",
                titles=listed(event.titles),
            )
        case ClockStarted():
            said = phrase(
                "{by} started the clock “{title}”, counted from: {anchors}. {due}",
                by=by,
                title=event.title,
                anchors=_anchors(event.anchors),
                due=due(event.due_at, firm=event.firm),
            )
            return because(said, event.ground)
        case AnchorSet():
            return _set(event)
        case ClockWarned():
            return _warned(event)
        case ClockMissed():
            return phrase(
                "“{title}” is missed: the report was due {moment}, and none is recorded",
                title=event.title,
                moment=moment(event.due_at),
            )
        case ClockSubmitted():
            return _submitted(event)
        case ClockDismissed():
            said = phrase("{by}: does not apply: {titles}", by=by, titles=listed(event.titles))
            return because(said, event.reason)
    assert_never(event)


def anchor_name(anchor: str) -> Phrase:
    """A moment by which an obligation is counted, as people call it."""
    names = {
        Anchor.AWARE.value: phrase("aware"),
        Anchor.CLASSIFIED.value: phrase("classified as major"),
        SUBMITTED: phrase("previous report submitted"),
    }
    return names.get(anchor) or phrase("{word}", word=anchor)


def moment(at: datetime) -> Phrase:
    """On the reader's clock, and in UTC."""
    return phrase("{time} ({utc} UTC)", time=at, utc=utc(at))


def utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


def due(at: datetime | None, *, firm: bool) -> Phrase:
    if at is None:
        return phrase("No deadline can be named yet")
    if not firm:
        return phrase("Due {moment} at the latest, if it is classified by then", moment=moment(at))
    return phrase("Due {moment}", moment=moment(at))


def listed(titles: Sequence[str]) -> str:
    return ", ".join(titles)


def _anchors(anchors: Mapping[str, datetime]) -> Phrase:
    named = [
        phrase("{anchor} {moment}", anchor=anchor_name(name), moment=moment(at))
        for name, at in anchors.items()
    ]
    said = named[0] if named else phrase("nothing yet")
    for one in named[1:]:
        said = phrase("{first}, {second}", first=said, second=one)
    return said


def _set(event: AnchorSet) -> Phrase:
    slots: dict[str, Slot] = {
        "by": who(event.by),
        "title": event.title,
        "anchor": anchor_name(event.anchor),
        "moment": moment(event.moment),
        "due": due(event.due_at, firm=event.firm),
    }
    if event.previous is None:
        said = phrase("{by}: “{title}” counts from: {anchor} {moment}. {due}", **slots)
    else:
        said = phrase(
            "{by} corrected “{title}”: {anchor} {moment}, before it was {previous}. {due}",
            previous=moment(event.previous),
            **slots,
        )
    return because(said, event.reason)


def _warned(event: ClockWarned) -> Phrase:
    slots: dict[str, Slot] = {"title": event.title, "moment": moment(event.due_at)}
    if event.firm:
        return phrase(
            "“{title}”: {percent} of the time is gone. The report is due {moment}",
            percent=f"{event.percent}%",
            **slots,
        )
    if event.percent < 100:  # noqa: PLR2004 - per cent
        return phrase(
            "“{title}”: {percent} of the time is gone, and it is not classified yet. If it is "
            "classified as major, the report is due {moment} at the latest",
            percent=f"{event.percent}%",
            **slots,
        )
    return phrase(
        "“{title}”: it was not classified by {moment}. If it is classified as major later, the "
        "time runs from then",
        **slots,
    )


def _submitted(event: ClockSubmitted) -> Phrase:
    slots: dict[str, Slot] = {
        "by": who(event.by),
        "title": event.title,
        "moment": moment(event.moment),
    }
    if event.again:
        said = phrase("{by}: “{title}” submitted again {moment}", **slots)
    elif event.due_at is None:
        said = phrase("{by}: “{title}” submitted {moment}", **slots)
    elif event.moment > event.due_at:
        late = _spent(event.moment - event.due_at)
        said = phrase("{by}: “{title}” submitted {moment}, {late} late", late=late, **slots)
    else:
        early = _spent(event.due_at - event.moment)
        said = phrase("{by}: “{title}” submitted {moment}, {early} in time", early=early, **slots)
    if event.reference:
        said = phrase("{said} (reference {reference})", said=said, reference=event.reference)
    return because(said, event.why)


def _spent(length: timedelta) -> timedelta:
    """To the minute: seconds say nothing here."""
    return timedelta(minutes=length // timedelta(minutes=1))


def flags_sentence(event: FlagsChanged) -> Phrase:
    by = who(event.by)
    if event.removed:
        said = phrase("{by}: no longer touches: {flags}", by=by, flags=_flags(event.removed))
    else:
        said = phrase("{by}: it touches: {flags}", by=by, flags=_flags(event.added))
    return because(said, event.reason)


def _flags(flags: Sequence[str]) -> Phrase:
    said = flag_name(flags[0])
    for one in flags[1:]:
        said = phrase("{first}, {second}", first=said, second=flag_name(one))
    return said

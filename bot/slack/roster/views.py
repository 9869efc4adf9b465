"""What the roster says by itself, in few words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.gaps import Gap
from bot.domain.handover import Handover
from bot.domain.ids import PersonId, label
from bot.domain.incident import Incident
from bot.domain.phrase import Where
from bot.domain.service import RotationName
from bot.i18n import Translator
from bot.slack import kit
from bot.slack.kit import Block, Mrkdwn, md, mdn

#: Enough to act on; the rest is a number.
INCIDENTS_SHOWN, GAPS_SHOWN = 5, 5
#: A message holds 50 blocks; nobody reads as many.
ROTATIONS_SHOWN = 20
_MINUTE = timedelta(minutes=1)
#: Waits are told in steps of this: nobody plans by the minute.
_STEP = 5 * _MINUTE

Said = tuple[str, list[Block]]


# Reminders


@dataclass(frozen=True, slots=True)
class Begun:
    """A shift that begins: in which rotation, and until when; None for long."""

    title: str
    until: datetime | None


def reminder(
    t: Translator, zone: ZoneInfo, start: datetime, shifts: Sequence[Begun], now: datetime
) -> Said:
    """A DM before somebody's shifts that begin at one instant. ``zone`` is the reader's."""
    wait = max(_STEP, round((start - now) / _STEP) * _STEP)
    titles = ", ".join(shift.title for shift in shifts)
    text = md(t, "On call from {time}: {rotations}", time=t.when(start, zone), rotations=titles)
    head = md(t, "You are on call from {time}, in {wait}.", time=start, wait=wait)
    lines = kit.join(_begun(t, shift) for shift in shifts)
    hint = md(t, "`/oncall me` shows your shifts. `/oncall cover me` asks others to take one.")
    return str(text), [kit.section(kit.join((head, lines))), kit.context(hint)]


def _begun(t: Translator, shift: Begun) -> Mrkdwn:
    title = kit.bold(shift.title)
    if shift.until is None:
        return md(t, "• {rotation}, until further notice", rotation=title)
    return md(t, "• {rotation}, until {time}", rotation=title, time=shift.until)


# Hand-overs


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over of a rotation, and how long it lasts; None for long."""

    title: str
    handover: Handover
    until: datetime | None


def handed_over(t: Translator, notes: Sequence[HandedOver], open_: Sequence[Incident]) -> Said:
    """Who comes, until when, who leaves, and what they leave open. One note for a channel."""
    titles = ", ".join(note.title for note in notes)
    text = str(md(t, "Hand-over: {rotations}", rotations=titles))
    blocks = [kit.section(_handover(t, note)) for note in notes[:ROTATIONS_SHOWN]]
    if not open_:
        return text, [*blocks, kit.context(md(t, "No incident of this team is open."))]
    lines = [_incident(t, each) for each in open_[:INCIDENTS_SHOWN]]
    if (more := len(open_) - len(lines)) > 0:
        lines.append(mdn(t, "and {count} more", "and {count} more", more))
    return text, [*blocks, kit.section(kit.join((kit.bold(t("Open incidents")), *lines)))]


def _handover(t: Translator, note: HandedOver) -> Mrkdwn:
    now, handover = _people(t, note.handover.people), note.handover
    if note.until is None:
        on_call = md(t, "On call now: {people}", people=now)
    else:
        on_call = md(
            t,
            "On call now: {people}, until {time}",
            people=now,
            time=kit.until(note.until, handover.at),
        )
    lines = [kit.bold(note.title), on_call]
    if handover.leaving:
        lines.append(md(t, "Until now: {people}", people=_people(t, handover.leaving)))
    return kit.join(lines)


def _people(t: Translator, people: Iterable[PersonId]) -> Mrkdwn:
    """Whoever Slack has not told of yet has only an e-mail address, which is no mention."""
    named = [kit.escape(who) if "@" in who else kit.person(who) for who in people]
    return kit.join(named, ", ") if named else kit.bold(t("nobody"))


def _incident(t: Translator, incident: Incident) -> Mrkdwn:
    name = kit.bold(f"{incident.severity} {label(incident.id)}")
    if incident.room is None:
        return md(t, "• {incident} {title}", incident=name, title=incident.title)
    return md(
        t,
        "• {incident} {title} · {room}",
        incident=name,
        title=incident.title,
        room=Where(incident.room),
    )


# Gaps


@dataclass(frozen=True, slots=True)
class Uncovered:
    """When a rotation has nobody. ``group`` is the user group that follows it, if any."""

    name: RotationName
    title: str
    gaps: Sequence[Gap]
    group: str | None = None


def report(t: Translator, found: Sequence[Uncovered], days: int) -> Said:
    """Once a week."""
    text = mdn(
        t,
        "Nobody is on call for some time in the next day",
        "Nobody is on call for some time in the next {count} days",
        days,
    )
    return str(text), _gaps(t, text, found)


def warning(t: Translator, found: Sequence[Uncovered], *, holiday: bool) -> Said:
    """When a holiday, or a change of the policy, leaves nobody on call."""
    if holiday:
        text = md(t, "A holiday leaves nobody on call")
    else:
        text = md(t, "A change of the policy leaves nobody on call")
    return str(text), _gaps(t, text, found)


def _gaps(t: Translator, head: Mrkdwn, found: Sequence[Uncovered]) -> list[Block]:
    blocks = [kit.section(kit.bold(head))]
    blocks += [kit.section(_uncovered(t, each)) for each in found[:ROTATIONS_SHOWN]]
    if (more := len(found) - ROTATIONS_SHOWN) > 0:
        blocks.append(kit.context(mdn(t, "and {count} more", "and {count} more", more)))
    groups = ", ".join(each.group for each in found if each.group)
    hints = [
        md(
            t,
            "`/oncall override @name {rotation} from … to …` puts somebody on call.",
            rotation=found[0].name,
        )
    ]
    if groups:
        kept = md(t, "Meanwhile user groups keep their last members: {groups}.", groups=groups)
        hints.append(kept)
    return [*blocks, kit.context(*hints)]


def _uncovered(t: Translator, each: Uncovered) -> Mrkdwn:
    lines = [
        md(
            t,
            "• {start} to {end} ({length})",
            start=gap.start,
            end=gap.end,
            length=gap.end - gap.start,
        )
        for gap in each.gaps[:GAPS_SHOWN]
    ]
    if (more := len(each.gaps) - len(lines)) > 0:
        total = sum((gap.end - gap.start for gap in each.gaps), timedelta())
        told = mdn(
            t, "and {count} more: {length} in all", "and {count} more: {length} in all", more,
            length=total,
        )  # fmt: skip
        lines.append(told)
    return kit.join((kit.bold(each.title), *lines))


# User groups


def group_failed(t: Translator, group: str, error: str, rotations: Sequence[str]) -> Said:
    """Slack's own word for it says more to whoever can mend it than ours would."""
    text = md(
        t,
        "Slack refuses to update the user group `{group}`: `{error}`",
        group=group,
        error=error,
    )
    why = md(
        t,
        "It does not show who is on call for {rotations}; pages are not affected. Check the "
        "group's name in the policy, and whether apps may manage user groups. "
        "Tocsin tries again every hour.",
        rotations=", ".join(rotations),
    )
    return str(text), [kit.section(kit.join((kit.bold(text), why)))]

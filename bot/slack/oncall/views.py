"""Who is on call, now and later, as messages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.language import Localised
from bot.domain.phrase import Phrase, Slot
from bot.domain.standing import Standing
from bot.i18n import Translator
from bot.slack import kit
from bot.slack.kit import Block, Clock, Mrkdwn, md

#: A message holds 50 blocks: the last is the foot.
_BLOCKS = 49


#: A rotation's title, and how it stands.
Stands: TypeAlias = tuple[str, Standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One target of a level: a rotation as it stands, or somebody by name."""

    people: tuple[Slot | Mrkdwn, ...] = ()
    #: Of a rotation; None for people, rooms, groups and addresses, which do not change.
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    name: Localised
    duties: tuple[Duty, ...]
    #: When it is asked at all, where that is not always.
    when: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A path with everybody on it. ``services`` are those it pages for."""

    name: str
    services: tuple[Localised, ...]
    rungs: tuple[Rung, ...]
    last_resort: Duty


def everyone(
    t: Translator,
    ladders: Sequence[Ladder],
    loose: Sequence[Stands],
    url: str,
    *,
    clock: Clock,
) -> list[Block]:
    """Every path, level by level; then the rotations that no path asks."""
    if not ladders and not loose:
        return [kit.section(md(t, "The policy has no rotations and no paths, so nobody is."))]
    blocks = [kit.section(_ladder(t, ladder, clock)) for ladder in ladders]
    if loose:
        lines = [md(t, "*Asked by no path*"), *(_rotation(t, *one, clock) for one in loose)]
        blocks.append(kit.section(kit.join(lines)))
    return [*blocks[:_BLOCKS], _foot(t, url)]


def named(
    t: Translator,
    title: Mrkdwn,
    ladders: Sequence[Ladder],
    standings: Sequence[Stands],
    url: str,
    *,
    clock: Clock,
) -> list[Block]:
    """The paths or rotations that a name means."""
    lines = [title, *(_rotation(t, *one, clock) for one in standings)]
    told = [kit.section(kit.join(lines))] if standings or not ladders else []
    return [*(kit.section(_ladder(t, one, clock)) for one in ladders), *told, _foot(t, url)]


def _ladder(t: Translator, ladder: Ladder, clock: Clock) -> Mrkdwn:
    services = ", ".join(one.to(t.language) for one in ladder.services)
    head = kit.bold(ladder.name)
    first = md(t, "{path}: {services}", path=head, services=services) if services else head
    lines = [first, *(_rung(t, n, rung, clock) for n, rung in enumerate(ladder.rungs, 1))]
    last = md(t, "Last resort: {person}", person=_duty(t, ladder.last_resort, clock))
    return kit.join([*lines, last])


def _rung(t: Translator, number: int, rung: Rung, clock: Clock) -> Mrkdwn:
    who = kit.join((_duty(t, duty, clock) for duty in rung.duties), "; ")
    line = md(
        t, "{number}. {level}: {people}", number=number, level=rung.name.to(t.language), people=who
    )
    return md(t, "{level} ({when})", level=line, when=rung.when) if rung.when else line


def _rotation(t: Translator, title: str, standing: Standing, clock: Clock) -> Mrkdwn:
    return md(t, "{level}: {people}", level=title, people=_standing(t, standing, clock))


def _duty(t: Translator, duty: Duty, clock: Clock) -> Mrkdwn:
    if duty.standing is not None:
        return _standing(t, duty.standing, clock)
    told = [md(t, "{person}", person=one) for one in duty.people]
    return kit.join(told, ", ") if told else md(t, "*nobody*")


def _standing(t: Translator, now: Standing, clock: Clock) -> Mrkdwn:
    who, until = kit.people(t, now.people), clock.until(t, now.until)
    if now.next is None and not now.people:
        return md(t, "*nobody*, and nobody is planned")
    if now.next is None:
        return md(t, "{people} until {time}, and *nobody* after that", people=who, time=until)
    after = kit.people(t, now.next.people)
    if not now.people and now.closed:
        return md(t, "out of hours until {time}, then {next}", time=until, next=after)
    if not now.people:
        return md(t, "*nobody* until {time}, then {next}", time=until, next=after)
    if now.gap and now.closed:
        return md(
            t,
            "{people} until {time}, then out of hours until {back}, then {next}",
            people=who,
            time=until,
            back=clock.until(t, now.next.start),
            next=after,
        )
    if now.gap:
        return md(
            t,
            "{people} until {time}, then *nobody* until {back}, then {next}",
            people=who,
            time=until,
            back=clock.until(t, now.next.start),
            next=after,
        )
    if now.next.people == now.people:
        return md(t, "{people} until {time}, and after that too", people=who, time=until)
    return md(t, "{people} until {time}, then {next}", people=who, time=until, next=after)


def trial(t: Translator, names: Sequence[str]) -> Mrkdwn:
    """What is tried now, before it is known what arrives."""
    if not names:
        return md(
            t,
            "The policy names no way to reach you outside Slack, so only Slack is tried. "
            "A direct message tells you what arrived.",
        )
    return md(
        t,
        "Trying {names} and Slack now. A direct message tells you what arrived.",
        names=", ".join(names),
    )


def help(
    t: Translator, verbs: Sequence[tuple[str, Phrase | None, Phrase]]
) -> tuple[Mrkdwn, list[Block]]:
    """Each verb as (name, usage, what it does)."""
    title = md(t, "*What `/oncall` can do*")
    lines = [
        md(t, "`/oncall` everybody who is on call now"),
        md(t, "`/oncall payments` one path, service, rotation or team"),
    ]
    for name, usage, what in verbs:
        typed = f"/oncall {name} {kit.said(t, usage) if usage else ''}".rstrip()
        lines.append(md(t, "`{typed}` {what}", typed=Mrkdwn(typed), what=what))
    hint = md(
        t,
        "Times are understood on your clock, in English, Ukrainian or Russian: "
        "“tomorrow 9-18”, “fri 18:00 to mon 9:00”, “2h”.",
    )
    return title, [kit.section(title), *kit.sections(lines), kit.context(hint)]


def _foot(t: Translator, url: str) -> Block:
    page = kit.link(url, t("Open the schedule"))
    return kit.context(md(t, "{page} · `/oncall help` lists everything.", page=page))

"""Shifts to come and those that were: mine, the schedule, gaps, the load. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.gaps import Gap
from bot.domain.ids import PersonId
from bot.domain.load import Load
from bot.domain.shift import Shift
from bot.i18n import Translator
from bot.slack import ids, kit
from bot.slack.kit import Block, Clock, Mrkdwn, md

#: A message holds 50 blocks; a shift with its buttons takes two.
SHIFTS = 12
#: A table holds 100 rows; what is longer is read on the page.
ROWS = 60
#: A message's blocks without the link at its end.
_BLOCKS = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A shift of the reader's. ``value`` is what its buttons carry; empty when it has none."""

    rotation: str
    zone: ZoneInfo
    shift: Shift
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """One rotation over a time."""

    title: str
    zone: ZoneInfo
    shifts: tuple[Shift, ...]
    #: When those begin on which nobody is on call because it is out of hours.
    closed: frozenset[datetime] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """When nobody is on call in a rotation."""

    rotation: str
    zone: ZoneInfo
    gap: Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """One person's time on call, and how often they were paged in it."""

    load: Load
    pages: int


def mine(
    t: Translator, now: Sequence[Coming], later: Sequence[Coming], clock: Clock, url: str
) -> list[Block]:
    """What I am on call for, and my next shifts with what I can do about each."""
    blocks = [_now(t, one, number, clock) for number, one in enumerate(now)]
    blocks = blocks or [kit.section(md(t, "You are not on call now."))]
    if not later:
        none = md(t, "No shift of yours begins in the next 30 days.")
        return [*blocks, kit.section(none), _foot(t, url)]
    blocks.append(kit.section(md(t, "*Your next shifts*")))
    for number, one in enumerate(later[:SHIFTS]):
        blocks += _coming(t, one, number, clock.zone)
    if (more := len(later) - SHIFTS) > 0:
        blocks.append(kit.context(kit.mdn(t, "and {count} more", "and {count} more", more)))
    return [*blocks, _foot(t, url)]


def _now(t: Translator, one: Coming, number: int, clock: Clock) -> Block:
    told = md(
        t,
        "You are on call for {rotation} until {time}",
        rotation=kit.bold(one.rotation),
        time=clock.until(t, one.shift.end),
    )
    if not one.value:
        return kit.section(told)
    ask = kit.button(t("Ask for cover"), f"{ids.ASK_COVER}:now{number}", one.value)
    return kit.section(told, accessory=ask)


def _coming(t: Translator, one: Coming, number: int, zone: ZoneInfo) -> list[Block]:
    when = kit.bold(t.between(one.shift.start, one.shift.end, zone))
    line = kit.join([when, one.rotation], " · ")
    if one.shift.because:
        line = md(t, "{shift} (changed)", shift=line)
    if not one.value:
        return [kit.section(line)]
    buttons = kit.actions(
        kit.button(t("Ask for cover"), f"{ids.ASK_COVER}:{number}", one.value),
        kit.button(t("Swap"), f"{ids.ASK_SWAP}:{number}", one.value),
    )
    return [kit.section(line), buttons]


def schedule(
    t: Translator, rotas: Sequence[Rota], names: Mapping[PersonId, str], zone: ZoneInfo, url: str
) -> list[Block]:
    """One rotation as a table of two columns, several as lists: Slack takes one table."""
    link = kit.section(kit.link(url, t("Open the schedule")))
    if len(rotas) == 1:
        [rota] = rotas
        return [kit.section(_about(t, rota, zone)), link, _table(t, rota, names, zone)]
    lists = [block for rota in rotas for block in kit.sections(_list(t, rota))]
    return [*lists[:_BLOCKS], link]


def _about(t: Translator, rota: Rota, zone: ZoneInfo) -> Mrkdwn:
    start = rota.shifts[0].start
    if start.astimezone(zone).utcoffset() == start.astimezone(rota.zone).utcoffset():
        return md(
            t, "{rotation}, on your clock ({yours}).", rotation=kit.bold(rota.title), yours=zone.key
        )
    return md(
        t,
        "{rotation}, on your clock ({yours}); the rotation's own is {theirs}.",
        rotation=kit.bold(rota.title),
        yours=zone.key,
        theirs=rota.zone.key,
    )


def _table(t: Translator, rota: Rota, names: Mapping[PersonId, str], zone: ZoneInfo) -> Block:
    rows = [[_cell(t("When")), _cell(t("Who"))]]
    for shift in rota.shifts[:ROWS]:
        who = ", ".join(names.get(one, one) for one in shift.people) or _nobody(t, rota, shift)
        told = t("{people} (changed)", people=who) if shift.because else who
        when = t.between(shift.start, shift.end, zone, named=False)
        rows.append([_cell(when), _cell(told)])
    return {"type": "table", "rows": rows, "column_settings": [{"is_wrapped": True}] * 2}


def _nobody(t: Translator, rota: Rota, shift: Shift) -> str:
    return t("out of hours") if shift.start in rota.closed else t("nobody")


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def _list(t: Translator, rota: Rota) -> Iterator[Mrkdwn]:
    yield kit.bold(rota.title)
    for shift in rota.shifts[:ROWS]:
        who = kit.people(t, shift.people)
        if not shift.people and shift.start in rota.closed:
            who = kit.escape(_nobody(t, rota, shift))
        line = md(t, "{time}: {people}", time=kit.when(shift.start), people=who)
        yield md(t, "{shift} (changed)", shift=line) if shift.because else line


def gaps(t: Translator, found: Sequence[Hole], zone: ZoneInfo) -> list[Block]:
    """When nobody will be on call in the next 30 days, rotation by rotation."""
    if not found:
        none = md(
            t, "No gaps in the next 30 days: somebody is on call at every hour the policy covers."
        )
        return [kit.section(none)]
    count = len(found)
    head = kit.mdn(
        t,
        "*Nobody is on call {count} time in the next 30 days*",
        "*Nobody is on call {count} times in the next 30 days*",
        count,
    )
    lines = [head]
    for one in found[:ROWS]:
        gap = one.gap
        when = kit.between(t, gap.start, gap.end, yours=zone, theirs=one.zone)
        length = gap.end - gap.start
        lines.append(
            md(t, "{rotation}: {when}, {length}", rotation=one.rotation, when=when, length=length)
        )
    hint = md(
        t, "Fill one: `/oncall override @person rotation from to`, or edit the rotation's members."
    )
    return [*kit.sections(lines), kit.context(hint)]


def loads(
    t: Translator, burdens: Sequence[Burden], names: Mapping[PersonId, str], *, whole: bool
) -> list[Block]:
    """Who carried how much in 90 days, the most loaded first."""
    if not burdens:
        return (
            [kit.section(md(t, "Nobody was on call in the last 90 days."))]
            if whole
            else [kit.section(md(t, "You were not on call in the last 90 days."))]
        )
    head = [t("Who"), t("Hours"), t("Nights"), t("Weekends"), t("Pages")]
    rows = [
        [names.get(one.load.person, one.load.person)]
        + [
            t.number(n)
            for n in (round(one.load.hours), one.load.nights, one.load.weekends, one.pages)
        ]
        for one in burdens[:ROWS]
    ]
    title = md(t, "*On call in the last 90 days*")
    hint = md(
        t,
        "Nights are 22:00 to 6:00, weekends Saturday and Sunday, on each person's own clock. "
        "Two rotations at once count once.",
    )
    table = {
        "type": "table",
        "rows": [[_cell(cell) for cell in row] for row in (head, *rows)],
        "column_settings": [{"is_wrapped": True}, *[{"align": "right"}] * 4],
    }
    return [kit.section(title), kit.context(hint), table]


def _foot(t: Translator, url: str) -> Block:
    page = kit.link(url, t("Open the schedule"))
    return kit.context(md(t, "{page} · `/oncall help` lists everything.", page=page))

"""App Home: declare, am I on call, who waits for me, what is open. Pure."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.language import Localised
from bot.domain.phrase import Where, Who
from bot.domain.policy import Policy
from bot.i18n import Translator
from bot.slack import ids
from bot.slack.kit import (
    Block,
    Mrkdwn,
    View,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    home,
    join,
    md,
    mdn,
    section,
    until,
    when,
)
from bot.slack.panel import mark, status

#: A Home holds 100 blocks; an incident takes one, and the rest needs a dozen.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Duty:
    """One shift of the person's, in UTC."""

    rotation: Localised
    start: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What concerns one person at one instant."""

    duties: tuple[Duty, ...]
    #: The shifts that come next.
    next: tuple[Duty, ...] = ()
    #: Incidents whose page nobody has answered yet, and which was sent to this person.
    pages: tuple[Incident, ...]
    open: tuple[Incident, ...]
    now: datetime


def page(t: Translator, policy: Policy, day: Day) -> View:
    return home(
        [
            actions(
                button(t("Declare an incident"), ids.DECLARE, style="danger"),
                button(t("Refresh"), ids.REFRESH_HOME),
            ),
            header(t("On call")),
            section(join((_duties(t, day), *_next(t, day)))),
            *_pages(t, day),
            header(t("Open incidents")),
            *_open(t, policy, day),
            divider(),
            context(md(t, "As of {now}. `/incident help` lists everything.", now=day.now)),
        ]
    )


def stranger(t: Translator) -> View:
    """What a guest sees."""
    return home([section(md(t, "Guests see only the rooms they were invited to."))])


def _duties(t: Translator, day: Day) -> Mrkdwn:
    if not day.duties:
        return md(t, "You are not on call now.")
    return join(
        md(
            t,
            "You are on call for {rotation} until {time}",
            rotation=bold(one.rotation.to(t.language)),
            time=until(one.until, day.now),
        )
        for one in day.duties
    )


def _next(t: Translator, day: Day) -> list[Mrkdwn]:
    lines = [
        md(
            t,
            "Next: {rotation}, from {time} until {end}",
            rotation=one.rotation.to(t.language),
            time=when(one.start),
            end=when(one.until),
        )
        for one in day.next
    ]
    return [*lines, md(t, "`/oncall me` shows them all.")] if lines else []


def _pages(t: Translator, day: Day) -> list[Block]:
    if not day.pages:
        return []
    title = mdn(t, "*{count} page waits for you*", "*{count} pages wait for you*", len(day.pages))
    return [section(title), *(_page(t, incident) for incident in day.pages[:SHOWN])]


def _page(t: Translator, incident: Incident) -> Block:
    text = join([bold(f"{incident.severity} {label(incident.id)}"), incident.title], " ")
    answer = button(t("Open"), ids.PANEL, str(incident.id), style="primary")
    return section(text, accessory=answer)


def _open(t: Translator, policy: Policy, day: Day) -> list[Block]:
    if not day.open:
        return [section(md(t, "No incident is open."))]
    blocks = [_incident(t, policy, incident, day.now) for incident in day.open[:SHOWN]]
    if (more := len(day.open) - SHOWN) > 0:
        blocks.append(context(mdn(t, "and {count} more", "and {count} more", more)))
    return blocks


def _incident(t: Translator, policy: Policy, incident: Incident, now: datetime) -> Block:
    name = bold(f"{incident.severity} {label(incident.id)}")
    facts: list[str | Mrkdwn] = [status(t, policy, incident)]
    if incident.drill:
        facts.insert(0, md(t, "*Drill*"))
    if incident.lead:
        facts.append(md(t, "Lead: {person}", person=Who(incident.lead)))
    if incident.room:
        facts.append(md(t, "War room: {room}", room=Where(incident.room)))
    facts.append(t.duration(now - incident.declared_at))
    first = join([mark(incident, policy), name, incident.title], " ")
    more = button(t("Open"), ids.PANEL, str(incident.id))
    return section(join([first, join(facts, " · ")]), accessory=more)

"""The help and the lists. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.phrase import Phrase, Where, Who
from bot.domain.policy import Policy
from bot.i18n import Translator
from bot.slack.kit import Block, Mrkdwn, bold, context, escape, join, md, mdn, said, section
from bot.slack.panel import mark

#: One screen of a phone, twice.
SHOWN = 20
#: One section holds 3,000 characters; lines are gathered until near it.
_SECTION = 2800


def help(
    t: Translator, verbs: Sequence[tuple[str, Phrase | None, Phrase]]
) -> tuple[Mrkdwn, list[Block]]:
    """Each verb as (name, usage, what it does), in the order of the slices."""
    title = md(t, "*What Tocsin can do*")
    lines = [_line(t, name, usage, what) for name, usage, what in verbs]
    hint = md(
        t,
        "Inside a war room the verbs mean its incident; elsewhere name it first: "
        "`/incident severity INC-12 SEV1`. In a thread, mention the bot instead of `/incident`.",
    )
    return title, [section(title), *map(section, _gathered(lines)), context(hint)]


def _line(t: Translator, name: str, usage: Phrase | None, what: Phrase) -> Mrkdwn:
    words = ["/incident", name, str(said(t, usage)) if usage else ""]
    typed = Mrkdwn(" ".join(word for word in words if word))
    return md(t, "`{typed}` {what}", typed=typed, what=said(t, what))


def _gathered(lines: Sequence[Mrkdwn]) -> Iterator[Mrkdwn]:
    held: list[Mrkdwn] = []
    for line in lines:
        if held and len(str(join([*held, line]))) > _SECTION:
            yield join(held)
            held = []
        held.append(line)
    if held:
        yield join(held)


def open_ones(
    t: Translator, policy: Policy, incidents: Sequence[Incident], *, now: datetime
) -> Mrkdwn:
    """The open incidents a person may see, the newest first."""
    if not incidents:
        return md(t, "No incident is open. `/incident declare` opens one.")
    title = mdn(t, "*{count} incident is open*", "*{count} incidents are open*", len(incidents))
    return _list(t, title, policy, incidents, now)


def mine(t: Translator, policy: Policy, incidents: Sequence[Incident], *, now: datetime) -> Mrkdwn:
    if not incidents:
        return md(t, "No open incident is yours: you lead none, hold no role and were not paged.")
    return _list(t, md(t, "*Yours*"), policy, incidents, now)


def _list(
    t: Translator, title: Mrkdwn, policy: Policy, incidents: Sequence[Incident], now: datetime
) -> Mrkdwn:
    lines = [title, *(row(t, policy, incident, now=now) for incident in incidents[:SHOWN])]
    if (more := len(incidents) - SHOWN) > 0:
        lines.append(mdn(t, "and {count} more", "and {count} more", more))
    return join(lines)


def row(t: Translator, policy: Policy, incident: Incident, *, now: datetime) -> Mrkdwn:
    """One incident on one line: how bad, which, who leads, where, for how long."""
    name = join(
        [mark(incident, policy), " ", bold(f"{incident.severity} {label(incident.id)}")], ""
    )
    lead = (
        md(t, "lead {person}", person=Who(incident.lead)) if incident.lead else md(t, "no lead yet")
    )
    where = md(t, "{room}", room=Where(incident.room)) if incident.room else md(t, "no room yet")
    age = escape(t.duration(now - incident.declared_at))
    drill = (md(t, "*Drill*"),) if incident.drill else ()
    return join([join([name, " ", incident.title], ""), *drill, lead, where, age], " · ")

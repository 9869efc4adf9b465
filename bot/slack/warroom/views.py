"""What a war room shows: its name, topic, card, announcement, runbooks. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from anyascii import anyascii

from bot.domain import room
from bot.domain.events import (
    ClientUpdateSent,
    Event,
    UpdateEscalated,
    UpdateMissed,
    UpdateReminded,
)
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.runbook import Runbook
from bot.domain.text import clip
from bot.domain.timeline import sentence
from bot.i18n import Translator
from bot.slack import ids, overdue
from bot.slack.kit import (
    Block,
    Mrkdwn,
    actions,
    button,
    context,
    escape,
    join,
    link,
    live,
    markdown,
    md,
    person,
    quote,
    said,
    section,
    sections,
)
from bot.slack.panel import Glance, acts, notification, status, summary
from bot.slack.preview import naming

#: Enough to begin with; the whole page is one click away.
STEPS, STEPS_LIMIT = 5, 2400
_ITEM = re.compile(r"\s*(?:\d+[.)]|[-*+])\s")


def name(policy: Policy, incident: Incident, *, taken: int) -> str:
    """The room's name. A private one says no words: names are read over shoulders."""
    words = "" if incident.private else room.slug(anyascii(incident.title))
    return room.room_name(policy.workspace.room_pattern, incident.id, words, taken=taken)


def retired(policy: Policy, incident: Incident) -> str:
    """What a room is called once its incident has moved to another."""
    return room.room_name(policy.workspace.room_pattern, incident.id, "moved")


def topic(t: Translator, policy: Policy, incident: Incident) -> str:
    lead = person(incident.lead) if incident.lead else md(t, "nobody yet")
    facts = (
        *((md(t, "Drill"),) if incident.drill else ()),
        incident.severity,
        status(t, policy, incident),
        md(t, "Lead: {person}", person=lead),
    )
    return room.topic(str(join(facts, " · ")), str(escape(incident.title)))


def card(t: Translator, glance: Glance) -> tuple[str, list[Block]]:
    """The text of its notification, and the card."""
    return notification(t, glance.incident), [*summary(t, glance), *acts(t, glance.incident)]


def runbook(t: Translator, book: Runbook, url: str) -> tuple[str, list[Block]]:
    """Where to begin; the whole page follows in the thread."""
    title = md(t, "*Runbook:* {title}", title=link(url, book.title))
    blocks = [section(title)]
    if steps := first_steps(book.body):
        blocks.append(markdown(steps))
    about = [md(t, "The whole page is in the thread.")]
    if book.owners:
        about.append(md(t, "Kept by {owners}", owners=", ".join(book.owners)))
    text = md(t, "Runbook: {title}", title=book.title)
    return str(text), [*blocks, context(join(about, " "))]


def whole_page(book: Runbook) -> tuple[str, list[Block]]:
    return str(escape(book.title)), [markdown(book.body)]


def first_steps(body: str) -> str:
    """The page's first list, at most five of its items, as Markdown."""
    lines = body.split("\n")
    start = next((n for n, line in enumerate(lines) if _ITEM.match(line)), None)
    if start is None:
        return ""
    taken: list[str] = []
    for line in lines[start:]:
        if not line.strip() or (not _ITEM.match(line) and not line.startswith(" ")):
            break
        taken.append(line)
    return clip("\n".join(_items(taken)), STEPS_LIMIT)


def _items(lines: Sequence[str]) -> list[str]:
    """Whole items: a line that begins none belongs to the one above it."""
    count, kept = 0, []
    for line in lines:
        count += bool(_ITEM.match(line)) and not line.startswith(" ")
        if count > STEPS:
            break
        kept.append(line)
    return kept


def told(t: Translator, event: Event) -> str:
    """What just happened, as the timeline tells it; what clients read stands apart."""
    if isinstance(event, ClientUpdateSent):
        return str(join([_head(t, event), quote(event.text)]))
    return str(live(t, sentence(event)))


def told_blocks(t: Translator, event: Event) -> list[Block]:
    """What may follow a sent update or a late one; everything else is said by its text alone."""
    if isinstance(event, UpdateReminded | UpdateMissed | UpdateEscalated):
        late = section(live(t, sentence(event)))
        return [late, overdue.buttons(t, event.incident, first=event.first)]
    if not isinstance(event, ClientUpdateSent):
        return []
    about = naming(event.incident, event.update)
    lines = [_head(t, event), *(quote(line) for line in event.text.split("\n"))]
    after = actions(
        button(t("Who got it"), ids.UPDATE_STATE, about),
        button(t("Correct it"), ids.CORRECT_UPDATE, about),
        button(t("Copy for the helpdesk"), ids.COPY_UPDATE, about),
    )
    return [*sections(lines), after]


def _head(t: Translator, event: ClientUpdateSent) -> Mrkdwn:
    """The sentence without the words themselves: they stand below it."""
    return Mrkdwn(said(t, sentence(replace(event, text=""))).text.rstrip())

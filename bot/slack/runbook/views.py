"""The list of runbooks: those that fit the incident, and the others. Pure."""

from collections.abc import Mapping, Sequence

from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.phrase import Where
from bot.domain.runbook import Runbook
from bot.i18n import Translator
from bot.slack import ids
from bot.slack.kit import Block, Mrkdwn, bold, button, context, escape, join, link, md, mdn, section

#: A message holds 50 blocks; a list longer than this is not read at 3 am.
SHOWN = 20


def listed(
    t: Translator,
    urls: Mapping[str, str],
    *,
    incident: Incident | None,
    fitting: Sequence[Runbook],
    others: Sequence[Runbook],
) -> tuple[Mrkdwn, list[Block]]:
    """Each by its title, which is a link; in a war room with a button that posts it there.

    ``urls`` are the runbooks' addresses, by slug.
    """
    if not (fitting or others):
        empty = md(t, "There are no runbooks. They are Markdown files in the folder `runbooks`.")
        return empty, [section(empty)]
    number = incident.id if incident else None
    shown, rest = fitting[:SHOWN], others[: SHOWN - len(fitting[:SHOWN])]
    blocks: list[Block] = []
    if incident is not None:
        fits = md(t, "*Runbooks that fit {incident}*", incident=label(incident.id))
        none = md(t, "No runbook fits {incident}.", incident=label(incident.id))
        blocks.append(section(fits if shown else none))
    blocks += [_line(t, book, urls[book.slug], number) for book in shown]
    if rest:
        title = md(t, "*Other runbooks*") if incident else md(t, "*Runbooks*")
        blocks.append(section(title))
        blocks += [_line(t, book, urls[book.slug], number) for book in rest]
    if (more := len(fitting) + len(others) - len(shown) - len(rest)) > 0:
        blocks.append(context(mdn(t, "and {count} more", "and {count} more", more)))
    if incident is None:
        hint = md(
            t, "Inside a war room this list is about its incident, and posts what you choose."
        )
        blocks.append(context(hint))
    names = join([escape(book.title) for book in (*shown, *rest)], ", ")
    return md(t, "Runbooks: {titles}", titles=names), blocks


def _line(t: Translator, book: Runbook, url: str, incident: int | None) -> Block:
    about = join([link(url, book.title), md(t, "`{slug}`", slug=book.slug)], " ")
    if incident is None:
        return section(about)
    post = button(t("Post here"), f"{ids.RUNBOOK}:{book.slug}"[:255], f"{incident}:{book.slug}")
    return section(about, accessory=post)


def posted(t: Translator, incident: Incident, book: Runbook) -> Mrkdwn:
    return md(
        t,
        "{incident}: the runbook {title} goes to {room}.",
        incident=label(incident.id),
        title=bold(book.title),
        room=Where(incident.room) if incident.room else "",
    )

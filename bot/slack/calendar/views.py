"""The link to a calendar feed. Pure."""

from bot.domain.service import RotationName
from bot.i18n import Translator
from bot.slack.kit import Block, Mrkdwn, bold, context, join, md, section


def link(
    t: Translator, url: str, title: str | None, rotation: RotationName | None, *, new: bool
) -> tuple[Mrkdwn, list[Block]]:
    """``title`` and ``rotation`` are None for the reader's own shifts; ``new``: the old is dead."""
    if title is None:
        head = md(t, "Your shifts as a calendar")
    else:
        head = md(t, "{rotation} as a calendar", rotation=title)
    lines = [bold(head), md(t, "`{url}`", url=url)]
    if new:
        lines.append(md(t, "The old link has stopped working."))
    how = md(t, "Add it in your calendar as a subscription by address (URL).")
    again = f"/oncall calendar {f'{rotation} ' if rotation else ''}revoke"
    secret = md(
        t,
        "Whoever has the link can read it, so keep it to yourself. `{command}` makes a new one.",
        command=again,
    )
    return head, [section(join(lines)), context(how, secret)]

"""What somebody needs to know, as one message that only they see. Pure."""

from collections.abc import Iterator

from bot.domain.catchup import Catchup
from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.i18n import Translator
from bot.slack import kit
from bot.slack.kit import Block, Mrkdwn, md


def message(
    t: Translator, incident: Incident, found: Catchup, url: str
) -> tuple[Mrkdwn, list[Block]]:
    """Ten lines at most, the last of them a link to everything."""
    text = kit.join(_lines(t, incident, found, url))
    return text, kit.sections([text])


def _lines(t: Translator, incident: Incident, found: Catchup, url: str) -> Iterator[Mrkdwn]:
    first, *rest = (kit.live(t, line) for line in found.state)
    yield md(t, "{incident}: {how}", incident=kit.bold(label(incident.id)), how=first)
    yield from rest
    yield kit.bold(kit.live(t, found.since))
    for line in found.news:
        yield kit.join(("•", kit.live(t, line)), " ")
    if found.awaited is not None:
        yield kit.live(t, found.awaited)
    yield kit.link(url, t("Everything, live"))

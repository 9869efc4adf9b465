"""Links to the pages of an incident, and the words around them."""

from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.i18n import Translator
from bot.slack.kit import Mrkdwn, link, md


def postmortem(t: Translator, incident: Incident, url: str) -> Mrkdwn:
    shown = link(url, t("The postmortem of {incident}", incident=label(incident.id)))
    if incident.status.open:
        return md(
            t,
            "{link}, as far as it is known: the incident is still open. "
            "The link is yours alone and works for 7 days.",
            link=shown,
        )
    return md(t, "{link}. The link is yours alone and works for 7 days.", link=shown)


def drafted(t: Translator, incident: Incident, url: str) -> Mrkdwn:
    """The direct message after the incident was resolved."""
    return md(
        t,
        "{incident} “{title}” is resolved. {link} is drafted from its timeline; every figure "
        "names the event it comes from. The link is yours alone and works for 7 days.",
        incident=label(incident.id),
        title=incident.title,
        link=link(url, t("The postmortem")),
    )


def filed(t: Translator, incident: Incident) -> str:
    """Beside the file in the room: plain text, since it stands in no block."""
    return t("The postmortem of {incident}, drafted", incident=label(incident.id))

"""What the person who picked a message, or took that back, reads. Nobody else sees it."""

from bot.domain.ids import label
from bot.domain.incident import Incident
from bot.domain.pick import Hand, How
from bot.i18n import Translator
from bot.slack.kit import Mrkdwn, md


def picked(t: Translator, incident: Incident, hand: Hand) -> Mrkdwn:
    name = label(incident.id)
    if hand.how is How.PIN:
        return md(
            t, "Kept for the timeline of {incident}. Unpin it to strike it out.", incident=name
        )
    return md(
        t,
        "Kept for the timeline of {incident}. Take :{emoji}: back to strike it out.",
        incident=name,
        emoji=hand.emoji,
    )


def struck(t: Translator) -> Mrkdwn:
    return md(t, "Struck out on the timeline. It stays to be read there, with your name.")

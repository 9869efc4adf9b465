"""What ends the wait of clients for a word, wherever people are told of it. Pure."""

from bot.domain.ids import IncidentId
from bot.i18n import Translator
from bot.slack import ids
from bot.slack.kit import Block, actions, button


def buttons(t: Translator, incident: IncidentId, *, first: bool) -> Block:
    """Write it; say that nothing has changed, unless it is the ``first`` word; put it off."""
    number = str(incident)
    write = button(t("Write it"), ids.CLIENT_UPDATE, number, style="primary")
    again = button(t("Nothing has changed"), ids.NO_CHANGE, number)
    snooze = button(t("Snooze"), ids.SNOOZE, number)
    return actions(write, *(() if first else (again,)), snooze)

"""What a sender works with: Slack, the store, and how to speak to whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ids import PersonId
from bot.domain.runbook import Runbook
from bot.i18n import Translator, translator
from bot.links import Links
from bot.slack.client import Slack
from bot.slack.outcome import Key
from bot.slack.people import People
from bot.store.outbox import Parcel
from bot.store.outgoing import Outgoing
from bot.store.sight import Sights
from bot.store.work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    slack: Slack
    store: Store
    sights: Sights
    outgoing: Outgoing
    people: People
    links: Links
    runbooks: Mapping[str, Runbook]

    def room_language(self) -> Translator:
        """Rooms are read by many: they speak the workspace's language."""
        return translator(self.store.policy.workspace.language)

    async def language_of(self, person: PersonId) -> Translator:
        """A person's own, for what only they read."""
        return (await self.people.actor(person)).t


def key(parcel: Parcel) -> Key:
    """What makes this parcel's message one of a kind."""
    return Key(value=parcel.key, uncertain=parcel.uncertain, since=parcel.created_at)

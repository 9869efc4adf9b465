"""What the core asks of whoever writes client updates: in practice, of templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.client_update import Draft
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.phrase import Phrase
from bot.domain.policy import Policy
from bot.domain.severity import ClientState


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefill:
    """What the form of an update opens with in one language, for the author to change."""

    headline: str
    doing: str


class Letters(Protocol):
    def render(
        self, incident: Incident, said: Draft, policy: Policy, language: Language, zone: ZoneInfo
    ) -> str:
        """Exactly what is read in one language, with times in a zone."""

    def prefill(
        self, incident: Incident, policy: Policy, state: ClientState, language: Language
    ) -> Prefill:
        """Words to begin with, as severity and state suggest."""

    def troubles(
        self, incident: Incident, policy: Policy, state: ClientState, languages: Sequence[Language]
    ) -> tuple[Phrase, ...]:
        """A sentence for each template whose present words the author will miss."""

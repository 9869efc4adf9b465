"""By what means a page went out, and what became of it."""

from dataclasses import dataclass

from bot.domain.contact import SLACK, Outcome, Why
from bot.domain.events.fact import Fact
from bot.domain.ids import EscalationId, EventId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNotified(Fact):
    """One attempt. ``page`` is the event that paged; ``means`` the contact's name, or Slack.

    ``detail`` holds what the service answered, or the name of a missing secret: never a secret.
    """

    escalation: EscalationId
    person: PersonId
    page: EventId
    means: str
    outcome: Outcome
    why: Why = Why.NONE
    detail: str = ""
    attempt: int = 1

    @property
    def by_slack(self) -> bool:
        return self.means == SLACK

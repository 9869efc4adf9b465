"""The form of a client update as a value: what stands in it, and in which languages. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.client_update import ClientUpdate, Draft, Recipient
from bot.domain.ids import ClientUpdateId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.slack.kit import Mrkdwn

#: The texts of one language, in the order in which clients read them; and those templates begin.
TEXTS = ("headline", "impact", "workaround", "doing")
BEGUN = ("headline", "doing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the form shows. ``languages``: all that clients read, the author's first.

    The first page is in ``own``, the second in the others.
    """

    incident: Incident
    policy: Policy
    draft: Draft
    #: The draft's own, from the first page on.
    id: ClientUpdateId
    languages: tuple[Language, ...]
    own: Language
    recipients: Sequence[Recipient] = ()
    previous: ClientUpdate | None = None
    corrects: ClientUpdateId | None = None
    #: What stood there before this form: the draft, else what it corrects, else the last update.
    before: Draft | None = None
    #: The state each begun field was filled for, by the field's name; else the draft's.
    begun: Mapping[str, str] = field(default_factory=dict)
    #: The moment that was offered for the next update.
    offered: datetime | None = None
    #: What somebody should know before they write, such as that this draft was begun earlier.
    notes: Sequence[Mrkdwn] = ()
    #: What stands here was typed before, so it can be thrown away.
    resumed: bool = False

    @property
    def others(self) -> tuple[Language, ...]:
        return tuple(language for language in self.languages if language is not self.own)

    def stale(self, name: str, language: Language) -> bool:
        """A text that stayed as it was while the author's own words became others."""
        if self.before is None:
            return False
        was, now = getattr(self.before, name), getattr(self.draft, name)
        same = bool(now.get(language)) and now.get(language) == was.get(language)
        return same and now.get(self.own) != was.get(self.own)

    @property
    def metadata(self) -> str:
        """The incident's number comes first: by it the request knows what it is about."""
        return f"{self.incident.id}:{self.id}:{self.corrects or ''}"

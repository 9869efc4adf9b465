"""Signed, expiring links to the bot's own pages: whoever holds one is who it was sent to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from itsdangerous import BadData, URLSafeSerializer

from bot.domain.ids import EscalationId, IncidentId, PersonId
from bot.domain.refusal import Refusal

#: Long enough for the meeting after the weekend.
LIFE = timedelta(days=7)
#: Of a link by which a page is answered: a page older than that has long gone its way.
ANSWER_LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What a link grants: one person, one incident, one kind of page, until a time."""

    page: str
    incident: IncidentId
    person: PersonId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whoever holds the link may answer one page as one person, until a time."""

    incident: IncidentId
    escalation: EscalationId
    person: PersonId
    until: datetime


class Links:
    """``base`` is PUBLIC_URL without a slash at the end."""

    def __init__(self, base: str, secret: bytes) -> None:
        self.base = base.rstrip("/")
        self._signer = URLSafeSerializer(secret, salt="tocsin-page")
        self._feeds = URLSafeSerializer(secret, salt="tocsin-calendar")
        self._schedules = URLSafeSerializer(secret, salt="tocsin-schedule")
        self._answers = URLSafeSerializer(secret, salt="tocsin-answer")
        self._lists = URLSafeSerializer(secret, salt="tocsin-answers")

    def to(self, page: str, incident: IncidentId, person: PersonId, *, now: datetime) -> str:
        """``page`` is ``incidents`` or ``postmortems``; the address ends in the signed pass."""
        until = int((now + LIFE).timestamp())
        token = self._signer.dumps([page, incident, person, until])
        return f"{self.base}/{page}/{incident}?pass={token}"

    def open(self, token: str, page: str, incident: IncidentId, *, now: datetime) -> Pass:
        """The pass in a link. A forged, foreign or expired one is a Refusal."""
        try:
            granted: Any = self._signer.loads(token)
            told_page, told_incident, person, until = granted
        except (BadData, TypeError, ValueError) as error:
            raise Refusal(
                "This link is not valid. Ask for a new one in the incident's room."
            ) from error
        if (told_page, told_incident) != (page, incident):
            raise Refusal("This link is not valid. Ask for a new one in the incident's room.")
        expires = datetime.fromtimestamp(until, now.tzinfo)
        if now >= expires:
            raise Refusal("This link has expired. Ask for a new one in the incident's room.")
        return Pass(page=page, incident=incident, person=PersonId(person), until=expires)

    def answer(
        self, incident: IncidentId, escalation: EscalationId, person: PersonId, *, now: datetime
    ) -> str:
        """The address where a person answers a page outside Slack. It is for them alone."""
        until = int((now + ANSWER_LIFE).timestamp())
        token = self._answers.dumps([incident, escalation, person, until])
        return f"{self.base}/page?pass={token}"

    def answered(self, token: str, *, now: datetime) -> Answer:
        """What an answer's link is for. A forged or expired one is a Refusal."""
        try:
            granted: Any = self._answers.loads(token)
            incident, escalation, person, until = granted
            expires = datetime.fromtimestamp(until, now.tzinfo)
        except (BadData, TypeError, ValueError) as error:
            raise Refusal("This link is not valid. Answer the page in Slack.") from error
        if now >= expires:
            raise Refusal("This link has expired. Answer the page in Slack.")
        return Answer(
            incident=IncidentId(incident),
            escalation=EscalationId(escalation),
            person=PersonId(person),
            until=expires,
        )

    def answers(self, person: PersonId, *, now: datetime) -> str:
        """The address where a person answers every page of theirs. It is for them alone."""
        until = int((now + ANSWER_LIFE).timestamp())
        return f"{self.base}/pages?pass={self._lists.dumps([person, until])}"

    def answering(self, token: str, *, now: datetime) -> PersonId:
        """Whose link to their pages it is. A forged or expired one is a Refusal."""
        try:
            granted: Any = self._lists.loads(token)
            person, until = granted
            expires = datetime.fromtimestamp(until, now.tzinfo)
        except (BadData, TypeError, ValueError) as error:
            raise Refusal("This link is not valid. Answer the page in Slack.") from error
        if now >= expires:
            raise Refusal("This link has expired. Answer the page in Slack.")
        return PersonId(person)

    def schedule(self, person: PersonId, *, now: datetime, rotation: str = "") -> str:
        """Where a person reads who is on call when; one rotation alone, or all."""
        until = int((now + LIFE).timestamp())
        address = f"{self.base}/oncall/{self._schedules.dumps([person, until])}"
        return f"{address}?rotation={quote(rotation)}" if rotation else address

    def scheduled(self, token: str, *, now: datetime) -> PersonId:
        """Whose link to the schedule it is. A forged or expired one is a Refusal."""
        try:
            granted: Any = self._schedules.loads(token)
            person, until = granted
            expires = datetime.fromtimestamp(until, now.tzinfo)
        except (BadData, TypeError, ValueError) as error:
            raise Refusal("This link is not valid. `/oncall schedule` gives you a new one.") from (
                error
            )
        if now >= expires:
            raise Refusal("This link has expired. `/oncall schedule` gives you a new one.")
        return PersonId(person)

    def runbook(self, slug: str) -> str:
        """A runbook's address, the same for everybody in the room. It speaks of no incident."""
        return f"{self.base}/runbooks/{quote(slug)}?seal={self._signer.dumps(['runbook', slug])}"

    def sealed(self, token: str, slug: str) -> bool:
        """Whether the bot itself gave this address out: how we work is not for everybody."""
        try:
            granted: Any = self._signer.loads(token)
        except BadData:
            return False
        return bool(granted == ["runbook", slug])

    def calendar(self, feed: str) -> str:
        """Where a calendar reads a feed. It does not expire: it is revoked."""
        return f"{self.base}/calendar/{self._feeds.dumps(feed)}.ics"

    def feed(self, token: str) -> str | None:
        """The feed in a link; None for one that we did not make."""
        try:
            feed: Any = self._feeds.loads(token)
        except BadData:
            return None
        return feed if isinstance(feed, str) else None

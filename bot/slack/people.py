"""Who is acting: what Slack says of a person, remembered for an hour."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from bot.domain.delivery import DeliveryError
from bot.domain.ids import PersonId
from bot.domain.language import Language
from bot.domain.person import Profile
from bot.i18n import Translator, translator
from bot.slack.client import Slack
from bot.store.work import Store

FRESH = timedelta(hours=1)
#: When Slack cannot be asked, an older answer serves this long; then the person is a stranger.
STALE = timedelta(days=30)
#: For how long such an answer, or none at all, is taken before Slack is asked again.
AGAIN = timedelta(seconds=30)
#: Slack waits three seconds for an answer to a command, and this is only a part of it.
ASK_SECONDS = 1
#: How long people named by e-mail are looked for before work goes on without them.
LOOKUP_SECONDS = 3

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person behind a request, the language they read and the clock on their wall."""

    id: PersonId
    guest: bool
    #: Slack does not say who this is, so they count as a guest.
    stranger: bool = False
    language: Language
    zone: ZoneInfo

    @property
    def t(self) -> Translator:
        return translator(self.language)


class People:
    def __init__(self, store: Store, slack: Slack) -> None:
        self._store = store
        self._slack = slack
        self._known: dict[PersonId, tuple[Profile, float]] = {}
        self._asking: dict[PersonId, asyncio.Task[Profile]] = {}

    async def actor(self, id: PersonId) -> Actor:
        profile = await self.profile(id)
        policy = self._store.policy
        return Actor(
            id=id,
            guest=profile.guest,
            stranger=profile.stranger,
            language=policy.language_of(id, profile.locale),
            zone=profile.zone or policy.workspace.zone,
        )

    async def profile(self, id: PersonId) -> Profile:
        """From memory, else the database, else Slack. A stranger is a guest: fail closed."""
        now = self._store.clock()
        known = self._known.get(id)
        if known and known[1] > now.timestamp():
            return known[0]
        # Twenty pages to one person ask Slack once.
        asking = self._asking.get(id)
        if asking is None:
            asking = self._asking[id] = asyncio.create_task(self._learn(id))
            asking.add_done_callback(lambda _: self._asking.pop(id, None))
        return await asyncio.shield(asking)

    async def _learn(self, id: PersonId) -> Profile:
        now = self._store.clock()
        fresh = await self._stored_or_asked(id)
        profile = fresh or await self._remembered(id)
        self._known[id] = (profile, (now + (FRESH if fresh else AGAIN)).timestamp())
        return profile

    async def _stored_or_asked(self, id: PersonId) -> Profile | None:
        now = self._store.clock()
        async with self._store.read() as work:
            stored = await work.profiles.get(id, fresh_since=now - FRESH)
        if stored:
            return stored
        try:
            async with asyncio.timeout(ASK_SECONDS):
                return await self._ask(id)
        except (DeliveryError, TimeoutError) as error:
            log.warning("profile_unknown", person=id, error=str(error) or "no answer in time")
        return None

    async def _remembered(self, id: PersonId) -> Profile:
        """What Slack said some time ago; a stranger when it never said anything."""
        async with self._store.read() as work:
            old = await work.profiles.get(id, fresh_since=self._store.clock() - STALE)
        return old or Profile(id=id, name=id, guest=True, stranger=True)

    async def _ask(self, id: PersonId) -> Profile:
        answer = await self._slack.call("users.info", {"user": id, "include_locale": True})
        return await self._keep(answer["user"])

    async def find_all(self, emails: Sequence[str]) -> Mapping[str, PersonId]:
        """Ids by e-mail address, as far as Slack tells them or told them before.

        All are asked side by side and for a short while only: deadlines wait behind this.
        """
        try:
            async with asyncio.timeout(LOOKUP_SECONDS):
                await asyncio.gather(*map(self._find, emails))
        except TimeoutError:
            log.warning("emails_unknown", error="Slack did not answer in time")
        async with self._store.read() as work:
            return await work.profiles.ids_by_email()

    async def _find(self, email: str) -> None:
        try:
            answer = await self._slack.call("users.lookupByEmail", {"email": email})
        except DeliveryError as error:
            log.warning("email_unknown", error=str(error))
            return
        await self._keep(answer["user"])

    async def _keep(self, user: Mapping[str, Any]) -> Profile:
        id = PersonId(user["id"])
        about = user.get("profile", {})
        profile = Profile(
            id=id,
            name=about.get("real_name") or user.get("real_name") or user.get("name") or id,
            guest=bool(
                user.get("is_restricted")
                or user.get("is_ultra_restricted")
                or user.get("is_stranger")
            ),
            bot=bool(user.get("is_bot")),
            locale=user.get("locale", ""),
            zone=_zone(user.get("tz", "")),
        )
        async with self._store.begin() as work:
            await work.profiles.put(profile, email=about.get("email", ""), now=work.now)
        return profile


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None

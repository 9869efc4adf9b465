"""Client updates by e-mail: one mail to each contact, and never the same one twice.

A mail server cannot be asked what it took. So a mark is committed just before the body leaves;
whoever finds the mark without an end to it leaves the mail to people: see ADR 12.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.domain.client_readers import may_reach
from bot.domain.client_update import ClientUpdate, Recipient
from bot.domain.delivery import Later
from bot.domain.effects import MailClientUpdate
from bot.domain.ids import ClientUpdateId
from bot.domain.snag import Snag
from bot.domain.update_delivery import UpdateDelivery
from bot.domain.update_rules import Mail
from bot.integrations.smtp import Barred, Declined, Envelope, Mailer, Silent, Unreachable
from bot.store.outbox import Parcel
from bot.store.work import Store, Work
from bot.usecases import dispatch
from bot.usecases.deliver import After, Senders

if TYPE_CHECKING:
    from bot.integrations.letter import Letter

#: After a temporary no, or while no server answers: greylisting asks for five minutes or more.
WAITS = tuple(timedelta(seconds=s) for s in (5, 30, 60, 120, 300, 600, 900, 1800))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Post:
    """A delivery, and the mail made of it."""

    it: UpdateDelivery
    envelope: Envelope
    id: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sent update, and its readers by their keys."""

    update: ClientUpdate
    readers: Mapping[str, Recipient]


@dataclass(slots=True)
class Postman:
    """``mailer`` is None where `SMTP_URL` is not set."""

    store: Store
    mailer: Mailer | None
    #: The one that leaves now. What was sent never changes, so a burst reads it once.
    _sheet: _Sheet | None = None

    async def send(self, effect: MailClientUpdate, parcel: Parcel) -> After | None:
        async with self.store.read() as work:
            it = await work.deliveries.find(effect.update, effect.recipient)
            if it is None or not it.waits:
                return None
            if it.handed_at is not None:
                # Whoever marked it died, or was cut off, with the mail in its hands.
                return partial(dispatch.lost, it=it, snag=Snag.INTERRUPTED)
            post = await self._post(work, it)
        if not isinstance(post, _Post):
            return post
        if self.mailer is None:
            return partial(dispatch.none_leaves, it=it, snag=Snag.NO_SERVER)
        return await self._hand_over(self.mailer, post)

    async def _post(self, work: Work, it: UpdateDelivery) -> _Post | After:
        """The mail, or what to write down where none can be made."""
        # The standard library's mail package is slow to load, and most incidents send none.
        from bot.integrations.letter import BadAddress, envelope

        rules = work.policy.client_updates.mail
        if rules is None:
            return partial(dispatch.none_leaves, it=it, snag=Snag.NO_SENDER)
        sheet = await self._known(work, it.update)
        first = await work.deliveries.first_ref(it)
        # Read last, so that its privacy is the newest.
        incident = await work.incidents.get(it.incident)
        if not may_reach(sheet.update, incident, sheet.readers[it.recipient]):
            return partial(dispatch.failed, it=it, snag=Snag.WITHHELD)
        try:
            letter = _letter(sheet, it, rules, first)
            return _Post(it=it, envelope=envelope(letter, rules), id=letter.id)
        except BadAddress as bad:
            return partial(dispatch.failed, it=it, snag=Snag.NO_ADDRESS, detail=str(bad))

    async def _known(self, work: Work, id: ClientUpdateId) -> _Sheet:
        if self._sheet is None or self._sheet.update.id != id:
            update = await work.client_updates.get(id)
            self._sheet = _Sheet(update, {each.key: each for each in update.recipients})
        return self._sheet

    async def _hand_over(self, mailer: Mailer, post: _Post) -> After | None:
        it = post.it

        async def hand() -> bool:
            async with self.store.begin() as work:
                return await work.deliveries.hand(it, work.now, post.id)

        async def taken() -> None:
            async with self.store.begin() as work:
                await dispatch.sent(work, it, post.id)

        try:
            await mailer.send(post.envelope, hand, taken)
        except Declined as no:
            if no.lasting:
                return partial(dispatch.failed, it=it, snag=Snag.REFUSED, detail=str(no))
            return await self._later(it, Snag.REFUSED, str(no))
        except Barred as no:
            return partial(dispatch.none_leaves, it=it, snag=Snag.BARRED, detail=str(no))
        except Unreachable as nobody:
            if it.attempts >= len(WAITS):
                # It is away for all who wait: one fact, not hundreds of the same.
                snag, said = Snag.UNREACHABLE, str(nobody)
                return partial(dispatch.none_leaves, it=it, snag=snag, detail=said)
            return await self._later(it, Snag.UNREACHABLE, str(nobody))
        except Silent:
            return partial(dispatch.lost, it=it, snag=Snag.NO_ANSWER)
        # Its end is written; or where another has marked it, it is for that one to write.
        return None

    async def _later(self, it: UpdateDelivery, snag: Snag, said: str) -> After:
        """Nothing was sent. Wait, longer each time; after the last wait give it up."""
        if it.attempts >= len(WAITS):
            return partial(dispatch.failed, it=it, snag=snag, detail=said)
        async with self.store.begin() as work:
            await dispatch.put_off(work, it, snag, said)
            at = work.now + WAITS[it.attempts]
        raise Later(at)


def _letter(sheet: _Sheet, it: UpdateDelivery, rules: Mail, first: str) -> "Letter":
    """In the reader's languages, the first one's headline above; nothing but approved words."""
    from bot.integrations.letter import Letter, message_id, subject

    update, reader = sheet.update, sheet.readers[it.recipient]
    assert update.sent_at is not None
    text = update.text_for(reader)
    return Letter(
        to=it.address,
        subject=subject(update.headline.get(reader.languages[0], ""), text),
        text=text,
        languages=reader.languages,
        id=message_id(it.key, rules),
        answers=first,
        at=update.sent_at,
    )


def senders(store: Store, mailer: Mailer | None) -> Senders:
    return {MailClientUpdate: Postman(store, mailer).send}

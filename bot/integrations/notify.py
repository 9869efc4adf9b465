"""Pages that leave Slack: what they say, and their way through the outbox."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot.domain.contact import Contact, Outcome, Why
from bot.domain.effects import HurryContacts, NotifyPerson, TellTrial, Tried, TryContacts
from bot.domain.ids import PersonId, label
from bot.domain.incident import Incident
from bot.domain.policy import Policy
from bot.domain.text import clip
from bot.i18n import Translator, translator
from bot.integrations.ring import Message, Ringer
from bot.links import Links
from bot.store.outbox import Parcel
from bot.store.work import Store, Work
from bot.usecases import reach
from bot.usecases.deliver import After, Senders
from bot.usecases.storm import Storm

_EVER = datetime.fromtimestamp(0, UTC)
#: A phone shows so much before it cuts, and an SMS costs by its length.
_TITLE, _IMPACT = 90, 140
#: The page behind the link lists them all, however many.
_MOST = 100
_INTERRUPTED = reach.Report(outcome=Outcome.UNKNOWN, why=Why.INTERRUPTED)
_OVERDUE = reach.Report(outcome=Outcome.UNKNOWN, why=Why.NO_ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A page on its way to one person by one method, alone or among others."""

    t: Translator
    contact: Contact
    incident: Incident
    #: Where it is answered, and where every page of this person is.
    link: str
    every: str
    #: From the worst severity on.
    rank: int


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that leaves by other ways than Slack. Of a storm, one message for many pages."""

    store: Store
    links: Links
    ringer: Ringer
    storm: Storm[tuple[PersonId, str], Letter, reach.Report]

    async def notify(self, effect: NotifyPerson, parcel: Parcel) -> After | None:
        """One method once. In doubt whether an earlier try sent it, it is not sent again."""
        if not effect.contact:
            return partial(_walk, effect)
        if parcel.uncertain:
            return partial(_tried, effect, _INTERRUPTED)
        async with self.store.read() as work:
            contact = _contact(work, effect.person, effect.contact)
            run = await work.escalations.get(effect.escalation)
            incident = await work.incidents.get(effect.incident)
            if contact is None or not reach.wanted(effect, run, incident):
                return None
            t = await language(work, effect.person)
            link = self.links.answer(incident.id, run.id, effect.person, now=work.now)
            rank = _rank(work.policy, incident)
            every = self.links.answers(effect.person, now=work.now)
        letter = Letter(t=t, contact=contact, incident=incident, link=link, every=every, rank=rank)
        report = await self.storm.send((effect.person, contact.name), letter)
        return partial(_tried, effect, report)

    async def hurry(self, effect: HurryContacts, _parcel: Parcel) -> After | None:
        async with self.store.read() as work:
            story = await work.timeline.read(effect.incident)
        page = reach.Page(escalation=effect.escalation, person=effect.person, event=effect.page)
        return None if reach.by_slack(page, story) else partial(_overdue, page)

    async def trial(self, effect: TryContacts, parcel: Parcel) -> After | None:
        """All methods side by side. A trial is asked for again more easily than reconciled."""
        async with self.store.read() as work:
            member = work.policy.people.get(effect.person)
            message = tried(await language(work, effect.person))
        contacts = member.contacts if member else ()
        if parcel.uncertain:
            reports = [_INTERRUPTED for _ in contacts]
        else:
            reports = await asyncio.gather(*(self.ringer.ring(one, message) for one in contacts))
        ends = tuple(map(_end, contacts, reports))
        told = TellTrial(person=effect.person, trial=effect.trial, tried=ends)
        return partial(_tell, told, parcel.key)


def senders(store: Store, links: Links, ringer: Ringer) -> Senders:
    storm = Storm(partial(_now, store), partial(_ring, ringer), free=1, most=_MOST)
    outside = Outside(store, links, ringer, storm)
    return {
        NotifyPerson: outside.notify,
        HurryContacts: outside.hurry,
        TryContacts: outside.trial,
    }


def _now(store: Store) -> datetime:
    return store.clock()


async def _ring(
    ringer: Ringer, _to: tuple[PersonId, str], letters: Sequence[Letter]
) -> reach.Report:
    """One message for all of them: what becomes of it became of each."""
    newest = letters[-1]
    message = (
        paged(newest.t, newest.incident, newest.link)
        if len(letters) == 1
        else together(newest.t, letters)
    )
    return await ringer.ring(newest.contact, message)


def _end(contact: Contact, report: reach.Report) -> Tried:
    return Tried(
        means=contact.name,
        outcome=report.outcome,
        why=report.why,
        detail=report.detail,
        seconds=report.seconds,
    )


async def _walk(effect: NotifyPerson, work: Work) -> None:
    await reach.walk(work, effect)


async def _tried(effect: NotifyPerson, report: reach.Report, work: Work) -> None:
    await reach.tried(work, effect, report)


async def _overdue(page: reach.Page, work: Work) -> None:
    await reach.slack_failed(work, page, _OVERDUE)


async def _tell(told: TellTrial, because: str, work: Work) -> None:
    work.also(told, because=because)


def _contact(work: Work, person: PersonId, name: str) -> Contact | None:
    """None when the policy has lost it since."""
    member = work.policy.people.get(person)
    return next((one for one in member.contacts if one.name == name), None) if member else None


async def language(work: Work, person: PersonId) -> Translator:
    """The person's own, as far as it is known without asking Slack, which may be down."""
    profile = await work.profiles.get(person, fresh_since=_EVER)
    return translator(work.policy.language_of(person, profile.locale if profile else ""))


def paged(t: Translator, incident: Incident, link: str) -> Message:
    """What leaves Slack. Of a private incident, only how bad it is."""
    answer = t("Answer: {link}", link=link)
    if incident.private:
        title = t("{severity}: you are paged", severity=incident.severity)
        return Message(_drill(t, incident, title), f"{t('Open Slack.')}\n{answer}")
    title = clip(f"{incident.severity} {label(incident.id)} {incident.title}", _TITLE)
    seen = "" if incident.impact == incident.title else clip(incident.impact, _IMPACT) + "\n"
    return Message(_drill(t, incident, title), f"{seen}{t('You are paged.')}\n{answer}")


def together(t: Translator, letters: Sequence[Letter]) -> Message:
    """Several pages at once: how many, the worst, and where they are answered."""
    worst = min(letters, key=lambda each: (each.incident.drill, each.rank, each.incident.id))
    incident = worst.incident
    head = (
        f"{incident.severity}"
        if incident.private
        else f"{incident.severity} {label(incident.id)} {incident.title}"
    )
    title = t.plural(
        "{count} page. The worst: {headline}",
        "{count} pages. The worst: {headline}",
        len(letters),
        headline=_drill(t, incident, clip(head, _TITLE)),
    )
    answer = t("Answer them: {link}", link=letters[-1].every)
    return Message(title, f"{t('You are paged.')}\n{answer}")


def _rank(policy: Policy, incident: Incident) -> int:
    """A severity that the policy lost is as grave as the worst."""
    names = [severity.name for severity in policy.severities]
    return names.index(incident.severity) if incident.severity in names else 0


def _drill(t: Translator, incident: Incident, title: str) -> str:
    return t("Drill: {headline}", headline=title) if incident.drill else title


def tried(t: Translator) -> Message:
    return Message(
        t("Tocsin: a trial page"),
        t("You asked for it with `/oncall test`. Nothing is wrong, and nothing is to be done."),
    )

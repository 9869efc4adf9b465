"""`merge`, `cancel`, `private`, `reopen`, `close`: what ends an incident, or brings it back."""

import re

from bot.domain import flagging, lifecycle
from bot.domain.audience import may_see
from bot.domain.escalation import State
from bot.domain.ids import IncidentId, PersonId, label
from bot.domain.incident import Flag, Incident
from bot.domain.language import Language
from bot.domain.naming import flag_name
from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.domain.text import clip
from bot.i18n import translator
from bot.slack import ids, words
from bot.slack.command import split
from bot.slack.course import views
from bot.slack.request import Reply, Request, Routes, Verb
from bot.store.work import Work
from bot.usecases import triage

_NUMBER = re.compile(r"(?:inc[-\s]?)?(\d{1,9})", re.IGNORECASE)


async def merge(request: Request) -> Reply | None:
    """`merge INC-7` in a room, `merge INC-12 INC-7` from anywhere: the last one goes on."""
    request.must_belong()
    if request.words:
        return await _merge(request, _number(request.words))
    if request.named is not None and not request.value:
        into = request.named
        return await _merge(request.with_words(""), into, here=True)
    async with request.read() as work:
        incident = await request.about(work)
        incident.must_be_open()
        request.must(Action.MERGE, incident)
        others = await _others(request, work, incident)
        asked = await _asked(work, incident.id)
    if not others:
        raise Refusal(
            "No other incident is open, so there is nothing to merge {incident} into.",
            incident=label(incident.id),
        )
    return Reply(opens=views.merge_form(request.t, incident, others, asked))


async def merge_chosen(request: Request) -> Reply | None:
    return await _merge(request, views.into_said(request.body["view"]))


async def _merge(request: Request, into: IncidentId, *, here: bool = False) -> Reply:
    """``here``: the one incident named is the one that goes on; this room's ends."""
    async with request.begin() as work:
        incident = await _in_room(request, work) if here else await request.about(work)
        kept = await work.incidents.get(into)
        await request.must_see(work, kept)
        request.must(Action.MERGE, incident)
        incident = await triage.merge(work, incident.id, into, by=request.by)
    return request.aside(incident, views.merged(request.t, incident, kept))


async def _in_room(request: Request, work: Work) -> Incident:
    found = await work.incidents.in_room(request.channel) if request.channel else None
    if found is None:
        raise Refusal("Name both: `/incident merge INC-12 INC-7` ends INC-12, and INC-7 goes on.")
    await request.must_see(work, found)
    return found


async def _others(request: Request, work: Work, incident: Incident) -> list[Incident]:
    """Open incidents this person may see. A private one is merged into private ones only."""
    mine = await work.incidents.of_member(request.by)
    guest = request.actor.guest
    return [
        one
        for one in await work.incidents.open()
        if one.id != incident.id
        and (one.private or not incident.private)
        and may_see(one, request.by, members=(request.by,) if one.id in mine else (), guest=guest)
    ]


async def cancel(request: Request) -> Reply | None:
    request.must_belong()
    if request.words:
        return await _cancel(request, await words.said(request, request.words))
    async with request.read() as work:
        incident = await request.about(work)
        incident.must_be_open()
        request.must(Action.CANCEL, incident)
        asked = await _asked(work, incident.id)
    return Reply(opens=views.cancel_form(request.t, incident, asked))


async def cancel_confirmed(request: Request) -> Reply | None:
    return await _cancel(request, views.reason_said(request.body["view"]))


async def _cancel(request: Request, reason: str) -> Reply:
    async with request.begin() as work:
        incident = await request.about(work)
        request.must(Action.CANCEL, incident)
        incident = await triage.cancel(work, incident.id, by=request.by, reason=reason)
    return request.aside(incident, views.cancelled(request.t, incident))


async def private(request: Request) -> Reply | None:
    """Always by its form: it cannot be undone, and says so."""
    request.must_belong()
    async with request.read() as work:
        incident = await request.about(work)
    incident.must_be_open()
    request.must(Action.MAKE_PRIVATE, incident)
    if incident.private:
        raise Refusal("{incident} is private already.", incident=label(incident.id))
    announced = request.policy.workspace.announce
    return Reply(opens=views.private_form(request.t, incident, announced))


async def private_confirmed(request: Request) -> Reply | None:
    async with request.begin() as work:
        before = await request.about(work)
        request.must(Action.MAKE_PRIVATE, before)
        incident = await triage.make_private(work, before.id, by=request.by)
    # Said in the old room, which is still open: the new one does not exist yet.
    return request.aside(before, views.made_private(request.t, incident))


async def flag(request: Request) -> Reply | None:
    """`flag security` in a private room, `flag remove security why`: at once, else by the form."""
    request.must_belong()
    named, taken, reason = _flags(await words.said(request, request.words))
    async with request.read() as work:
        incident = await request.about(work)
    flagging.may_flag(incident)
    if taken or not incident.private:
        request.must(Action.MAKE_PRIVATE, incident)
    if named and (reason if taken else incident.private):
        return await _flag(request, set() if taken else named, named if taken else set(), reason)
    chosen = incident.flags - named if taken else incident.flags | named
    announced = request.policy.workspace.announce
    return Reply(opens=views.flag_form(request.t, incident, chosen, announced))


async def flag_chosen(request: Request) -> Reply | None:
    return await _flag(request, *views.flags_said(request.body["view"]))


async def _flag(request: Request, added: set[Flag], removed: set[Flag], reason: str) -> Reply:
    request.must_belong()
    async with request.begin() as work:
        before = incident = await request.about(work)
        if removed or not before.private:
            request.must(Action.MAKE_PRIVATE, before)
        if added:
            incident = await triage.flag(work, before.id, added, by=request.by, reason=reason)
        if removed:
            incident = await triage.unflag(work, before.id, removed, by=request.by, reason=reason)
    hidden = incident.private and not before.private
    return request.aside(before, views.flagged(request.t, incident, hidden=hidden))


def _flags(typed: str) -> tuple[set[Flag], bool, str]:
    """The flags named first, whether they are to go, and what follows: the reason."""
    word, rest = split(typed)
    taken = word in {"remove", "-"}
    rest = rest if taken else typed
    named: set[Flag] = set()
    while found := _flag_first(rest):
        named.add(found[0])
        rest = found[1]
    if rest and not named:
        raise Refusal(
            "“{words}” is none of these. Choose one of: {known}.",
            words=clip(rest, 40),
            known=", ".join(Flag),
        )
    return named, taken, rest


def _flag_first(typed: str) -> tuple[Flag, str] | None:
    for flag in Flag:
        spelled = {translator(one).phrase(flag_name(flag), str) for one in Language}
        for spelling in sorted({flag.value, *spelled}, key=len, reverse=True):
            after = typed[len(spelling) : len(spelling) + 1]
            if typed.casefold().startswith(spelling.casefold()) and not after.isalnum():
                return flag, typed[len(spelling) :].lstrip(" ,:;")
    return None


async def reopen(request: Request) -> Reply | None:
    request.must_belong()
    if request.words:
        return await _reopen(request, await words.said(request, request.words))
    async with request.read() as work:
        incident = await request.about(work)
    lifecycle.may_reopen(incident)
    return Reply(opens=views.reopen_form(request.t, incident))


async def reopen_confirmed(request: Request) -> Reply | None:
    return await _reopen(request, views.reason_said(request.body["view"]))


async def _reopen(request: Request, reason: str) -> Reply:
    request.must_belong()
    async with request.begin() as work:
        incident = await request.about(work)
        incident = await triage.reopen(work, incident.id, by=request.by, reason=reason)
    return request.aside(incident, views.reopened(request.t, incident))


async def close(request: Request) -> Reply | None:
    """At once: it loses nothing, and `reopen` takes it back."""
    request.must_belong()
    async with request.begin() as work:
        incident = await request.about(work)
        request.must(Action.RESOLVE, incident)
        incident = await triage.close(work, incident.id, by=request.by)
    return request.aside(incident, views.closed(request.t, incident))


async def _asked(work: Work, id: IncidentId) -> tuple[PersonId, ...]:
    """Who is being paged and has not answered."""
    runs = await work.escalations.of_incident(id)
    asked = (person for run in runs if run.state is State.ACTIVE for person in run.paged)
    return tuple(dict.fromkeys(asked))


def _number(typed: str) -> IncidentId:
    found = _NUMBER.fullmatch(typed.strip())
    if found is None:
        raise Refusal(
            "“{words}” names no incident. Write its number, for example `/incident merge INC-7`.",
            words=clip(typed, 40),
        )
    return IncidentId(int(found[1]))


ROUTES = Routes(
    verbs=(
        Verb(
            name="merge",
            handler=merge,
            usage=phrase("[INC-7]"),
            what=phrase("end this incident; the one you name goes on"),
            aliases=("duplicate",),
        ),
        Verb(
            name="cancel",
            handler=cancel,
            usage=phrase("[reason]"),
            what=phrase("end it: it was no incident"),
        ),
        Verb(
            name="private",
            handler=private,
            what=phrase("hide it from all but the people in its room"),
        ),
        Verb(
            name="flag",
            handler=flag,
            usage=phrase("[security] [money] [personal_data]"),
            what=phrase("say that it touches security, client money or personal data"),
            aliases=("flags",),
        ),
        Verb(
            name="reopen",
            handler=reopen,
            usage=phrase("[reason]"),
            what=phrase("open a resolved incident again"),
        ),
        Verb(
            name="close",
            handler=close,
            what=phrase("say that the work after it is done too"),
        ),
    ),
    actions={
        ids.MERGE: merge,
        ids.CANCEL: cancel,
        ids.MAKE_PRIVATE: private,
        ids.FLAG: flag,
        ids.REOPEN: reopen,
        ids.CLOSE: close,
    },
    views={
        ids.MERGE: merge_chosen,
        ids.CANCEL: cancel_confirmed,
        ids.MAKE_PRIVATE: private_confirmed,
        ids.FLAG: flag_chosen,
        ids.REOPEN: reopen_confirmed,
    },
)

"""A draft is asked about, agreed to, given back, and sent: what people press below its words."""

from bot.domain import proofread
from bot.domain.client_update import ClientUpdate
from bot.domain.incident import Incident
from bot.domain.permission import Action
from bot.domain.phrase import Who
from bot.domain.refusal import Refusal
from bot.slack import drafts, ids, preview
from bot.slack.approval import views
from bot.slack.audiences import by_text
from bot.slack.kit import Mrkdwn, View, md, said, section
from bot.slack.preview import Next, Pressed, pressed
from bot.slack.request import Reply, Request, Routes
from bot.store.work import Work
from bot.usecases import approve as usecase
from bot.usecases import update as updates


async def confirmed(request: Request) -> Reply:
    """The preview's button: send, or ask those who must agree. A refusal stands on the preview."""
    about = pressed(request.value)
    reason = preview.waiver_said(request.body["view"])
    try:
        incident, update = await _confirm(request, about, reason)
    except Refusal as no:
        if reason:
            raise
        note = said(request.t, no.phrase, zone=request.actor.zone)
        return Reply(shows=await _again(request, about, note))
    return request.aside(incident, _done(request, update))


async def _confirm(request: Request, about: Pressed, reason: str) -> tuple[Incident, ClientUpdate]:
    async with request.begin() as work:
        incident, update = await drafts.named(request, work, about.update)
        request.must(Action.UPDATE_CLIENTS, incident)
        if reason:
            await _waive(request, work, update, incident, reason)
        if about.next is Next.SEND:
            update, incident = await updates.send(
                work, about.update, by=request.by, seen=about.seen
            )
        else:
            _must_be_seen(update, about)
            update = await usecase.ask(work, about.update, by=request.by)
        await work.unfinished_updates.drop(incident.id, request.by)
    return incident, update


def _must_be_seen(update: ClientUpdate, about: Pressed) -> None:
    """What is asked about is what stood in the preview."""
    if update.digest != about.seen:
        raise Refusal(
            "The text was changed after you opened it. Read it again, then decide.", field="text"
        )


async def _waive(
    request: Request, work: Work, update: ClientUpdate, incident: Incident, reason: str
) -> None:
    """One reason for all grave words that stood in the preview."""
    found = await updates.findings(work, update.id)
    for finding in proofread.grave(update, found) if incident.flags else ():
        await usecase.waive(
            work, update.id, rule=finding.rule, words=finding.quote, reason=reason, by=request.by
        )


async def _again(request: Request, about: Pressed, note: Mrkdwn) -> View:
    """The preview as it stands now, under what is in the way."""
    async with request.read() as work:
        _, update = await drafts.named(request, work, about.update)
        return await drafts.shown(request, work, update, notes=[note])


def _done(request: Request, update: ClientUpdate) -> Mrkdwn:
    number, t = update.number, request.t
    if update.sent_at is not None:
        return md(t, "Client update {number} is on its way.", number=number)
    return md(t, "Approval of client update {number} is asked for. You hear at once.",
              number=number)  # fmt: skip


async def send(request: Request) -> Reply:
    """The author's button, once it is approved."""
    about = pressed(request.value)
    async with request.begin() as work:
        incident, _ = await drafts.named(request, work, about.update)
        request.must(Action.UPDATE_CLIENTS, incident)
        update, _ = await updates.send(work, about.update, by=request.by, seen=about.seen)
        await work.unfinished_updates.drop(incident.id, request.by)
    return Reply(text=_done(request, update))


async def approve(request: Request) -> Reply:
    return await _approve(request, send=False)


async def approve_and_send(request: Request) -> Reply:
    return await _approve(request, send=True)


async def _approve(request: Request, *, send: bool) -> Reply:
    about = pressed(request.value)
    async with request.begin() as work:
        incident, update = await _asked(request, work, about)
        if done := _decided(request, update):
            return Reply(text=done)
        if update.digest != about.seen:
            return await _changed(request, work, incident, update)
        before = update.approval
        update = await usecase.approve(work, update.id, seen=about.seen, by=request.by)
        if before is not None and update.approval == before and not send:
            return Reply(text=_held(request, update))
        if send:
            update, _ = await updates.send(work, update.id, by=request.by, seen=about.seen)
    if update.sent_at is not None:
        return Reply(text=md(request.t, "Approved and on its way to the clients. Thank you."))
    author = Who(update.revised_by or update.drafted_by)
    return Reply(text=md(request.t, "Approved. {author} may send it now.", author=author))


async def changes(request: Request) -> Reply:
    about = pressed(request.value)
    async with request.read() as work:
        incident, update = await _asked(request, work, about)
        if done := _decided(request, update):
            return Reply(text=done)
    return Reply(opens=views.changes_form(request.t, incident, update))


async def given_back(request: Request) -> Reply:
    about = pressed(request.value)
    async with request.begin() as work:
        _, update = await _asked(request, work, about)
        reason = views.reason_said(request.body["view"])
        await usecase.give_back(work, update.id, reason=reason, by=request.by)
    return Reply(closes=True)


async def read(request: Request) -> Reply:
    """Every word, where a message does not hold them all."""
    about = pressed(request.value)
    async with request.read() as work:
        incident, update = await _asked(request, work, about)
        question = await _question(work, incident, update)
    return Reply(opens=views.whole(request.t, question))


async def _asked(request: Request, work: Work, about: Pressed) -> tuple[Incident, ClientUpdate]:
    """The draft, for whoever may see its incident. Guests agree to nothing."""
    update = await work.client_updates.get(about.update)
    incident = await work.incidents.get(update.incident)
    await request.must_see(work, incident)
    request.must_belong()
    return incident, update


def _decided(request: Request, update: ClientUpdate) -> Mrkdwn | None:
    """What to say where no answer is needed any more."""
    t = request.t
    if update.sent_at is not None and update.sent_by is not None:
        return md(t, "It was sent already, by {person}, {time}. Nothing is left to decide.",
                  person=Who(update.sent_by), time=update.sent_at)  # fmt: skip
    if update.withdrawn_at is not None:
        return md(t, "It was withdrawn, so nothing is left to decide.")
    return None


def _held(request: Request, update: ClientUpdate) -> Mrkdwn:
    given = update.approval
    if given is None:
        raise Refusal("The approval is gone. Open the update again.")
    return md(request.t, "{person} approved it already, {time}.",
              person=Who(given.by), time=given.at)  # fmt: skip


async def _changed(request: Request, work: Work, incident: Incident, update: ClientUpdate) -> Reply:
    """Another text stands there now: that one is shown, with buttons of its own."""
    told = md(
        request.t, "The text was changed after you were asked, so nothing was approved. Read this:"
    )
    _, blocks = views.question(request.t, await _question(work, incident, update))
    return Reply(text=told, blocks=[section(told), *blocks])


async def _question(work: Work, incident: Incident, update: ClientUpdate) -> views.Question:
    found = await updates.findings(work, update.id)
    return views.Question(
        incident=incident, policy=work.policy, update=update, findings=by_text(found)
    )


ROUTES = Routes(
    actions={
        ids.SEND_UPDATE: send,
        ids.APPROVE: approve,
        ids.APPROVE_AND_SEND: approve_and_send,
        ids.ASK_FOR_CHANGES: changes,
        ids.READ_UPDATE: read,
    },
    views={preview.PREVIEW: confirmed, views.CHANGES: given_back},
)

"""`/incident update`: write it, say it in the clients' languages, read every word of it.

What is typed is kept at every step, so nothing is lost with a form: it opens where it was left.
"""

from dataclasses import replace

from bot.domain import drafting
from bot.domain.client_update import ClientUpdate, Draft
from bot.domain.incident import Incident
from bot.domain.permission import Action
from bot.domain.phrase import Who, phrase
from bot.domain.refusal import Refusal
from bot.slack import drafts, ids, words, writing
from bot.slack.audiences import matching
from bot.slack.kit import Mrkdwn, View, md
from bot.slack.preview import pressed
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.sheet import Sheet
from bot.slack.update import views
from bot.slack.update.views import Filled
from bot.store.unfinished import Unfinished
from bot.store.work import Work
from bot.usecases import update as usecase


async def asked(request: Request) -> Reply:
    """The form: where this person left it, else begun by templates and the words given."""
    request.must_belong()
    typed = await words.said(request, request.words)
    async with request.read() as work:
        incident = await request.about(work)
        request.must(Action.UPDATE_CLIENTS, incident)
        left = await _left(request, work, incident) if not typed else None
        opened = left or await writing.fresh(request, work, incident, typed)
        waiting = await _waiting(request, work, incident)
        return _opened(request, replace(opened, notes=[*waiting, *opened.notes]))


async def afresh(request: Request) -> Reply:
    """Throw away what was typed before. A draft that others know of is not touched."""
    async with request.store.begin() as work:
        incident = await _incident(request, work, request.body.get("view") or {})
        await work.unfinished_updates.drop(incident.id, request.by)
        begun = await writing.fresh(request, work, incident, "")
    return Reply(shows=views.sheet(request.t, begun))


async def edit(request: Request) -> Reply:
    """A draft that waits, or came back, in its form again."""
    request.must_belong()
    async with request.read() as work:
        incident, draft = await drafts.named(request, work, pressed(request.value).update)
        request.must(Action.UPDATE_CLIENTS, incident)
        if not draft.pending:
            raise Refusal("This update was sent already. A correction is a new update.")
        laid = await writing.laid_out(
            request,
            work,
            incident,
            writing.said_in(draft),
            id=draft.id,
            corrects=draft.corrects,
        )
        return _opened(request, laid)


async def correct(request: Request) -> Reply:
    """A new update that says what was wrong in a sent one; its words are there to be mended."""
    request.must_belong()
    async with request.read() as work:
        incident, wrong = await drafts.named(request, work, pressed(request.value).update)
        request.must(Action.UPDATE_CLIENTS, incident)
        said = replace(writing.said_in(wrong), next_by=writing.promise(work, incident, wrong.state))
        id = work.client_updates.new_id()
        note = md(request.t, "This corrects what was sent: clients read that it does, and which.")
        laid = await writing.laid_out(request, work, incident, said, id=id, corrects=wrong.id)
        return _opened(request, replace(laid, notes=[note]))


def _opened(request: Request, laid: Sheet) -> Reply:
    """In place of the modal it was asked for in: two pages more, and Slack stacks no others."""
    view = views.sheet(request.t, laid)
    inside = (request.body.get("view") or {}).get("type") == "modal"
    return Reply(shows=view) if inside else Reply(opens=view)


async def state_chosen(request: Request) -> Reply:
    """Another state: the templates' words for it, beside everything that was typed."""
    view = request.body.get("view") or {}
    filled = views.parse(view)
    async with request.store.begin() as work:
        incident = await _incident(request, work, view)
        said = await _whole(request, work, incident, filled)
        await _keep(request, work, incident, filled, said)
        laid = await writing.laid_out(
            request, work, incident, said, id=filled.id, corrects=filled.corrects, own=filled.own
        )
        marks = {**filled.begun, **laid.begun}
        old = replace(laid, begun=marks, offered=filled.offered)
        return Reply(shows=views.sheet(request.t, writing.turned(work, old, filled.begun)))


async def written(request: Request) -> Reply:
    """The first page: on to the other languages, or to the preview where there is one only."""
    filled, incident, said = await _taken(request)
    async with request.read() as work:
        laid = await writing.laid_out(
            request, work, incident, said, id=filled.id, corrects=filled.corrects, own=filled.own
        )
        drafting.completed(said, incident, work.policy, (laid.own,), now=work.now)
        if laid.others:
            return Reply(stacks=views.words(request.t, laid))
    return Reply(stacks=await _drafted(request, filled, said))


async def translated(request: Request) -> Reply:
    """The second page: every language is there."""
    filled, _, said = await _taken(request)
    return Reply(stacks=await _drafted(request, filled, said))


async def services(request: Request) -> Reply:
    found = [views.service_option(request.t, request.policy, n) for n in request.policy.services]
    return Reply(options=matching(found, request.words))


async def _incident(request: Request, work: Work, view: View) -> Incident:
    """The one that the form is about; this person may write of it, and the updates are its own."""
    about = replace(request, value=str(view.get("private_metadata") or "-"))
    incident = await about.about(work)
    request.must(Action.UPDATE_CLIENTS, incident)
    for id in views.carried(view):
        if id and (known := await work.client_updates.find(id)):
            drafts.must_be_of(incident, known)
    return incident


async def _waiting(request: Request, work: Work, incident: Incident) -> list[Mrkdwn]:
    """Another draft that somebody was asked about: two would say the same twice."""
    asked = [one for one in await work.client_updates.waiting(incident.id) if one.asked_at]
    return [
        md(
            request.t,
            "⏳ Update {number} of {person} waits for approval. `/incident updates` opens it.",
            number=one.number,
            person=Who(one.revised_by or one.drafted_by),
        )
        for one in asked[-1:]
    ]


async def _left(request: Request, work: Work, incident: Incident) -> Sheet | None:
    """What this person began and neither sent nor threw away."""
    paper = await work.unfinished_updates.get(incident.id, request.by)
    if paper is None or paper.update is None:
        return None
    known = await work.client_updates.find(paper.update)
    if known is not None and not known.pending:
        return None
    laid = await writing.laid_out(
        request, work, incident, paper.said, id=paper.update,
        corrects=paper.said.corrects.update if paper.said.corrects else None,
    )  # fmt: skip
    note = md(request.t, "You began this {at} and have not sent it.", at=paper.saved_at)
    return replace(laid, notes=[note], resumed=True)


async def _taken(request: Request) -> tuple[Filled, Incident, Draft]:
    """What a page brought, joined with the other page and kept, whatever is wrong with it."""
    view = request.body["view"]
    filled = views.parse(view)
    async with request.store.begin() as work:
        incident = await _incident(request, work, view)
        said = await _whole(request, work, incident, filled)
        await _keep(request, work, incident, filled, said)
    return filled, incident, said


async def _whole(request: Request, work: Work, incident: Incident, filled: Filled) -> Draft:
    """With what is known from the other page, or from the draft as it was."""
    said = views.joined(await _before(request, work, incident, filled), filled)
    if filled.corrects is None:
        return said
    return drafting.correcting(await work.client_updates.get(filled.corrects), said)


async def _before(request: Request, work: Work, incident: Incident, filled: Filled) -> Draft:
    paper = await work.unfinished_updates.get(incident.id, request.by)
    if paper and paper.update == filled.id:
        return paper.said
    draft = await work.client_updates.find(filled.id)
    if draft is None and filled.corrects is not None:
        draft = await work.client_updates.get(filled.corrects)
    if draft is not None:
        return writing.said_in(draft)
    return (await writing.fresh(request, work, incident, "")).draft


async def _keep(
    request: Request, work: Work, incident: Incident, filled: Filled, said: Draft
) -> None:
    await work.unfinished_updates.save(
        Unfinished(
            incident=incident.id,
            person=request.by,
            update=filled.id,
            said=said,
            saved_at=work.now,
        )
    )


async def _drafted(request: Request, filled: Filled, said: Draft) -> View:
    """Keep the draft and show it. Nothing leaves.

    The request is not claimed: Slack keeps a view's hash while another lies on it, so a form
    corrected after “Back” looks like a repeat. The draft has its id from the form.
    """
    async with request.store.begin() as work:
        incident = await _incident(request, work, request.body["view"])
        update = await _saved(request, work, incident, filled, said)
        return await drafts.shown(request, work, update)


async def _saved(
    request: Request, work: Work, incident: Incident, filled: Filled, said: Draft
) -> ClientUpdate:
    write = request.letters.render
    if filled.corrects is not None:
        return await usecase.correct(
            work, filled.corrects, said, by=request.by, render=write, update=filled.id
        )
    return await usecase.draft(
        work, incident.id, said, by=request.by, render=write, update=filled.id
    )


ROUTES = Routes(
    verbs=(
        Verb(
            name="update",
            handler=asked,
            usage=phrase("[what we are doing]"),
            what=phrase("write to the affected clients"),
        ),
    ),
    actions={
        ids.CLIENT_UPDATE: asked,
        ids.EDIT_UPDATE: edit,
        ids.CORRECT_UPDATE: correct,
        views.STATE: state_chosen,
        views.AFRESH: afresh,
    },
    views={views.FORM: written, views.WORDS: translated},
    options={views.SERVICES: services},
)

"""`/incident update`: write it, read every word of it, send it."""

from datetime import UTC, datetime

from bot.domain import client_update
from bot.domain.client_update import ClientUpdate
from bot.domain.ids import ClientUpdateId
from bot.domain.incident import Incident, Status
from bot.domain.language import Language
from bot.domain.permission import Action
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.domain.severity import Approval, ClientState
from bot.slack import ids, kit
from bot.slack.client import MESSAGE_LIMIT
from bot.slack.kit import Mrkdwn
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.update import views
from bot.store.work import Work
from bot.usecases import update as usecase

_EPOCH = datetime.fromtimestamp(0, UTC)


async def asked(request: Request) -> Reply:
    """The form, begun with the words that were given."""
    async with request.read() as work:
        incident = await request.about(work)
        return Reply(opens=views.modal(request.t, await _start(request, work, incident)))


async def written(request: Request) -> Reply:
    """Keep the draft and show it. Nothing leaves.

    The request is not claimed: Slack keeps a view's hash while another lies on it, so a form
    corrected after “Back” looks like a repeat. A draft too many does no harm.
    """
    said = views.parse(request.body["view"])
    async with request.store.begin() as work:
        incident = await request.about(work)
        request.must(Action.UPDATE_CLIENTS, incident)
        draft = await usecase.draft(work, incident.id, said, by=request.by, render=request.render)
        _must_fit(draft)
        return Reply(stacks=views.preview(request.t, draft, agree=_agreement(request, incident)))


async def confirmed(request: Request) -> Reply:
    async with request.begin() as work:
        draft = await work.client_updates.get(ClientUpdateId(request.value))
        incident = await work.incidents.get(draft.incident)
        await request.must_see(work, incident)
        request.must(Action.UPDATE_CLIENTS, incident)
        await usecase.send(work, draft.id, by=request.by)
    return Reply(closes=True)


async def _start(request: Request, work: Work, incident: Incident) -> views.Start:
    request.must(Action.UPDATE_CLIENTS, incident)
    state = _state(incident)
    words = request.words
    return views.Start(
        incident=incident.id,
        recipients=client_update.readers(incident, work.policy),
        state=state,
        next_by=_next_by(work, incident, state),
        impact=_in_its_language(incident.impact, await _declarer_speaks(work, incident)),
        doing=_in_its_language(words, request.actor.language),
        previous=await work.client_updates.last_sent(incident.id),
    )


async def _declarer_speaks(work: Work, incident: Incident) -> Language:
    known = await work.profiles.get(incident.declared_by, fresh_since=_EPOCH)
    return work.policy.language_of(incident.declared_by, known.locale if known else "")


def _in_its_language(text: str, otherwise: Language) -> dict[Language, str]:
    """Prefills only the language it was written in; the others wait for a person."""
    language = client_update.written_in(text, otherwise=otherwise)
    return {language: text} if language else {}


def _state(incident: Incident) -> ClientState:
    """What to tell next: as far as the work has come inside."""
    if incident.status is Status.CLOSED:
        return ClientState.RESOLVED
    known = {state.value: state for state in ClientState}
    return known.get(incident.status.value, ClientState.INVESTIGATING)


def _next_by(work: Work, incident: Incident, state: ClientState) -> datetime | None:
    """By the severity's cadence, in whole minutes; None where it asks for none."""
    cadence = work.policy.severity(incident.severity).cadence.get(state)
    if cadence is None or state is ClientState.RESOLVED:
        return None
    return (work.now + cadence).replace(second=0, microsecond=0)


def _agreement(request: Request, incident: Incident) -> Mrkdwn | None:
    """Whose agreement is still lacking; whoever may agree need not be asked to."""
    severity = request.policy.severity(incident.severity)
    if severity.approval is Approval.NONE:
        return None
    approvers = None
    if severity.approval is Approval.GROUP and severity.approvers:
        approvers = request.policy.groups.get(severity.approvers, ())
    if request.by in ((incident.lead,) if approvers is None else approvers):
        return None
    return views.agreement(request.t, severity.name, lead=incident.lead, approvers=approvers)


def _must_fit(draft: ClientUpdate) -> None:
    """A text cut in the preview or in the channel would not be what somebody agreed to."""
    channels = [draft.text_for(recipient.channel) for recipient in draft.recipients]
    over = max(
        *(_length(text) - kit.SECTION for text in draft.texts.values()),
        *(_length(text) - MESSAGE_LIMIT for text in channels),
    )
    if over > 0:
        raise Refusal(
            "Together this is too long for one message. Shorten it by {count} characters.",
            field=f"impact_{max(draft.texts, key=lambda one: _length(draft.texts[one]))}",
            count=over,
        )


def _length(text: str) -> int:
    """As Slack counts it, escaped."""
    return len(kit.escape(text).text)


ROUTES = Routes(
    verbs=(
        Verb(
            name="update",
            handler=asked,
            usage=phrase("[what we are doing]"),
            what=phrase("write to the affected clients"),
        ),
    ),
    actions={ids.CLIENT_UPDATE: asked},
    views={views.FORM: written, views.PREVIEW: confirmed},
)

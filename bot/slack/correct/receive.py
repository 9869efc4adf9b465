"""`/incident correct`, the *Correct* button, and their forms."""

from bot.domain import record
from bot.domain.ids import EventId, label
from bot.domain.phrase import phrase
from bot.domain.refusal import Refusal
from bot.slack import ids
from bot.slack.correct import views
from bot.slack.request import Reply, Request, Routes, Verb
from bot.usecases import correct as correcting


async def correct(request: Request) -> Reply:
    """The form of one entry, named by a button or the only one; else the entries to choose from.

    ``value`` is the incident's number, and for one entry a colon and its id.
    """
    request.must_belong()
    named = request.value.partition(":")[2]
    async with request.read() as work:
        incident = await request.about(work)
        entries = await work.timeline.read(incident.id)
    if named:
        one = record.find(entries, EventId(named))
        if not one.stands:
            raise Refusal("This entry is struck out already, so there is nothing to correct.")
        view = views.correct_form(request.t, incident, one)
        # Chosen in the list, the form takes its place; from a button it opens above what is there.
        chosen = request.body.get("view", {}).get("callback_id") == ids.CORRECT
        return Reply(shows=view) if chosen else Reply(opens=view)
    notes = record.notes(entries)[::-1]
    if not notes:
        raise Refusal(
            "Nobody has written anything on the timeline of {incident} yet. `/incident note` does.",
            incident=label(incident.id),
        )
    if len(notes) == 1:
        return Reply(opens=views.correct_form(request.t, incident, notes[0]))
    return Reply(opens=views.choose_form(request.t, incident, notes))


async def corrected(request: Request) -> Reply:
    request.must_belong()
    asked = views.said(request.body["view"])
    async with request.begin() as work:
        incident = await request.about(work)
        if asked.strike:
            await correcting.strike(
                work, incident.id, asked.entry, reason=asked.reason, by=request.by
            )
        else:
            await correcting.correct(
                work,
                incident.id,
                asked.entry,
                text=asked.text,
                moment=asked.moment,
                kind=asked.kind,
                reason=asked.reason,
                by=request.by,
            )
    told = views.struck if asked.strike else views.corrected
    return request.aside(incident, told(request.t, incident))


ROUTES = Routes(
    verbs=(
        Verb(
            name="correct",
            handler=correct,
            what=phrase("put right what somebody wrote on the timeline"),
        ),
    ),
    actions={ids.CORRECT: correct},
    views={ids.CORRECT: corrected},
)

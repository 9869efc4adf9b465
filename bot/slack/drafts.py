"""A draft as one person sees it before it leaves: what they may do with it, and what is in the way.

The preview of `update`, of `cadence` and of `approval` is one and the same.
"""

from collections.abc import Sequence

from bot.domain import approval, proofread
from bot.domain.approval import Rule, Stand, Standing
from bot.domain.client_readers import unreached
from bot.domain.client_update import ClientUpdate, void_name
from bot.domain.ids import ClientUpdateId
from bot.domain.incident import Incident
from bot.domain.refusal import Refusal
from bot.i18n import Translator
from bot.slack import kit
from bot.slack.audiences import by_text, client_name, language_name
from bot.slack.kit import Mrkdwn, View, md
from bot.slack.preview import Look, Next, preview
from bot.slack.request import Request
from bot.store.work import Work
from bot.usecases import update as usecase


async def named(request: Request, work: Work, id: ClientUpdateId) -> tuple[Incident, ClientUpdate]:
    """The incident that a button carries, for whoever may see it, and the update of that incident.

    Another incident's update is answered like one that is gone: rights are judged by the incident.
    """
    incident = await request.about(work)
    update = await work.client_updates.get(id)
    must_be_of(incident, update)
    return incident, update


def must_be_of(incident: Incident, update: ClientUpdate) -> None:
    if update.incident != incident.id:
        raise Refusal("That draft is gone. Write the update again with `/incident update`.")


async def shown(
    request: Request, work: Work, update: ClientUpdate, *, notes: Sequence[Mrkdwn] = ()
) -> View:
    """Its preview, for whoever asks for it."""
    incident = await work.incidents.get(update.incident)
    return preview(request.t, await look(request, work, incident, update, notes=notes))


async def look(
    request: Request,
    work: Work,
    incident: Incident,
    update: ClientUpdate,
    *,
    notes: Sequence[Mrkdwn] = (),
) -> Look:
    t, policy = request.t, work.policy
    findings = await usecase.findings(work, update.id)
    grave = proofread.grave(update, findings) if incident.flags else ()
    next, agree = _next(request, work, incident, update)
    return Look(
        incident=incident,
        policy=policy,
        update=update,
        findings=by_text(findings),
        agree=agree,
        next=next,
        blocked=bool(grave),
        may_waive=approval.may_waive(incident, update, policy, request.by),
        notes=(
            *notes,
            *await _one_sided(t, work, update),
            *_nobody_reached(t, work, incident, update),
            *_letters(request, update, incident),
        ),
    )


def _next(
    request: Request, work: Work, incident: Incident, update: ClientUpdate
) -> tuple[Next, Mrkdwn | None]:
    """What the button does, and whose agreement is lacking or why it cannot be had."""
    t, policy = request.t, work.policy
    wanted = approval.rule(incident, update, policy)
    stands = approval.standing(update, incident, work.now, policy)
    if stands.stand in {Stand.FREE, Stand.APPROVED} or approval.agrees_by_sending(
        wanted, request.by
    ):
        return Next.SEND, _agreed(t, update) if stands.stand is Stand.APPROVED else None
    try:
        approval.must_be_somebody(wanted, update, policy)
    except Refusal as no:
        return Next.NONE, kit.said(t, no.phrase)
    return _ask(t, update, wanted, stands)


def _agreed(t: Translator, update: ClientUpdate) -> Mrkdwn | None:
    given = update.approval
    if given is None:
        return None
    return md(
        t,
        "✅ {person} approved exactly this. It holds until {time}.",
        person=kit.person(given.by),
        time=kit.clock(given.ends_at),
    )


def _ask(
    t: Translator, update: ClientUpdate, wanted: Rule, stands: Standing
) -> tuple[Next, Mrkdwn]:
    people = kit.people(t, wanted.people)
    if stands.stand is Stand.ASKED:
        told = md(t, "It waits for the approval of {people}. They were asked.", people=people)
        lost = (
            [md(t, "The last approval is void: {why}.", why=void_name(stands.why))]
            if stands.why
            else []
        )
        return Next.NONE, kit.join((*lost, told), " ")
    if len(wanted.people) == 1:
        return Next.ASK, md(t, "Before it leaves, {people} has to approve it.", people=people)
    return Next.ASK, md(t, "Before it leaves, one of them has to approve it: {people}.",
                        people=people)  # fmt: skip


def _nobody_reached(
    t: Translator, work: Work, incident: Incident, update: ClientUpdate
) -> list[Mrkdwn]:
    """Affected clients that hear nothing, since the policy knows no way to them."""
    lost = unreached(incident, work.policy, update.clients)
    if not lost:
        return []
    names = ", ".join(client_name(work.policy, name) for name in lost)
    return [
        md(
            t,
            "⚠️ {clients}: not reached. The policy names neither a channel nor an e-mail address, "
            "so write to them yourself.",
            clients=names,
        )
    ]


async def _one_sided(t: Translator, work: Work, update: ClientUpdate) -> list[Mrkdwn]:
    """Languages that still say what the last update said, while others say something new."""
    base = (
        await work.client_updates.get(update.corrects)
        if update.corrects
        else await work.client_updates.last_sent(update.incident)
    )
    if base is None:
        return []
    for name in ("impact", "doing", "workaround"):
        was, now = getattr(base, name), getattr(update, name)
        common = [language for language in now if was.get(language)]
        same = [language for language in common if now[language] == was[language]]
        if same and len(same) < len(common):
            names = ", ".join(language_name(t, language) for language in same)
            told = md(t, "⚠️ Not changed since the last update, while others were: {languages}.",
                      languages=names)  # fmt: skip
            return [told]
    return []


def _letters(request: Request, update: ClientUpdate, incident: Incident) -> list[Mrkdwn]:
    """Own templates that could not be used, and why."""
    troubles = request.letters.troubles(incident, request.policy, update.state, update.languages)
    return [Mrkdwn(f"⚠️ {kit.said(request.t, one)}") for one in troubles]

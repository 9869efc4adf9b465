"""`/incident runbook [name]`: which runbooks there are, and one of them into the room."""

from bot.domain.incident import Incident
from bot.domain.phrase import phrase
from bot.domain.runbook import Runbook, called, fitting
from bot.slack import ids, words
from bot.slack.request import Reply, Request, Routes, Verb
from bot.slack.runbook import views
from bot.store.work import Work
from bot.usecases import runbook as usecase


async def asked(request: Request) -> Reply:
    """Alone, the list; with a slug or words of a title, that runbook into the room."""
    request.must_belong()
    if not request.words:
        return await _list(request)
    typed = await words.said(request, request.words)
    return await _post(request, called(request.runbooks.values(), typed))


async def chosen(request: Request) -> Reply:
    """“Post here” in the list."""
    request.must_belong()
    _, _, slug = request.value.partition(":")
    return await _post(request, called(request.runbooks.values(), slug))


async def _list(request: Request) -> Reply:
    """In a war room, or with an incident named, those that fit it first; elsewhere simply all."""
    books = sorted(request.runbooks.values(), key=lambda book: book.title.casefold())
    async with request.read() as work:
        incident = await _incident(request, work)
        fit = fitting(books, incident, work.policy) if incident else ()
    text, blocks = views.listed(
        request.t,
        {book.slug: request.links.runbook(book.slug) for book in books},
        incident=incident,
        fitting=fit,
        others=[book for book in books if book not in fit],
    )
    return Reply(text=text, blocks=blocks)


async def _incident(request: Request, work: Work) -> Incident | None:
    """None where no incident was meant: a runbook can be read without one."""
    if request.named is None:
        here = await work.incidents.in_room(request.channel) if request.channel else None
        if here is None:
            return None
    return await request.incident(work)


async def _post(request: Request, book: Runbook) -> Reply:
    async with request.begin() as work:
        incident = await request.about(work)
        incident = await usecase.ask(work, incident.id, book, by=request.by)
    return Reply(text=views.posted(request.t, incident, book))


ROUTES = Routes(
    verbs=(
        Verb(
            name="runbook",
            handler=asked,
            usage=phrase("[name]"),
            what=phrase("find a runbook and post it here"),
            aliases=("runbooks",),
        ),
    ),
    actions={ids.RUNBOOK: chosen},
)

"""Every page that waits for one person, for when many came in one message outside Slack.

As with a single page, reading changes nothing: only a press of a button acts.
"""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.domain.escalation_run import Escalation
from bot.domain.ids import EscalationId, PersonId
from bot.domain.refusal import Refusal
from bot.http.pages.answer import POLICY, Reader, reader_of, shown
from bot.http.pages.template import html
from bot.links import Links
from bot.store.work import Store, Work
from bot.usecases import page

#: More than anybody reads; the rest comes up as these are answered.
_MOST = 100


class AnswersPages:
    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links

    def routes(self) -> Sequence[web.RouteDef]:
        return (web.get("/pages", self.show), web.post("/pages", self.act))

    async def show(self, request: web.Request) -> web.Response:
        """What was just taken, then what waits for an answer, the worst first."""
        person, taken = self._whose(request), request.query.get("taken", "")
        async with self._store.read() as work:
            reader = await reader_of(work, person)
            runs = await _theirs(work, person)
            if taken and taken not in {run.id for run in runs}:
                run = await work.escalations.get(EscalationId(taken))
                runs += [run] if person in run.holders else []
            pages = [await self._page(work, reader, run) for run in runs]
        ranks = [severity.name for severity in self._store.policy.severities]
        pages.sort(
            key=lambda each: (
                each["id"] != taken,
                not each["may_take"],
                _rank(ranks, each["severity"]),
            )
        )
        response = html("answers.html", reader.t, pages=pages)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    async def act(self, request: web.Request) -> web.Response:
        """Acknowledge one of them, then show that and what is left; reloading repeats nothing."""
        person = self._whose(request)
        filled = await request.post()
        wanted = EscalationId(str(filled.get("page", "")))
        async with self._store.begin() as work:
            if wanted not in {run.id for run in await _theirs(work, person)}:
                raise Refusal("This link is not valid. Answer the page in Slack.")
            await page.acknowledge(work, wanted, by=person)
        raise web.HTTPSeeOther(str(request.rel_url.update_query(taken=wanted)))

    async def _page(self, work: Work, reader: Reader, run: Escalation) -> dict[str, Any]:
        incident = await work.incidents.get(run.incident)
        story = await work.timeline.read(run.incident)
        address = self._links.answer(incident.id, run.id, reader.id, now=reader.now)
        facts = shown(reader, incident, run, work.policy, story)
        return {**facts, "id": run.id, "address": address.removeprefix(self._links.base)}

    def _whose(self, request: web.Request) -> PersonId:
        return self._links.answering(request.query.get("pass", ""), now=self._store.clock())


async def _theirs(work: Work, person: PersonId) -> list[Escalation]:
    """The escalations that ask this person, or that they have answered, the newest last."""
    runs = await work.escalations.active()
    asked = (run for run in runs if person in {*run.paged, *run.called, *run.holders})
    return sorted(asked, key=lambda run: run.incident)[:_MOST]


def _rank(ranks: Sequence[str], severity: str) -> int:
    return ranks.index(severity) if severity in ranks else -1

"""Who holds a pass for an incident's pages, and whether they may see it now."""

from datetime import UTC, datetime

from aiohttp import web

from bot.domain.audience import may_see
from bot.domain.ids import IncidentId, PersonId
from bot.domain.incident import Incident
from bot.domain.language import Language
from bot.domain.refusal import Refusal
from bot.links import Links
from bot.store.work import Work

_EPOCH = datetime.fromtimestamp(0, UTC)


async def admit(
    work: Work, links: Links, request: web.Request, page: str
) -> tuple[Incident, PersonId, Language]:
    """The incident of the address, its reader and their language.

    A Refusal, the same for all, where the pass is not for it or its holder may not see it any
    more: that counts at the reading, not when the link was made.
    """
    id = IncidentId(int(request.match_info["n"]))
    granted = links.open(request.query.get("pass", ""), page, id, now=work.now)
    incident = await work.incidents.find(id)
    profile = await work.profiles.get(granted.person, fresh_since=_EPOCH)
    members = await work.incidents.members(id)
    guest = profile.guest if profile else True
    if incident is None or not may_see(incident, granted.person, members=members, guest=guest):
        raise Refusal("This link is not valid. Ask for a new one in the incident's room.")
    language = work.policy.language_of(granted.person, profile.locale if profile else "")
    return incident, granted.person, language

"""Files kept as evidence, for whoever may read the incident's page. They came from anybody.

A picture shows itself, without scripts and without a context of ours; everything else is only
handed over, as bytes.
"""

from collections.abc import Sequence
from urllib.parse import quote

from aiohttp import web

from bot.domain.ids import EvidenceId
from bot.http.pages.admission import admit
from bot.links import Links
from bot.store.work import Store

#: What a browser shows and cannot run. SVG can.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_BYTES = "application/octet-stream"


class EvidencePages:
    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links

    def routes(self) -> Sequence[web.RouteDef]:
        return (web.get(r"/incidents/{n:\d{1,9}}/evidence/{id:[0-9a-f]{1,32}}", self.file),)

    async def file(self, request: web.Request) -> web.Response:
        async with self._store.read() as work:
            incident, _, _ = await admit(work, self._links, request, "incidents")
            found = await work.evidence.read(incident.id, EvidenceId(request.match_info["id"]))
        if found is None:
            raise web.HTTPNotFound
        kept, content = found
        picture = kept.mimetype in PICTURES
        shown = "inline" if picture else "attachment"
        return web.Response(
            body=content,
            content_type=kept.mimetype if picture else _BYTES,
            headers={
                "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(kept.name, safe='')}",
                "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            },
        )

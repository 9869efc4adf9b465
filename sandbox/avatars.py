"""Pictures of people: their initials on their colour, drawn when asked for."""

from html import escape

from aiohttp import web

from sandbox.people import Person
from sandbox.workspace import Workspace

SIZES = (24, 32, 48, 72, 192, 512)
_DRAWN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="{size}" height="{size}">
<rect width="48" height="48" rx="8" fill="#{color}"/>
<text x="24" y="31" text-anchor="middle" font-family="sans-serif" font-size="19" font-weight="600"
 fill="#fff">{initials}</text></svg>"""


def urls(workspace: Workspace, person: Person) -> dict[str, str]:
    """The `image_*` fields of a profile."""
    base = f"{workspace.base_url}/avatars/{person.id}"
    return {f"image_{size}": f"{base}/{size}.svg" for size in SIZES}


def route(workspace: Workspace) -> web.RouteDef:
    async def draw(request: web.Request) -> web.Response:
        person = workspace.people.get(request.match_info["user"])
        if person is None:
            raise web.HTTPNotFound
        drawn = _DRAWN.format(
            size=int(request.match_info["size"]),
            color=escape(person.color),
            initials=escape(person.initials),
        )
        return web.Response(text=drawn, content_type="image/svg+xml")

    return web.get(r"/avatars/{user}/{size:\d{2,3}}.svg", draw)

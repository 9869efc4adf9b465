"""The side of Slack that faces the app and its users: delivery, views, triggers, acts."""

from aiohttp import web

from sandbox.acts import Acts
from sandbox.api.method import Answer, Method, Request
from sandbox.api.views import methods as view_methods
from sandbox.clock import wall_clock
from sandbox.delivery.courier import Courier
from sandbox.delivery.dispatch import Dispatcher
from sandbox.delivery.http import SignedHttp
from sandbox.delivery.socket import SocketMode
from sandbox.errors import SlackError
from sandbox.faults import Faults
from sandbox.response_urls import ResponseUrls
from sandbox.traffic import Traffic
from sandbox.triggers import Triggers
from sandbox.views import Views
from sandbox.workspace import Workspace


class Interaction:
    """Puts delivery together for one app.

    `events_url`: where signed HTTP goes; None means Socket Mode.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        faults: Faults,
        traffic: Traffic,
        events_url: str | None,
        signing_secret: str,
    ) -> None:
        self.sockets = SocketMode(app_id=workspace.app.id, clock=wall_clock)
        self.http = (
            SignedHttp(events_url, secret=signing_secret, clock=wall_clock) if events_url else None
        )
        self.courier = Courier(
            self.http or self.sockets, faults=faults, traffic=traffic, clock=workspace.now
        )
        self.triggers = Triggers(workspace)
        self.views = Views(workspace, self.triggers)
        self.response_urls = ResponseUrls(workspace)
        self.acts = Acts(
            workspace,
            self.courier,
            views=self.views,
            triggers=self.triggers,
            response_urls=self.response_urls,
        )
        faults.sockets = self.sockets
        Dispatcher(workspace, self.courier.post)

    @property
    def methods(self) -> tuple[Method, ...]:
        """views.* and apps.connections.open, for the Web API to register."""
        connect = Method(
            name="apps.connections.open",
            run=self._open_connection,
            token="app",  # noqa: S106 a kind of token
        )
        return (*view_methods(self.views), connect)

    def routes(self) -> list[web.RouteDef]:
        """The WebSocket, and the response_urls."""
        receive = self.response_urls.receive
        kinds = ("commands", "actions", "app")
        hooks = [web.post(f"/{kind}/{{team}}/{{token}}", receive) for kind in kinds]
        return [web.get("/link/", self.sockets.connect), *hooks]

    async def stop(self) -> None:
        await self.courier.close()
        await self.sockets.stop()

    def _open_connection(self, request: Request) -> Answer:
        if self.http is not None:
            raise SlackError("access_denied")  # Slack: Socket Mode and HTTP exclude each other
        return {"url": self.sockets.ticket_url(request.workspace.base_url)}

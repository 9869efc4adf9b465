"""Files come from Slack's own hosts only, whole or not at all."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.delivery import DeliveryError, Hopeless, Refused
from bot.domain.events.record import Attachment
from bot.slack.client import Slack
from bot.slack.files import attached, download
from bot.slack.pace import Pace

CONTENT = bytes(range(256)) * 4


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async def file(request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != "Bearer xoxb-secret":
            raise web.HTTPForbidden
        return web.Response(body=CONTENT, content_type="image/png")

    async def sign_in(_: web.Request) -> web.StreamResponse:
        return web.Response(text="Sign in", content_type="text/html")

    async def elsewhere(_: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/file")

    async def down(_: web.Request) -> web.StreamResponse:
        raise web.HTTPServiceUnavailable

    app = web.Application()
    for name, handler in (
        ("file", file), ("page", sign_in), ("elsewhere", elsewhere), ("down", down),
    ):  # fmt: skip
        app.router.add_get(f"/{name}", handler)
    made = TestServer(app)
    await made.start_server()
    yield made
    await made.close()


@pytest.fixture
async def slack(server: TestServer) -> AsyncIterator[Slack]:
    async with aiohttp.ClientSession() as session:
        web_client = AsyncWebClient(
            "xoxb-secret", base_url=str(server.make_url("/api/")), session=session
        )
        yield Slack(web_client, Pace(lambda: datetime(2026, 11, 23, tzinfo=UTC)))


def url(server: TestServer, name: str) -> str:
    return str(server.make_url(f"/{name}"))


async def test_the_bytes_come_with_our_token(server: TestServer, slack: Slack) -> None:
    found = await download(slack, url(server, "file"), mimetype="image/png", most=len(CONTENT))

    assert found == CONTENT


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("page", Hopeless, "file: 200, Slack does not hand it over"),
        ("elsewhere", Hopeless, "file: 302, Slack does not hand it over"),
        ("nothing", Hopeless, "file: 404, Slack does not hand it over"),
        ("down", Refused, "file: 503"),
    ],
)
async def test_what_is_not_the_file_is_not_taken_for_it(
    server: TestServer, slack: Slack, name: str, kind: type[DeliveryError], says: str
) -> None:
    with pytest.raises(kind) as error:
        await download(slack, url(server, name), mimetype="image/png", most=9999)

    assert str(error.value) == says


async def test_a_file_larger_than_it_said_is_not_kept(server: TestServer, slack: Slack) -> None:
    with pytest.raises(Hopeless, match="larger than Slack says"):
        await download(slack, url(server, "file"), mimetype="image/png", most=len(CONTENT) - 1)


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.evil.example/a",
        "https://notslack.com/a",
        "http://files.slack.com/a",
        "https://evil.example/files.slack.com",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_goes_to_nobody_else(slack: Slack, url: str) -> None:
    with pytest.raises(Hopeless, match="not on Slack's hosts"):
        await download(slack, url, mimetype="image/png", most=9)


async def test_a_host_that_cannot_be_reached_may_be_later(server: TestServer, slack: Slack) -> None:
    there = url(server, "file")
    await server.close()

    with pytest.raises(Refused, match="file: ClientConnectorError"):
        await download(slack, there, mimetype="image/png", most=9)


def test_the_files_of_a_message() -> None:
    message = {
        "files": [
            {"id": "F1", "name": "graph.png"},
            {"id": "F2", "title": "Plan"},
            {"id": "F3"},
            {"id": "F4", "mode": "tombstone"},
            {"mode": "hidden_by_limit"},
        ]
    }

    assert attached(message) == (
        Attachment(file="F1", name="graph.png"),
        Attachment(file="F2", name="Plan"),
        Attachment(file="F3", name=""),
    )
    assert attached({}) == ()

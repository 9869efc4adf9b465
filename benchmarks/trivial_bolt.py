"""The floor for an answer: Bolt with one listener that says one word. Run as a process."""

import asyncio

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult

SECRET = "s" * 32


async def authorize(**_: object) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T", bot_token="xoxb-x", bot_id="B", bot_user_id="U"
    )


app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)


@app.command("/incident")
async def answer(ack: object) -> None:
    await ack("hello")  # type: ignore[operator]


async def heard(request: web.Request) -> web.Response:
    body = await request.text()
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=dict(request.headers)))
    return web.Response(status=answer.status, text=answer.body)


async def main() -> None:
    site = web.Application()
    site.router.add_post("/slack/events", heard)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())

"""What machines ask: is it alive, may it get traffic, how is it doing."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from bot import metrics
from bot.store.work import Store

#: A probe waits no longer; what has not answered by then does not answer.
PATIENCE_SECONDS = 2.0

log = structlog.get_logger(__name__)


def routes(store: Store, ready: Callable[[], Awaitable[list[str]]]) -> Sequence[web.RouteDef]:
    async def healthz(_request: web.Request) -> web.Response:
        """The process runs and its loop turns. A restart would mend nothing else."""
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        problems = await _within(ready)
        status = "unready" if problems else "ready"
        return web.json_response(
            {"status": status, "problems": problems}, status=503 if problems else 200
        )

    async def exposition(_request: web.Request) -> web.Response:
        await _refresh(store)
        return web.Response(
            body=metrics.exposition(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    return (
        web.get("/healthz", healthz),
        web.get("/readyz", readyz),
        web.get("/metrics", exposition),
    )


async def _within(ready: Callable[[], Awaitable[list[str]]]) -> list[str]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await ready()
    except TimeoutError:
        return [f"The checks took longer than {PATIENCE_SECONDS:g} s."]
    except Exception:
        log.exception("readiness_check_failed")
        return ["A check failed; the log says why."]


async def _refresh(store: Store) -> None:
    """The outbox's gauges are read when asked for. The old ones stay when the database is away."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), store.read() as work:
            depth, age = await work.outbox.depth(work.now)
    except Exception:
        log.warning("outbox_not_measured", exc_info=True)
        return
    metrics.OUTBOX_DEPTH.set(depth)
    metrics.OUTBOX_AGE.set(age)

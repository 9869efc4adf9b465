"""Rendered bytes, kept until something that they show changes, and answers made of them."""

import asyncio
import gzip
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from aiohttp import web

from bot.clock import Clock

#: Long enough to carry a rush, short enough that nobody waits for news.
CACHE = "public, max-age=15, stale-while-revalidate=30"
#: More than all pages that people read at a time; robots may ask for every old one.
KEPT = 1_000
#: Smaller than that is not worth packing.
_PACKED_FROM = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    body: bytes
    packed: bytes
    tag: str
    #: When this process first had these bytes, in UTC and whole seconds.
    modified: datetime
    headers: Mapping[str, str]


class Press:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._printing = asyncio.Lock()
        self._kept: dict[Hashable, tuple[Hashable, Printed]] = {}

    async def printed(
        self, name: Hashable, version: Hashable, kind: str, make: Callable[[], str]
    ) -> Printed:
        """The bytes of ``name`` in this version; made beside the loop when they are not there.

        ``kind`` is the media type. Where another version has the same bytes, they keep their time.
        """
        kept = self._kept.get(name)
        if kept and kept[0] == version:
            return kept[1]
        async with self._printing:
            kept = self._kept.get(name)
            if kept and kept[0] == version:
                return kept[1]
            now = self._clock()
            printed = await asyncio.to_thread(_print, make, kind, now)
            if kept and kept[1].tag == printed.tag:
                printed = kept[1]
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[name] = (version, printed)
            return printed


def _print(make: Callable[[], str], kind: str, now: datetime) -> Printed:
    body = make().encode()
    packed = gzip.compress(body, 6, mtime=0) if len(body) >= _PACKED_FROM else b""
    modified = now.astimezone(UTC).replace(microsecond=0)
    headers = {
        "Content-Type": f"{kind}; charset=utf-8",
        "Cache-Control": CACHE,
        "Last-Modified": modified.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "X-Robots-Tag": "all",
    }
    tag = sha256(body).hexdigest()[:32]
    return Printed(body=body, packed=packed, tag=tag, modified=modified, headers=headers)


def answer(
    request: web.Request,
    printed: Printed,
    *,
    negotiated: bool,
    more: Mapping[str, str] | None = None,
) -> web.Response:
    """200, or 304 for who has these bytes. ``negotiated``: the language is the reader's choice."""
    packs = bool(printed.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
    # Bytes that differ need tags that differ.
    tag = f"{printed.tag}-gz" if packs else printed.tag
    headers = {
        **printed.headers,
        "ETag": f'"{tag}"',
        "Vary": "Accept-Language, Accept-Encoding" if negotiated else "Accept-Encoding",
        **(more or {}),
    }
    if _has(request, printed, tag):
        del headers["Content-Type"]
        return web.Response(status=web.HTTPNotModified.status_code, headers=headers)
    if packs:
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=printed.packed if packs else printed.body, headers=headers)


def _has(request: web.Request, printed: Printed, tag: str) -> bool:
    """By the tag where the reader names one, else by the time (RFC 9110, 13.2.2)."""
    if "If-None-Match" in request.headers:
        return any(each.value in {tag, "*"} for each in request.if_none_match or ())
    since = request.if_modified_since
    return since is not None and printed.modified <= since

"""Where an app's e-mails to the outside arrive: a small mail server that keeps what it is given.

It speaks as much SMTP (RFC 5321) as a client needs to hand over a mail, takes everything, and
shows it on the page. Nothing is sent anywhere.

    GET /mailbox    everything that arrived, oldest first, as JSON
"""

import asyncio
import contextlib
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiohttp import web

from sandbox.workspace import Workspace

SHOWN = 200
"""So many of the newest are kept; the older ones are forgotten."""
LONGEST = 1024 * 1024
_ADDRESS = re.compile(r"(?:FROM|TO):\s*<([^>]*)>", re.IGNORECASE)
#: What a person who looks at a mail's source would look for.
_HEADERS = ("Message-ID", "In-Reply-To", "List-Unsubscribe", "Content-Language")


@dataclass(frozen=True, slots=True)
class Mail:
    """One that arrived. `at`: Unix seconds, UTC. `headers`: the telling ones, as they came."""

    number: int
    sender: str
    to: str
    subject: str
    text: str
    headers: dict[str, str]
    at: float


class Mailbox:
    """Everybody's who is outside. A mail is shown to open pages as any other change is."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._mails: list[Mail] = []
        self._count = 0
        self._seen = 0
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self.listeners: list[Callable[[Mail], None]] = []
        #: For the app's settings; empty until `start`.
        self.url = ""

    @property
    def mails(self) -> list[Mail]:
        """What arrived, oldest first."""
        return list(self._mails)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/mailbox", self._show)]

    async def start(self, host: str) -> None:
        self._server = await asyncio.start_server(self._talk, host, 0, limit=LONGEST)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"smtp://127.0.0.1:{port}?starttls=no"

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for talk in list(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def look(self) -> None:
        """Somebody has opened it: nothing is new any more."""
        self._seen = self._count
        self._workspace.show("mail_seen")

    def frame(self) -> dict[str, Any]:
        """What the page shows, the newest first."""
        newest = [asdict(mail) for mail in reversed(self._mails)]
        return {"mails": newest, "unseen": self._count - self._seen}

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response([asdict(mail) for mail in self._mails])

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            await _Talk(self, reader, writer).listen()
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass  # Gone, or a line beyond all measure.
        finally:
            self._talks.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    def take(self, to: list[str], content: bytes) -> None:
        made = message_from_bytes(content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        body = made.get_body(("plain", "html"))
        text = body.get_content() if body else ""
        headers = {name: str(made[name]) for name in _HEADERS if made[name]}
        for address in to:
            self._count += 1
            mail = Mail(
                number=self._count,
                sender=str(made["From"] or ""),
                to=address,
                subject=str(made["Subject"] or ""),
                text=text.replace("\r\n", "\n").rstrip("\n"),
                headers=headers,
                at=self._workspace.now(),
            )
            self._mails = [*self._mails, mail][-SHOWN:]
            for listener in self.listeners:
                listener(mail)
        self._workspace.show("mail_arrived")


class _Talk:
    """One connection: commands in, answers out."""

    def __init__(
        self, box: Mailbox, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._box, self._reader, self._writer = box, reader, writer
        self._to: list[str] = []

    async def listen(self) -> None:
        await self._say("220 sandbox")
        while line := await self._reader.readline():
            said = line.decode("utf-8", "replace").strip()
            verb = said.partition(" ")[0].upper()
            await self._say(await self._answer(verb, said))
            if verb == "QUIT":
                return

    async def _answer(self, verb: str, said: str) -> str:
        match verb:
            case "EHLO":
                self._to = []
                return "250-sandbox\r\n250-8BITMIME\r\n250 SMTPUTF8"
            case "HELO" | "MAIL" | "RSET":
                self._to = []
                return "250 fine"
            case "RCPT":
                found = _ADDRESS.search(said)
                if found is None or not found[1]:
                    return "501 to whom?"
                self._to.append(found[1])
                return "250 fine"
            case "DATA":
                return await self._data()
            case "NOOP":
                return "250 fine"
            case "QUIT":
                return "221 bye"
        return "502 not here"

    async def _data(self) -> str:
        if not self._to:
            return "503 to whom?"
        await self._say("354 go on, and end with a dot")
        lines: list[bytes] = []
        size = 0
        while (line := await self._reader.readuntil(b"\r\n")) != b".\r\n":
            size += len(line)
            if size <= LONGEST:
                lines.append(line[1:] if line.startswith(b".") else line)
        to, self._to = self._to, []
        if size > LONGEST:
            return "552 too long"
        self._box.take(to, b"".join(lines))
        return "250 kept"

    async def _say(self, answer: str) -> None:
        self._writer.write(f"{answer}\r\n".encode())
        await self._writer.drain()

"""A real mail server on this machine that keeps what it is given, and misbehaves when told to.

async def test_it(mailbox: Mailbox) -> None:
    mailbox.refuse("ops@acme.example", "550 5.1.1 No such user")
    ...                                  # with SMTP_URL=mailbox.url
    [mail] = mailbox.to("ops@zoria.example")
    assert mail.message["Subject"] == "Card payments fail"
"""

import asyncio
import ssl
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

#: What a server answers instead of taking the mail: so many times, or for ever.
Reply = tuple[str, int | None]
#: Not an answer: the connection is closed, or nothing is said at all.
HANG_UP, HANG = "hang up", "hang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it arrived."""

    sender: str
    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        made = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(made, EmailMessage)
        return made

    @property
    def text(self) -> str:
        """What a person reads."""
        return str(self.message.get_content()).replace("\r\n", "\n").rstrip("\n")


@dataclass
class Mailbox:
    """Everybody's. ``mails`` are all that were taken, in order."""

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    #: How many connections were opened, and how many commands of each kind came.
    connections: int = 0
    commands: Counter[str] = field(default_factory=Counter)
    #: Called when a mail has arrived whole and has not been answered yet.
    watchers: list[Callable[[Mail], None]] = field(default_factory=list)
    user: str = ""
    password: str = ""
    _at_rcpt: dict[str, Reply] = field(default_factory=dict)
    _at_data: dict[str, Reply] = field(default_factory=dict)
    _greets: bool = True
    _open: set[asyncio.BaseTransport] = field(default_factory=set)

    @property
    def url(self) -> str:
        login = f"{self.user}:{self.password}@" if self.user else ""
        return f"smtp://{login}127.0.0.1:{self.port}"

    def to(self, address: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.to == address]

    @property
    def counts(self) -> Counter[str]:
        """How many mails each address got."""
        return Counter(mail.to for mail in self.mails)

    def refuse(self, address: str, reply: str, *, times: int | None = None) -> None:
        """Answer RCPT for this address with it; ``HANG_UP`` and ``HANG`` are possible too."""
        self._at_rcpt[address] = (reply, times)

    def spoil(self, address: str, reply: str, *, times: int | None = None) -> None:
        """The same when the whole mail has come. After a no, and in a hang, it is not kept.

        With ``HANG_UP`` it is kept, and the sender never hears of it.
        """
        self._at_data[address] = (reply, times)

    def mute(self) -> None:
        """Take connections from now on, and say nothing on them."""
        self._greets = False

    def hang_up(self) -> None:
        """Close every connection."""
        for transport in self._open:
            transport.close()

    # What the server asks

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.commands["RCPT"] += 1
        reply = _next(self._at_rcpt, address)
        if reply:
            return await self._misbehave(server, reply)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.commands["DATA"] += 1
        [to] = envelope.rcpt_tos
        assert isinstance(envelope.content, bytes)
        mail = Mail(sender=str(envelope.mail_from), to=to, raw=envelope.content)
        reply = _next(self._at_data, to)
        if not reply or reply == HANG_UP:
            self.mails.append(mail)
        for watcher in list(self.watchers):
            watcher(mail)
        return await self._misbehave(server, reply) if reply else "250 Taken"

    async def _misbehave(self, server: SMTP, reply: str) -> str:
        if reply == HANG:
            await asyncio.Event().wait()
        if reply == HANG_UP:
            assert server.transport is not None
            server.transport.close()
        return reply


def _next(replies: dict[str, Reply], address: str) -> str:
    """The answer for this address, while it lasts."""
    reply, times = replies.get(address, ("", None))
    if times is not None:
        if times <= 1:
            replies.pop(address)
        else:
            replies[address] = (reply, times - 1)
    return reply


class _Server(SMTP):
    """The library's server, which tells the mailbox of its connections."""

    box: Mailbox

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if transport not in self.box._open:  # STARTTLS makes the same connection once more
            self.box.connections += 1
        self.box._open.add(transport)
        if self.box._greets:
            super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.box._open = {each for each in self.box._open if not each.is_closing()}
        if self.box._greets:
            super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self.box._greets:
            super().data_received(data)


@asynccontextmanager
async def opened(
    *, user: str = "", password: str = "", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Mailbox]:
    """A server until the block ends; with a ``user`` it wants a login, with ``tls`` STARTTLS."""
    box = Mailbox(user=user, password=password)

    def check(_: Any, __: Any, ___: Any, ____: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        right = (given.login.decode(), given.password.decode()) == (box.user, box.password)
        return AuthResult(success=right, handled=False)

    def serve() -> _Server:
        with warnings.catch_warnings():
            # A login in the clear is unwise, and fine on this machine.
            warnings.simplefilter("ignore")
            server = _Server(
                box,
                hostname="mail.example",
                tls_context=tls,
                require_starttls=tls is not None,
                authenticator=check if user else None,
                auth_required=bool(user),
                auth_require_tls=False,
                enable_SMTPUTF8=True,
                loop=asyncio.get_running_loop(),
            )
        server.box = box
        return server

    listener = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0)
    box.port = listener.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        listener.close()
        box.hang_up()
        await asyncio.sleep(0)


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with opened() as box:
        yield box

"""One mail server: few connections to it, and one mail at a time.

Every end has a name. Before a mail is handed over nothing has happened, whatever breaks; after a
clear no nothing has happened either. Only when the server falls silent with the whole mail in
its hands nobody knows (RFC 5321 §4.2.5, §4.5.4.1).
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.integrations.mail_server import Server

if TYPE_CHECKING:
    from aiosmtplib import SMTP

#: A burst shares so many connections; one that rests so many seconds is closed, as is one that
#: has carried so many mails, because servers tire of those.
CONNECTIONS, REST, MOST = 4, 10.0, 100
#: For a server that hangs before, and after it has the whole mail. RFC 5321 allows minutes, but
#: a stopping bot waits for what is under way.
LIMIT, END_LIMIT = 10.0, 30.0
#: After a server could not be reached, it is left in peace for so many seconds.
PEACE = 3.0
_LONGEST = 200
_TEMPORARY = range(400, 500)


class Declined(Exception):
    """The server said no to this mail. ``lasting``: it will say so again."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"{code} {' '.join(said.split())}"[:_LONGEST])
        self.lasting = code not in _TEMPORARY


class Barred(Exception):
    """The server lets us send nothing at all: the login or the encryption fails."""


class Unreachable(Exception):
    """No server answers there, or it left before it was given the mail."""


class Silent(Exception):
    """It was given the mail, and did not say what it did with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Whom the server is told of; ``body`` is the mail as it travels. ``utf8`` as RFC 6531."""

    sender: str
    to: str
    body: bytes
    utf8: bool = False


@dataclass(slots=True)
class _Line:
    """A connection, and how much it has carried."""

    client: "SMTP"
    mails: int = 0
    closes: asyncio.TimerHandle | None = None


class Mailer:
    def __init__(
        self, server: Server, *, limit: float = LIMIT, end_limit: float = END_LIMIT
    ) -> None:
        self._server = server
        self._limit, self._end_limit = limit, end_limit
        self._turn = asyncio.Semaphore(CONNECTIONS)
        self._resting: list[_Line] = []
        self._tls: ssl.SSLContext | None = None
        #: Our own name, looked up once.
        self._name: str | None = None
        self._away = (0.0, "")

    async def send(
        self,
        envelope: Envelope,
        hand: Callable[[], Awaitable[bool]],
        taken: Callable[[], Awaitable[None]] | None = None,
    ) -> bool:
        """One mail. ``hand`` is asked when only the body is left to give; False: not given.

        ``taken`` is told when the server has it, before the connection serves another: so no
        more mails are in doubt at any instant than there are connections.

        Raises:
            Declined, Barred, Unreachable: nothing was sent.
            Silent: it may have been.
        """
        from aiosmtplib import SMTPDataError, SMTPException

        async with self._turn, self._offered(envelope) as line:
            if not await hand():
                self._drop(line)
                return False
            try:
                await line.client.data(envelope.body, timeout=self._end_limit)
            except SMTPDataError as error:
                raise Declined(error.code, error.message) from error
            except (SMTPException, OSError) as error:
                raise Silent(_plain(error)) from error
            if taken:
                await taken()
            return True

    async def look(self) -> None:
        """Connect, say hello and log in, and nothing else. Raises Barred and Unreachable."""
        from aiosmtplib import SMTPException

        line = await self._connect()
        try:
            await line.client.noop()
        except (SMTPException, OSError) as error:
            raise Unreachable(_plain(error)) from error
        finally:
            self._drop(line)

    async def close(self) -> None:
        """Take leave of the server on every connection that rests."""
        resting, self._resting = self._resting, []
        for line in resting:
            if line.closes:
                line.closes.cancel()
            with contextlib.suppress(Exception):
                await line.client.quit(timeout=1)
            line.client.close()

    @asynccontextmanager
    async def _offered(self, envelope: Envelope) -> AsyncIterator[_Line]:
        """A connection on which sender and recipient were accepted."""
        line = await self._offer(envelope)
        try:
            yield line
        except BaseException:
            # What the server still has to say on it would be taken for the next answer.
            self._drop(line)
            raise
        self._rest(line)

    async def _offer(self, envelope: Envelope) -> _Line:
        """A server may have hung up while the connection rested: then once more, on a new one."""
        while self._resting:
            line = self._take()
            with contextlib.suppress(Unreachable):
                return await self._addressed(line, envelope)
        return await self._addressed(await self._connect(), envelope)

    async def _addressed(self, line: _Line, envelope: Envelope) -> _Line:
        try:
            await self._address(line, envelope)
        except Declined:
            await self._start_anew(line)
            raise
        except BaseException:
            self._drop(line)
            raise
        return line

    async def _start_anew(self, line: _Line) -> None:
        """A no to one mail is no reason to hang up: the next one may be welcome."""
        from aiosmtplib import SMTPException

        try:
            await line.client.rset()
        except (SMTPException, OSError):
            self._drop(line)
        else:
            self._rest(line)

    async def _address(self, line: _Line, envelope: Envelope) -> None:
        from aiosmtplib import SMTPException, SMTPResponseException

        client = line.client
        code = "utf-8" if envelope.utf8 else "ascii"
        try:
            if envelope.utf8 and not client.supports_extension("smtputf8"):
                raise Declined(553, "the mail server writes to no address with such letters")
            options = ["SMTPUTF8"] if envelope.utf8 else []
            await client.mail(envelope.sender, options=options, encoding=code)
            await client.rcpt(envelope.to, encoding=code)
        except SMTPResponseException as error:
            if error.code == 421:  # noqa: PLR2004 - RFC 5321: closing the channel
                raise Unreachable(f"421 {_plain(error)}") from error
            raise Declined(error.code, error.message) from error
        except (SMTPException, OSError) as error:
            raise Unreachable(_plain(error)) from error

    async def _connect(self) -> _Line:
        from aiosmtplib import (
            SMTPAuthenticationError,
            SMTPConnectResponseError,
            SMTPException,
            SMTPNotSupported,
        )

        until, why = self._away
        if asyncio.get_running_loop().time() < until:
            raise Unreachable(why)
        client = await self._client()
        try:
            await client.connect()
        except (SMTPAuthenticationError, SMTPNotSupported, ssl.SSLError) as error:
            raise Barred(_plain(error)) from error
        except SMTPConnectResponseError as error:
            raise self._gone(f"{error.code} {_plain(error)}") from error
        except (SMTPException, OSError) as error:
            if isinstance(error.__cause__, ssl.SSLError):
                raise Barred(_plain(error.__cause__)) from error
            # For what a server does not offer the library has words, and no names.
            if "STARTTLS" in str(error) or "auth" in str(error).casefold():
                raise Barred(_plain(error)) from error
            raise self._gone(_plain(error)) from error
        self._name = client.local_hostname
        return _Line(client)

    def _gone(self, why: str) -> Unreachable:
        """Those who wait for a connection need not find out one by one."""
        self._away = (asyncio.get_running_loop().time() + PEACE, why)
        return Unreachable(why)

    async def _client(self) -> "SMTP":
        from aiosmtplib import SMTP

        server = self._server
        if self._tls is None and (server.tls or server.starttls is not False):
            self._tls = await asyncio.to_thread(_context, verify=server.verify)
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            local_hostname=self._name,
            timeout=self._limit,
            use_tls=server.tls,
            start_tls=None if server.tls else server.starttls,
            tls_context=self._tls,
        )

    def _take(self) -> _Line:
        line = self._resting.pop()
        if line.closes:
            line.closes.cancel()
        return line

    def _rest(self, line: _Line) -> None:
        line.mails += 1
        if line.mails >= MOST or not line.client.is_connected:
            self._drop(line)
            return
        self._resting.append(line)
        line.closes = asyncio.get_running_loop().call_later(REST, self._tire, line)

    def _tire(self, line: _Line) -> None:
        if line in self._resting:
            self._resting.remove(line)
            self._drop(line)

    def _drop(self, line: _Line) -> None:
        line.client.close()


def _context(*, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _plain(error: BaseException) -> str:
    """What the library or the server says, in one short line."""
    said = getattr(error, "message", "") or str(error) or type(error).__name__
    return " ".join(str(said).split())[:_LONGEST]

"""One mail at a time to a real server: every way it can end, and how few connections it takes."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.integrations.mail_server import Server
from bot.integrations.smtp import (
    CONNECTIONS,
    Barred,
    Declined,
    Envelope,
    Mailer,
    Silent,
    Unreachable,
)
from tests.support.mailbox import HANG, HANG_UP, Mailbox, opened

BODY = b"Subject: Card payments fail\r\n\r\nWe are on it.\r\n.\r\n..and so on\r\n"


def letter(to: str = "ops@acme.example") -> Envelope:
    return Envelope(sender="status@kobzapay.example", to=to, body=BODY)


@dataclass
class Hand:
    """What is asked just before the body leaves."""

    agrees: bool = True
    asked: int = 0

    async def __call__(self) -> bool:
        self.asked += 1
        return self.agrees


@pytest.fixture
async def mailer(mailbox: Mailbox) -> AsyncIterator[Mailer]:
    made = Mailer(Server.of(mailbox.url), limit=0.4, end_limit=0.4)
    yield made
    await made.close()


async def test_a_mail_arrives_as_it_was_given(mailbox: Mailbox, mailer: Mailer) -> None:
    hand = Hand()
    assert await mailer.send(letter(), hand)

    [mail] = mailbox.mails
    assert (mail.sender, mail.to) == ("status@kobzapay.example", "ops@acme.example")
    # A line with a dot alone ends nothing.
    assert mail.raw == BODY
    assert hand.asked == 1


async def test_a_burst_shares_few_connections(mailbox: Mailbox, mailer: Mailer) -> None:
    await asyncio.gather(
        *(mailer.send(letter(f"contact{n}@acme.example"), Hand()) for n in range(40))
    )

    assert mailbox.counts == {f"contact{n}@acme.example": 1 for n in range(40)}
    assert mailbox.connections == CONNECTIONS


async def test_a_mail_that_may_not_be_handed_over_is_not(mailbox: Mailbox, mailer: Mailer) -> None:
    assert not await mailer.send(letter(), Hand(agrees=False))
    assert mailbox.mails == []
    assert mailbox.commands["DATA"] == 0


@pytest.mark.parametrize(
    ("reply", "lasting"),
    [
        ("550 5.1.1 No such user here", True),
        ("554 5.7.1 Blocked", True),
        ("450 4.2.1 Try again later", False),
        ("451 4.7.1 Greylisted", False),
    ],
)
async def test_a_refused_address_costs_no_connection(
    mailbox: Mailbox, mailer: Mailer, reply: str, lasting: bool
) -> None:
    mailbox.refuse("gone@acme.example", reply)
    hand = Hand()
    with pytest.raises(Declined) as refused:
        await mailer.send(letter("gone@acme.example"), hand)

    assert str(refused.value) == reply
    assert refused.value.lasting is lasting
    assert hand.asked == 0
    await mailer.send(letter(), Hand())
    assert mailbox.counts == {"ops@acme.example": 1}
    assert mailbox.connections == 1


async def test_a_no_to_the_whole_mail_is_a_clear_no(mailbox: Mailbox, mailer: Mailer) -> None:
    mailbox.spoil("ops@acme.example", "451 4.3.0 No room now", times=1)
    with pytest.raises(Declined, match=r"^451 4\.3\.0 No room now$") as refused:
        await mailer.send(letter(), Hand())
    assert not refused.value.lasting

    await mailer.send(letter(), Hand())
    assert mailbox.counts == {"ops@acme.example": 1}


async def test_421_is_nobody_there(mailbox: Mailbox, mailer: Mailer) -> None:
    mailbox.refuse("ops@acme.example", "421 4.3.2 Shutting down")
    hand = Hand()
    with pytest.raises(Unreachable, match="Shutting down"):
        await mailer.send(letter(), hand)
    assert hand.asked == 0


@pytest.mark.parametrize("fault", [HANG, HANG_UP])
async def test_silence_after_the_whole_mail_is_no_answer(
    mailbox: Mailbox, mailer: Mailer, fault: str
) -> None:
    mailbox.spoil("ops@acme.example", fault)
    hand = Hand()
    with pytest.raises(Silent):
        await mailer.send(letter(), hand)
    assert hand.asked == 1


@pytest.mark.parametrize("fault", [HANG, HANG_UP])
async def test_silence_before_it_means_that_nothing_was_sent(
    mailbox: Mailbox, mailer: Mailer, fault: str
) -> None:
    mailbox.refuse("ops@acme.example", fault)
    hand = Hand()
    with pytest.raises(Unreachable):
        await mailer.send(letter(), hand)
    assert hand.asked == 0


async def test_a_server_that_says_nothing_is_not_waited_for_by_each(mailbox: Mailbox) -> None:
    mailbox.mute()
    mailer = Mailer(Server.of(mailbox.url), limit=0.2)
    began = asyncio.get_running_loop().time()
    ends = await asyncio.gather(
        *(mailer.send(letter(), Hand()) for _ in range(30)), return_exceptions=True
    )
    assert {type(end) for end in ends} == {Unreachable}
    assert asyncio.get_running_loop().time() - began < 1.5
    assert mailbox.connections <= 2 * CONNECTIONS


async def test_nobody_there() -> None:
    async with opened() as box:
        was_there = box.url
    mailer = Mailer(Server.of(was_there))
    with pytest.raises(Unreachable, match="Error connecting to 127"):
        await mailer.send(letter(), Hand())


async def test_a_connection_that_was_closed_while_it_rested(
    mailbox: Mailbox, mailer: Mailer
) -> None:
    await mailer.send(letter(), Hand())
    mailbox.hang_up()
    hand = Hand()
    await mailer.send(letter(), hand)

    assert mailbox.counts == {"ops@acme.example": 2}
    assert hand.asked == 1


async def test_a_login() -> None:
    async with opened(user="tocsin", password="let/me@in") as box:
        right = Mailer(Server.of(f"smtp://tocsin:let%2Fme%40in@127.0.0.1:{box.port}"))
        await right.send(letter(), Hand())
        await right.close()
        wrong = Mailer(Server.of(f"smtp://tocsin:guess@127.0.0.1:{box.port}"))
        with pytest.raises(Barred):
            await wrong.send(letter(), Hand())
        assert box.counts == {"ops@acme.example": 1}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody has signed it but itself."""
    file = tmp_path_factory.mktemp("tls") / "mail.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    where = ["-keyout", str(file), "-out", str(file.with_suffix(".crt")), "-subj", "/CN=mail"]
    subprocess.run([*made, *where], check=True, capture_output=True)
    return file


def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate.with_suffix(".crt"), certificate)
    return made


async def test_starttls_on_this_machine_needs_no_signature(certificate: Path) -> None:
    async with opened(tls=context(certificate)) as box:
        mailer = Mailer(Server.of(box.url))
        await mailer.send(letter(), Hand())
        await mailer.close()
        assert box.counts == {"ops@acme.example": 1}


async def test_elsewhere_a_false_certificate_ends_it(certificate: Path) -> None:
    async with opened(tls=context(certificate)) as box:
        strict = Server(host="127.0.0.1", port=box.port)
        with pytest.raises(Barred, match="CERTIFICATE_VERIFY_FAILED"):
            await Mailer(strict).look()


async def test_elsewhere_no_password_leaves_in_the_clear(mailbox: Mailbox) -> None:
    strict = Server(host="127.0.0.1", port=mailbox.port, user="tocsin", password="secret")
    with pytest.raises(Barred, match="STARTTLS"):
        await Mailer(strict).look()
    assert mailbox.commands == {}


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtp://tocsin:a%40b@mail.example.com",
            Server(host="mail.example.com", port=587, user="tocsin", password="a@b"),
        ),
        (
            "smtps://mail.example.com",
            Server(host="mail.example.com", port=465, tls=True, starttls=False),
        ),
        (
            "smtp://mail.example.com:25?starttls=no",
            Server(host="mail.example.com", port=25, starttls=False),
        ),
        ("smtp://localhost:1025", Server(host="localhost", port=1025, starttls=None, verify=False)),
        ("smtp://[::1]:25", Server(host="::1", port=25, starttls=None, verify=False)),
    ],
)
def test_what_the_address_says(url: str, server: Server) -> None:
    assert Server.of(url) == server


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Server.of("smtp://tocsin:secret@mail.example.com"))

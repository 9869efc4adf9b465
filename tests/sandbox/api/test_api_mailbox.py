"""Where an app's e-mails arrive: a mail server that takes everything and sends nothing on."""

import asyncio
from email.message import EmailMessage

import aiohttp
import aiosmtplib
import pytest

from sandbox.clock import ManualClock
from sandbox.events import Event
from sandbox.server import Sandbox


def mail(text: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Kobza Pay <status@kobzapay.example>"
    made["To"] = "ops@acme.example"
    made["Subject"] = "Не працюють картки"
    made["Message-ID"] = "<1@kobzapay.example>"
    made.set_content(text)
    return made


def port(sandbox: Sandbox) -> int:
    return int(sandbox.mailbox.url.rpartition(":")[2].partition("?")[0])


async def deliver(sandbox: Sandbox, text: str) -> None:
    await aiosmtplib.send(mail(text), hostname="127.0.0.1", port=port(sandbox), start_tls=False)


async def test_a_mail_is_kept_as_its_reader_sees_it(
    sandbox: Sandbox, clock: ManualClock, events: list[Event]
) -> None:
    text = "Оплата не проходить.\n.\n..\nЗʼясовуємо."
    await deliver(sandbox, text)

    [kept] = sandbox.mailbox.mails
    assert (kept.to, kept.subject, kept.text) == ("ops@acme.example", "Не працюють картки", text)
    assert kept.sender == "Kobza Pay <status@kobzapay.example>"
    assert kept.headers == {"Message-ID": "<1@kobzapay.example>"}
    assert kept.at == clock.now
    assert [event.for_app for event in events] == [False]


async def test_it_is_new_until_somebody_looks(sandbox: Sandbox) -> None:
    for number in range(2):
        await deliver(sandbox, f"{number}")
    assert sandbox.mailbox.frame()["unseen"] == 2
    sandbox.mailbox.look()
    frame = sandbox.mailbox.frame()
    assert frame["unseen"] == 0
    assert [each["text"] for each in frame["mails"]] == ["1", "0"]


async def test_other_processes_may_look_too(sandbox: Sandbox) -> None:
    await deliver(sandbox, "Payments fail")
    url = f"{sandbox.workspace.base_url}/mailbox"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        [kept] = await answer.json()
    assert (kept["to"], kept["text"]) == ("ops@acme.example", "Payments fail")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"DATA\r\n", b"503 to whom?\r\n"),
        (b"RCPT TO:nobody\r\n", b"501 to whom?\r\n"),
        (b"VRFY ops@acme.example\r\n", b"502 not here\r\n"),
        (b"NOOP\r\n", b"250 fine\r\n"),
        (b"QUIT\r\n", b"221 bye\r\n"),
    ],
)
async def test_other_commands_have_an_answer(sandbox: Sandbox, said: bytes, answer: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port(sandbox))
    assert await reader.readline() == b"220 sandbox\r\n"
    writer.write(said)
    assert await reader.readline() == answer
    writer.close()
    await writer.wait_closed()

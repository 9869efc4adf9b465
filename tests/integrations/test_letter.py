"""A client update as a mail: what its reader, a mail program and a bad address make of it."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from bot.domain.language import Language
from bot.domain.update_rules import Mail
from bot.integrations.letter import BadAddress, Letter, envelope, message_id, subject

RULES = Mail(
    sender="Kobza Pay <status@kobzapay.example>",
    reply_to="support@kobzapay.example",
    unsubscribe="mailto:unsubscribe@kobzapay.example",
)
TEXT = "Оплата карткою не проходить.\nМи працюємо над цим.\n\n.\nFrom here on: більше о 14:00"
LETTER = Letter(
    to="ops@acme.example",
    subject="Не працюють картки",
    text=TEXT,
    languages=(Language.UK, Language.EN),
    id="<abc@kobzapay.example>",
    at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
)


def read(letter: Letter, rules: Mail = RULES) -> EmailMessage:
    made = message_from_bytes(envelope(letter, rules).body, policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


def test_every_header_a_client_s_mail_program_looks_at() -> None:
    message = read(replace(LETTER, answers="<first@kobzapay.example>"))
    assert dict(message.items()) == {
        "From": "Kobza Pay <status@kobzapay.example>",
        "To": "ops@acme.example",
        "Reply-To": "support@kobzapay.example",
        "Subject": "Не працюють картки",
        "Date": "Mon, 23 Nov 2026 09:00:00 +0000",
        "Message-ID": "<abc@kobzapay.example>",
        "In-Reply-To": "<first@kobzapay.example>",
        "References": "<first@kobzapay.example>",
        "Content-Language": "uk, en",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<mailto:unsubscribe@kobzapay.example>",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }


def test_the_text_is_read_as_it_was_written() -> None:
    assert read(LETTER).get_content().replace("\r\n", "\n") == f"{TEXT}\n"


def test_it_travels_in_seven_bits_and_short_lines() -> None:
    letter = replace(LETTER, text="слово " * 500, subject="Картки " * 15)
    sent = envelope(letter, replace(RULES, sender="Кобза Пей <status@kobzapay.example>"))
    assert sent.body.isascii()
    assert max(map(len, sent.body.split(b"\r\n"))) <= 78
    assert (sent.sender, sent.to) == ("status@kobzapay.example", "ops@acme.example")


def test_the_first_mail_answers_none() -> None:
    message = read(LETTER)
    assert message["In-Reply-To"] is None
    assert message["References"] is None


def test_a_web_address_is_one_click() -> None:
    message = read(LETTER, replace(RULES, unsubscribe="https://kobzapay.example/u?c=1"))
    assert message["List-Unsubscribe"] == "<https://kobzapay.example/u?c=1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_no_more_is_said_than_the_policy_gives() -> None:
    message = read(LETTER, Mail(sender="status@kobzapay.example"))
    assert message["From"] == "status@kobzapay.example"
    assert message["Reply-To"] is None
    assert message["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    ("headline", "text", "line"),
    [
        ("Card payments fail", "Whatever", "Card payments fail"),
        ("Cards\r\nBcc: everybody@acme.example", "x", "Cards Bcc: everybody@acme.example"),
        ("", "\n  Payments fail. \nMore", "Payments fail."),
        ("", "", ""),
        ("x" * 300, "", "x" * 119 + "…"),
    ],
)
def test_a_subject_is_one_line_of_approved_words(headline: str, text: str, line: str) -> None:
    assert subject(headline, text) == line


@pytest.mark.parametrize(
    "said",
    [
        "Cards\r\nBcc: everybody@acme.example",
        "Cards\nX-Evil: yes\n\nAnother body",
        "Cards\rBcc: a@b.example",
    ],
)
def test_no_word_becomes_a_header(said: str) -> None:
    message = read(replace(LETTER, subject=subject(said, ""), text=said))
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["To"] == "ops@acme.example"
    assert len(message.items()) == 12


def test_even_a_line_that_slipped_through_is_refused() -> None:
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        envelope(replace(LETTER, subject="Cards\nBcc: a@b.example"), RULES)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ops",
        "ops@",
        "@acme.example",
        "ops@acme.example\r\nRCPT TO:<b@b.example>",
        "ops@acme.example, b@b.example",
        "a b@acme.example",
        "ops@" + "a" * 70 + ".example",
    ],
)
def test_no_mail_is_written_to_what_is_no_address(address: str) -> None:
    with pytest.raises(BadAddress):
        envelope(replace(LETTER, to=address), RULES)


def test_a_domain_may_have_letters_of_its_own() -> None:
    sent = envelope(replace(LETTER, to="ops@зоря.example"), RULES)
    assert (sent.to, sent.utf8) == ("ops@xn--g1aog4d.example", False)
    assert envelope(replace(LETTER, to="підтримка@zoria.example"), RULES).utf8


def test_an_id_says_only_who_sends() -> None:
    assert message_id("5f0c", RULES) == "<5f0c@kobzapay.example>"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kobza Pay, Inc. <status@kobzapay.example>", "Kobza Pay, Inc."),
        ('"Kobza Pay, Inc." <status@kobzapay.example>', "Kobza Pay, Inc."),
        ("Кобза: платежі <status@kobzapay.example>", "Кобза: платежі"),
        ("Kobza (Pay) <status@kobzapay.example>", "Kobza (Pay)"),
        ("pay@kobza <status@kobzapay.example>", "pay@kobza"),
        ("<status@kobzapay.example>", ""),
        ("status@kobzapay.example", ""),
    ],
)
def test_whatever_signs_a_senders_name_has(written: str, name: str) -> None:
    rules = replace(RULES, sender=written)
    [sender] = read(LETTER, rules)["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "status@kobzapay.example")
    assert envelope(LETTER, rules).sender == "status@kobzapay.example"
    assert message_id("abc", rules) == "<abc@kobzapay.example>"

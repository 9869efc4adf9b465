"""Who reads an update, in which languages, and in which language a person wrote."""

import pytest

from bot.domain.client_update import Recipient, languages, readers, written_in
from bot.domain.ids import RoomId
from bot.domain.language import Language
from bot.domain.refusal import Refusal
from tests.domain.sample import ACME, POLICY, ROOM, ZORIA, incident

EN, UK, RU = Language.EN, Language.UK, Language.RU


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [
        ("Card payments fail", UK, EN),
        ("Платежі не проходять", RU, UK),
        ("Платежи не проходят, ошибка в подъезде", UK, RU),
        ("Не проходять карти Visa", RU, RU),  # no letter tells, so the author's own
        ("Не проходять карти Visa", UK, UK),
        ("Карта", EN, UK),
        ("503 — 🔥", EN, None),
        ("", UK, None),
    ],
)
def test_the_language_a_person_wrote_in(
    text: str, otherwise: Language, language: Language | None
) -> None:
    assert written_in(text, otherwise=otherwise) is language


def test_every_language_once() -> None:
    found = languages(
        [
            Recipient(channel=RoomId("C1"), languages=(UK, EN)),
            Recipient(channel=RoomId("C2"), languages=(EN, RU)),
        ]
    )
    assert found == (UK, EN, RU)


def test_nobody_reads_of_a_private_incident() -> None:
    with pytest.raises(Refusal, match="is private"):
        readers(incident(private=True, clients=(ACME,)), POLICY)


def test_clients_without_a_channel_cannot_be_written_to() -> None:
    # Acme has no channel in this policy, and Zoria is not in it.
    with pytest.raises(Refusal, match="names no client with a channel"):
        readers(incident(clients=(ACME, ZORIA), room=ROOM), POLICY)

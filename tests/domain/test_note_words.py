"""The word before a note names its kind, in the three languages, and nothing else does."""

import pytest

from bot.domain.events.record import NoteKind
from bot.domain.note_words import marked

D, F, A, C = NoteKind.DECISION, NoteKind.FINDING, NoteKind.ACTION, NoteKind.IMPACT


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("decision: we roll back", D, "we roll back"),
        ("Decision : we roll back", D, "we roll back"),
        ("DECIDED:we roll back", D, "we roll back"),
        ("рішення: відкочуємо 2.14", D, "відкочуємо 2.14"),
        ("Решение: откатываем", D, "откатываем"),
        ("finding: the pool is full", F, "the pool is full"),
        ("З\u2019ясували: пул вичерпано", F, "пул вичерпано"),
        ("з'ясували: пул вичерпано", F, "пул вичерпано"),
        ("Выяснили: пул исчерпан", F, "пул исчерпан"),
        ("action  taken: restarted", A, "restarted"),
        ("зроблено: перезапустили", A, "перезапустили"),
        ("сделали: перезапустили", A, "перезапустили"),
        ("client impact: cards are declined", C, "cards are declined"),
        ("вплив на клієнтів: картки не проходять", C, "картки не проходять"),
        ("влияние: карты не проходят", C, "карты не проходят"),
        ("decision: first line\nsecond: line", D, "first line\nsecond: line"),
    ],
)
def test_a_kind_is_named(text: str, kind: NoteKind, rest: str) -> None:
    assert marked(text) == (kind, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "decision",
        "decision:",
        "decision: \n",
        "the decision: we roll back",
        "10:42 decision: we roll back",
        "https://kobzapay.example/decision",
        "note: decision: both",
        "Decision we roll back",
    ],
)
def test_everything_else_is_only_a_note(text: str) -> None:
    assert marked(text) == (None, text)

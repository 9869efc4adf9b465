"""A text as the eye reads it."""

import pytest

from bot.domain.wording.sight import sights
from bot.domain.wording.words import words


@pytest.mark.parametrize(
    ("typed", "latin", "cyrillic"),
    [
        ("fixed", "fixed", "fixed"),
        ("f\u0456xed", "fixed", "fixed"),
        ("буд\u0065", "буде", "буде"),
        # Wholly of look-alikes: it may be either.
        ("ос\u0061", "oca", "оса"),
        # Letters of both scripts that have no doubles: no word of either.
        ("Kobzaй", "Kobzaй", "Kobzaй"),
        ("fi\u200bx\u2060ed\ufeff", "fixed", "fixed"),
        ("ＦＩＸ", "FIX", "FIX"),
        ("𝐟𝐢𝐱", "fix", "fix"),
        ("ﬁx", "fix", "fix"),
        ("и\u0306ого", "його", "його"),
        ("і\u0308хати", "їхати", "їхати"),
        ("го\u0301дина", "година", "година"),
        ("fíx", "fix", "fix"),
        ("всё", "все", "все"),
        ("зʼясувати з’ясувати", "з'ясувати з'ясувати", "з'ясувати з'ясувати"),
        ("٤١١١", "4111", "4111"),
        ("a\u2028b", "a\nb", "а\nb"),
        ("", "", ""),
    ],
)
def test_what_is_seen(typed: str, latin: str, cyrillic: str) -> None:
    assert [sight.text for sight in sights(typed)] == [latin, cyrillic]


def test_every_character_knows_where_it_was_typed() -> None:
    typed = "a\u200bﬁ и\u0306"
    sight, _ = sights(typed)
    assert sight.text == "afi й"
    assert sight.typed(0, 1) == (0, 1)
    assert sight.typed(1, 2) == sight.typed(1, 3) == (2, 3)
    assert sight.typed(4, 5) == (4, 6)
    assert typed[slice(*sight.typed(0, 5))] == typed


def test_words_keep_their_apostrophes_and_hyphens() -> None:
    assert words("Won't re-send 30min, at 14:30—1,5 з'єднань").tokens == (
        "won't", "re-send", "30", "min", ",", "at", "14:30", "—", "1,5", "з'єднань",
    )  # fmt: skip


def test_a_wrapped_line_goes_on_and_a_new_one_does_not() -> None:
    assert words("no data\n  was lost\nNext").tokens == (
        "no", "data", "was", "lost", "\n", "next",
    )  # fmt: skip

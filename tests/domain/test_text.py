"""What people type, made safe to keep."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import clean, clip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Card payments fail", "Card payments fail"),
        ("  around \n", "around"),
        ("Не проходять платежі — об’єднано «все»", "Не проходять платежі — об’єднано «все»"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("ends   \nare trimmed\t\n  begins stay", "ends\nare trimmed\n  begins stay"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\tb", "a b"),
        ("bell\x07 null\x00 escape\x1b[31m", "bell null escape[31m"),
        # A right-to-left override turns “exe.fdp” into “pdf.exe” before the reader's eyes.
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066isolate\u2069 \u200fmark\u200e", "isolate mark"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("private \ue000 use", "private  use"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        # A family is three people joined, a heart is a sign and its colour.
        ("👩\u200d👩\u200d👧 ❤\ufe0f 🇺🇦 👍🏽", "👩\u200d👩\u200d👧 ❤\ufe0f 🇺🇦 👍🏽"),
        # Unicode 17 has it; this Python may not know it yet.
        ("newer \U0001faea", "newer \U0001faea"),
        ("Київ и\u0306", "Київ и\u0306"),
        ("\x00\u202e\u200b \n \t", ""),
        ("", ""),
    ],
)
def test_what_is_kept(typed: str, kept: str) -> None:
    assert clean(typed, 3000) == kept


@pytest.mark.parametrize(
    ("text", "limit", "said"),
    [
        ("twelve chars", 12, "twelve chars"),
        ("thirteen char", 12, "thirteen ch…"),
        ("word and space", 6, "word…"),
        ("", 5, ""),
    ],
)
def test_what_is_too_long_ends_in_an_ellipsis(text: str, limit: int, said: str) -> None:
    assert clip(text, limit) == said
    assert clean(text, limit) == said


anything = st.text(st.characters(codec=None), max_size=200)


@given(anything, st.integers(min_value=1, max_value=80))
def test_it_never_exceeds_its_limit_and_cleaning_again_changes_nothing(
    text: str, limit: int
) -> None:
    kept = clean(text, limit)
    assert len(kept) <= limit
    assert clean(kept, limit) == kept


@given(anything)
def test_nothing_invisible_is_left_but_joiners_and_line_breaks(text: str) -> None:
    left = {c for c in clean(text, 3000) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"}}
    assert left <= {"\n", "\u200d"}


@given(st.text(st.characters(categories=("L", "N", "P", "S")), max_size=60))
def test_visible_text_is_never_changed(text: str) -> None:
    assert clean(text, 3000) == text

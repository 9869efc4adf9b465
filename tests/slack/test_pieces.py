"""Long texts in pieces: nothing is lost, and nothing is cut where a reader would see it."""

from itertools import accumulate

import pytest

from bot.slack.pieces import pieces

DATE = "<!date^1795424400^{date_short_pretty} {time}|2026-11-23 09:00 UTC>"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("short", ["short"]),
        ("one two three four", ["one two", "three four"]),
        ("a line\nand others", ["a line", "and others"]),
        ("paragraph\n\nb\nc d", ["paragraph", "b\nc d"]),
        ("abcdefghijklmnop", ["abcdefghij", "klmnop"]),
        ("abcdefgh&amp;ijk", ["abcdefgh", "&amp;ijk"]),
    ],
)
def test_a_text_is_cut_where_it_hurts_least(text: str, found: list[str]) -> None:
    assert pieces(text, 10) == found


def test_a_date_is_not_cut_at_its_spaces() -> None:
    text = f"{'word ' * 10}was due at {DATE} and was not sent"
    at = text.index(DATE)
    for limit in range(len(DATE), len(text)):
        for piece in pieces(text, limit):
            assert piece.count("<") == piece.count(">") == piece.count(DATE)
    assert pieces(text, at + 40)[0] == text[:at].rstrip()


def test_nothing_is_lost() -> None:
    text = " ".join(accumulate("x" * 40))
    for limit in range(1, 60):
        assert "".join(pieces(text, limit)).replace(" ", "") == text.replace(" ", "")

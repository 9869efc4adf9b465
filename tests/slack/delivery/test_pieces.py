"""A text in pieces that Slack takes: nothing is lost, nothing is cut in the middle of a word."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.kit import escape
from bot.slack.pieces import pieces


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [""]),
        ("short", ["short"]),
        ("one two three four", ["one two", "three four"]),
        ("first line\nsecond", ["first line", "second"]),
        ("a b c\n\nd e f g", ["a b c", "d e f g"]),
        ("abcdefghijklmno", ["abcdefghij", "klmno"]),
        ("abcdefgh&amp;j", ["abcdefgh", "&amp;j"]),
        ("12345 7890", ["12345 7890"]),
    ],
)
def test_where_it_is_cut(text: str, parts: list[str]) -> None:
    assert pieces(text, 10) == parts


@given(st.text(alphabet="ab &<>\n", max_size=300))
def test_every_letter_arrives_and_no_entity_is_broken(said: str) -> None:
    text = escape(said).text
    parts = pieces(text, 20)
    assert all(len(part) <= 20 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert not any("&" in re.sub("&(?:amp|lt|gt);", "", part) for part in parts)

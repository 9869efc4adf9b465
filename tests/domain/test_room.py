"""What rooms are called, and what their topics say."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.ids import IncidentId
from bot.domain.room import NAME_LIMIT, TOPIC_LIMIT, room_name, slug, topic

N = IncidentId(12)


@pytest.mark.parametrize(
    ("latin", "made"),
    [
        ("Card payments fail", "card-payments-fail"),
        ("Platezhi ne prokhodyat'", "platezhi-ne-prokhodyat"),
        ("  --  5xx / <!channel> & more!  ", "5xx-channel-more"),
        ("", ""),
        ("!!!", ""),
        ("Payments by card fail for some of our clients", "payments-by-card-fail-for-some-of-our"),
        ("Payments by card fail for everybody today", "payments-by-card-fail-for-everybody"),
        ("Payments by card fail for many clients now", "payments-by-card-fail-for-many-clients"),
        ("a" * 41, "a" * 40),
    ],
)
def test_a_slug_is_words_with_dashes(latin: str, made: str) -> None:
    assert slug(latin) == made


@pytest.mark.parametrize(
    ("pattern", "words", "taken", "name"),
    [
        ("inc-{n}-{slug}", "card-payments-fail", 0, "inc-12-card-payments-fail"),
        ("inc-{n}-{slug}", "card-payments-fail", 1, "inc-12-card-payments-fail-2"),
        ("inc-{n}-{slug}", "card-payments-fail", 2, "inc-12-card-payments-fail-3"),
        ("inc-{n}-{slug}", "", 0, "inc-12"),
        ("{slug}-{n}", "cards", 0, "cards-12"),
        ("{slug}-{n}", "", 0, "12"),
        ("war_{n}", "cards", 0, "war_12"),
    ],
)
def test_the_pattern_is_filled(pattern: str, words: str, taken: int, name: str) -> None:
    assert room_name(pattern, N, words, taken=taken) == name


def test_a_long_name_loses_whole_words_from_its_end() -> None:
    words = "-".join(["payment"] * 12)
    assert room_name("inc-{n}-{slug}", N, words) == "inc-12-" + "-".join(["payment"] * 9)
    # "-2" still fits into 80 characters; "-10" does not, so one more word goes.
    nine = "-".join(["payment"] * 9)
    assert room_name("inc-{n}-{slug}", N, nine, taken=1) == f"inc-12-{nine}-2"
    assert room_name("inc-{n}-{slug}", N, nine, taken=9) == (
        "inc-12-" + "-".join(["payment"] * 8) + "-10"
    )


def test_of_one_long_word_the_beginning_stays() -> None:
    assert room_name("inc-{n}-{slug}", N, "a" * 200) == "inc-12-" + "a" * 73


@given(
    words=some.text(max_size=300).map(slug),
    number=some.integers(1, 10**9),
    pattern=some.sampled_from(["inc-{n}-{slug}", "{slug}_{n}", "x-{slug}-{n}-{slug}", "i{n}"]),
    taken=some.integers(0, 30),
)
def test_slack_accepts_every_name(words: str, number: int, pattern: str, taken: int) -> None:
    name = room_name(pattern, IncidentId(number), words, taken=taken)
    assert len(name) <= NAME_LIMIT
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert str(number) in name


@given(
    first=some.text("abc -", max_size=99).map(slug),
    taken=some.integers(0, 30),
)
def test_no_two_tries_have_the_same_name(first: str, taken: int) -> None:
    names = {room_name("inc-{n}-{slug}", N, first, taken=n) for n in range(taken + 1)}
    assert len(names) == taken + 1


def test_a_topic_keeps_its_facts_whole() -> None:
    assert topic("SEV1 · Identified", "Cards fail") == "SEV1 · Identified · Cards fail"
    long = topic("SEV1 · Identified", "x" * 300)
    assert len(long) == TOPIC_LIMIT
    assert long.startswith("SEV1 · Identified · xxx")
    assert long.endswith("x…")


def test_facts_that_fill_the_topic_leave_no_title() -> None:
    assert topic("y" * 248, "Cards fail") == "y" * 248
    assert topic("y" * 300, "Cards fail") == "y" * 249 + "…"

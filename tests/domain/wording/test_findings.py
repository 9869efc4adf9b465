"""What a finding tells: why, what instead, and which entry it rests on."""

from dataclasses import replace

import pytest

from bot.domain.ids import EventId
from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.phrase import Phrase, phrase, phrases
from bot.domain.severity import ClientState
from bot.domain.wording import Context, Entry, Finding, Gravity, Rule, check, gravity
from bot.i18n import translator
from tests.domain.wording.cases import TABLE, cases

CALM = Context(state=ClientState.INVESTIGATING)


def only(text: str, context: Context = CALM, language: Language = Language.EN) -> Finding:
    (finding,) = check(text, language=language, context=context)
    return finding


def test_a_finding_in_full() -> None:
    assert only("Платежі запрацюють о 15:00.", language=Language.UK) == Finding(
        rule=Rule.REPAIR_TIME,
        gravity=Gravity.ADVICE,
        start=8,
        end=26,
        quote="запрацюють о 15:00",
        why=phrase("A time of repair is a guess. Promise the next update instead."),
        offer=phrase("We are working on the fix. We will write again by the time named below."),
        language=Language.UK,
    )


def test_a_claim_that_the_timeline_bears_out_links_the_last_entry_that_says_so() -> None:
    entries = (
        Entry(EventId("e1"), "Backups compared: no data was lost."),
        Entry(EventId("e2"), "Rolled back 2.14"),
        Entry(EventId("e3"), "Дані не втрачено, перевірено двічі."),
    )
    finding = only("No data was lost.", replace(CALM, entries=entries))
    assert (finding.gravity, finding.entry) == (Gravity.NOTE, EventId("e3"))
    assert finding.why == phrase("The timeline bears this out.")
    assert finding.offer is None


def test_what_bears_out_one_claim_does_not_bear_out_another() -> None:
    entries = (Entry(EventId("e1"), "No data was lost."),)
    finding = only("No data was stolen.", replace(CALM, entries=entries))
    assert (finding.gravity, finding.entry) == (Gravity.GRAVE, None)


@pytest.mark.parametrize("rule", Rule)
def test_a_flag_never_makes_a_finding_lighter(rule: Rule) -> None:
    calm = gravity(rule, frozenset())
    assert all(gravity(rule, frozenset({flag})) >= calm for flag in Flag)


def test_what_may_be_overlooked_even_in_a_flagged_incident_is_style() -> None:
    light = {rule for rule in Rule if gravity(rule, frozenset({Flag.MONEY})) is Gravity.ADVICE}
    assert light == {Rule.MASS_MENTION, Rule.TOO_LONG, Rule.EMPTY_APOLOGY, Rule.OTHER_LANGUAGE}


def test_a_cause_may_be_told_once_it_is_identified() -> None:
    text = "Payments fail because of a faulty deployment."
    assert [
        state
        for state in ClientState
        if check(text, language=Language.EN, context=Context(state=state))
    ] == [ClientState.INVESTIGATING]


def test_the_last_digits_of_a_card_are_offered() -> None:
    finding = only("Card 4111 1111 1111 1111 fails.")
    assert finding.offer == phrase("card ending in {digits}", digits="1111")


def test_a_card_number_with_a_wrong_check_digit_is_a_number() -> None:
    assert check("Order 4111 1111 1111 1112.", language=Language.EN, context=CALM) == ()


def test_public_names_may_be_told() -> None:
    text = "Allow 10.1.2.3 and vpn.kobza.internal, please."
    context = replace(CALM, public=("10.1.2.3", "kobza.internal"))
    assert len(check(text, language=Language.EN, context=CALM)) == 2
    assert check(text, language=Language.EN, context=context) == ()


def test_a_name_that_readers_share_with_another_client_is_theirs() -> None:
    context = replace(CALM, client=("Acme Marketplace",), others=("Acme Travel", "Zoria Bank"))
    assert check("Acme is affected.", language=Language.EN, context=context) == ()
    assert only("Zoria is affected.", context).quote == "Zoria"


def test_a_client_whose_name_is_an_ordinary_word_is_known_by_all_of_it() -> None:
    context = replace(CALM, others=("Nova Poshta", "Travel Bank"))
    for text in ("Нова версія вже працює.", "Travel payments fail.", "Bank transfers work."):
        assert check(text, language=Language.UK, context=context) == ()
    assert only("Travel Bank waits.", context).rule is Rule.OTHER_CLIENT


def test_a_long_text_says_how_many_messages_it_takes() -> None:
    finding = only("a" * 161, replace(CALM, messages=1))
    assert (finding.start, finding.end) == (160, 161)
    assert finding.why == phrases(
        "This takes {count} text message; {allowed} may go out. The rest would be cut off.",
        "This takes {count} text messages; {allowed} may go out. The rest would be cut off.",
        2,
        allowed=phrases("{count} text message", "{count} text messages", 1),
    )


@pytest.mark.parametrize(
    ("text", "messages", "fits"),
    [
        ("a" * 160, 1, True),
        ("€" * 80, 1, True),
        ("€" * 81, 1, False),
        ("a" * 306, 2, True),
        ("a" * 307, 2, False),
        ("ї" * 70, 1, True),
        ("ї" * 71, 1, False),
        ("ї" * 134, 2, True),
        ("😀" * 35, 1, True),
        ("😀" * 36, 1, False),
        ("a" * 9_999, None, True),
    ],
)
def test_how_much_fits(text: str, messages: int | None, *, fits: bool) -> None:
    context = replace(CALM, messages=messages)
    assert (check(text, language=Language.EN, context=context) == ()) is fits


def test_the_sign_that_halves_a_text_message_is_named() -> None:
    finding = only("We’re looking into it. " * 5, replace(CALM, messages=1))
    assert finding.offer == phrase(
        "Replace {characters} with plain signs: then it fits.", characters="’"
    )


def test_every_offer_passes_the_check_in_its_own_language() -> None:
    """In money incidents, before anything is identified, where the check is at its strictest."""
    strict = replace(CALM, flags=frozenset(Flag))
    for said in offers():
        for language in Language:
            text = translator(language).phrase(said, str)
            assert check(text, language=language, context=strict) == (), text


def offers() -> list[Phrase]:
    found: dict[str, Phrase] = {}
    for path in sorted(TABLE.glob("*.txt")):
        for case in cases(path.name):
            for finding in check(case.text, language=case.language, context=case.context):
                if finding.offer is not None:
                    found[finding.offer.msgid] = finding.offer
    assert len(found) > 10
    return list(found.values())

"""The wording check of a whole update: who may be named to whom, what proof there is, waivers."""

from dataclasses import replace

import pytest

from bot.domain import proofread
from bot.domain.client_update import ClientUpdate, Waiver
from bot.domain.events import NoteAdded, NoteKind, WordingWaived
from bot.domain.ids import EventId
from bot.domain.incident import Flag
from bot.domain.record import notes
from bot.domain.refusal import Refusal
from bot.domain.severity import ClientState
from bot.domain.wording import Finding, Gravity, Rule
from bot.store.timeline import Entry
from tests.domain.happenings import of
from tests.domain.sample import ACME, AT, CARDS, INC_7, OLENA, ZORIA, incident
from tests.domain.updates import ALTYN, EN, OLEH, POLICY, RU, UK, update

KYIV = (EN, "Europe/Kyiv")
ORDINARY = incident(clients=(ACME,))
SECRET = incident(clients=(ACME,), private=True, flags=frozenset({Flag.SECURITY}))


def saying(text: str, burning: object = ORDINARY, **changes: object) -> ClientUpdate:
    made = update(burning, **changes)  # type: ignore[arg-type]
    return replace(made, texts=dict.fromkeys(made.texts, text))


def found(text: str, burning: object = ORDINARY, **changes: object) -> list[tuple[Rule, str]]:
    made = saying(text, burning, **changes)
    read = proofread.proofread(made, burning, POLICY)  # type: ignore[arg-type]
    return [(one.rule, one.quote) for one in read.get(KYIV, ())]


def test_each_text_is_checked_in_its_own_language() -> None:
    made = update(incident(clients=(ACME, ZORIA, ALTYN)))
    texts = {
        key: {
            EN: "It will be fixed by 14:00.",
            UK: "Полагодимо до 14:00.",
            RU: "Починим к 14:00.",
        }[key[0]]
        for key in made.texts
    }
    read = proofread.proofread(replace(made, texts=texts), ORDINARY, POLICY)
    assert {key: [one.rule for one in findings] for key, findings in read.items()} == {
        (EN, "Europe/Kyiv"): [Rule.REPAIR_TIME],
        (UK, "Europe/Kyiv"): [Rule.REPAIR_TIME],
        (RU, "Asia/Almaty"): [Rule.REPAIR_TIME],
        (EN, "Asia/Almaty"): [Rule.REPAIR_TIME],
    }
    offered = {key: findings[0].language for key, findings in read.items()}
    assert offered == {key: key[0] for key in made.texts}


def test_a_client_may_read_its_own_name_and_nobody_elses() -> None:
    own = replace(POLICY.client_updates, support_channel=None)
    policy = replace(POLICY, client_updates=own)
    made = saying("Acme Marketplace cannot be paid, nor can Zoria Bank.")
    read = proofread.proofread(made, ORDINARY, policy)
    assert [(one.rule, one.quote) for one in read[KYIV]] == [(Rule.OTHER_CLIENT, "Zoria Bank")]


def test_our_own_support_may_read_what_one_client_does() -> None:
    assert found("Acme Marketplace cannot be paid.") == []


def test_of_those_who_share_a_text_none_may_be_named() -> None:
    both = incident(clients=(ACME, ALTYN))
    shared = replace(
        POLICY,
        clients={**POLICY.clients, ALTYN: replace(POLICY.clients[ALTYN], zone=None)},
    )
    made = update(both, shared)
    made = replace(made, texts=dict.fromkeys(made.texts, "Acme Marketplace cannot be paid."))
    read = proofread.proofread(made, both, shared)
    assert [one.rule for one in read[KYIV]] == [Rule.OTHER_CLIENT]
    assert [one.rule for one in read[RU, "Europe/Kyiv"]] == [Rule.OTHER_CLIENT]


def test_our_services_and_our_own_name_are_no_clients() -> None:
    named = replace(POLICY, clients={ZORIA: replace(POLICY.clients[ZORIA], title="Cards")})
    made = saying("Cards fail at Kobza Pay.")
    assert POLICY.services[CARDS].title.default == "Cards"
    assert proofread.proofread(made, ORDINARY, named)[KYIV] == ()


@pytest.mark.parametrize(
    ("burning", "gravity"), [(ORDINARY, Gravity.ADVICE), (SECRET, Gravity.GRAVE)]
)
def test_flags_make_grave_what_is_advice_otherwise(burning: object, gravity: Gravity) -> None:
    made = saying("Only a few payments fail.", burning)
    [finding] = proofread.proofread(made, burning, POLICY)[KYIV]  # type: ignore[arg-type]
    assert (finding.rule, finding.gravity) == (Rule.DOWNPLAYING, gravity)


def test_the_state_that_the_update_tells_decides_about_causes() -> None:
    text = "Caused by a database failure."
    assert found(text, state=ClientState.INVESTIGATING) == [
        (Rule.EARLY_CAUSE, "Caused by a database failure")
    ]
    assert found(text, state=ClientState.IDENTIFIED) == []


def test_only_marked_notes_that_stand_bear_words_out() -> None:
    entries = [noted("No client data was affected", kind) for kind in (None, *NoteKind)]
    proofs = proofread.evidence(notes(entries, *proofread.PROOF))
    assert [each.id for each in proofs] == ["decision", "finding", "impact"]
    made = saying("No client data was affected.")
    [finding] = proofread.proofread(made, ORDINARY, POLICY, proofs)[KYIV]
    assert (finding.rule, finding.gravity, finding.entry) == (
        Rule.NO_HARM,
        Gravity.NOTE,
        "impact",
    )


def noted(text: str, kind: NoteKind | None) -> Entry:
    event = of(NoteAdded, text=text, author=OLENA, said_at=AT, kind=kind)
    return Entry(EventId(str(kind)), event)


GRAVE = saying("Only a few payments fail. We refund $500. Only a few  payments fail.", SECRET)
READ = proofread.proofread(GRAVE, SECRET, POLICY)


def test_each_grave_finding_once_however_many_texts_have_it() -> None:
    assert [(one.rule, one.quote) for one in proofread.grave(GRAVE, READ)] == [
        (Rule.DOWNPLAYING, "Only a few payments"),
        (Rule.SUM, "We refund"),
        (Rule.SUM, "$500"),
    ]


def test_in_an_ordinary_incident_the_check_only_advises() -> None:
    proofread.must_be_clean(GRAVE, ORDINARY, READ)


def test_in_a_flagged_one_grave_words_stop_it_by_name() -> None:
    with pytest.raises(Refusal, match="These words may hurt") as refused:
        proofread.must_be_clean(GRAVE, SECRET, READ)
    words = str(refused.value.phrase.slots["words"])
    assert all(f"“{one.quote}”" in words for one in proofread.grave(GRAVE, READ))


def waive(made: ClientUpdate, finding: Finding, reason: str = "agreed with counsel") -> object:
    return proofread.waive(made, READ, finding, reason=reason, by=OLEH, at=AT)


def test_words_that_are_waived_in_writing_stop_nothing() -> None:
    made = GRAVE
    for finding in proofread.grave(GRAVE, READ):
        change = proofread.waive(made, READ, finding, reason=" counsel ", by=OLEH, at=AT)
        made = change.state
        assert change.events == (
            WordingWaived(
                incident=INC_7,
                at=AT,
                by=OLEH,
                update=GRAVE.id,
                number=1,
                rule=finding.rule,
                words=finding.quote,
                reason="counsel",
            ),
        )
        assert proofread.waive(made, READ, finding, reason="so", by=OLEH, at=AT).events == ()
    proofread.must_be_clean(made, SECRET, READ)
    assert made.digest == GRAVE.digest


def test_a_waiver_is_for_those_words_and_that_rule_only() -> None:
    [first, *_] = proofread.grave(GRAVE, READ)
    waived = Waiver(rule=first.rule, words=f" {first.quote.upper()} ", reason="so", by=OLEH, at=AT)
    left = proofread.grave(replace(GRAVE, waived=(waived,)), READ)
    assert first not in left
    assert len(left) == len(proofread.grave(GRAVE, READ)) - 1
    other = replace(waived, rule=Rule.BLAME)
    assert first in proofread.grave(replace(GRAVE, waived=(other,)), READ)


def test_a_waiver_needs_a_reason() -> None:
    [first, *_] = proofread.grave(GRAVE, READ)
    with pytest.raises(Refusal) as refused:
        waive(GRAVE, first, reason=" \n ")
    assert refused.value.field == "reason"


def test_words_in_the_field_of_another_language_are_advice_where_they_stand() -> None:
    made = update(incident(clients=(ACME, ALTYN)), impact={EN: "Cards fail", RU: "Це ще триває"})
    texts = {key: f"Kobza Pay\n{made.impact.get(key[0], '')}" for key in made.texts}
    read = proofread.proofread(replace(made, texts=texts), ORDINARY, POLICY)
    assert {
        key: [(one.rule, one.gravity, one.start, one.quote) for one in found]
        for key, found in read.items()
        if found
    } == {
        key: [(Rule.OTHER_LANGUAGE, Gravity.ADVICE, 10, "Це ще триває")]
        for key in texts
        if key[0] is RU
    }


@pytest.mark.parametrize(("allowed", "rules"), [(None, []), (2, []), (1, [Rule.TOO_LONG])])
def test_a_text_may_take_as_many_text_messages_as_the_policy_says(
    allowed: int | None, rules: list[Rule]
) -> None:
    policy = replace(POLICY, client_updates=replace(POLICY.client_updates, text_messages=allowed))
    read = proofread.proofread(saying("a" * 161), ORDINARY, policy)
    assert [one.rule for one in read[KYIV]] == rules

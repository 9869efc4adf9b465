"""Who must agree to an update, and everything that makes an agreement void."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import approving
from bot.domain.approval import (
    Rule,
    RuleKind,
    Stand,
    Standing,
    may_waive,
    must_be_approved,
    rule,
    standing,
)
from bot.domain.client_update import ClientUpdate, Void
from bot.domain.component import Health
from bot.domain.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalVoided,
    UpdateRevised,
)
from bot.domain.ids import PersonId
from bot.domain.incident import Flag, Incident
from bot.domain.permission import Action, Grant, Permissions
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.domain.role import LEAD
from bot.domain.severity import ClientState, SeverityName
from bot.domain.update_rules import UpdateRules
from tests.domain.sample import (
    ACME,
    AT,
    INC_7,
    IRYNA,
    MINUTE,
    OLENA,
    SEV1,
    SEV3,
    TARAS,
    incident,
)
from tests.domain.updates import (
    EN,
    KATE,
    LATER,
    MANAGERS,
    NATALIA,
    OLEH,
    POLICY,
    PROTECTION,
    approved,
    update,
)

Edit = Callable[[ClientUpdate], ClientUpdate]
SECURITY = incident(clients=(ACME,), private=True, flags=frozenset({Flag.SECURITY}))
BURNING = incident(clients=(ACME,), roles={LEAD: TARAS})
WORST = incident(clients=(ACME,), severity=SEV1.name)
DRAFT, DELICATE = update(BURNING), update(SECURITY)
BOTH = (NATALIA, OLEH)


def flagged(*flags: Flag, **changes: object) -> Incident:
    return incident(clients=(ACME,), private=True, flags=frozenset(flags), **changes)


@pytest.mark.parametrize(
    ("burning", "wanted"),
    [
        (incident(severity=SEV3.name), Rule(kind=RuleKind.NONE)),
        (BURNING, Rule(kind=RuleKind.LEAD, people=(TARAS,))),
        (incident(), Rule(kind=RuleKind.LEAD)),
        (WORST, Rule(kind=RuleKind.GROUP, people=(NATALIA, OLEH), groups=(MANAGERS,))),
        (
            flagged(Flag.SECURITY, severity=SEV3.name),
            Rule(kind=RuleKind.GROUP, people=(NATALIA, OLEH), second=True, groups=(MANAGERS,)),
        ),
        (
            flagged(Flag.PERSONAL_DATA, Flag.MONEY),
            Rule(
                kind=RuleKind.GROUP,
                people=(NATALIA, OLEH, KATE),
                second=True,
                groups=(MANAGERS, PROTECTION),
            ),
        ),
        # Private without a flag, and no group for that: the severity's approvers, if it has any.
        (
            incident(private=True, severity=SEV1.name),
            Rule(kind=RuleKind.GROUP, people=(NATALIA, OLEH), second=True, groups=(MANAGERS,)),
        ),
        (
            incident(private=True),
            Rule(kind=RuleKind.GROUP, second=True, lacking=("private",)),
        ),
    ],
)
def test_who_must_agree(burning: Incident, wanted: Rule) -> None:
    assert rule(burning, DRAFT, POLICY) == wanted


def test_a_severity_that_the_policy_has_forgotten_obliges_as_the_worst() -> None:
    gone = incident(severity=SeverityName("P0"))
    assert rule(gone, DRAFT, POLICY) == rule(WORST, DRAFT, POLICY)


@pytest.mark.parametrize(
    ("drafted", "revised", "people"),
    [
        (OLENA, None, (NATALIA, OLEH)),
        (NATALIA, None, (OLEH,)),
        (OLENA, OLEH, (NATALIA,)),
        (NATALIA, OLEH, ()),
    ],
)
def test_the_second_person_is_neither_author_nor_last_editor(
    drafted: PersonId, revised: PersonId | None, people: tuple[PersonId, ...]
) -> None:
    written = replace(DELICATE, drafted_by=drafted, revised_by=revised)
    assert rule(SECURITY, written, POLICY).people == people


#: Each change, and why what was agreed to is void after it.
CHANGES: list[
    tuple[str, Callable[[ClientUpdate], ClientUpdate], dict[str, object], Void | None]
] = [
    ("nothing", lambda it: it, {}, None),
    ("title", lambda it: it, {"title": "Another", "summary": "So"}, None),
    ("lead", lambda it: it, {"roles": {LEAD: IRYNA}}, None),
    (
        "word",
        lambda it: replace(it, texts={**it.texts, (EN, "Europe/Kyiv"): "Most cards fail."}),
        {},
        Void.WORDS,
    ),
    ("state", lambda it: replace(it, state=ClientState.MONITORING), {}, Void.WORDS),
    ("health", lambda it: replace(it, health=Health.DEGRADED), {}, Void.WORDS),
    ("readers", lambda it: replace(it, recipients=it.recipients[:1]), {}, Void.WORDS),
    ("severity", lambda it: it, {"severity": SeverityName("SEV1")}, Void.SEVERITY),
    ("told", lambda it: it, {"client_state": ClientState.IDENTIFIED}, Void.STATE),
    # Somebody else's flag: Oleh may not agree for data protection.
    ("flags", lambda it: it, {"flags": frozenset({Flag.PERSONAL_DATA})}, Void.APPROVERS),
    ("one more flag", lambda it: it, {"flags": frozenset(Flag)}, None),
]


@pytest.mark.parametrize(
    ("edit", "changes", "why"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_what_makes_an_approval_void(
    edit: Edit, changes: dict[str, object], why: Void | None
) -> None:
    given = edit(approved(DELICATE, SECURITY, OLEH))
    burning = replace(SECURITY, **changes)  # type: ignore[arg-type]
    wanted = Standing(Stand.VOID, why) if why else Standing(Stand.APPROVED)
    assert standing(given, burning, LATER, POLICY) == wanted


@pytest.mark.parametrize(
    ("now", "stand"),
    [
        (AT + 15 * MINUTE - MINUTE / 60, Standing(Stand.APPROVED)),
        (AT + 15 * MINUTE, Standing(Stand.VOID, Void.EXPIRED)),
    ],
)
def test_an_approval_holds_for_fifteen_minutes(now: datetime, stand: Standing) -> None:
    assert standing(approved(DELICATE, SECURITY, OLEH), SECURITY, now, POLICY) == stand


@given(
    text=st.text(min_size=1, max_size=30),
    severity=st.sampled_from(["SEV1", "SEV2"]),
    told=st.sampled_from([None, *ClientState]),
    minutes=st.integers(0, 30),
)
def test_an_approval_stands_only_while_nothing_at_all_has_changed(
    text: str, severity: str, told: ClientState | None, minutes: int
) -> None:
    given = approved(DELICATE, SECURITY, OLEH)
    now = replace(given, texts={**given.texts, (EN, "Europe/Kyiv"): text})
    burning = replace(SECURITY, severity=SeverityName(severity), client_state=told)
    unchanged = (
        text == given.texts[EN, "Europe/Kyiv"]
        and severity == SECURITY.severity
        and told is SECURITY.client_state
        and minutes < 15
    )
    stand = standing(now, burning, AT + minutes * MINUTE, POLICY).stand
    assert stand is (Stand.APPROVED if unchanged else Stand.VOID)


def test_before_anybody_agrees_it_is_free_or_open_or_asked() -> None:
    asked = approving.ask(DELICATE, SECURITY, POLICY, by=OLENA, at=AT).state
    assert standing(asked, SECURITY, LATER, POLICY) == Standing(Stand.ASKED)
    assert standing(DELICATE, SECURITY, LATER, POLICY) == Standing(Stand.NONE)
    ordinary = incident(severity=SEV3.name)
    assert standing(DRAFT, ordinary, LATER, POLICY) == Standing(Stand.FREE)


def test_asking_lets_in_who_must_judge_and_asking_twice_changes_nothing() -> None:
    change = approving.ask(DELICATE, SECURITY, POLICY, by=OLENA, at=AT)
    assert change.events == (
        ApprovalAsked(
            incident=INC_7,
            at=AT,
            by=OLENA,
            update=DELICATE.id,
            number=1,
            people=(NATALIA, OLEH),
            let_in=True,
            marks=DELICATE.marks,
        ),
    )
    assert change.state.asked_of == (NATALIA, OLEH)
    assert approving.ask(change.state, SECURITY, POLICY, by=TARAS, at=LATER).events == ()


def test_agreeing_binds_to_what_was_read() -> None:
    change = approving.approve(DELICATE, SECURITY, POLICY, seen=DELICATE.digest, by=OLEH, at=AT)
    assert change.state == approved(DELICATE, SECURITY, OLEH)
    assert change.events == (
        ApprovalGiven(
            incident=INC_7,
            at=AT,
            by=OLEH,
            update=DELICATE.id,
            number=1,
            digest=DELICATE.digest,
            author=OLENA,
        ),
    )
    again = approving.approve(
        change.state, SECURITY, POLICY, seen=DELICATE.digest, by=NATALIA, at=LATER
    )
    assert (again.state, again.events) == (change.state, ())


@pytest.mark.parametrize(
    ("burning", "policy", "by", "seen", "said"),
    [
        (SECURITY, POLICY, OLENA, None, "Only these people can approve it"),
        (SECURITY, POLICY, IRYNA, None, "Only these people can approve it"),
        (SECURITY, POLICY, OLEH, "of another text", "The text was changed after you opened it"),
        (incident(severity=SEV3.name), POLICY, OLEH, None, "asks nobody's approval"),
        (BURNING, POLICY, OLEH, None, "Only these people can approve it"),
        (incident(clients=(ACME,)), POLICY, OLEH, None, "nobody leads yet"),
    ],
)
def test_who_may_not_agree_or_not_to_this(
    burning: Incident, policy: Policy, by: PersonId, seen: str | None, said: str
) -> None:
    made = update(burning, drafted_by=TARAS)
    with pytest.raises(Refusal, match=said):
        approving.approve(made, burning, policy, seen=seen or made.digest, by=by, at=AT)


def test_whoever_wrote_it_is_told_so_and_who_can() -> None:
    own = replace(DELICATE, drafted_by=OLEH)
    with pytest.raises(Refusal, match="You wrote this, so somebody else") as refused:
        approving.approve(own, SECURITY, POLICY, seen=own.digest, by=OLEH, at=AT)
    assert str(NATALIA) in str(refused.value.phrase.slots["people"])


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (
            replace(POLICY, client_updates=UpdateRules()),
            "the policy names no approvers for it",
        ),
        (
            replace(POLICY, groups={MANAGERS: (OLENA,), PROTECTION: (KATE,)}),
            "has only those who wrote it",
        ),
    ],
)
def test_an_empty_group_is_said_with_what_to_set_and_who_could(policy: Policy, said: str) -> None:
    for attempt in (
        lambda: approving.ask(DELICATE, SECURITY, policy, by=OLENA, at=AT),
        lambda: must_be_approved(DELICATE, SECURITY, policy, by=OLENA, now=AT),
    ):
        with pytest.raises(Refusal, match=said) as refused:
            attempt()
        slots = str(refused.value.phrase.slots)
        assert "managers" in slots
        assert "U0" in slots


def test_giving_back_needs_a_reason_and_ends_the_question() -> None:
    asked = approving.ask(DELICATE, SECURITY, POLICY, by=OLENA, at=AT).state
    with pytest.raises(Refusal) as refused:
        approving.give_back(asked, SECURITY, POLICY, reason="  ", by=OLEH, at=AT)
    assert refused.value.field == "reason"
    back = approving.give_back(asked, SECURITY, POLICY, reason=" Which cards? ", by=OLEH, at=LATER)
    assert back.state == DELICATE
    assert back.events == (
        ApprovalRefused(
            incident=INC_7,
            at=LATER,
            by=OLEH,
            update=DELICATE.id,
            number=1,
            reason="Which cards?",
            author=OLENA,
        ),
    )


@pytest.mark.parametrize(
    ("gone", "said"),
    [({"sent_at": AT}, "was sent already"), ({"withdrawn_at": AT}, "was withdrawn")],
)
def test_what_has_left_or_was_withdrawn_needs_no_agreement(
    gone: dict[str, object], said: str
) -> None:
    past = replace(DELICATE, **gone)  # type: ignore[arg-type]
    for attempt in (
        lambda: approving.ask(past, SECURITY, POLICY, by=OLENA, at=AT),
        lambda: approving.approve(past, SECURITY, POLICY, seen=past.digest, by=OLEH, at=AT),
        lambda: approving.give_back(past, SECURITY, POLICY, reason="so", by=OLEH, at=AT),
    ):
        with pytest.raises(Refusal, match=said):
            attempt()
    assert approving.reconsider(past, SECURITY, POLICY, at=AT).events == ()


def test_a_lost_approval_is_said_and_asked_for_again() -> None:
    given = replace(
        approved(DELICATE, SECURITY, OLEH), asked_by=OLENA, asked_at=AT, asked_of=(NATALIA, OLEH)
    )
    worse = replace(SECURITY, severity=SEV1.name)
    change = approving.reconsider(given, worse, POLICY, at=LATER)
    about = {"incident": INC_7, "at": LATER, "update": DELICATE.id, "number": 1}
    assert change.events == (
        ApprovalVoided(**about, why="severity", approved_by=OLEH, author=OLENA),  # type: ignore[arg-type]
        ApprovalAsked(**about, people=BOTH, again=True, let_in=True, marks=given.marks),  # type: ignore[arg-type]
    )
    assert standing(change.state, worse, LATER, POLICY) == Standing(Stand.ASKED, Void.SEVERITY)
    assert approving.reconsider(change.state, worse, POLICY, at=LATER).events == ()


def test_others_are_asked_where_others_must_agree_now() -> None:
    asked = approving.ask(DRAFT, BURNING, POLICY, by=OLENA, at=AT).state
    assert asked.asked_of == (TARAS,)
    handed = replace(BURNING, roles={LEAD: IRYNA})
    change = approving.reconsider(asked, handed, POLICY, at=LATER)
    [fact] = change.events
    assert isinstance(fact, ApprovalAsked)
    assert (fact.people, fact.again, fact.let_in) == ((IRYNA,), True, False)
    assert change.state.asked_of == (TARAS, IRYNA)


def test_nobody_is_asked_where_nobody_needs_to() -> None:
    asked = approving.ask(DRAFT, BURNING, POLICY, by=OLENA, at=AT).state
    milder = replace(BURNING, severity=SEV3.name)
    change = approving.reconsider(asked, milder, POLICY, at=LATER)
    assert (change.events, change.state.asked_at, change.state.asked_of) == ((), None, ())


def test_what_the_author_agreed_to_alone_is_not_enough_once_it_is_private() -> None:
    """Even where nobody is taken from those who read it, so that no word of it changes."""
    quiet = replace(POLICY, client_updates=replace(POLICY.client_updates, support_channel=None))
    own = approved(update(BURNING, quiet, drafted_by=TARAS), BURNING, TARAS)
    assert standing(own, BURNING, LATER, quiet) == Standing(Stand.APPROVED)
    private = replace(BURNING, private=True, flags=frozenset({Flag.MONEY}))
    assert standing(own, private, LATER, quiet) == Standing(Stand.VOID, Void.APPROVERS)
    with pytest.raises(Refusal, match="The approval is void"):
        must_be_approved(own, private, quiet, by=TARAS, now=LATER)
    change = approving.reconsider(own, private, quiet, at=LATER)
    assert [type(event) for event in change.events] == [ApprovalVoided, ApprovalAsked]


def test_a_lead_who_hands_over_leaves_what_they_agreed_to() -> None:
    given = approved(DRAFT, BURNING, TARAS)
    handed = replace(BURNING, roles={LEAD: IRYNA})
    assert standing(given, handed, LATER, POLICY) == Standing(Stand.APPROVED)


def test_becoming_private_takes_readers_away_and_the_approval_with_them() -> None:
    given = replace(approved(DRAFT, BURNING, TARAS), asked_at=AT, asked_of=(TARAS,))
    private = replace(BURNING, private=True, flags=frozenset({Flag.MONEY}))
    change = approving.reconsider(given, private, POLICY, at=LATER)
    assert [type(event) for event in change.events] == [
        UpdateRevised,
        ApprovalVoided,
        ApprovalAsked,
    ]
    revised, voided, asked = change.events
    assert isinstance(revised, UpdateRevised)
    assert isinstance(voided, ApprovalVoided)
    assert isinstance(asked, ApprovalAsked)
    assert (revised.changed, voided.why, asked.people) == (
        ("readers",),
        "readers",
        (NATALIA, OLEH),
    )
    assert {each.medium.value for each in change.state.recipients} == {"channel", "mail"}


@pytest.mark.parametrize(
    ("made", "burning", "by", "said"),
    [
        (DRAFT, BURNING, OLENA, "This needs the approval of"),
        (replace(DRAFT, asked_at=AT), BURNING, OLENA, "still waits for the approval of"),
        (approved(DRAFT, BURNING, TARAS, digest="x"), BURNING, OLENA, "The approval is void"),
        (DELICATE, SECURITY, OLEH, "This needs the approval of"),
    ],
)
def test_who_may_not_send_yet(
    made: ClientUpdate, burning: Incident, by: PersonId, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        must_be_approved(made, burning, POLICY, by=by, now=LATER)


@pytest.mark.parametrize(
    ("made", "burning", "by"),
    [
        (DRAFT, incident(severity=SEV3.name), OLENA),
        (DRAFT, BURNING, TARAS),  # the lead agrees by sending
        (replace(DRAFT, drafted_by=OLEH), WORST, OLEH),
        (approved(DRAFT, BURNING, TARAS), BURNING, OLENA),
        (approved(DELICATE, SECURITY, OLEH), SECURITY, OLENA),
    ],
)
def test_who_may_send(made: ClientUpdate, burning: Incident, by: PersonId) -> None:
    must_be_approved(made, burning, POLICY, by=by, now=LATER)


@pytest.mark.parametrize(
    ("person", "by_default", "by_policy"),
    [(TARAS, True, False), (OLEH, True, False), (KATE, False, True), (IRYNA, False, False)],
)
def test_who_may_let_grave_words_stand(
    person: PersonId, *, by_default: bool, by_policy: bool
) -> None:
    burning = replace(SECURITY, roles={LEAD: TARAS})
    assert may_waive(burning, DELICATE, POLICY, person) is by_default
    granted = replace(
        POLICY,
        permissions=Permissions(grants={Action.OVERRIDE_WORDING: Grant(people=frozenset({KATE}))}),
    )
    assert may_waive(burning, DELICATE, granted, person) is by_policy

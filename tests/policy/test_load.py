"""The examples we ship, read to the last value."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from bot.domain.contact import Contact, QuietHours, Use
from bot.domain.escalation_path import (
    Condition,
    Level,
    ToChannel,
    ToGroup,
    ToPerson,
    ToRotation,
    ToUsergroup,
    ToWebhook,
)
from bot.domain.events.record import NoteKind
from bot.domain.ids import PersonId, RoomId
from bot.domain.incident import Status
from bot.domain.language import Language, Localised
from bot.domain.layer import Layer
from bot.domain.permission import Action, Grant
from bot.domain.person import GroupName
from bot.domain.pick import Picking
from bot.domain.policy import Policy
from bot.domain.role import COMMS, LEAD
from bot.domain.service import ClientName, PathName, RotationName, ServiceName
from bot.domain.severity import AckRule, Approval, ClientState, Postmortem, SeverityName
from bot.domain.status_page import ComponentGroup, StatusPage
from bot.domain.turns import Kind, Turns
from bot.domain.update_rules import Mail, UpdateRules
from bot.domain.windows import Hours, Windows
from bot.policy import PolicyError, Problem, load
from bot.policy.shape import PermissionsShape, StatusesShape

EXAMPLES = Path(__file__).parents[2] / "examples"
GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")


def example(name: str) -> Policy:
    known = [path.name for path in (EXAMPLES.parent / "runbooks").glob("*.md")]
    return load((EXAMPLES / name).read_text(encoding="utf-8"), file=name, runbooks=known)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.fixture(scope="module")
def full() -> Policy:
    return example("full.yaml")


def test_the_small_example_pages_somebody() -> None:
    policy = example("small.yaml")
    path = policy.path_for(None)
    assert path is not None
    assert path.levels == (
        Level(
            name=Localised("On call"),
            targets=(ToRotation(RotationName("on-call")),),
            wait=minutes(5),
        ),
    )
    assert path.last_resort == ToChannel(policy.workspace.announce)
    assert [role.name for role in policy.roles] == [LEAD, COMMS]
    assert policy.workspace.language is Language.EN


def test_severities_oblige(full: Policy) -> None:
    said = [
        (each.name, each.rank, each.pages, each.ack_limit, each.approval, each.postmortem)
        for each in full.severities
    ]
    assert said == [
        ("SEV1", 1, True, minutes(5), Approval.GROUP, Postmortem.REQUIRED),
        ("SEV2", 2, True, minutes(15), Approval.LEAD, Postmortem.REQUIRED),
        ("SEV3", 3, False, None, Approval.LEAD, Postmortem.OPTIONAL),
        ("SEV4", 4, False, None, Approval.NONE, Postmortem.NONE),
    ]
    assert full.severities[0].approvers == "managers"
    assert full.groups["managers"] == ("U0NATALIA", "U0OLEH")


def test_cadence_follows_what_clients_know(full: Policy) -> None:
    states = (ClientState.INVESTIGATING, ClientState.IDENTIFIED, ClientState.MONITORING)
    cadence = [[each.cadence.get(state) for state in states] for each in full.severities]
    assert cadence == [
        [minutes(15), minutes(15), minutes(30)],
        [minutes(30), minutes(30), minutes(60)],
        [minutes(60), minutes(120), None],
        [None, None, None],
    ]


def test_a_rotation_hands_off_on_the_workspaces_clock(full: Policy) -> None:
    rotation = full.rotations[RotationName("support-l2")]
    assert rotation.layers == (
        Layer(
            members=(PersonId("U0IRYNA"), PersonId("U0MARKO")),
            turns=Turns(
                kind=Kind.WEEKLY,
                start=datetime(2026, 1, 5, 9, 0),  # noqa: DTZ001 - a wall time
                zone=ZoneInfo("Europe/Kyiv"),
            ),
        ),
    )
    assert rotation.zone == ZoneInfo("Europe/Kyiv")


def test_paths_climb_as_the_company_does(full: Policy) -> None:
    climbs = {
        name: [target for level in path.levels for target in level.targets]
        for name, path in full.paths.items()
    }
    assert climbs == {
        name: [ToRotation(RotationName(each)) for each in rotations.split()]
        for name, rotations in {
            "payments": "support-l1 support-l2 support-l3 payments-dev",
            "platform": "support-l1 support-l2 platform-devops",
        }.items()
    } | {
        PathName("quality"): [
            ToRotation(RotationName("support-l1")),
            ToRotation(RotationName("qa")),
            ToGroup(GroupName("managers")),
        ]
    }
    assert full.paths[PathName("payments")].last_resort == ToPerson(PersonId("U0NATALIA"))
    assert full.paths[PathName("platform")].last_resort == ToPerson(PersonId("U0OLEH"))
    assert full.paths[PathName("platform")].rounds == 2
    assert full.path_for(None) is full.paths[PathName("platform")]
    assert full.path_for(ServiceName("cards")) is full.paths[PathName("payments")]


def test_levels_are_asked_under_conditions(full: Policy) -> None:
    _, qa, managers = full.paths[PathName("quality")].levels
    assert qa.when == Condition(
        hours=Windows(
            zone=ZoneInfo("Europe/Kyiv"),
            hours=(Hours(frozenset(range(5)), time(9), time(18)),),
        )
    )
    assert managers.when == Condition(severities=(SeverityName("SEV1"),))


def test_what_it_takes_until_a_page_is_answered() -> None:
    text = GOOD.replace("    ack_limit: 5m\n", "    acks: 2\n    ack_timeout: 30m\n")
    worst, other = load(text, file="p.yaml").severities
    assert worst.ack_rule == AckRule(needed=2, timeout=timedelta(minutes=30))
    assert other.ack_rule == AckRule()
    named = GOOD.replace("    ack_limit: 5m\n", "    ack_roles: [lead, lead]\n")
    assert load(named, file="p.yaml").severities[0].ack_rule == AckRule(
        needed=2, roles=(LEAD, LEAD)
    )


def test_every_kind_of_target_is_known_by_its_spelling() -> None:
    hook = "https://hooks.kobzapay.example/in"
    every = f"page: [support-l1, managers, U0OLEH, C0INCIDENTS, S0SUPPORT, {hook}]"
    text = GOOD.replace("page: support-l1", every)
    policy = load(text, file="p.yaml")
    assert policy.paths[PathName("payments")].levels[0].targets == (
        ToRotation(RotationName("support-l1")),
        ToGroup(GroupName("managers")),
        ToPerson(PersonId("U0OLEH")),
        ToChannel(RoomId("C0INCIDENTS")),
        ToUsergroup("S0SUPPORT"),
        ToWebhook(hook),
    )
    assert policy.paged_usergroups == ("S0SUPPORT",)


def test_an_anchor_stands_for_what_it_names(full: Policy) -> None:
    payments, platform = full.paths[PathName("payments")], full.paths[PathName("platform")]
    assert payments.levels[:2] == platform.levels[:2]


def test_a_text_falls_back_to_the_workspaces_language(full: Policy) -> None:
    title = full.services[ServiceName("payouts")].title
    assert title.default == title.to(Language.UK) == "Виплати"
    assert title.to(Language.EN) == "Payouts"


def test_clients_read_their_own_language_in_their_own_channel(full: Policy) -> None:
    assert {name: (each.languages, each.channels) for name, each in full.clients.items()} == {
        "acme": ((Language.EN,), ("C0ACME",)),
        "zoria": ((Language.UK,), ("C0ZORIA",)),
        "altyn": ((Language.RU,), ("C0ALTYN",)),
        "northwind": ((Language.EN, Language.UK), ("C0NORTHWIND",)),
    }
    assert full.services[ServiceName("payouts")].clients == (ClientName("acme"), "altyn")


def test_a_client_reads_times_on_its_own_clock_if_it_has_one(full: Policy) -> None:
    assert full.clock_of(ClientName("altyn")) == ZoneInfo("Asia/Almaty")
    assert full.clock_of(ClientName("acme")) == ZoneInfo("Europe/Kyiv")
    assert full.clock_of(None) == ZoneInfo("Europe/Kyiv")


def test_a_group_is_granted_as_its_people(full: Policy) -> None:
    assert full.permissions.grants[Action.UPDATE_CLIENTS] == Grant(
        roles=frozenset({COMMS, LEAD}),
        people=frozenset({PersonId("U0NATALIA"), PersonId("U0OLEH")}),
    )
    assert full.permissions.grants[Action.DECLARE] == Grant(everyone=True)
    assert Action.RESOLVE not in full.permissions.grants


def test_statuses_may_have_words_of_ones_own(full: Policy) -> None:
    assert list(full.status_labels) == ["monitoring"]
    assert full.status_labels["monitoring"].to(Language.UK) == "Спостерігаємо за виправленням"


def test_every_action_and_every_status_has_its_key() -> None:
    assert set(PermissionsShape.model_fields) == {*Action, "guests"}
    assert set(StatusesShape.model_fields) == set(Status)


MERGED = """
workspace: {name: A, timezone: Etc/UTC}
severities: [{name: SEV1, criteria: Bad}]
people: {U0A1: &person {name: Ann, languages: [uk]}, U0B1: {<<: *person, name: Bob}}
"""


def test_a_merge_key_gives_what_is_not_said() -> None:
    people = load(MERGED, file="p.yaml").people
    assert (people[PersonId("U0B1")].name, people[PersonId("U0B1")].languages) == ("Bob", ("uk",))


FULL_LINES = (EXAMPLES / "full.yaml").read_text(encoding="utf-8").splitlines(keepends=True)


@given(
    start=st.integers(0, len(FULL_LINES)),
    length=st.integers(1, 6),
    instead=st.text(alphabet="ab:-#&*![]{}\"'|>%@`?, \n\t\x00é0", max_size=12),
)
def test_a_spoilt_file_is_read_or_explained(start: int, length: int, instead: str) -> None:
    """Whatever a hand does to the file, the answer is a policy or sentences with real lines."""
    text = "".join([*FULL_LINES[:start], instead, *FULL_LINES[start + length :]])
    problems: tuple[Problem, ...] = ()
    try:
        load(text, file="p.yaml")
    except PolicyError as error:
        problems = error.problems
        event("explained")
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)
    assert all(problem.wrong and problem.fix for problem in problems)


def contacts(written: str) -> tuple[Contact, ...]:
    old = 'contacts: ["mailto://oleh@kobzapay.example"]'
    assert GOOD.count(old) == 1
    policy = load(GOOD.replace(old, written), file="p.yaml")
    return policy.people[PersonId("U0OLEH")].contacts


def test_a_contact_is_an_address_alone_or_says_when_it_is_used() -> None:
    written = """contacts: [
      "mailto://oleh@kobzapay.example",
      {url: "twilio://${SMS}@1/2", after: 90s},
      {name: bell, url: "json://bell", after: 0, when: normal},
      {url: "ntfys://kobza", after: 5m, when: urgent},
      "${TELEGRAM}"]"""

    assert contacts(written) == (
        Contact(name="email", url="mailto://oleh@kobzapay.example"),
        Contact(name="sms", url="twilio://${SMS}@1/2", after=timedelta(seconds=90)),
        Contact(name="bell", url="json://bell", use=Use.NORMAL),
        Contact(name="ntfy", url="ntfys://kobza", after=minutes(5), use=Use.URGENT),
        Contact(name="contact", url="${TELEGRAM}"),
    )


@pytest.mark.parametrize("hours", ["22:00-07:00", "22:00 - 7:00", "22:00\u20137:00"])
def test_quiet_hours_are_read_as_people_write_them(full: Policy, hours: str) -> None:
    old = '{name: Oleh, contacts: ["mailto://oleh@kobzapay.example"]}'
    new = f'{{name: Oleh, quiet_hours: "{hours}", timezone: Europe/London}}'
    oleh = load(GOOD.replace(old, new), file="p.yaml").people[PersonId("U0OLEH")]

    assert oleh.quiet == QuietHours(time(22), time(7)) == full.people[PersonId("U0OLENA")].quiet
    assert oleh.zone == ZoneInfo("Europe/London")


def test_client_updates_have_rules(full: Policy) -> None:
    managers = GroupName("managers")
    assert full.client_updates == UpdateRules(
        approvers={
            "security": managers,
            "money": managers,
            "personal_data": GroupName("data-protection"),
            "private": managers,
        },
        approval_holds=timedelta(minutes=15),
        remind_before=timedelta(minutes=5),
        escalate_after=timedelta(minutes=10),
        escalate_to=managers,
        support_channel=RoomId("C0SUPPORT"),
        mail=Mail(
            sender="Kobza Pay <status@kobzapay.example>",
            reply_to="support@kobzapay.example",
            unsubscribe="mailto:unsubscribe@kobzapay.example",
        ),
    )
    good = load(GOOD, file="good.yaml").client_updates
    assert good.mail == Mail(
        sender="Kobza Pay <status@kobzapay.example>", unsubscribe="mailto:no@kobzapay.example"
    )
    assert (good.templates, good.webhooks, good.text_messages) == (
        "templates",
        ("https://helpdesk.example/tocsin?key=1",),
        3,
    )


def test_without_the_section_the_rules_are_the_usual_ones() -> None:
    assert example("small.yaml").client_updates == UpdateRules()


def test_reactions_put_messages_on_the_timeline(full: Policy) -> None:
    assert full.timeline == Picking(
        emoji={
            "pushpin": None,
            "scales": NoteKind.DECISION,
            "mag": NoteKind.FINDING,
            "hammer_and_wrench": NoteKind.ACTION,
        },
        evidence_limit=20,
    )
    assert load(GOOD, file="good.yaml").timeline.most == 5_000_000
    assert example("small.yaml").timeline == Picking(emoji={"pushpin": None})


def test_emoji_may_be_a_list_and_have_their_colons() -> None:
    listed = GOOD.replace("{pushpin: note, scales: decision}", "[':pushpin:', round_pushpin]")
    assert load(listed, file="p.yaml").timeline.emoji == {"pushpin": None, "round_pushpin": None}


def test_a_status_page_names_what_clients_know(full: Policy) -> None:
    page = full.status_page
    assert page
    assert page.title.to(Language.UK) == "Стан сервісів Kobza Pay"
    assert page.languages == (Language.UK, Language.EN, Language.RU)
    assert [group.title.to(Language.EN) for group in page.groups if group.title] == [
        "Payments",
        "For merchants",
    ]
    assert page.services == (
        *("payments-api", "cards", "payouts"),
        *("merchant-portal", "webhooks", "kyc"),
    )
    assert (page.zone, page.since) == (ZoneInfo("Europe/Kyiv"), date(2026, 9, 1))
    assert page.support == "mailto:support@kobzapay.example"


def test_an_empty_status_page_is_a_whole_one_and_none_is_none() -> None:
    bare = GOOD[: GOOD.index("status_page:")] + GOOD[GOOD.index("client_updates:\n") :]
    assert load(bare, file="p.yaml").status_page is None
    assert load(f"{bare}status_page: {{}}\n", file="p.yaml").status_page == StatusPage(
        title=Localised("Kobza Pay"),
        languages=(Language.UK,),
        groups=(ComponentGroup(services=(ServiceName("cards"),)),),
        zone=ZoneInfo("Europe/Kyiv"),
    )

"""What people type: markup undone, people found, roles and services named loosely."""

import pytest

from bot.domain.ids import PersonId
from bot.domain.policy import Policy
from bot.domain.refusal import Refusal
from bot.slack.words import person_in, plain, role_in, service_in

OLENA, PAVLO = PersonId("U0OLENA"), PersonId("U0PAVLO")
NAMES = {
    OLENA: "Olena Kovalenko",
    PersonId("U0OLEH"): "Oleh Sydorenko",
    PAVLO: "Pavlo Tkachenko",
    PersonId("U0PAVLA"): "Pavlo Bondar",
    PersonId("U0SOLO"): "Oleh",
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Payments &amp; payouts &lt;1%", "Payments & payouts <1%"),
        ("&amp;lt;", "&lt;"),
        ("ask <@U0OLENA|olena.k> now", "ask @olena.k now"),
        ("ask <@U0OLENA> now", "ask @Olena Kovalenko now"),
        ("ask <@U9NOBODY>", "ask @U9NOBODY"),
        ("see <#C1|general> and <#C2>", "see #general and #C2"),
        ("<!channel> <!here|here> <!subteam^S1|@sre>", "@channel here @sre"),
        ("<https://a.example/x?a=1&amp;b=2>", "https://a.example/x?a=1&b=2"),
        ("<https://a.example|the graph>", "the graph (https://a.example)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("5 < 6 > 4", "5 < 6 > 4"),
    ],
)
def test_plain_words(typed: str, meant: str) -> None:
    assert plain(typed, NAMES) == meant


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("<@U0OLENA|olena> knows", (OLENA, "knows")),
        ("<@U0OLENA>", (OLENA, "")),
        ("@Olena Kovalenko knows", (OLENA, "knows")),
        ("@olena.kovalenko knows it", (OLENA, "knows it")),
        ("@kovalenko", (OLENA, "")),
        ("@Pavlo Tkachenko please", (PAVLO, "please")),
        ("@Oleh Sydorenko", (PersonId("U0OLEH"), "")),
        ("@oleh", (PersonId("U0SOLO"), "")),
        ("knows the ledger", (None, "knows the ledger")),
        ("", (None, "")),
    ],
)
def test_a_person_named_first(typed: str, found: tuple[PersonId | None, str]) -> None:
    assert person_in(typed, NAMES) == found


def test_a_name_of_several_is_not_guessed() -> None:
    with pytest.raises(Refusal, match="Several people are called “pavlo”"):
        person_in("@pavlo now", NAMES)


@pytest.mark.parametrize("typed", ["@", "@ olena", "@maria now", "@kov"])
def test_a_name_of_nobody_is_said(typed: str) -> None:
    with pytest.raises(Refusal, match="I know nobody called"):
        person_in(typed, NAMES)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lead", ("lead", "")),
        ("LEAD <@U1>", ("lead", "<@U1>")),
        ("incident lead @olena", ("lead", "@olena")),
        ("Літописець", ("scribe", "")),
        ("связь с клиентами @a", ("comms", "@a")),
    ],
)
def test_a_role_by_name_or_title(policy: Policy, typed: str, found: tuple[str, str]) -> None:
    assert role_in(policy, typed) == found


@pytest.mark.parametrize("typed", ["leader", "boss @olena", "@olena"])
def test_an_unknown_role_hears_the_known_ones(policy: Policy, typed: str) -> None:
    with pytest.raises(Refusal, match="Choose one of: lead, comms, scribe, liaison"):
        role_in(policy, typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("payments-api", "payments-api"),
        ("PAYMENTS API", "payments-api"),
        (" Виплати ", "payouts"),
        ("Unknown", None),
    ],
)
def test_a_service_by_name_or_title(policy: Policy, typed: str, found: str | None) -> None:
    assert service_in(policy, typed) == found


def test_a_misspelt_service_hears_the_nearest(policy: Policy) -> None:
    with pytest.raises(Refusal, match=r"“payout”. Did you mean `/incident service payouts`"):
        service_in(policy, "payout")
    with pytest.raises(Refusal, match="alone shows them all"):
        service_in(policy, "xyzzy")

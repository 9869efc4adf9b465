"""Regulatory clocks in a policy: the built-in ones, what an organisation changes, and mistakes."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.incident import Flag
from bot.domain.language import Language
from bot.domain.regulation import Anchor, Limit, Regulation, Term
from bot.i18n import translator
from bot.policy import PolicyError, difference, load
from bot.policy.clocks_shape import built_in

GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")
HOUR = timedelta(hours=1)

#: The law as `../shared/facts/practice.md` and EUR-Lex have it: limit, counted from, and the cap.
LAW = {
    "gdpr-33": ("gdpr", Limit(72 * HOUR), Anchor.AWARE, None),
    "dora-initial": (
        "dora",
        Limit(4 * HOUR),
        Anchor.CLASSIFIED,
        Term(Limit(24 * HOUR), Anchor.AWARE),
    ),
    "dora-intermediate": ("dora", Limit(72 * HOUR), "dora-initial", None),
    "dora-final": ("dora", Limit(months=1), "dora-intermediate", None),
    "nis2-warning": ("nis2", Limit(24 * HOUR), Anchor.AWARE, None),
    "nis2-notification": ("nis2", Limit(72 * HOUR), Anchor.AWARE, None),
    "nis2-final": ("nis2", Limit(months=1), "nis2-notification", None),
    "nbu-notice": ("nbu", None, Anchor.AWARE, None),
}


def regulation(section: str = "") -> Regulation:
    return load(f"{GOOD}{section}", file="p.yaml").regulation


def problems(section: str) -> list[str]:
    """Without the lines' numbers."""
    with pytest.raises(PolicyError) as caught:
        regulation(section)
    return [str(problem).split(": ", 1)[1] for problem in caught.value.problems]


def test_the_built_in_rules_are_the_law() -> None:
    found = {
        name: (rule.regime, rule.limit, rule.after, rule.cap)
        for name, rule in regulation().rules.items()
    }
    assert found == LAW


def test_every_built_in_rule_cites_its_article_and_speaks_three_languages() -> None:
    for name, rule in regulation().rules.items():
        assert "Article" in rule.source, name
        assert set(rule.title.by_language) == set(Language), name
        assert rule.note is None or set(rule.note.by_language) == set(Language), name
        assert not rule.next_working_day, "the law allows it; the organisation has to say so"
    for name, regime in regulation().regimes.items():
        assert regime.applies is not None, name
        assert set(regime.applies.by_language) == set(Language), name
    # Slack cuts what is longer in a form.
    assert all(
        len(text) <= 75
        for shape in built_in().rules.values()
        if shape.title
        for text in shape.title.by_language.values()
    )


@pytest.mark.parametrize(
    ("flag", "regimes"),
    [
        (Flag.SECURITY, ["dora", "nis2"]),
        (Flag.MONEY, ["dora", "nbu"]),
        (Flag.PERSONAL_DATA, ["gdpr"]),
    ],
)
def test_what_each_flag_proposes(flag: Flag, regimes: list[str]) -> None:
    assert [each.name for each in regulation().proposed_by(frozenset({flag}))] == regimes


def test_an_organisation_changes_key_by_key_and_adds_its_own() -> None:
    made = regulation("""
clocks:
  warn: managers
  timezone: Europe/Vilnius
  holidays: LT
  regimes:
    nis2: {flags: []}
    banks: {title: Partner banks, flags: [money]}
  rules:
    dora-final: {next_working_day: true}
    nbu-notice: {limit: 24h}
    gdpr-33: {limit: none}
    tell-banks: {regime: banks, title: Tell the banks, limit: 2 months, after: dora-initial}
""")
    assert (made.warn, made.zone.key, len(made.holidays) > 300) == ("managers", "Europe/Vilnius", 1)
    assert [each.name for each in made.proposed_by(frozenset({Flag.SECURITY}))] == ["dora"]
    assert [each.name for each in made.proposed_by(frozenset({Flag.MONEY}))] == [
        "dora",
        "nbu",
        "banks",
    ]
    rules = {str(name): rule for name, rule in made.rules.items()}
    assert (rules["dora-final"].next_working_day, rules["dora-final"].limit) == (
        True,
        Limit(months=1),
    )
    assert rules["nbu-notice"].limit == Limit(24 * HOUR)
    assert rules["gdpr-33"].limit is None
    assert rules["tell-banks"].limit == Limit(months=2)
    assert rules["tell-banks"].after == "dora-initial"


def test_the_workspaces_language_and_zone_are_taken_where_none_is_given() -> None:
    made = regulation()
    assert made.zone.key == "Europe/Kyiv"
    assert made.rules[next(iter(made.rules))].title.default == "GDPR: повідомити наглядовий орган"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "gdpr-33: {limit: 72}",
            (
                "limit of gdpr-33 of rules of section “clocks” is 72, which has no unit: "
                "write 72m for minutes."
            ),
        ),
        (
            "gdpr-33: {limit: a month}",
            (
                "limit of gdpr-33 of rules of section “clocks” is “a month”, which is no number of "
                "months: write it like 1 month."
            ),
        ),
        (
            "mine: {regime: gdpr, limit: 1h}",
            "mine of rules of section “clocks” has no title: add the obligation's name for people.",
        ),
        (
            "mine: {title: Mine, limit: 1h}",
            "mine of rules of section “clocks” has no regime: name one of regimes, such as gdpr.",
        ),
        (
            "gdpr-33: {after: panic}",
            (
                "gdpr-33 of rules of section “clocks” is counted after “panic”, which is neither a "
                "moment nor a clock: write aware, classified, or another clock's name."
            ),
        ),
        (
            "dora-initial: {after: dora-final}",
            (
                "dora-initial of rules of section “clocks” is counted after itself: let one of the "
                "chain begin with aware."
            ),
        ),
        (
            "gdpr-33: {limits: 1h}",
            "unknown key “limits” in gdpr-33 of rules of section “clocks”: did you mean “limit”?",
        ),
    ],
)
def test_one_mistake_earns_one_sentence(rule: str, said: str) -> None:
    assert problems(f"clocks:\n  rules:\n    {rule}\n") == [said]


def test_whoever_is_warned_must_be_a_known_group() -> None:
    assert problems("clocks: {warn: manager}\n") == [
        (
            "warn of section “clocks” is “manager”, but there is no such group: "
            "did you mean “managers”?"
        )
    ]


def test_a_change_is_told_rule_by_rule() -> None:
    old = load(GOOD, file="p.yaml")
    new = load(
        f"{GOOD}clocks:\n  warn: managers\n  regimes:\n    nis2: {{flags: []}}\n"
        "  rules:\n    nbu-notice: {limit: 24h}\n    dora-initial: {at_latest: "
        "{limit: 1 month, after: aware}}\n",
        file="p.yaml",
    )
    english = translator(Language.EN)
    assert [english.phrase(each, show=str) for each in difference(old, new)] == [
        "clocks → warn: — becomes managers.",
        "clocks → regimes → nis2 → flags: security becomes —.",
        "clocks → rules → dora-initial → at_latest: 24h after aware becomes 1 month after aware.",
        "clocks → rules → nbu-notice → limit: — becomes 24h.",
    ]

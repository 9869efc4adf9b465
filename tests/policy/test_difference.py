"""What `policy apply --dry-run` says, sentence by sentence."""

from pathlib import Path

import pytest

from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.i18n import translator
from bot.policy import difference, load

GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")


def policy(text: str) -> Policy:
    return load(text, file="p.yaml")


def said(old: Policy | None, new: Policy) -> list[str]:
    english = translator(Language.EN)
    return [english.phrase(each, show=str) for each in difference(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("lead_within: 5m", "lead_within: 90s", "workspace → lead_within: 5m becomes 1m30s."),
        ("  lead_within: 5m\n", "", None),
        ("responders: [U0OLEH]", "responders: []", "workspace → responders: U0OLEH becomes —."),
        ("pages: true", "pages: false", "severities → SEV1 → pages: true becomes false."),
        (
            "{investigating: 15m, monitoring: none}",
            "{monitoring: 2h}",
            "severities → SEV1 → cadence: investigating 15m becomes monitoring 2h.",
        ),
        (
            "criteria: Something is slow",
            "criteria: {en: Slow, uk: Повільно}",
            "severities → SEV2 → criteria: “Something is slow” becomes en “Slow”, uk “Повільно”.",
        ),
        (
            "monitoring: Watching",
            "monitoring: Watching closely",
            "statuses → monitoring: “Watching” becomes “Watching closely”.",
        ),
        (
            "duties: Decide",
            "duties: Ask",
            "roles → lead → duties: “Decide” becomes “Ask”.",
        ),
        (
            "anna@kobzapay.example: {name: Anna}",
            "anna@kobzapay.example: {name: Anna, languages: [en, uk]}",
            "people → anna@kobzapay.example → languages: — becomes en, uk.",
        ),
        (
            "managers: [U0OLEH]",
            "managers: [U0OLEH]\n  audit: [U0OLENA]",
            "groups: “audit” is added.",
        ),
        (
            "2026-01-05 09:00",
            "2026-01-05 10:30",
            "rotations → support-l1 → start: 2026-01-05 09:00 becomes 2026-01-05 10:30.",
        ),
        (
            "    kind: weekly\n",
            "    kind: weekly\n    hours: business\n",
            "rotations → support-l1 → hours: — becomes mon,tue,wed,thu,fri 09:00-18:00.",
        ),
        (
            "    kind: weekly\n",
            "    kind: weekly\n    channel: C0SUPPORT\n",
            "rotations → support-l1 → channel: — becomes C0SUPPORT.",
        ),
        (
            "page: support-l1, wait: 5m",
            "page: [support-l1, U0OLEH], wait: 10m",
            "paths → payments → level 1: L1 (support-l1, 5m) becomes L1 (support-l1, U0OLEH, 10m).",
        ),
        (
            "      - {name: Boss, page: [U0OLEH, C0INCIDENTS]}\n",
            "",
            "paths → payments → level 2: Boss (U0OLEH, C0INCIDENTS, 5m) becomes —.",
        ),
        (
            "last_resort: U0OLEH",
            "last_resort: C0INCIDENTS",
            "paths → payments → last_resort: U0OLEH becomes C0INCIDENTS.",
        ),
        (
            "services:\n",
            "services:\n  kyc: {title: KYC, path: payments}\n",
            "services: “kyc” is added.",
        ),
        ("[C0ACME]", "[C0ACME, C0NEW]", "clients → acme → channels: C0ACME becomes C0ACME, C0NEW."),
        (
            "[C0ACME], ",
            "[C0ACME], timezone: Asia/Almaty, ",
            "clients → acme → timezone: — becomes Asia/Almaty.",
        ),
        (
            "cancel: {roles: [lead], groups: [managers], people: [U0OLENA]}",
            "cancel: everyone",
            "permissions → cancel: U0OLEH, U0OLENA, lead becomes everyone.",
        ),
        (
            "  cancel: {roles: [lead], groups: [managers], people: [U0OLENA]}\n",
            "",
            "permissions: “cancel” is removed.",
        ),
        (
            "  services: [cards]\n",
            "  services: [{title: Money, services: [cards]}]\n",
            "status_page → services: cards becomes “Money”: cards.",
        ),
        (
            "since: 2026-09-01",
            "since: 2026-10-01",
            "status_page → since: 2026-09-01 becomes 2026-10-01.",
        ),
        (
            "scales: decision",
            "scales: finding",
            "timeline → emoji: pushpin note, scales decision becomes pushpin note, scales finding.",
        ),
        (
            "evidence_limit: 5",
            "evidence_limit: 6",
            "timeline → evidence_limit: 5 becomes 6.",
        ),
        (
            GOOD[GOOD.index("status_page:") : GOOD.index("client_updates:")],
            "",
            "The status page is closed.",
        ),
        (
            "approvers: {security: managers, private: managers}",
            "approvers: {security: managers}",
            "client_updates → approvers → private: managers becomes —.",
        ),
        (
            "approval_holds: 15m",
            "approval_holds: 30m",
            "client_updates → approval_holds: 15m becomes 30m.",
        ),
        (
            "from: Kobza Pay <",
            "from: Kobza <",
            (
                "client_updates → mail → from: Kobza Pay <status@kobzapay.example> becomes "
                "Kobza <status@kobzapay.example>."
            ),
        ),
        # Of a webhook only the host is told: the rest may be a password.
        (
            "//helpdesk.example/",
            "//desk.example/",
            "client_updates → webhooks: helpdesk.example becomes desk.example.",
        ),
        ("key=1", "key=2", "client_updates → webhooks: an address changes."),
    ],
)
def test_one_change_is_one_sentence(old: str, new: str, sentence: str | None) -> None:
    assert GOOD.count(old) == 1
    changed = policy(GOOD.replace(old, new))
    assert said(policy(GOOD), changed) == ([sentence] if sentence else [])


def test_a_severity_that_moves_is_told_by_its_rank() -> None:
    text = GOOD.replace("severities:\n", "severities:\n  - {name: SEV0, criteria: Everything}\n")
    assert said(policy(GOOD), policy(text)) == [
        "severities: “SEV0” is added.",
        "severities → SEV1 → rank: 1 becomes 2.",
        "severities → SEV2 → rank: 2 becomes 3.",
    ]


def test_the_first_policy_is_all_new() -> None:
    assert said(None, policy(GOOD)) == [
        "The first policy of Kobza Pay.",
        "severities: “SEV1” is added.",
        "severities: “SEV2” is added.",
        "statuses: “monitoring” is added.",
        "roles: “lead” is added.",
        "people: “U0OLENA” is added.",
        "people: “U0OLEH” is added.",
        "people: “anna@kobzapay.example” is added.",
        "groups: “managers” is added.",
        "rotations: “support-l1” is added.",
        "paths: “payments” is added.",
        "services: “cards” is added.",
        "clients: “acme” is added.",
        "A status page is opened to the public.",
        "permissions: “cancel” is added.",
    ]


def test_what_hangs_on_the_workspaces_zone_changes_with_it() -> None:
    assert said(policy(GOOD), policy(GOOD.replace("Europe/Kyiv", "Europe/Warsaw"))) == [
        "workspace → timezone: Europe/Kyiv becomes Europe/Warsaw.",
        "rotations → support-l1 → timezone: Europe/Kyiv becomes Europe/Warsaw.",
        "clocks → timezone: Europe/Kyiv becomes Europe/Warsaw.",
    ]


def test_other_holidays_are_a_change_and_the_same_days_are_none() -> None:
    """England's and Wales's are the same days; Scotland's are not."""
    england, wales, scotland = (
        policy(GOOD.replace("    kind: weekly\n", f"    kind: weekly\n    holidays: GB-{region}\n"))
        for region in ("ENG", "WLS", "SCT")
    )
    assert said(england, wales) == []
    (sentence,) = said(england, scotland)
    assert sentence.startswith("rotations → support-l1 → holidays: ")

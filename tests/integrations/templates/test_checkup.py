"""What `tocsin doctor` and `tocsin policy check` say of an organisation's templates."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.service import Client
from bot.domain.update_rules import UpdateRules
from bot.integrations.templates.checkup import check_up
from tests.domain.sample import ACME, POLICY

GOOD = '{% extends "builtin/resolved.en.j2" %}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


def policy(*languages: Language) -> Policy:
    clients = {ACME: Client(name=ACME, title="Acme", languages=languages or (Language.EN,))}
    rules = UpdateRules(templates="templates")
    return replace(POLICY, clients=clients, client_updates=rules)


def said(folder: Path, *languages: Language) -> list[str]:
    checkup = check_up(policy(*languages), folder.parent)
    assert checkup is not None
    lines = [*map(str, checkup.problems), *checkup.missing]
    return [line.replace(f"{folder}/", "") for line in lines]


def test_a_policy_that_names_no_folder_has_none_to_look_at(tmp_path: Path) -> None:
    assert check_up(POLICY, tmp_path) is None


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert said(tmp_path / "templates") == [
        (
            f"{tmp_path}/templates:1: there is no such folder of templates: "
            "make it, or mend client_updates.templates."
        )
    ]


def test_good_ones_need_no_word(folder: Path) -> None:
    (folder / "house.j2").write_text(GOOD)
    (folder / "resolved.en.j2").write_text('{% extends "house.j2" %}')
    (folder / "resolved.SEV2.en.j2").write_text(GOOD)
    (folder / "correction.en.j2").write_text('{% extends "builtin/correction.en.j2" %}')
    (folder / "notes.txt").write_text("{{")
    assert said(folder) == []


def test_every_bad_one_is_told_once_and_every_name_that_nobody_asks_for(folder: Path) -> None:
    (folder / "house.j2").write_text(GOOD + "\n{% block closing %}{{ me }}{% endblock %}")
    for name in ("resolved.en.j2", "resolved.SEV2.en.j2"):
        (folder / name).write_text('{% extends "house.j2" %}')
    for name in ("identifed.en.j2", "resolved.de.j2", "resolved.SEV7.en.j2", "lonely.j2"):
        (folder / name).write_text(GOOD)
    (folder / "correction.SEV1.en.j2").write_text(GOOD)
    assert said(folder) == [
        (
            "correction.SEV1.en.j2:1: corrections are the same for every severity: "
            "name it correction.en.j2."
        ),
        "house.j2:2: there is no slot “me”: README.md lists all slots.",
        "identifed.en.j2:1: nothing asks for a template of this name: did you mean “identified”?",
        (
            "lonely.j2:1: nothing asks for a template of this name: choose correction, identified, "
            "investigating, monitoring or resolved."
        ),
        "resolved.SEV7.en.j2:1: the policy has no severity “SEV7”: did you mean “SEV3”?",
        "resolved.de.j2:1: “de” is not a language Tocsin speaks: choose en, uk or ru.",
    ]


def test_a_language_that_would_be_missed_is_told(folder: Path) -> None:
    (folder / "resolved.en.j2").write_text(GOOD)
    (folder / "resolved.SEV1.uk.j2").write_text('{% extends "builtin/resolved.uk.j2" %}')
    assert said(folder, Language.EN, Language.UK) == [
        "resolved.SEV1.en.j2 is not there, so clients who read en get Tocsin's own words.",
        "resolved.uk.j2 is not there, so clients who read uk get Tocsin's own words.",
    ]

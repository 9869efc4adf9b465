"""An organisation's own templates: which one is taken, how edits arrive, what bad ones do."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.severity import ClientState, SeverityName
from bot.domain.update_rules import UpdateRules
from bot.i18n import translator
from bot.integrations.templates import Templates
from bot.integrations.templates.bad_template import BadTemplate
from bot.integrations.templates.grammar import BLOCKS, FILTERS
from bot.integrations.templates.slots import SLOTS
from tests.domain.sample import POLICY
from tests.integrations.templates.letters import BEGAN, KYIV, NOW, Told, policy, table

TOLD = Told(state=ClientState.INVESTIGATING, severity=POLICY.severities[1], language=Language.EN)
ROOT = Path(__file__).parents[3]
BUILT_IN = table(Language.EN)[TOLD.name]


class House:
    """An organisation with a folder of templates beside its policy."""

    def __init__(self, beside: Path) -> None:
        self.folder = beside / "templates"
        self.folder.mkdir()
        self.policy: Policy = policy(client_updates=UpdateRules(templates="templates"))
        self.templates = Templates(beside, clock=lambda: NOW)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def headline(self, name: str, headline: str) -> None:
        """A template that changes nothing else."""
        self.write(name, house(headline))

    def letter(self, told: Told = TOLD) -> str:
        said = told.draft(self.templates, headline={}, services=())
        return self.templates.render(told.incident(), said, self.policy, told.language, KYIV)

    def first_line(self, told: Told = TOLD) -> str:
        return self.letter(told).split("\n")[0]

    def troubles(self, *languages: Language) -> list[str]:
        said = self.templates.troubles(
            TOLD.incident(), self.policy, TOLD.state, languages or (Language.EN,)
        )
        return [translator(Language.EN).phrase(each, str) for each in said]


def house(headline: str, extends: str = "builtin/investigating.en.j2") -> str:
    return f'{{% extends "{extends}" %}}\n{{% block headline %}}{headline}{{% endblock %}}\n'


@pytest.fixture
def here(tmp_path: Path) -> House:
    return House(tmp_path)


def test_one_block_changes_and_the_rest_stays(here: House) -> None:
    here.headline("investigating.en.j2", "{{ services }}: something is wrong")
    own = BUILT_IN.replace("Card processing: we are investigating a problem", "…", 1)
    own = own.replace("Services: Card processing, Payouts", "Service: Card processing")
    assert here.letter() == own.replace("…", "Card processing: something is wrong")
    begun = here.templates.prefill(TOLD.incident(), here.policy, TOLD.state, Language.EN)
    assert begun.headline == "Card processing: something is wrong"
    assert begun.doing == "Our engineers are looking for the cause."


def test_the_most_particular_file_is_taken(here: House) -> None:
    assert here.first_line() == "Kobza Pay · Card processing: we are investigating a problem"
    here.headline("investigating.en.j2", "General")
    assert here.first_line() == "Kobza Pay · General"
    here.headline("investigating.SEV2.en.j2", "Of SEV2")
    here.headline("investigating.SEV1.en.j2", "Of SEV1")
    here.headline("investigating.uk.j2", "Іншою мовою")
    assert here.first_line() == "Kobza Pay · Of SEV2"
    (here.folder / "investigating.SEV2.en.j2").unlink()
    (here.folder / "investigating.en.j2").unlink()
    assert here.first_line() == "Kobza Pay · Card processing: we are investigating a problem"


def test_a_severity_of_any_name_has_its_file(here: House) -> None:
    odd = replace(POLICY.severities[1], name=SeverityName("P1 / urgent"))
    here.policy = replace(here.policy, severities=(odd,))
    here.headline("investigating.P1---urgent.en.j2", "Urgent")
    incident = replace(TOLD.incident(), severity=odd.name)
    said = TOLD.draft(Templates(), headline={})
    text = here.templates.render(incident, said, here.policy, Language.EN, KYIV)
    assert text.startswith("Kobza Pay · Urgent\n")


def test_a_policy_without_a_folder_has_our_words(here: House) -> None:
    here.headline("investigating.en.j2", "Ours")
    here.policy = policy()
    assert here.first_line() == "Kobza Pay · Card processing: we are investigating a problem"
    assert here.troubles() == []


def test_a_house_style_is_shared_by_extending_it(here: House) -> None:
    here.write(
        "house.en.j2",
        '{% extends "builtin/investigating.en.j2" %}\n'
        "{% block closing %}\n{{ super() }}\nYour Kobza Pay team\n{% endblock %}\n",
    )
    here.write("investigating.en.j2", house("Trouble", extends="house.en.j2"))
    assert here.first_line() == "Kobza Pay · Trouble"
    own = (
        "We do not know the cause yet, and finding it is our first task.\nYour Kobza Pay team\nOur"
    )
    assert own in here.letter()
    here.write("house.en.j2", house("We write again soon.").replace("headline", "next"))
    assert here.letter().split("\n")[-2:] == ["We write again soon.", "Reference: INC-7"]


def test_an_edit_is_taken_up_at_once(here: House) -> None:
    for headline in ("First", "Second thoughts"):
        here.headline("investigating.en.j2", headline)
        assert here.first_line() == f"Kobza Pay · {headline}"


def test_a_bad_edit_leaves_the_last_good_one_in_use(here: House) -> None:
    here.headline("investigating.en.j2", "Good")
    assert here.first_line() == "Kobza Pay · Good"
    here.headline("investigating.en.j2", "{{ client }}")
    with capture_logs() as logs:
        assert [here.first_line() for _ in range(3)] == ["Kobza Pay · Good"] * 3
    place = f"{here.folder / 'investigating.en.j2'}:2"
    assert logs == [
        {
            "event": "template_refused",
            "log_level": "warning",
            "older_in_use": True,
            "problems": f"{place}: there is no slot “client”: did you mean “clients”?",
        }
    ]
    assert here.troubles() == [
        (
            "The template investigating.en.j2 cannot be used as it is now, so these words come "
            "from how it was before. Line 2: there is no slot “client”."
        )
    ]
    here.headline("investigating.en.j2", "Good again")
    assert here.first_line() == "Kobza Pay · Good again"
    assert here.troubles() == []


def test_a_file_that_was_never_good_gives_way_to_the_next(here: House) -> None:
    here.headline("investigating.SEV2.en.j2", "{% for x in impact %}{% endfor %}")
    assert here.first_line() == "Kobza Pay · Card processing: we are investigating a problem"
    here.headline("investigating.en.j2", "General")
    assert here.first_line() == "Kobza Pay · General"
    assert here.troubles(Language.EN, Language.UK) == [
        (
            "The template investigating.SEV2.en.j2 cannot be used, so these words come from "
            "another one. Line 2: there is no slot “x”."
        )
    ]


def test_one_that_fails_with_the_facts_of_the_day_gives_way_too(here: House) -> None:
    """It got through its trial, and the impact is longer than anybody thought."""
    here.headline("investigating.en.j2", "{{ impact }}" * 30)
    told = TOLD.draft(here.templates, headline={}, impact={Language.EN: "x" * 700})
    with capture_logs() as logs:
        text = here.templates.render(TOLD.incident(), told, here.policy, Language.EN, KYIV)
    assert text.startswith("Kobza Pay · Card processing, Payouts: we are investigating a problem\n")
    assert [line["event"] for line in logs] == ["template_failed"]
    assert here.troubles() == [
        (
            "The template investigating.en.j2 cannot be used, so these words come from another "
            "one. Line 1: the block “headline” gets longer than 20,000 characters."
        )
    ]


def test_a_folder_that_is_not_there_is_told(here: House) -> None:
    here.folder.rmdir()
    assert here.first_line() == "Kobza Pay · Card processing: we are investigating a problem"
    assert here.troubles() == [
        "There is no folder templates beside the policy, so Tocsin's words stand here."
    ]


def test_without_our_own_there_is_nothing_to_fall_back_on(here: House, tmp_path: Path) -> None:
    built_in = tmp_path / "none"
    lost = Templates(tmp_path, clock=lambda: NOW, built_in=built_in)
    said = TOLD.draft(here.templates)
    with pytest.raises(FileNotFoundError, match=r"investigating\.en\.j2"):
        lost.render(TOLD.incident(), said, here.policy, Language.EN, KYIV)
    built_in.mkdir()
    (built_in / "investigating.en.j2").write_text("{% block letter %}")
    with pytest.raises(BadTemplate, match=r"investigating\.en\.j2:1: unexpected end of template"):
        lost.render(TOLD.incident(), said, here.policy, Language.EN, KYIV)


def test_the_readme_shows_a_template_that_works(here: House) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```jinja\n(.*?)```", text, re.DOTALL)
    here.write("resolved.en.j2", example)
    told = replace(TOLD, state=ClientState.RESOLVED)
    incident = replace(told.incident(), started_at=BEGAN)
    said = told.draft(here.templates, next_by=None)
    letter = here.templates.render(incident, said, here.policy, Language.EN, KYIV)
    assert letter.endswith(
        "If you still see the problem, please tell us: we will look at once.\n"
        "Questions? Call your account manager.\n"
        "It took us 35 minutes.\n"
        "Reference: INC-7"
    )


def test_the_readme_names_every_slot_filter_and_block() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("## Your own words")[1].split("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    assert named >= SLOTS | FILTERS | BLOCKS | {"unchanged", "facts", "closing", "next"}
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == SLOTS

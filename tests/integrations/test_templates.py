"""The letters clients read: every state in every language, whole, and safe to edit."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_update import Draft
from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.integrations.templates import TEMPLATES, BadTemplate, Templates
from tests.domain.sample import POLICY, incident

IMPACT, DOING = "Оплата не проходить <&>", "Ми перевіряємо"
NEXT = datetime(2026, 7, 3, 18, 45, tzinfo=UTC)
EVERY = [(state, language) for state in ClientState for language in Language]
#: A letter promises the next word, never the end; and it makes nothing smaller than it is.
PROMISES = re.compile(
    r"will be (fixed|resolved|restored)|буде (виправлено|відновлено|усунено)|"
    r"будет (исправлен|восстановлен|устранен)|\bonly\b|\bminor\b|лише|незначн|только|"
    r"inconvenience|незручност|неудобств",
    re.IGNORECASE,
)


def letter(state: ClientState, language: Language, next_by: datetime | None = NEXT) -> str:
    said = Draft(
        state=state,
        impact=dict.fromkeys(Language, IMPACT),
        doing=dict.fromkeys(Language, DOING),
        next_by=next_by,
    )
    return Templates(TEMPLATES).render(incident(), said, POLICY, language)


def test_no_letter_is_missing() -> None:
    assert Templates(TEMPLATES).missing() == []
    assert len(list(TEMPLATES.glob("*.j2"))) == len(EVERY)


def test_a_letter_in_full() -> None:
    assert letter(ClientState.MONITORING, Language.RU) == (
        "Kobza Pay · Исправление применено, наблюдаем\n"
        "Сервис: Cards\n\n"
        f"Что вы могли заметить: {IMPACT}\n"
        f"Что мы сделали: {DOING}\n\n"
        "Прежде чем сообщить, что проблема решена, мы проверяем, всё ли работает стабильно. "
        "Если у вас она осталась, напишите нам сюда.\n"
        "Следующее сообщение: не позднее 3 июл. 2026\u202fг., 21:45 EEST, "
        "даже если изменений не будет.\n"
        "Номер инцидента: INC-7"
    )


@pytest.mark.parametrize(("state", "language"), EVERY)
def test_every_letter_says_what_where_and_when_next(state: ClientState, language: Language) -> None:
    text = letter(state, language)
    assert text.startswith("Kobza Pay · ")
    for fact in (IMPACT, DOING, "INC-7", "Cards"):
        assert text.count(fact) == 1
    assert ("21:45 EEST" in text) is (state is not ClientState.RESOLVED)
    assert "{" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize(("state", "language"), EVERY)
def test_no_letter_promises_an_end_or_belittles(state: ClientState, language: Language) -> None:
    assert not PROMISES.search(letter(state, language))


@pytest.mark.parametrize("language", Language)
def test_without_a_promised_time_the_line_is_left_out(language: Language) -> None:
    full = letter(ClientState.INVESTIGATING, language).split("\n")
    short = letter(ClientState.INVESTIGATING, language, next_by=None).split("\n")
    assert [line for line in full if line not in short] == [full[-2]]


def test_without_a_service_the_line_is_left_out() -> None:
    said = Draft(
        state=ClientState.RESOLVED,
        impact={Language.EN: "Payments failed"},
        doing={Language.EN: "We mended them"},
    )
    text = Templates(TEMPLATES).render(incident(service=None), said, POLICY, Language.EN)
    assert text.split("\n")[:3] == [
        "Kobza Pay · The problem is resolved",
        "",
        "What you may have noticed: Payments failed",
    ]


def test_what_people_type_is_no_template() -> None:
    said = Draft(
        state=ClientState.RESOLVED,
        impact={Language.EN: "{{ 7 * 7 }} {% raw %}"},
        doing={Language.EN: "x"},
    )
    text = Templates(TEMPLATES).render(incident(), said, POLICY, Language.EN)
    assert "What you may have noticed: {{ 7 * 7 }} {% raw %}\n" in text


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("{{ client }}", "'client' is undefined"),
        ("{% if %}", "Expected an expression"),
        ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__'"),
        (None, "resolved.en.j2"),
    ],
)
def test_a_template_that_cannot_be_used_names_its_file(
    tmp_path: Path, source: str | None, wrong: str
) -> None:
    if source is not None:
        (tmp_path / "resolved.en.j2").write_text(source, encoding="utf-8")
    words = {Language.EN: "x"}
    said = Draft(state=ClientState.RESOLVED, impact=words, doing=words)
    with pytest.raises(BadTemplate) as caught:
        Templates(tmp_path).render(incident(), said, POLICY, Language.EN)
    assert str(tmp_path / "resolved.en.j2") in str(caught.value)
    assert wrong in str(caught.value)


def test_an_edited_template_is_used_at_once(tmp_path: Path) -> None:
    words = {Language.EN: "x"}
    said = Draft(state=ClientState.RESOLVED, impact=words, doing=words)
    templates = Templates(tmp_path)
    for text in ("One {{ reference }}", "Two and more {{ reference }}"):
        (tmp_path / "resolved.en.j2").write_text(text, encoding="utf-8")
        assert templates.render(incident(), said, POLICY, Language.EN) == text.replace(
            "{{ reference }}", "INC-7"
        )


def test_times_are_on_the_workspaces_clock() -> None:
    assert POLICY.workspace.zone == ZoneInfo("Europe/Kyiv")
    assert "by 3 Jul 2026, 21:45 EEST," in letter(ClientState.IDENTIFIED, Language.EN)

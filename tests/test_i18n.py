"""What each language says of sentences, numbers, times and lengths."""

import gettext
import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from structlog.testing import capture_logs

from bot.domain.ids import PersonId, RoomId
from bot.domain.language import Language
from bot.domain.phrase import Phrase, Slot, Where, Who, phrase, phrases
from bot.i18n import CatalogueMissing, Translator, load, translator

KYIV = ZoneInfo("Europe/Kyiv")
AT = datetime(2026, 11, 22, 19, 13, tzinfo=UTC)
EN, UK, RU = (translator(language) for language in Language)


def show(slot: Slot) -> str:
    match slot:
        case Who(id):
            return f"<@{id}>"
        case Where(id):
            return f"<#{id}>"
        case _:
            return str(slot).replace("<", "&lt;")


def speaking(**translations: str | tuple[str, ...]) -> Translator:
    """A translator whose catalogue holds these: ``open="Відкрито"``."""
    catalogue = Catalog(locale="uk")
    for english, text in translations.items():
        key = english if isinstance(text, str) else (english, f"{english}s")
        catalogue.add(key, text)
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return Translator(Language.UK, gettext.GNUTranslations(file))


def test_a_sentence_in_each_language() -> None:
    said = [t("{incident} is open already.", incident="INC-7") for t in (EN, UK, RU)]
    assert said == ["INC-7 is open already.", "INC-7 уже відкритий.", "INC-7 уже открыт."]


def test_a_language_is_loaded_once() -> None:
    assert translator(Language.UK) is UK


def test_an_unknown_sentence_stays_english() -> None:
    assert UK("A sentence nobody translated, {name}", name="Olena") == (
        "A sentence nobody translated, Olena"
    )


def test_an_empty_sentence_is_empty_and_not_the_catalogue_header() -> None:
    assert UK("") == ""


def test_a_missing_catalogue_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(CatalogueMissing, match=r"tocsin\.mo is missing.*Run `make install`\."):
        load(Language.UK, tmp_path)


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    assert load(Language.EN, tmp_path)("Closed") == "Closed"


def test_what_people_typed_is_never_read_as_slots() -> None:
    assert EN("{author}: {text}", author="{text}", text="{0.__class__} {author} {{}}") == (
        "{text}: {0.__class__} {author} {{}}"
    )


def test_doubled_braces_are_braces() -> None:
    assert EN("Write {{n}} for {n}", n=7) == "Write {n} for 7"


def test_a_slot_that_is_not_given_stays_and_is_logged() -> None:
    with capture_logs() as logs:
        assert EN("{by} paged {person}", by="Olena") == "Olena paged {person}"
    assert [(log["event"], log["slots"]) for log in logs] == [("sentence_lacks_slots", ["person"])]


def test_a_translation_with_a_wrong_slot_gives_way_to_english() -> None:
    t = speaking(**{"{person} joined": "{persona} тепер тут"})
    with capture_logs() as logs:
        assert t("{person} joined", person="Olena") == "Olena joined"
    assert [(log["event"], log["slots"]) for log in logs] == [("sentence_lacks_slots", ["persona"])]


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 викликів"),
        (1, "1 виклик"),
        (2, "2 виклики"),
        (4, "4 виклики"),
        (5, "5 викликів"),
        (11, "11 викликів"),
        (12, "12 викликів"),
        (21, "21 виклик"),
        (22, "22 виклики"),
        (111, "111 викликів"),
    ],
)
def test_slavic_plurals(n: int, said: str) -> None:
    t = speaking(**{"{count} page": ("{count} виклик", "{count} виклики", "{count} викликів")})
    assert t.plural("{count} page", "{count} pages", n) == said
    assert t.phrase(phrases("{count} page", "{count} pages", n), show) == said


@pytest.mark.parametrize(("n", "said"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages")])
def test_english_plurals(n: int, said: str) -> None:
    assert EN.plural("{count} page", "{count} pages", n) == said
    assert EN.phrase(phrases("{count} page", "{count} pages", n), show) == said


def test_a_phrase_names_people_and_channels_as_the_medium_does() -> None:
    said = phrase(
        "{author}: {text}", author=Who(PersonId("U0OLENA")), text=Where(RoomId("C0GENERAL"))
    )
    assert EN.phrase(said, show) == "<@U0OLENA>: <#C0GENERAL>"


def test_what_people_typed_passes_through_the_medium_once() -> None:
    inner = phrase("{author}: {text}", author="a<b", text="c")
    assert EN.phrase(phrase("{said}: {reason}", said=inner, reason="<d"), show) == (
        "a&lt;b: c: &lt;d"
    )


def test_a_phrase_inside_a_phrase_speaks_the_same_language() -> None:
    said = phrase(
        "{by} changed the status from {old} to {new}",
        by=phrase("Tocsin"),
        old=phrase("Investigating"),
        new=phrase("Monitoring"),
    )
    assert UK.phrase(said, show) == "Tocsin: статус змінено з «Досліджуємо» на «Спостерігаємо»"
    assert RU.phrase(said, show) == "Tocsin: статус изменён с «Выясняем причину» на «Наблюдаем»"


def test_values_in_a_phrase_are_written_in_the_language() -> None:
    said = phrase("{n}, {at}, {after}", n=12_500, at=AT, after=timedelta(minutes=90))
    assert EN.phrase(said, show) == "12,500, 22 Nov 2026, 19:13 UTC, 1 h 30 min"
    assert UK.phrase(said, show, zone=KYIV) == (
        "12\u00a0500, 22 лист. 2026\u202fр., 21:13 EET, 1 год 30 хв"
    )
    assert RU.phrase(Phrase("{n}", {"n": 2026}), show) == "2026"


def test_moments_carry_their_zone() -> None:
    assert EN.when(AT, KYIV) == "22 Nov 2026, 21:13 EET"
    assert RU.when(AT, KYIV) == "22 нояб. 2026\u202fг., 21:13 EET"
    assert EN.when(datetime(2026, 7, 1, 12, tzinfo=UTC), KYIV) == "1 Jul 2026, 15:00 EEST"
    assert EN.when(AT, ZoneInfo("America/Sao_Paulo")) == "22 Nov 2026, 16:13 UTC-03"


def test_days_are_those_of_the_zone() -> None:
    late = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
    assert EN.day(late, KYIV) == "Mon, 23 Nov 2026"
    assert EN.day(late, ZoneInfo("UTC")) == "Sun, 22 Nov 2026"
    assert UK.day(late, KYIV) == "пн, 23 лист. 2026\u202fр."


@pytest.mark.parametrize(
    ("length", "en", "uk", "ru"),
    [
        (timedelta(0), "0 s", "0 с", "0 с"),
        (timedelta(milliseconds=999), "0 s", "0 с", "0 с"),
        (timedelta(seconds=45), "45 s", "45 с", "45 с"),
        (timedelta(seconds=90), "1 min 30 s", "1 хв 30 с", "1 мин 30 с"),
        (timedelta(minutes=5), "5 min", "5 хв", "5 мин"),
        (timedelta(minutes=90), "1 h 30 min", "1 год 30 хв", "1 ч 30 мин"),
        (timedelta(hours=1, seconds=59), "1 h", "1 год", "1 ч"),
        (timedelta(days=1, minutes=11), "1 d 11 min", "1 дн 11 хв", "1 дн 11 мин"),
        (
            timedelta(days=2, hours=3, minutes=4),
            "2 d 3 h 4 min",
            "2 дн 3 год 4 хв",
            "2 дн 3 ч 4 мин",
        ),
        (timedelta(minutes=-5), "−5 min", "−5 хв", "−5 мин"),
        (timedelta(milliseconds=-10), "0 s", "0 с", "0 с"),
    ],
)
def test_lengths(length: timedelta, en: str, uk: str, ru: str) -> None:
    assert [t.duration(length) for t in (EN, UK, RU)] == [en, uk, ru]


def test_babel_is_loaded_only_for_dates() -> None:
    code = (
        "import sys; from bot.domain.language import Language; from bot.i18n import translator;"
        "translator(Language.UK)('Closed'); sys.exit('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0

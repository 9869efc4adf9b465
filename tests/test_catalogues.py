"""Every sentence the bot can say exists in every language, whole and with its slots.

Extraction is the same as `make catalogue`: files from babel.cfg, calls from the Makefile.
"""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from bot.domain.language import Language
from bot.i18n import LOCALES, translator

ROOT = Path(__file__).parent.parent
TRANSLATED = [language for language in Language if language is not Language.EN]
SLOT = re.compile(r"\{[^{}]*\}")
CODE = re.compile(r"`[^`]*`")
#: docs/glossary.md: quotation marks are «…», the Ukrainian apostrophe is ’.
ENGLISH_MARKS = re.compile(r"[\"'“”]")
NAME = re.compile(r"\{[a-z][a-z0-9_]*\}")
#: Which arguments of a call are sentences. These two modules pass on what others wrote.
SPOKEN = {"t": [0], "phrase": [0], "phrases": [0, 1], "Refusal": [0], "md": [1], "mdn": [1, 2]}
PASSING_ON = {"bot/i18n.py", "bot/slack/kit.py", "bot/domain/phrase.py"}
MEND = "Run `make catalogue`, translate it, and run `make install`."


def said(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(texts: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (texts or "",) if texts is None or isinstance(texts, str) else tuple(texts)


@cache
def template() -> Catalog:
    """The sentences of the code, each with the files that say it."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    line = re.search(r"^SENTENCES := (.*)$", makefile, re.MULTILINE)
    assert line, "the Makefile has no SENTENCES"
    words = shlex.split(line[1])
    calls = [words[n + 1] for n, word in enumerate(words) if word == "-k"]
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        ROOT, methods, options, keywords={**DEFAULT_KEYWORDS, **parse_keywords(calls)}
    )
    catalogue = Catalog(charset="utf-8")
    for path, number, sentence, comments, _context in found:
        catalogue.add(sentence, None, [(path, number)], auto_comments=comments)
    return catalogue


@cache
def catalogue(language: Language) -> Catalog:
    path = LOCALES / language / "LC_MESSAGES" / "tocsin.po"
    with path.open("rb") as file:
        return read_po(file, locale=language.value, domain="tocsin")


def sentences(language: Language) -> Iterator[tuple[Message, str]]:
    """Each translated sentence, and where a person can find it."""
    for message in catalogue(language):
        if message.id:
            yield message, f"bot/locale/{language}/LC_MESSAGES/tocsin.po:{message.lineno}"


def test_the_domain_is_among_the_extracted_sentences() -> None:
    # Of each kind of call one: a keyword that stops matching must not silence the tests below.
    ids = {message.id for message in template() if message.id}
    known = {said(message) for message in template() if message.id}
    assert "{by} declared {severity}: {title}" in known  # phrase(…)
    assert "{incident} is open already." in known  # Refusal(…)
    assert "{n} min" in known  # t(…)
    assert "No incident is open." in known  # md(t, …)
    assert ("and {count} more", "and {count} more") in ids  # mdn(t, …)
    # Inside the arguments of another sentence.
    assert "unknown" in known


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_is_missing(language: Language) -> None:
    missing = [
        f"{message.locations[0][0]}:{message.locations[0][1]}: {said(message)}"
        for message in template()
        if message.id and message.id not in catalogue(language)
    ]
    assert not missing, f"{language} lacks sentences. {MEND}\n" + "\n".join(missing)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_sentence_is_stale(language: Language) -> None:
    known = template()
    stale = [
        f"{place}: {said(message)}"
        for message, place in sentences(language)
        if message.id not in known
    ]
    path = f"bot/locale/{language}/LC_MESSAGES/tocsin.po"
    stale += [f"{path}: {said(message)}" for message in catalogue(language).obsolete.values()]
    assert not stale, f"{language} has sentences nobody says. {MEND}\n" + "\n".join(stale)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_empty_or_fuzzy(language: Language) -> None:
    unfinished = [
        f"{place}: {said(message)}"
        for message, place in sentences(language)
        if message.fuzzy or not all(text.strip() for text in forms(message.string))
    ]
    assert not unfinished, f"{language} is unfinished. {MEND}\n" + "\n".join(unfinished)


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_every_form_of_the_language(language: Language) -> None:
    wanted = catalogue(language).num_plurals
    wrong = [
        f"{place}: {said(message)}"
        for message, place in sentences(language)
        if len(forms(message.string)) != (wanted if message.pluralizable else 1)
    ]
    assert wanted == 3
    assert not wrong, f"{language} needs {wanted} plural forms\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_slots(language: Language) -> None:
    wrong = [
        f"{place}: {said(message)}"
        for message, place in sentences(language)
        for text in forms(message.string)
        if text and not slots_agree(message, text)
    ]
    assert not wrong, f"{language} has other slots than English\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_marks_of_their_language(language: Language) -> None:
    wrong = [
        f"{place}: {text}"
        for message, place in sentences(language)
        for text in forms(message.string)
        if ENGLISH_MARKS.search(CODE.sub("", text))
    ]
    assert not wrong, f"{language} quotes as English does\n" + "\n".join(wrong)


def slots_agree(message: Message, text: str) -> bool:
    """The same slots; a plural form may leave out ``{count}``, as “one person” does."""
    wanted = {slot for form in forms(message.id) for slot in SLOT.findall(form)}
    given = set(SLOT.findall(text))
    optional = {"{count}"} if message.pluralizable else set()
    return given <= wanted and wanted - given <= optional


def test_slots_are_plain_names() -> None:
    """`bot.i18n` fills names only: no attributes, indexes, conversions or formats."""
    wrong = [
        f"{message.locations[0][0]}:{message.locations[0][1]}: {form}"
        for message in template()
        if message.id
        for form in forms(message.id)
        if any(not NAME.fullmatch(slot) for slot in SLOT.findall(form))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_sentence_is_written_where_it_is_said() -> None:
    """A sentence held in a variable, or built by an f-string, never reaches a catalogue."""
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "bot").rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in PASSING_ON
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and not literal(call)
    ]
    assert not wrong, "Write the sentence inside the call\n" + "\n".join(wrong)


def literal(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "plural":
        wanted = [0, 1]
    else:
        wanted = SPOKEN.get(name, [])
    return all(
        place < len(call.args)
        and isinstance(argument := call.args[place], ast.Constant)
        and isinstance(argument.value, str)
        for place in wanted
    )


#: Slack refuses a modal whose title or button is longer.
MODAL = 24


def test_the_titles_and_buttons_of_modals_fit_in_every_language() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {language}: {text}"
        for path in sorted((ROOT / "bot" / "slack").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for sentence in titles(call)
        for language in Language
        if len(text := translator(language)(sentence)) > MODAL
    ]
    assert not long, f"Slack shows {MODAL} characters\n" + "\n".join(long)


def titles(call: ast.Call) -> Iterator[str]:
    """The sentences given to a modal directly: its title, its submit and its close."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    name = call.func.id if isinstance(call.func, ast.Name) else name
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    for argument in given if name.endswith("modal") else ():
        match argument:
            case ast.Call(func=ast.Name(id="t"), args=[ast.Constant(value=str(sentence))]):
                yield sentence
            case _:
                pass


def test_the_titles_of_modals_are_found() -> None:
    source = 'form.modal(ids.ROLE, t("Role"), blocks, submit=t("Save"), close="x")'
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    assert list(titles(call)) == ["Role", "Save"]

"""Each text once, under the names of those who read it, with what had better be said otherwise."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_update import ClientUpdate, Recipient
from bot.domain.language import Language
from bot.domain.medium import Medium
from bot.domain.phrase import phrase
from bot.domain.service import ClientName
from bot.domain.wording import Finding, Gravity, Rule
from bot.i18n import translator
from bot.slack import audiences
from bot.slack.kit import Block
from tests.domain.sample import ACME, ZORIA, incident
from tests.domain.updates import ALMATY, ALTYN, EN, KYIV, POLICY, RU, UK, to, update
from tests.support.world import text_of

T = translator(EN)


def written(*readers: Recipient, texts: dict[tuple[Language, str], str]) -> ClientUpdate:
    return replace(update(incident()), recipients=readers, texts=texts)


def lines(blocks: list[Block]) -> list[str]:
    return [text_of(block) for block in blocks if block["type"] != "divider"]


def test_equal_words_stand_once_with_all_who_read_them() -> None:
    made = written(
        to(Medium.CHANNEL, "C0ACME", EN, client=ACME),
        to(Medium.MAIL, "ops@acme.example", EN, client=ACME),
        to(Medium.MAIL, "cto@acme.example", EN, client=ACME),
        to(Medium.PAGE, "page", EN, UK),
        to(Medium.SUPPORT, "C0SUPPORT", UK),
        to(Medium.HOOK, "https://helpdesk.example/x", UK),
        texts={(EN, "Europe/Kyiv"): "It <fails>", (UK, "Europe/Kyiv"): "Не працює"},
    )
    assert lines(audiences.shown(T, POLICY, made)) == [
        "*English* · <#C0ACME>, 2 e-mail addresses of Acme Marketplace, the status page",
        "It &lt;fails&gt;",
        "*Ukrainian* · <#C0SUPPORT>, the status page, 1 webhook",
        "Не працює",
    ]


def test_where_only_the_time_differs_the_lines_that_differ_stand_alone() -> None:
    far = replace(to(Medium.CHANNEL, "C0ALTYN", RU, client=ALTYN), zone=ALMATY)
    near = to(Medium.CHANNEL, "C0RU", RU)
    made = written(
        near,
        far,
        texts={
            (RU, KYIV.key): "Не работает\nДо 12:00 (Киев)\nINC-7",
            (RU, ALMATY.key): "Не работает\nДо 15:00 (Алматы)\nINC-7",
        },
    )
    assert lines(audiences.shown(T, POLICY, made)) == [
        "*Russian* · <#C0RU>",
        "Не работает\nДо 12:00 (Киев)\nINC-7",
        "To <#C0ALTYN> the same, but:",
        ">До 15:00 (Алматы)",
    ]


def test_whoever_reads_two_languages_is_named_with_their_order() -> None:
    made = written(
        to(Medium.CHANNEL, "C0NORTHWIND", EN, UK),
        texts={(EN, KYIV.key): "It fails", (UK, KYIV.key): "Не працює"},
    )
    assert lines(audiences.shown(T, POLICY, made))[-1] == (
        "<#C0NORTHWIND>: all in one message, in this order: English, Ukrainian."
    )


def test_nothing_of_a_long_text_is_cut() -> None:
    words = "&" * 2000 + "\n" + "x" * 4000 + " end"
    blocks = audiences.text(words)
    shown = "".join(block["text"]["text"] for block in blocks).replace("&amp;", "&")
    assert shown.replace(" ", "") == words.replace("\n", "").replace(" ", "")
    assert all(len(block["text"]["text"]) <= 3000 for block in blocks)


def test_many_channels_are_counted() -> None:
    readers = [to(Medium.CHANNEL, f"C{number}", EN) for number in range(15)]
    said = str(audiences.join_names(T, POLICY, readers))
    assert said.startswith("<#C0>, <#C1>, ")
    assert said.endswith("<#C11>, 3 more channels")


def test_a_hundred_clients_still_fit_a_modal() -> None:
    zones = ("Europe/Kyiv", "Asia/Almaty", "Europe/Berlin", "America/New_York")
    readers = [
        Recipient(
            medium=Medium.MAIL,
            address=f"ops{number}@client.example",
            client=ClientName(f"client{number}"),
            languages=tuple(Language)[number % 3 :],
            zone=ZoneInfo(zones[number % 4]),
        )
        for number in range(100)
    ]
    texts = {(language, zone): f"Line\nBy {zone}\nEnd" for language in Language for zone in zones}
    assert len(audiences.shown(T, POLICY, written(*readers, texts=texts))) < 60


@pytest.mark.parametrize(
    ("gravity", "mark"), [(Gravity.GRAVE, "⛔"), (Gravity.ADVICE, "💡"), (Gravity.NOTE, "✅")]
)
def test_a_finding_quotes_says_why_and_offers_words_in_the_clients_language(
    gravity: Gravity, mark: str
) -> None:
    found = Finding(
        rule=Rule.EARLY_CAUSE,
        gravity=gravity,
        start=0,
        end=9,
        quote="because\nof",
        why=phrase("The cause is not identified yet. A guess may have to be taken back."),
        offer=phrase("We are investigating the cause."),
        language=UK,
    )
    head, better = str(audiences.finding_line(T, found)).split("\n")
    assert head == (
        f"{mark} *“because of”* The cause is not identified yet. A guess may have to be taken back."
    )
    offered = translator(UK)("We are investigating the cause.")
    assert offered != "We are investigating the cause."
    assert better == f"Better: _{offered}_"


def test_of_a_long_passage_its_beginning_is_quoted() -> None:
    found = Finding(
        rule=Rule.OTHER_LANGUAGE,
        gravity=Gravity.ADVICE,
        start=0,
        end=3000,
        quote="a" * 3000,
        why=phrase("x"),
        language=EN,
    )
    assert str(audiences.finding_line(T, found)) == f"💡 *“{'a' * 149}…”* x"


def test_a_finding_of_several_zones_stands_once() -> None:
    found = Finding(
        rule=Rule.BLAME,
        gravity=Gravity.ADVICE,
        start=0,
        end=1,
        quote="the bank",
        why=phrase("x"),
        language=EN,
    )
    other = replace(found, quote="the vendor")
    both = {(EN, KYIV.key): (found, other), (EN, ALMATY.key): (found,)}
    assert audiences.by_text(both) == (found, other)


def test_a_client_that_the_policy_lost_goes_by_its_name() -> None:
    assert audiences.client_name(POLICY, ZORIA) == "Zoria Bank"
    assert audiences.client_name(POLICY, ClientName("gone")) == "gone"

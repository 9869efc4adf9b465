"""`/incident clients`: who is affected, by name or in the form."""

import pytest

from bot.domain.refusal import Refusal
from bot.domain.service import ClientName
from bot.slack.clients import views
from tests.domain.updates import POLICY
from tests.support.stories import declared
from tests.support.updating import fields
from tests.support.world import GENERAL, OLEH, World, text_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acme", ("acme",)),
        ("Acme Marketplace, zoria", ("acme", "zoria")),
        ("ALTYN TRAVEL; acme, acme", ("altyn", "acme")),
        (" , ", ()),
    ],
)
def test_names_and_titles_are_understood(typed: str, meant: tuple[str, ...]) -> None:
    assert views.clients_in(POLICY, typed) == tuple(map(ClientName, meant))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("acmee", "There is no client “{name}”. Did you mean “{near}”?"),
        (
            "somebody else",
            "There is no client “{name}”. `/incident clients` alone offers them all.",
        ),
    ],
)
def test_a_name_of_nobody_is_refused(typed: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        views.clients_in(POLICY, typed)
    assert refused.value.phrase.msgid == said


async def test_the_form_changes_who_is_affected(here: World) -> None:
    await declared(here)
    await here.command(OLEH, GENERAL, "clients INC-1")
    menu = fields(here.modal(OLEH))["clients"]["element"]
    assert [one["value"] for one in menu["initial_options"]] == ["acme", "zoria", "northwind"]
    done = await here.submit(OLEH, {"update_clients": ["altyn", "acme"]})
    assert done.ok, done
    assert (await here.incident()).clients == ("altyn", "acme")
    assert "ClientsChanged" in await here.story()


async def test_named_at_once(here: World) -> None:
    await declared(here)
    done = await here.command(OLEH, GENERAL, "clients INC-1 Zoria Bank")
    assert text_of(done.body) == "INC-1: affected clients are Zoria Bank."
    assert (await here.incident()).clients == ("zoria",)

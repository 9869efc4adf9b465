"""Modals: required fields, selects by keyboard, errors from the app, the stack."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.layouts import CARD
from tests.sandbox.page.probe import Probe

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
REQUIRED = "Please complete this required field."


async def _declare(page: Page, probe: Probe) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    composer = page.get_by_test_id("composer")
    await composer.fill("/declare")
    await composer.press("Enter")
    await expect(page.get_by_test_id("modal")).to_be_visible()


async def test_required_fields_are_asked_for_under_the_field(page: Page, probe: Probe) -> None:
    await _declare(page, probe)
    await page.get_by_test_id("modal-submit").click()

    errors = page.get_by_test_id("input-error")
    assert await errors.all_text_contents() == [REQUIRED, REQUIRED]
    await page.get_by_test_id("plain_text_input").fill("Cards fail")
    await expect(errors).to_have_count(1)
    await page.get_by_test_id("email_text_input").fill("nobody")
    await page.get_by_test_id("modal-submit").click()
    await expect(errors).to_have_count(2)
    assert await errors.all_text_contents() == [REQUIRED, "Please enter a valid email address."]
    assert probe.submissions == []


async def test_the_form_is_filled_by_keyboard_alone(page: Page, probe: Probe) -> None:
    await _declare(page, probe)
    keyboard = page.keyboard

    await expect(page.get_by_test_id("plain_text_input")).to_be_focused()
    await keyboard.type("Cards fail")
    await keyboard.press("Tab")
    await keyboard.press("ArrowDown")
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await keyboard.press("Tab")
    await keyboard.type("pay")
    await expect(page.get_by_role("option")).to_have_text(["Payments API", "Payouts"])
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await keyboard.press("Tab")
    await keyboard.type("a")
    await keyboard.press("Enter")
    await keyboard.type("alt")
    await keyboard.press("Enter")
    await keyboard.press("Escape")
    assert await page.get_by_test_id("chip").all_text_contents() == ["Acme", "Altyn"]
    await keyboard.press("Control+Enter")

    await expect(page.get_by_role("heading", name="Details")).to_be_visible()
    values = probe.submissions[0]
    assert values["what"]["v"]["value"] == "Cards fail"
    assert values["severity"]["v"]["selected_option"]["value"] == "sev2"
    assert values["service"]["service"]["selected_option"]["value"] == "payouts"
    clients = values["clients"]["v"]["selected_options"]
    assert [each["value"] for each in clients] == ["acme", "altyn"]


async def test_errors_of_the_app_stand_under_their_field(page: Page, probe: Probe) -> None:
    await _declare(page, probe)
    await page.get_by_test_id("plain_text_input").fill("nothing")
    await page.locator("[data-block=severity]").get_by_test_id("select").click()
    await page.get_by_role("option", name="SEV1").click()
    await page.get_by_test_id("modal-submit").click()

    block = page.locator("[data-block=what]")
    await expect(block.get_by_test_id("input-error")).to_have_text("Say what clients see.")
    await expect(block.get_by_test_id("plain_text_input")).to_have_value("nothing")
    await expect(page.locator("[data-block=severity] .chosen")).to_have_text("SEV1")


async def test_a_pushed_modal_goes_back_to_what_was_typed(page: Page, probe: Probe) -> None:
    await _declare(page, probe)
    await page.get_by_test_id("plain_text_input").fill("Cards fail")
    await page.locator("[data-block=severity]").get_by_test_id("select").click()
    await page.get_by_role("option", name="SEV3").click()
    await page.get_by_test_id("modal-submit").click()

    await expect(page.get_by_text("It is open.")).to_be_visible()
    await page.get_by_test_id("modal-back").click()
    await expect(page.get_by_test_id("plain_text_input")).to_have_value("Cards fail")
    await expect(page.locator("[data-block=severity] .chosen")).to_have_text("SEV3")
    await page.get_by_test_id("modal-dismiss").click()
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert probe.sandbox.interaction.views.stacks["U0OLENA"] == []


async def test_a_global_shortcut_opens_the_form_and_escape_closes_it(
    page: Page, probe: Probe
) -> None:
    await page.goto(probe.at("C0SUPPORT"))
    await page.get_by_test_id("composer-shortcuts").click()
    await page.get_by_role("menuitem", name="Declare it").click()

    await expect(page.get_by_test_id("modal")).to_have_attribute("aria-label", "Declare")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("modal")).to_have_count(0)


async def test_a_lost_submission_says_what_slack_says(page: Page, probe: Probe) -> None:
    await _declare(page, probe)
    await page.get_by_test_id("plain_text_input").fill("Cards fail")
    await page.locator("[data-block=severity]").get_by_test_id("select").click()
    await page.get_by_role("option", name="SEV1").click()
    probe.sandbox.ack_limit = 0.0
    await page.get_by_test_id("modal-submit").click()

    await expect(page.get_by_test_id("modal-trouble")).to_have_text(
        "We had some trouble connecting. Try again?"
    )
    await expect(page.get_by_test_id("plain_text_input")).to_have_value("Cards fail")


async def test_selects_of_a_message_are_searched_and_sent_at_once(page: Page, probe: Probe) -> None:
    await probe.client.chat_postMessage(channel="C0INCIDENTS", text="Card", blocks=CARD)
    await page.goto(probe.at("C0INCIDENTS"))

    await page.get_by_label("Severity").focus()
    await page.keyboard.type("3")
    await page.keyboard.press("Enter")
    await page.get_by_label("Who?").press("ArrowDown")
    await page.keyboard.type("L3")
    assert await page.get_by_role("option").all_text_contents() == [
        "DMDaryna MelnykSupport engineer L3",
        "PTPavlo TkachenkoSupport engineer L3",
    ]
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Who?")).to_contain_text("Daryna Melnyk")
    await probe.sandbox.acts.settled()
    assert probe.clicks[0]["selected_option"]["value"] == "sev3"
    assert probe.clicks[1]["selected_user"] == "U0DARYNA"

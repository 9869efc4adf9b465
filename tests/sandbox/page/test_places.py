"""Where one is and who one is: threads, acting as others, unread marks, App Home, phones."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.probe import Probe

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_thread_is_opened_answered_and_counted(page: Page, probe: Probe) -> None:
    ts = await probe.sandbox.acts.say("U0MARKO", "C0INCIDENTS", "Rolling back")
    await probe.sandbox.acts.say("U0ANNA", "C0INCIDENTS", "At 60 %", thread_ts=ts)
    await page.goto(probe.at("C0INCIDENTS"))

    summary = page.get_by_test_id("thread-summary")
    await expect(summary).to_contain_text("1 reply")
    await summary.click()
    await expect(page.get_by_test_id("thread-list")).to_contain_text("At 60 %")
    reply = page.get_by_test_id("thread-composer")
    await expect(reply).to_be_focused()
    await reply.fill("Thanks")
    await reply.press("Enter")
    await expect(summary).to_contain_text("2 replies")
    assert page.url.endswith(f"/C0INCIDENTS/thread/{ts}")
    await page.get_by_test_id("close-pane").click()
    await expect(page.get_by_test_id("pane")).to_be_hidden()


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0, r"today at \d\d:\d\d"), (24, r"yesterday at \d\d:\d\d"), (73, "3 days ago")],
)
async def test_a_thread_says_when_it_was_last_answered(
    page: Page, probe: Probe, hours: int, said: str
) -> None:
    ts = await probe.sandbox.acts.say("U0MARKO", "C0INCIDENTS", "Rolling back")
    await probe.sandbox.acts.say("U0ANNA", "C0INCIDENTS", "At 60 %", thread_ts=ts)
    probe.clock.now += hours * 3600
    await page.goto(probe.at("C0INCIDENTS"))

    summary = page.get_by_test_id("thread-summary")
    await expect(summary).to_have_text(re.compile(f"1 replyLast reply {said}$"))


async def test_a_command_in_a_thread_is_refused_in_slacks_words(page: Page, probe: Probe) -> None:
    ts = await probe.sandbox.acts.say("U0MARKO", "C0INCIDENTS", "Rolling back")
    await page.goto(f"{probe.at('C0INCIDENTS')}/thread/{ts}")
    reply = page.get_by_test_id("thread-composer")
    await reply.fill("/declare now")
    await reply.press("Enter")

    refusal = page.get_by_test_id("pane").get_by_test_id("composer-error")
    await expect(refusal).to_have_text("/declare is not supported in threads. Sorry!")
    await expect(reply).to_have_value("/declare now")


async def test_commands_are_offered_with_their_usage(page: Page, probe: Probe) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("/d")
    await expect(page.get_by_role("option")).to_have_text(["/declare [what happens]Open a form"])
    await composer.press("Tab")
    await expect(composer).to_have_value("/declare ")
    await expect(page.get_by_test_id("command-hint")).to_contain_text("[what happens]")


UNREAD = """async (name) => {
  const { state } = await import("/page/js/store.js");
  return state.workspace.channels.find((each) => each.name === name).unread > 0;
}"""


async def test_news_between_press_and_release_takes_no_click_away(page: Page, probe: Probe) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    await page.get_by_test_id("sidebar-channel-general").hover()
    await page.mouse.down()
    await probe.sandbox.acts.say("U0MARKO", "C0SUPPORT", "Anybody else?")
    await page.wait_for_function(UNREAD, arg="support")
    await expect(page.get_by_test_id("sidebar-channel-support")).to_have_class("sidebar-row")
    await page.mouse.up()

    await expect(page.get_by_test_id("channel-header")).to_contain_text("general")
    await expect(page.get_by_test_id("sidebar-channel-support")).to_have_class("sidebar-row unread")


async def test_acting_as_another_shows_what_is_new_to_them(page: Page, probe: Probe) -> None:
    acts = probe.sandbox.acts
    await acts.say("U0MARKO", "C0SUPPORT", "@olena.kovalenko can you call them?")
    await acts.say("U0MARKO", "C0GENERAL", "Lunch")
    await page.goto(probe.at("C0INCIDENTS"))

    support = page.get_by_test_id("sidebar-channel-support")
    await expect(support.get_by_test_id("mentions")).to_have_text("1")
    await expect(page.get_by_test_id("sidebar-channel-general")).to_have_class("sidebar-row unread")
    await expect(page.get_by_test_id("sidebar-channel-random")).to_have_class("sidebar-row")
    await support.click()
    await expect(page.get_by_test_id("new-line")).to_be_visible()
    await expect(support.get_by_test_id("mentions")).to_have_count(0)

    await page.get_by_test_id("act-as").click()
    await page.get_by_test_id("act-as-list-search").fill("data protection")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("act-as")).to_contain_text("Kateryna Dovzhenko")
    await expect(page.get_by_test_id("sidebar-channel-security")).to_be_visible()
    await expect(page.get_by_test_id("sidebar-channel-support")).to_have_count(0)
    await expect(page.get_by_test_id("join")).to_be_visible()
    assert page.url == probe.at("C0SUPPORT", "U0KATE")


async def test_a_private_channel_is_not_shown_to_others(page: Page, probe: Probe) -> None:
    await probe.sandbox.acts.say("U0KATE", "G0SECURITY", "Secret words")
    await page.goto(probe.at("G0SECURITY"))

    await expect(page.get_by_test_id("channel-header")).to_contain_text("incidents")
    assert page.url == probe.at("C0INCIDENTS")
    await expect(page.get_by_text("Secret words")).to_have_count(0)
    await page.goto(probe.at("G0SECURITY", "U0OLEH"))
    await expect(page.get_by_text("Secret words")).to_be_visible()


async def test_ctrl_k_jumps_to_a_channel_or_a_person(page: Page, probe: Probe) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.keyboard.type("zoria")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("channel-header")).to_contain_text("client-zoria-bank")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("marko")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("channel-header")).to_contain_text("Marko Lysenko")
    await page.get_by_test_id("composer").fill("Hello")
    await page.get_by_test_id("composer").press("Enter")
    await expect(page.get_by_test_id("sidebar-dm-marko.lysenko")).to_be_visible()
    await page.goto(probe.at("C0INCIDENTS", "U0MARKO"))
    with_olena = page.get_by_test_id("sidebar-dm-olena.kovalenko")
    await expect(with_olena.get_by_test_id("mentions")).to_have_text("1")


async def test_app_home_is_published_when_opened_and_its_buttons_work(
    page: Page, probe: Probe
) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    await page.get_by_test_id("sidebar-app").click()

    home = page.get_by_test_id("app-home")
    await expect(home.locator(".block-header")).to_have_text("Good evening")
    await home.get_by_role("button", name="Declare").click()
    await page.get_by_test_id("tab-messages").click()
    await expect(home).to_be_hidden()
    await page.get_by_test_id("composer").fill("Are you there?")
    await page.get_by_test_id("composer").press("Enter")
    await expect(page.get_by_test_id("message")).to_contain_text("Are you there?")
    assert [each["action_id"] for each in probe.clicks] == ["home"]


async def test_a_phone_shows_one_thing_at_a_time(page: Page, probe: Probe) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(probe.at("C0INCIDENTS"))
    row = page.get_by_test_id("sidebar-channel-support")

    await expect(row).not_to_be_in_viewport()
    await page.get_by_test_id("sidebar-toggle").click()
    await expect(row).to_be_in_viewport()
    await row.click()
    await expect(page.get_by_test_id("channel-header")).to_contain_text("support")
    await expect(row).not_to_be_in_viewport()
    overflowing = "document.documentElement.scrollWidth > innerWidth"
    assert await page.evaluate(overflowing) is False


async def test_a_permalink_finds_the_message(page: Page, probe: Probe) -> None:
    ts = await probe.sandbox.acts.say("U0MARKO", "C0SUPPORT", "The one")
    for number in range(40):
        await probe.sandbox.acts.say("U0MARKO", "C0SUPPORT", f"line {number}")
    found = await probe.client.chat_getPermalink(channel="C0SUPPORT", message_ts=ts)
    await page.goto(found["permalink"])

    await expect(page.get_by_text("The one")).to_be_in_viewport()

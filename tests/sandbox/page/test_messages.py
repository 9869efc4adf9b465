"""How messages look: Block Kit, mrkdwn, unread marks, ephemerals, reactions, pins, files."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.sandbox.page.layouts import CARD, SINK
from tests.sandbox.page.probe import Probe
from tests.support.process import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _newest(page: Page) -> Locator:
    return page.get_by_test_id("message-list").get_by_test_id("message").last


async def test_a_kitchen_sink_is_drawn_as_slack_draws_it(page: Page, probe: Probe) -> None:
    await probe.client.chat_postMessage(channel="C0INCIDENTS", text="Sink", blocks=SINK)
    await page.goto(probe.at("C0INCIDENTS"))
    message = await _newest(page)

    await expect(message.locator(".block-header")).to_have_text("Kitchen sink ")
    await expect(message.locator(".block-header .emoji")).to_have_attribute("title", ":tada:")
    text = message.locator(".block-text").first
    await expect(text.locator("strong").first).to_have_text("bold")
    assert await text.locator("em").all_text_contents() == ["slanted", "words"]
    await expect(text.locator("s")).to_have_text("gone")
    assert await text.locator(".mention").all_text_contents() == [
        "@Olena Kovalenko",
        "#support",
        "@support",
        "@channel",
    ]
    status = text.get_by_text("status", exact=True)
    await expect(status).to_have_attribute("href", "https://example.com/a?b=1&c=2")
    await expect(text.locator("time")).to_have_text("2023-11-15 at 00:13")  # Olena is in Kyiv
    await expect(text).to_contain_text("2*3*4 <b>")
    await expect(text).to_contain_text(":no_such_emoji:")
    await expect(text.locator(".quote")).to_have_text("quoted words")
    await expect(text.locator(".code-block")).to_have_text("raw *stays*")


async def test_rich_text_markdown_and_tables_are_drawn(page: Page, probe: Probe) -> None:
    await probe.client.chat_postMessage(channel="C0INCIDENTS", text="Sink", blocks=SINK)
    await page.goto(probe.at("C0INCIDENTS"))
    message = await _newest(page)

    rich = message.locator(".block-rich_text")
    await expect(rich.locator("strong em, em strong").first).to_have_text("Heavy")
    assert await rich.locator(".mention").all_text_contents() == [
        "@Anna Schmidt",
        "@devops",
        "#support",
        "@here",
    ]
    await expect(rich.locator("time")).to_have_text("2023-11-15 00:13")
    await expect(rich.locator("ol.depth-1 li")).to_have_text("first")
    await expect(rich.locator(".code-block")).to_have_text("SELECT 1")
    assert await message.locator(".block-markdown li").all_text_contents() == [
        "Roll back",
        "Tell nobody Acme",
    ]
    assert await message.locator("thead th").all_text_contents() == ["Client", "Failed"]
    await expect(message.locator(".block").last).to_have_class("table-scroll block block-table")
    await expect(message.locator(".context-text").last).to_have_text("<script>")


async def test_pickers_show_what_was_chosen_before(page: Page, probe: Probe) -> None:
    await probe.client.chat_postMessage(channel="C0INCIDENTS", text="Sink", blocks=SINK)
    await page.goto(probe.at("C0INCIDENTS"))
    message = await _newest(page)

    await expect(message.get_by_test_id("datepicker")).to_have_value("2026-11-22")
    await expect(message.get_by_test_id("timepicker")).to_have_value("09:30")
    await expect(message.get_by_test_id("datetimepicker")).to_have_value("2023-11-15T00:13")
    await expect(message.get_by_test_id("select")).to_have_text("support")
    await expect(message.get_by_label("Paged")).to_be_checked()
    await expect(message.get_by_label("Told")).not_to_be_checked()


async def test_a_button_reaches_the_app_and_a_confirmation_can_stop_it(
    page: Page, probe: Probe
) -> None:
    await probe.client.chat_postMessage(channel="C0INCIDENTS", text="Card", blocks=CARD)
    await page.goto(probe.at("C0INCIDENTS"))

    await page.get_by_role("button", name="Take the lead").click()
    await page.get_by_role("button", name="Escalate").click()
    await expect(page.get_by_test_id("confirm")).to_contain_text("This pages level 3.")
    await page.get_by_test_id("confirm-no").click()
    await page.get_by_role("button", name="Escalate").click()
    await page.get_by_test_id("confirm-yes").click()
    await page.get_by_test_id("overflow").click()
    await page.get_by_role("menuitem", name="Cancel incident").click()

    await expect(page.get_by_role("menuitem")).to_have_count(0)
    await probe.sandbox.acts.settled()
    told = [(each["action_id"], each.get("value")) for each in probe.clicks]
    assert told == [("lead", "42"), ("escalate", None), ("more", None)]
    assert probe.clicks[2]["selected_option"]["value"] == "cancel-incident"


async def test_an_update_of_the_card_keeps_the_focus_on_its_button(
    page: Page, probe: Probe
) -> None:
    posted = await probe.client.chat_postMessage(channel="C0INCIDENTS", text="Card", blocks=CARD)
    await page.goto(probe.at("C0INCIDENTS"))
    await page.get_by_role("button", name="Take the lead").focus()

    changed = [{"type": "header", "text": {"type": "plain_text", "text": "Mitigated"}}, *CARD[1:]]
    await probe.client.chat_update(
        channel="C0INCIDENTS", ts=posted["ts"], text="Card", blocks=changed
    )

    await expect((await _newest(page)).locator(".block-header")).to_have_text("Mitigated")
    await expect(page.get_by_role("button", name="Take the lead")).to_be_focused()
    await expect((await _newest(page)).locator(".edited")).to_have_text(" (edited)")


async def test_what_one_writes_is_sent_by_enter_and_can_be_edited(page: Page, probe: Probe) -> None:
    await page.goto(probe.at("C0SUPPORT"))
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("Hi @mar")
    await composer.press("Enter")
    await composer.press_sequentially("<b>look</b>")
    await composer.press("Enter")

    message = await _newest(page)
    await expect(message.locator(".message-text")).to_have_text("Hi @Marko Lysenko <b>look</b>")
    await expect(composer).to_have_value("")
    await message.hover()
    await message.get_by_test_id("more").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    await page.get_by_test_id("edit-field").fill("All good")
    await page.get_by_test_id("edit-field").press("Enter")
    await expect(message.locator(".message-text")).to_have_text("All good (edited)")


async def test_an_ephemeral_can_be_dismissed_and_never_survives_a_reload(
    page: Page, probe: Probe
) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    composer = page.get_by_test_id("composer")
    for words in ("one", "two"):
        await composer.fill(f"/whisper {words}")
        await composer.press("Enter")
        await expect(page.get_by_text(f"Only you hear: {words}")).to_be_visible()

    await page.get_by_test_id("dismiss").first.click()
    await expect(page.get_by_text("Only you hear: one")).to_have_count(0)
    await expect(page.get_by_test_id("ephemeral-note")).to_have_count(1)
    await page.goto(probe.at("C0INCIDENTS", "U0MARKO"))
    await expect(page.get_by_test_id("act-as")).to_contain_text("Marko Lysenko")
    await expect(page.get_by_test_id("ephemeral-note")).to_have_count(0)
    await page.goto(probe.at("C0INCIDENTS"))
    await expect(page.get_by_test_id("ephemeral-note")).to_have_count(1)
    await page.reload()
    await expect(page.get_by_text("From this week every incident")).to_be_visible()
    await expect(page.get_by_test_id("ephemeral-note")).to_have_count(0)


async def test_reactions_are_toggled_and_picked(page: Page, probe: Probe) -> None:
    ts = await probe.sandbox.acts.say("U0MARKO", "C0INCIDENTS", "Look")
    await probe.sandbox.acts.react("U0MARKO", "C0INCIDENTS", ts, "eyes")
    await page.goto(probe.at("C0INCIDENTS"))
    message = await _newest(page)

    eyes = message.get_by_test_id("reaction")
    await eyes.click()
    await expect(eyes).to_have_text("2")
    await expect(eyes).to_have_attribute("aria-pressed", "true")
    await eyes.click()
    await expect(eyes).to_have_text("1")
    await message.hover()
    await message.get_by_test_id("add-reaction").click()
    await page.get_by_test_id("emoji-search").fill("rocket")
    await page.get_by_test_id("emoji-search").press("Enter")
    await expect(message.locator('[data-name="rocket"]')).to_have_text("1")


async def test_a_message_can_be_pinned_and_given_to_the_app(page: Page, probe: Probe) -> None:
    await probe.sandbox.acts.say("U0MARKO", "C0INCIDENTS", "Remember this")
    await page.goto(probe.at("C0INCIDENTS"))
    message = await _newest(page)

    await message.hover()
    await message.get_by_test_id("more").click()
    await page.get_by_role("menuitem", name="Pin to channel").click()
    await page.get_by_test_id("open-pins").click()
    await expect(page.get_by_test_id("pins")).to_contain_text("Remember this")
    await message.hover()
    await message.get_by_test_id("more").click()
    await page.get_by_role("menuitem", name="Keep this").click()
    await expect(page.get_by_test_id("message-menu")).to_have_count(0)
    # The menu is gone as soon as it is clicked; the click is still on its way to the app.
    await until(lambda: bool(probe.kept))
    assert probe.kept == ["Remember this"]


async def test_a_file_is_attached_shown_and_downloaded(page: Page, probe: Probe) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    log = {"name": "payments.log", "mimeType": "text/plain", "buffer": b"500 500 500"}
    await page.locator("#foot input[type=file]").set_input_files(log)
    await expect(page.get_by_test_id("composer-file")).to_contain_text("payments.log")
    await page.get_by_test_id("composer-send").click()

    card = (await _newest(page)).get_by_test_id("file")
    await expect(card).to_contain_text("payments.log · 11 bytes")
    async with page.expect_download() as waiting:
        await card.get_by_role("link").click()
    assert (await (await waiting.value).path()).read_bytes() == b"500 500 500"


async def test_bookmarks_topic_and_canvas_stand_above_the_channel(page: Page, probe: Probe) -> None:
    client = probe.client
    await client.conversations_setTopic(channel="C0INCIDENTS", topic=":red_circle: SEV1")
    await client.bookmarks_add(
        channel_id="C0INCIDENTS", title="Runbook", link="https://example.com/runbook", type="link"
    )
    await client.conversations_canvases_create(
        channel_id="C0INCIDENTS",
        document_content={"type": "markdown", "markdown": "# Notes\n\n- [x] paged"},
    )
    await page.goto(probe.at("C0INCIDENTS"))

    await expect(page.get_by_test_id("topic")).to_have_text(" SEV1")
    runbook = page.get_by_test_id("bookmarks").get_by_role("link", name="Runbook")
    await expect(runbook).to_have_attribute("href", "https://example.com/runbook")
    await page.get_by_test_id("open-canvas").click()
    await expect(page.get_by_test_id("canvas").get_by_role("heading")).to_have_text("Notes")
    await expect(page.get_by_test_id("canvas").get_by_role("checkbox")).to_be_checked()


async def test_nothing_an_author_writes_becomes_markup_or_script(page: Page, probe: Probe) -> None:
    payload = '<img src=x onerror="document.title=1">'
    hostile = "<javascript:alert(1)|click me> <https://example.com|<b>safe</b>>"
    await probe.client.conversations_setTopic(channel="C0INCIDENTS", topic=payload)
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{payload} {hostile}"}},
        {"type": "markdown", "text": f"{payload} [go](javascript:alert(1))"},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "link", "url": "javascript:alert(1)", "text": payload}],
                }
            ],
        },
    ]
    await probe.client.chat_postMessage(channel="C0INCIDENTS", text=payload, blocks=blocks)
    await page.goto(probe.at("C0INCIDENTS"))
    message = await _newest(page)

    await expect(message.locator(".block-text")).to_contain_text(payload)
    await expect(page.get_by_test_id("topic")).to_have_text(payload)
    await expect(page.locator("img")).to_have_count(0)
    hrefs = await message.locator("a").evaluate_all("nodes => nodes.map((n) => n.href)")
    assert [href for href in hrefs if href.startswith("javascript:")] == []


async def test_the_theme_follows_the_system_until_one_is_chosen(page: Page, probe: Probe) -> None:
    await page.emulate_media(color_scheme="dark")
    await page.goto(probe.at("C0INCIDENTS"))
    background = "getComputedStyle(document.getElementById('main')).backgroundColor"
    toggle = page.get_by_test_id("theme-toggle")

    await expect(toggle).to_have_attribute("aria-label", "Theme: as the system")
    assert await page.evaluate(background) == "rgb(26, 29, 36)"
    await toggle.click()
    await toggle.click()
    await expect(toggle).to_have_attribute("aria-label", "Theme: light")
    assert await page.evaluate(background) == "rgb(255, 255, 255)"
    await page.reload()
    await expect(toggle).to_have_attribute("aria-label", "Theme: light")

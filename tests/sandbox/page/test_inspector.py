"""The inspector: every call and delivery, and the faults."""

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page, expect

from tests.sandbox.page.probe import Probe

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_traffic_is_listed_filtered_and_opened(page: Page, probe: Probe) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    await page.get_by_test_id("inspector-toggle").click()
    composer = page.get_by_test_id("composer")
    await composer.fill("/declare cards")
    await composer.press("Enter")
    await expect(page.get_by_test_id("modal")).to_be_visible()
    await page.get_by_test_id("modal-dismiss").click()
    await expect(page.get_by_test_id("modal")).to_have_count(0)

    rows = page.get_by_test_id("traffic-row")
    await expect(rows.and_(page.locator('[data-name="/declare"]'))).to_contain_text("acked")
    await page.get_by_test_id("inspector-filter").fill("views.open")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("ok")
    await rows.locator("summary").click()
    await expect(rows.locator(".json").first).to_contain_text('"callback_id": "declare"')
    assert "xoxb" not in await rows.inner_text()


async def test_a_fault_is_set_shown_used_up_and_cleared(page: Page, probe: Probe) -> None:
    await page.goto(probe.at("C0INCIDENTS"))
    await page.get_by_test_id("inspector-toggle").click()
    await page.get_by_test_id("inspector-faults").click()
    await expect(page.get_by_test_id("faults")).to_contain_text("Socket Mode: 1 open")

    limit = page.get_by_test_id("fault-rate_limit")
    await limit.locator("[name=method]").fill("auth.test")
    await limit.locator("[name=retry_after]").fill("7")
    await limit.get_by_role("button", name="Set").click()
    active = page.get_by_test_id("active-faults")
    await expect(active).to_contain_text("auth.test: 429, retry after 7 s, once")
    async with ClientSession() as session, session.post(f"{probe.base}/api/auth.test") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    await expect(active).to_have_count(0)

    slow = page.get_by_test_id("fault-latency")
    await slow.locator("[name=seconds]").fill("0.25")
    await slow.get_by_role("button", name="Set").click()
    await expect(active).to_contain_text("*: 0.25 s slower")
    assert probe.sandbox.faults.wait("chat.postMessage") == 0.25
    await page.get_by_test_id("clear-faults").click()
    await expect(active).to_have_count(0)
    await page.get_by_test_id("realistic-limits").check()
    await expect(page.get_by_test_id("realistic-limits")).to_be_checked()
    assert probe.sandbox.limits.realistic is True

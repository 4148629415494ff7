"""Every page, in both themes, without what axe finds fault with; and without JavaScript."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.pages import messages, open_menu

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page):
    """What axe finds, with where. It is run past the page's policy, which forbids strange code."""
    found = page.evaluate("(rules) => axe.run({ runOnly: rules })", RULES)
    return [
        f"{page.url}: {fault['id']}: {node['html'][:200]}\n{node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def addresses(thread, message):
    group = thread.group
    return [
        "/", "/groups/", "/groups/new/", f"/groups/{group.slug}/", f"/groups/{group.slug}/members/",
        f"/groups/{group.slug}/settings/", f"/groups/{group.slug}/threads/new/", "/mentions/",
        "/profile/", f"/people/{message.author_id}/", f"/threads/{thread.pk}/",
        f"/threads/{thread.pk}/moderate/", f"/threads/{thread.pk}/panel/",
        f"/messages/{message.pk}/edit/", f"/messages/{message.pk}/history/",
        f"/messages/{message.pk}/actions/", f"/messages/{message.pk}/withdraw/",
        "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/",
    ]  # fmt: skip


@pytest.fixture
def lively(mobility, anna, daan, samira, say):
    """A thread with one of everything."""
    message = say(mobility, anna, "**Kijk** eens naar [dit](https://voorbeeld.nl), @samira.ozturk")
    message.react(daan, "agree")
    message.edit(
        anna, message.body + "\n\n- een\n- twee\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`code`"
    )
    say(mobility, daan, "Ja!", quotes=message)
    message.pin(anna)
    say(mobility, daan, "Toch niet").withdraw(daan)
    mobility.rename(anna, "Fietsen langs het water")
    mobility.participation(anna).read(3)
    return message


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(window, mobility, lively, anna, theme):
    page = window(anna, color_scheme=theme)
    page.context.add_init_script(path=AXE)
    found = []
    for address in addresses(mobility, lively):
        page.goto(address)
        found += faults(page)
    assert not found, "\n\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(reading, mobility, lively, anna, theme):
    page = reading(anna, mobility, color_scheme=theme)
    page.evaluate(AXE.read_text())
    found = faults(page)
    open_menu(page, "Ja!")
    found += faults(page)
    page.keyboard.press("Escape")
    page.locator("#composer textarea").press_sequentially("@")
    expect(page.get_by_role("option")).to_have_count(3)
    found += faults(page)
    page.keyboard.press("Escape")
    messages(page).first.focus()
    page.keyboard.press("?")
    found += faults(page)
    assert not found, "\n\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_the_door(window, theme):
    page = window(color_scheme=theme)
    page.context.add_init_script(path=AXE)
    found = []
    for address in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        page.goto(address)
        found += faults(page)
    assert not found, "\n\n".join(found)


def test_reading_and_posting_work_without_javascript(window, mobility, anna, daan, say):
    page = window(anna, java_script_enabled=False)
    page.goto(mobility.get_absolute_url())
    expect(messages(page)).to_have_text([re.compile("Wie kijkt er mee?")])
    page.locator("#composer textarea").fill("Zonder script")
    page.locator("#composer .nl-button--primary").click()
    expect(messages(page)).to_have_count(2)
    expect(messages(page).last).to_contain_text("Zonder script")


def test_a_mistake_without_javascript_keeps_the_text(window, mobility, anna):
    page = window(anna, java_script_enabled=False)
    page.goto(mobility.get_absolute_url())
    page.locator("#composer textarea").fill("Met bijlage")
    page.locator("#composer input[type=file]").set_input_files(
        {"name": "leeg.txt", "mimeType": "text/plain", "buffer": b""}
    )
    page.locator("#composer .nl-button--primary").click()
    expect(page.locator("#composer .field-error")).to_contain_text("leeg.txt")
    expect(page.locator("#composer textarea")).to_have_value("Met bijlage")


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_window(window, mobility, lively, anna, width):
    page = window(anna, viewport={"width": width, "height": 740})
    wide = []
    for address in addresses(mobility, lively):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    assert not wide

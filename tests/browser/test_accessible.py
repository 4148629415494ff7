"""Every page, in both themes, without what axe finds fault with; and without JavaScript."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from conversations.kinds import outcome_kinds
from conversations.search import indexing
from tests.browser.pages import messages, open_menu

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page):
    """What axe finds, with where; in the dark only what can differ there. It is run past the
    page's policy, which forbids strange code, when all parts of the page are there."""
    expect(page.locator(".htmx-request")).to_have_count(0)
    found = violations(page, "light", RULES) + violations(page, "dark", ["color-contrast"])
    page.emulate_media(color_scheme="light")
    return [
        f"{page.url}: {fault['id']}: {node['html'][:200]}\n{node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]


def violations(page, theme, rules):
    page.emulate_media(color_scheme=theme)
    return page.evaluate("(rules) => axe.run({ runOnly: rules })", rules)["violations"]


def is_too_wide(page, width):
    page.set_viewport_size({"width": width, "height": 740})
    return page.evaluate(
        "document.fonts.ready.then(() => document.documentElement.scrollWidth > innerWidth)"
    )


def addresses(thread, message):
    group = thread.group
    return [
        "/", "/groups/", "/groups/new/", f"/groups/{group.slug}/", f"/groups/{group.slug}/members/",
        f"/groups/{group.slug}/settings/", f"/groups/{group.slug}/threads/new/", "/mentions/",
        "/profile/", "/profile/mail/", f"/groups/{group.slug}/mail/",
        f"/people/{message.author_id}/", f"/threads/{thread.pk}/",
        f"/threads/{thread.pk}/moderate/", f"/threads/{thread.pk}/panel/",
        f"/messages/{message.pk}/edit/", f"/messages/{message.pk}/history/",
        f"/messages/{message.pk}/actions/", f"/messages/{message.pk}/withdraw/",
        "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/", "/search/?q=kijk",
        *(outcome.get_absolute_url() for outcome in message.grown_for(message.author)),
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
    for kind, config in outcome_kinds().items():
        config.outcomes.grow(
            mobility, anna, title="Kijk", body="Eens", client_id=kind, sources=[message]
        )
    indexing.catch_up()
    message.refresh_from_db()
    mobility.rename(anna, "Fietsen langs het water")
    mobility.participation(anna).read(3)
    return message


def test_axe_finds_nothing(window, mobility, lively, anna):
    page = window(anna)
    page.context.add_init_script(path=AXE)
    found = []
    for address in addresses(mobility, lively):
        page.goto(address)
        found += faults(page)
    assert not found, "\n\n".join(found)


def test_axe_finds_nothing_in_what_opens(reading, mobility, lively, anna):
    page = reading(anna, mobility)
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


def test_axe_finds_nothing_at_the_door(window):
    page = window()
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


def test_no_page_is_wider_than_the_window(window, mobility, lively, anna):
    page = window(anna)
    wide = []
    for address in addresses(mobility, lively):
        page.goto(address)
        wide += [(address, width) for width in (360, 768, 1280) if is_too_wide(page, width)]
    assert not wide

"""From a message to a decision, in the windows of three people."""

from playwright.sync_api import expect

from conversations.outcomes.decisions.models import Decision
from tests.browser.pages import open_menu
from tests.browser.test_accessible import AXE, faults, is_too_wide


def card(page):
    return page.locator(".outcome-card--decision")


def to_answer(shown):
    """Not the link that stands there until the reader's own part has come."""
    return shown.locator("[id^=answer-for-]")


def test_a_message_becomes_a_proposal_that_people_answer_and_adopt(
    reading, mobility, anna, daan, samira
):
    here, there = reading(anna, mobility), reading(daan, mobility)
    maker = reading(samira, mobility)
    open_menu(maker, "Wie kijkt er mee?").locator('[href*="decisions/new"]').click()
    expect(maker.locator('[name="method"][value="vote"]')).to_be_attached()
    maker.evaluate(AXE.read_text())
    found = faults(maker)
    maker.locator('[name="method"][value="vote"]').click()
    expect(maker.locator('[name="title"]')).to_have_value("Wie kijkt er mee?")
    maker.locator('[name="options_more"]').click()
    rows = maker.locator('[name="options_label"]')
    expect(rows).to_have_count(4)
    expect(rows.last).to_be_focused()
    maker.locator(".more-settings summary").click()
    found += faults(maker)
    assert not is_too_wide(maker, 360)
    maker.locator(".decision-form .nl-button--primary").click()

    # The form stands open in one window while someone answers in another: it stays, as it is.
    expect(card(here)).to_be_visible()
    to_answer(card(here)).click()
    expect(card(here).locator(".ballot")).to_be_focused()
    card(here).locator('[name="options"][value="1"]').check()
    to_answer(card(there)).click()
    expect(card(there).locator(".ballot")).to_be_focused()
    there.evaluate(AXE.read_text())
    found += faults(there)
    card(there).locator('[name="options"][value="1"]').check()
    card(there).locator(".nl-button--primary").click()
    expect(card(there).locator(".own-vote strong")).to_be_visible()
    expect(card(here).locator(".tally-row").first).to_contain_text("1")
    expect(card(here).locator('[name="options"][value="1"]')).to_be_checked()
    card(here).locator(".nl-button--primary").click()
    expect(card(there).locator(".tally-row").first).to_contain_text("2")
    assert not is_too_wide(there, 360)

    # Its own page follows, too.
    decision = Decision.objects.get()
    there.goto(decision.get_absolute_url())
    maker.goto(f"{decision.get_absolute_url()}steer/")
    maker.locator('[name="verb"][value="close"]').click()
    for page in (here, there, maker):
        expect(page.locator(".state--good").first).to_be_visible()
    maker.evaluate(AXE.read_text())
    maker.locator(".recount summary").click()
    found += faults(maker)
    assert not is_too_wide(maker, 360)
    assert not found, "\n\n".join(found)

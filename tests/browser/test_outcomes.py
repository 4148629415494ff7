"""Something grows out of a conversation, and whoever reads along sees it grow."""

from playwright.sync_api import expect

from tests.browser.pages import composer


def test_words_in_the_composer_become_a_card_that_all_see(reading, mobility, anna, daan):
    here, there = reading(anna, mobility), reading(daan, mobility)
    grown = there.locator("#panel .outcome-row")
    expect(there.locator("#panel h2").first).to_be_visible()
    composer(here).fill("Rekken plaatsen")
    here.locator(".composer-more").click()
    here.locator('#composer-kinds [formaction$="/tasks/new/"]').click()
    expect(here.locator('[name="title"]')).to_have_value("Rekken plaatsen")
    here.locator("main form:has([name='title']) .nl-button--primary").click()
    for page in (here, there):
        expect(page.locator(".outcome-card")).to_contain_text("Rekken plaatsen")
    expect(grown).to_contain_text("Rekken plaatsen")

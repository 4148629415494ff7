"""Under a message that came by mail: what was left out, where one reads it."""

from playwright.sync_api import expect

from conversations.models import Original
from tests.browser.pages import message


def test_what_was_left_out_opens_in_place_with_the_keyboard(reading, mobility, anna, samira, say):
    page = reading(anna, mobility)
    original = Original(cut="> Wie kijkt er mee?\n\n<b>Samira</b>, 06 12345678")
    say(mobility, samira, "Ik kijk mee.", via="mail", original=original)
    article = message(page, "Ik kijk mee.")  # which came over the socket
    expect(article).to_contain_text("per mail")
    article.locator(".original-more").press("Enter")
    expect(article).to_contain_text("<b>Samira</b>, 06 12345678")
    summary = article.locator(".original > summary")
    expect(summary).to_be_focused()
    summary.press("Enter")
    expect(article.get_by_text("06 12345678")).to_be_hidden()

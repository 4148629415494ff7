"""What someone types is never lost, and what they post stands there once."""

import signal
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.pages import KEPT, composer, message, messages, pending, post, posted, state


def bodies(thread):
    return list(thread.messages.order_by("number").values_list("body", flat=True))


def test_a_message_typed_offline_is_kept_and_sent_once(reading, mobility, anna, daan):
    page, there = reading(anna, mobility), reading(daan, mobility)
    page.context.set_offline(True)
    expect(state(page)).not_to_have_attribute("data-state", "live")
    post(page, "Uit de trein")
    post(page, "en nog iets")
    expect(pending(page)).to_have_count(2)
    page.context.set_offline(False)
    expect(pending(page)).to_have_count(0)
    expect(state(page)).to_have_attribute("data-state", "live")
    expect(messages(there)).to_have_count(3)
    assert bodies(mobility)[1:] == ["Uit de trein", "en nog iets"]


def test_a_message_posted_while_the_server_was_away_is_sent_once(server, reading, mobility, anna):
    page = reading(anna, mobility)
    server.stop(signal.SIGKILL)
    post(page, "Hallo?")
    expect(pending(page)).to_have_count(1)
    expect(state(page)).not_to_have_attribute("data-state", "live")
    server.start()
    expect(message(page, "Hallo?")).to_have_count(1)
    expect(state(page)).to_have_attribute("data-state", "live")
    assert bodies(mobility)[1:] == ["Hallo?"]


def test_a_lost_answer_makes_no_second_message(reading, mobility, anna):
    page = reading(anna, mobility)
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/messages/", lose)
    post(page, "Eén keer")
    expect(message(page, "Eén keer")).to_have_count(1)
    expect(pending(page)).to_have_count(0)
    posted(page, "En verder")
    assert bodies(mobility)[1:] == ["Eén keer", "En verder"]


def test_an_unsent_message_with_its_file_survives_a_reload(reading, mobility, anna):
    page = reading(anna, mobility)
    page.route("**/messages/", lambda route: route.abort())
    page.locator("#composer input[type=file]").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"eerst fietsen"}
    )
    post(page, "Met plan")
    expect(pending(page)).to_contain_text("plan.txt")
    expect(pending(page)).to_contain_text(KEPT)
    page.reload()
    expect(pending(page)).to_contain_text("Met plan")
    page.unroute("**/messages/")
    page.reload()
    expect(message(page, "Met plan").locator(".attachments")).to_contain_text("plan.txt")
    assert bodies(mobility)[1:] == ["Met plan"]


def test_a_reload_keeps_the_draft_with_its_quote(reading, mobility, anna):
    page = reading(anna, mobility)
    messages(page).first.hover()
    messages(page).first.locator("[data-reply]").click()
    composer(page).fill("Nog niet af")
    page.reload()
    expect(composer(page)).to_have_value("Nog niet af")
    expect(page.locator(".composer-quote")).to_contain_text("Wie kijkt er mee?")
    composer(page).press("Control+Enter")
    expect(message(page, "Nog niet af").locator(".message-quote")).to_be_visible()
    page.reload()
    expect(composer(page)).to_have_value("")


def test_signing_out_leaves_no_draft_behind(reading, mobility, anna):
    page = reading(anna, mobility)
    composer(page).fill("Vertrouwelijk")
    page.locator(".person-button").click()
    page.locator('form[action$="/logout/"] button').click()
    page.wait_for_url("**/accounts/login/**")
    assert "Vertrouwelijk" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_refused_message_comes_back_with_the_reason(reading, mobility, anna, daan):
    page = reading(anna, mobility)
    page.locator("#composer input[type=file]").set_input_files(
        {"name": "leeg.txt", "mimeType": "text/plain", "buffer": b""}
    )
    post(page, "Met bijlage")
    expect(page.locator("#composer .field-error")).to_contain_text("leeg.txt")
    expect(composer(page)).to_have_value("Met bijlage")
    expect(pending(page)).to_have_count(0)
    assert len(bodies(mobility)) == 1


def test_a_message_for_a_thread_that_was_closed_meanwhile_comes_back(reading, mobility, anna, daan):
    page = reading(anna, mobility)
    page.evaluate("() => document.getElementById('composer').inert = false")
    mobility.close(daan)
    post(page, "Net te laat")
    expect(page.locator("#composer .field-error")).to_be_visible()
    expect(composer(page)).to_have_value("Net te laat")


def test_a_session_that_ended_leads_to_sign_in_with_a_reason(reading, mobility, anna):
    page = reading(anna, mobility)
    composer(page).fill("Nog niet klaar")
    anna.sessions.all().delete()
    page.wait_for_url("**/accounts/login/**")
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_part_asked_for_after_the_session_ended_leads_back_to_its_page(reading, mobility, anna):
    page = reading(anna, mobility)
    page.context.clear_cookies()
    page.evaluate("htmx.trigger(document.body, 'panel:refresh')")
    page.wait_for_url(f"**/accounts/login/?next={quote(mobility.get_absolute_url(), safe='')}")
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_gap_on_the_way_is_filled(server, reading, mobility, anna, daan, say):
    page = reading(anna, mobility)
    page.context.set_offline(True)
    for number in range(5):
        say(mobility, daan, f"Bericht {number}")
    page.context.set_offline(False)
    expect(messages(page)).to_have_count(6)
    numbers = messages(page).evaluate_all("all => all.map(one => Number(one.dataset.number))")
    assert numbers == list(range(1, 7))

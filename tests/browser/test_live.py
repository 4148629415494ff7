"""People talk, and each sees at once what the others do."""

import re

from playwright.sync_api import expect

from tests.browser.pages import (
    composer,
    message,
    messages,
    open_menu,
    pending,
    post,
    posted,
    remembering,
)


def test_two_people_see_each_other_talk(reading, mobility, anna, daan):
    here, there = reading(anna, mobility), reading(daan, mobility)
    post(here, "Is er koffie?")
    expect(messages(there).last).to_contain_text("Is er koffie?")
    post(there, "Altijd.")
    expect(messages(here).last).to_contain_text("Altijd.")
    expect(messages(here)).to_have_count(3)
    expect(pending(here)).to_have_count(0)


def test_a_double_click_posts_once(reading, mobility, anna):
    page = reading(anna, mobility)
    composer(page).fill("Eén keer")
    page.locator("#composer .nl-button--primary").dblclick()
    expect(message(page, "Eén keer")).to_have_count(1)
    assert mobility.messages.count() == 2


def test_one_author_within_minutes_flows_together_and_another_does_not(
    reading, mobility, anna, daan
):
    page, there = reading(anna, mobility), reading(daan, mobility)
    posted(page, "en verder")
    posted(there, "ik antwoord")
    entries = page.locator("#timeline .entry")
    expect(entries).to_have_count(3)
    expect(entries.nth(1)).to_contain_class("entry--flows")
    expect(entries.nth(2)).not_to_contain_class("entry--flows")
    shown = entries.evaluate_all("items => items.map(item => item.className)")
    page.reload()
    expect(entries).to_have_count(3)
    assert entries.evaluate_all("items => items.map(item => item.className)") == shown


def test_a_reaction_is_seen_by_both_and_pressed_for_who_gave_it(reading, mobility, anna, daan):
    here, there = reading(anna, mobility), reading(daan, mobility)
    open_menu(there, "Wie kijkt er mee?").locator('[value="thanks"]').click()
    for page, pressed in ((here, "false"), (there, "true")):
        given = messages(page).first.locator('[data-reaction="thanks"]')
        expect(given).to_contain_text("1")
        expect(given).to_have_attribute("aria-pressed", pressed)


def test_an_edit_is_seen_by_both(reading, mobility, anna, daan):
    here, there = reading(anna, mobility), reading(daan, mobility)
    open_menu(here, "Wie kijkt er mee?").locator("[data-edit]").click()
    field = here.locator(".message-edit textarea")
    expect(field).to_be_focused()
    field.fill("Wie fietst er mee?")
    here.locator(".message-edit .nl-button--primary").click()
    for page in (here, there):
        expect(messages(page).first.locator(".message-body")).to_have_text("Wie fietst er mee?")
        expect(messages(page).first.locator(".message-edited")).to_be_visible()
    expect(here.locator(".message-edit")).to_have_count(0)


def test_an_edit_that_the_socket_tells_of_before_the_answer_stands_there_too(
    reading, mobility, anna
):
    page = reading(anna, mobility)
    open_menu(page, "Wie kijkt er mee?").locator("[data-edit]").click()
    field = page.locator(".message-edit textarea")
    expect(field).to_be_focused()

    def answer_late(route):
        answer = route.fetch()
        expect(page.locator(".message-edited")).to_be_visible()
        route.fulfill(response=answer)

    page.route("**/edit/", answer_late)
    field.fill("Wie fietst er mee?")
    page.locator(".message-edit .nl-button--primary").click()
    expect(page.locator(".message-edit")).to_have_count(0)
    expect(message(page, "Wie fietst er mee?").locator(".message-body")).to_be_visible()


# Who is that quick, or has a machine that is that slow, sends the form when it has just come.
AT_ONCE = """() => {
    const seen = new MutationObserver(() => {
        const form = document.querySelector(".message-edit");
        if (!form) return;
        seen.disconnect();
        form.elements.body.value = "Vlug";
        form.requestSubmit();
    });
    seen.observe(document.body, { childList: true, subtree: true });
}"""


def test_a_form_in_the_page_works_from_the_moment_that_it_stands_there(reading, mobility, anna):
    page = reading(anna, mobility)
    page.evaluate(AT_ONCE)
    posts = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else 0)
    open_menu(page, "Wie kijkt er mee?").locator("[data-edit]").click()
    expect(message(page, "Vlug").locator(".message-body")).to_be_visible()
    assert [request.is_navigation_request() for request in posts] == [False]


def test_someone_reacts_while_the_author_edits_and_nothing_typed_is_lost(
    reading, mobility, anna, daan
):
    page = reading(anna, mobility)
    open_menu(page, "Wie kijkt er mee?").locator("[data-edit]").click()
    field = page.locator(".message-edit textarea")
    expect(field).to_be_focused()
    field.fill("Half getypt")
    mobility.messages.get().react(daan, "agree")
    reading(daan, mobility)
    expect(messages(page).first.locator("[data-reaction]")).to_be_visible()
    expect(field).to_have_value("Half getypt")
    expect(field).to_be_focused()
    field.press("Escape")
    expect(messages(page).first.locator(".message-body")).to_have_text("Wie kijkt er mee?")


def test_a_withdrawn_message_leaves_a_tombstone_for_both(reading, mobility, anna, daan):
    here, there = reading(anna, mobility), reading(daan, mobility)
    posted(here, "Dit had ik niet moeten zeggen")
    expect(messages(there)).to_have_count(2)
    open_menu(here, "Dit had ik").get_by_role("link").last.click()
    here.locator("main form .nl-button--negative").click()
    for page in (here, there):
        expect(page.locator(".message--withdrawn")).to_have_count(1)
        expect(page.locator("main")).not_to_contain_text("Dit had ik niet")


def test_who_types_is_named_to_the_others(reading, mobility, anna, daan):
    here, there = reading(anna, mobility), reading(daan, mobility)
    typing = remembering(here, "#typing")
    composer(there).press_sequentially("Ik denk")
    expect(typing).to_have_attribute("data-said", re.compile("Daan Kuipers"))
    expect(here.locator("#presence")).to_contain_text("Daan Kuipers")


def test_a_new_message_is_announced_to_who_cannot_see_it(reading, mobility, anna, daan, say):
    page = reading(anna, mobility)
    announcer = remembering(page, "#announcer")
    say(mobility, daan, "Goed nieuws van de singel")
    expect(announcer).to_have_attribute("data-said", "Daan Kuipers: Goed nieuws van de singel")


def test_who_leaves_before_it_is_announced_hears_of_the_next(
    reading, mobility, water, anna, daan, say
):
    page = reading(anna, mobility)
    page.clock.install()
    say(mobility, daan, "Even nog")
    expect(message(page, "Even nog")).to_be_visible()
    page.locator(".thread-meta a").click()
    expect(page.locator("h1")).to_have_text(water.name)
    page.clock.run_for(2_000)  # what was to be said goes first
    page.go_back()
    expect(message(page, "Even nog")).to_be_visible()
    announcer = remembering(page, "#announcer")
    say(mobility, daan, "En dit")
    expect(announcer).to_have_attribute("data-said", "Daan Kuipers: En dit")


def test_a_removed_member_gets_a_calm_word_and_hears_nothing_more(
    reading, mobility, water, anna, samira, say
):
    page = reading(samira, mobility)
    composer(page).fill("Half getypt")
    water.remove(samira, by=anna, grounds="Voorbij")
    expect(page.locator(".thread-gone")).to_be_visible()
    say(mobility, anna, "Onder ons")
    expect(page.locator("#composer")).to_have_count(0)
    expect(messages(page)).to_have_count(1)


def test_focus_stays_when_the_message_under_it_is_replaced(reading, mobility, anna, daan):
    page = reading(anna, mobility)
    first = mobility.messages.get()
    first.react(daan, "agree")
    button = messages(page).first.locator('[data-reaction="agree"]')
    button.focus()
    first.react(daan, "cheer")
    expect(messages(page).first.locator('[data-reaction="cheer"]')).to_be_visible()
    expect(button).to_be_focused()
    messages(page).first.focus()
    first.react(daan, "idea")
    expect(messages(page).first.locator('[data-reaction="idea"]')).to_be_visible()
    expect(messages(page).first).to_be_focused()


def test_an_edit_that_is_refused_says_so_in_its_place(reading, mobility, anna):
    page = reading(anna, mobility)
    open_menu(page, "Wie kijkt er mee?").locator("[data-edit]").click()
    field = page.locator(".message-edit textarea")
    expect(field).to_be_focused()
    field.evaluate("field => field.removeAttribute('required')")
    field.fill("   ")
    page.locator(".message-edit .nl-button--primary").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("Wie fietst er mee?")
    page.locator(".message-edit .nl-button--primary").click()
    expect(messages(page).first.locator(".message-body")).to_have_text("Wie fietst er mee?")

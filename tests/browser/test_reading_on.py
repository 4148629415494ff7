"""Where a reader is: unread counts, the new-since line, and paging without jumps."""

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import Thread
from tests.browser.pages import badge, composer, message, messages, post, posted


@pytest.fixture
def long(mobility, anna, daan, say):
    """120 messages."""
    with transaction.atomic():
        for number in range(2, 121):
            author = anna if number % 3 else daan
            say(mobility, author, f"Bericht nummer {number}\n\nmet tekst\n\nen meer")
    return mobility


@pytest.fixture
def other(water, anna):
    return Thread.objects.start(water, anna, "Bomen", "Welke?", client_id="bomen")


def test_unread_counts_move_live_beside_another_conversation(
    reading, mobility, other, anna, daan, say
):
    page = reading(daan, other)
    expect(badge(page, other)).to_be_hidden()
    expect(badge(page, mobility)).to_have_text("1")
    say(mobility, anna, "nog een")
    say(mobility, anna, "en nog een")
    expect(badge(page, mobility)).to_have_text("3")
    expect(page).to_have_title(f"(3) {other.subject} · Beraad")
    page.locator(f'#sidebar a[data-thread="{mobility.pk}"]').click()
    expect(messages(page)).to_have_count(3)
    expect(badge(page, mobility)).to_be_hidden()
    expect(page).to_have_title(f"{mobility.subject} · Beraad")


def test_reading_in_one_window_clears_the_count_in_another(
    reading, mobility, other, daan, anna, window
):
    elsewhere = reading(daan, other)
    expect(badge(elsewhere, mobility)).to_have_text("1")
    reading(daan, mobility)
    expect(badge(elsewhere, mobility)).to_be_hidden()


def test_ones_own_message_is_not_unread_in_ones_other_window(reading, mobility, other, daan):
    mobility.participation(daan).read(1)
    elsewhere, here = reading(daan, other), reading(daan, mobility)
    posted(here, "van mijzelf")
    posted(elsewhere, "ook hier iets")
    expect(badge(elsewhere, mobility)).to_be_hidden()


def test_a_muted_conversation_shows_no_count(reading, mobility, other, anna, daan, say):
    mobility.participation(daan).attend("mute")
    page = reading(daan, other)
    say(mobility, anna, "psst")
    say(other, anna, "hoorbaar")
    expect(message(page, "hoorbaar")).to_be_visible()
    expect(badge(page, mobility)).to_be_hidden()
    expect(page).to_have_title(f"{other.subject} · Beraad")


def test_a_new_conversation_appears_in_the_sidebar(reading, mobility, water, daan, anna):
    page = reading(daan, mobility)
    fresh = Thread.objects.start(water, anna, "Vers", "Kijk", client_id="vers")
    expect(badge(page, fresh)).to_have_text("1")
    expect(page.locator("#sidebar [aria-current=page]")).to_contain_text(mobility.subject)


def test_the_new_since_line_stands_where_the_reader_was_and_stays(reading, long, samira, anna, say):
    long.participation(samira).read(60)
    page = reading(samira, long)
    line = page.locator("#new")
    expect(line).to_be_in_viewport()
    expect(page.locator("#new + .entry article")).to_have_attribute("data-number", "61")
    say(long, anna, "Nieuw erbij")
    expect(badge(page, long)).not_to_have_text("60")
    expect(line).to_be_in_viewport()


def test_paging_back_keeps_the_place(reading, long, samira):
    long.participation(samira).read(120)
    page = reading(samira, long)
    expect(message(page, "Bericht nummer 120")).to_be_in_viewport()
    anchor = message(page, "Bericht nummer 75 ")
    anchor.scroll_into_view_if_needed()
    expect(messages(page)).not_to_have_count(50)
    expect(anchor).to_be_in_viewport()
    numbers = messages(page).evaluate_all("all => all.map(one => Number(one.dataset.number))")
    assert numbers == list(range(numbers[0], 121))


def test_paging_on_from_a_permanent_link(reading, long, samira):
    page = reading(samira, long, query="?at=30")
    expect(message(page, "Bericht nummer 30 ")).to_be_in_viewport()
    message(page, "Bericht nummer 70 ").scroll_into_view_if_needed()
    expect(message(page, "Bericht nummer 120")).to_have_count(1)


def test_who_reads_back_is_not_moved_but_told(reading, long, samira, anna, say):
    long.participation(samira).read(120)
    page = reading(samira, long)
    message(page, "Bericht nummer 90 ").scroll_into_view_if_needed()
    say(long, anna, "Helemaal nieuw")
    button = page.locator(".to-newest")
    expect(button).to_contain_text("1")
    expect(message(page, "Bericht nummer 90 ")).to_be_in_viewport()
    button.click()
    expect(message(page, "Helemaal nieuw")).to_be_in_viewport()
    expect(button).to_be_hidden()


# A message comes in the moment in which someone scrolled, before the page draws itself again.
SCROLL_AND_HEAR = """async () => {
    const { putLive } = await import("/static/live/timeline.js");
    const articles = [...document.querySelectorAll("#timeline article.message")];
    const fresh = articles.at(-1).cloneNode(true);
    fresh.id = "m0";
    fresh.dataset.number = "121";
    articles.at(0).scrollIntoView();
    putLive(fresh);
}"""


def test_who_begins_to_read_back_just_then_is_told_too(reading, long, samira):
    long.participation(samira).read(120)
    page = reading(samira, long)
    expect(message(page, "Bericht nummer 120")).to_be_in_viewport()
    page.evaluate(SCROLL_AND_HEAR)
    expect(page.locator(".to-newest")).to_contain_text("1")


def test_who_is_at_the_end_stays_there(reading, long, samira, anna, say):
    long.participation(samira).read(120)
    page = reading(samira, long)
    for number in range(3):
        say(long, anna, f"Live {number}")
        expect(message(page, f"Live {number}")).to_be_in_viewport()


def test_what_was_not_seen_is_not_read(reading, long, samira):
    long.participation(samira).read(60)
    page = reading(samira, long)
    expect(badge(page, long)).not_to_have_text("60")
    expect(badge(page, long)).to_be_visible()
    message(page, "Bericht nummer 105 ").scroll_into_view_if_needed()
    message(page, "Bericht nummer 120").scroll_into_view_if_needed()
    expect(badge(page, long)).to_be_hidden()


def test_the_newest_first_for_who_likes_that(reading, long, samira, anna, say):
    samira.order = "newest"
    samira.save()
    long.participation(samira).read(120)
    page = reading(samira, long)
    expect(messages(page).first).to_contain_text("Bericht nummer 120")
    say(long, anna, "Bovenaan")
    expect(messages(page).first).to_contain_text("Bovenaan")
    posted(page, "Van mij")
    expect(messages(page).first).to_contain_text("Van mij")
    message(page, "Bericht nummer 75 ").scroll_into_view_if_needed()
    expect(message(page, "Bericht nummer 30 ")).to_have_count(1)
    days = {timezone.localtime(one.posted_at).date() for one in long.messages.all()}
    expect(page.locator("#timeline .day")).to_have_count(len(days))


def test_a_split_loads_the_thread_again_and_keeps_the_draft(reading, long, samira, daan):
    long.participation(samira).read(120)
    page = reading(samira, long)
    composer(page).fill("Half af")
    long.split(daan, "Apart", list(long.messages.filter(number__gte=101)))
    expect(page.locator(".notice")).to_have_count(1)
    expect(message(page, "Bericht nummer 101")).to_have_count(0)
    expect(composer(page)).to_have_value("Half af")
    post(page, "Verder")
    expect(message(page, "Verder")).to_have_count(1)

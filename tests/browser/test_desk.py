"""Who keeps order sees at once what comes to their desk, and who waits sees what became of it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from conversations.models import Appeal, Held, Report, Waiting
from groups.models import AuditEntry
from tests.browser.pages import message, pending, post
from tests.browser.test_accessible import AXE, faults


@pytest.fixture
def careful(water, anna, mobility, carla):
    """Water approves newcomers, and Carla is one."""
    water.describe(by=anna, approves_newcomers=True)
    water.admit(carla)
    return water


def number(page):
    return page.locator("[data-desk-count] .badge")


def test_the_number_at_the_desk_moves_without_a_reload(
    reading, window, water, mobility, anna, daan, samira, carla, say
):
    water.admit(carla)
    reported = say(mobility, samira, "Niet zo aardig")
    desk, menu, reporter = window(anna), reading(daan, mobility), window(carla)
    desk.goto(reverse("desk"))
    expect(desk.locator(".empty")).to_be_visible()
    expect(number(menu)).to_be_hidden()
    reporter.goto(reverse("report_message", args=[reported.pk]))
    reporter.get_by_role("radio").first.check()
    reporter.locator("main form button.nl-button--primary").click()
    expect(number(menu)).to_have_text("1")
    expect(number(desk)).to_have_text("1")
    expect(desk.locator('[data-desk="report"]')).to_contain_text("Niet zo aardig")
    number(menu).click()
    menu.locator('[data-desk="report"] a').click()
    menu.locator('[name="outcome"]').fill("We hebben ernaar gekeken")
    menu.locator("main form button.nl-button--primary").click()
    for page in (menu, desk):
        expect(page.locator(".empty")).to_be_visible()
        expect(number(page)).to_be_hidden()


def test_a_message_that_waits_is_shown_to_its_author_until_it_is_posted(
    reading, careful, mobility, daan, carla
):
    author, moderator = reading(carla, mobility), reading(daan, mobility)
    post(author, "Mag ik ook?")
    expect(author.locator("#waiting")).to_contain_text("Mag ik ook?")
    expect(pending(author)).to_have_count(0)
    expect(message(moderator, "Mag ik ook?")).to_have_count(0)
    expect(number(moderator)).to_have_text("1")
    moderator.goto(reverse("held", args=[Held.objects.get().pk]))
    moderator.locator('button[value="approve"]').click()
    expect(message(author, "Mag ik ook?")).to_have_count(1)
    expect(author.locator("#waiting")).not_to_contain_text("Mag ik ook?")


def test_a_hidden_message_disappears_for_who_reads_along(reading, mobility, samira, daan):
    reader = reading(samira, mobility)
    mobility.messages.get().hide(daan, "Dat zeggen we hier niet")
    expect(reader.locator(".message-tombstone")).to_contain_text("Dat zeggen we hier niet")
    expect(message(reader, "Wie kijkt er mee?")).to_have_count(0)


def test_in_slow_mode_the_text_comes_back_with_how_long_to_wait(reading, mobility, samira, daan):
    mobility.slow_down(daan, 300)
    page = reading(samira, mobility)
    post(page, "Eén")
    expect(message(page, "Eén")).to_have_count(1)
    post(page, "Twee")
    expect(page.locator("#composer .field-error")).to_contain_text(re.compile(r"\d{3}"))
    expect(page.locator("#composer textarea")).to_have_value("Twee")


def test_axe_finds_nothing_where_order_is_kept(
    window, careful, mobility, anna, daan, samira, carla, say
):
    bad = say(mobility, samira, "Niet zo aardig")
    with pytest.raises(Waiting) as waiting:
        say(mobility, carla, "Mag ik ook?")
    report = Report.objects.make(carla, careful, category="rude", message=bad)
    bad.hide(daan, "Dat zeggen we hier niet")
    entry = AuditEntry.objects.get(action="hide")
    appeal = Appeal.objects.make(entry, samira, "Het was zakelijk")
    mobility.slow_down(daan, 60)
    anna.is_staff = True
    anna.save()
    pages = {
        anna: [
            reverse("desk"), reverse("group_desk", args=[careful.slug]),
            reverse("held", args=[waiting.value.held.pk]),
            reverse("report_handle", args=[report.pk]), reverse("appeal", args=[appeal.pk]),
            reverse("moderate", args=[mobility.pk]), reverse("moderate_message", args=[bad.pk]),
            reverse("discipline", args=[careful.slug, samira.pk]),
            reverse("audit", args=[careful.slug]), reverse("platform_groups"),
            reverse("platform_audit"), reverse("platform_enter", args=[careful.pk]),
        ],
        samira: [reverse("rulings"), reverse("ruling", args=[entry.number])],
        carla: [
            mobility.get_absolute_url(), reverse("report_thread", args=[mobility.pk]),
            reverse("report", args=[report.pk]), reverse("reports"),
        ],
    }  # fmt: skip
    found = []
    for person, addresses in pages.items():
        page = window(person)
        page.context.add_init_script(path=AXE)
        for address in addresses:
            page.goto(address)
            expect(page.locator("h1")).to_be_visible()
            found += faults(page)
    assert found == []

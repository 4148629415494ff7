"""A sub-site in its own theme, in a real browser: what is worn, what axe says, how wide it is."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from conversations.models import Thread
from groups.models import Group, Subsite
from tests.browser.test_accessible import AXE, faults, is_too_wide

GREEN = {"accent": "#1f6b2f", "header": "#1f6b2f", "typeface": "inter"}
DARK_GREEN = "rgb(31, 107, 47)"


@pytest.fixture
def garden(anna, carla):
    subsite = Subsite.objects.create(
        name="De tuin", slug="tuin", tagline="Samen buiten", welcome="# Welkom\n\nKijk *rond*.",
        theme=GREEN,
    )  # fmt: skip
    subsite.administrators.add(anna)
    for person in (anna, carla):
        subsite.admit_by_hand(person, by=anna)
    group = Group.objects.open_by(
        anna, "De moestuin", subsite=subsite, reading="public", joining="open", listed=True
    )
    Thread.objects.start(group, anna, "Wie plant de bonen?", "Ik niet.", client_id="bean")
    return subsite


def header(page):
    """Its theme comes as a stylesheet, which may still be on its way."""
    return expect(page.locator("header").first)


def test_the_theme_is_worn_and_taken_off_without_a_new_page(window, garden, anna):
    page = window(anna)
    page.goto(garden.get_absolute_url())
    header(page).to_have_css("background-color", DARK_GREEN)
    page.get_by_role("link", name="Wie plant de bonen?").first.click()
    expect(page.locator("h1")).to_have_text("Wie plant de bonen?")
    header(page).to_have_css("background-color", DARK_GREEN)
    page.locator(".top-nav a").first.click()
    expect(page.locator("h1")).not_to_have_text("Wie plant de bonen?")
    header(page).not_to_have_css("background-color", DARK_GREEN)


def test_a_sample_is_shown_while_one_chooses_and_does_not_change_the_page(window, garden, anna):
    page = window(anna)
    page.goto(reverse("subsite_theme", args=["tuin"]))
    page.locator("#id_accent").fill("#a90061")
    link = page.locator('[data-theme="light"] .sample-link')
    expect(link).to_have_css("color", "rgb(169, 0, 97)")
    header(page).to_have_css("background-color", DARK_GREEN)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".utrecht-alert")).to_be_visible()
    garden.refresh_from_db()
    assert garden.theme["accent"] == "#a90061"


def test_a_theme_is_chosen_without_javascript(window, garden, anna):
    page = window(anna, java_script_enabled=False)
    page.goto(reverse("subsite_theme", args=["tuin"]))
    page.locator("#id_typeface").select_option("atkinson")
    page.locator("button[name=look]").click()
    expect(page.locator(".theme-sample").first).to_have_css("font-family", re.compile("Atkinson"))
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".utrecht-alert")).to_be_visible()
    garden.refresh_from_db()
    assert garden.theme["typeface"] == "atkinson"


PAGES = [
    "subsite", "subsite_settings", "subsite_theme", "subsite_admission", "subsite_people",
    "subsite_administrators", "subsite_groups", "subsite_log",
]  # fmt: skip


def addresses(garden):
    group = garden.groups.get()
    return [
        *(reverse(name, args=["tuin"]) for name in PAGES),
        group.get_absolute_url(), group.threads.get().get_absolute_url(),
        reverse("group_openings", args=[group.slug]), reverse("group_new") + "?at=tuin",
    ]  # fmt: skip


def test_axe_finds_nothing_in_its_theme(window, garden, anna, carla):
    page = window(anna)
    page.context.add_init_script(path=AXE)
    found = []
    for address in addresses(garden):
        page.goto(address)
        found += faults(page)
    garden.change(by=anna, is_closed=True, domains=["tuin.nl"], terms="Wees aardig.")
    at_the_door = [window(), window(carla)]
    for visitor in at_the_door:
        visitor.context.add_init_script(path=AXE)
        visitor.goto(reverse("subsite_door", args=["tuin"]))
        found += faults(visitor)
    assert not found, "\n\n".join(found)


def test_no_page_of_it_is_wider_than_the_window(window, garden, anna):
    page = window(anna)
    doors = [reverse("subsite_door", args=["tuin"]), reverse("account_login")]
    visitor = window()
    wide = []
    for each, urls in ((page, addresses(garden)), (visitor, [garden.get_absolute_url(), *doors])):
        for address in urls:
            each.goto(address)
            wide += [(address, width) for width in (360, 768, 1366) if is_too_wide(each, width)]
    assert not wide

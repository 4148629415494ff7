"""Finding people, without what axe finds fault with; and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from groups.models import Organisation, Person
from tests.browser.test_accessible import AXE, faults

ADDRESSES = [
    "/people/", "/people/?who=external&q=a", "/people/?q=zzz", "/profile/handover/",
    "/groups/water-in-de-wijk/me/", "/organisations/",
]  # fmt: skip


@pytest.fixture
def administrator(anna):
    anna.make_administrator()
    return anna


def test_axe_finds_nothing(window, water, administrator, daan):
    Person.objects.create_user("x@voorbeeld.nl", "Аnna Bakker")
    city = Organisation.objects.get(name="Gemeente Rivierstad")
    city.verify("gemeenté.example", by=administrator)
    page = window(administrator)
    page.context.add_init_script(path=AXE)
    found = []
    handover_of = f"/people/{daan.pk}/handover/"
    for address in [*ADDRESSES, f"/organisations/{city.pk}/", handover_of, f"/people/{daan.pk}/"]:
        page.goto(address)
        found += faults(page)
    assert not found, "\n\n".join(found)


def test_without_javascript_one_finds_people_and_starts_a_conversation(
    window, anna, daan, samira, carla
):
    page = window(anna, java_script_enabled=False)
    page.goto("/people/")
    page.get_by_role("searchbox").fill("a")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile("q=a"))
    page.get_by_label("Daan Kuipers").check()
    page.get_by_label("Carla de Wit").check()
    page.locator(".directory-action button").click()
    expect(page.locator(".crumb")).to_contain_text("Carla de Wit, Daan Kuipers")
    page.get_by_role("textbox").first.fill("Eén vraag")
    page.locator("textarea").fill("Hebben jullie even?")
    page.locator("main form button.nl-button--primary").click()
    expect(page.locator("h1")).to_have_text("Eén vraag")

"""Who reads along, as one sees it: the label beside the composer, and the page of a visitor."""

import re

import pytest
from playwright.sync_api import expect

from conversations.models import Held, Thread
from groups.models import Group
from tests.browser.pages import composer
from tests.browser.test_accessible import AXE, faults


@pytest.fixture
def trees(anna, daan):
    """A conversation that everyone reads, and may react to."""
    park = Group.objects.open_by(anna, "Het park", reading="public", takes_public_reactions=True)
    park.admit(daan)
    return Thread.objects.start(park, anna, "Bomen kappen?", "Welke eik?", client_id="trees")


def test_the_label_beside_the_composer_changes_while_one_writes(reading, mobility, daan, carla):
    page = reading(daan, mobility)
    label = page.locator("#composer .readers")
    expect(label).to_contain_text("(3)")
    composer(page).fill("Dit is alleen voor ons")
    mobility.bring_in(carla, by=daan)
    expect(label).to_contain_text(re.compile("1 (guest|gast)"))
    expect(composer(page)).to_have_value("Dit is alleen voor ons")


def test_axe_finds_nothing_on_what_a_visitor_sees(window, trees):
    page = window()
    page.context.add_init_script(path=AXE)
    for address in (trees.get_absolute_url(), f"/threads/{trees.pk}/panel/"):
        page.goto(address)
        assert faults(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_a_visitor_reacts_with_and_without_javascript(window, trees, script):
    page = window(java_script_enabled=script, viewport={"width": 360, "height": 700})
    page.goto(trees.get_absolute_url())
    form = page.locator("#react")
    form.locator("textarea").fill("Laat de eik staan.")
    form.locator('[name="name"]').fill("Vera")
    form.locator("button.nl-button--primary").click()
    expect(form.locator(".utrecht-form-field--invalid")).to_be_in_viewport()
    expect(form.locator("textarea")).to_have_value("Laat de eik staan.")
    form.locator('[name="email"]').fill("vera@elders.nl")
    form.locator("button.nl-button--primary").click()
    expect(page.locator(".utrecht-alert")).to_contain_text("vera@elders.nl")
    assert Held.objects.get().body == "Laat de eik staan."

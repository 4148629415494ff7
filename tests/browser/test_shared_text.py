"""Two people write in one text: it is the same for both, whatever the network does meanwhile."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessible import AXE, faults, is_too_wide
from tests.documents.test_text import begun


@pytest.fixture
def text(mobility, samira):
    return begun(mobility, samira, "# Notulen\n\nEerste regel\n")


@pytest.fixture
def writing(window, text):
    """`writing(anna)` is Anna's window with the text open in the editor."""

    def writing(person, **options):
        page = window(person, **options)
        page.goto(text.document.get_absolute_url())
        expect(page.locator(".cm-content")).to_be_visible()
        expect(page.locator("#connection")).to_have_attribute("data-state", "live")
        return page

    return writing


def typed(page, words, at="Control+End"):
    page.locator(".cm-content").press(at)
    page.keyboard.type(words)


def state(page):
    return page.locator(".text-state")


def lines(page):
    return page.locator(".cm-content").evaluate("e => e.cmTile.view.state.doc.toString()")


def test_two_people_write_at_once_and_one_of_them_goes_offline(writing, text, samira, daan):
    here, there = writing(samira), writing(daan)
    typed(here, "van Samira. ")
    typed(there, "van Daan. ", at="Control+Home")
    for page in (here, there):
        expect(page.locator(".cm-content")).to_contain_text("van Samira.")
        expect(page.locator(".cm-content")).to_contain_text("van Daan.")
    expect(there.locator(".caret-name")).to_have_text(samira.name)
    here.context.set_offline(True)
    expect(here.locator("#connection")).not_to_have_attribute("data-state", "live")
    typed(here, "zonder netwerk.")
    expect(state(here)).to_have_attribute("data-state", "waiting")
    typed(there, " ondertussen.")
    here.context.set_offline(False)
    for page in (here, there):
        expect(page.locator(".cm-content")).to_contain_text("zonder netwerk.")
        expect(page.locator(".cm-content")).to_contain_text("ondertussen.")
        expect(state(page)).to_have_attribute("data-state", "saved")
    assert lines(here) == lines(there) == text.words()


def test_the_editor_is_for_everyone(writing, window, text, samira, daan, carla, water, anna):
    page = writing(samira)
    page.context.add_init_script(path=AXE)
    page.goto(text.document.get_absolute_url())
    expect(page.locator(".cm-content")).to_be_visible()
    typed(page, "tekst ")
    page.keyboard.press("Shift+Home")
    page.locator("[data-command=bold]").click()
    expect(page.locator(".cm-content")).to_contain_text("**tekst **")
    page.locator("[data-remark]").click()
    page.keyboard.type("Is dit zo?")
    page.get_by_role("button", name="Opmerking plaatsen").or_(
        page.locator(".remark-form button")
    ).first.click()
    expect(page.locator(".remark")).to_contain_text("Is dit zo?")
    page.locator(".remark-place").click()
    expect(page.locator(".remarked").first).to_be_visible()
    assert faults(page) == []
    page.locator(".cm-content").press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()
    assert not [width for width in (360, 768, 1366) if is_too_wide(page, width)]
    water.describe(by=anna, reading="signed_in")
    reader = window(carla)
    reader.goto(text.document.get_absolute_url())
    expect(reader.locator(".text-words")).to_contain_text("Eerste regel")
    page.set_viewport_size({"width": 1366, "height": 740})
    typed(page, "wat er bijkomt")
    expect(reader.locator(".text-words")).to_contain_text("wat er bijkomt")
    reader.close()
    plain = window(samira, java_script_enabled=False)
    plain.goto(text.document.get_absolute_url())
    expect(plain.locator(".text-words h2")).to_have_text("Notulen")
    water.remove(samira, by=anna, grounds="Andere baan")
    water.describe(by=anna, reading="members")
    expect(page.locator(".text-warning")).to_be_visible()
    expect(page.locator(".cm-content")).to_have_attribute("contenteditable", "false")

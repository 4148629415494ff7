"""A document is dropped on the page, and sent in pieces while its form is filled in."""

from playwright.sync_api import expect

from documents.models import Document, Upload
from tests.browser.pages import messages
from tests.browser.test_accessible import AXE, faults, is_too_wide

# Five MB are two pieces.
DROP = """(target) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(5_000_000).fill(65)], "Fietsplan 2027.txt"));
    const options = { bubbles: true, cancelable: true, dataTransfer: data };
    target.dispatchEvent(new DragEvent("drop", options));
}"""


def test_a_dropped_file_goes_on_after_a_broken_connection_and_becomes_a_card(
    reading, mobility, samira
):
    page = reading(samira, mobility)
    page.locator(".composer-more").click()
    page.locator("#composer-kinds button[formaction*=documents]").click()
    form = page.locator("form[data-upload]")
    expect(form.locator(".document-drop-words")).to_be_visible()
    cut = []

    def break_once(route):
        """The second piece does not arrive the first time."""
        if route.request.headers.get("upload-offset", "0") != "0" and not cut:
            cut.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/documents/uploads/**", break_once)
    form.locator("h1, label").first.evaluate(DROP)
    expect(form.locator("progress")).to_be_visible()
    form.locator("button.nl-button--primary").click()  # before all of it was sent
    expect(messages(page)).to_have_count(2)
    document = Document.objects.get()
    assert cut
    assert (document.title, document.current.size) == ("Fietsplan 2027", 5_000_000)
    assert not Upload.objects.exists()
    card = page.locator(".outcome-card--document")
    expect(card).to_contain_text("Fietsplan 2027.txt")
    page.context.add_init_script(path=AXE)
    found = []
    for address in (
        f"/threads/{mobility.pk}/", f"/threads/{mobility.pk}/documents/new/",
        document.get_absolute_url(), f"/documents/{document.pk}/replace/",
        f"/documents/{document.pk}/compare/", "/documents/",
    ):  # fmt: skip
        page.goto(address)
        found += faults(page)
        assert not is_too_wide(page, 360), address
        page.set_viewport_size({"width": 1280, "height": 800})
    assert not found, "\n\n".join(found)

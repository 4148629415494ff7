"""What people type runs nothing, wherever it is shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from conversations.models import Attachment, Thread
from tests.browser.pages import KEPT, composer, messages, post

ATTACKS = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<svg onload='window.hacked = 1'>",
    "\"><b onmouseover='window.hacked = 1' autofocus tabindex=0 onfocus='window.hacked = 1'>x</b>",
    "[klik](javascript:window.hacked=1)",
    "</textarea></template><script>window.hacked = 1</script>",
    "{{ 7 }}${window.hacked = 1}",
]


@pytest.fixture
def hostile(water, anna, daan):
    """A thread in which every field is an attack."""
    anna.name, anna.function = ATTACKS[1], ATTACKS[2]
    anna.save()
    water.name, water.description = ATTACKS[3], ATTACKS[1]
    water.save()
    thread = Thread.objects.start(water, anna, ATTACKS[5], "\n\n".join(ATTACKS), client_id="x")
    upload = SimpleUploadedFile("<img src=x onerror='window.hacked=1'>.txt", b"tekst")
    quoted = thread.messages.get()
    thread.post(anna, ATTACKS[0], client_id="y", quotes=quoted, files=Attachment.keep([upload]))
    quoted.pin(anna)
    quoted.edit(anna, "\n\n".join(reversed(ATTACKS)))
    thread.rename(anna, ATTACKS[4])
    return thread


def test_attacks_in_every_field_run_nothing(reading, hostile, anna, daan):
    page = reading(daan, hostile)
    there = reading(anna, hostile)
    for attack in ATTACKS:
        post(there, attack)
    expect(messages(page)).to_have_count(2 + len(ATTACKS))
    messages(page).nth(1).locator("[data-reply]").click()
    composer(page).press_sequentially("@")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    composer(page).fill("\n\n".join(ATTACKS))
    page.locator("button[data-preview]").click()
    expect(page.locator(".composer-preview")).to_be_visible()
    page.reload()
    expect(page.locator("#typing")).to_be_attached()
    for address in ("/", "/groups/", f"/groups/{hostile.group.slug}/", "/mentions/",
                    f"/groups/{hostile.group.slug}/members/", f"/people/{anna.pk}/",
                    f"/messages/{hostile.messages.first().pk}/history/",
                    f"/threads/{hostile.pk}/panel/"):  # fmt: skip
        page.goto(address)
        assert page.evaluate("window.hacked") is None, address
    assert there.evaluate("window.hacked") is None


def test_a_pending_message_and_a_file_name_are_text(reading, mobility, anna):
    page = reading(anna, mobility)
    page.route("**/messages/", lambda route: route.abort())
    page.locator("#composer input[type=file]").set_input_files(
        {"name": "<img src=x onerror='window.hacked=1'>", "mimeType": "", "buffer": b"tekst"}
    )
    post(page, ATTACKS[1])
    expect(page.locator(".entry--pending")).to_contain_text("onerror")
    expect(page.locator(".entry--pending")).to_contain_text(KEPT)
    page.reload()
    expect(page.locator(".entry--pending")).to_contain_text("onerror")
    assert page.evaluate("window.hacked") is None


def test_the_policy_forbids_strange_code(reading, window, mobility, anna):
    """Or the other tests would prove less than they say."""
    page = reading(anna, mobility)
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate("document.body.setAttribute('onclick', 'window.hacked = 1')")
        page.locator("h1").click()
    assert page.evaluate("window.hacked") is None
    assert "Content Security Policy" in window.troubles.pop()

"""The mails that go out, in a real browser: on a phone's width, and in the dark."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from conversations.kinds import MailVerb, outcome_kinds
from conversations.mail import letters, links
from conversations.models import Attachment, Thread
from groups.mail import as_html
from tests.browser.test_accessible import AXE, RULES, is_too_wide, violations


@pytest.fixture
def shown(mobility, anna, daan, samira, say, files):
    """A mail with one of everything, as Daan gets it: {kind of letter: HTML}."""
    long = say(mobility, anna, "Zie https://voorbeeld.nl/" + "heel-lang-" * 20 + " @samira.ozturk")
    named = SimpleUploadedFile("raadsvoorstel_" * 6 + ".pdf", b"inhoud")
    say(mobility, anna, "Het voorstel", files=Attachment.keep([named]))
    wide = "| " + " | ".join(f"kolom{n}" for n in range(12)) + " |\n" + "|---" * 12 + "|\n"
    quote = "> een\n> twee\n> drie\n> vier\n> vijf\n> zes\n> zeven\n> acht"
    say(
        mobility, samira, f"## Kop\n\n**Vet**\n\n- een\n\n{wide}| 1 |\n\n{quote}\n\n`code`",
        quotes=long,
    )  # fmt: skip
    verbs = {}
    for kind, config in outcome_kinds().items():
        card = config.outcomes.grow(mobility, anna, title="Kijk", body="Eens", client_id=kind)
        verbs[card.message_id] = [MailVerb("agree", "Akkoord"), MailVerb("no", "Bezwaar", True)]
        verbs[card.message_id] += [
            MailVerb(name, words, about="woensdag 25 november 2026, 10:00")
            for name, words in (("yes1", "Ja"), ("maybe1", "Desnoods"), ("no1", "Nee"))
        ]
    thread = Thread.objects.select_related("group__subsite", "closure").get(pk=mobility.pk)
    messages = list(thread.messages.with_author())
    made = {
        "conversation": letters.compose(
            thread, messages[1:], earlier=messages[:1], language="nl", verbs=verbs
        ),
        "digest": letters.compose_digest(
            thread.group, [(thread, messages)], person=daan, every="daily"
        ),
        "news": letters.compose_news(thread, language="nl"),
    }
    return {
        name: letter.addressed(letters.values(letter, daan, why="every"))[1]
        for name, letter in made.items()
    }


def test_a_mail_fits_a_phone_and_can_be_read_in_the_light_and_in_the_dark(window, shown):
    page = window()
    for html in shown.values():
        page.set_content(html)
        assert_good(page)
    page.set_content(as_html("Uw antwoord", "Hier:\n\nhttps://voorbeeld.nl/" + "a" * 200))
    assert not is_too_wide(page, 320)


def assert_good(page):
    page.add_script_tag(path=AXE)
    faults = violations(page, "light", RULES[:-1]) + violations(page, "dark", ["color-contrast"])
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    assert not is_too_wide(page, 600)
    assert not is_too_wide(page, 320)
    heights = page.locator(".button").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 44


def test_who_never_signed_in_stops_the_mail_of_a_group_by_the_link_in_it(window, samira, water):
    page = window()
    page.goto(links.stop_path(samira, water))
    page.get_by_role("button", name="Deze mail stoppen").click()
    expect(page.get_by_role("heading", name="Geen mail meer")).to_be_visible()
    page.get_by_role("link", name="Ik wil wel mail").click()
    page.get_by_label("Elke dag een samenvatting").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert samira.memberships.get(group=water).mail == "daily"

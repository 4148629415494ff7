"""What only a browser can show about accounts: passkeys, and that our policy lets each page be."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.test_sign_in import confirmed

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(window):
    """`device(page)` gives the page's browser a place to keep passkeys."""

    def device(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    return device


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_passkey_is_added_and_then_signs_in(window, device, anna):
    anna.language = "en"
    anna.set_unusable_password()
    anna.save()
    confirmed(anna)
    page = window(anna)
    device(page)
    page.goto(reverse("profile"))
    page.get_by_role("link", name="Passkeys and authenticator app").click()
    page.wait_for_url("**" + reverse("mfa_index"))
    page.goto(reverse("mfa_add_webauthn"))
    page.check("[name=passwordless]")
    press(page, "Add")
    page.wait_for_url(lambda url: not url.endswith(reverse("mfa_add_webauthn")))
    assert anna.authenticator_set.filter(type="webauthn").exists()

    page.goto(reverse("account_logout"))
    press(page, "Sign Out")
    page.wait_for_url(lambda url: not url.endswith(reverse("account_logout")))
    page.goto(reverse("account_login") + f"?next={reverse('profile')}")
    page.locator("#passkey_login").click()
    page.wait_for_url("**" + reverse("profile"))
    expect(page.locator("[name=name]")).to_have_value("Anna Bakker")


def test_mail_is_confirmed_with_the_code_from_the_outbox(window, server):
    page = window()
    page.goto(reverse("account_signup"))
    page.fill("[name=name]", "Els Visser")
    page.fill("[name=email]", "els@voorbeeld.nl")
    page.fill("[name=password1]", "dijken-en-duinen-42")
    page.locator("main form.form button").click()
    expect(page.locator("[name=code]")).to_be_visible()
    code = code_in_outbox(page)
    page.fill("[name=code]", code)
    page.locator("main form.form button").first.click()
    expect(page.locator("body.workspace")).to_be_visible()


def code_in_outbox(page):
    outbox = page.context.new_page()
    outbox.goto("/outbox/")
    mail = outbox.locator("article", has_text="els@voorbeeld.nl")  # others may send meanwhile
    words = mail.first.inner_text().split()
    outbox.close()
    return next(word for word in words if word.isupper() and "-" in word)


PAGES = [
    "account_email", "account_change_password", "account_logout", "account_reauthenticate",
    "mfa_index", "usersessions_list", "socialaccount_connections", "groups", "group_new",
    "profile",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_our_policy_lets_the_page_be(window, anna, name):
    confirmed(anna)
    page = window(anna)
    page.goto(reverse(name))
    expect(page.locator("main h1")).to_be_visible()


def test_mail_in_the_outbox_is_shown_in_a_frame(window, server, anna, water, settings):
    page = window()
    page.goto(reverse("account_request_login_code"))
    page.fill("[name=email]", anna.email)
    page.locator("main form.form button").click()
    expect(page.locator("[name=code]")).to_be_visible()
    page.goto("/outbox/")
    page.locator("details summary").first.click()
    letter = page.frame_locator("iframe").first
    expect(letter.locator("body")).to_contain_text("Beraad")

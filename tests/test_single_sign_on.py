"""Signing in with the account of one's organisation (OpenID Connect)."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.urls import reverse

from groups.models import Person
from tests.oidc_provider import CLIENT, serving
from tests.servers import PATIENCE
from tests.test_sign_in import is_signed_in

pytestmark = pytest.mark.once

ELS = {"name": "Els Visser", "email": "els@voorbeeld.nl", "email_verified": True}


@pytest.fixture
def provider(settings, db):
    with serving(**ELS) as provider:
        app = {
            "provider_id": "sso",
            "name": "Gemeente Rivierstad",
            "client_id": CLIENT["client_id"],
            "secret": CLIENT["client_secret"],
            "settings": {"server_url": provider.url},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield provider


def leave(client):
    """Where the browser is sent to when it chooses the organisation."""
    url = reverse("openid_connect_login", args=["sso"])
    return client.post(url).context["redirect_to"]


def come_back(client, url):
    """Go to the provider and follow where it sends the browser."""
    back = requests.get(url, allow_redirects=False, timeout=PATIENCE).headers["Location"]
    return client.get(urlsplit(back).path + "?" + urlsplit(back).query)


def test_the_organisation_stands_on_the_page_to_sign_in(provider, client):
    assert "Gemeente Rivierstad" in client.get(reverse("account_login")).content.decode()


def test_the_browser_leaves_with_a_state_and_a_challenge(provider, client):
    url = leave(client)
    asked = parse_qs(urlsplit(url).query)
    assert url.startswith(provider.url + "/authorize?")
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"]
    assert "openid" in asked["scope"][0]


def test_who_is_new_has_an_account_at_once(provider, client):
    come_back(client, leave(client))
    assert is_signed_in(client)
    els = Person.objects.get()
    assert (els.name, els.email, els.has_usable_password()) == (
        "Els Visser", "els@voorbeeld.nl", False,
    )  # fmt: skip


def test_who_comes_again_is_the_same_person(provider, client):
    come_back(client, leave(client))
    client.logout()
    come_back(client, leave(client))
    assert is_signed_in(client)
    assert Person.objects.count() == 1


def test_an_address_that_the_provider_has_not_confirmed_is_confirmed_by_mail(
    provider, client, mailoutbox
):
    provider.claims["email_verified"] = False
    come_back(client, leave(client))
    assert not is_signed_in(client)
    assert mailoutbox[0].to == ["els@voorbeeld.nl"]


def test_the_provider_does_not_take_over_an_account_that_is_there(provider, client, anna):
    provider.claims["email"] = anna.email
    come_back(client, leave(client))
    assert not is_signed_in(client)
    assert not anna.socialaccount_set.exists()


def test_who_is_signed_in_connects_the_account(provider, signed_in, anna):
    client = signed_in(anna)
    url = reverse("openid_connect_login", args=["sso"])
    come_back(client, client.post(url, {"process": "connect"}).context["redirect_to"])
    assert anna.socialaccount_set.get().uid == "4711"


def test_a_state_of_someone_else_signs_nobody_in(provider, client):
    stolen = leave(type(client)())
    come_back(client, stolen)
    assert not is_signed_in(client)


def test_names_from_elsewhere_are_made_safe_and_short(provider, client):
    provider.claims["name"] = "\u202eEls\n\x07" + "x" * 500
    come_back(client, leave(client))
    assert Person.objects.get().name == "Els " + "x" * 76


def test_a_provider_that_does_not_answer_leaves_the_other_ways_to_sign_in(provider, client):
    provider.shutdown()
    provider.server_close()
    response = client.post(reverse("openid_connect_login", args=["sso"]), follow=True)
    assert response.status_code == 200
    assert [str(message) for message in response.context["messages"]]
    assert response.request["PATH_INFO"] == reverse("account_login")

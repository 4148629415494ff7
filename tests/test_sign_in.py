"""Making an account, and the ways to sign in. Whether an address is known stays unknown."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from groups.models import Person
from tests.conftest import PASSWORD

pytestmark = pytest.mark.once

NEW_PASSWORD = "dijken-en-duinen-42"


# What our policy would stop: a script of the page's own without a nonce, handlers and styles in it.
UNSAFE = re.compile(r"<script(?![^>]*( src=| nonce=|application/json))| on\w+=| style=")


def code_in(mail):
    return re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", mail.body, re.M)[1]


def link_in(mail):
    return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]


def shown(response):
    """What the page says, without what differs in every page."""
    html = re.sub(r'(value|nonce)="[^"]*"', "", response.content.decode())
    return re.sub(r"[\w.]+@voorbeeld.nl", "ADDRESS", html)


def sign_up(client, email, name="Els Visser", password1=NEW_PASSWORD, **how):
    about = {"name": name, "email": email, "password1": password1}
    return client.post(reverse("account_signup"), about, **how)


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_who_signs_up_confirms_the_address_with_a_code(client, db, mailoutbox):
    sign_up(client, "els@voorbeeld.nl")
    assert not is_signed_in(client)
    code = code_in(mailoutbox[0])
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert is_signed_in(client)
    els = Person.objects.get()
    assert (els.name, els.email, els.handle) == ("Els Visser", "els@voorbeeld.nl", "els.visser")


def test_a_new_account_speaks_the_language_that_was_chosen(client, db):
    client.post(reverse("language"), {"language": "en", "next": reverse("account_signup")})
    sign_up(client, "els@voorbeeld.nl")
    assert Person.objects.get().language == "en"


def test_a_wrong_code_does_not_sign_in_and_keeps_asking(client, db, mailoutbox):
    sign_up(client, "els@voorbeeld.nl")
    response = client.post(reverse("account_email_verification_sent"), {"code": "WRONG1"})
    assert response.status_code == 200
    assert not is_signed_in(client)


def test_signing_up_answers_the_same_for_an_address_that_is_known(client, anna, mailoutbox):
    unknown = shown(sign_up(client, "els@voorbeeld.nl", follow=True))
    client.cookies.clear()
    known = shown(sign_up(client, anna.email, follow=True))
    assert known == unknown
    assert [mail.to for mail in mailoutbox] == [["els@voorbeeld.nl"], [anna.email]]
    assert Person.objects.filter(email=anna.email).count() == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *[(field, text) for field in ("name", "email") for text in ("", "x" * 5000)],
        *[(field, text) for field in ("name", "email") for text in ("a\x00b\x07c", "\u202eabc")],
        ("email", "x" * 250 + "@voorbeeld.nl"),
        ("password1", ""),
        ("password1", "kort"),
        ("password1", "123456789012"),
    ],
)
def test_a_bad_field_is_answered_beside_the_field_and_keeps_what_was_typed(client, db, field, text):
    good = {"name": "Els Visser", "email": "els@voorbeeld.nl"}
    response = sign_up(client, **good | {field: text})
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    page = response.content.decode()
    assert all(value in page for key, value in good.items() if key != field)
    assert not Person.objects.exists()


def test_html_in_a_name_is_text(client, db, mailoutbox):
    sign_up(client, "els@voorbeeld.nl", name="<script>alert(1)</script>")
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[0])})
    page = client.get(reverse("profile")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_password_signs_in(client, anna):
    sign_in(client, anna.email, "wrong")
    assert not is_signed_in(client)
    confirmed(anna)
    sign_in(client, anna.email)
    assert is_signed_in(client)


def test_a_wrong_password_is_answered_the_same_for_an_address_that_is_unknown(client, anna):
    wrong = shown(sign_in(client, anna.email, "wrong"))
    assert wrong == shown(sign_in(client, "nobody@voorbeeld.nl", "wrong"))


def test_a_mailed_code_signs_in(client, anna, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": anna.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})
    assert is_signed_in(client)


def test_who_takes_part_by_mail_claims_the_account_with_a_mailed_code(client, db, mailoutbox):
    jo = Person.objects.create_user("jo@voorbeeld.nl", "Jo")
    client.post(reverse("account_request_login_code"), {"email": jo.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})
    assert client.get(reverse("profile")).context["request"].user == jo


def test_asking_for_a_code_answers_the_same_for_an_address_that_is_unknown(
    client, anna, mailoutbox
):
    url = reverse("account_request_login_code")
    known = shown(client.post(url, {"email": anna.email}, follow=True))
    client.cookies.clear()
    unknown = shown(client.post(url, {"email": "nobody@voorbeeld.nl"}, follow=True))
    assert known == unknown
    assert len(mailoutbox) == 2


def test_resetting_a_password_answers_the_same_for_an_address_that_is_unknown(
    client, anna, mailoutbox
):
    url = reverse("account_reset_password")
    known = shown(client.post(url, {"email": anna.email}, follow=True))
    unknown = shown(client.post(url, {"email": "nobody@voorbeeld.nl"}, follow=True))
    assert known == unknown
    assert len(mailoutbox) == 2


def test_a_reset_sets_another_password_and_ends_all_sessions(client, anna, signed_in, mailoutbox):
    signed_in(anna)
    client.post(reverse("account_reset_password"), {"email": anna.email})
    page = client.get(link_in(mailoutbox[0]), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    anna.refresh_from_db()
    assert anna.check_password(NEW_PASSWORD)
    assert not anna.sessions.exists()


def test_changing_the_password_ends_the_other_sessions(anna, signed_in):
    here, elsewhere = signed_in(anna), signed_in(anna)
    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    assert anna.sessions.count() == 1
    assert here.get(reverse("profile")).status_code == 200
    assert elsewhere.get(reverse("profile")).status_code == 302


def test_too_many_wrong_passwords_are_held_back(client, anna):
    confirmed(anna)
    for _attempt in range(6):
        sign_in(client, anna.email, "wrong")
    assert not is_signed_in(client)
    sign_in(client, anna.email)
    assert not is_signed_in(client)


def test_too_many_requests_are_answered_with_429(client, db):
    answers = {
        client.post(reverse("account_signup"), {"email": "x"}).status_code for _try in range(25)
    }
    assert answers == {200, 429}


def test_an_authenticator_app_is_asked_for_after_the_password(client, anna):
    confirmed(anna)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(anna, secret)
    response = sign_in(client, anna.email)
    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(response.url, {"code": totp.format_hotp_value(now_value(secret))})
    assert is_signed_in(client)


def test_a_recovery_code_stands_in_for_the_app_once(client, anna):
    confirmed(anna)
    totp.TOTP.activate(anna, totp.generate_totp_secret())
    code = RecoveryCodes.activate(anna).get_unused_codes()[0]
    client.post(sign_in(client, anna.email).url, {"code": code})
    assert is_signed_in(client)
    client.logout()
    client.post(sign_in(client, anna.email).url, {"code": code})
    assert not is_signed_in(client)


def test_the_list_of_sessions_ends_one_of_them(client, anna):
    confirmed(anna)
    elsewhere = type(client)(headers={"user-agent": "Another browser"})
    sign_in(client, anna.email)
    sign_in(elsewhere, anna.email)
    page = client.get(reverse("usersessions_list"))
    other = anna.usersession_set.get(user_agent="Another browser")
    assert other.user_agent in page.content.decode()
    client.post(reverse("session_end", args=[other.pk]))
    assert [session.session_key for session in anna.sessions.all()] == [client.session.session_key]


def test_nobody_ends_the_session_of_another(client, anna, daan, signed_in):
    confirmed(anna)
    sign_in(client, anna.email)
    session = anna.usersession_set.get()
    assert signed_in(daan).post(reverse("session_end", args=[session.pk])).status_code == 404
    assert anna.sessions.exists()


@pytest.mark.parametrize(
    "name",
    [
        "account_login", "account_signup", "account_request_login_code",
        "account_reset_password", "account_reset_password_done",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_at_the_entrance_stands_in_our_frame(client, db, name, language):
    client.post(reverse("language"), {"language": language})
    page = client.get(reverse(name)).content.decode()
    assert f'lang="{language}"' in page
    assert 'class="public"' in page
    assert not UNSAFE.search(page)


@pytest.mark.parametrize(
    "name",
    [
        "account_email", "account_change_password", "account_logout", "mfa_index",
        "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list",
        "socialaccount_connections",
    ],
)  # fmt: skip
def test_every_page_about_the_account_stands_in_our_frame(anna, client, name):
    confirmed(anna)
    sign_in(client, anna.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(reverse(name))
    page = response.content.decode()
    assert response.status_code == 200, response.url
    assert 'class="workspace"' in page
    assert not UNSAFE.search(page)


def test_mail_about_accounts_has_text_and_html(client, anna, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": anna.email})
    html = mailoutbox[0].alternatives[0]
    assert html.mimetype == "text/html"
    assert code_in(mailoutbox[0]) in html.content
    assert "Beraad" in html.content


def test_a_page_that_was_swapped_in_leads_to_the_whole_page_to_sign_in(client, db):
    response = client.get(reverse("profile"), headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert response["HX-Redirect"] == f"{reverse('account_login')}?next={reverse('profile')}"


def test_a_part_of_a_page_is_no_place_to_come_back_to_after_signing_in(client, mobility):
    response = client.get(reverse("panel", args=[mobility.pk]), headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Trigger"]) == (204, '{"signed-out": {}}')
    assert "HX-Redirect" not in response


def confirmed(person):
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)


def now_value(secret):
    return totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))

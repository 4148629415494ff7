"""Who is let in at a sub-site: domains, an account, terms, by hand; and when it ends."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from conversations.models import Thread
from groups import access
from groups.models import AuditEntry, Condition, Group, NotAdmitted, Subsite
from groups.models.admission import check_again

pytestmark = pytest.mark.once


@pytest.fixture
def harbour(anna):
    """A closed place of Anna's."""
    subsite = Subsite.objects.create(name="De haven", slug="haven", is_closed=True)
    subsite.administrators.add(anna)
    subsite.admit_by_hand(anna, by=anna)
    return subsite


@pytest.fixture
def quay(harbour, anna):
    """A group in it that everyone who is let in reads."""
    return Group.objects.open_by(
        anna, "De kade", subsite=harbour, reading="signed_in", joining="open", listed=True
    )


@pytest.fixture
def crane(quay, anna):
    return Thread.objects.start(quay, anna, "De kraan", "Wie kijkt er mee?", client_id="crane")


def confirm(person, email, verified=True):
    return EmailAddress.objects.create(user=person, email=email, verified=verified)


def lacking(subsite, person, **more):
    with pytest.raises(NotAdmitted) as refusal:
        subsite.admit(person, **more)
    return refusal.value.lacking


def reads(person, thread):
    found = Thread.objects.visible_to(person).filter(pk=thread.pk).exists()
    assert found == thread.readers().filter(pk=person.pk).exists()
    return found


def test_without_conditions_nobody_gets_in_alone(harbour, carla):
    assert lacking(harbour, carla) == [Condition.BY_HAND]
    assert not harbour.lets_in(carla)
    assert not harbour.lets_in(AnonymousUser())


def test_a_confirmed_address_in_a_domain_lets_in(harbour, carla, crane):
    harbour.domains = ["haven.nl"]
    harbour.save()
    assert lacking(harbour, carla) == [Condition.DOMAIN]
    address = confirm(carla, "carla@Haven.nl", verified=False)
    assert lacking(harbour, carla) == [Condition.DOMAIN]
    address.verified = True
    address.save()
    assert not reads(carla, crane)
    harbour.admit(carla)
    assert harbour.lets_in(carla)
    assert reads(carla, crane)


@pytest.mark.parametrize("email", ["c@x.haven.nl", "c@haven.nl.kwaad.nl", "haven.nl@kwaad.nl"])
def test_an_address_that_looks_like_the_domain_does_not(harbour, carla, email):
    harbour.domains = ["haven.nl"]
    harbour.save()
    confirm(carla, email)
    assert lacking(harbour, carla) == [Condition.DOMAIN]


def test_the_account_of_the_organisation_and_the_domain_are_both_needed(harbour, carla):
    harbour.domains, harbour.provider = ["haven.nl"], "sso"
    harbour.save()
    confirm(carla, "carla@haven.nl")
    assert lacking(harbour, carla) == [Condition.PROVIDER]
    SocialAccount.objects.create(user=carla, provider="other", uid="1")
    assert lacking(harbour, carla) == [Condition.PROVIDER]
    SocialAccount.objects.create(user=carla, provider="sso", uid="2")
    harbour.admit(carla)
    assert harbour.lets_in(carla)


def test_terms_are_accepted_as_they_are_now_and_other_terms_asked_again(
    harbour, carla, anna, crane
):
    harbour.change(by=anna, terms="Wees aardig.", domains=["haven.nl"])
    confirm(carla, "carla@haven.nl")
    for version in (0, 2, 99):
        assert lacking(harbour, carla, accepts=version) == [Condition.TERMS]
    harbour.admit(carla, accepts=1)
    assert reads(carla, crane)
    harbour.change(by=anna, terms="Wees heel aardig.")
    assert not reads(carla, crane)
    assert lacking(harbour, carla, accepts=1) == [Condition.TERMS]
    harbour.admit(carla, accepts=2)
    assert reads(carla, crane)


def test_terms_that_are_taken_away_ask_nothing_and_their_number_never_comes_again(
    harbour, carla, anna, crane
):
    harbour.change(by=anna, terms="Eerst dit.")
    harbour.admit_by_hand(carla, by=anna)
    assert not reads(carla, crane)
    harbour.change(by=anna, terms="")
    assert reads(carla, crane)
    harbour.change(by=anna, terms="Dan dat.")
    assert not reads(carla, crane)
    harbour.admit(carla, accepts=harbour.terms_version)
    assert reads(carla, crane)


def test_an_administrator_lets_in_by_hand_and_it_is_in_the_log(harbour, carla, anna, crane):
    harbour.admit_by_hand(carla, by=anna)
    assert reads(carla, crane)
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.actor, entry.subject) == ("subsite_admit", anna, carla)
    assert entry.about == {"subsite": harbour.pk}


def test_only_its_administrators_decide(harbour, carla, daan):
    for verb, more in ((harbour.admit_by_hand, {}), (harbour.end_admission, {"grounds": "x"})):
        with pytest.raises(access.MayNot):
            verb(carla, by=daan, **more)
    with pytest.raises(access.MayNot):
        harbour.change(by=daan, is_closed=False)
    with pytest.raises(access.MayNot):
        harbour.appoint(daan, by=daan)


def test_access_that_is_ended_ends_reading_at_once_and_does_not_come_back_alone(
    harbour, carla, anna, quay, crane
):
    harbour.change(by=anna, domains=["haven.nl"])
    confirm(carla, "carla@haven.nl")
    harbour.admit(carla)
    quay.join(carla)
    assert reads(carla, crane)
    harbour.end_admission(carla, by=anna, grounds="Werkt hier niet meer")
    assert not reads(carla, crane)
    assert not access.may(carla, "post", crane)
    assert quay not in Group.objects.visible_to(carla)
    assert lacking(harbour, carla) == [Condition.EXCLUDED]
    harbour.admit_by_hand(carla, by=anna)
    assert reads(carla, crane)


def test_who_loses_the_address_or_the_account_is_out_unless_let_in_by_hand(
    harbour, carla, samira, anna, crane
):
    harbour.change(by=anna, domains=["haven.nl"])
    address = confirm(carla, "carla@haven.nl")
    harbour.admit(carla)
    harbour.admit_by_hand(samira, by=anna)
    check_again(carla)
    assert reads(carla, crane)
    address.delete()
    check_again(carla)
    check_again(samira)
    assert not reads(carla, crane)
    assert reads(samira, crane)


def test_taking_an_address_away_is_noticed(harbour, carla, anna, crane, signed_in):
    harbour.change(by=anna, domains=["haven.nl"])
    EmailAddress.objects.create(user=carla, email=carla.email, verified=True, primary=True)
    confirm(carla, "carla@haven.nl")
    harbour.admit(carla)
    client = signed_in(carla)
    client.post(reverse("account_email"), {"action_remove": "", "email": "carla@haven.nl"})
    assert not carla.emailaddress_set.filter(email="carla@haven.nl").exists()
    assert not reads(carla, crane)


# The door


def door(subsite):
    return reverse("subsite_door", args=[subsite.slug])


def test_the_door_says_in_words_what_is_lacking(harbour, carla, anna, signed_in):
    anna.language = carla.language = "en"
    carla.save()
    harbour.change(by=anna, domains=["haven.nl"], provider="sso")
    page = signed_in(carla).get(door(harbour)).content.decode()
    assert "confirmed e-mail address" in page
    assert "haven.nl" in page
    assert "account of your organisation" in page
    assert "<button" not in page.split("<h1>")[1].split("</main>")[0]


def test_who_is_not_signed_in_sees_the_name_and_a_way_to_sign_in(harbour, client):
    response = client.get(harbour.get_absolute_url())
    assert response.url == door(harbour)
    page = client.get(door(harbour)).content.decode()
    assert "De haven" in page
    assert f"{reverse('account_login')}?next=" in page


def test_at_the_door_one_accepts_the_terms_and_goes_in(harbour, carla, anna, signed_in):
    harbour.change(by=anna, domains=["haven.nl"], terms="Wees **aardig**.")
    confirm(carla, "carla@haven.nl")
    client = signed_in(carla)
    page = client.get(door(harbour)).content.decode()
    assert "<strong>aardig</strong>" in page
    assert client.post(door(harbour), {"accepts": "1"}).url == harbour.get_absolute_url()
    assert client.get(harbour.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("accepts", ["", "0", "2", "-1", "²", "9" * 40, "x"])
def test_nothing_else_counts_as_accepting(harbour, carla, anna, signed_in, accepts):
    harbour.change(by=anna, terms="Wees aardig.")
    harbour.admit_by_hand(carla, by=anna)
    response = signed_in(carla).post(door(harbour), {"accepts": accepts})
    assert response.status_code == 422
    assert not harbour.lets_in(carla)


def test_who_is_let_in_is_not_kept_at_the_door(harbour, anna, signed_in):
    assert signed_in(anna).get(door(harbour)).url == harbour.get_absolute_url()


# The pages of administrators


def page_of(name, subsite, *more):
    return reverse(name, args=[subsite.slug, *more])


def test_people_are_let_in_and_out_on_the_page(harbour, anna, carla, signed_in):
    client = signed_in(anna)
    client.post(page_of("subsite_people", harbour), {"email": "CARLA@voorbeeld.nl"})
    assert harbour.lets_in(carla)
    ending = page_of("subsite_admission_end", harbour, carla.pk)
    response = client.post(ending, {"grounds": " "})
    assert response.status_code == 422
    assert harbour.lets_in(carla)
    client.post(ending, {"grounds": "Werkt hier niet meer"})
    assert not harbour.lets_in(carla)
    assert "Werkt hier niet meer" in client.get(page_of("subsite_people", harbour)).content.decode()
    client.post(ending, {"again": ""})
    assert harbour.lets_in(carla)


@pytest.mark.parametrize("email", ["", "x", "niemand@voorbeeld.nl", "x" * 300 + "@voorbeeld.nl"])
def test_who_has_no_account_is_not_let_in(harbour, anna, signed_in, email):
    response = signed_in(anna).post(page_of("subsite_people", harbour), {"email": email})
    assert response.context["form"].errors["email"]
    assert harbour.admissions.count() == 1


def test_who_has_an_account_is_not_told_without_end(harbour, anna, signed_in, settings):
    settings.FLOOD_LIMITS = True
    client, page = signed_in(anna), page_of("subsite_people", harbour)
    answers = [client.post(page, {"email": f"{n}@x.nl"}).status_code for n in range(61)]
    assert answers == [422] * 60 + [429]


def test_of_who_never_was_here_nothing_can_be_ended(harbour, anna, carla, signed_in):
    ending = page_of("subsite_admission_end", harbour, carla.pk)
    assert signed_in(anna).post(ending, {"grounds": "x"}).status_code == 404
    assert not harbour.exclusions.exists()


def test_the_page_of_people_costs_the_same_however_many(
    harbour, anna, signed_in, django_assert_max_num_queries
):
    from groups.models import Person

    client = signed_in(anna)
    client.get(page_of("subsite_people", harbour))
    for number in range(30):
        person = Person.objects.create_user(f"p{number}@voorbeeld.nl", f"Persoon {number}")
        harbour.admit_by_hand(person, by=anna)
    with django_assert_max_num_queries(12):
        client.get(page_of("subsite_people", harbour))


GOOD = {
    "is_closed": "True",
    "domains": "haven.nl\n@Kade.nl",
    "provider": "",
    "terms": "Wees aardig.",
}


def test_the_conditions_are_set_on_the_page(harbour, anna, signed_in):
    signed_in(anna).post(page_of("subsite_admission", harbour), GOOD)
    harbour.refresh_from_db()
    assert harbour.domains == ["haven.nl", "kade.nl"]
    assert (harbour.terms_version, harbour.is_closed) == (1, True)
    assert AuditEntry.objects.first().about["fields"] == ["domains", "terms"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("domains", "geen domein"), ("domains", "haven"), ("domains", "x.nl " + "a" * 300 + ".nl"),
        ("domains", "\n".join(f"d{n}.nl" for n in range(101))), ("domains", "haven.nl/x"),
        ("provider", "nobody"), ("is_closed", ""), ("is_closed", "maybe"), ("terms", "x" * 20_001),
    ],
)  # fmt: skip
def test_bad_conditions_are_answered_beside_the_field_and_change_nothing(
    harbour, anna, signed_in, field, value
):
    response = signed_in(anna).post(page_of("subsite_admission", harbour), GOOD | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    harbour.refresh_from_db()
    assert (harbour.domains, harbour.terms) == ([], "")

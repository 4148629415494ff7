"""Organisations, the domains that prove who works there, and who is external."""


import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.access import MayNot
from groups.models import AuditEntry, Organisation, Person
from groups.models.organisation import ascii_domain, domain_of
from tests.conftest import person
from tests.test_sign_in import code_in, sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def els(db):
    """Who runs the platform."""
    made = person("Els Visser", "Beraad")
    made.is_staff = True
    made.save()
    return made


@pytest.fixture
def city(els):
    """An organisation with a domain of its own."""
    city = Organisation.objects.create(name="Stad aan de Maas")
    city.verify("maas.example", by=els)
    return city


def confirmed(person, email, **fields):
    return EmailAddress.objects.create(user=person, email=email, verified=True, **fields)


def works(person):
    person.refresh_from_db()
    return person.organisation and person.organisation.name, person.is_external


def test_who_confirmed_no_address_in_a_verified_domain_is_external(anna, city):
    confirmed(anna, anna.email)
    assert works(anna) == ("Gemeente Rivierstad", True)


def test_a_confirmed_address_in_a_verified_domain_proves_where_someone_works(anna, city):
    confirmed(anna, "anna@maas.example")
    assert works(anna) == ("Stad aan de Maas", False)


def test_an_address_that_is_not_confirmed_proves_nothing(anna, city):
    address = EmailAddress.objects.create(user=anna, email="anna@maas.example")
    assert works(anna) == ("Gemeente Rivierstad", True)
    address.set_verified()
    assert works(anna) == ("Stad aan de Maas", False)


def test_without_the_address_someone_is_external_again(anna, city):
    confirmed(anna, "anna@maas.example").delete()
    assert works(anna) == ("Stad aan de Maas", True), "they can still name it, and are external"


@pytest.mark.parametrize(
    "domain",
    ["sub.maas.example", "maas.example.nl", "notmaas.example", "maas-example.nl", "mааs.example"],
)
def test_a_sub_domain_or_a_look_alike_is_another_domain(anna, city, domain):
    confirmed(anna, f"anna@{domain}")
    assert works(anna)[1]


def test_who_signs_up_with_an_address_of_an_organisation_belongs_to_it(client, city, mailoutbox):
    sign_up(client, "bo@maas.example")
    assert works(Person.objects.get(email="bo@maas.example")) == (None, True)
    code = code_in(mailoutbox[0])
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert works(Person.objects.get(email="bo@maas.example")) == ("Stad aan de Maas", False)


def test_signing_in_settles_what_changed_meanwhile(client, anna, city):
    confirmed(anna, "anna@maas.example")
    Person.objects.filter(pk=anna.pk).update(is_external=True, organisation=None)
    client.post(
        reverse("account_login"), {"login": "anna@maas.example", "password": "het-water-staat-hoog"}
    )
    assert works(anna) == ("Stad aan de Maas", False)


def test_a_new_domain_settles_everyone_at_once_and_a_lost_one_too(anna, daan, els):
    city = Organisation.objects.create(name="Stad aan de Maas")
    confirmed(anna, "anna@maas.example")
    confirmed(daan, "daan@elders.example")
    domain = city.verify("maas.example", by=els)
    assert (works(anna)[1], works(daan)[1]) == (False, True)
    city.give_up(domain, by=els)
    assert works(anna)[1]


def test_who_has_addresses_of_two_organisations_stays_where_they_are(anna, city, els):
    water = Organisation.objects.create(name="Waterschap Maas")
    water.verify("waterschap.example", by=els)
    confirmed(anna, "anna@maas.example")
    second = confirmed(anna, "anna@waterschap.example", primary=True)
    assert works(anna) == ("Stad aan de Maas", False)
    second.delete()
    assert works(anna) == ("Stad aan de Maas", False)
    confirmed(anna, "anna@waterschap.example")
    anna.emailaddress_set.get(email="anna@maas.example").delete()
    assert works(anna) == ("Waterschap Maas", False)


def test_a_domain_costs_the_same_queries_for_two_people_and_for_twenty(els):
    def cost(name, count):
        city = Organisation.objects.create(name=name)
        for number in range(count):
            someone = person(f"{name}{number} Test", "Elders")
            confirmed(someone, f"a{number}@{name}.example")
        with CaptureQueriesContext(connection) as queries:
            city.verify(f"{name}.example", by=els)
        assert city.people.filter(is_external=False).count() == count
        return len(queries)

    assert cost("delta", 20) == cost("beta", 2)


def test_domains_in_other_letters_are_compared_in_ascii():
    assert ascii_domain(" Gemeenté.Example. ") == "xn--gemeent-hya.example"
    assert ascii_domain("straße.example") != ascii_domain("strasse.example")
    assert ascii_domain("mааs.example") != ascii_domain("maas.example")
    assert domain_of("anna@GEMEENTÉ.example") == "xn--gemeent-hya.example"
    assert domain_of("niets") == ""


@pytest.mark.parametrize(
    "text", ["", "nl", "a b.nl", "rivierstad.nl/x", "-a.nl", "x" * 300 + ".nl"]
)
def test_what_is_no_domain_is_refused(text):
    with pytest.raises(ValidationError):
        ascii_domain(text)


def test_an_address_in_other_letters_belongs_to_its_domain(anna, els):
    city = Organisation.objects.create(name="Gemeenté")
    confirmed(anna, "anna@gemeenté.example")
    city.verify("gemeenté.example", by=els)
    assert works(anna) == ("Gemeenté", False)


def test_the_people_and_domains_of_a_merged_organisation_go_along(anna, daan, city, els):
    other = Organisation.objects.create(name="Stad a/d Maas")
    other.verify("admaas.example", by=els)
    confirmed(anna, "anna@admaas.example")
    Person.objects.filter(pk=daan.pk).update(organisation=other)
    city.merge(other, by=els)
    assert works(anna) == ("Stad aan de Maas", False)
    assert works(daan) == ("Stad aan de Maas", True)
    assert [domain.name for domain in city.domains.all()] == ["admaas.example", "maas.example"]
    assert not Organisation.objects.filter(name="Stad a/d Maas").exists()


def test_only_who_runs_the_platform_decides_about_organisations(anna, city, els):
    domain = city.domains.get()
    verbs = [
        lambda: city.verify("x.example", by=anna),
        lambda: city.give_up(domain, by=anna),
        lambda: city.rename("Iets anders", by=anna),
        lambda: city.merge(anna.organisation, by=anna),
    ]
    for verb in verbs:
        with pytest.raises(MayNot):
            verb()
    els.is_active = False
    with pytest.raises(MayNot):
        city.rename("Iets anders", by=els)


def test_what_an_administrator_does_with_organisations_is_in_the_log(city, els):
    city.rename("Maasstad", by=els)
    city.merge(Organisation.objects.create(name="Oud"), by=els)
    city.give_up(city.domains.get(), by=els)
    assert list(AuditEntry.objects.values_list("action", "actor", "about__name")) == [
        ("give_up_domain", els.pk, "Maasstad"),
        ("merge_organisation", els.pk, "Maasstad"),
        ("rename_organisation", els.pk, "Maasstad"),
        ("verify_domain", els.pk, "Stad aan de Maas"),
    ]

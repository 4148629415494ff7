"""Organisations, the domains that prove who works there, and who is external."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.access import MayNot
from groups.models import AuditEntry, Organisation, Person
from groups.models.organisation import ascii_domain, domain_of
from tests.conftest import person
from tests.test_sign_in import code_in, sign_up

pytestmark = [pytest.mark.once, pytest.mark.django_db]


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


def page_of(name, *keys):
    return reverse(name, args=keys)


def test_organisations_are_kept_in_order_on_a_page_of_their_own(anna, city, els, signed_in):
    client = signed_in(els)
    confirmed(anna, "anna@delta.example")
    client.post(page_of("organisations"), {"name": "Provincie  Delta"})
    delta = Organisation.objects.get(name="Provincie Delta")
    client.post(page_of("domain_add", delta.pk), {"name": "DELTA.example"})
    assert works(anna) == ("Provincie Delta", False)
    client.post(page_of("organisation", delta.pk), {"name": "Delta"})
    assert works(anna) == ("Delta", False)
    client.post(page_of("organisation_merge", city.pk), {"other": "delta"})
    assert works(anna) == ("Stad aan de Maas", False)
    domain = city.domains.get(name="delta.example")
    client.post(page_of("domain_remove", city.pk, domain.pk))
    assert works(anna) == ("Stad aan de Maas", True)
    assert "maas.example" in client.get(page_of("organisations")).content.decode()


def test_for_who_does_not_run_the_platform_these_pages_are_not_there(anna, city, signed_in, client):
    domain = city.domains.get()
    gets = [page_of("organisations"), page_of("organisation", city.pk)]
    posts = [
        *gets, page_of("domain_add", city.pk), page_of("domain_remove", city.pk, domain.pk),
        page_of("organisation_merge", city.pk),
    ]  # fmt: skip
    member = signed_in(anna)
    for url in gets:
        assert member.get(url).status_code == 404
        assert "Maas" not in member.get(url).content.decode()
    for url in posts:
        assert member.post(url, {"name": "x.example", "other": "x"}).status_code == 404
        assert client.post(url).status_code == 302


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("organisations", {"name": ""}),
        ("organisations", {"name": "stad AAN de maas"}),
        ("organisations", {"name": "x" * 5000}),
        ("organisations", {"name": "\u202ekrab"}),
        ("organisation", {"name": "gemeente rivierstad"}),
        ("domain_add", {"name": "geen domein"}),
        ("domain_add", {"name": "maas.example"}),
        ("domain_add", {"name": "x" * 5000}),
        ("organisation_merge", {"other": "Stad aan de Maas"}),
        ("organisation_merge", {"other": "nergens"}),
    ],
)
def test_what_cannot_be_is_answered_beside_the_field(anna, city, els, signed_in, name, typed):
    args = [] if name == "organisations" else [city.pk]
    entries = AuditEntry.objects.count()
    response = signed_in(els).post(page_of(name, *args), typed)
    assert response.status_code == 422
    assert "utrecht-form-field-error-message" in response.content.decode()
    assert AuditEntry.objects.count() == entries
    assert Organisation.objects.get(pk=city.pk).name == "Stad aan de Maas"


def test_a_domain_in_other_letters_is_shown_for_what_it_is(city, els, signed_in):
    city.verify("mааs.example", by=els)
    page = signed_in(els).get(page_of("organisation", city.pk)).content.decode()
    assert "xn--ms-7kca.example" in page


def test_the_list_of_organisations_costs_the_same_however_many(els, signed_in):
    client = signed_in(els)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of("organisations"))
        return len(queries)

    Organisation.objects.create(name="Een").verify("een.example", by=els)
    cost()
    few = cost()
    for number in range(20):
        Organisation.objects.create(name=f"Nr {number}").verify(f"nr{number}.example", by=els)
    assert cost() == few


def test_the_first_administrator_is_made_on_the_server(anna):
    confirmed(anna, "anna@maas.example")
    out = StringIO()
    call_command("administrator", "Anna@Maas.example", stdout=out)
    anna.refresh_from_db()
    assert anna.is_staff
    assert "Anna Bakker" in out.getvalue()
    call_command("administrator", "anna@maas.example", "--end", stdout=out)
    anna.refresh_from_db()
    assert not anna.is_staff
    with pytest.raises(CommandError):
        call_command("administrator", "niemand@maas.example")
    told = AuditEntry.objects.values_list("action", "actor", "subject")
    assert list(told) == [
        ("end_administrator", None, anna.pk), ("make_administrator", None, anna.pk),
    ]  # fmt: skip

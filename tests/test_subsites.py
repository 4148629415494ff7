"""Sub-sites: a place with its own name, front page, host name, facilities and administrators; and
nothing of a closed one elsewhere."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from conversations.models import Attachment, Thread
from groups import access
from groups.models import AuditEntry, Group, Opening, Subsite
from groups.subsites.facilities import facilities
from groups.subsites.hosts import is_subsite_host
from tests.conftest import upload
from tests.test_people import picture
from workspace.streams.admission import is_own_origin

pytestmark = pytest.mark.once

WORD = "zwarteklei"
HOST = "samen.haven.nl"


@pytest.fixture
def boss(daan):
    """Daan runs the platform."""
    daan.is_staff = True
    daan.save()
    return daan


@pytest.fixture
def harbour(anna):
    """An open place of Anna's, with a host name."""
    subsite = Subsite.objects.create(name="De haven", slug="haven", host=HOST)
    subsite.administrators.add(anna)
    subsite.admit_by_hand(anna, by=anna)
    return subsite


@pytest.fixture
def quay(harbour, anna):
    return Group.objects.open_by(
        anna, "De kade", subsite=harbour, reading="public", joining="open", listed=True
    )


@pytest.fixture
def crane(quay, anna):
    return Thread.objects.start(quay, anna, "De kraan", "Wie kijkt er mee?", client_id="crane")


def close(subsite):
    subsite.is_closed = True
    subsite.save()


def at(subsite, name="subsite", *more):
    return reverse(name, args=[subsite.slug, *more])


def read(response):
    return response.content.decode()


def bare(response, slug="haven"):
    """The page without what differs each time, and without its own address."""
    return re.sub(r'(nonce=|value=|"X-CSRFToken": )"[^"]+"', "", read(response)).replace(slug, "")


# Making one


def test_who_runs_the_platform_makes_one_and_names_its_administrator(boss, carla, signed_in):
    about = {"name": "Programma Kust", "host": " Kust.Voorbeeld.nl ", "administrator": carla.email}
    response = signed_in(boss).post(reverse("subsite_new"), about)
    subsite = Subsite.objects.get()
    assert response.url == at(subsite, "subsite_administrators")
    assert (subsite.slug, subsite.host, subsite.is_closed) == (
        "programma-kust", "kust.voorbeeld.nl", True,
    )  # fmt: skip
    assert access.may(carla, "administer", subsite)
    assert subsite.lets_in(carla)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "subsite_admit", "subsite_appoint", "subsite_open",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 81), ("name", "a\u202eb"), ("host", "localhost"),
        ("host", "testserver"), ("host", "haven.nl:80"), ("host", "haven.nl/x"), ("host", "*.nl"),
        ("host", "ha ven.nl"), ("host", "127.0.0.1"), ("host", "a" * 250 + ".nl"), ("host", HOST),
        ("administrator", "niemand@voorbeeld.nl"), ("administrator", ""),
    ],
)  # fmt: skip
def test_a_bad_field_is_answered_beside_it(boss, harbour, signed_in, field, value):
    good = {"name": "Kust", "host": "", "administrator": boss.email}
    response = signed_in(boss).post(reverse("subsite_new"), good | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Subsite.objects.count() == 1


def test_nobody_else_makes_one_or_sees_the_list(carla, signed_in):
    client = signed_in(carla)
    for name in ("subsites", "subsite_new"):
        assert client.get(reverse(name)).status_code == 404
    with pytest.raises(access.MayNot):
        Subsite.objects.open_by(carla, "Van mij")


def test_two_of_one_name_have_different_addresses(boss):
    slugs = [Subsite.objects.open_by(boss, name).slug for name in ("Kust", "Kust", "New", "???")]
    assert slugs == ["kust", "kust-2", "new-2", "deelsite"]


def test_the_host_name_is_for_the_platform_to_give(harbour, anna, boss):
    with pytest.raises(access.MayNot):
        harbour.change(by=anna, host="anders.nl")
    harbour.change(by=boss, host="anders.nl")
    assert Subsite.objects.get().host == "anders.nl"


# The front page, by path and by host name


def test_the_front_page_shows_name_welcome_groups_and_newest(harbour, crane, anna, client):
    harbour.change(by=anna, tagline="Waar het begint", welcome="Kom **binnen** <script>x</script>")
    page = read(client.get(at(harbour)))
    assert "<strong>binnen</strong>" in page
    assert "<script>x" not in page
    for words in ("De haven", "Waar het begint", "De kade", "De kraan"):
        assert words in page


def test_the_front_page_is_at_the_root_of_its_own_host(harbour, crane, client, anna, signed_in):
    assert "De kraan" in read(client.get("/", headers={"host": HOST}))
    assert "De kraan" in read(signed_in(anna).get("/", headers={"host": f"{HOST}:8443"}))


def test_lists_at_its_host_hold_only_what_is_there(
    harbour, quay, crane, water, mobility, anna, signed_in
):
    client = signed_in(anna)
    for url in (reverse("groups"), reverse("sidebar"), "/", reverse("documents")):
        assert "Water in de wijk" in read(client.get(url))
        page = read(client.get(url, headers={"host": HOST}))
        assert "Water in de wijk" not in page
        assert "Fietsen" not in page
    assert "De kade" in read(client.get(reverse("groups"), headers={"host": HOST}))


@pytest.mark.parametrize(
    "host",
    [f"x.{HOST}", "haven.nl", f"{HOST}.kwaad.nl", "kwaad.nl", "", f"{HOST}@kwaad.nl", f"{HOST} "],
)
def test_a_foreign_host_is_refused(harbour, client, host):
    assert client.get("/", headers={"host": host or "a,b"}).status_code == 400


def test_a_host_is_ours_as_long_as_the_sub_site_has_it(harbour, client, boss):
    assert client.get("/", headers={"host": HOST.upper()}).status_code == 200
    harbour.change(by=boss, host=None)
    assert client.get("/", headers={"host": HOST}).status_code == 400


def test_one_signs_in_at_its_host(harbour, anna, client):
    page = client.get(reverse("account_login"), headers={"host": HOST})
    assert "De haven" in read(page)
    about = {"login": anna.email, "password": "het-water-staat-hoog"}
    anna.emailaddress_set.create(email=anna.email, verified=True, primary=True)
    response = client.post(reverse("account_login"), about, headers={"host": HOST})
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_a_form_is_taken_from_its_own_host_only(harbour, anna, settings):
    from django.test import Client

    for origin, status in (
        (f"http://{HOST}", 200), ("http://testserver", 403), (f"https://{HOST}", 403),
        (f"http://{HOST}:81", 403), ("null", 403),
    ):  # fmt: skip
        client = Client(enforce_csrf_checks=True)
        client.get(reverse("account_login"), headers={"host": HOST})
        about = {"login": "x@y.nl", "csrfmiddlewaretoken": client.cookies["csrf"].value}
        headers = {"host": HOST, "origin": origin}
        response = client.post(reverse("account_login"), about, headers=headers)
        assert response.status_code == status, origin


def scope(host, origin, scheme="wss"):
    headers = [(b"host", host.encode()), (b"origin", origin.encode())]
    return {"scheme": scheme, "headers": headers}


@pytest.mark.parametrize(
    ("host", "origin", "is_own"),
    [
        (HOST, f"https://{HOST}", True),
        (f"{HOST}:8443", f"https://{HOST}:8443", True),
        (HOST, f"http://{HOST}", False),
        (HOST, f"https://{HOST}:8443", False),
        (HOST, f"https://x.{HOST}", False),
        (HOST, "https://testserver", False),
        (HOST, "null", False),
        (HOST, "", False),
        ("kwaad.nl", "https://kwaad.nl", False),
        (f"x.{HOST}", f"https://x.{HOST}", False),
    ],
)
def test_a_socket_is_taken_from_its_own_host_scheme_and_port_only(harbour, host, origin, is_own):
    assert is_own_origin(scope(host, origin), is_subsite_host) == is_own


def test_the_hosts_that_the_settings_name_cost_no_query(
    client, db, settings, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert client.get(reverse("healthz")).status_code == 200
        assert is_own_origin(scope("testserver", "https://testserver"))


def test_pages_of_its_groups_wear_its_theme_and_name_on_any_host(
    harbour, crane, water, mobility, anna, signed_in
):
    client = signed_in(anna)
    for url in (crane.get_absolute_url(), crane.group.get_absolute_url()):
        page = read(client.get(url))
        assert harbour.theme_url in page
        assert 'class="brand-name">De haven<' in page
    assert "theme.css" not in read(client.get(mobility.get_absolute_url()))


# Facilities


def switch_off(subsite, *names):
    subsite.facilities_off = list(names)
    subsite.save()


def test_what_is_off_is_not_in_the_menu_and_its_door_is_closed(harbour, crane, anna, signed_in):
    client, documents = signed_in(anna), reverse("documents")
    assert f'href="{documents}"' in read(client.get(crane.get_absolute_url()))
    assert client.get(documents, headers={"host": HOST}).status_code == 200
    switch_off(harbour, "documents")
    for url in (crane.get_absolute_url(), at(harbour)):
        assert f'href="{documents}"' not in read(client.get(url))
    assert client.get(documents, headers={"host": HOST}).status_code == 404
    assert client.get(documents).status_code == 200


def test_without_documents_the_files_of_its_groups_stand_in_no_list(
    harbour, crane, anna, signed_in, files
):
    [file] = Attachment.keep([upload("bestek.odt")])
    crane.post(anna, "Zie de bijlage", client_id="paper", files=[file])
    client, documents = signed_in(anna), reverse("documents")
    assert "bestek.odt" in read(client.get(documents))
    switch_off(harbour, "documents")
    assert "bestek.odt" not in read(client.get(documents))


def test_without_the_list_of_people_it_cannot_be_reached(harbour, anna, signed_in):
    client = signed_in(anna)
    url = reverse("people")
    assert client.get(url, headers={"host": HOST}).status_code == 200
    assert f'href="{url}"' in read(client.get("/"))
    assert f'href="{url}"' in read(client.get(at(harbour)))
    switch_off(harbour, "people")
    assert f'href="{url}"' not in read(client.get(at(harbour)))
    assert client.get(url, headers={"host": HOST}).status_code == 404


def test_without_public_reactions_the_rule_says_no(harbour, crane, carla):
    crane.group.takes_public_reactions = True
    crane.group.save()
    assert access.may(AnonymousUser(), "react_publicly", crane)
    switch_off(harbour, "public_reactions")
    again = Thread.objects.get(pk=crane.pk)
    assert not access.may(AnonymousUser(), "react_publicly", again)
    assert not access.may(carla, "react_publicly", again)


def test_without_invitation_links_none_is_made(harbour, quay, anna, signed_in):
    url = reverse("invitation_links", args=[quay.slug])
    assert signed_in(anna).get(url).status_code == 200
    switch_off(harbour, "invitation_links")
    assert signed_in(anna).get(url).status_code == 404


NEW = {
    "name": "De sluis", "reading": "members", "joining": "invitation", "mail_door": "members",
}  # fmt: skip


def test_a_group_that_is_opened_on_its_pages_stands_there(harbour, carla, signed_in):
    client = signed_in(carla)
    client.post(f"{reverse('group_new')}?at=haven", NEW)
    client.post(reverse("group_new"), NEW, headers={"host": HOST})
    client.post(reverse("group_new"), NEW)
    found = Group.objects.order_by("pk").values_list("subsite", flat=True)
    assert list(found) == [harbour.pk, harbour.pk, None]


def test_where_not_everyone_opens_groups_its_administrators_do(harbour, anna, carla, signed_in):
    switch_off(harbour, "opening_groups")
    url = f"{reverse('group_new')}?at=haven"
    assert signed_in(carla).get(url).status_code == 404
    assert signed_in(carla).post(url, NEW).status_code == 404
    with pytest.raises(access.MayNot):
        Group.objects.open_by(carla, "De sluis", subsite=harbour)
    assert "?at=haven" not in read(signed_in(carla).get(at(harbour)))
    signed_in(anna).post(url, NEW)
    assert Group.objects.get().subsite == harbour


def test_who_is_not_let_in_opens_no_group_there(harbour, carla, signed_in):
    close(harbour)
    assert signed_in(carla).post(f"{reverse('group_new')}?at=haven", NEW).status_code == 404
    assert not Group.objects.exists()


# Settings

GOOD = {
    "name": "De binnenhaven",
    "tagline": "Rustig",
    "welcome": "Welkom",
    "facilities": ["people"],
}


def test_its_administrators_change_it_and_it_is_in_the_log(harbour, anna, signed_in):
    client = signed_in(anna)
    client.post(at(harbour, "subsite_settings"), GOOD)
    harbour.refresh_from_db()
    assert (harbour.name, harbour.tagline) == ("De binnenhaven", "Rustig")
    assert set(harbour.facilities_off) == set(facilities()) - {"people"}
    assert AuditEntry.objects.first().about["fields"] == [
        "name", "tagline", "welcome", "facilities_off",
    ]  # fmt: skip
    assert "Anna Bakker" in read(client.get(at(harbour, "subsite_log")))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 81), ("name", "a\x07b"), ("tagline", "a\u202eb"),
        ("tagline", "x" * 201), ("welcome", "x" * 5_001), ("facilities", ["mind_reading"]),
        ("logo", SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>")),
        ("logo", SimpleUploadedFile("logo.png", b"no picture")),
    ],
)  # fmt: skip
def test_bad_settings_are_answered_beside_the_field_and_change_nothing(
    harbour, anna, signed_in, files, field, value
):
    response = signed_in(anna).post(at(harbour, "subsite_settings"), GOOD | {field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    harbour.refresh_from_db()
    assert (harbour.name, harbour.logo.name) == ("De haven", "")
    assert "De haven" in read(response)


def test_a_logo_is_a_small_picture_of_our_own_making_with_its_proportions(
    harbour, anna, signed_in, files, client, django_capture_on_commit_callbacks
):
    about = GOOD | {"logo": picture(size=(3000, 1000), name="Logo.JPG")}
    signed_in(anna).post(at(harbour, "subsite_settings"), about)
    harbour.refresh_from_db()
    response = client.get(harbour.logo_url)
    assert response.headers["Content-Type"] == "image/webp"
    with Image.open(harbour.logo) as image:
        assert (image.format, image.size) == ("WEBP", (512, 171))
    assert f'alt="{harbour.name}"' in read(client.get(at(harbour)))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(anna).post(at(harbour, "subsite_settings"), GOOD | {"without_logo": "on"})
    assert client.get(at(harbour, "subsite_logo")).status_code == 404
    assert not list(files.rglob("*.webp"))


def test_administrators_come_and_go(harbour, anna, carla, signed_in):
    client = signed_in(anna)
    client.post(at(harbour, "subsite_administrators"), {"email": carla.email})
    assert access.may(carla, "administer", harbour)
    client.post(at(harbour, "subsite_administrator_dismiss", carla.pk))
    assert not access.may(carla, "administer", harbour)
    assert AuditEntry.objects.first().action == "subsite_dismiss"


SETTINGS = [
    "settings", "theme", "theme_sample", "sample_css", "admission", "people", "administrators",
    "groups", "log",
]  # fmt: skip


@pytest.mark.parametrize("name", [f"subsite_{name}" for name in SETTINGS])
def test_settings_are_for_its_administrators_and_absent_for_others(
    harbour, anna, carla, client, signed_in, name
):
    close(harbour)
    denied = signed_in(carla).get(at(harbour, name))
    absent = signed_in(carla).get(reverse(name, args=["nergens"]))
    assert denied.status_code == 404
    assert bare(denied) == bare(absent, "nergens")
    assert client.get(at(harbour, name)).url.startswith(reverse("account_login"))
    for method in ("get", "post"):
        assert getattr(signed_in(carla), method)(at(harbour, name)).status_code in (404, 405)


def test_administrators_see_which_groups_there_are_and_nothing_of_what_is_said(
    harbour, carla, anna, signed_in
):
    secret = Group.objects.open_by(carla, "Achter slot", subsite=harbour, description=WORD)
    Thread.objects.start(secret, carla, f"Over {WORD}", WORD, client_id="s")
    client = signed_in(anna)
    page = read(client.get(at(harbour, "subsite_groups")))
    assert "Achter slot" in page
    assert WORD not in page
    assert client.get(secret.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["subsite_groups", "subsite_log", "subsite_settings", "subsite"])
def test_a_page_costs_the_same_however_much_there_is(
    harbour, anna, signed_in, django_assert_max_num_queries, name
):
    client = signed_in(anna)
    client.get(at(harbour, name))
    for number in range(12):
        group = Group.objects.open_by(
            anna, f"Groep {number}", subsite=harbour, reading="signed_in", listed=True
        )
        Thread.objects.start(group, anna, f"Gesprek {number}", "Tekst", client_id=f"t{number}")
        harbour.change(by=anna, tagline=str(number))
    with django_assert_max_num_queries(13):
        client.get(at(harbour, name))


# Groups that are opened to another sub-site


@pytest.fixture
def coast(carla):
    """A closed place of Carla's."""
    subsite = Subsite.objects.create(name="De kust", slug="kust", is_closed=True)
    subsite.administrators.add(carla)
    subsite.admit_by_hand(carla, by=carla)
    return subsite


def test_a_group_is_opened_to_another_when_both_want_it(harbour, coast, quay, anna, carla, samira):
    close(harbour)
    coast.admit_by_hand(samira, by=carla)
    assert quay not in Group.objects.visible_to(samira)
    with pytest.raises(access.MayNot):
        coast.take_in(quay, by=carla)
    coast.ask_for(quay, by=anna)
    assert quay not in Group.objects.visible_to(samira)
    with pytest.raises(access.MayNot):
        coast.take_in(quay, by=anna)
    coast.take_in(quay, by=carla)
    assert quay in Group.objects.visible_to(samira)
    assert quay in Group.objects.at(coast)
    coast.turn_away(quay, by=anna)
    assert quay not in Group.objects.visible_to(samira)


def test_it_goes_by_the_pages(harbour, coast, quay, anna, carla, signed_in):
    coast.admit_by_hand(anna, by=carla)
    owner, other = signed_in(anna), signed_in(carla)
    page = reverse("group_openings", args=[quay.slug])
    owner.post(page, {"subsite": coast.pk})
    assert "De kade" in read(other.get(at(coast, "subsite_groups")))
    other.post(at(coast, "subsite_opening", quay.pk))
    assert Opening.objects.get().group == quay
    assert "De kust" in read(owner.get(page))
    owner.post(page, {"end": "kust"})
    assert not Opening.objects.exists()
    actions = list(AuditEntry.objects.values_list("action", flat=True)[:3])
    assert actions == ["opening_end", "opening_agree", "opening_ask"]


def test_only_owners_ask_and_only_of_places_that_they_know(coast, quay, anna, daan, signed_in):
    quay.admit(daan)
    page = reverse("group_openings", args=[quay.slug])
    assert signed_in(daan).get(page).status_code == 404
    response = signed_in(anna).post(page, {"subsite": coast.pk})
    assert response.context["form"].errors["subsite"]
    assert "De kust" not in read(response)


def test_who_comes_in_by_another_door_is_not_told_of_a_closed_one(
    harbour, coast, quay, anna, carla, samira, signed_in
):
    close(harbour)
    coast.admit_by_hand(samira, by=carla)
    coast.ask_for(quay, by=anna)
    coast.take_in(quay, by=carla)
    page = read(signed_in(samira).get(quay.get_absolute_url()))
    assert "De haven" not in page
    assert "theme.css" not in page


# Nothing of a closed one elsewhere


@pytest.fixture
def secret(harbour, anna, samira):
    """A closed place, where everything that is said and named holds one invented word."""
    close(harbour)
    harbour.admit_by_hand(samira, by=anna)
    harbour.change(by=anna, name=WORD, tagline=WORD, welcome=WORD, terms="")
    group = Group.objects.open_by(
        anna, f"Groep {WORD}", description=WORD, subsite=harbour, reading="public",
        joining="open", listed=True,
    )  # fmt: skip
    group.slug = "verborgen"  # an address that was asked for stands on the page that says no
    group.save()
    group.join(samira)
    thread = Thread.objects.start(group, samira, f"Over {WORD}", WORD, client_id="secret")
    thread.post(anna, f"@samira.ozturk {WORD}", client_id="secret-2")
    return thread


def elsewhere(thread, samira):
    group = thread.group.slug
    return [
        "/", "/groups/", f"/groups/?q={WORD[:5]}", "/sidebar/", "/mentions/", "/documents/",
        f"/people/{samira.pk}/", f"/groups/{group}/", f"/groups/{group}/members/",
        f"/groups/{group}/people/?q=s", f"/threads/{thread.pk}/", f"/threads/{thread.pk}/panel/",
        f"/threads/{thread.pk}/events/", f"/messages/{thread.messages.first().pk}/history/",
        "/people/", "/profile/", "/nergens/", "/groups/new/", "/at/", "/at/haven/settings/",
    ]  # fmt: skip


def test_who_is_not_let_in_reads_the_word_nowhere(secret, water, carla, samira, client, signed_in):
    water.admit(carla)  # whom Samira meets elsewhere
    for visitor in (signed_in(carla), client):
        for url in elsewhere(secret, samira):
            shown = read(visitor.get(url, follow=True)).replace(f"q={WORD[:5]}", "")
            assert WORD not in shown, url


def test_who_was_let_in_and_is_out_reads_it_nowhere_any_more(
    secret, harbour, anna, samira, signed_in
):
    client = signed_in(samira)
    assert WORD in read(client.get(secret.get_absolute_url()))
    harbour.end_admission(samira, by=anna, grounds="Voorbij")
    for url in elsewhere(secret, samira):
        assert WORD not in read(client.get(url, follow=True)), url
    assert not Thread.objects.visible_to(samira).filter(pk=secret.pk).exists()
    assert samira not in secret.readers()


def test_at_the_door_stands_the_name_and_nothing_else(secret, harbour, carla, client, signed_in):
    for visitor in (client, signed_in(carla)):
        response = visitor.get(harbour.get_absolute_url(), follow=True)
        page = read(response)
        assert response.redirect_chain[-1][0] == at(harbour, "subsite_door")
        assert "Over " + WORD not in page
        assert "Groep " + WORD not in page

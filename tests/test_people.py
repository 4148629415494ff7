"""People: what others see of them, and how they describe themselves."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from groups.models import Organisation, Person

pytestmark = pytest.mark.once


def profile(**changes):
    about = {
        "name": "Anna Bakker", "function": "", "organisation": "", "language": "nl",
        "time_zone": "Europe/Amsterdam", "order": "oldest", "visibility": "everyone",
    }  # fmt: skip
    return about | changes


def picture(size=(600, 400), format="JPEG", colour="navy", name="me.jpg", **options):
    content = BytesIO()
    Image.new("RGB", size, colour).save(content, format, **options)
    return SimpleUploadedFile(name, content.getvalue())


def save(client, **changes):
    return client.post(reverse("profile"), profile(**changes))


def test_a_profile_keeps_what_is_written(anna, signed_in):
    save(
        signed_in(anna), name="Anna de Bakker", function="Projectleider", order="newest",
        time_zone="Pacific/Auckland", organisation="Provincie Delta", language="en",
        expertise="hitte, bomen", visibility="groups",
    )  # fmt: skip
    anna.refresh_from_db()
    assert (anna.name, anna.function, anna.order) == ("Anna de Bakker", "Projectleider", "newest")
    assert (anna.time_zone, anna.language) == ("Pacific/Auckland", "en")
    assert anna.organisation.name == "Provincie Delta"
    assert (anna.expertise, anna.visibility) == ("hitte, bomen", "groups")


def test_a_known_organisation_is_found_in_any_case(anna, daan, signed_in):
    save(signed_in(anna), organisation="waterschap  LAAGLAND")
    anna.refresh_from_db()
    assert anna.organisation == daan.organisation


def test_no_organisation_is_an_answer_too(anna, signed_in):
    save(signed_in(anna), organisation=" ")
    anna.refresh_from_db()
    assert anna.organisation is None


@pytest.mark.parametrize("field", ["name", "function", "organisation"])
@pytest.mark.parametrize("text", ["x" * 5000, "a\x07b", "\u202ekrab", "\u2066tekst"])
def test_a_bad_line_is_answered_beside_the_field_and_nothing_typed_is_lost(
    anna, signed_in, field, text
):
    organisations = Organisation.objects.count()
    typed = {"name": "Anna de Bakker", "function": "Projectleider", "organisation": "Delta"}
    response = save(signed_in(anna), **typed | {field: text})
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert all(value in page for key, value in typed.items() if key != field)
    anna.refresh_from_db()
    assert anna.name == "Anna Bakker"
    assert Organisation.objects.count() == organisations


@pytest.mark.parametrize(
    "choice",
    [
        {"name": ""},
        {"language": "xx"},
        {"time_zone": "Mars/Base"},
        {"order": "sideways"},
        {"visibility": "ghost"},
    ],
)
def test_a_choice_that_is_not_there_is_refused(anna, signed_in, choice):
    response = save(signed_in(anna), **choice)
    assert list(response.context["form"].errors) == list(choice)


@pytest.mark.parametrize("gone", ["Mars/Base", "", "Europe", "../Amsterdam"])
def test_a_time_zone_that_is_not_known_any_more_is_read_as_the_platforms(anna, signed_in, gone):
    Person.objects.filter(pk=anna.pk).update(time_zone=gone)
    page = signed_in(anna).get(reverse("profile"))
    assert page.context["form"]["time_zone"].value() == "Europe/Amsterdam"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_small_square_without_metadata(anna, signed_in, format):
    exif = Image.Exif()
    exif[0x010E] = "taken at my home address"
    client = signed_in(anna)
    save(client, picture=picture(format=format, exif=exif))
    response = client.get(reverse("picture", args=[anna.pk]))
    assert response["Content-Type"] == "image/webp"
    assert b"home address" not in response.content
    with Image.open(BytesIO(response.content)) as made:
        assert (made.size, made.format, dict(made.getexif())) == ((256, 256), "WEBP", {})


def test_a_picture_is_turned_as_the_camera_was(anna, signed_in):
    upright = Image.new("RGB", (300, 100), "red")
    upright.paste("blue", (150, 0, 300, 100))
    exif, content = Image.Exif(), BytesIO()
    exif[0x0112] = 3
    upright.save(content, "PNG", exif=exif)
    client = signed_in(anna)
    save(client, picture=SimpleUploadedFile("x.png", content.getvalue()))
    made = Image.open(BytesIO(client.get(reverse("picture", args=[anna.pk])).content))
    red, _green, blue = made.convert("RGB").getpixel((10, 128))
    assert blue > red


def whole():
    return picture(format="PNG").read()


def bomb():
    """A small file that says it holds 40,000 by 40,000 pixels."""
    content = BytesIO()
    Image.new("1", (15_000, 10_000)).save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: b"<svg onload=alert(1)>", "JPEG, PNG"),
        (lambda: b"GIF89a" + b"\0" * 100, "JPEG, PNG"),
        (lambda: whole()[: len(whole()) // 2], "JPEG, PNG"),
        (lambda: whole()[:20], "JPEG, PNG"),
        (lambda: b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
        (bomb, "pixels"),
    ],
)
def test_what_is_no_picture_for_us_is_refused_with_a_sentence(anna, signed_in, content, sentence):
    anna.language = "en"
    anna.save()
    file = SimpleUploadedFile("me.png", content())
    response = save(signed_in(anna), name="Anna de Bakker", picture=file)
    assert sentence in response.context["form"].errors["picture"][0]
    assert "Anna de Bakker" in response.content.decode()
    anna.refresh_from_db()
    assert not anna.picture


@pytest.mark.parametrize("place", range(0, 300, 17))
def test_a_damaged_picture_is_refused_or_read(anna, signed_in, place):
    damaged = bytearray(picture((20, 20), "PNG").read())
    damaged[place % len(damaged)] ^= 0xFF
    response = save(signed_in(anna), picture=SimpleUploadedFile("me.png", bytes(damaged)))
    assert response.status_code in (200, 302)


def test_another_picture_has_another_address_and_the_first_is_thrown_away(
    anna, signed_in, django_capture_on_commit_callbacks
):
    client = signed_in(anna)
    save(client, picture=picture())
    anna.refresh_from_db()
    first, storage = anna.picture_url, anna.picture.storage
    with django_capture_on_commit_callbacks(execute=True):
        save(client, picture=picture(colour="orange"))
    former = anna.picture.name
    anna.refresh_from_db()
    assert anna.picture_url != first
    assert "max-age=2592000" in client.get(anna.picture_url)["Cache-Control"]
    assert storage.exists(anna.picture.name)
    assert not storage.exists(former)


def test_saving_without_a_new_picture_keeps_the_old_one(anna, signed_in):
    client = signed_in(anna)
    save(client, picture=picture())
    save(client, function="Projectleider")
    anna.refresh_from_db()
    assert anna.picture
    assert anna.function == "Projectleider"


def test_a_picture_can_be_taken_away(anna, signed_in):
    client = signed_in(anna)
    save(client, picture=picture())
    save(client, without_picture="on")
    assert client.get(reverse("picture", args=[anna.pk])).status_code == 404


def test_a_picture_is_for_who_sees_the_person_and_stays_in_their_browser(
    anna, daan, carla, square, signed_in, client
):
    save(signed_in(anna), picture=picture(), visibility="groups")
    url = reverse("picture", args=[anna.pk])
    response = signed_in(daan).get(url)
    assert response["Cache-Control"] == "private, max-age=60"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert signed_in(carla).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_a_picture_that_was_shown_beside_a_message_is_there_for_who_was_shown_it(
    anna, carla, signed_in, client
):
    save(signed_in(anna), picture=picture(), visibility="nobody")
    anna.refresh_from_db()
    assert signed_in(carla).get(anna.picture_url).status_code == 200
    assert client.get(anna.picture_url).status_code == 200
    assert signed_in(carla).get(anna.picture_url + "x").status_code == 404


def test_the_organisation_that_an_address_proves_is_fixed_and_says_why(anna, signed_in):
    anna.is_external = False
    anna.save()
    client = signed_in(anna)
    save(client, organisation="Iets anders")
    anna.refresh_from_db()
    assert anna.organisation.name == "Gemeente Rivierstad"
    field = client.get(reverse("profile")).context["form"]["organisation"]
    assert field.field.disabled
    assert "e-mail" in str(field.help_text)


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u2060", "\u200e", "\u202e", "\u2066", "\ufeff", "\u00ad"]
)
def test_a_name_holds_nothing_that_cannot_be_seen(anna, signed_in, mark):
    save(signed_in(anna), name=f"An{mark}na")
    anna.refresh_from_db()
    assert mark not in anna.name


def test_a_person_page_shows_the_groups_that_both_are_in_and_no_others(
    anna, samira, carla, water, square, signed_in
):
    url = reverse("person", args=[anna.pk])
    assert [each.group for each in signed_in(samira).get(url).context["shared"]] == [water]
    page = signed_in(carla).get(url)
    assert list(page.context["shared"]) == []
    assert "Gemeente Rivierstad" in page.content.decode()
    assert anna.email not in page.content.decode()


def test_a_person_who_is_not_there_is_not_found(anna, signed_in):
    client = signed_in(anna)
    assert client.get(reverse("person", args=[999_999])).status_code == 404
    assert client.get(reverse("picture", args=[anna.pk])).status_code == 404


@pytest.mark.parametrize(
    ("next", "landing"),
    [
        ("/accounts/signup/", "/accounts/signup/"),
        ("https://elsewhere.example/", "/accounts/login/"),
    ],
)
def test_the_language_is_kept_in_the_browser_and_leads_nowhere_else(client, db, next, landing):
    response = client.post(reverse("language"), {"language": "en", "next": next})
    assert response.url == landing
    assert client.get("/accounts/login/")["Content-Language"] == "en"


def test_a_language_that_we_do_not_speak_is_refused(client, db):
    assert client.post(reverse("language"), {"language": "tlh"}).status_code == 400

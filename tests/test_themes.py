"""Themes of sub-sites: what can be read is kept, what cannot is refused with what was measured."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from groups.models import Subsite
from groups.subsites import theme as themes
from groups.subsites.colours import Colour, contrast
from groups.subsites.legibility import Finding, measure, problems
from groups.subsites.theme import DEFAULT, TYPEFACES, Theme

pytestmark = pytest.mark.once

GREEN = {"accent": "#1f6b2f", "header": "#1f6b2f", "typeface": "inter"}
CHOSEN = GREEN | {"has_header": "on"}
STYLES = Path(settings.BASE_DIR) / "workspace/styles"


@pytest.fixture
def garden(anna):
    subsite = Subsite.objects.create(name="De tuin", slug="tuin")
    subsite.administrators.add(anna)
    return subsite


@pytest.fixture
def page():
    return reverse("subsite_theme", args=["tuin"])


def kept(subsite):
    subsite.refresh_from_db()
    return subsite.theme


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_measured_as_wcag_defines_it(one, other, ratio):
    assert contrast(Colour.of(one), Colour.of(other)) == pytest.approx(ratio, abs=0.005)
    assert contrast(Colour.of(other), Colour.of(one)) == contrast(Colour.of(one), Colour.of(other))


def test_what_we_ship_can_be_read():
    assert problems(Theme({})) == []
    assert problems(Theme(GREEN)) == []


def test_the_colours_that_are_measured_are_those_of_the_stylesheets():
    palette = (STYLES / "palette.css").read_text()
    for name, token in (
        ("SURFACE", "wit"), ("BACKDROP", "grijs-50"), ("INK", "grijs-700"),
        ("SOFT_INK", "grijs-400"), ("LIVE", "groen-400"),
    ):  # fmt: skip
        shown = re.search(rf"kleuren-{token}: light-dark\((.+), (.+)\);", palette).groups()
        colours = getattr(themes, name)
        assert (str(colours["light"]), str(colours["dark"])) == shown


def test_every_typeface_that_can_be_chosen_is_shipped():
    shipped = (STYLES / "fonts.css").read_text()
    for _label, fonts in TYPEFACES.values():
        assert f"font-family: {fonts.split(',')[0]};" in shipped


def test_every_token_of_a_theme_is_one_that_the_stylesheets_use():
    used = "".join(path.read_text() for path in STYLES.glob("*.css"))
    for name in Theme(GREEN).tokens("light"):
        assert f"{name}:" in used, name


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_in_the_dark_every_colour_becomes_one_that_can_be_read(accent, header):
    theme = Theme({"accent": f"#{accent:06x}", "header": f"#{header:06x}"})
    assert not [str(problem) for problem in problems(theme) if problem.scheme == "dark"]


@given(st.text(max_size=12))
def test_nothing_but_a_colour_gets_into_a_stylesheet(text):
    try:
        css = Theme({"accent": text, "header": text}).css(":root")
    except ValueError:
        return
    assert re.fullmatch(r"#[0-9a-f]{6}", text)
    assert css


def test_a_theme_is_saved_and_worn(garden, anna, signed_in, page):
    client = signed_in(anna)
    assert client.post(page, CHOSEN).status_code == 302
    assert kept(garden) == GREEN
    front = client.get(garden.get_absolute_url()).content.decode()
    assert f'href="{garden.theme_url}"' in front
    response = client.get(garden.theme_url)
    assert response.headers["Content-Type"].startswith("text/css")
    assert "--voorbeeld-kleuren-violet-500: light-dark(#1f6b2f, " in response.content.decode()
    assert "Inter Variable" in response.content.decode()


def test_another_theme_has_another_address_and_is_kept_for_long(garden, client):
    before = garden.theme_url
    garden.theme = GREEN
    garden.save()
    assert garden.theme_url != before
    assert "max-age=31536000" in client.get(garden.theme_url).headers["Cache-Control"]
    assert "max-age=60" in client.get(before).headers["Cache-Control"]


def test_letters_that_cannot_be_read_are_refused_with_what_was_measured(
    garden, anna, signed_in, page
):
    response = signed_in(anna).post(page, CHOSEN | {"accent": "#e17000"})
    assert response.status_code == 422
    sentences = response.context["form"].non_field_errors()
    assert re.search(r"3,2 : 1.* 4,5 : 1", sentences[0])
    assert response.context["form"]["accent"].value() == "#e17000"
    assert kept(garden) == {}


def test_a_ratio_just_below_what_is_needed_is_not_shown_as_enough():
    finding = Finding("x", "light", 4.4999, 4.5)
    assert not finding.is_enough
    assert finding.shown.replace(",", ".") == "4.4"


def test_a_header_on_which_neither_white_nor_black_can_be_read_is_refused(
    garden, anna, signed_in, page
):
    response = signed_in(anna).post(page, CHOSEN | {"header": "#808080"})
    assert response.status_code == 422
    assert kept(garden) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"accent": "red"}, {"accent": ""}, {"accent": "#12345"}, {"accent": "#1b5090;}"},
        {"header": "url(x)"}, {"header": "#ggg"}, {"typeface": "comic"}, {"typeface": ""},
        {"accent": "#1b5090\n"}, {"accent": "#１b5090"},
    ],
)  # fmt: skip
def test_what_is_no_colour_or_no_typeface_of_ours_is_refused(garden, anna, signed_in, page, wrong):
    client = signed_in(anna)
    response = client.post(page, CHOSEN | wrong)
    if wrong == {"accent": "#1b5090\n"}:  # white space around it is not part of it
        assert kept(garden)["accent"] == "#1b5090"
    else:
        assert response.status_code == 422
        assert kept(garden) == {}
        sample = reverse("subsite_sample_css", args=["tuin"])
        assert client.get(sample, CHOSEN | wrong).status_code == 400


def test_looking_saves_nothing_and_shows_both_schemes(garden, anna, signed_in, page):
    response = signed_in(anna).post(page, CHOSEN | {"look": ""})
    html = response.content.decode()
    assert response.status_code == 200
    assert 'data-theme="light"' in html
    assert 'data-theme="dark"' in html
    assert "accent=%231f6b2f" in html
    assert kept(garden) == {}


def test_a_theme_that_cannot_be_read_is_still_shown_with_all_that_was_measured(
    garden, anna, signed_in
):
    url = reverse("subsite_theme_sample", args=["tuin"])
    response = signed_in(anna).get(url, CHOSEN | {"accent": "#e17000"})
    assert "3,2 : 1" in response.content.decode()
    assert len(response.context["measured"]) == len(measure(Theme(GREEN))) // 2


def test_the_default_is_our_own_blue():
    assert str(Theme({}).ramp("light")[500]) == DEFAULT["accent"]
    palette = (STYLES / "palette.css").read_text()
    assert f"violet-500: light-dark({DEFAULT['accent']}," in palette

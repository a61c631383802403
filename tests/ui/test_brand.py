"""Whatever colour a supplier takes, its shop stays readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import as_owner
from wholesale.ui import brand

COLOURS = st.from_regex(r"\A#[0-9a-f]{6}\Z")


def test_contrast_is_that_of_wcag():
    assert brand.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert brand.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(COLOURS)
def test_every_colour_gives_readable_tones(colour):
    css = brand.stylesheet(colour)
    fill, on_fill = re.findall(r"--cb-(?:on-)?brand: (#[0-9a-f]{6})", css)
    ((on_light, on_dark),) = re.findall(r"--cb-brand-text: light-dark\((#\w{6}), (#\w{6})\)", css)
    ((soft_light, soft_dark),) = re.findall(r"--cb-brand-soft: light-dark\((#\w{6}), (#\w{6})\)", css)

    assert brand.contrast(fill, on_fill) >= 4.5
    assert min(brand.contrast(on_light, ground) for ground in ("#ffffff", "#f7f7f5", soft_light)) >= 4.5
    assert min(brand.contrast(on_dark, ground) for ground in ("#1b1d20", "#131416", soft_dark)) >= 4.5


@pytest.mark.parametrize("bad", ["red", "#fff", "#GGGGGG", "#123456;}body{", "", "#1234567"])
def test_only_a_hex_colour_reaches_a_stylesheet(bad):
    with pytest.raises(ValueError, match="not a colour"):
        brand.stylesheet(bad)


@pytest.mark.django_db
def test_the_stylesheet_of_a_company_is_served_to_anybody(client, django_assert_max_num_queries):
    with as_owner():
        Organization.objects.create(name="Alder", slug="brand-alder", sells=True, brand_color="#87400f")

    with django_assert_max_num_queries(5):  # the look-up and the context's begin and end
        response = client.get("/brand/brand-alder.css")

    assert response.status_code == 200
    assert response["Content-Type"] == "text/css"
    assert "max-age=300" in response["Cache-Control"]
    assert "--cb-brand: #87400f;" in response.content.decode()


@pytest.mark.django_db
def test_a_private_or_unknown_company_has_no_stylesheet(client):
    with as_owner():
        supplier = Organization.objects.create(name="Alder", slug="brand-alder", sells=True)
        Organization.objects.create(name="Guest", slug="brand-guest", delivers=True, private_to=supplier)

    assert client.get("/brand/brand-guest.css").status_code == 404
    assert client.get("/brand/nobody.css").status_code == 404

"""Setup's Branding page: the logo is uploaded, replaced, refused and removed."""

import pytest

from tests.files.making import drawing, logo, saved
from tests.invitations.test_branding_pages import at, stored, upload
from wholesale.files.models import Picture
from wholesale.tenancy.testing import as_owner


def test_a_logo_is_uploaded_replaced_and_removed(world):
    client = world.client("alder")
    first = client.post(at("logo_create"), upload(logo()), headers={"HX-Request": "true"})

    digest = stored().logo_digest
    assert first.status_code == 200
    assert f"/brand/pictures/{digest}.png" in first.content.decode()
    assert client.post(at("logo_create"), upload(logo((400, 400)))).status_code == 302
    assert stored().logo_digest not in ("", digest)

    client.post(at("logo_removal"))

    assert stored().logo_digest == ""
    with as_owner():
        assert not Picture.objects.filter(organization__slug="alder").exists()


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", saved(drawing(mode="P"), "GIF"), b"x" * 1_500_001, logo()[:300]]
)
def test_a_wrong_logo_says_so_beside_its_field(world, content):
    for headers in ({}, {"HX-Request": "true"}):
        response = world.client("alder").post(at("logo_create"), upload(content), headers=headers)

        assert response.status_code == 422
        assert 'aria-invalid="true"' in response.content.decode()
    assert stored().logo_digest == ""

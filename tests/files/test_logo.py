"""A company's logo is put, replaced and removed; anybody sees it by its address (SPEC.md N2)."""

import pytest
from django.urls import reverse

from tests.files.making import drawing, logo, saved
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.files.errors import PictureRefused
from wholesale.files.models import Picture
from wholesale.files.services import KEPT
from wholesale.mail.branding import brand_of, sender_of
from wholesale.mail.rendering import render_mail
from wholesale.organizations import services
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner


def stored(name: str = "alder") -> Organization:
    with as_owner():
        return Organization.objects.get(slug=name)


def pictures(name: str = "alder") -> list[str]:
    with as_owner():
        found = Picture.objects.filter(organization__slug=name).order_by("created_at", "id")
        return list(found.values_list("digest", flat=True))


def put(world: World, content: bytes) -> Organization:
    alder = stored()
    with acting_as(Context(Role.SUPPLIER, supplier_id=alder.pk)):
        return services.put_logo(organization=alder, content=content, by=world.users["alder"])


def remove(world: World) -> None:
    alder = stored()
    with acting_as(Context(Role.SUPPLIER, supplier_id=alder.pk)):
        services.remove_logo(organization=alder, by=world.users["alder"])


def address(digest: str) -> str:
    return reverse("files:picture", kwargs={"digest": digest})


def test_a_logo_is_put_and_stands_in_the_log(world, client):
    before = stored().version
    company = put(world, logo())

    assert (company.logo_width, company.logo_height) == (240, 56)
    assert stored().logo_digest == company.logo_digest
    assert stored().version == before, "whoever edits the colour meanwhile is not disturbed"
    with as_owner():
        entry = AuditEntry.objects.get(verb="logo_changed")
    assert (entry.before, entry.after) == ({"logo": ""}, {"logo": company.logo_digest})


def test_anybody_may_fetch_it_for_ever_without_cookies(world, client):
    company = put(world, logo())

    response = client.get(address(company.logo_digest))

    assert response.status_code == 200
    assert response.content.startswith(b"\x89PNG")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert client.post(address(company.logo_digest)).status_code == 405
    assert client.get(address("0" * 64)).status_code == 404


def test_one_that_was_replaced_is_still_there_for_mails_sent_before(world, client):
    first, second = put(world, logo()), put(world, logo((300, 300)))

    assert first.logo_digest != second.logo_digest == stored().logo_digest
    assert client.get(address(first.logo_digest)).status_code == 200


def test_the_oldest_go(world):
    with as_owner():
        Picture.objects.filter(organization__slug="alder").delete()
    made = [put(world, logo((300 + 4 * at, 200))).logo_digest for at in range(KEPT + 2)]

    assert pictures() == made[2:]

    put(world, logo((300 + 4 * 2, 200)))  # the oldest of them comes again

    assert pictures() == [*made[3:], made[2]]


def test_one_that_is_removed_is_gone_for_everybody(world, client):
    digest = put(world, logo()).logo_digest
    remove(world)

    assert pictures() == []
    assert (stored().logo_digest, stored().logo_width) == ("", 0)
    assert client.get(address(digest)).status_code == 404
    assert len(pictures("birch")) == 1, "another company keeps its own"
    with as_owner():
        assert AuditEntry.objects.filter(verb="logo_removed").count() == 1


def test_a_refused_file_changes_nothing(world):
    digest = put(world, logo()).logo_digest

    with pytest.raises(PictureRefused):
        put(world, saved(drawing(mode="P"), "GIF"))

    assert stored().logo_digest == digest


def test_a_mail_shows_the_logo_in_its_size_else_the_initials(world, settings):
    def html(supplier: Organization | None) -> str:
        return render_mail("mail/test", {}, language="en", supplier=supplier).html

    assert "<img" not in html(stored())
    company = put(world, logo())

    mail = html(company)
    assert f'src="{settings.BASE_URL}{address(company.logo_digest)}"' in mail
    assert 'alt="Alder" width="240" height="56"' in " ".join(mail.split())
    assert "<img" not in html(None)


def test_the_sender_is_the_companys_name_unless_it_has_another(world):
    alder = stored()
    assert sender_of(alder) == "Alder"
    alder.sender_name = "Maya of Alder"

    assert sender_of(alder) == "Maya of Alder"
    assert brand_of(alder).name == "Alder"
    assert sender_of(None) == "Cratebook"


def test_the_gate_shows_the_logo(world, client):
    from django.template.loader import render_to_string

    company = put(world, logo())
    page = render_to_string("ui/_brand_mark.html", {"company": company, "size": "lg"})

    assert f'src="{address(company.logo_digest)}"' in page
    assert 'alt="Alder"' in page

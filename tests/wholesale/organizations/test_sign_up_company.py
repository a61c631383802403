"""A company signs itself up: slug, hat, first admin, the form, and where it leads."""

import pytest
from django.urls import get_resolver, reverse

from wholesale.audit.models import AuditEntry
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.services import sign_up_company
from wholesale.organizations.slugs import RESERVED, candidates, free_slug
from wholesale.tenancy.testing import as_owner

DETAILS = CompanyDetails("Northgate Brewing", "CA", "America/Toronto", "CAD", "fr")
TYPED = {
    "name": "Northgate Brewing",
    "country": "CA",
    "time_zone": "America/Toronto",
    "currency": "CAD",
    "language": "fr",
}


def test_whoever_signs_a_company_up_is_its_admin(world):
    organization = sign_up_company(details=DETAILS, side=Side.SELLING, by=world.users["rita"])

    assert organization.slug == "northgate-brewing"
    assert organization.sides == [Side.SELLING]
    with as_owner():
        membership = Membership.objects.get(organization=organization)
        assert (membership.user, membership.role) == (world.users["rita"], MemberRole.ADMIN)
        entries = AuditEntry.objects.filter(organization=organization).order_by("id")
        assert [entry.verb for entry in entries] == ["company_signed_up", "member_joined"]
        assert entries[0].after["currency"] == "CAD"


def test_the_second_company_of_a_name_gets_a_number(world):
    slugs = [
        sign_up_company(details=DETAILS, side=side, by=world.users["rita"]).slug
        for side in (Side.SELLING, Side.DELIVERING, Side.BUYING)
    ]

    assert slugs == ["northgate-brewing", "northgate-brewing-2", "northgate-brewing-3"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Admin", "admin-2"),
        ("!!! 7", "7"),
        ("東京", "company-2"),
        ("Brasserie Ø'Neill & Fils", "brasserie-neill-fils"),
    ],
)
def test_a_name_becomes_a_slug_that_is_free(name, slug):
    assert free_slug(name, taken=set()) == slug


def test_no_address_of_ours_can_become_a_slug():
    first = {str(pattern.pattern).split("/")[0].lstrip("^") for pattern in flat(get_resolver())}

    assert {
        word for word in first if word and "<" not in word and "." not in word and word[0] != "_"
    } <= RESERVED
    assert next(candidates("accounts")) == "accounts-2"


def flat(resolver):
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns") and not str(each.pattern):
            yield from flat(each)
        else:
            yield each


def test_the_form_signs_up_and_leads_home(world):
    client = world.client("rita")

    page = client.get(
        reverse("organizations:company_create", args=["selling"]), headers={"Accept-Language": "fr-CA"}
    )
    assert page.context["form"].initial["currency"] == "CAD"
    response = client.post(reverse("organizations:company_create", args=["selling"]), TYPED)

    with as_owner():
        organization = Organization.objects.get(slug="northgate-brewing")
    assert response.status_code == 302
    assert response.url.startswith("/northgate-brewing/selling/")
    assert organization.time_zone == "America/Toronto"


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_written(world):
    client = world.client("rita")

    response = client.post(reverse("organizations:company_create", args=["selling"]), TYPED | {"name": "???"})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"name"}
    assert b'value="???"' in response.content
    with as_owner():
        assert not Organization.objects.filter(slug__startswith="northgate").exists()


def test_nobody_signs_a_company_up_without_signing_in(client, db):
    response = client.post(reverse("organizations:company_create", args=["selling"]), TYPED)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_first_page_is_for_visitors_and_then_leads_home(client, world):
    assert b"Create an account" in client.get("/").content

    assert world.client("rita").get("/").url.startswith("/rita/buying/")


def test_who_has_two_companies_chooses_and_is_then_led_back(world):
    sign_up_company(details=DETAILS, side=Side.SELLING, by=world.users["rita"])
    client = world.client("rita")

    chooser = client.get("/")
    assert [str(seat.organization) for seat in chooser.context["seats"]] == ["Northgate Brewing", "Rita"]
    assert client.get("/northgate-brewing/selling/setup/").status_code == 200

    assert client.get("/").url.startswith("/northgate-brewing/selling/")
    assert client.get("/?choose").status_code == 200


def test_who_has_no_company_is_asked_what_it_does(client, world):
    from wholesale.accounts.services import register_person

    client.force_login(register_person(email="new@example.com", name="New"))

    page = client.get("/", follow=True)

    assert b"What does your company do?" in page.content
    assert len(page.redirect_chain) == 2, "by way of what they have asked for: nothing"

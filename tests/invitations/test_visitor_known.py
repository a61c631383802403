"""Whoever has an account needs no code, or is signed in by it, and stays who they are (SPEC.md N6, N10, P1)."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from invitations.enums import Origin
from invitations.models import AccessRequest
from invitations.services.finding import hide_from_search
from retailers.models import DirectoryEntry
from tests.invitations.visiting import EMAIL, TYPED, Visitor, requests_in_store
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_who_has_a_company_chooses_it_and_needs_no_code(world):
    client = world.client("remy")
    EmailAddress.objects.create(
        user=world.users["remy"], email="remy@example.com", verified=True, primary=True
    )
    path = Visitor(world, supplier="cedar").path

    page = client.get(path)

    assert page.status_code == 200
    assert "Which company asks?" in text_of(page)
    assert [company.slug for company in page.context["companies"]] == ["remy"]
    assert client.get(f"{path}visits/business/")["Location"] == path


def test_a_company_that_comes_by_a_poster_asks_as_that_also_where_the_supplier_is_not_found_by_name(world):
    client, tag = world.client("remy"), world.tags["cedar"]
    EmailAddress.objects.create(
        user=world.users["remy"], email="remy@example.com", verified=True, primary=True
    )
    with as_owner():
        DirectoryEntry.objects.filter(pk=world.org_id("remy")).update(claimed_at=timezone.now())
    with acting_as(world.context("cedar")):
        hide_from_search(supplier=world.orgs["cedar"], by=world.users["cedar"])

    page = client.get(f"{Visitor(world, supplier='cedar').path}{tag.slug}/")
    [onward] = re.findall(r'href="([^"]+/suppliers/cedar/request/[^"]+)"', page.content.decode())
    onward = onward.replace("&amp;", "&")
    assert client.get(onward.partition("?")[0]).status_code == 404
    form = client.get(onward).context["form"]
    answer = client.post(onward.partition("?")[0], form.initial | {"message": "From the poster"})

    assert answer.status_code == 302
    with as_owner():
        asked = AccessRequest.objects.get(retailer=world.orgs["remy"], supplier=world.orgs["cedar"])
        assert (asked.origin, asked.tag_id, asked.message) == (Origin.LINK, tag.pk, "From the poster")


def test_who_has_an_account_and_no_company_tells_of_the_business_and_stays_who_they_are(world):
    nora = register_person(email="nora@example.com", name="Nora", password="correct horse battery staple")
    visitor = Visitor(world, email=nora.email)

    assert visitor.prove()["Location"] == visitor.path
    assert "Go on" in text_of(visitor.client.get(visitor.path))
    own = f"{visitor.path}visits/business/"
    assert 'value="Nora"' in visitor.client.get(own).content.decode()
    answer = visitor.client.post(own, TYPED)

    assert answer["Location"] == f"{visitor.path}visits/sent/"
    with as_owner():
        request = nora.__class__.objects.get(email=nora.email)
        assert request.name == "Nora"
        assert request.check_password("correct horse battery staple")
        assert User.objects.filter(email=nora.email).count() == 1
    assert visitor.client.get(answer["Location"]).status_code == 200


def test_a_signed_in_person_whose_address_is_not_proven_takes_the_code(world):
    client = world.client("rex")  # the cast has proven nothing

    page = client.get(Visitor(world).path)

    assert 'id="id_email"' in page.content.decode()
    assert client.get(f"{Visitor(world).path}visits/business/")["Location"] == Visitor(world).path


def test_a_second_factor_is_asked_for(world):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    nora = register_person(email="nora@example.com", name="Nora", password="correct horse battery staple")
    TOTP.activate(nora, generate_totp_secret())
    visitor = Visitor(world, email=nora.email)

    answer = visitor.prove()

    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not visitor.is_signed_in


def test_an_account_that_was_never_proven_loses_the_password_somebody_else_may_have_set(world):
    squatted = User.objects.create_user(EMAIL, "correct horse battery staple", name="Mallory")
    EmailAddress.objects.create(user=squatted, email=EMAIL, verified=False, primary=True)
    visitor = Visitor(world)

    visitor.prove()

    assert visitor.is_signed_in
    squatted.refresh_from_db()
    assert not squatted.has_usable_password()


def test_a_closed_account_stays_closed(world):
    nora = register_person(email="nora@example.com", name="Nora")
    User.objects.filter(pk=nora.pk).update(is_active=False)
    visitor = Visitor(world, email=nora.email)

    answer = visitor.prove()

    assert answer["Location"] == reverse("account_inactive")
    assert not visitor.is_signed_in
    assert requests_in_store() == []


@pytest.mark.parametrize("tag", ["gone", "\x00", "x" * 5000])
def test_a_word_that_no_poster_has_is_no_error(world, tag):
    nora = register_person(email="nora@example.com", name="Nora")
    visitor = Visitor(world, email=nora.email)
    visitor.prove()
    own = reverse("invitations:own_business", args=[visitor.link.code])

    assert visitor.client.get(own, {"tag": tag}).status_code == 200
    at_rex = reverse("invitations:supplier_request", args=["rex", "alder"])
    assert world.client("rex").get(at_rex, {"via": visitor.link.code, "tag": tag}).status_code == 200

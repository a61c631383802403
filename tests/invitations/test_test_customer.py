"""A test customer is made, invited and ended, and nobody else knows of it (SPEC.md C17)."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.http import Http404
from django.urls import reverse

from catalogs.models import CustomerTerms
from invitations import queries, services
from orders.models import Order
from retailers import queries as customers
from retailers.enums import CustomerStatus, Relation
from retailers.errors import DetailsRefused, TooManyTestCustomers
from retailers.models import Customer, DirectoryEmail, DirectoryEntry
from tests.invitations.conftest import mails
from tests.invitations.walking import MINE, TAGGED, accepted, buys, make, stored, submit
from tests.world import World
from wholesale.accounts.models import User
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner


def test_it_is_invited_accepts_and_may_order(world: World) -> None:
    customer = accepted(world)

    assert (customer.is_test, customer.is_active) == (True, True)
    assert customer.status == CustomerStatus.REGISTERED
    with as_owner():
        company = Organization.objects.get(pk=customer.retailer_id)
        assert company.private_to_id == world.org_id("alder")
        assert Membership.objects.get(organization=company).user == world.users["alder"]
        assert CustomerTerms.objects.filter(customer=customer).exists()


def test_a_tag_signs_up_somebody_new(world: World) -> None:
    make(world, email=TAGGED)

    assert [mail.template for mail in mails(TAGGED)] == ["invitations/invitation"]


@pytest.mark.parametrize("email", ["rita@example.com", "alder@elsewhere.example", "other@example.com"])
def test_it_is_no_way_to_write_to_strangers(world: World, email: str) -> None:
    with pytest.raises(DetailsRefused) as refused:
        make(world, email=email)

    assert set(refused.value.fields) == {"email"}
    assert mails() == []
    with as_owner():
        assert not Customer.objects.filter(is_test=True).exists()


def test_there_are_a_few_at_most(world: World) -> None:
    for number in range(3):
        make(world, email=f"alder+{number}@example.com")
    with pytest.raises(TooManyTestCustomers):
        make(world, email="alder+4@example.com")


def test_nobody_else_finds_it_even_after_it_registered(world: World) -> None:
    customer = accepted(world)
    with acting_as(buys(world, customer)):
        entry = DirectoryEntry.objects.get(pk=customer.retailer_id)
        entry.search_tokens, entry.search_text = ["trial"], "trial bar"
        entry.save()

    hidden = stored(entry)
    assert (hidden.search_tokens, hidden.search_text) == ([], "")
    with as_owner():
        assert not DirectoryEmail.objects.filter(retailer=customer.retailer_id).exists()
    for name in ("birch", "cedar"):
        with acting_as(world.context(name)):
            assert customers.hits_for_supplier(world.acting(name), "trial bar") == []
            assert customers.hits_for_supplier(world.acting(name), MINE) == []
            assert not Organization.objects.filter(pk=customer.retailer_id).exists()
            with pytest.raises(Http404):
                customers.entry_for_supplier(customer.retailer_id)


def test_the_database_lets_no_other_supplier_have_it_and_no_mark_be_switched(world: World) -> None:
    customer = accepted(world)
    with acting_as(world.context("birch")), pytest.raises(DatabaseError, match="no such retailer"):
        Customer(supplier=world.orgs["birch"], retailer_id=customer.retailer_id).save(force_insert=True)
    with acting_as(world.context("alder")):
        Customer.objects.filter(pk=customer.pk).update(is_test=False)
        Customer.objects.filter(pk=world.customers["alder", "rita"].pk).update(is_test=True)
    assert stored(customer).is_test
    assert not stored(world.customers["alder", "rita"]).is_test


def test_it_ends_and_takes_its_people_along(world: World) -> None:
    customer = accepted(world)
    order = submit(world, customer)

    with acting_as(world.context("alder")):
        services.end_test_customer(customer=customer, by=world.users["alder"])

    ended = stored(customer)
    assert (ended.is_active, ended.relation) == (False, Relation.ENDED)
    with as_owner():
        assert not Membership.objects.filter(organization=customer.retailer_id).exists()
        assert User.objects.filter(email=MINE).exists()
        assert Order.objects.filter(pk=order.pk).exists()
    assert make(world, email=TAGGED).is_test


def test_ending_withdraws_its_invitation(world: World) -> None:
    customer = make(world)

    with acting_as(world.context("alder")):
        services.end_test_customer(customer=customer, by=world.users["alder"])

    with acting_as(world.context("alder")):
        assert not queries.pending_invitations_of(customer).exists()


def test_the_pages_make_and_end_one(world: World) -> None:
    client, url = world.client("alder"), reverse("invitations:test_customer_list", args=["alder"])
    assert "None yet" in client.get(url).content.decode()
    assert client.post(url, {"name": " ", "email": MINE}).status_code == 422
    assert client.post(url, {"name": "Trial", "email": "rita@example.com"}).status_code == 422
    assert client.post(url, {"name": "Trial", "email": MINE}).status_code == 302
    with as_owner():
        made = Customer.objects.get(is_test=True)
    page = client.get(url).content.decode()
    assert "Trial" in page
    assert client.post(url, {"name": "Twice", "email": MINE}).status_code == 422

    end = reverse("invitations:test_customer_removal", args=["alder", made.pk])
    assert client.post(end).status_code == 302
    assert client.post(end).status_code == 404
    assert "None yet" in client.get(url).content.decode()


def test_the_api_makes_lists_and_ends_one(world: World) -> None:
    cache.clear()
    client, base = world.client("alder"), "/api/v1/alder/selling/test-customers/"
    headers = {"Idempotency-Key": str(uuid7())}
    body = {"name": "Trial bar", "email": TAGGED}

    made = client.post(base, body, content_type="application/json", headers=headers)

    assert (made.status_code, made.json()["status"]) == (201, "invited")
    assert client.get(base).json()["results"] == [made.json()]
    refused = client.post(
        base,
        body | {"email": "rita@example.com"},
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid7())},
    )
    assert refused.status_code in (400, 422)
    assert client.delete(f"{base}{made.json()['id']}/").status_code == 204
    assert client.get(base).json()["results"] == []


def test_a_real_customer_does_not_end_here(world: World) -> None:
    real = world.customers["alder", "rita"]

    answer = world.client("alder").post(reverse("invitations:test_customer_removal", args=["alder", real.pk]))

    assert answer.status_code == 404
    assert stored(real).is_active


def test_who_may_not_invite_makes_none(world: World) -> None:
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    answer = world.client("alder").post(
        reverse("invitations:test_customer_list", args=["alder"]), {"name": "Trial", "email": MINE}
    )

    assert answer.status_code == 403
    with as_owner():
        assert not Customer.objects.filter(is_test=True).exists()

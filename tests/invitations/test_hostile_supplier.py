"""A second supplier that would like to know what the first one sells to whom, and at what price, learns nothing (P7).

birch lists the victim's entry, invites it at an address of its own, claims it through an accomplice, and asks in its
name. Neither a price, nor a product, an order, a contact or the existence of alder's customer ever opens.
"""

import contextlib
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogs.models import Catalog, CustomerTerms, Price, PriceList, Product
from invitations import services
from invitations.errors import InvitedAlready
from invitations.models import Invitation
from orders.models import Cart, Order, OrderEvent, OrderLine
from retailers.models import Customer, CustomerContact, CustomerPrivate
from tests.invitations.conftest import EMAIL, invite, last_token
from tests.invitations.test_pages import REGISTER, TYPED, open_link, stored
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

SPY = "spy@birch.example.com"
SOLD = (
    Customer, CustomerTerms, CustomerContact, Product, PriceList, Price, Catalog, Order, OrderLine, OrderEvent, Cart,
)  # fmt: skip


@pytest.fixture
def victim(world, bar, rival):
    """Return the bar: alder has an order for it, and an invitation that waits at the true owner's address."""
    invite(world, bar)
    with as_owner():
        sold = Order.objects.get(customer=world.customers["alder", "rosa"])
        Order.objects.filter(pk=sold.pk).update(customer=bar, retailer_id=bar.retailer_id)
    return bar


@pytest.fixture
def accomplice(world, victim, rival):
    """Return the browser of birch's person, who has claimed the bar through birch's own invitation."""
    invite(world, rival, "birch")
    client = Client()
    open_link(client, last_token(SPY))
    assert client.post(REGISTER, TYPED).status_code == 302
    return client


def spy():
    with as_owner():
        return User.objects.get(email=SPY)


def of_alder(world, context):
    """Return what of alder's rows a context reads, by model."""
    alder, found = world.org_id("alder"), {}
    with acting_as(context):
        for model in SOLD:
            count = model.objects.filter(supplier=alder).count()
            if count:
                found[model.__name__] = count
    return found


def as_retailer(customer):
    return Context(Role.RETAILER, retailer_id=customer.retailer_id, user_id=spy().pk)


def test_listing_the_victim_shows_birch_nothing_of_alder(world, victim, rival):
    with acting_as(world.context("birch")):
        assert not CustomerPrivate.objects.filter(customer=victim).exists()
        assert not Invitation.objects.filter(customer=victim).exists()
    assert of_alder(world, world.context("birch")) == {}
    page = world.client("birch").get(
        reverse("retailers:customer_detail", kwargs={"organization": "birch", "customer": rival.pk})
    )
    assert page.status_code == 200
    for word in ("Alder", EMAIL, "Jeanne"):
        assert word not in page.content.decode(), word


def test_the_accomplice_reads_nothing_of_alder_but_that_it_is_there_for_everybody(world, victim, accomplice):
    assert of_alder(world, as_retailer(victim)) == {}
    with acting_as(as_retailer(victim)):
        assert list(Invitation.objects.all()) == []
        assert not AuditEntry.objects.filter(organization_id=world.org_id("alder")).exists()


def test_no_page_of_the_accomplice_names_alder(world, victim, accomplice):
    home = stored(victim.retailer).slug
    for name in ("buying_home", "buying_list", "supplier_list", "cart_list"):
        page = accomplice.get(reverse(f"orders:{name}", kwargs={"organization": home}), follow=True)
        assert page.status_code == 200
        assert "Alder" not in page.content.decode(), name
    listed = accomplice.get(reverse("invitations:company_invitation_list", kwargs={"organization": home}))
    assert "Alder" not in listed.content.decode()
    accept = {"organization": home, "supplier": "alder"}
    assert accomplice.post(reverse("invitations:company_acceptance", kwargs=accept)).status_code == 404
    shop = reverse("orders:shop", kwargs={"organization": home, "supplier": "alder"})
    assert accomplice.get(shop).status_code == 404


@pytest.mark.parametrize("is_invited", [True, False])
def test_asking_in_the_victims_name_opens_nothing_before_alder_has_decided(
    world, victim, accomplice, is_invited
):
    """The accomplice's address is not the one that alder wrote down: alder is asked, with the person's name.

    Of one that alder has invited, alder learns nothing new: the invitation waits at the address that it knows.
    """
    if not is_invited:
        with as_owner():
            Invitation.objects.filter(customer=victim).update(status="revoked", revoked_at=timezone.now())
            Customer.objects.filter(pk=victim.pk).update(status="prospect", relation="none")
    with contextlib.suppress(InvitedAlready), transaction.atomic():
        services.ask_for_access(
            supplier=world.orgs["alder"], retailer=victim.retailer, by=spy(), message="It is us"
        )

    assert of_alder(world, as_retailer(victim)) == {}
    assert (stored(victim).is_active, stored(victim).registered_at) == (False, None)


def test_the_true_owner_comes_to_a_plain_page_with_this_is_us(world, victim, accomplice):
    owner = Client()

    page = open_link(owner)

    assert page.status_code == 200
    claim = reverse("invitations:claim_case", args=[victim.retailer_id])
    assert claim in page.content.decode()
    assert "This is us" in page.content.decode()
    for word in ("Birch", SPY, "Jeanne Cormier"):
        assert word not in page.content.decode(), word
    assert owner.get(claim).status_code == 200
    assert owner.post(REGISTER, TYPED).status_code in (403, 409)
    with as_owner():
        assert not User.objects.filter(email=EMAIL).exists()
        assert Membership.objects.filter(organization=victim.retailer_id).count() == 1


def test_accepting_for_a_company_of_ones_own_takes_birchs_customer_alone(world, victim, rival):
    """birch invites an address of its own for the victim, which accepts for rex: alder's customer stays."""
    with as_owner():
        accomplice = User.objects.create_user(SPY, "x" * 20, name="Spy")
        Membership.objects.create(user=accomplice, organization=world.orgs["rex"], role=MemberRole.ADMIN)
    invite(world, rival, "birch")
    client = Client()
    client.force_login(accomplice)
    open_link(client, last_token(SPY))

    answer = client.post(reverse("invitations:own_company_create"), {"company": str(world.orgs["rex"].pk)})

    assert answer.status_code == 302
    assert stored(rival).retailer_id == world.org_id("rex")
    assert stored(victim).retailer_id == victim.retailer_id
    context = Context(Role.RETAILER, retailer_id=world.org_id("rex"), user_id=accomplice.pk)
    assert of_alder(world, context) == {}
    with as_owner():
        models: Any = apps.get_models()
        moved = {
            model.__name__
            for model in models
            if {"supplier_id", "retailer_id"} <= {field.column for field in model._meta.concrete_fields}
            and model.objects.filter(supplier=world.org_id("alder"), retailer=world.org_id("rex")).exists()
        }
    assert moved == set()


def test_details_typed_by_the_accomplice_do_not_reach_what_alder_keeps(world, victim, rival):
    """A claim rewrites the public entry alone; alder's own contact and address of the customer stay."""
    with as_owner():
        before = CustomerPrivate.objects.get(customer=victim).kept()
    invite(world, rival, "birch")
    client = Client()
    open_link(client, last_token(SPY))
    client.post(REGISTER, TYPED | {"name": "Spy's Bar", "phone": "1"})

    with as_owner():
        assert CustomerPrivate.objects.get(customer=victim).kept() == before

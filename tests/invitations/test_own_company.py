"""An invited person who has companies already says for which: then no second entry of one place arises (N3, P7)."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from invitations.models import Invitation
from orders.models import Cart, Order, OrderLine
from retailers.models import Customer, CustomerContact, CustomerEvent, DirectoryEntry
from tests.invitations.conftest import invite, last_token, mails
from tests.invitations.test_dead_ends import COMPANY, says
from tests.invitations.test_pages import ACCEPT, open_link, stored
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

FOR_COMPANY = reverse("invitations:own_company_create")
REX = "rex@example.com"


@pytest.fixture
def invited(world, bar):
    """Return rex's browser, which has opened alder's invitation of the bar to rex's own address."""
    invite(world, bar, email=REX)
    client = world.client("rex")
    open_link(client, last_token(REX))
    return client


def accept_for(client, company):
    return client.post(FOR_COMPANY, {"company": str(company.pk)})


def of_alder(world, retailer):
    with as_owner():
        return list(Customer.objects.filter(supplier=world.orgs["alder"], retailer=retailer))


def test_the_page_asks_for_which_company(world, bar, invited):
    page = open_link(invited, last_token(REX)).content.decode()

    for text in (
        "For which company?",
        "Rex",
        "Or as one more company",
        "Accept as a company of its own",
        'value="Bar Le Cormoran"',
    ):
        assert text in page, text


def test_the_suppliers_customer_becomes_that_company(world, bar, rival, invited):
    answer = accept_for(invited, world.orgs["rex"])

    assert answer.status_code == 302
    assert answer["Location"].startswith("/rex/buying/")
    moved = stored(bar)
    assert (moved.retailer_id, moved.status, moved.is_active) == (world.org_id("rex"), "registered", True)
    with as_owner():
        assert not DirectoryEntry.objects.get(pk=bar.retailer_id).is_claimed
        assert not Membership.objects.filter(organization=bar.retailer_id).exists()
        assert CustomerContact.objects.get(customer=bar).retailer_id == world.org_id("rex")
        assert Invitation.objects.get(customer=bar).retailer_id == world.org_id("rex")
        kinds = CustomerEvent.objects.filter(customer=bar).order_by("at", "id")
        assert list(kinds.values_list("kind", flat=True)) == ["created", "invited", "moved", "accepted"]
        entry = AuditEntry.objects.get(verb="customer_moved")
        assert (entry.before, entry.after) == ({"name": "Bar Le Cormoran"}, {"name": "Rex"})
    assert stored(rival).retailer_id == bar.retailer_id
    told = mails("alder@example.com")
    assert [mail.template for mail in told] == ["invitations/accepted"]
    for text in ("Bar Le Cormoran", "Rex", "was on Cratebook already"):
        assert text in told[0].text
    assert open_link(invited, last_token(REX)).status_code == 410


def test_what_hangs_on_the_customer_goes_with_it_and_nothing_else(world, bar, invited):
    """Also an order that the supplier entered before (O17): no table that names both is left behind."""
    with as_owner():
        sold = world.customers["alder", "rita"]
        Order.objects.filter(customer=sold).update(customer=bar, retailer_id=bar.retailer_id)
        Cart.objects.filter(customer=sold).update(customer=bar, retailer_id=bar.retailer_id)
        others = Order.objects.exclude(customer=bar).values_list("pk", "retailer_id")
        before = set(others)

    assert accept_for(invited, world.orgs["rex"]).status_code == 302

    with as_owner():
        models: Any = apps.get_models()
        for model in models:
            columns = {field.column for field in model._meta.concrete_fields}
            if {"supplier_id", "customer_id", "retailer_id"} <= columns:
                homes = set(model.objects.filter(customer=bar.pk).values_list("retailer_id", flat=True))
                assert homes <= {world.org_id("rex")}, model
        lines = OrderLine.objects.filter(order__customer=bar.pk)
        assert set(lines.values_list("retailer_id", flat=True)) == {world.org_id("rex")}
        assert set(others) == before


def test_one_more_company_of_its_own_is_still_possible(world, bar, invited):
    assert invited.post(ACCEPT, COMPANY).status_code == 302

    assert stored(bar).retailer_id == bar.retailer_id
    with as_owner():
        assert Membership.objects.filter(user=world.users["rex"], organization=bar.retailer_id).exists()


def test_a_company_that_buys_there_already_leads_to_its_shop(world, bar):
    invite(world, bar, email="rita@example.com")
    client = world.client("rita")
    page = open_link(client, last_token("rita@example.com"))
    assert "Buys there already" in page.content.decode()

    refused = accept_for(client, world.orgs["rita"])

    says(refused, 409, "has Rita", "accept as a company of its own")
    assert stored(bar).status == "invited"
    assert stored(Invitation.objects.model(pk=pending(bar))).status == "pending"
    assert len(of_alder(world, world.orgs["rita"])) == 1


def pending(customer):
    with as_owner():
        return Invitation.objects.get(customer=customer).pk


@pytest.mark.parametrize("whose", ["stranger", "supplier", "nonsense"])
def test_somebody_elses_company_is_refused(world, bar, invited, whose):
    company = {"stranger": world.orgs["remy"].pk, "supplier": world.orgs["alder"].pk, "nonsense": "x"}[whose]

    page = invited.post(FOR_COMPANY, {"company": str(company)})

    says(page, 422, "Choose one of your companies")
    assert stored(bar).status == "invited"
    assert len(of_alder(world, world.orgs["remy"])) == 1


def test_who_may_not_order_for_a_company_is_not_offered_it(world, bar, invited):
    with as_owner():
        Membership.objects.filter(user=world.users["rex"]).update(role=MemberRole.BOOKKEEPER)

    assert "For which company?" not in open_link(invited, last_token(REX)).content.decode()
    assert accept_for(invited, world.orgs["rex"]).status_code == 422
    assert stored(bar).status == "invited"


def test_somebody_else_with_the_link_moves_nothing(world, bar, invited):
    rita = world.client("rita")
    says(open_link(rita, last_token(REX)), 403, "Sign out and go on")

    says(accept_for(rita, world.orgs["rita"]), 403, "sent to somebody else")

    assert stored(bar).retailer_id == bar.retailer_id


def test_a_visitor_is_led_back(world, bar, invited):
    client = Client()
    open_link(client, last_token(REX))

    assert accept_for(client, world.orgs["rex"])["Location"] == reverse("invitations:invitation")
    assert stored(bar).status == "invited"


def test_an_expired_one_moves_nothing(world, bar, invited):
    with as_owner():
        Invitation.objects.filter(customer=bar).update(expires_at=timezone.now() - timedelta(1))

    says(accept_for(invited, world.orgs["rex"]), 410, "has expired")
    assert stored(bar).retailer_id == bar.retailer_id


def test_a_supplier_moves_no_other_suppliers_customer(world, bar):
    """The pinned function, asked directly."""
    refused = {
        world.context("birch"): "no such customer",
        Context(Role.SUPPLIER): "no such customer",
        world.context("rex"): "permission denied",
        Context(Role.PUBLIC): "permission denied",
    }
    for context, words in refused.items():
        with (
            pytest.raises(DatabaseError, match=words),
            acting_as(context),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT app.move_customer(%s, %s)", [bar.pk, world.orgs["rex"].pk])
    assert stored(bar).retailer_id == bar.retailer_id


def test_the_page_costs_the_same_for_one_company_and_for_many(world, bar, invited):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert open_link(invited, last_token(REX)).status_code == 200
        return len(asked)

    one = cost()
    with as_owner():
        for name in ("rita", "remy", "rosa"):
            Membership.objects.create(
                user=world.users["rex"], organization=world.orgs[name], role=MemberRole.BUYER
            )
        assert Organization.objects.count() > 3

    assert cost() == one

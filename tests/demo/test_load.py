"""The demo's promises, on a tenth of it: the whole is the same code with more rows."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction
from django.db.models import Count, Max, Min
from django.test import Client
from django.urls import reverse

from catalogs.models import (
    CatalogShare,
    CustomerCatalog,
    CustomerTerms,
    PictureFile,
    Product,
    ProductPicture,
    TermsLevel,
)
from demo import cast
from demo.accounts import accounts
from demo.loading.asking import POSTERS, SCANNED
from demo.loading.story import is_loaded, load
from demo.loading.today import HELD
from inventory.models import Transfer
from inventory.queries import reconciliation
from invitations.enums import RequestState
from invitations.models import AccessRequest
from orders.enums import OrderStatus
from orders.models import Order, OrderCounter, OrderTotal
from orders.queries.reconciliation import reservations_off
from retailers.enums import CustomerStatus
from retailers.models import Customer
from wholesale.accounts.models import User
from wholesale.api.queries import token_by_secret
from wholesale.mail.enums import MailState
from wholesale.mail.models import MailboxMessage, OutboundEmail
from wholesale.organizations.enums import AgreementMode, MemberRole, Side
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

SHARE = 0.1


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load once for the module, in a transaction that its end takes back."""
    with django_db_blocker.unblock():
        outer: Any = transaction.atomic()
        outer._from_testcase = True
        outer.__enter__()
        load(share=SHARE)
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


pytestmark = pytest.mark.django_db


def rows_by_table() -> dict[str, int]:
    with as_owner():
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def suppliers() -> list[Organization]:
    return list(Organization.objects.filter(sells=True).order_by("slug"))


def test_a_second_load_changes_nothing():
    before, said = rows_by_table(), StringIO()

    call_command("load_demo", stdout=said)

    assert is_loaded()
    assert said.getvalue() == "The demo is already loaded.\n"
    assert rows_by_table() == before


def test_every_email_ends_in_example_com():
    with as_owner():
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.EmailField):
                    found = model._default_manager.exclude(**{field.attname: ""})
                    strange = found.exclude(**{f"{field.attname}__endswith": "example.com"})
                    assert list(strange.values_list(field.attname, flat=True)) == [], model._meta.label


def test_stock_adds_up_and_nothing_is_promised_twice():
    for supplier in suppliers():
        with acting_as(Context(Role.SUPPLIER, supplier_id=supplier.id)):
            assert reconciliation.balances_off(supplier.id) == []
            assert reconciliation.transfers_off(supplier.id) == []
            assert reservations_off(supplier.id) == []


def test_each_supplier_shares_a_catalog_with_a_group_and_one_with_a_label():
    for supplier in suppliers():
        with acting_as(Context(Role.SUPPLIER, supplier_id=supplier.id)):
            shares = {share.catalog.name: share for share in CatalogShare.objects.select_related("catalog")}
            assert shares["Rare and aged"].group_id
            assert shares["New releases"].label == "early access"
            reached = set(CustomerCatalog.objects.values_list("catalog__name", flat=True))
            assert reached == {"Rare and aged", "New releases"}


def test_a_group_has_terms_of_its_own_and_an_invented_customer_is_on_hold():
    company = Organization.objects.get(slug=cast.BREWERIES[0].slug)
    with acting_as(Context(Role.SUPPLIER, supplier_id=company.id)):
        assert TermsLevel.objects.get(group__name="Tasting circle").price_change_percent == -3
        assert CustomerTerms.objects.filter(price_change_percent=-3).exists()
        held = Customer.objects.get(is_on_hold=True)
        assert (held.retailer.slug, held.private.hold_reason) == (HELD[0][1], HELD[0][2])


def test_order_numbers_have_no_gaps():
    for supplier in suppliers():
        with acting_as(Context(Role.SUPPLIER, supplier_id=supplier.id)):
            numbers = Order.objects.aggregate(first=Min("number"), last=Max("number"), count=Count("pk"))
            counter = OrderCounter.objects.get()
            assert numbers == {"first": 1, "last": numbers["count"], "count": counter.last_number}
            in_time = list(Order.objects.order_by("submitted_at").values_list("number", flat=True))
            assert in_time == sorted(in_time)


def test_orders_are_in_every_status_and_add_up():
    statuses: set[str] = set()
    for supplier in suppliers():
        with acting_as(Context(Role.SUPPLIER, supplier_id=supplier.id)):
            statuses |= set(Order.objects.values_list("status", flat=True))
            billed = dict(OrderTotal.objects.values_list("order_id", "goods"))
            added = Order.objects.annotate(sum=models.Sum("lines__amount__amount")).values_list("pk", "sum")
            assert billed == dict(added)
    assert statuses == set(OrderStatus.values)


def test_customers_have_come_as_far_as_this_version_lets_them():
    asked = {
        "upslope-brewing": {CustomerStatus.REQUESTED},
        "matt-brewing": {CustomerStatus.REQUESTED},
        "burn-em-brewing": {CustomerStatus.REJECTED},
    }
    for supplier in suppliers():
        with acting_as(Context(Role.SUPPLIER, supplier_id=supplier.id)):
            statuses = set(Customer.objects.values_list("status", flat=True))
        assert statuses == {
            CustomerStatus.PROSPECT,
            CustomerStatus.INVITED,
            CustomerStatus.REGISTERED,
            CustomerStatus.HAS_ORDERED,
        } | asked.get(supplier.slug, set()), supplier.slug


def test_requests_wait_two_of_them_from_a_poster_and_a_logo_is_shown():
    company = Organization.objects.get(slug=SCANNED)
    assert company.logo_digest
    with acting_as(Context(Role.SUPPLIER, supplier_id=company.id)):
        waiting = AccessRequest.objects.filter(state=RequestState.OPEN)
        assert set(waiting.values_list("customer__private__display_name", "tag__name")) == {
            ("Copper Kettle Corner", POSTERS[0]),
            ("Blue Door Bottles", POSTERS[0]),
            ("The Redwood Ladle", None),
        }


def test_only_the_invented_are_late_refused_or_sent_back():
    invented = {retailer.name for retailer in cast.RETAILERS}
    for supplier in cast.BREWERIES:
        company = Organization.objects.get(slug=supplier.slug)
        with acting_as(Context(Role.SUPPLIER, supplier_id=company.id)):
            stopped = Order.objects.filter(status__in=["declined", "cancelled", "returned"])
            late = Order.objects.filter(due_at__lt=models.functions.Now())
            assert set(stopped.values_list("retailer_name", flat=True)) <= invented | {"Burn 'Em Brewing"}
            assert set(late.values_list("retailer_name", flat=True)) <= invented
            assert set(late.values_list("owed_by", flat=True)) <= {"distributor"}


def test_transfers_wait_are_on_their_way_and_have_come():
    upslope = Organization.objects.get(slug="upslope-brewing")
    with acting_as(Context(Role.SUPPLIER, supplier_id=upslope.id)):
        assert set(Transfer.objects.values_list("status", flat=True)) == {"draft", "sent", "received"}


def test_every_company_with_an_account_has_somebody_who_can_sign_in():
    found = accounts()
    claimed = Organization.objects.filter(memberships__isnull=False).distinct()
    proven = set(EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True))

    assert {company.slug for company in claimed} == {account.organization for account in found}
    assert {account.email for account in found} <= proven
    assert all(user.is_active and user.check_password(cast.PASSWORD) for user in User.objects.all()[:20])
    assert User.objects.values("password").distinct().count() == 1


def test_the_first_account_signs_in_by_the_page(client: Client):
    first = accounts()[0]

    response = client.post(
        reverse("account_login"), {"login": first.email, "password": first.password}, follow=True
    )

    assert response.context["user"].email == first.email


def test_today_was_done_by_the_services_and_its_mails_are_in_the_mailbox():
    with as_owner():
        states = set(OutboundEmail.objects.values_list("state", flat=True))
        templates = set(OutboundEmail.objects.values_list("template", flat=True))
        delivered = MailboxMessage.objects.count()
        assert OutboundEmail.objects.count() == delivered
    assert states == {MailState.SENT}
    assert templates >= {
        "orders/received",
        "orders/to_deliver",
        "orders/moved",
        "orders/your_turn",
        "invitations/invitation",
    }


def test_every_seat_has_a_token_of_its_own():
    found = accounts()

    assert len({account.token for account in found}) == len(found)
    for account in found[:5]:
        token = token_by_secret(account.token)
        assert token is not None
        assert (token.organization.slug, token.side) == (account.organization, account.side)
        assert token.made_by.email == account.email


def test_the_cast_has_every_role_and_mode():
    roles = {(account.side, account.role) for account in accounts()}

    assert {role for side, role in roles if side == Side.SELLING} == {
        MemberRole.ADMIN,
        MemberRole.PROCUREMENT,
        MemberRole.SALES,
        MemberRole.WAREHOUSE,
        MemberRole.ACCOUNTING,
        MemberRole.VIEWER,
    }
    assert {role for side, role in roles if side == Side.DELIVERING} >= {
        MemberRole.ADMIN,
        MemberRole.DISPATCHER,
        MemberRole.DRIVER,
    }
    assert {role for side, role in roles if side == Side.BUYING} >= {MemberRole.BUYER, MemberRole.BOOKKEEPER}
    assert {each.mode for each in cast.DISTRIBUTORS} == set(AgreementMode)
    assert Membership.objects.filter(guest_of__isnull=False).exists()


def test_breweries_show_pictures_and_not_of_everything():
    with as_owner():
        pictured = dict(Product.objects.values_list("sku", "picture_digest"))
        kept = set(ProductPicture.objects.filter(position=1).values_list("digest", flat=True))
        sizes = set(PictureFile.objects.values_list("size", flat=True))

    assert {digest for digest in pictured.values() if digest} == kept
    assert "" in pictured.values()
    assert sizes == {"small", "medium", "large"}


def test_the_accounts_are_told_to_people_and_machines():
    text, machine = StringIO(), StringIO()

    call_command("demo_accounts", stdout=text)
    call_command("demo_accounts", "--json", stdout=machine)

    assert "maren.holt@upslope-brewing.example.com" in text.getvalue()
    assert json.loads(machine.getvalue())[0]["password"] == cast.PASSWORD

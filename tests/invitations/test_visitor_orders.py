"""Whoever came by an invite link orders nothing before approval and activation (N11; 004-04, 004-15, 004-23)."""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from invitations import services
from orders.models import CartLine, Order
from retailers.services import activate_customer
from tests.invitations.visiting import EMAIL, Visitor, requests_in_store, written
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(world):
    cache.clear()
    made = Visitor(world)
    made.prove()
    made.tell()
    return made


class Shop:
    """The visitor's company at alder's shop, by every door."""

    def __init__(self, visitor, world):
        with as_owner():
            self.company = Membership.objects.get(user__email=EMAIL).organization.slug
        self.client, self.product = visitor.client, world.products["alder"][0]
        self.here = {"organization": self.company, "supplier": "alder"}
        self.page = reverse("orders:shop", kwargs=self.here)
        self.api = f"/api/v1/{self.company}/buying/suppliers/alder/"

    def looks(self):
        return [self.client.get(path) for path in (self.page, f"{self.api}products/", f"{self.api}cart/")]

    def tries(self):
        more = {"content_type": "application/json", "headers": {"Idempotency-Key": str(uuid7())}}
        wanted = {"product_id": str(self.product.pk), "quantity_units": 2}
        typed = {"product": str(self.product.pk), "quantity_units": 2}
        return [
            self.client.post(
                reverse("orders:cart_line_create", kwargs=self.here), typed, headers={"HX-Request": "true"}
            ),
            self.client.post(reverse("orders:submission_create", kwargs=self.here), {}),
            self.client.put(f"{self.api}cart/lines/", json.dumps({"lines": [wanted]}), **more),
            self.client.post(f"{self.api}cart/submission/", json.dumps({}), **more),
        ]

    def assert_closed(self):
        before = written()
        answers = self.looks()
        tried = self.tries()
        assert all(self.product.name not in answer.content.decode() for answer in answers + tried)
        assert min(answer.status_code for answer in tried) >= 400
        assert written() == before
        with as_owner():
            assert not CartLine.objects.filter(cart__retailer__slug=self.company).exists()
            assert not Order.objects.filter(retailer__slug=self.company).exists()
        return [answer.status_code for answer in answers]


def test_nobody_orders_before_approval_and_activation(visitor, world):
    shop = Shop(visitor, world)
    assert shop.assert_closed() == [404] * 3

    (request,) = requests_in_store()
    with acting_as(world.context("alder")):
        services.approve_request(request=request, by=world.users["alder"])
    assert shop.assert_closed()[0] == 200, "the brand, and that activation is pending"

    with acting_as(world.context("alder")):
        activate_customer(customer=request.customer, by=world.users["alder"])
    assert shop.product.name in shop.looks()[0].content.decode()
    assert shop.tries()[2].status_code == 200

"""Who asked for access is told once that it can start buying, when it is first activated (C11, 004-20)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from retailers import services
from retailers.details import CustomerDetails
from retailers.models import Customer
from tests.orders.test_races import at_once
from tests.retailers.conftest import url
from tests.world import World
from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

API = "/api/v1/alder/selling/customers/"
ONCE: dict[str, Any] = {"content_type": "application/json"}


def welcomes() -> list[OutboundEmail]:
    with as_owner():
        return list(OutboundEmail.objects.filter(template="retailers/welcome").order_by("to"))


def read(customer: Customer) -> Customer:
    with as_owner():
        return Customer.objects.get(pk=customer.pk)


def ask_and_approve(world: World, *names: str) -> list[Customer]:
    """End what alder has with these retailers; they ask again and alder approves."""
    found = []
    for name in names:
        with acting_as(world.context("alder")):
            customer, by = world.customers["alder", name], world.users["alder"]
            services.end_relation(customer=customer, by=by)
            services.record_requested(customer=customer, by=by)
            found.append(services.approve_customer(customer=customer, by=by))
    return found


def by_page(world: World, customers: list[Customer]) -> None:
    for customer in customers:
        world.client("alder").post(url("activation_create", customer=customer.pk))


def by_bulk_page(world: World, customers: list[Customer]) -> None:
    posted = {"form_key": str(uuid7()), "customer": [str(each.pk) for each in customers]}
    world.client("alder").post(url("bulk_create", verb="activate"), posted)


def by_api(world: World, customers: list[Customer]) -> None:
    for customer in customers:
        path = f"{API}{customer.pk}/activation/"
        world.client("alder").post(path, **ONCE, headers={"Idempotency-Key": str(uuid7())})


def by_bulk_api(world: World, customers: list[Customer]) -> None:
    body = {"verb": "activate", "customers": [str(each.pk) for each in customers]}
    world.client("alder").post(f"{API}bulk/", body, **ONCE, headers={"Idempotency-Key": str(uuid7())})


WAYS = [by_page, by_bulk_page, by_api, by_bulk_api]


@pytest.mark.parametrize("activate", WAYS)
def test_its_buyers_are_told_once_whichever_way_it_is_activated(
    world: World, activate: Callable[[World, list[Customer]], None]
) -> None:
    keeper = register_person(email="books@example.com", name="Books")
    with as_owner():
        Membership.objects.create(organization=world.orgs["rita"], user=keeper, role=MemberRole.BOOKKEEPER)
    [customer] = ask_and_approve(world, "rita")
    assert read(customer).awaits_welcome
    assert not welcomes()

    activate(world, [customer])
    activate(world, [customer])

    assert (read(customer).is_active, read(customer).awaits_welcome) == (True, False)
    [mail] = welcomes()
    assert (mail.to, mail.from_name) == ("rita@example.com", "Alder")
    assert mail.subject == "You can start buying from Alder"
    assert "/rita/buying/alder/" in mail.text
    assert "/rita/buying/alder/" in mail.html


@pytest.mark.parametrize("activate", WAYS)
def test_switched_off_and_on_again_tells_nobody(
    world: World, activate: Callable[[World, list[Customer]], None]
) -> None:
    [customer] = ask_and_approve(world, "rita")
    activate(world, [customer])

    with acting_as(world.context("alder")):
        services.deactivate_customer(customer=customer, by=world.users["alder"])
    activate(world, [customer])

    assert read(customer).is_active
    assert len(welcomes()) == 1


def test_ended_asked_approved_and_activated_is_a_new_time(world: World) -> None:
    for expected in (1, 2):
        customers = ask_and_approve(world, "rita")
        by_page(world, customers)
        assert len(welcomes()) == expected


def test_who_was_invited_and_accepts_finds_the_shop_open_and_gets_none(world: World) -> None:
    with acting_as(world.context("alder")):
        customer = services.add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rolf"],
            details=CustomerDetails(),
            by=world.users["alder"],
        )
        services.record_invited(customer=customer, by=world.users["alder"])
        services.register_customer(customer=customer, by=world.users["alder"])
        services.deactivate_customer(customer=customer, by=world.users["alder"])
        services.activate_customer(customer=customer, by=world.users["alder"])

    assert read(customer).is_active
    assert not welcomes()


def test_inviting_who_asked_approves_it_so_its_activation_is_told(world: World) -> None:
    with acting_as(world.context("alder")):
        customer, by = world.customers["alder", "rita"], world.users["alder"]
        services.end_relation(customer=customer, by=by)
        services.record_requested(customer=customer, by=by)
        services.record_invited(customer=customer, by=by)
        services.activate_customer(customer=customer, by=by)

    assert [mail.to for mail in welcomes()] == ["rita@example.com"]


def test_ended_before_it_was_activated_waits_for_nothing(world: World) -> None:
    [customer] = ask_and_approve(world, "rita")

    with acting_as(world.context("alder")):
        services.end_relation(customer=customer, by=world.users["alder"])

    assert not read(customer).awaits_welcome


def test_an_active_customer_never_waits_for_its_welcome(world: World) -> None:
    """The database says so, whoever writes."""
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.filter(pk=world.customers["alder", "rita"].pk).update(awaits_welcome=True)


def test_many_are_told_in_as_many_statements_as_few(world: World) -> None:
    counts = []
    for names in (["rita"], ["rita", "remy", "rosa"]):
        ids = [each.pk for each in ask_and_approve(world, *names)]
        with acting_as(world.context("alder")), CaptureQueriesContext(connection) as heard:
            services.activate_customers(
                supplier=world.orgs["alder"], customer_ids=ids, by=world.users["alder"]
            )
        counts.append(len(heard))

    assert counts[0] == counts[1]
    assert [mail.to for mail in welcomes()] == [
        f"{name}@example.com" for name in ("remy", "rita", "rita", "rosa")
    ]


@pytest.mark.server
def test_two_activations_at_the_same_moment_tell_once(committed_world: World) -> None:
    world = committed_world
    [customer] = ask_and_approve(world, "rita")

    def alone() -> None:
        with acting_as(world.context("alder")):
            services.activate_customer(customer=customer, by=world.users["alder"])

    def among_many() -> None:
        with acting_as(world.context("alder")):
            services.activate_customers(
                supplier=world.orgs["alder"], customer_ids=[customer.pk], by=world.users["alder"]
            )

    at_once(alone, among_many)

    assert read(customer).is_active
    assert len(welcomes()) == 1

"""The customer's machine: one table, every pair of it (SPEC.md 8, C10)."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from retailers import enums, services
from retailers.details import CustomerDetails
from retailers.enums import REGISTERED, TRANSITIONS, CustomerEventKind, CustomerStatus, Relation
from retailers.models import Customer, CustomerEvent
from wholesale.errors import InvalidTransition
from wholesale.tenancy.testing import acting_as, as_owner

KIND, STATUS = CustomerEventKind, CustomerStatus
VERBS: dict[CustomerEventKind, Any] = {
    KIND.INVITED: services.record_invited,
    KIND.ACCEPTED: services.register_customer,
    KIND.REQUESTED: services.record_requested,
    KIND.RECOGNIZED: partial(services.record_recognized, activates=False),
    KIND.WITHDRAWN: services.record_withdrawn,
    KIND.APPROVED: services.approve_customer,
    KIND.REJECTED: services.reject_customer,
    KIND.ENDED: services.end_relation,
}
# SPEC.md 8, written a second time: (what happens, status before) to status after. That a prospect which asks is
# registered holds for one that is recognized; of others P7 says that the supplier is asked first.
MACHINE = {
    (KIND.REQUESTED, STATUS.REJECTED): STATUS.REQUESTED,
    (KIND.REQUESTED, STATUS.PROSPECT): STATUS.REQUESTED,
    (KIND.REQUESTED, STATUS.INVITED): STATUS.REQUESTED,
    (KIND.RECOGNIZED, STATUS.PROSPECT): STATUS.REGISTERED,
    (KIND.RECOGNIZED, STATUS.INVITED): STATUS.REGISTERED,
    (KIND.WITHDRAWN, STATUS.REQUESTED): STATUS.PROSPECT,
    (KIND.APPROVED, STATUS.REQUESTED): STATUS.REGISTERED,
    (KIND.REJECTED, STATUS.REQUESTED): STATUS.REJECTED,
    (KIND.INVITED, STATUS.PROSPECT): STATUS.INVITED,
    (KIND.INVITED, STATUS.INVITED): STATUS.INVITED,
    (KIND.INVITED, STATUS.REJECTED): STATUS.INVITED,
    (KIND.INVITED, STATUS.REQUESTED): STATUS.REGISTERED,
    (KIND.ACCEPTED, STATUS.INVITED): STATUS.REGISTERED,
    (KIND.ACCEPTED, STATUS.PROSPECT): STATUS.REGISTERED,
    (KIND.ACCEPTED, STATUS.REQUESTED): STATUS.REGISTERED,
}
# And the relation of one that has registered, whose status stays: accepted → ended → asked → accepted.
TIES = {
    (KIND.ENDED, Relation.ACCEPTED): Relation.ENDED,
    (KIND.INVITED, Relation.ENDED): Relation.ASKED_BY_SUPPLIER,
    (KIND.INVITED, Relation.REFUSED): Relation.ASKED_BY_SUPPLIER,
    (KIND.INVITED, Relation.ASKED_BY_SUPPLIER): Relation.ASKED_BY_SUPPLIER,
    (KIND.INVITED, Relation.ASKED_BY_RETAILER): Relation.ACCEPTED,
    (KIND.ACCEPTED, Relation.ASKED_BY_SUPPLIER): Relation.ACCEPTED,
    (KIND.REQUESTED, Relation.ENDED): Relation.ASKED_BY_RETAILER,
    (KIND.REQUESTED, Relation.REFUSED): Relation.ASKED_BY_RETAILER,
    (KIND.WITHDRAWN, Relation.ASKED_BY_RETAILER): Relation.ENDED,
    (KIND.APPROVED, Relation.ASKED_BY_RETAILER): Relation.ACCEPTED,
    (KIND.REJECTED, Relation.ASKED_BY_RETAILER): Relation.REFUSED,
}
RELATIONS = {
    STATUS.PROSPECT: Relation.NONE,
    STATUS.INVITED: Relation.ASKED_BY_SUPPLIER,
    STATUS.REQUESTED: Relation.ASKED_BY_RETAILER,
    STATUS.REJECTED: Relation.REFUSED,
    STATUS.REGISTERED: Relation.ACCEPTED,
    STATUS.HAS_ORDERED: Relation.ACCEPTED,
}


@pytest.fixture
def prospect(world):
    """Return rolf as alder's prospect."""
    with acting_as(world.context("alder")):
        return services.add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rolf"],
            details=CustomerDetails(),
            by=world.users["alder"],
        )


def put(customer, status):
    """Bring a customer to a status that other verbs lead to."""
    registered = timezone.now() if status in (STATUS.REGISTERED, STATUS.HAS_ORDERED) else None
    with as_owner():
        Customer.objects.filter(pk=customer.pk).update(
            status=status,
            relation=RELATIONS[status],
            registered_at=registered,
            first_ordered_at=registered if status == STATUS.HAS_ORDERED else None,
        )
        CustomerEvent.objects.filter(customer=customer).delete()


def read(customer):
    with as_owner():
        return Customer.objects.get(pk=customer.pk), list(CustomerEvent.objects.filter(customer=customer))


@pytest.mark.parametrize("before", [each for each in STATUS if each not in REGISTERED])
@pytest.mark.parametrize("kind", list(VERBS))
def test_every_pair(world, prospect, kind, before):
    put(prospect, before)
    after = MACHINE.get((kind, before))

    with acting_as(world.context("alder")):
        if after is None:
            with pytest.raises(InvalidTransition):
                VERBS[kind](customer=prospect, by=world.users["alder"])
        else:
            VERBS[kind](customer=prospect, by=world.users["alder"])

    customer, events = read(prospect)
    assert customer.status == (after or before)
    assert customer.relation == RELATIONS[customer.status]
    assert [(e.kind, e.status_before, e.status_after, e.by_name) for e in events] == (
        [(kind, before, after, "Alder Admin")] if after else []
    )
    assert bool(customer.registered_at) == (customer.status in (STATUS.REGISTERED, STATUS.HAS_ORDERED))


@pytest.mark.parametrize("status", sorted(REGISTERED))
@pytest.mark.parametrize("before", list(Relation))
@pytest.mark.parametrize("kind", list(VERBS))
def test_every_relation_of_one_that_has_registered(world, prospect, kind, before, status):
    put(prospect, status)
    with as_owner():
        Customer.objects.filter(pk=prospect.pk).update(relation=before)
    after = TIES.get((kind, before))

    with acting_as(world.context("alder")):
        if after is None:
            with pytest.raises(InvalidTransition):
                VERBS[kind](customer=prospect, by=world.users["alder"])
        else:
            VERBS[kind](customer=prospect, by=world.users["alder"])

    customer, events = read(prospect)
    assert (customer.status, customer.relation) == (status, after or before)
    assert [event.kind for event in events] == ([kind] if after else [])
    assert not customer.is_active or customer.is_connected


@pytest.mark.parametrize("before", list(STATUS))
def test_an_order_moves_only_who_has_registered(world, prospect, before):
    put(prospect, before)
    at = timezone.now()

    with acting_as(world.context("alder")):
        services.record_ordered(customer=prospect, at=at, by=world.users["alder"])

    customer, events = read(prospect)
    moves = before == STATUS.REGISTERED
    assert customer.status == (STATUS.HAS_ORDERED if moves else before)
    assert customer.last_ordered_at == at
    assert [event.kind for event in events] == ([KIND.ORDERED] if moves else [])


def test_an_order_entered_before_counts_once_the_retailer_registers(world, prospect):
    put(prospect, STATUS.INVITED)
    at = timezone.now() - timedelta(days=1)

    with acting_as(world.context("alder")):
        services.record_ordered(customer=prospect, at=at, by=world.users["alder"])
        services.register_customer(customer=prospect, by=world.users["alder"])

    customer, _ = read(prospect)
    assert (customer.status, customer.first_ordered_at, customer.is_active) == (STATUS.HAS_ORDERED, at, True)


def test_nothing_leads_back_from_has_ordered():
    assert {after.status for (_, before), after in TRANSITIONS.items() if before == STATUS.HAS_ORDERED} == {
        STATUS.HAS_ORDERED
    }


def test_the_table_is_what_the_specification_says():
    listed = {key: after.status for key, after in TRANSITIONS.items() if key[0] != KIND.ORDERED and key[1]}
    assert listed == MACHINE
    assert enums.RELATIONS == TIES


def test_an_approved_request_waits_for_activation(world, prospect):
    put(prospect, STATUS.REQUESTED)

    with acting_as(world.context("alder")):
        services.approve_customer(customer=prospect, by=world.users["alder"])
        assert read(prospect)[0].is_active is False
        services.activate_customer(customer=prospect, by=world.users["alder"])

    assert read(prospect)[0].is_active is True


def test_only_who_has_registered_can_be_activated(world, prospect):
    with acting_as(world.context("alder")), pytest.raises(InvalidTransition):
        services.activate_customer(customer=prospect, by=world.users["alder"])

    assert read(prospect)[0].is_active is False

"""Who owes an open order's next step follows the agreement, whoever changes it (SPEC.md O7)."""

from datetime import timedelta

import pytest
from django.db.utils import ProgrammingError
from django.utils import timezone

from orders.enums import Move, OrderSide
from orders.models import Order
from orders.services.progress import take_step
from tests.world import World
from wholesale.organizations.enums import Party, Step
from wholesale.organizations.models import Agreement, AgreementStep
from wholesale.organizations.services import accept_step_proposal, propose_step
from wholesale.tenancy.testing import acting_as, as_owner


def order_of(world: World) -> Order:
    with as_owner():
        return Order.objects.get(pk=world.orders["alder", "rita"].pk)


def test_a_step_given_to_the_other_party_takes_the_waiting_orders_along(world: World) -> None:
    before = order_of(world)
    assert before.due_at
    steps = {"agreement": world.agreements["alder", "dawn"], "step": "confirm"}
    with acting_as(world.context("alder")):
        AgreementStep.objects.filter(**steps).update(owed_by="distributor", limit_hours=30)

    after = order_of(world)
    assert (after.owed_by, after.due_at, after.version) == (
        "distributor",
        before.due_at + timedelta(hours=6),
        before.version,
    )
    with acting_as(world.context("dawn")):
        confirmed = take_step(
            order=after, move=Move.CONFIRM, side=OrderSide.DISTRIBUTOR, by=world.users["dawn"]
        )
    assert confirmed.status == "confirmed"


def test_a_distributor_changes_no_step_itself(world: World) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.context("dawn")):
        steps = AgreementStep.objects.filter(agreement=world.agreements["alder", "dawn"], step="confirm")
        steps.update(owed_by="distributor")

    assert order_of(world).owed_by == "supplier"


def test_what_a_distributor_proposed_and_the_supplier_accepts_is_followed_by_orders(world: World) -> None:
    agreement = world.agreements["alder", "dawn"]
    with acting_as(world.context("dawn")):
        proposal = propose_step(
            agreement=agreement,
            step=Step.CONFIRM,
            owed_by=Party.DISTRIBUTOR,
            limit_hours=24,
            by=world.users["dawn"],
        )
    assert order_of(world).owed_by == "supplier"

    with acting_as(world.context("alder")):
        accept_step_proposal(proposal=proposal, by=world.users["alder"])

    assert order_of(world).owed_by == "distributor"


def test_orders_of_others_and_other_steps_stay(world: World) -> None:
    with as_owner():
        before = dict(Order.objects.values_list("pk", "owed_by"))
    with acting_as(world.context("alder")):
        AgreementStep.objects.filter(agreement=world.agreements["alder", "dawn"], step="ship").update(
            owed_by="supplier"
        )
    with as_owner():
        assert dict(Order.objects.values_list("pk", "owed_by")) == before


def test_when_an_agreement_ends_or_becomes_external_the_supplier_owes_the_rest(world: World) -> None:
    with acting_as(world.context("alder")):
        order = take_step(
            order=order_of(world), move=Move.CONFIRM, side=OrderSide.SUPPLIER, by=world.users["alder"]
        )
    assert order.owed_by == "distributor"
    agreement = Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk)

    with acting_as(world.context("alder")):
        agreement.update(mode="external")
    assert order_of(world).owed_by == "supplier"
    with acting_as(world.context("alder")):
        agreement.update(mode="connected")
    assert order_of(world).owed_by == "distributor"
    with acting_as(world.context("alder")):
        agreement.update(status="ended", ended_at=timezone.now())
    assert order_of(world).owed_by == "supplier"

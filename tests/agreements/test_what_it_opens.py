"""What an agreement lets the two see and do: nothing while proposed, what is left to finish after its end."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from catalogs.models import Product
from inventory.enums import TransferStatus
from inventory.models import Transfer, Warehouse
from inventory.queries import transfers_of
from inventory.services import Count, cancel_transfer, receive_transfer, send_transfer
from orders.models import Order, OrderLine
from tests.inventory.test_transfer import balance, draft, receive, save, send
from wholesale.errors import NotAllowed
from wholesale.organizations.enums import Party, Side
from wholesale.organizations.models import Agreement
from wholesale.organizations.services import decline_agreement, end_agreement, propose_agreement
from wholesale.tenancy.testing import acting_as, as_owner


def end(world, distributor="dawn"):
    with acting_as(world.context("alder")):
        agreement = Agreement.objects.get(pk=world.agreements["alder", distributor].pk)
        end_agreement(agreement=agreement, party=Party.SUPPLIER, by=world.users["alder"])


def suppliers_seen(world, who, model, column):
    with acting_as(world.context(who)):
        return {str(row) for row in model.objects.values_list(column, flat=True)}


def test_a_distributor_only_proposed_to_sees_no_product_and_no_warehouse(world):
    cedar, dawn = world.orgs["cedar"], world.orgs["dawn"]
    with acting_as(world.context("cedar")):
        agreement = propose_agreement(
            supplier=cedar, distributor=dawn, proposed_by=Party.SUPPLIER, by=world.users["cedar"]
        )
    both = {str(world.org_id("alder")), str(world.org_id("birch"))}
    assert suppliers_seen(world, "dawn", Product, "supplier_id") == both
    assert str(cedar.pk) not in suppliers_seen(world, "dawn", Warehouse, "organization_id")
    assert str(dawn.pk) not in suppliers_seen(world, "cedar", Warehouse, "organization_id")

    with acting_as(world.context("dawn")):
        decline_agreement(agreement=agreement, party=Party.DISTRIBUTOR, by=world.users["dawn"])

    assert suppliers_seen(world, "dawn", Product, "supplier_id") == both
    assert str(dawn.pk) not in suppliers_seen(world, "cedar", Warehouse, "organization_id")


def test_after_the_end_a_distributor_sees_its_orders_and_no_more_products(world):
    order = world.orders["alder", "rita"]
    end(world)

    assert suppliers_seen(world, "dawn", Product, "supplier_id") == {str(world.org_id("birch"))}
    with acting_as(world.context("dawn")):
        assert Order.objects.filter(pk=order.pk).exists()
        assert {line.name for line in OrderLine.objects.filter(order_id=order.pk)} == {"Pale Ale"}
    address = f"/api/v1/dawn/delivering/orders/alder/{order.number}/"
    shown = world.client("dawn").get(address)
    assert (shown.status_code, shown.json()["lines"][0]["name"]) == (200, "Pale Ale")


@pytest.mark.parametrize("distributor", ["dawn", "dusk"])
def test_a_draft_to_a_distributor_whose_agreement_has_ended_is_not_sent(world, distributor):
    waiting = save(world, draft(world, to=distributor, PALE=5))
    before = [balance(world, "PALE", keeper) for keeper in ("alder", distributor)]
    end(world, distributor)

    with pytest.raises(NotAllowed, match="not in force"):
        send(world, waiting)

    assert [balance(world, "PALE", keeper) for keeper in ("alder", distributor)] == before
    with as_owner():
        assert Transfer.objects.get(pk=waiting.pk).status == TransferStatus.DRAFT


def test_a_draft_from_a_warehouse_that_is_no_longer_kept_for_the_supplier_is_not_sent(world):
    waiting = save(world, draft(world, source="dusk", to="alder", PALE=1))
    end(world, "dusk")
    with pytest.raises(NotAllowed), acting_as(world.context("alder")):
        send_transfer(transfer=waiting, by=world.users["alder"])


def test_what_is_on_its_way_at_the_end_is_still_counted(world):
    sent = send(world, save(world, draft(world, PALE=5)))
    before = balance(world, "PALE", "dawn")[0]
    end(world)

    page = world.client("dawn").get(reverse("inventory:delivering_transfer_detail", args=["dawn", sent.pk]))
    assert page.status_code == 200
    received = receive(world, sent, PALE=Count(4))

    assert received.status == TransferStatus.RECEIVED
    assert balance(world, "PALE", "dawn")[0] == before + 4
    call_command("check_stock", supplier="alder")


def test_what_is_on_its_way_at_the_end_may_be_called_back(world):
    before = balance(world, "PALE", "alder")
    sent = send(world, save(world, draft(world, PALE=5)))
    end(world)
    with acting_as(world.context("alder")):
        cancel_transfer(transfer=sent, by=world.users["alder"])

    assert balance(world, "PALE", "alder") == before
    with pytest.raises(NotAllowed), acting_as(world.context("ember")):
        receive_transfer(transfer=sent, counts={}, by=world.users["ember"])


def test_a_distributor_sees_no_draft(world):
    waiting = save(world, draft(world, PALE=5))
    with acting_as(world.context("dawn")):
        assert not Transfer.objects.filter(pk=waiting.pk).exists()  # the database
    with as_owner():
        dawn = transfers_of(world.orgs["dawn"], Side.DELIVERING)
        assert not dawn.filter(status=TransferStatus.DRAFT).exists()  # and the query by itself

"""Transfers: sent stock leaves at once, arrives when counted; numbers without gaps; who may do what."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from inventory.enums import TRANSFER_MOVES, MovementKind, TransferEnd, TransferEvent, TransferStatus
from inventory.errors import EmptyTransfer, InsufficientStock, NotEditable, WrongCount
from inventory.models import StockBalance, StockMovement, Transfer
from inventory.services import (
    Count,
    TransferDraft,
    adjust_kept_stock,
    adjust_stock,
    cancel_transfer,
    delete_transfer,
    receive_kept_stock,
    receive_stock,
    receive_transfer,
    save_transfer,
    send_transfer,
)
from tests.world import ORDERED, World
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Agreement
from wholesale.tenancy.testing import acting_as, as_owner

VERBS = {
    TransferEvent.SEND: send_transfer,
    TransferEvent.DELETE: delete_transfer,
    TransferEvent.CANCEL: cancel_transfer,
}


def draft(world: World, to: str = "dawn", source: str = "alder", **units: int) -> TransferDraft:
    by_sku = {product.sku: product.pk for product in world.products["alder"]}
    return TransferDraft(
        source=world.warehouses[source],
        destination=world.warehouses[to],
        units_by_product={by_sku[sku]: count for sku, count in units.items()},
        note="By the Tuesday van",
    )


def save(world: World, wanted: TransferDraft, **changes: Any) -> Transfer:
    with acting_as(world.context("alder")):
        return save_transfer(supplier=world.orgs["alder"], draft=wanted, by=world.users["alder"], **changes)


def send(world: World, transfer: Transfer) -> Transfer:
    with acting_as(world.context("alder")):
        return send_transfer(transfer=transfer, by=world.users["alder"])


def receive(world: World, transfer: Transfer, who: str = "dawn", **counts: Count) -> Transfer:
    by_sku = {product.sku: product.pk for product in world.products["alder"]}
    with acting_as(world.context(who)):
        return receive_transfer(
            transfer=transfer,
            counts={by_sku[sku]: count for sku, count in counts.items()},
            by=world.users[who],
        )


def balance(world: World, sku: str, keeper: str) -> tuple[int, int]:
    with as_owner():
        return StockBalance.objects.values_list("on_hand_units", "reserved_units").get(
            supplier=world.orgs["alder"], keeper=world.orgs[keeper], product__sku=sku
        )


def mails() -> list[tuple[str, str]]:
    with as_owner():
        told = OutboundEmail.objects.filter(template__startswith="inventory/")
        return list(told.order_by("created_at", "pk").values_list("template", "to"))


def test_sent_stock_leaves_at_once_and_arrives_when_counted(world):
    transfer = send(world, save(world, draft(world, PALE=20, STOUT=4)))

    assert (transfer.number, transfer.status) == (5, TransferStatus.SENT)  # four are in the cast
    assert balance(world, "PALE", "alder") == (4, ORDERED)
    assert balance(world, "PALE", "dawn") == (24, ORDERED)
    received = receive(world, transfer, PALE=Count(18, broken_units=1), STOUT=Count(4))

    assert (received.status, received.received_by_name) == (TransferStatus.RECEIVED, "Dawn Admin")
    assert balance(world, "PALE", "dawn") == (42, ORDERED)
    assert balance(world, "STOUT", "dawn") == (28, 0)
    with as_owner():
        line = transfer.lines.get(sku="PALE")
        moves = StockMovement.objects.filter(holder_id=transfer.pk, product=line.product)
        assert set(moves.values_list("kind", "on_hand_units")) == {
            (MovementKind.TRANSFER_OUT, -20),
            (MovementKind.TRANSFER_IN, 19),
            (MovementKind.WRITE_OFF, -1),
        }
    assert (line.received_units, line.broken_units, line.missing_units) == (18, 1, 1)
    assert mails() == [
        ("inventory/transfer_sent", "dawn@example.com"),
        ("inventory/transfer_received", "alder@example.com"),
    ]
    call_command("check_stock", supplier="alder")


def test_a_receiver_without_account_has_it_at_once(world):
    transfer = send(world, save(world, draft(world, to="dusk", STOUT=4)))

    assert (transfer.status, transfer.number) == (TransferStatus.RECEIVED, 5)
    assert balance(world, "STOUT", "dusk") == (28, 0)
    assert mails() == []
    call_command("check_stock", supplier="alder")


def test_nothing_sends_more_than_the_source_has_free(world):
    transfer = save(world, draft(world, PALE=23, STOUT=1))

    with pytest.raises(InsufficientStock) as caught:
        send(world, transfer)

    assert [(s.sku, s.available_units) for s in caught.value.shortages] == [("PALE", 22)]
    assert balance(world, "STOUT", "alder") == (24, 0)
    with as_owner():
        assert Transfer.objects.get(pk=transfer.pk).number is None
        assert mails() == []


def test_numbers_have_no_gap_after_a_deleted_draft_and_a_refusal(world):
    deleted = save(world, draft(world, PALE=1))
    with acting_as(world.context("alder")):
        delete_transfer(transfer=deleted, by=world.users["alder"])
    refused = save(world, draft(world, PALE=100))
    with pytest.raises(InsufficientStock):
        send(world, refused)

    numbers = [send(world, save(world, draft(world, PALE=1))).number for _ in range(3)]

    assert numbers == [5, 6, 7]


def test_a_cancelled_transfer_is_back_where_it_came_from(world):
    transfer = send(world, save(world, draft(world, PALE=20)))

    with acting_as(world.context("alder")):
        cancel_transfer(transfer=transfer, by=world.users["alder"])

    assert balance(world, "PALE", "alder") == (24, ORDERED)
    assert mails()[-1] == ("inventory/transfer_cancelled", "dawn@example.com")
    with pytest.raises(InvalidTransition):
        receive(world, transfer, PALE=Count(20))
    call_command("check_stock", supplier="alder")


@pytest.mark.parametrize("count", [Count(21), Count(20, 1), Count(-1)])
def test_more_than_was_sent_cannot_arrive(world, count):
    transfer = send(world, save(world, draft(world, PALE=20)))

    with pytest.raises(WrongCount):
        receive(world, transfer, PALE=count)

    assert balance(world, "PALE", "dawn") == (24, ORDERED)


def test_an_empty_draft_is_kept_but_not_sent(world):
    transfer = save(world, draft(world))

    with pytest.raises(EmptyTransfer):
        send(world, transfer)


def test_a_draft_is_changed_by_one_editor_at_a_time(world):
    transfer = save(world, draft(world, PALE=1))
    changed = save(world, draft(world, PALE=2, STOUT=3), transfer=transfer, version=1)

    with pytest.raises(StaleVersion):
        save(world, draft(world, PALE=9), transfer=transfer, version=1)

    with as_owner():
        assert dict(changed.lines.values_list("sku", "sent_units")) == {"PALE": 2, "STOUT": 3}
    with pytest.raises(InvalidTransition):
        save(world, draft(world, PALE=9), transfer=send(world, transfer))


@pytest.mark.parametrize("event", TransferEvent)
@pytest.mark.parametrize("status", TransferStatus)
def test_only_the_moves_of_the_table_are_made(world, status, event):
    transfer = save(world, draft(world, PALE=2))
    if status != TransferStatus.DRAFT:
        transfer = send(world, transfer)
    if status == TransferStatus.CANCELLED:
        with acting_as(world.context("alder")):
            transfer = cancel_transfer(transfer=transfer, by=world.users["alder"])
    if status == TransferStatus.RECEIVED:
        transfer = receive(world, transfer, PALE=Count(2))

    def act() -> None:
        if event == TransferEvent.RECEIVE:
            receive(world, transfer, PALE=Count(2))
        else:
            with acting_as(world.context("alder")):
                VERBS[event](transfer=transfer, by=world.users["alder"])

    if (status, event) in TRANSFER_MOVES:
        act()
        expected = TRANSFER_MOVES[status, event][0]
    else:
        with pytest.raises(InvalidTransition):
            act()
        expected = status
    with as_owner():
        found = Transfer.objects.filter(pk=transfer.pk).values_list("status", flat=True).first()
    assert found == expected


def test_only_the_destination_counts_and_only_the_keeper_sends(world):
    assert TRANSFER_MOVES[TransferStatus.SENT, TransferEvent.RECEIVE][1] == TransferEnd.DESTINATION
    transfer = send(world, save(world, draft(world, PALE=2)))

    for who in ("alder", "birch", "ember"):
        with pytest.raises(NotAllowed):
            receive(world, transfer, who=who, PALE=Count(2))
    with pytest.raises(NotAllowed):
        save(world, draft(world, source="dawn", to="alder", PALE=1))
    back = send(world, save(world, draft(world, source="dusk", to="alder", PALE=1)))
    assert back.status == TransferStatus.SENT
    receive(world, back, who="alder", PALE=Count(1))
    call_command("check_stock", supplier="alder")


def test_the_pencil_edits_another_companys_warehouse_only_where_granted(world):
    change = {
        "supplier": world.orgs["alder"],
        "product": world.products["alder"][0],
        "change_units": 3,
        "reason": "counted",
    }
    with pytest.raises(NotEditable), acting_as(world.context("alder")):
        adjust_stock(warehouse=world.warehouses["dawn"], by=world.users["alder"], **change)
    with acting_as(world.context("alder")):  # an external distributor's stock is the supplier's to keep
        adjust_stock(warehouse=world.warehouses["dusk"], by=world.users["alder"], **change)
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(
            inventory_editable_since=timezone.now()
        )
    with acting_as(world.context("alder")):
        adjust_stock(warehouse=world.warehouses["dawn"], by=world.users["alder"], **change)

    assert balance(world, "PALE", "dawn") == (27, ORDERED)
    assert balance(world, "PALE", "dusk") == (27, ORDERED)
    with pytest.raises(NotEditable), acting_as(world.context("alder")):
        receive_stock(
            supplier=world.orgs["alder"],
            warehouse=world.warehouses["dawn"],
            units_by_product={change["product"].pk: 1},
            by=world.users["alder"],
        )


def test_a_distributor_keeps_its_own_warehouse_and_no_other(world):
    pale, stout = world.products["alder"]
    keys = {"supplier": world.orgs["alder"], "by": world.users["dawn"]}
    with acting_as(world.context("dawn")):
        adjust_kept_stock(
            warehouse=world.warehouses["dawn"], product=pale, change_units=-2, reason="broken", **keys
        )
        receive_kept_stock(warehouse=world.warehouses["dawn"], units_by_product={stout.pk: 6}, **keys)

    assert balance(world, "PALE", "dawn") == (22, ORDERED)
    assert balance(world, "STOUT", "dawn") == (30, 0)
    for warehouse, supplier in (("alder", "alder"), ("dawn", "cedar")):
        with pytest.raises(NotEditable), acting_as(world.context("dawn")):
            adjust_kept_stock(
                supplier=world.orgs[supplier],
                warehouse=world.warehouses[warehouse],
                product=pale,
                change_units=1,
                reason="",
                by=world.users["dawn"],
            )
    call_command("check_stock", supplier="alder")

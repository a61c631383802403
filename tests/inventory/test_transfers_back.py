"""A distributor sends stock back, or between its own warehouses; a draft is filled in from days of cover."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from inventory.enums import TransferStatus
from inventory.errors import InsufficientStock
from inventory.models import StockMovement, Transfer
from inventory.services import (
    Count,
    TransferDraft,
    cancel_transfer,
    receive_transfer,
    save_transfer,
    send_transfer,
)
from tests.inventory.pages import filled, on_hand, url
from tests.world import World
from wholesale.errors import NotAllowed
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import acting_as, as_owner


def back(world: World, units: int = 5, to: str = "alder", who: str = "dawn", of: str = "alder") -> Transfer:
    draft = TransferDraft(
        world.warehouses[who], world.warehouses[to], {world.products[of][0].pk: units}, "No longer sold"
    )
    with acting_as(world.context(who)):
        return save_transfer(supplier=world.orgs[of], draft=draft, by=world.users[who])


def test_stock_goes_back_and_the_supplier_counts_it(world):
    pale = world.products["alder"][0]
    saved = back(world)
    with acting_as(world.context("dawn")):
        sent = send_transfer(transfer=saved, by=world.users["dawn"])
    assert (sent.status, on_hand(world, "dawn", pale)) == (TransferStatus.SENT, 19)
    with acting_as(world.context("alder")):
        counts = {pale.pk: Count(3, 1)}
        receive_transfer(transfer=sent, counts=counts, by=world.users["alder"])
    assert on_hand(world, "alder", pale) == 27
    with as_owner():
        mails = OutboundEmail.objects.filter(thread=f"transfer:{saved.pk}").order_by("id")
        assert [mail.to for mail in mails] == ["alder@example.com", "dawn@example.com"]
    call_command("check_stock")


def test_a_guest_sends_back_too(world):
    saved = back(world, who="gale", of="birch", to="birch")
    with acting_as(world.context("gale")):
        assert send_transfer(transfer=saved, by=world.users["gale"]).status == TransferStatus.SENT


def test_each_side_acts_on_its_own_transfers_alone(world):
    saved = back(world)
    with acting_as(world.context("alder")), pytest.raises(NotAllowed):
        send_transfer(transfer=saved, by=world.users["alder"])
    with pytest.raises(NotAllowed):
        back(world, to="dusk")  # not to another distributor
    with pytest.raises(NotAllowed):
        back(world, of="cedar")  # no agreement
    with acting_as(world.context("dawn")):
        sent = send_transfer(transfer=saved, by=world.users["dawn"])
        with pytest.raises(InsufficientStock):
            send_transfer(transfer=back(world, units=99), by=world.users["dawn"])
    with acting_as(world.context("alder")), pytest.raises(NotAllowed):
        cancel_transfer(transfer=sent, by=world.users["alder"])
    with acting_as(world.context("dawn")):
        cancel_transfer(transfer=sent, by=world.users["dawn"])
    assert on_hand(world, "dawn", world.products["alder"][0]) == 24


def test_neither_sees_what_the_other_drafts(world):
    theirs = back(world)
    ours = world.transfers["alder", "dawn"][0]
    supplier, distributor = world.client("alder"), world.client("dawn")
    assert supplier.get(url("transfer_detail", theirs.pk)).status_code == 404
    assert distributor.get(url("delivering_transfer_detail", theirs.pk, slug="dawn")).status_code == 200
    assert distributor.get(url("delivering_transfer_detail", ours.pk, slug="dawn")).status_code == 404


def test_it_is_written_and_sent_on_a_page(world):
    pale = world.products["alder"][0]
    client = world.client("dawn")
    address = url("delivering_transfer_create", slug="dawn") + "?of=alder"
    ends = {"source": world.warehouses["dawn"].pk, "destination": world.warehouses["alder"].pk, "note": ""}

    assert client.get(address).status_code == 200
    unknown = client.post(address, filled(**ends, pasted="PALE 2\nNOPE 3", send=""))
    assert unknown.status_code == 422
    assert b"Line 2 is not understood" in unknown.content
    assert client.post(address, filled(**ends, pasted="PALE 2", send="")).status_code == 302
    assert on_hand(world, "dawn", pale) == 22
    listed = client.get(url("delivering_transfer_list", slug="dawn") + "?direction=out&q=PALE")
    assert len(listed.context["page"].rows) == 1
    strange = url("delivering_transfer_create", slug="dawn") + "?of=cedar"
    assert client.get(strange).status_code == 404


def test_a_draft_is_filled_in_from_days_of_cover(world):
    pale, stout = world.products["alder"]
    keys = {
        "supplier": world.orgs["alder"],
        "warehouse": world.warehouses["dawn"],
        "keeper": world.orgs["dawn"],
    }
    with as_owner():
        for product, units in ((pale, -28), (stout, -280)):
            StockMovement.objects.create(
                product=product,
                kind="shipment",
                on_hand_units=units,
                at=timezone.now() - timedelta(days=2),
                **keys,
            )
    client = world.client("alder")
    asked = {"source": world.warehouses["alder"].pk, "destination": world.warehouses["dawn"].pk}
    found = client.post(url("transfer_suggestion"), asked | {"target_days": 30, "looks_back_days": 28})

    assert found.status_code == 302
    with as_owner():
        draft = Transfer.objects.get(pk=found.url.split("/")[-3])
        lines = dict(draft.lines.values_list("sku", "sent_units"))
    # One pale a day: 30, of which 22 are free and 3 on their way. Ten stouts a day: 300, but 22 are free here... all.
    assert lines == {"PALE": 5, "STOUT": 24}
    enough = client.post(url("transfer_suggestion"), asked | {"target_days": 1, "looks_back_days": 28})
    assert enough.status_code == 422


@pytest.mark.parametrize("who", ["alder", "dawn"])
def test_lines_are_exported(world, who):
    name = "transfer_export" if who == "alder" else "delivering_transfer_export"
    answer = world.client(who).get(url(name, slug=who) + "?as=csv&status=sent")
    assert b"PALE" in b"".join(answer.streaming_content)

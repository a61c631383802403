"""Transfers, on pages."""

import pytest

from inventory.enums import TransferStatus
from inventory.models import Transfer
from tests.inventory.pages import on_hand, url
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


def test_a_transfer_is_drafted_sent_and_received(world):
    pale = world.products["alder"][0]
    client = world.client("alder")
    typed = {
        "form_key": uuid7(),
        "source": world.warehouses["alder"].pk,
        "destination": world.warehouses["dawn"].pk,
        f"units-{pale.pk}": "5",
        "note": "",
    }
    client.post(url("transfer_create"), typed | {"save": ""})
    with as_owner():
        draft = Transfer.objects.get(status=TransferStatus.DRAFT, supplier=world.orgs["alder"], number=None)
    assert client.get(url("transfer_update", draft.pk)).status_code == 200
    client.post(url("transfer_sending", draft.pk))

    receiver = world.client("dawn")
    page = receiver.get(url("delivering_transfer_detail", draft.pk, slug="dawn"))
    assert page.context["count_form"] is not None
    assert client.get(url("transfer_detail", draft.pk)).context["count_form"] is None
    too_many = {f"received-{pale.pk}": 6, f"broken-{pale.pk}": 0}
    receipt = url("delivering_transfer_receipt", draft.pk, slug="dawn")
    assert receiver.post(receipt, too_many).status_code == 422
    receiver.post(receipt, {f"received-{pale.pk}": 4, f"broken-{pale.pk}": 1})

    assert on_hand(world, "dawn", pale) == 28
    assert b"Received" in client.get(url("transfer_detail", draft.pk)).content


def test_sending_more_than_there_is_keeps_what_was_typed_and_saves_nothing(world):
    pale = world.products["alder"][0]
    typed = {
        "form_key": uuid7(),
        "source": world.warehouses["alder"].pk,
        "destination": world.warehouses["dawn"].pk,
        f"units-{pale.pk}": "23",
        "note": "urgent",
        "send": "",
    }
    with as_owner():
        before = Transfer.objects.count()

    answer = world.client("alder").post(url("transfer_create"), typed)

    assert answer.status_code == 409
    assert f"units-{pale.pk}" in answer.context["form"].errors
    assert b"Only 22 of Pale Ale are left" in answer.content
    assert b"urgent" in answer.content
    with as_owner():
        assert Transfer.objects.count() == before


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_transfers_takes_the_same_statements(world, count, django_assert_num_queries):
    with as_owner():
        Transfer.objects.bulk_create(
            Transfer(
                supplier=world.orgs["alder"],
                source=world.warehouses["alder"],
                source_keeper=world.orgs["alder"],
                writer=world.orgs["alder"],
                destination=world.warehouses["dawn"],
                destination_keeper=world.orgs["dawn"],
            )
            for _ in range(count)
        )
    client = world.client("alder")
    client.get(url("transfer_list"))

    with django_assert_num_queries(10):
        client.get(url("transfer_list"))

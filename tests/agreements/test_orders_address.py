"""The supplier says where the orders of an external distributor are mailed to (SPEC.md I1, B4)."""

import pytest
from django.urls import reverse

from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import AgreementMode
from wholesale.organizations.models import Agreement
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db


def page_of(world: World) -> str:
    return reverse("organizations:orders_address", args=["alder", world.agreements["alder", "dusk"].pk])


def stored(world: World) -> Agreement:
    with as_owner():
        return Agreement.objects.get(pk=world.agreements["alder", "dusk"].pk)


def test_a_new_address_and_language_are_kept_and_logged(world: World) -> None:
    client, page = world.client("alder"), page_of(world)
    assert "dusk@example.com" in client.get(page).content.decode()

    answer = client.post(page, {"email": "Depot@Example.com", "language": "es", "version": 1})

    agreement = stored(world)
    assert answer.status_code == 302
    assert (agreement.distributor_email, agreement.distributor_language, agreement.version) == (
        "depot@example.com",
        "es",
        2,
    )
    with as_owner():
        entries = AuditEntry.objects.filter(subject_id=agreement.pk, verb="agreement_changed")
        assert {entry.organization_id for entry in entries} == {world.org_id("alder"), world.org_id("dusk")}


@pytest.mark.parametrize(
    ("changes", "status"), [({"email": "nobody"}, 422), ({"language": "xx"}, 422), ({"version": 7}, 412)]
)
def test_bad_input_and_an_old_page_change_nothing(
    world: World, changes: dict[str, object], status: int
) -> None:
    said = {"email": "depot@example.com", "language": "es", "version": 1} | changes

    answer = world.client("alder").post(page_of(world), said)

    assert answer.status_code == status
    assert str(said["email"]) in answer.content.decode()
    assert stored(world).distributor_email == "dusk@example.com"


def test_only_an_external_one_has_such_a_page(world: World) -> None:
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dusk"].pk).update(mode=AgreementMode.GUEST)

    assert world.client("alder").get(page_of(world)).status_code == 404
    assert world.client("birch").get(page_of(world).replace("alder", "birch")).status_code == 404


def test_a_distributor_that_becomes_external_needs_an_address_for_its_orders(world: World) -> None:
    agreement, alder = world.agreements["alder", "dawn"], world.client("alder")
    address = reverse("organizations:agreement_mode", args=["alder", agreement.pk])
    typed = {"mode": "external", "version": "1", "email": "dock"}

    wrong = alder.post(address, typed)
    done = alder.post(address, typed | {"email": "dock@dawn.example"})
    twice = alder.post(address, typed | {"email": "dock@dawn.example"}, follow=True)

    assert (wrong.status_code, done.status_code) == (422, 302)
    assert 'value="dock"' in wrong.content.decode()
    assert "That is how you work together now." in twice.content.decode()
    with as_owner():
        now = Agreement.objects.get(pk=agreement.pk)
    assert (now.mode, now.distributor_email, now.version) == ("external", "dock@dawn.example", 2)

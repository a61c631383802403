"""The link by which an account was offered tells nothing once nobody can take the account over by it any more (I1)."""

import pytest
from django.urls import reverse

from tests.agreements.connecting import accepted
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import Party
from wholesale.organizations.services import end_agreement, invite_to_account
from wholesale.tenancy.testing import acting_as, as_owner


def ended(world: World) -> None:
    with acting_as(world.context("alder")):
        end_agreement(
            agreement=world.agreements["alder", "dusk"], party=Party.SUPPLIER, by=world.users["alder"]
        )


def connected(to: str):
    return lambda world: accepted(world, "alder", "dusk", to)


@pytest.mark.parametrize("closes", [ended, connected("ember"), connected("dawn")])
def test_nobody_is_shown_what_has_become_of_it(world, closes):
    agreement, by = world.agreements["alder", "dusk"], world.users["alder"]
    with acting_as(world.context("alder")):
        invite_to_account(agreement=agreement, email="dusk@example.com", by=by)
    with as_owner():
        mail = OutboundEmail.objects.get(template="organizations/account_offered")
    token = mail.text.split("/join/account/")[1].split("/")[0]
    client = world.client("dusk")
    client.get(reverse("organizations:account_open", args=[token]))
    assert client.get(reverse("organizations:account")).status_code == 200

    closes(world)

    closed = client.get(reverse("organizations:account"))
    assert closed.status_code == 410
    assert "moving" not in closed.context
    assert client.post(reverse("organizations:account_acceptance")).status_code == 410

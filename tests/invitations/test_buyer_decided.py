"""Whoever proposed a further buyer hears what the retailer said (SPEC.md P8)."""

import pytest

from tests.invitations.test_further_buyer import JO, alder, decide, mails, proposals, propose, rita
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

__all__ = ["alder", "rita"]


@pytest.mark.parametrize(("decision", "said"), [("accept", "has added"), ("decline", "has declined")])
def test_whoever_proposed_is_told_what_became_of_it_once(world, alder, rita, decision, said):
    propose(world, alder)
    (proposal,) = proposals()

    for _twice in range(2):
        decide(rita, proposal, decision)

    (mail,) = mails("invitations/buyer_decided")
    assert (mail.to, mail.organization_id) == ("alder@example.com", world.org_id("alder"))
    assert said in mail.subject
    assert JO in mail.text
    assert "/alder/selling/retailers/" in mail.text


def test_who_has_left_the_supplier_is_told_nothing(world, alder, rita):
    propose(world, alder)
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).delete()

    decide(rita, proposals()[0], "accept")

    assert mails("invitations/buyer_decided") == []

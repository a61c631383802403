"""A stranger's request for an unclaimed entry gives way to whose it is, and is approved by nobody unread (P7)."""

import pytest

from invitations import queries, services
from invitations.errors import AlreadyAsked, AnotherAsks
from tests.invitations.asking import STRANGER, ask, customer_of, stored, templates
from tests.invitations.conftest import BAR, EMAIL, invite, last_token
from wholesale.accounts.models import User
from wholesale.organizations.models import Membership
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def asked(world, bar):
    """Return a stranger's request that waits at alder, who has the owner's email."""
    return ask(world, retailer=bar.retailer, details=BAR)


def owner_of(world, rival):
    """Let the bar's owner claim it by an invitation of birch; return them."""
    invite(world, rival, "birch", email=EMAIL)
    with acting_as(None):
        opened = queries.invitation_by_hash(hash_of(last_token()))
        assert opened
        new = services.NewPerson(name="Jeanne", password="cormoran au bec long", language="fr")
        return services.accept_as_new_person(invitation=opened, person=new, details=BAR)


def ask_as(world, person, retailer, supplier="alder"):
    with acting_as(Context(Role.RETAILER, retailer_id=retailer.pk, user_id=person.pk)):
        return services.ask_for_access(supplier=world.orgs[supplier], retailer=retailer, by=person)


def test_the_owner_whose_email_the_supplier_has_is_let_in(world, bar, asked):
    mine = ask(world, email=EMAIL, retailer=bar.retailer, details=BAR)

    assert (stored(asked).state, stored(mine).state) == ("withdrawn", "approved")
    assert (customer_of(mine).status, customer_of(mine).is_active) == ("registered", False)
    with as_owner():
        members = Membership.objects.filter(organization=bar.retailer)
        assert [each.user.email for each in members] == [EMAIL]
    assert templates(STRANGER) == ["request_received"]


def test_people_who_have_claimed_the_company_since_ask_for_themselves(world, bar, rival):
    with as_owner():
        type(bar.private).objects.filter(pk=bar.private.pk).update(contact_email="other@cormoran.example.com")
    asked = ask(world, retailer=bar.retailer, details=BAR)
    jeanne = owner_of(world, rival)

    mine = ask_as(world, jeanne, bar.retailer)

    assert (stored(asked).state, stored(mine).state) == ("withdrawn", "open")
    assert (customer_of(mine).status, customer_of(mine).relation) == ("requested", "asked_by_retailer")
    assert templates(STRANGER) == ["request_received"]


def test_another_stranger_or_the_same_one_waits(world, bar, asked):
    for email in ("second@buvette.example.com", STRANGER):
        with as_owner():
            person = User.objects.filter(email=email).first()
        with pytest.raises(AlreadyAsked):
            ask(world, email=email, retailer=bar.retailer, details=BAR, person=person)

    assert stored(asked).state == "open"


def test_inviting_the_owner_does_not_let_a_stranger_in(world, bar, asked):
    with pytest.raises(AnotherAsks):
        invite(world, bar)

    assert (stored(asked).state, customer_of(asked).status) == ("open", "requested")
    with as_owner():
        assert not Membership.objects.filter(organization=bar.retailer).exists()
    assert templates(EMAIL) == []


def test_inviting_whoever_asks_approves(world, bar, asked):
    assert invite(world, bar, email=STRANGER) is None

    assert (stored(asked).state, customer_of(asked).status) == ("approved", "registered")

"""Accepting, with and without an account; what a hostile second supplier gains by inviting: nothing (P7)."""

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import Http404

from catalogs.models import CustomerTerms, Price, PriceList, Product
from invitations import queries, services
from invitations.enums import DeadEnd
from invitations.errors import InvitationUnusable
from invitations.models import Invitation
from retailers.enums import CustomerStatus
from retailers.models import Customer, CustomerContact, DirectoryEntry, ShipToAddress
from retailers.services import CustomerDetails, EntryDetails, add_customer
from tests.invitations.conftest import BAR, EMAIL, invite, last_token, mails
from wholesale.accounts.models import User
from wholesale.errors import DomainError
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner

JEANNE = services.NewPerson(name="Jeanne Cormier", password="cormoran au bec long", language="fr")
MOVED = EntryDetails(
    name="Le Cormoran", street="50 rue Laurendeau", city="Montréal", region="QC", country="CA"
)


def opened(token=None):
    with transaction.atomic():
        return queries.invitation_by_hash(hash_of(token or last_token()))


def register(token=None, details=BAR):
    with transaction.atomic():
        found = queries.invitation_by_hash(hash_of(token or last_token()))
        assert found
        return services.accept_as_new_person(invitation=found, person=JEANNE, details=details)


def stored(row):
    with as_owner():
        return type(row).objects.get(pk=row.pk)


def test_a_new_person_registers_claims_the_company_and_may_order(world, bar):
    invitation = invite(world, bar)

    person = register(details=MOVED)

    with as_owner():
        assert person.check_password(JEANNE.password)
        address = EmailAddress.objects.get(user=person)
        assert (address.email, address.verified, address.primary) == (EMAIL, True, True)
        membership = Membership.objects.get(user=person)
        assert (membership.organization_id, membership.role) == (bar.retailer_id, MemberRole.ADMIN)
        entry = DirectoryEntry.objects.get(pk=bar.retailer_id)
        assert entry.is_claimed
        assert (entry.name, entry.street) == ("Le Cormoran", "50 rue Laurendeau")
        assert Organization.objects.get(pk=bar.retailer_id).name == "Le Cormoran"
        place = ShipToAddress.objects.get(retailer=bar.retailer_id)
        assert (place.street, place.is_default) == ("50 rue Laurendeau", True)
        contact = CustomerContact.objects.get(customer=bar)
        assert (contact.name, contact.email, contact.language) == ("Jeanne Cormier", EMAIL, "fr")
    customer = stored(bar)
    assert (customer.status, customer.is_active) == (CustomerStatus.REGISTERED, True)
    assert stored(invitation).status == "accepted"
    told = mails("alder@example.com")
    assert [mail.template for mail in told] == ["invitations/accepted"]
    assert "Le Cormoran" in told[0].subject


def test_a_token_is_accepted_once(world, bar):
    invite(world, bar)
    token = last_token()
    register(token)

    with pytest.raises(InvitationUnusable) as caught:
        register(token)

    assert caught.value.dead_end == DeadEnd.USED
    with as_owner():
        assert User.objects.filter(email=EMAIL).count() == 1


@pytest.mark.parametrize(
    ("change", "dead_end"),
    [({"status": "revoked", "revoked_at": "2026-01-01T00:00Z"}, DeadEnd.REVOKED),
     ({"expires_at": "2026-01-01T00:00Z"}, DeadEnd.EXPIRED)],
)  # fmt: skip
def test_a_dead_invitation_leaves_nothing_behind(world, bar, change, dead_end):
    invitation = invite(world, bar)
    with as_owner():
        Invitation.objects.filter(pk=invitation.pk).update(**change)

    with pytest.raises(InvitationUnusable) as caught:
        register()

    assert caught.value.dead_end == dead_end
    with as_owner():
        assert not User.objects.filter(email=EMAIL).exists()
        assert not DirectoryEntry.objects.get(pk=bar.retailer_id).is_claimed
    assert stored(bar).status == CustomerStatus.INVITED


def test_an_old_account_accepts_and_claims(world, bar):
    with as_owner():
        person = User.objects.create_user(EMAIL, "x" * 20, name="Jeanne")
    invite(world, bar)

    with transaction.atomic():
        services.accept_invitation(invitation=opened(), by=person)

    with as_owner():
        assert Membership.objects.filter(user=person, organization=bar.retailer_id, role="admin").exists()
    assert stored(bar).status == CustomerStatus.REGISTERED


def test_somebody_else_with_the_link_gets_nothing(world, bar):
    invite(world, bar)

    with pytest.raises(InvitationUnusable) as caught, transaction.atomic():
        services.accept_invitation(invitation=opened(), by=world.users["rex"])

    assert caught.value.dead_end == DeadEnd.WRONG_PERSON
    assert stored(bar).status == CustomerStatus.INVITED
    with as_owner():
        assert not Membership.objects.filter(organization=bar.retailer_id).exists()


def test_a_member_of_the_company_accepts_for_it(world, bar):
    invite(world, bar)
    register()
    with acting_as(world.context("birch")):
        mine = add_customer(
            supplier=world.orgs["birch"],
            retailer=bar.retailer,
            details=CustomerDetails(),
            by=world.users["birch"],
        )
    invite(world, mine, "birch")
    with as_owner():
        jeanne = User.objects.get(email=EMAIL)

    with transaction.atomic():
        services.accept_invitation(invitation=opened(), by=jeanne)

    assert stored(mine).status == CustomerStatus.REGISTERED
    with as_owner():
        assert Membership.objects.filter(organization=bar.retailer_id).count() == 1
        assert ShipToAddress.objects.filter(retailer=bar.retailer_id).count() == 1


def test_it_is_accepted_without_the_mail_by_who_may_order(world):
    birch = world.invitations["birch", "remy"]

    with acting_as(world.context("remy")):
        waiting = queries.invitation_to_company(world.orgs["remy"], "birch")
        services.accept_invitation(invitation=waiting, by=world.users["remy"])

    assert waiting.pk == birch.pk
    assert stored(world.customers["birch", "remy"]).status == CustomerStatus.REGISTERED


def test_a_second_invitation_of_a_registered_customer_says_so(world, bar):
    invite(world, bar)
    invite(world, bar, email="other@example.com")
    register(last_token())

    with transaction.atomic():
        other = queries.invitation_by_hash(hash_of(last_token("other@example.com")))
        assert other
        assert queries.dead_end_for(other, None) == DeadEnd.ALREADY_CUSTOMER
    with pytest.raises(DomainError):
        register(last_token("other@example.com"))
    with as_owner():
        assert not User.objects.filter(email="other@example.com").exists()


# The rival: it invites an address of its own, accepts in the bar's name, and looks around.


@pytest.fixture
def spy(world, bar, rival):
    """Return the rival's person, who has claimed the bar through the rival's invitation."""
    invite(world, bar)  # alder's own invitation waits at the real owner's address
    invite(world, rival, "birch")
    return register(last_token("spy@birch.example.com"))


def as_spy(bar, spy):
    return acting_as(Context(Role.RETAILER, retailer_id=bar.retailer_id, user_id=spy.pk))


def test_a_claim_opens_no_other_suppliers_customer(world, bar, rival, spy):
    with as_spy(bar, spy):
        seen = [row.supplier_id for row in Customer.objects.all()]
        assert seen == [world.org_id("birch")]
        assert {row.supplier_id for row in CustomerTerms.objects.all()} <= {world.org_id("birch")}
        assert {row.supplier_id for row in PriceList.objects.all()} <= {world.org_id("birch")}
        assert {row.supplier_id for row in Price.objects.all()} <= {world.org_id("birch")}
        assert {row.supplier_id for row in Product.objects.all()} == {world.org_id("birch")}
        assert list(Invitation.objects.all()) == []
    assert stored(bar).status == CustomerStatus.INVITED
    assert not stored(bar).is_active


def test_a_claim_finds_no_other_suppliers_invitation(world, bar, rival, spy):
    with as_spy(bar, spy):
        assert list(queries.invitations_to_company(bar.retailer)) == []
        with pytest.raises(Http404):
            queries.invitation_to_company(bar.retailer, "alder")


def test_inviting_anew_still_goes_to_the_address_that_the_first_supplier_knows(world, bar, rival, spy):
    """And not to the people of whoever has claimed the company since."""
    with acting_as(world.context("alder")):
        waiting = queries.invitations_of(bar).get()
        services.revoke_invitation(invitation=waiting, by=world.users["alder"])
    before = len(mails("spy@birch.example.com"))

    assert invite(world, bar).email == EMAIL

    assert len(mails("spy@birch.example.com")) == before


def test_the_real_owner_is_told_what_to_do(world, bar, rival, spy):
    with transaction.atomic():
        found = queries.invitation_by_hash(hash_of(last_token()))
    with pytest.raises(DomainError):
        register(last_token())

    assert stored(found).status == "pending"
    with as_owner():
        assert not User.objects.filter(email=EMAIL).exists()
        assert Membership.objects.filter(organization=bar.retailer_id).count() == 1


def test_the_rival_sees_nothing_of_the_first_supplier(world, bar, rival):
    with acting_as(world.context("birch")):
        assert not Customer.objects.filter(pk=bar.pk).exists()
        assert not CustomerContact.objects.filter(customer=bar).exists()
        assert not ShipToAddress.objects.filter(retailer=world.orgs["remy"]).exists()


def test_adding_a_retailer_opens_none_of_its_own_data(world):
    """A supplier that writes rex down without being accepted reads neither its addresses nor its people."""
    with acting_as(world.context("alder")):
        add_customer(
            supplier=world.orgs["alder"],
            retailer=world.orgs["rex"],
            details=CustomerDetails(),
            by=world.users["alder"],
        )
        assert not ShipToAddress.objects.filter(retailer=world.orgs["rex"]).exists()
        assert not Membership.objects.filter(organization=world.orgs["rex"]).exists()

"""A company claimed by others is handed to whom it belongs to, and that is taken back (N6, P7)."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from invitations import services
from invitations.errors import ClaimRefused
from invitations.models import AccessRequest, ApartCustomer, ClaimCase
from orders.models import Order
from retailers.models import Customer, CustomerContact, DirectoryEntry
from tests.invitations.conftest import EMAIL, mails, token_of
from tests.invitations.test_claim_case import SPY, WORDS, claimed, page_of, with_token  # noqa: F401
from tests.invitations.test_pages import open_link
from tests.retailers.staff import STAFF, sam
from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.organizations.models import Membership
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner


@pytest.fixture
def case(world, claimed):  # noqa: F811
    """Return the case of the true owner; the rival's person has ordered in the bar's name."""
    with_token().post(page_of(claimed.retailer_id), WORDS)
    with as_owner():
        spied = Customer.objects.get(supplier=world.orgs["birch"], retailer=claimed.retailer)
        sold = Order.objects.get(customer=world.customers["birch", "rita"])
        Order.objects.filter(pk=sold.pk).update(customer=spied, retailer_id=claimed.retailer_id)
        return ClaimCase.objects.get(email=EMAIL)


def decided(decision, case, reason="They showed us the lease."):
    staff = sam()
    with acting_as(STAFF):
        return decision(case=case, reason=reason, by=staff)


def members(case):
    with as_owner():
        rows = Membership.objects.filter(organization=case.retailer_id)
        return {row.user.email: row.role for row in rows.select_related("user")}


def stored(row):
    with as_owner():
        return type(row).objects.get(pk=row.pk)


def spied_customer(world):
    with as_owner():
        return Customer.objects.select_related("retailer").get(
            supplier=world.orgs["birch"], private__contact_email=SPY
        )


def seen_by(case, email):
    """Return the suppliers whose customers and orders this person reads in the name of the company."""
    with as_owner():
        person = User.objects.get(email=email)
    with acting_as(Context(Role.RETAILER, retailer_id=case.retailer_id, user_id=person.pk)):
        return (
            {row.supplier.slug for row in Customer.objects.select_related("supplier")},
            Order.objects.count(),
        )


def test_the_claimant_has_the_company_and_the_others_have_lost_it(world, case):
    spy = Client()
    with as_owner():
        spy.force_login(User.objects.get(email=SPY))
        home = f"/{case.retailer.slug}/buying/"
    assert spy.get(home).status_code == 200

    after = decided(services.reassign_company, case)

    assert members(case) == {EMAIL: "admin"}
    assert spy.get(home).status_code == 302  # signed out
    assert (after.state, after.decided_by_name, after.person.email) == ("reassigned", "Sam Staff", EMAIL)
    assert [kept["email"] for kept in after.removed] == [SPY]
    assert [m.template for m in mails(EMAIL)][-1] == "invitations/claim_reassigned"
    lost = mails(SPY)[-1]
    assert lost.template == "invitations/claim_lost"
    assert "They showed us the lease." in lost.text
    with as_owner():
        verbs = set(AuditEntry.objects.filter(organization=case.retailer_id).values_list("verb", flat=True))
        assert {"company_handed_over", "staff_removed"} <= verbs


def test_nothing_that_was_opened_to_the_others_opens_to_the_claimant(world, case):
    before = spied_customer(world)

    decided(services.reassign_company, case)

    assert seen_by(case, EMAIL) == (set(), 0)
    apart = spied_customer(world)
    assert apart.retailer_id != before.retailer_id
    assert (apart.relation, apart.is_active, apart.status) == ("ended", False, before.status)
    with as_owner():
        assert Order.objects.get(customer=apart).retailer_id == apart.retailer_id
        assert CustomerContact.objects.get(customer=apart).retailer_id == apart.retailer_id
        holder = DirectoryEntry.objects.get(pk=apart.retailer_id)
        assert (holder.is_listed, holder.is_claimed, holder.search_text) == (False, False, "")
    asked = mails("birch@example.com")[-1]
    assert asked.template == "invitations/customer_apart"
    assert "alder" not in asked.text.lower()


def test_the_claimants_own_invitation_is_accepted_afterwards(world, claimed, case):  # noqa: F811
    """The true owner accepts alder's invitation as a member, and sees alder's prices alone."""
    decided(services.reassign_company, case)
    owner = Client()
    with as_owner():
        owner.force_login(User.objects.get(email=EMAIL))
    invited = next(mail for mail in mails(EMAIL) if mail.template == "invitations/invitation")
    assert "Accept the invitation" in open_link(owner, token_of(invited)).content.decode()

    assert owner.post(reverse("invitations:acceptance_create")).status_code == 302

    assert seen_by(case, EMAIL)[0] == {"alder"}


def test_what_a_supplier_knew_by_the_claimants_address_stays(world, claimed, case):  # noqa: F811
    """P7: a customer opens to a member whose verified email is the one on it."""
    with as_owner():
        Customer.objects.filter(pk=claimed.pk).update(
            status="registered", relation="accepted", registered_at="2026-01-01T00:00Z", is_active=True
        )
        CustomerContact.objects.create(
            supplier=world.orgs["alder"], retailer=claimed.retailer, customer=claimed, name="S", email=SPY
        )

    decided(services.reassign_company, case)

    assert seen_by(case, EMAIL)[0] == {"alder"}
    assert stored(claimed).is_active
    with as_owner():
        assert CustomerContact.objects.get(customer=claimed).email == EMAIL


def confirm(world, answer):
    customer = spied_customer(world)
    path = reverse(
        "invitations:customer_confirmation", kwargs={"organization": "birch", "customer": customer.pk}
    )
    birch = world.client("birch")
    tab = reverse(
        "invitations:customer_invitations", kwargs={"organization": "birch", "customer": customer.pk}
    )
    assert path in birch.get(tab).content.decode()
    page = birch.get(path)
    assert page.status_code == 200
    for text in ("Is this the same customer?", SPY, "Bar Le Cormoran"):
        assert text in page.content.decode(), text
    answered = birch.post(path, {"answer": answer})
    assert answered.status_code == 302
    assert birch.post(path, {"answer": answer}).status_code == 404
    return customer


def test_a_supplier_says_that_it_is_the_same_and_all_is_there_again(world, case):
    before = spied_customer(world)
    decided(services.reassign_company, case)

    confirm(world, "same")

    after = spied_customer(world)
    assert (after.retailer_id, after.relation, after.is_active) == (
        case.retailer_id,
        "accepted",
        before.is_active,
    )
    assert seen_by(case, EMAIL) == ({"birch"}, 1)
    with as_owner():
        assert CustomerContact.objects.get(customer=after).email == EMAIL
    assert mails(EMAIL)[-1].template == "invitations/customer_confirmed"


def test_or_that_it_is_not_and_it_stays_closed(world, case):
    decided(services.reassign_company, case)

    confirm(world, "apart")

    assert seen_by(case, EMAIL) == (set(), 0)
    assert (spied_customer(world).relation, spied_customer(world).is_active) == ("ended", False)
    with as_owner():
        assert ApartCustomer.objects.get(case=case).state == "refused"


def test_nobody_else_is_asked_or_answers(world, case):
    decided(services.reassign_company, case)
    path = "invitations:customer_confirmation"
    for name in ("alder", "cedar"):
        kwargs = {"organization": name, "customer": spied_customer(world).pk}
        assert world.client(name).post(reverse(path, kwargs=kwargs), {"answer": "same"}).status_code == 404

    assert seen_by(case, EMAIL) == (set(), 0)


def test_what_the_others_had_asked_for_is_withdrawn(world, case):
    """A request in the company's name, by people who could not speak for it, is decided by nobody any more."""
    with as_owner():
        spy = User.objects.get(email=SPY)
    with transaction.atomic():
        asked = services.ask_for_access(supplier=world.orgs["cedar"], retailer=case.retailer, by=spy)

    decided(services.reassign_company, case)

    with as_owner():
        request = AccessRequest.objects.select_related("customer").get(pk=asked.pk)
    assert (request.state, request.customer.status, request.customer.relation) == (
        "withdrawn", "prospect", "none"
    )  # fmt: skip
    assert request.retailer_id != case.retailer_id


def test_declined_nothing_changes_and_the_claimant_is_told_why(world, case):
    after = decided(services.decline_claim, case, reason="The manager confirmed it by phone.")

    assert after.state == "declined"
    assert members(case) == {SPY: "admin"}
    assert mails(EMAIL)[-1].template == "invitations/claim_declined"
    assert "by phone" in mails(EMAIL)[-1].text
    assert [m.template for m in mails(SPY)] == ["invitations/invitation"]


@pytest.mark.parametrize("name", ["reassign_company", "decline_claim"])
def test_a_case_is_decided_once(world, case, name):
    decided(services.decline_claim, case)

    with pytest.raises(ClaimRefused):
        decided(getattr(services, name), case)

    assert members(case) == {SPY: "admin"}


def test_a_company_that_sells_is_not_handed_over_here(world, case):
    with as_owner():
        type(case.retailer).objects.filter(pk=case.retailer_id).update(sells=True)

    with pytest.raises(ClaimRefused, match="also sells"):
        decided(services.reassign_company, case)

    assert members(case) == {SPY: "admin"}
    assert stored(case).state == "open"

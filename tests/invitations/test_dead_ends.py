"""Every dead end, and every answer that comes late, is a plain page with the next step; never a second account."""

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from invitations import services
from retailers.models import Customer, DirectoryEntry
from retailers.services import deactivate_customer, end_relation, reject_customer
from tests.invitations.conftest import EMAIL, invite, last_token
from tests.invitations.test_pages import ACCEPT, PAGE, REGISTER, TYPED, open_link, stored
from wholesale.accounts.models import User
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

SIGN_OUT = reverse("invitations:signing_out_create")
COMPANY = {name: TYPED[name] for name in ("name", "street", "city", "country", "phone")}


def opened():
    client = Client()
    open_link(client)
    return client


def person(email=EMAIL, name="Jeanne"):
    with as_owner():
        made = User.objects.create_user(email, "x" * 20, name=name)
        EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def says(page, status, *texts):
    """Check that this is the plain page of ours, with these words, and not the server's."""
    content = page.content.decode()
    assert page.status_code == status, content[:400]
    assert "<h1" in content
    assert "Go to the start" in content or "/invitation/" in content
    for text in texts:
        assert text in content, text


def accounts():
    with as_owner():
        return (
            User.objects.filter(email=EMAIL).count(),
            Membership.objects.filter(user__email=EMAIL).count(),
        )


# The account that is there already: details are shown, and may be changed.


def test_whoever_has_an_account_may_change_what_the_supplier_wrote(world, bar):
    invite(world, bar)
    client = opened()
    client.force_login(person())
    page = open_link(client).content.decode()
    for shown in ('value="Bar Le Cormoran"', 'value="48 rue Laurendeau"', "Accept the invitation"):
        assert shown in page, shown
    assert 'type="password"' not in page

    answer = client.post(ACCEPT, COMPANY | {"name": "Le Cormoran", "street": "50 rue Laurendeau"})

    assert answer.status_code == 302
    assert answer["Location"].endswith("/shop/alder/") or "/buying/" in answer["Location"]
    entry = stored(DirectoryEntry(retailer=bar.retailer))
    assert (entry.name, entry.street, entry.is_claimed) == ("Le Cormoran", "50 rue Laurendeau", True)


def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(world, bar):
    invite(world, bar)
    client = opened()
    client.force_login(person())
    open_link(client)

    page = client.post(ACCEPT, COMPANY | {"name": " ", "city": "Laval typed"})

    says(page, 422, "Laval typed")
    assert set(page.context["form"].errors) == {"name"}
    assert not stored(DirectoryEntry(retailer=bar.retailer)).is_claimed
    assert stored(bar).status == "invited"


def test_only_name_and_password_have_to_be_typed(world, bar):
    """The address that the supplier entered stands in the form (003-17)."""
    invite(world, bar)
    client = opened()
    form = client.get(PAGE).context["form"]
    prefilled = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(REGISTER, prefilled | {"person_name": "Jeanne", "password": TYPED["password"]})

    assert answer.status_code == 302
    entry = stored(DirectoryEntry(retailer=bar.retailer))
    assert (entry.street, entry.postal_code) == ("48 rue Laurendeau", "H4E 3W4")


# Late and twice.


def test_the_back_button_after_accepting_leads_to_the_shop(world, bar):
    invite(world, bar)
    client = opened()
    assert client.post(REGISTER, TYPED).status_code == 302

    for answer in (client.get(PAGE), client.post(REGISTER, TYPED), client.post(ACCEPT, COMPANY)):
        says(answer, 410, "accepted already", "Go to the shop")

    assert accounts() == (1, 1)


def test_accepted_in_two_tabs_is_accepted_once(world, bar):
    invite(world, bar)
    jeanne, tabs = person(), [opened(), opened()]
    for tab in tabs:
        tab.force_login(jeanne)
        open_link(tab)
    assert tabs[0].post(ACCEPT, COMPANY).status_code == 302

    says(tabs[1].post(ACCEPT, COMPANY), 410, "accepted already", "Go to the shop")

    assert accounts() == (1, 1)


def test_withdrawn_between_looking_and_answering(world, bar):
    waiting = invite(world, bar)
    client = opened()
    with acting_as(world.context("alder")):
        services.revoke_invitation(invitation=waiting, by=world.users["alder"])

    says(client.post(REGISTER, TYPED), 410, "was withdrawn", "reply to the mail")

    assert accounts() == (0, 0)


def test_registered_between_looking_and_answering(world, bar):
    """An account came meanwhile: sign in, and nothing is lost."""
    invite(world, bar)
    client = opened()
    person()

    page = client.post(REGISTER, TYPED)

    says(page, 409, "Sign in to accept", EMAIL)
    assert accounts() == (1, 0)
    assert stored(bar).status == "invited"


@pytest.mark.parametrize("has_account", [True, False])
def test_claimed_by_somebody_else_between_looking_and_answering(world, bar, has_account):
    invite(world, bar)
    client = opened()
    if has_account:
        client.force_login(person())
        open_link(client)
    with as_owner():
        DirectoryEntry.objects.filter(pk=bar.retailer_id).update(claimed_at=timezone.now())

    page = client.post(ACCEPT if has_account else REGISTER, TYPED)

    says(page, 403, "This is us", reverse("invitations:claim_case", args=[bar.retailer_id]))
    assert accounts() == (int(has_account), 0)
    assert stored(bar).status == "invited"


# Who looks.


def test_signing_out_keeps_the_invitation_open(world, bar):
    invite(world, bar)
    client = world.client("rex")
    says(open_link(client), 403, "Sign out and go on")

    answer = client.post(SIGN_OUT)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    says(client.get(PAGE), 200, "Accept and open the shop", EMAIL)
    assert "_auth_user_id" not in client.session


def test_the_owner_of_a_company_that_others_claimed_is_shown_the_way(world, bar, rival):
    invite(world, bar)
    invite(world, rival, "birch")
    spy = Client()
    open_link(spy, last_token("spy@birch.example.com"))
    spy.post(REGISTER, TYPED)
    way = reverse("invitations:claim_case", args=[bar.retailer_id])

    says(opened().get(PAGE), 200, "has an account", way)
    owner = Client()
    owner.force_login(person())
    says(open_link(owner), 403, "This is us", way)


def test_registered_through_another_address_of_the_same_supplier(world, bar):
    invite(world, bar)
    invite(world, bar, email="other@example.com")
    other = Client()
    open_link(other, last_token("other@example.com"))
    assert other.post(REGISTER, TYPED).status_code == 302

    says(opened().get(PAGE), 410, "can order", "This is us", reverse("account_login"))


def test_ended_by_the_supplier(world, bar):
    invite(world, bar)
    client = opened()
    client.post(REGISTER, TYPED)
    with acting_as(world.context("alder")):
        customer = Customer.objects.get(pk=bar.pk)
        end_relation(customer=customer, by=world.users["alder"])
        services.invite_customer(customer=customer, by=world.users["alder"])
    with as_owner():
        Customer.objects.filter(pk=bar.pk).update(relation="ended")

    says(open_link(client), 410, "closed this account", "reply to the mail")
    says(client.post(ACCEPT), 410, "closed this account")


def test_not_active_is_told_so_beside_the_way_to_the_shop(world, bar):
    invite(world, bar)
    invite(world, bar, email="second@example.com")
    client = opened()
    client.post(REGISTER, TYPED)
    with acting_as(world.context("alder")):
        deactivate_customer(customer=Customer.objects.get(pk=bar.pk), by=world.users["alder"])

    page = open_link(client, last_token("second@example.com"))

    says(page, 410, "Ordering is not switched on", "Go to the shop")


def test_what_cannot_be_accepted_now_names_nothing_of_the_suppliers(world, bar):
    invite(world, bar)
    with as_owner():
        Customer.objects.filter(pk=bar.pk).update(status="requested", relation="asked_by_retailer")
    with acting_as(world.context("alder")):
        customer = Customer.objects.get(pk=bar.pk)
        customer.private.nickname = customer.private.display_name = "Corner dive"
        customer.private.save()
        reject_customer(customer=customer, by=world.users["alder"])
    client = opened()

    page = client.post(REGISTER, TYPED)

    says(page, 409, "cannot be accepted now")
    assert "Corner dive" not in page.content.decode()
    assert accounts() == (0, 0)


def test_a_page_costs_the_same_each_time(world, bar):
    invite(world, bar)
    client = opened()
    with CaptureQueriesContext(connection) as first:
        client.get(PAGE)
    with CaptureQueriesContext(connection) as second:
        client.get(PAGE)

    assert len(first) == len(second)
    assert len(first) == 6


def test_a_page_from_before_signing_in_says_so(world, bar):
    """The token of a form changes with the account; the other tab is told, in our words."""
    invite(world, bar)
    client = Client(enforce_csrf_checks=True)
    open_link(client)

    page = client.post(REGISTER, TYPED)

    says(page, 403, "This page is out of date", "load the page anew")
    assert accounts() == (0, 0)

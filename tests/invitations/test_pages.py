"""The pages of an invitation: the supplier's tab, the link in the mail, every dead end, the company's own list."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from invitations.models import Invitation
from retailers.enums import CustomerStatus
from retailers.models import Customer, DirectoryEntry
from tests.invitations.conftest import EMAIL, invite, last_token, mails
from wholesale.accounts.models import User
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

TYPED = {
    "name": "Bar Le Cormoran",
    "street": "48 rue Laurendeau",
    "city": "Montréal",
    "country": "CA",
    "phone": "514 555-0148",
    "person_name": "Jeanne Cormier",
    "password": "cormoran au bec long",
}
PAGE, ACCEPT, REGISTER = (
    reverse(f"invitations:{name}") for name in ("invitation", "acceptance_create", "registration_create")
)


def open_link(client, token=None):
    """Follow the mail's link; return the page it leads to."""
    answer = client.get(reverse("invitations:invitation_open", kwargs={"token": token or last_token()}))
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert answer["Referrer-Policy"] == "no-referrer"
    return client.get(PAGE)


def selling(world, name, invitation, organization="alder"):
    kwargs = {"organization": organization, "customer": invitation.customer_id}
    if name in ("invitation_sending", "invitation_revocation"):
        kwargs["invitation"] = invitation.pk
    return reverse(f"invitations:{name}", kwargs=kwargs)


def stored(row):
    with as_owner():
        return type(row).objects.get(pk=row.pk)


def change(invitation, **values):
    with as_owner():
        Invitation.objects.filter(pk=invitation.pk).update(**values)


def test_opening_uses_nothing_up_and_notes_nothing(world, bar):
    invitation = invite(world, bar)

    page = open_link(Client())

    text = page.content.decode()
    assert page.status_code == 200
    for shown in ("Bar Le Cormoran", "48 rue Laurendeau", "Jeanne", EMAIL, "Alder"):
        assert shown in text, shown
    assert last_token() not in text
    assert "no-store" in page["Cache-Control"]
    assert (stored(invitation).status, stored(invitation).opened_at) == ("pending", None)
    assert stored(bar).status == CustomerStatus.INVITED


def test_registering_signs_in_and_leads_to_the_shop(world, bar):
    invite(world, bar)
    client = Client()
    open_link(client)

    answer = client.post(REGISTER, TYPED)

    retailer = stored(bar.retailer)
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"/{retailer.slug}/buying/")
    assert client.session["_auth_user_id"]
    assert stored(bar).status == CustomerStatus.REGISTERED


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "jeanne cormier"}, "password"),
        ({"person_name": ""}, "person_name"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(world, bar, wrong, field):
    invite(world, bar)
    client = Client()
    open_link(client)

    page = client.post(REGISTER, TYPED | {"city": "Laval typed"} | wrong)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert "Laval typed" in page.content.decode()
    assert TYPED["password"] not in page.content.decode()
    with as_owner():
        assert not User.objects.filter(email=EMAIL).exists()
        assert not DirectoryEntry.objects.get(pk=bar.retailer_id).is_claimed


def test_registering_twice_makes_one(world, bar):
    invite(world, bar)
    first, second = Client(), Client()
    for client in (first, second):
        open_link(client)
    assert first.post(REGISTER, TYPED).status_code == 302

    page = second.post(REGISTER, TYPED)

    assert page.status_code == 410
    assert "accepted already" in page.content.decode()
    with as_owner():
        assert User.objects.filter(email=EMAIL).count() == 1


def test_who_has_an_account_is_asked_to_sign_in_then_accepts(world, bar):
    invite(world, bar)
    with as_owner():
        jeanne = User.objects.create_user(EMAIL, "x" * 20, name="Jeanne")
    client = Client()

    page = open_link(client).content.decode()
    assert "Sign in to accept" in page
    assert "password" not in page
    client.force_login(jeanne)
    assert "Accept the invitation" in open_link(client).content.decode()

    assert client.post(ACCEPT).status_code == 302
    assert stored(bar).status == CustomerStatus.REGISTERED


def test_accepting_without_signing_in_leads_back(world, bar):
    invite(world, bar)
    client = Client()
    open_link(client)

    assert client.post(ACCEPT)["Location"] == PAGE
    assert stored(bar).status == CustomerStatus.INVITED


def test_somebody_else_is_told_to_sign_out(world, bar):
    invite(world, bar)
    client = world.client("rex")

    page = open_link(client)

    assert page.status_code == 403
    assert "Sign out and go on" in page.content.decode()
    assert client.post(ACCEPT).status_code == 403
    assert stored(bar).status == CustomerStatus.INVITED


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, "has expired"),
        ({"status": "revoked", "revoked_at": timezone.now()}, "was withdrawn"),
        ({"status": "accepted", "accepted_at": timezone.now()}, "accepted already"),
    ],
)
def test_each_dead_end_is_a_plain_page(world, bar, values, says):
    change(invite(world, bar), **values)
    client = Client()

    page = open_link(client)

    assert page.status_code == 410
    assert says in page.content.decode()
    assert client.post(REGISTER, TYPED).status_code == 410
    with as_owner():
        assert not User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("token", ["nothing", "x" * 43, "é"])
def test_a_made_up_link_leads_nowhere(world, token):
    page = open_link(Client(), token)

    assert page.status_code == 410
    assert "leads to no invitation" in page.content.decode()


def test_without_a_link_there_is_nothing(world):
    assert Client().get(PAGE).status_code == 410


def test_a_stranger_to_a_registered_company_is_told_whom_to_ask(world, bar):
    invite(world, bar)
    with as_owner():
        DirectoryEntry.objects.filter(pk=bar.retailer_id).update(claimed_at=timezone.now())
        jeanne = User.objects.create_user(EMAIL, "x" * 20, name="Jeanne")
    client = Client()
    client.force_login(jeanne)

    page = open_link(client)

    assert page.status_code == 403
    assert "Ask the admin of" in page.content.decode()


def test_a_customer_already_is_led_to_its_shop(world, bar):
    invite(world, bar)
    client = Client()
    open_link(client)
    client.post(REGISTER, TYPED)
    invitation = stored(Invitation(pk=stored_invitation(bar)))

    page = open_link(client, last_token())

    assert page.status_code == 410
    assert invitation.status == "accepted"
    assert "Go to the shop" in page.content.decode()


def stored_invitation(customer):
    with as_owner():
        return Invitation.objects.get(customer=customer).pk


def test_the_suppliers_tab(world, bar):
    invitation = invite(world, bar)
    alder = world.client("alder")

    page = alder.get(selling(world, "customer_invitations", invitation))

    assert page.status_code == 200
    for text in (EMAIL, "Being sent", "by Alder Admin", "Resend"):
        assert text in page.content.decode(), text
    assert alder.post(selling(world, "invitation_sending", invitation)).status_code == 302
    assert len(mails(EMAIL)) == 2
    assert alder.post(selling(world, "invitation_revocation", invitation)).status_code == 302
    assert stored(invitation).status == "revoked"
    assert alder.post(selling(world, "invitation_sending", invitation)).status_code == 409
    assert len(mails(EMAIL)) == 2


def test_inviting_from_the_customers_page(world, bar):
    address = reverse("invitations:invitation_create", kwargs={"organization": "alder", "customer": bar.pk})
    alder = world.client("alder")

    assert alder.post(address, {"email": "nonsense@"}).status_code == 422
    assert mails() == []
    assert alder.post(address).status_code == 302
    assert [mail.to for mail in mails()] == [EMAIL]


def test_strangers_and_colleagues_without_the_right(world, bar):
    invitation = invite(world, bar)
    names = ("invitation_create", "invitation_sending", "invitation_revocation")

    for name in names:
        assert world.client("birch").post(selling(world, name, invitation, "birch")).status_code == 404
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    for name in names:
        assert world.client("alder").post(selling(world, name, invitation)).status_code == 403

    assert len(mails()) == 1
    assert stored(invitation).status == "pending"


def test_a_company_here_already_accepts_from_its_own_list(world):
    remy = world.client("remy")
    listed = reverse("invitations:company_invitation_list", kwargs={"organization": "remy"})
    accept = {"organization": "remy", "supplier": "birch"}

    assert "Birch" in remy.get(listed).content.decode()
    assert remy.post(reverse("invitations:company_acceptance", kwargs=accept)).status_code == 302

    assert stored(world.customers["birch", "remy"]).status == CustomerStatus.REGISTERED
    assert "No invitations" in remy.get(listed).content.decode()


def test_an_invitation_to_an_address_is_not_the_companys(world):
    rita = world.client("rita")
    listed = reverse("invitations:company_invitation_list", kwargs={"organization": "rita"})
    accept = {"organization": "rita", "supplier": "cedar"}

    assert "Cedar" not in rita.get(listed).content.decode()
    assert rita.post(reverse("invitations:company_acceptance", kwargs=accept)).status_code == 404
    with as_owner():
        assert Customer.objects.get(pk=world.customers["cedar", "rita"].pk).status == CustomerStatus.INVITED

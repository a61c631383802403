"""A retailer signs itself up, claiming nothing, and keeps its entry (SPEC.md P6, C6)."""

from django.urls import reverse

from retailers.models import CustomerPrivate, DirectoryEntry, ShipToAddress
from tests.retailers.conftest import create
from wholesale.accounts.models import User
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import as_owner

NEW = reverse("organizations:company_create", kwargs={"side": "buying"})
OWN = reverse("retailers:own_entry", kwargs={"organization": "rita"})
TYPED = {"name": "Chez Zoé", "street": "9 rue Zola", "city": "Lyon", "country": "FR"}


def newcomer(client):
    with as_owner():
        client.force_login(User.objects.create_user("zoe@example.com", "x" * 20, name="Zoé"))
    return client


def test_a_company_that_buys_signs_itself_up(world, client):
    answer = newcomer(client).post(NEW, TYPED)

    assert answer.status_code == 302
    with as_owner():
        company = Organization.objects.get(name="Chez Zoé")
        entry = DirectoryEntry.objects.get(retailer=company)
        assert (company.buys, company.currency, entry.is_claimed) == (True, "EUR", True)
        assert Membership.objects.get(organization=company).role == MemberRole.ADMIN
        assert ShipToAddress.objects.get(retailer=company).street == "9 rue Zola"
    assert answer.url.startswith(f"/{company.slug}/buying/")


def test_signing_up_does_not_claim_what_is_there(world, client):
    twin = create(world).retailer
    typed = TYPED | {
        "name": "Le Cormoran",
        "street": "48 rue Laurendeau",
        "city": "Montréal",
        "country": "CA",
    }
    newcomer(client)

    page = client.post(NEW, typed)

    assert page.status_code == 409
    assert "Bar Le Cormoran" in page.content.decode()
    with as_owner():
        assert not Organization.objects.filter(name="Le Cormoran").exists()
    assert client.post(NEW, typed | {"same_as": "new", "shown": page.context["shown"]}).status_code == 302
    with as_owner():
        assert not DirectoryEntry.objects.get(pk=twin.pk).is_claimed
        assert not Membership.objects.filter(organization=twin).exists()


def test_nobody_signs_up_without_an_account(world, client):
    assert "/accounts/login/" in client.post(NEW, TYPED).url


def test_a_retailer_keeps_its_entry_and_every_list_follows(world):
    with as_owner():
        CustomerPrivate.objects.filter(customer=world.customers["birch", "rita"]).update(nickname="")

    answer = world.client("rita").post(OWN, TYPED)

    assert answer.status_code == 302
    with as_owner():
        names = dict(CustomerPrivate.objects.values_list("customer", "display_name"))
        assert names[world.customers["birch", "rita"].pk] == "Chez Zoé"
        assert names[world.customers["alder", "rita"].pk] == "Rita of alder"
        assert DirectoryEntry.objects.get(retailer=world.orgs["rita"]).city == "Lyon"


def test_a_buyer_does_not_change_the_entry(world):
    with as_owner():
        Membership.objects.filter(user=world.users["rita"]).update(role=MemberRole.BUYER)

    assert world.client("rita").post(OWN, TYPED).status_code == 403


def test_a_company_that_buys_since_later_lists_itself(world):
    with as_owner():
        Organization.objects.filter(pk=world.org_id("alder")).update(buys=True)
    client, own = world.client("alder"), reverse("retailers:own_entry", kwargs={"organization": "alder"})
    assert "not in the directory yet" in client.get(own).content.decode()

    assert client.post(own, TYPED | {"name": "Alder Taproom"}).status_code == 302

    with as_owner():
        assert DirectoryEntry.objects.get(retailer=world.orgs["alder"]).is_claimed

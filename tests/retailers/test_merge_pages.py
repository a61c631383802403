"""The staff's pages about duplicates, and where the old addresses lead (SPEC.md C7)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from retailers.enums import DuplicateReason
from retailers.models import Customer, DirectoryEntry, DuplicatePair, Merge
from retailers.services.pairs import find_duplicates
from tests.retailers.staff import merged, sam, staff_client, undone
from tests.world import World
from wholesale.api.models import ApiToken
from wholesale.tenancy.testing import as_owner


@pytest.fixture
def staff(world: World) -> Client:
    return staff_client()


def page(name: str, *args: object) -> str:
    return reverse(f"admin:retailers_merge_{name}", args=args)


def twins(world: World) -> None:
    """Let rita's and rosa's entries look like one."""
    with as_owner():
        DirectoryEntry.objects.filter(pk=world.org_id("rosa")).update(name="Rita's Bar", street="450 Elm St.")


def found() -> set[tuple[frozenset[Any], bool]]:
    with as_owner():
        pairs = DuplicatePair.objects.all()
        return {(frozenset((pair.one_id, pair.other_id)), pair.dismissed_at is None) for pair in pairs}


def test_the_whole_directory_is_looked_through_and_each_pair_says_why(world: World, staff: Client) -> None:
    twins(world)
    both = frozenset((world.org_id("rita"), world.org_id("rosa")))

    assert find_duplicates() >= 1

    assert (both, True) in found()
    with as_owner():
        pair = DuplicatePair.objects.get(one_id=min(both), other_id=max(both))
    assert {DuplicateReason.SAME_ADDRESS, DuplicateReason.SIMILAR_NAME} <= set(pair.reasons)
    content = staff.get(page("changelist")).content.decode()
    assert content.count("Rita&#x27;s Bar") >= 2
    assert "Same address" in content


def test_two_companies_are_not_put_forward_again(world: World, staff: Client) -> None:
    twins(world)
    find_duplicates()
    both = frozenset((world.org_id("rita"), world.org_id("rosa")))
    with as_owner():
        pair = DuplicatePair.objects.get(one_id=min(both), other_id=max(both))

    response = staff.post(page("dismissal", pair.pk))
    find_duplicates()

    assert response.status_code == 302
    assert (both, False) in found()
    assert str(pair.one_id) not in staff.get(page("changelist")).content.decode()


def test_a_pair_that_no_longer_looks_alike_is_gone_after_the_next_look(world: World) -> None:
    twins(world)
    find_duplicates()
    with as_owner():
        DirectoryEntry.objects.filter(pk=world.org_id("rosa")).update(
            name="Quay Street Oysters", street="9 Quay", phone="", city="Bangor"
        )

    find_duplicates()

    assert frozenset((world.org_id("rita"), world.org_id("rosa"))) not in {pair for pair, _ in found()}


def test_any_two_are_found_by_search_and_compared(world: World, staff: Client) -> None:
    response = staff.get(page("choice"), {"first": "Rita's Bar", "second": "rosa@example.com"})

    assert str(world.org_id("rita")) in response.content.decode()
    assert str(world.org_id("rosa")) in response.content.decode()
    one = {"one": str(world.org_id("rita")), "compare": "1"}
    assert b"Choose one entry on each side." in staff.get(page("choice"), one).content
    both = staff.get(page("choice"), one | {"other": str(world.org_id("rosa"))})
    assert both["Location"] == page("add", world.org_id("rita"), world.org_id("rosa"))


def test_a_merge_is_previewed_done_once_shown_and_undone(world: World, staff: Client) -> None:
    address = page("add", world.org_id("rita"), world.org_id("rosa"))
    preview = staff.get(address).content.decode()
    assert "Two customers become one" in preview
    assert "Both companies have registered" in preview
    with as_owner():
        assert not Merge.objects.filter(undone_at=None).exists()

    refused = staff.post(address, {})
    assert refused.status_code == 409
    assert b"Say that they are one company." in refused.content

    typed = {"is_one_company": "on", "name": "gone"}
    done = staff.post(address, typed)
    again = staff.post(address, typed)
    assert done.status_code == 302
    assert done["Location"] == again["Location"]
    with as_owner():
        merge = Merge.objects.get(undone_at=None)
        assert DirectoryEntry.objects.get(pk=world.org_id("rita")).name == "Rosa's Bar"
    shown = staff.get(done["Location"]).content.decode()
    assert "Undo the merge" in shown
    assert "can be undone" in staff.get(page("list")).content.decode()

    assert staff.post(page("undo", merge.pk)).status_code == 302
    assert "Undone" in staff.get(done["Location"]).content.decode()
    with as_owner():
        assert DirectoryEntry.objects.filter(pk=world.org_id("rosa")).exists()


def test_the_claimed_one_stays_whichever_was_named_first(world: World, staff: Client) -> None:
    response = staff.get(page("add", world.org_id("rolf"), world.org_id("rita")))

    assert response["Location"] == page("add", world.org_id("rita"), world.org_id("rolf"))


def test_what_stands_in_the_way_of_undoing_is_said_on_the_page(world: World, staff: Client) -> None:
    first = merged(world, "rita", "rosa")
    merged(world, "remy", "rita")

    response = staff.post(page("undo", first.pk))

    assert response.status_code == 409
    assert b"Undo that first." in response.content


def test_nobody_but_staff_finds_these_pages(world: World) -> None:
    pair = (world.org_id("rita"), world.org_id("rosa"))
    addresses = [page(name) for name in ("changelist", "list", "choice")] + [page("add", *pair)]
    supplier, visitor = world.client("alder"), Client()

    for address in addresses:
        assert supplier.get(address, follow=True).status_code == 404
        assert visitor.get(address, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    assert supplier.post(page("add", *pair), {"is_one_company": "on"}, follow=True).status_code == 404
    with as_owner():
        assert not Merge.objects.filter(undone_at=None).exists()


def test_staff_without_the_right_is_refused(world: World) -> None:
    person = sam()
    person.is_superuser = False
    person.save(update_fields=["is_superuser"])
    client = Client()
    client.force_login(person)

    assert client.get(page("changelist")).status_code == 403


def test_a_list_of_one_costs_as_many_statements_as_a_list_of_thirty(world: World, staff: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(page("changelist")).status_code == 200
        return len(captured)

    staff.get(page("changelist"))
    one = count()
    retailers = [world.org_id(name) for name in ("rita", "remy", "rosa", "rex")]
    with as_owner():
        for at, first in enumerate(retailers):
            for second in retailers[at + 1 :]:
                low, high = sorted((first, second))
                DuplicatePair.objects.get_or_create(one_id=low, other_id=high, defaults={"points": 2.0})

    assert count() == one


def test_the_supplier_s_old_addresses_lead_to_the_one_that_stays(world: World) -> None:
    alder = world.client("alder")
    old = reverse("retailers:customer_detail", args=["alder", world.customers["alder", "rosa"].pk])
    new = reverse("retailers:customer_detail", args=["alder", world.customers["alder", "rita"].pk])
    api = f"/api/v1/alder/selling/customers/{world.customers['alder', 'rosa'].pk}/"
    merge = merged(world, "rita", "rosa")

    response = alder.get(old)
    assert (response.status_code, response["Location"]) == (307, new)
    assert alder.get(old, follow=True).status_code == 200
    assert alder.get(api)["Location"] == api.replace(
        str(world.customers["alder", "rosa"].pk), str(world.customers["alder", "rita"].pk)
    )
    assert world.client("cedar").get(old.replace("alder", "cedar", 1)).status_code == 404
    add = reverse("retailers:customer_add", args=["cedar", world.org_id("rosa")])
    assert b"Rita" in world.client("cedar").get(add).content

    undone(merge)
    assert alder.get(old).status_code == 200


def test_the_retailer_s_old_addresses_lead_its_people_on_and_nobody_else(world: World) -> None:
    rosa = world.client("rosa")
    home = reverse("orders:buying_home", args=["rosa"])
    assert rosa.get(home).status_code == 200
    merged(world, "rita", "rosa")

    response = rosa.get(home)

    assert (response.status_code, response["Location"]) == (307, reverse("orders:buying_home", args=["rita"]))
    assert rosa.get(home, follow=True).status_code == 200
    assert world.client("remy").get(home).status_code == 404


def test_a_token_goes_on_at_the_one_that_stays(world: World) -> None:
    with as_owner():
        token = ApiToken.objects.get(organization=world.orgs["rosa"])
    merge = merged(world, "rita", "rosa")
    with as_owner():
        assert ApiToken.objects.get(pk=token.pk).organization == world.orgs["rita"]

    undone(merge)
    with as_owner():
        assert ApiToken.objects.get(pk=token.pk).organization == world.orgs["rosa"]


def test_a_link_that_was_sent_for_the_old_entry_claims_the_one_that_stays(world: World) -> None:
    """Alder's invitation of rosa was not answered; rolf's bar is claimed by nobody and takes its place."""
    with as_owner():
        customers = Customer.objects.filter(retailer=world.orgs["rosa"]).count()
    merged(world, "rita", "rosa")

    with as_owner():
        invitation = world.invitations["alder", "rosa"]
        invitation.refresh_from_db()
    assert customers == 2
    assert (invitation.retailer_id, invitation.customer_id, invitation.status) == (
        world.org_id("rita"), world.customers["alder", "rita"].pk, "pending",
    )  # fmt: skip

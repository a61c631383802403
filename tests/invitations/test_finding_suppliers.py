"""A retailer finds a supplier by itself (SPEC.md N10)."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from invitations.models import AccessRequest, Findability
from retailers.enums import CustomerStatus, Relation
from retailers.models import Customer
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import as_owner

FIND = "/rita/buying/suppliers/find/"
API = "/api/v1/rita/buying/suppliers/finding/"


@pytest.fixture
def rita(world: World):
    cache.clear()
    return world.client("rita")


def supplier(name: str, **more) -> Organization:
    with as_owner():
        slug = more.pop("slug", name.lower().replace(" ", "-"))
        return Organization.objects.create(name=name, slug=slug, sells=True, **more)


def names(client, text: str) -> list[str]:
    return [each.supplier.name for each in client.get(FIND, {"q": text}).context["standings"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("brulerie", ["Brûlerie Éléphant"]),
        ("ÉLÉPHANT brû", ["Brûlerie Éléphant"]),
        ("élé", ["Brûlerie Éléphant"]),
        ("portugal", ["Brûlerie Éléphant"]),
        ("brulerie canada", []),
        ("b", []),
        ("%%", []),
        ("__", []),
        ("nothing like it", []),
    ],
)
def test_by_words_of_its_name_or_its_country(world, rita, typed, found):
    supplier("Brûlerie Éléphant", slug="brulerie", country="PT")
    supplier("Northgate", country="US")

    assert names(rita, typed) == found


def test_only_who_sells_is_public_and_wants_to_be_found(world, rita):
    supplier("Oak One")
    supplier("Oak Private", private_to=world.orgs["alder"])
    hidden = supplier("Oak Hidden")
    with as_owner():
        Findability.objects.create(supplier=hidden, is_findable=False)
        Organization.objects.create(name="Oak Bar", slug="oak-bar", buys=True)
        Organization.objects.filter(slug="rita").update(sells=True, name="Oak of Rita")

    assert names(rita, "oak") == ["Oak One"]
    page = rita.get(FIND, {"q": "oak"}).content.decode()
    assert "Oak Hidden" not in page


def test_a_hit_says_where_one_stands(world, rita):
    states = {}
    for name, standing in {
        "Oak Asked": (CustomerStatus.REQUESTED, Relation.ASKED_BY_RETAILER, "open", ""),
        "Oak Approved": (CustomerStatus.REGISTERED, Relation.ACCEPTED, "approved", ""),
        "Oak Declined": (CustomerStatus.REJECTED, Relation.REFUSED, "rejected", "Too far away."),
        "Oak New": None,
    }.items():
        made = supplier(name)
        if standing:
            status, relation, state, answer = standing
            registered = timezone.now() if status == CustomerStatus.REGISTERED else None
            with as_owner():
                customer = Customer.objects.create(
                    supplier=made, retailer=world.orgs["rita"], status=status, relation=relation,
                    registered_at=registered,
                )  # fmt: skip
                AccessRequest.objects.create(
                    supplier=made, retailer=world.orgs["rita"], customer=customer, person=world.users["rita"],
                    email="rita@example.com", origin="own", state=state, answer=answer,
                    decided_at=None if state == "open" else timezone.now(),
                )  # fmt: skip

    for each in rita.get(FIND, {"q": "oak"}).context["standings"]:
        states[each.supplier.name] = each.state.value
    assert states == {
        "Oak Asked": "waiting",
        "Oak Approved": "approved",
        "Oak Declined": "rejected",
        "Oak New": "none",
    }
    listed = rita.get(FIND).content.decode()
    assert "Too far away." in listed
    assert "activation pending" in listed


def test_who_invites_by_the_companys_people_is_marked(world):
    remy = world.client("remy")
    with as_owner():
        Findability.objects.update(is_findable=True)

    (hit,) = remy.get("/remy/buying/suppliers/find/", {"q": "birch"}).context["standings"]
    assert hit.state == "invited"
    assert "/remy/buying/invitations/" in remy.get("/remy/buying/suppliers/birch/request/").content.decode()


@pytest.mark.parametrize("rows", [1, 15])
def test_lists_cost_the_same_for_one_row_and_fifteen(world, rita, rows):
    for number in range(rows):
        made = supplier(f"Oak {number}")
        with as_owner():
            customer = Customer.objects.create(supplier=made, retailer=world.orgs["rita"])
            AccessRequest.objects.create(
                supplier=made, retailer=world.orgs["rita"], customer=customer, person=world.users["rita"],
                email="rita@example.com", origin="own",
            )  # fmt: skip
    rita.get(FIND)

    with CaptureQueriesContext(connection) as found:
        rita.get(FIND, {"q": "oak"})
    with CaptureQueriesContext(connection) as asked:
        rita.get(FIND)

    assert (len(found), len(asked)) == (10, 7)


def test_pages_of_twenty(world, rita):
    for number in range(25):
        supplier(f"Oak {number:02}")

    first = rita.get(FIND, {"q": "oak"})
    after = rita.get(FIND, {"q": "oak", "cursor": first.context["page"].next})

    shown = [each.supplier.name for page in (first, after) for each in page.context["standings"]]
    assert shown == [f"Oak {number:02}" for number in range(25)]
    rows = rita.get(API, {"q": "oak", "limit": 3}).json()
    assert [row["name"] for row in rows["results"]] == ["Oak 00", "Oak 01", "Oak 02"]
    assert rows["results"][0]["standing"] == "none"
    assert rita.get(API).status_code == 400


def test_looking_is_limited(world, rita, monkeypatch):
    monkeypatch.setattr("invitations.limits.SUPPLIER_SEARCHES_PER_MINUTE", 2)

    codes = [rita.get(FIND, {"q": "oak"}).status_code for _ in range(3)]

    assert codes == [200, 200, 429]
    assert rita.get(API, {"q": "oak"}).status_code == 429
    assert rita.get(FIND).status_code == 200


def test_a_bookkeeper_asks_nobody(world, rita):
    with as_owner():
        Membership.objects.filter(user=world.users["rita"]).update(role=MemberRole.BOOKKEEPER)

    assert [rita.get(path).status_code for path in (FIND, "/rita/buying/suppliers/cedar/request/")] == [
        403,
        403,
    ]


def test_a_test_customer_finds_nobody(world, rita):
    supplier("Oak One")
    with as_owner():
        Organization.objects.filter(slug="rita").update(private_to=world.orgs["alder"])

    assert names(rita, "oak") == []
    assert rita.get("/rita/buying/suppliers/oak-one/request/").status_code == 404


def test_the_supplier_switches_it(world, rita):
    alder, page = world.client("alder"), reverse("invitations:finding_update", args=["alder"])
    assert names(rita, "alder") == []

    assert "checked" not in alder.get(page).content.decode()
    alder.post(page, {"is_findable": "on"}, follow=True)
    assert "checked" in alder.get(page).content.decode()
    assert names(rita, "alder") == ["Alder"]
    put = {"content_type": "application/json"}
    assert alder.put("/api/v1/alder/selling/findability/", {"is_findable": False}, **put).status_code == 200
    assert alder.get("/api/v1/alder/selling/findability/").json() == {"is_findable": False}
    assert names(rita, "alder") == []
    with as_owner():
        changes = AuditEntry.objects.filter(verb="findability_changed", organization=world.orgs["alder"])
        assert changes.count() == 2


def test_who_never_touched_the_switch_is_found(world, rita):
    with as_owner():
        Findability.objects.all().delete()

    assert names(rita, "alder") == ["Alder"]
    page = world.client("alder").get(reverse("invitations:finding_update", args=["alder"]))
    assert "checked" in page.content.decode()


def test_who_may_not_invite_does_not_switch_it(world):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.SALES)
    alder, page = world.client("alder"), reverse("invitations:finding_update", args=["alder"])

    assert alder.post(page, {"is_findable": "on"}).status_code == 403
    with as_owner():
        assert not Findability.objects.get(supplier=world.orgs["alder"]).is_findable

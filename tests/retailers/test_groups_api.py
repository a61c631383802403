"""Groups, labels and changes of many by API (SPEC.md X1)."""

import pytest
from django.core.cache import cache

from catalogs.models import CatalogShare
from retailers.api.bulk import BulkOutput
from retailers.api.groups import GroupOutput
from retailers.models import CustomerPrivate, GroupMember
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

BASE = "/api/v1/alder/selling/"


@pytest.fixture
def api(world: World):
    cache.clear()
    return world.client("alder")


def post(api, path, body=None):
    headers = {"Idempotency-Key": str(uuid7())}
    return api.post(BASE + path, body or {}, content_type="application/json", headers=headers)


def patch(api, path, body, version):
    headers = {"If-Match": f'"v{version}"'}
    return api.patch(BASE + path, body, content_type="application/json", headers=headers)


def wrong(answer):
    """Return the fields that a refusal names."""
    return {error["pointer"].strip("#/").split("/")[0] for error in answer.json()["errors"]}


def labels_of(world, name):
    with as_owner():
        return CustomerPrivate.objects.get(customer=world.customers["alder", name]).labels


def test_groups_are_listed_made_changed_moved_and_deleted(world, api):
    made = post(api, "groups/", {"name": "Cafés", "color": "blue"})
    assert (made.status_code, made.headers["ETag"]) == (201, '"v1"')
    key = made.json()["id"]
    assert set(made.json()) == set(GroupOutput().fields)
    assert patch(api, f"groups/{key}/", {"default_note": "Ring"}, 1).json()["default_note"] == "Ring"
    assert patch(api, f"groups/{key}/", {"name": "Late"}, 1).status_code == 412
    assert post(api, f"groups/{key}/place/", {"by": -1}).json()["rank"] == 1

    rows = api.get(f"{BASE}groups/").json()["results"]
    assert [(row["name"], row["customers"]) for row in rows] == [("Cafés", 0), ("Bars", 3)]
    assert post(api, f"groups/{world.groups['alder'].pk}/deletion/").json() == {"customers": 3}
    assert api.get(f"{BASE}groups/{world.groups['alder'].pk}/").status_code == 404


def test_a_name_that_is_taken_is_said_beside_it(world, api):
    answer = post(api, "groups/", {"name": "bars"})

    assert (answer.status_code, wrong(answer)) == (400, {"name"})


def test_a_customers_groups_and_labels_are_read_and_changed(world, api):
    rita, group = world.customers["alder", "rita"].pk, str(world.groups["alder"].pk)
    assert api.get(f"{BASE}customers/{rita}/").json()["groups"] == [group]

    changed = patch(api, f"customers/{rita}/", {"groups": [], "labels": ["patio", "PATIO"]}, 1)

    assert (changed.status_code, changed.json()["groups"], changed.json()["labels"]) == (200, [], ["patio"])
    kept = patch(api, f"customers/{rita}/", {"nickname": "Rita"}, 2).json()
    assert kept["labels"] == ["patio"]
    foreign = patch(api, f"customers/{rita}/", {"groups": [str(world.groups["birch"].pk)]}, 3)
    assert (foreign.status_code, wrong(foreign)) == (400, {"groups"})
    found = api.get(f"{BASE}customers/?label=patio").json()["results"]
    assert [row["id"] for row in found] == [str(rita)]
    assert len(api.get(f"{BASE}customers/?group={group}").json()["results"]) == 2


def test_many_are_changed_by_name_or_by_filter(world, api):
    rita = str(world.customers["alder", "rita"].pk)
    named = post(api, "customers/bulk/", {"verb": "label", "customers": [rita], "labels": ["patio"]})
    assert named.status_code == 201
    assert set(named.json()) == set(BulkOutput().fields)
    assert (named.json()["state"], named.json()["done"]) == ("done", 1)

    own = {"verb": "label", "filters": {"distributor": ["own"]}, "labels": ["patio"]}
    assert post(api, "customers/bulk/", own).json()["total"] == 1
    again = post(api, "customers/bulk/", {"verb": "label", "filters": {}, "labels": ["patio"]}).json()
    assert again["skip_counts"] == {"unchanged": 2}
    assert again["skipped"][rita] == "unchanged"
    assert api.get(f"{BASE}customers/bulk/{again['id']}/").json() == again
    assert [labels_of(world, name) for name in ("rita", "remy", "rosa")] == [["patio"]] * 3


def test_many_are_shown_a_catalog(world, api):
    body = {"verb": "catalog", "customers": [str(world.customers["alder", "rita"].pk)]}
    named = post(api, "customers/bulk/", {**body, "option": str(world.catalogs["alder"].pk)})
    foreign = post(api, "customers/bulk/", {**body, "option": str(world.catalogs["birch"].pk)})

    assert (named.status_code, named.json()["state"], named.json()["done"]) == (201, "done", 1)
    assert (foreign.status_code, wrong(foreign)) == (400, {"option"})
    with as_owner():
        assert CatalogShare.objects.filter(catalog=world.catalogs["alder"], customer__isnull=False).exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"verb": "label", "filters": {}}, "labels"),
        ({"verb": "activate"}, "customers"),
        ({"verb": "catalog", "filters": {}}, "option"),
        ({"verb": "nonsense", "filters": {}}, "verb"),
        (
            {"verb": "distributor", "filters": {}, "distributor": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a10"},
            "distributor",
        ),
    ],
)
def test_what_is_missing_or_foreign_is_said(world, api, body, field):
    answer = post(api, "customers/bulk/", body)

    assert (answer.status_code, wrong(answer)) == (400, {field})


def test_another_suppliers_group_and_job_do_not_exist(world, api):
    foreign = {"verb": "group", "filters": {}, "group": str(world.groups["birch"].pk)}

    assert post(api, "customers/bulk/", foreign).status_code == 400
    assert api.get(f"{BASE}customers/bulk/{world.bulk_jobs['birch'].pk}/").status_code == 404
    with as_owner():
        assert GroupMember.objects.filter(group=world.groups["birch"]).count() == 2


def test_who_may_not_is_refused(world, api):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    assert post(api, "groups/", {"name": "Mine"}).status_code == 403
    assert post(api, "customers/bulk/", {"verb": "activate", "filters": {}}).status_code == 403

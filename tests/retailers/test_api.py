"""The directory and customers by API (SPEC.md X1)."""

import pytest
from django.core.cache import cache

from retailers.api.customer_shapes import CustomerOutput
from retailers.api.directory import DirectoryApi
from retailers.models import Customer, CustomerPrivate, DirectoryEntry
from tests.retailers.conftest import create
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

BASE = "/api/v1/alder/selling/"
BAR = {"name": "Bar Le Cormoran", "email": "bar@x.example.com", "city": "Montréal", "country": "CA"}


@pytest.fixture
def api(world):
    cache.clear()
    return world.client("alder")


def post(api, path, body, key=None):
    headers = {"Idempotency-Key": str(key or uuid7())}
    return api.post(BASE + path, body, content_type="application/json", headers=headers)


def patch(api, customer, body, version):
    headers = {"If-Match": f'"v{version}"'}
    path = f"{BASE}customers/{customer.pk}/"
    return api.patch(path, body, content_type="application/json", headers=headers)


def test_the_directory_is_searched(world, api):
    mine = create(world, name="alder")

    answer = api.get(f"{BASE}directory/?q=cormorn").json()["results"]

    assert set(answer[0]) == set(DirectoryApi.Output().fields)
    assert (answer[0]["customer"], answer[0]["customer_status"]) == (str(mine.pk), "prospect")
    assert "example.com" not in str(answer)


def test_search_has_its_limit(world, api, monkeypatch):
    monkeypatch.setattr("retailers.limits.SEARCHES_PER_MINUTE", 1)
    api.get(f"{BASE}directory/?q=elm")

    answer = api.get(f"{BASE}directory/?q=elm")

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_searches")


def test_a_retailer_is_created_once_and_duplicates_are_named(world, api):
    key = uuid7()
    first = post(api, "directory/", BAR | {"customer": {"number": "1307"}}, key)
    assert first.status_code == 201
    assert (first.json()["status"], first.json()["number"]) == ("prospect", "1307")
    assert post(api, "directory/", BAR | {"customer": {"number": "1307"}}, key).json() == first.json()

    twin = BAR | {"email": "other@x.example.com"}
    refused = post(api, "directory/", twin)
    assert (refused.status_code, refused.json()["code"]) == (409, "likely_duplicate")
    (named,) = refused.json()["duplicates"]
    assert named["reasons"] == ["similar_name"]
    with as_owner():
        assert DirectoryEntry.objects.filter(name=BAR["name"]).count() == 1

    assert first.json()["warnings"] == []
    second = post(api, "directory/", twin | {"none_of": [named["retailer"]]})
    assert second.status_code == 201
    assert second.json()["warnings"] == ["You have another retailer of this name."]


def test_a_hit_becomes_a_customer(world, api):
    entry = create(world).retailer

    answer = post(api, "customers/", {"retailer": str(entry.pk), "nickname": "Cormoran"})

    assert answer.status_code == 201
    assert answer.json()["display_name"] == "Cormoran"
    assert answer.headers["ETag"] == '"v1"'
    again = post(api, "customers/", {"retailer": str(entry.pk)})
    assert (again.status_code, again.json()["code"]) == (409, "already_customer")
    assert again.json()["customer_id"] == answer.json()["id"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"contact_email": "rita@EXAMPLE.com"}, "#/contact_email"),
        ({"distributor": str(uuid7())}, "#/distributor"),
        ({"language": "xx"}, "#/language"),
    ],
)
def test_what_is_wrong_is_pointed_at(world, api, wrong, pointer):
    entry = create(world).retailer

    answer = post(api, "customers/", {"retailer": str(entry.pk)} | wrong)

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    with as_owner():
        assert not Customer.objects.filter(supplier=world.orgs["alder"], retailer=entry).exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_in_few_statements(world, api, rows, django_assert_num_queries):
    for number in range(rows):
        _write_customer(world, number)

    with django_assert_num_queries(6):
        answer = api.get(f"{BASE}customers/?q=zebra&limit=100").json()

    assert len(answer["results"]) == rows
    assert set(answer["results"][0]) == set(CustomerOutput().fields)


def _write_customer(world, number):
    with as_owner():
        zebra = Organization.objects.create(name=f"Zebra {number}", slug=f"zebra-{number}", buys=True)
        DirectoryEntry.objects.create(retailer=zebra, name=zebra.name, search_text="zebra")
        keys = {"supplier": world.orgs["alder"], "customer": Customer(retailer=zebra)}
        keys["customer"].supplier = keys["supplier"]
        keys["customer"].save()
        CustomerPrivate.objects.create(display_name=zebra.name, **keys)


def test_the_list_is_filtered_and_knows_its_filters(world, api):
    def names(query):
        return [row["display_name"] for row in api.get(f"{BASE}customers/?{query}").json()["results"]]

    assert names("distributor=own") == ["Remy of alder"]
    assert names(f"distributor={world.orgs['dusk'].pk}") == ["Rosa of alder"]
    assert names("status=prospect") == []
    assert names("is_active=true&limit=1") == ["Remy of alder"]
    assert api.get(f"{BASE}customers/?colour=red").status_code == 400


def test_an_edit_says_which_version_it_saw(world, api):
    rita = world.customers["alder", "rita"]

    assert patch(api, rita, {"number": "7"}, 1).json()["number"] == "7"
    late = patch(api, rita, {"number": "8", "nickname": "Mine"}, 1)

    assert (late.status_code, late.json()["code"]) == (412, "stale_version")
    assert (late.json()["current"]["number"], late.headers["ETag"]) == ("7", '"v2"')
    kept = api.get(f"{BASE}customers/{rita.pk}/")
    assert (kept.json()["nickname"], kept.json()["distributor"]) == (
        "Rita of alder",
        str(world.orgs["dawn"].pk),
    )
    assert patch(api, rita, {"distributor": None}, 2).json()["distributor"] is None


def test_an_edit_without_a_version_is_refused(world, api):
    rita = world.customers["alder", "rita"]

    answer = api.patch(f"{BASE}customers/{rita.pk}/", {"number": "8"}, content_type="application/json")

    assert answer.status_code == 428


def test_a_distributor_for_many(world, api):
    chosen = [
        str(world.customers[key].pk) for key in (("alder", "rita"), ("alder", "remy"), ("cedar", "rex"))
    ]

    answer = post(
        api, "customers/distributor/", {"customers": chosen, "distributor": str(world.orgs["dusk"].pk)}
    )

    assert answer.json() == {"changed": 2}
    with as_owner():
        assert Customer.objects.get(pk=chosen[2]).distributor == world.orgs["ember"]


def test_strangers_and_colleagues_without_the_right(world, api):
    foreign = world.customers["cedar", "rex"]
    assert api.get(f"{BASE}customers/{foreign.pk}/").status_code == 404
    assert patch(api, foreign, {"number": "1"}, 1).status_code == 404
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    assert api.get(f"{BASE}customers/").status_code == 200
    assert api.get(f"{BASE}directory/?q=elm").status_code == 403
    assert patch(api, world.customers["alder", "rita"], {"number": "1"}, 1).status_code == 403

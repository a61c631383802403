"""The invite link and its tags by API."""

import io
from typing import Any

import pytest
import zxingcpp
from django.core.cache import cache
from django.test import Client
from PIL import Image

from invitations.api.links import InviteLinkOutput
from invitations.api.tags import TagOutput
from tests.world import World
from wholesale.tenancy.models import uuid7

pytestmark = pytest.mark.django_db

LINK = "/api/v1/alder/selling/invite-link/"


@pytest.fixture
def api(world: World) -> Client:
    cache.clear()
    return world.client("alder")


def post(api: Client, path: str, body: dict[str, Any] | None = None, key: object = None) -> Any:
    headers = {"Idempotency-Key": str(key or uuid7())}
    return api.post(path, body or {}, content_type="application/json", headers=headers)


def test_reading_switching_and_replacing(api: Client) -> None:
    link = api.get(LINK).json()
    assert set(link) == set(InviteLinkOutput().fields)
    assert link["url"].endswith(f"/ask/{link['code']}/")

    seen = {"code": link["code"]}
    assert post(api, f"{LINK}closing/", seen).json() == link | {"state": "off"}
    assert post(api, f"{LINK}opening/", seen).json() == link
    key = uuid7()
    new = post(api, f"{LINK}replacement/", seen, key)
    again = post(api, f"{LINK}replacement/", seen, key)

    assert (new.status_code, new.json()["state"]) == (201, "on")
    assert new.json()["code"] != link["code"]
    assert again.json() == new.json() == api.get(LINK).json()
    late = post(api, f"{LINK}closing/", seen)
    assert (late.status_code, late.json()["code"]) == (409, "link_replaced")
    assert post(api, f"{LINK}closing/").status_code == 400
    assert api.get(LINK).json()["state"] == "on"


def test_a_tag_from_making_to_putting_away(api: Client) -> None:
    made = post(api, f"{LINK}tags/", {"name": "Spring  fair"})
    tag = made.json()
    path = f"{LINK}tags/{tag['id']}/"

    assert made.status_code == 201
    assert set(tag) == set(TagOutput().fields)
    assert tag["url"] == f"{api.get(LINK).json()['url']}spring-fair/"
    listed = api.get(f"{LINK}tags/").json()["results"]
    assert listed[0] == tag
    assert [row["name"] for row in listed] == ["Spring fair", "Fair"]

    edit: Any = {"content_type": "application/json"}
    assert api.patch(path, {"name": "May fair"}, **edit).status_code == 428
    done = api.patch(path, {"name": "May fair"}, headers={"If-Match": '"v1"'}, **edit)
    assert (done.json()["name"], done.json()["url"], done["ETag"]) == ("May fair", tag["url"], '"v2"')
    late = api.patch(path, {"name": "June fair"}, headers={"If-Match": '"v1"'}, **edit)
    assert (late.status_code, late.json()["current"]["name"]) == (412, "May fair")
    taken = api.patch(path, {"name": "fair"}, headers={"If-Match": '"v2"'}, **edit)
    assert (taken.status_code, [each["pointer"] for each in taken.json()["errors"]]) == (400, ["#/name"])

    assert [listed[0][name] for name in ("requested", "approved", "active", "has_ordered")] == [0] * 4
    assert post(api, f"{path}archiving/").json()["archived_at"]
    assert post(api, f"{path}restoring/").json()["archived_at"] is None


@pytest.mark.parametrize("name", ["", "!", "x" * 61, "FAIR"])
def test_a_bad_name_makes_no_tag(api: Client, name: str) -> None:
    assert post(api, f"{LINK}tags/", {"name": name}).status_code == 400
    assert len(api.get(f"{LINK}tags/").json()["results"]) == 1


def test_the_codes_lead_to_their_addresses(world: World, api: Client) -> None:
    tag = world.tags["alder"].pk
    for path in (LINK, f"{LINK}tags/{tag}/"):
        answer = api.get(f"{path}code/?named=true")
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)).convert("L"))

        assert [each.text for each in found] == [api.get(path).json()["url"]]
        assert api.get(f"{path}code/?as_format=svg")["Content-Type"] == "image/svg+xml"
    assert api.get(f"{LINK}code/?as_format=gif").status_code == 400


def test_a_tag_of_another_supplier_does_not_exist(world: World, api: Client) -> None:
    theirs = f"{LINK}tags/{world.tags['birch'].pk}/"

    assert api.get(theirs).status_code == 404
    assert post(api, f"{theirs}archiving/").status_code == 404
    assert api.get(f"{theirs}code/").status_code == 404

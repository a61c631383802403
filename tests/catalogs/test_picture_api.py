"""Pictures of products by API: put, listed, described, ordered, removed, fetched; and by ZIP."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogs.tasks import take_pictures_in
from tests.catalogs.test_pictures import keep, order, pale
from tests.files.making import drawing, saved
from tests.files.test_unpack import packed
from tests.world import World
from wholesale.tenancy.models import uuid7


def url(name: str, organization: str = "alder", **keys: Any) -> str:
    return reverse(f"catalogs-api:{name}", kwargs={"organization": organization, **keys})


def pictures(world: World) -> str:
    return url("product_pictures", product_id=pale(world).pk)


def upload(world: World, address: str, content: bytes, name: str, key: Any = None, **more: str) -> Any:
    body = {"file": SimpleUploadedFile(name, content), **more}
    return world.client("alder").post(address, body, headers={"Idempotency-Key": str(key or uuid7())})


def test_a_picture_is_put_listed_and_fetched(world):
    made = upload(world, pictures(world), saved(drawing()), "front.png", alt="A can")
    assert made.status_code == 201
    assert (made.json()["position"], made.json()["alt"], made.json()["width"]) == (2, "A can", 600)

    listed = world.client("alder").get(pictures(world)).json()["results"]
    assert [each["digest"] for each in listed] == order(world)
    assert listed[1] == made.json()

    address = url("picture_file", digest=made.json()["digest"])
    response = world.client("alder").get(address + "?size=small")
    assert response["Content-Type"] == "image/webp"
    assert response.content[8:12] == b"WEBP"
    assert len(response.content) < len(world.client("alder").get(address).content)
    assert world.client("alder").get(address + "?size=huge").status_code == 400


def test_a_repeated_upload_is_one(world):
    key, content = uuid7(), saved(drawing())
    first, again = (upload(world, pictures(world), content, "front.png", key) for _ in range(2))

    assert first.json() == again.json()
    assert len(order(world)) == 2


def test_what_is_no_picture_is_a_problem_that_says_why(world):
    response = upload(world, pictures(world), b"<svg/>", "front.png")

    assert response.status_code == 422
    assert response.json()["code"] == "picture_not_a_picture"
    assert len(order(world)) == 1


def test_it_is_described_moved_and_removed(world):
    kept = keep(world, "second")
    client = world.client("alder")
    address = url("product_picture", product_id=pale(world).pk, picture_id=kept.pk)

    changed = client.patch(address, {"alt": "From above", "position": 1}, content_type="application/json")
    assert (changed.json()["alt"], changed.json()["position"]) == ("From above", 1)
    assert order(world)[0] == kept.digest
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 404
    assert len(order(world)) == 1


def test_a_retailer_fetches_what_it_is_shown(world):
    pale_ale, stout = world.pictures["cedar"]
    keys = {"organization": "rex", "supplier": "cedar"}
    rex = world.client("rex")
    shown = rex.get(url("shown_picture_file", digest=stout.digest, **keys) + "?size=small")

    assert shown.content.endswith(b"cedar STOUT")
    assert rex.get(url("shown_picture_file", digest=pale_ale.digest, **keys)).status_code == 404
    offers = world.client("rita").get("/api/v1/rita/buying/suppliers/alder/products/").json()["results"]
    assert {each["picture_digest"] for each in offers} == {each.digest for each in world.pictures["alder"]}


def test_a_zip_is_sent_and_answered_file_by_file(world):
    address = url("picture_import_list")
    content = packed({"STOUT.png": saved(drawing()), "NOBODY.png": b"x"})
    made = upload(world, address, content, "cans.zip")
    assert (made.status_code, made.json()["state"]) == (201, "unpacking")

    take_pictures_in()

    client = world.client("alder")
    one = {"picture_import": made.json()["id"]}
    assert client.get(url("picture_import", **one)).json() | {"created_at": ""} == made.json() | {
        "state": "done",
        "total": 2,
        "done": 2,
        "created_at": "",
    }
    files = client.get(url("picture_import_files", **one)).json()["results"]
    assert [(each["name"], each["verdict"]) for each in files] == [
        ("STOUT.png", "added"),
        ("NOBODY.png", "refused"),
    ]
    refused = client.get(url("picture_import_files", **one) + "?verdict=refused").json()["results"]
    assert [each["reason"] for each in refused] == ["You have no product with this SKU."]
    assert client.get(address).json()["results"][0]["id"] == made.json()["id"]


def test_what_is_no_zip_is_refused_at_once(world):
    response = upload(world, url("picture_import_list"), b"GIF89a", "cans.zip")

    assert (response.status_code, response.json()["code"]) == (422, "archive_not_a_zip")

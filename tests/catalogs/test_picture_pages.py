"""A product's pictures on pages: many at once, the refused ones named, words kept, and the ZIP."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogs.models import PictureImport, ProductPicture
from catalogs.tasks import take_pictures_in
from tests.catalogs.test_pictures import keep, order, pale, photo
from tests.files.making import drawing, saved
from tests.files.test_unpack import packed
from tests.world import World
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

STATEMENTS = 7  # of these, 6 are the transaction, sign-in, membership and the badge of late orders
HTMX = {"HX-Request": "true"}


def url(world: World, name: str, *keys: object) -> str:
    return reverse(f"catalogs:{name}", args=["alder", pale(world).pk, *keys])


def file(name: str = "front.jpg", number: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, saved(drawing((200 + number, 100), "RGB", margin=9), "JPEG"))


def send(world: World, *files: Any, **headers: str) -> Any:
    client = world.client("alder")
    return client.post(url(world, "picture_create"), {"pictures": list(files)}, headers=headers)


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_takes_the_same_statements_for_any_number(world, count, django_assert_num_queries):
    for number in range(count - 1):
        keep(world, str(number))
    client = world.client("alder")
    client.get(url(world, "product_pictures"))

    with django_assert_num_queries(STATEMENTS):
        response = client.get(url(world, "product_pictures"), headers=HTMX)

    assert response.content.count(b"<img") == count
    assert (b"data-drop" in response.content) is (count < 12)


def test_several_are_added_at_once_in_their_order(world):
    response = send(world, file("a.jpg", 1), file("b.jpg", 2))

    assert response.status_code == 302
    assert response["Location"] == reverse("catalogs:product_detail", args=["alder", pale(world).pk])
    with as_owner():
        rows = list(ProductPicture.objects.filter(product=pale(world)).order_by("position"))
    assert [row.width for row in rows] == [600, 201, 202]


def test_one_that_is_refused_is_named_and_the_others_are_added(world):
    bad = SimpleUploadedFile("notes.png", b"not a picture")
    response = send(world, file("a.jpg"), bad, **HTMX)

    assert response.status_code == 200
    assert len(order(world)) == 2
    page = response.content.decode()
    assert "notes.png" in page
    assert "This file is no PNG, JPEG or WebP picture" in page
    assert "1 picture was added." in page
    assert "a.jpg" not in page


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((), "Choose a picture first."),
        (("x",) * 13, "Choose at most 12 pictures at once."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(world, files, said):
    response = send(world, *(SimpleUploadedFile(name, b"x") for name in files))

    assert response.status_code == 422
    assert said in response.content.decode()
    assert len(order(world)) == 1


def test_all_refused_is_422(world):
    assert send(world, SimpleUploadedFile("notes.png", b"no")).status_code == 422


def test_words_are_saved_and_kept_where_they_are_wrong(world):
    picture = world.pictures["alder"][0]
    client = world.client("alder")
    there = url(world, "picture_update", picture.pk)

    assert client.post(there, {"alt": "  The   can "}).status_code == 302
    with as_owner():
        picture.refresh_from_db()
    assert picture.alt == "The can"
    wrong = client.post(there, {"alt": "x" * 201})
    assert wrong.status_code == 422
    assert "x" * 201 in wrong.content.decode()
    assert 'aria-invalid="true"' in wrong.content.decode()


def test_places_are_exchanged_and_pictures_removed(world):
    first = world.pictures["alder"][0]
    second = keep(world, "second")
    client = world.client("alder")

    moved = client.post(url(world, "picture_position_create", second.pk), {"position": 1}, headers=HTMX)
    assert moved.status_code == 200
    assert order(world) == [second.digest, first.digest]
    client.post(url(world, "picture_position_create", second.pk), {"position": "first"})
    assert order(world) == [second.digest, first.digest]

    assert client.post(url(world, "picture_deletion_create", second.pk)).status_code == 302
    assert order(world) == [first.digest]
    assert client.post(url(world, "picture_deletion_create", second.pk)).status_code == 404


def test_who_may_only_look_sees_pictures_and_no_buttons(world):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    client = world.client("alder")
    page = client.get(url(world, "product_pictures")).content

    assert b"<img" in page
    assert b"data-drop" not in page
    assert b'name="alt"' not in page
    assert client.post(url(world, "picture_create")).status_code == 403
    assert client.get(reverse("catalogs:picture_import_create", args=["alder"])).status_code == 403


def test_the_lists_show_it(world):
    picture = keep(world, "front")
    with as_owner():
        ProductPicture.objects.exclude(pk=picture.pk).filter(product=pale(world)).delete()
    digest = photo("front").digest

    shop = world.client("rita").get(reverse("orders:shop", args=["rita", "alder"])).content.decode()
    products = world.client("alder").get(reverse("catalogs:product_list", args=["alder"])).content.decode()

    assert f"/rita/buying/alder/pictures/{digest}/small.webp" in shop
    assert f"/alder/selling/products/pictures/{digest}/small.webp" in products


# The ZIP.


def imports(world: World) -> str:
    return reverse("catalogs:picture_import_create", args=["alder"])


def choose(world: World, content: bytes, key: Any = None, name: str = "cans.zip") -> Any:
    body = {"archive": SimpleUploadedFile(name, content), "form_key": key or uuid7()}
    return world.client("alder").post(imports(world), body)


def test_a_zip_is_sent_watched_and_answered_file_by_file(world):
    sent = choose(world, packed({"STOUT.png": saved(drawing()), "NOBODY.png": b"x"}))
    assert sent.status_code == 302
    client = world.client("alder")
    waiting = client.get(sent["Location"]).content.decode()
    assert "Unpacking" in waiting
    assert 'hx-trigger="every 1s"' in waiting

    take_pictures_in()

    done = client.get(sent["Location"]).content.decode()
    assert "every 1s" not in done
    assert "You have no product with this SKU." in done
    assert "Oatmeal Stout" in done
    refused = client.get(sent["Location"] + "?only=refused").content.decode()
    assert "NOBODY.png" in refused
    assert "STOUT.png" not in refused
    assert "cans.zip" in client.get(imports(world)).content.decode()


def test_a_double_click_begins_one(world):
    key, content = uuid7(), packed({"STOUT.png": saved(drawing())})

    assert choose(world, content, key)["Location"] == choose(world, content, key)["Location"]
    with as_owner():
        assert PictureImport.objects.filter(supplier=world.orgs["alder"]).count() == 2, "one and the cast's"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "This file is no ZIP, or it is damaged. Make it anew."),
        (packed({}), "There is no file in this ZIP."),
        (b"", "There is nothing in this file."),
    ],
)
def test_what_is_no_zip_is_said_beside_the_field(world, content, said):
    response = choose(world, content)

    assert response.status_code == 422
    assert said in response.content.decode()


@pytest.mark.parametrize("count", [1, 40])
def test_the_imports_page_takes_the_same_statements_for_any_number(world, count, django_assert_num_queries):
    files = {f"NOBODY-{number}.png": b"x" for number in range(count)}
    address = choose(world, packed(files))["Location"]
    take_pictures_in()
    client = world.client("alder")
    client.get(address)

    with django_assert_num_queries(STATEMENTS + 1):
        assert client.get(address, headers=HTMX).content.count(b"NOBODY") == count

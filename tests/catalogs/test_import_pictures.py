"""A ZIP of pictures named by SKU: whose each is, what becomes of it, and that a second time changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalogs import services
from catalogs.enums import PictureImportState, PictureVerdict
from catalogs.models import PictureArchive, PictureImport, PictureImportFile, Product, ProductPicture
from catalogs.naming import reading_of
from catalogs.tasks import take_pictures_in
from tests.files.making import drawing, saved
from tests.files.test_unpack import packed
from tests.world import World
from wholesale.files.errors import ArchiveRefused
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import acting_as, as_owner

STEPS = 3600


def picture(number: int = 0) -> bytes:
    return saved(drawing((200 + number, 100), "RGB", margin=10), "JPEG")


def started(world: World, content: bytes, name: str = "cans.zip") -> PictureImport:
    pieces = [content[begin : begin + 1000] for begin in range(0, len(content), 1000)]
    with acting_as(world.context("alder")):
        return services.start_picture_import(
            supplier=world.orgs["alder"], name=name, pieces=pieces, by=world.users["alder"]
        )


def imported(world: World, files: dict[str, bytes]) -> PictureImport:
    made = started(world, packed(files))
    with acting_as(world.context("alder")):
        services.work_on_pictures(made.pk, seconds=STEPS)
    with as_owner():
        made.refresh_from_db()
    return made


def said(made: PictureImport) -> dict[str, tuple[str, str]]:
    with as_owner():
        rows = PictureImportFile.objects.filter(picture_import=made)
        return {row.name: (row.verdict, row.reason) for row in rows}


def places(world: World, sku: str) -> list[str]:
    """Return the digests of a product's pictures, one for each place from 1."""
    with as_owner():
        rows = ProductPicture.objects.filter(product__sku=sku, supplier=world.orgs["alder"]).order_by(
            "position"
        )
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        return [row.digest for row in rows]


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("ESB.jpg", {"ESB"}, ("ESB", 1)),
        ("ESB-2.png", {"ESB"}, ("ESB", 2)),
        ("ESB-24.png", {"ESB", "ESB-24"}, ("ESB-24", 1)),
        ("ESB-24-3.png", {"ESB-24"}, ("ESB-24", 3)),
        ("E.S.B.png", {"E.S.B"}, ("E.S.B", 1)),
        ("Cafe\u0301.png", {"Café"}, ("Café", 1)),
        ("ESB-front.png", {"ESB"}, None),
        ("-2.png", {"ESB"}, None),
    ],
)
def test_whose_picture_a_name_says(name, known, meant):
    assert reading_of(name, known) == meant


def test_pictures_go_to_their_products_in_their_places(world):
    files = {
        "cans/STOUT-3.jpg": picture(3),
        "cans/STOUT-2.jpg": picture(2),
        "cans/STOUT.jpg": picture(1),
        "pale.JPG": picture(4),
    }
    made = imported(world, files)

    assert (made.state, made.total, made.done) == (PictureImportState.DONE, 4, 4)
    assert {verdict for verdict, _ in said(made).values()} == {PictureVerdict.ADDED}
    assert len(places(world, "STOUT")) == 3
    assert len(places(world, "PALE")) == 1, "its first was replaced"
    with as_owner():
        assert (
            Product.objects.get(sku="PALE", supplier=world.orgs["alder"]).picture_digest
            == places(world, "PALE")[0]
        )
        assert not PictureArchive.objects.filter(picture_import=made).exists()
        assert not PictureImportFile.objects.filter(picture_import=made, content__isnull=False).exists()


def test_the_same_zip_again_changes_nothing(world):
    files = {"STOUT.jpg": picture(1), "STOUT-2.jpg": picture(2)}
    imported(world, files)
    before = places(world, "STOUT")

    again = imported(world, files)

    assert {verdict for verdict, _ in said(again).values()} == {PictureVerdict.UNCHANGED}
    assert places(world, "STOUT") == before


def test_what_cannot_be_taken_is_named_and_keeps_nothing_else_out(world):
    with as_owner():
        Product.objects.create(supplier=world.orgs["alder"], sku="Twin", name="Twin")
        Product.objects.create(supplier=world.orgs["alder"], sku="TWIN", name="Twin")
    files = {
        "STOUT.jpg": picture(1),
        "stout.png": picture(2),
        "STOUT-13.jpg": picture(3),
        "NOBODY.jpg": picture(4),
        "twin.jpg": picture(5),
        "STOUT-2.jpg": b"no picture at all",
        "STOUT-3.gif": b"GIF89a",
    }
    made = imported(world, files)
    found = said(made)

    assert found.pop("STOUT.jpg") == (PictureVerdict.ADDED, "")
    assert {verdict for verdict, _ in found.values()} == {PictureVerdict.REFUSED}
    assert {name: reason.split(".")[0] for name, (_, reason) in found.items()} == {
        "stout.png": "Another file in this ZIP is for the same place of this product",
        "STOUT-13.jpg": "A product has at most 12 pictures: the number behind the SKU is too high",
        "NOBODY.jpg": "You have no product with this SKU",
        "twin.jpg": "More than one product has this SKU, but for capital letters",
        "STOUT-2.jpg": "This file is no PNG, JPEG or WebP picture, or it is damaged",
        "STOUT-3.gif": "Only PNG, JPEG and WebP pictures are taken",
    }
    assert (made.state, made.done) == (PictureImportState.DONE, 7)
    assert len(places(world, "STOUT")) == 1


def test_another_suppliers_products_are_unknown(world):
    with as_owner():
        Product.objects.create(supplier=world.orgs["birch"], sku="BIRCHES", name="Birch's")
    made = imported(world, {"BIRCHES.jpg": picture()})

    assert said(made)["BIRCHES.jpg"] == (PictureVerdict.REFUSED, "You have no product with this SKU.")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"GIF89a", "archive_not_a_zip"), (b"", "archive_not_a_zip"), (packed({}), "archive_nothing")],
)
def test_what_is_no_zip_at_first_sight_is_refused_at_once(world, content, code):
    with pytest.raises(ArchiveRefused) as caught:
        started(world, content)

    assert caught.value.code == code
    with as_owner():
        assert PictureImport.objects.filter(supplier=world.orgs["alder"]).count() == 1, "the cast's alone"


def test_a_zip_that_cannot_be_unpacked_says_so(world):
    made = started(world, packed({"STOUT.jpg": picture()})[:-40])
    with acting_as(world.context("alder")):
        services.work_on_pictures(made.pk, seconds=STEPS)

    with as_owner():
        made.refresh_from_db()
        assert not PictureArchive.objects.filter(picture_import=made).exists()
    assert (made.state, made.message) == (
        PictureImportState.FAILED,
        "This file is no ZIP, or it is damaged. Make it anew.",
    )


def test_a_worker_that_stops_halfway_leaves_whole_pictures_and_the_next_goes_on(world):
    made = started(world, packed({"STOUT.jpg": picture(1), "STOUT-2.jpg": picture(2)}))
    with acting_as(world.context("alder")):
        services.work_on_pictures(made.pk, seconds=0)  # unpacks
        services.work_on_pictures(made.pk, seconds=0)  # the first one
    assert len(places(world, "STOUT")) == 1

    take_pictures_in()

    assert len(places(world, "STOUT")) == 2
    with as_owner():
        made.refresh_from_db()
    assert (made.state, made.done) == (PictureImportState.DONE, 2)


def test_who_may_no_longer_stops_it(world):
    made = started(world, packed({"STOUT.jpg": picture()}))
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    take_pictures_in()

    with as_owner():
        made.refresh_from_db()
    assert (made.state, made.message) == (
        PictureImportState.FAILED,
        "Whoever asked for this no longer may.",
    )
    assert len(places(world, "STOUT")) == 1


def test_old_ones_are_forgotten_with_their_files(world, settings):
    made = imported(world, {"STOUT.jpg": picture()})
    with as_owner():
        PictureImport.objects.filter(pk=made.pk).update(created_at="2020-01-01T00:00Z")
    with acting_as(world.context("alder")):
        forgotten: Any = services.forget_picture_imports()

    assert forgotten == 1
    with as_owner():
        assert not PictureImportFile.objects.filter(picture_import=made).exists()


@pytest.mark.parametrize(("waited_seconds", "told"), [(31, 1), (0, 0)])
def test_a_long_one_is_told_of_by_mail_once(world, waited_seconds, told):
    made = started(world, packed({"STOUT.jpg": picture(), "NOBODY.jpg": b"x"}))
    with as_owner():
        begun = timezone.now() - timedelta(seconds=waited_seconds)
        PictureImport.objects.filter(pk=made.pk).update(created_at=begun)

    take_pictures_in()
    take_pictures_in()

    with as_owner():
        mails = list(OutboundEmail.objects.filter(template="catalogs/pictures_imported"))
    assert len(mails) == told
    for mail in mails:
        assert mail.to == world.users["alder"].email
        assert mail.subject == "cans.zip is imported"
        assert "Added: 1" in mail.text
        assert "Refused: 1" in mail.text
        assert f"/alder/selling/products/pictures/imports/{made.pk}/" in mail.text

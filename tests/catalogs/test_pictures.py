"""A product's pictures: put, described, ordered, removed; and who is shown them (SPEC.md K1, K5)."""

from hashlib import sha256
from typing import Any

import pytest
from django.db import ProgrammingError
from django.template import Context as TemplateContext
from django.template import Template
from django.test import RequestFactory
from django.urls import reverse

from catalogs import services
from catalogs.errors import TooManyPictures
from catalogs.models import CatalogShare, PictureFile, Product, ProductPicture
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.files.errors import PictureRefused
from wholesale.files.pictures import Photo
from wholesale.tenancy.testing import acting_as, as_owner


def photo(name: str) -> Photo:
    """Return what stands for a drawn picture."""
    files = {size: f"{name} {size}".encode() for size in ("large", "medium", "small")}
    return Photo(files, sha256(files["large"]).hexdigest(), 1200, 800)


def pale(world: World) -> Product:
    return world.products["alder"][0]


def keep(world: World, name: str, **keys: Any) -> ProductPicture:
    with acting_as(world.context("alder")):
        return services.keep_photo(product=pale(world), photo=photo(name), by=world.users["alder"], **keys)


def order(world: World) -> list[str]:
    """Return the digests of pale's pictures in their order, after a look at their places."""
    with as_owner():
        rows = list(ProductPicture.objects.filter(product=pale(world)).order_by("position"))
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.digest for row in rows]


def first(world: World) -> str:
    with as_owner():
        return Product.objects.get(pk=pale(world).pk).picture_digest


def test_a_picture_comes_last_and_the_first_stands_for_the_product(world):
    before = world.pictures["alder"][0].digest
    assert first(world) == before

    kept = keep(world, "front", alt="A can")

    assert order(world) == [before, kept.digest]
    assert first(world) == before
    with as_owner():
        assert PictureFile.objects.filter(picture=kept).count() == 3
        entry = AuditEntry.objects.get(verb="picture_added")
    assert (entry.before, entry.after) == ({"pictures": 1}, {"pictures": 2})


def test_the_same_picture_twice_is_one(world):
    one, again = keep(world, "front"), keep(world, "front")

    assert one.pk == again.pk
    assert len(order(world)) == 2


def test_pictures_change_places_and_the_first_follows(world):
    before = first(world)
    a, b = keep(world, "a"), keep(world, "b")
    by = {"by": world.users["alder"]}
    with acting_as(world.context("alder")):
        services.move_picture(picture=b, position=1, **by)
    assert order(world) == [b.digest, before, a.digest]
    assert first(world) == b.digest

    with acting_as(world.context("alder")):
        services.move_picture(picture=b, position=99, **by)
    assert order(world) == [before, a.digest, b.digest]
    assert first(world) == before


def test_one_that_is_removed_is_gone_in_every_size_and_the_others_move_up(world):
    original = world.pictures["alder"][0]
    a, b = keep(world, "a"), keep(world, "b")
    with acting_as(world.context("alder")):
        services.remove_picture(picture=original, by=world.users["alder"])

    assert order(world) == [a.digest, b.digest]
    assert first(world) == a.digest
    with as_owner():
        assert PictureFile.objects.filter(picture_id=original.pk).count() == 0
    with acting_as(world.context("alder")):
        for each in (a, b, b):  # the last of them is gone already
            services.remove_picture(picture=each, by=world.users["alder"])
    assert first(world) == ""


def test_a_picture_is_put_at_a_place(world):
    """As an import does: it replaces what is there, and comes last beyond the end."""
    keep(world, "a", alt="Side")
    put = {"product": pale(world), "by": world.users["alder"]}
    with acting_as(world.context("alder")):
        assert services.put_photo(photo=photo("new"), position=2, **put) is True
        assert services.put_photo(photo=photo("far"), position=9, **put) is True
        assert services.put_photo(photo=photo("new"), position=1, **put) is False, "it is there already"

    assert order(world)[1:] == [photo("new").digest, photo("far").digest]
    with as_owner():
        assert ProductPicture.objects.get(digest=photo("new").digest).alt == "Side"


def test_no_more_than_fit(world):
    for number in range(services.MOST_PICTURES - 1):
        keep(world, str(number))

    with pytest.raises(TooManyPictures):
        keep(world, "one more")
    assert len(order(world)) == services.MOST_PICTURES


def test_a_refused_file_changes_nothing(world):
    with acting_as(world.context("alder")), pytest.raises(PictureRefused):
        services.add_picture(product=pale(world), content=b"<svg/>", by=world.users["alder"])

    assert len(order(world)) == 1


# Who is shown it.


def selling(world: World, supplier: str, number: int = 0, size: str = "small", of: str = "") -> str:
    digest = world.pictures[supplier][number].digest
    return reverse(
        "catalogs:picture", kwargs={"organization": of or supplier, "digest": digest, "size": size}
    )


def buying(world: World, retailer: str, supplier: str, number: int = 0) -> str:
    digest = world.pictures[supplier][number].digest
    keys = {"organization": retailer, "supplier": supplier, "digest": digest, "size": "small"}
    return reverse("catalogs:shown_picture", kwargs=keys)


def test_a_supplier_sees_its_own_for_ever_and_for_itself(world):
    response = world.client("alder").get(selling(world, "alder"))

    assert response.status_code == 200
    assert response.content.endswith(b"alder PALE")
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert world.client("alder").get(selling(world, "alder", size="huge")).status_code == 404


def test_another_suppliers_does_not_exist(world):
    assert world.client("birch").get(selling(world, "alder", of="birch")).status_code == 404


def test_a_retailer_sees_what_it_is_shown_and_as_long_as_it_is(world):
    rita = world.client("rita")
    assert rita.get(buying(world, "rita", "alder")).content.endswith(b"alder PALE")
    assert rita.get(buying(world, "rita", "alder")).headers["Cache-Control"].startswith("private")

    with as_owner():
        Product.objects.filter(pk=pale(world).pk).update(is_active=False)
    assert rita.get(buying(world, "rita", "alder")).status_code == 404


def test_what_is_in_no_catalog_of_a_retailer_has_no_picture_for_it(world):
    rex = world.client("rex")  # is shown cedar's dark beers alone
    assert rex.get(buying(world, "rex", "cedar", 0)).status_code == 404
    assert rex.get(buying(world, "rex", "cedar", 1)).content.endswith(b"cedar STOUT")

    with as_owner():
        CatalogShare.objects.filter(pk=world.shares["cedar"].pk).delete()
    assert rex.get(buying(world, "rex", "cedar", 1)).status_code == 404


def test_not_that_of_a_supplier_that_is_none_of_ones_own(world):
    rex = world.client("rex")
    assert rex.get(buying(world, "rex", "alder")).status_code == 404
    own = buying(world, "rex", "cedar").replace(
        world.pictures["cedar"][0].digest, world.pictures["alder"][0].digest
    )
    assert rex.get(own).status_code == 404


def test_below_the_code_the_database_shows_no_other(world):
    with acting_as(world.context("rex")):
        seen = {bytes(content)[-11:] for content in PictureFile.objects.values_list("content", flat=True)}
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.context("dawn")):
        list(PictureFile.objects.all())

    assert seen == {b"cedar STOUT"}


# In lists.


def drawn(world: World, name: str, product: Any, code: str = "{% picture product %}", **extra: Any) -> str:
    request: Any = RequestFactory().get("/")
    request.acting = world.acting(name)
    template = Template("{% load pictures %}" + code)
    return template.render(TemplateContext({"request": request, "product": product, **extra}))


def test_the_tag_shows_a_rows_picture(world):
    row = {"name": "Pale Ale", "picture_digest": "d" * 64}
    html = drawn(world, "alder", row)

    assert 'src="/alder/selling/products/pictures/' + "d" * 64 + '/small.webp"' in html
    assert 'alt=""' in html
    assert 'width="52"' in html


def test_the_tag_leads_a_retailer_below_the_shop(world):
    row = {"name": "Pale Ale", "picture_digest": "d" * 64}
    in_shop = drawn(world, "rita", row, keys={"supplier": "alder"})
    elsewhere = drawn(world, "rita", row, '{% picture product "medium" supplier="birch" %}')

    assert f'src="/rita/buying/alder/pictures/{"d" * 64}/small.webp"' in in_shop
    assert f'src="/rita/buying/birch/pictures/{"d" * 64}/medium.webp"' in elsewhere


def test_a_product_without_one_is_drawn_and_so_it_is_for_a_distributor(world):
    none = {"name": "Pale Ale", "picture_digest": ""}
    some = {"name": "Pale Ale", "picture_digest": "d" * 64}

    assert "<svg" in drawn(world, "alder", none)
    assert "<svg" in drawn(world, "rita", none)
    assert "<img" not in drawn(world, "dawn", some)


def test_a_picture_carries_its_words(world):
    html = drawn(world, "alder", world.pictures["alder"][0], '{% picture product "large" alt=product.alt %}')

    assert 'alt="A can of Pale Ale"' in html
    assert "/large.webp" in html

"""The entrances of those who order fast: quick order, favourites, lists, ordering again; and the pictures."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogs.models import PictureFile, ProductPicture
from orders.models import CartLine, Favourite, Order, OrderLine, StandingList, StandingListLine
from tests.orders.entrances import Entrance, answered, api, at, client_of
from tests.orders.scenes import Scene
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

KNOWN = "Known once"


def typed(scene: Scene) -> str:
    return "\n".join(f"{made.product.sku} 1" for made in scene.made.values())


def quick_order(scene: Scene, retailer: str) -> set[str]:
    """Return what goes in of all SKUs at once; a hidden one is refused in the words of one that never was."""
    return _ordered_quickly(scene, retailer, text=f"{typed(scene)}\nNEVER 1")


def quick_order_by_file(scene: Scene, retailer: str) -> set[str]:
    rows = [f"{made.product.sku},1" for made in scene.made.values()]
    content = "\n".join(["SKU,Quantity", *rows, "NEVER,1"]).encode()
    return _ordered_quickly(scene, retailer, file=SimpleUploadedFile("order.csv", content))


def _ordered_quickly(scene: Scene, retailer: str, **sent: Any) -> set[str]:
    answer: Any = client_of(scene, retailer).post(
        at(retailer, "quick_order"), {"form_key": str(uuid7())} | sent
    )
    if answer.status_code == 403:
        return set()
    done = answer.context["done"]
    assert {refused.reason for refused in done.refused} == {"not offered to you"}
    return {line.name.lower() for line in done.filled.put}


def quick_order_api(scene: Scene, retailer: str) -> set[str]:
    answer = client_of(scene, retailer).post(
        api(retailer, "cart/quick-order/"),
        {"text": typed(scene)},
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid7())},
    )
    assert answer.status_code in (200, 403), answer.content
    return {line["name"].lower() for line in answer.json()["put"]} if answer.status_code == 200 else set()


def star(scene: Scene, retailer: str) -> set[str]:
    client = client_of(scene, retailer)
    box = {"name": "Mine", "is_starred": "yes"}
    url = at(retailer, "star_create")
    statuses = {
        word: client.post(
            url, box | {"product": str(made.product.pk)}, headers={"HX-Request": "true"}
        ).status_code
        for word, made in scene.made.items()
    }
    assert set(statuses.values()) <= {200, 403, 422}
    return {word for word, status in statuses.items() if status == 200}


def favourites(scene: Scene, retailer: str) -> set[str]:
    """Star everything behind everybody's back: what is hidden stays a name that the retailer knew."""
    _star_everything(scene, retailer)
    answer = client_of(scene, retailer).get(at(retailer, "favourite_list"))
    return {row["name"].lower() for row in answer.context["offers"]} if "offers" in answer.context else set()


def favourites_api(scene: Scene, retailer: str) -> set[str]:
    _star_everything(scene, retailer)
    rows = client_of(scene, retailer).get(api(retailer, "favourites/")).json()["results"]
    assert len(rows) == len(scene.made)
    for row in rows:
        if not row["is_offered"]:
            assert (row["name"], row["unit_price"], row["available_units"]) == (KNOWN, None, None)
    return {row["name"].lower() for row in rows if row["is_offered"]}


def standing_list(scene: Scene, retailer: str) -> set[str]:
    made_up = _list_everything(scene, retailer)
    client = client_of(scene, retailer)
    answer = client.get(at(retailer, "standing_list", made_up.pk))
    told = client.get(api(retailer, f"lists/{made_up.pk}/"))
    found = _filled(scene, answer)
    assert {line["name"].lower() for line in told.json()["lines"]} - {KNOWN.lower()} == found
    return found


def filling_of_list(scene: Scene, retailer: str) -> set[str]:
    """Return what of a list goes into the cart, every line of it sent as ticked, though no page has drawn it so."""
    key = _list_everything(scene, retailer).pk
    return _put(scene, retailer, at(retailer, "standing_filling_create", key))


def order_again(scene: Scene, retailer: str) -> set[str]:
    """Order everything behind everybody's back: once placed, its own names may be read; no price and no stock of it."""
    _order_everything(scene, retailer)
    return _filled(scene, client_of(scene, retailer).get(_of_order(scene, retailer, "order_again")))


def filling_of_order(scene: Scene, retailer: str) -> set[str]:
    """Return what of an order goes into the cart again, every line of it sent as ticked."""
    _order_everything(scene, retailer)
    return _put(scene, retailer, _of_order(scene, retailer, "order_filling_create"))


FAST: list[Entrance] = [
    quick_order, quick_order_by_file, quick_order_api,
    star, favourites, favourites_api,
    standing_list, filling_of_list, order_again, filling_of_order,
]  # fmt: skip


def pictures(scene: Scene, retailer: str) -> set[str]:
    """Return whose pictures are answered, by page and by API alike."""
    client = client_of(scene, retailer)
    with as_owner():
        for word, made in scene.made.items():
            keys = {"supplier": scene.world.orgs["alder"]}
            if not ProductPicture.objects.filter(product=made.product).exists():
                digest = word.encode().hex().ljust(64, "0")
                kept = ProductPicture.objects.create(
                    product=made.product, position=1, digest=digest, width=9, height=9, **keys
                )
                for size in ("small", "medium", "large"):
                    PictureFile.objects.create(picture=kept, size=size, content=word.encode(), **keys)
        digests = dict(ProductPicture.objects.values_list("product_id", "digest"))

    def page(key: Any) -> Any:
        place = {"organization": retailer, "supplier": "alder", "digest": digests[key], "size": "small"}
        return client.get(reverse("catalogs:shown_picture", kwargs=place))

    found = answered(scene, page)
    assert answered(scene, lambda key: client.get(api(retailer, f"pictures/{digests[key]}/"))) == found
    return found


def _keys(scene: Scene, retailer: str) -> dict[str, Any]:
    return {"supplier": scene.world.orgs["alder"], "retailer": scene.world.orgs[retailer]}


def _star_everything(scene: Scene, retailer: str) -> None:
    with as_owner():
        Favourite.objects.filter(**_keys(scene, retailer)).delete()
        for made in scene.made.values():
            Favourite.objects.create(product=made.product, seen_name=KNOWN, **_keys(scene, retailer))


def _list_everything(scene: Scene, retailer: str) -> StandingList:
    with as_owner():
        name = f"All {uuid7()}"
        made_up = StandingList.objects.create(name=name, name_key=name.lower(), **_keys(scene, retailer))
        for position, made in enumerate(scene.made.values(), 1):
            StandingListLine.objects.create(
                standing_list=made_up, position=position, product=made.product, seen_name=KNOWN, quantity_units=1,
                **_keys(scene, retailer),
            )  # fmt: skip
    return made_up


def _order_everything(scene: Scene, retailer: str) -> None:
    with as_owner():
        order = Order.objects.get(pk=scene.world.orders["alder", retailer].pk)
        line = OrderLine.objects.filter(order=order).order_by("position").first()
        assert line is not None
        for position, made in enumerate(scene.made.values(), 100):
            if not OrderLine.objects.filter(order=order, product=made.product).exists():
                line.pk, line.position, line.product = uuid7(), position, made.product
                line.sku, line.name = KNOWN, KNOWN
                line.save(force_insert=True)


def _of_order(scene: Scene, retailer: str, name: str) -> str:
    return reverse(f"orders:{name}", args=[retailer, "alder", scene.world.orders["alder", retailer].number])


def _put(scene: Scene, retailer: str, url: str) -> set[str]:
    """Tick every product for the cart, and return which are in it then; a refused one is named as it was known."""
    products = {made.product.pk: word for word, made in scene.made.items()}
    with as_owner():
        CartLine.objects.filter(product__in=products, **_keys(scene, retailer)).delete()
    sent = {"form_key": str(uuid7())}
    for key in products:
        sent |= {f"take-{key}": "on", f"units-{key}": "1"}
    answer: Any = client_of(scene, retailer).post(url, sent)
    assert answer.status_code in (200, 302, 403, 422)
    if answer.status_code in (200, 422):
        assert {refused.name for refused in answer.context["filled"].refused} == {KNOWN}
    with as_owner():
        held = CartLine.objects.filter(product__in=products, **_keys(scene, retailer))
        return {products[key] for key in held.values_list("product", flat=True)}


def _filled(scene: Scene, answer: Any) -> set[str]:
    """Return which lines of a page that fills the cart have an offer; the others have a name they were known by."""
    if "form" not in answer.context:
        return set()
    lines = {line.product_id: line for line in answer.context["form"].lines}
    found = {word for word, made in scene.made.items() if lines[made.product.pk].offer}
    hidden = {lines[made.product.pk].name for word, made in scene.made.items() if word not in found}
    assert hidden <= {KNOWN}
    return found

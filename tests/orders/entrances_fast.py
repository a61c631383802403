"""The entrances of those who order fast: quick order, favourites, lists, ordering again; and the pictures."""

from typing import Any

from django.urls import reverse

from catalogs.models import PictureFile, ProductPicture
from orders.models import Favourite, Order, OrderLine, StandingList, StandingListLine
from tests.orders.entrances import Entrance, answered, api, at, client_of
from tests.orders.scenes import Scene
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

KNOWN = "Known once"


def typed(scene: Scene) -> str:
    return "\n".join(f"{made.product.sku} 1" for made in scene.made.values())


def quick_order(scene: Scene, retailer: str) -> set[str]:
    """Return what goes in of all SKUs at once; a hidden one is refused in the words of one that never was."""
    sent = {"form_key": str(uuid7()), "text": f"{typed(scene)}\nNEVER 1"}
    answer: Any = client_of(scene, retailer).post(at(retailer, "quick_order"), sent)
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
    with as_owner():
        Favourite.objects.filter(**_keys(scene, retailer)).delete()
        for made in scene.made.values():
            Favourite.objects.create(product=made.product, seen_name=KNOWN, **_keys(scene, retailer))
    answer = client_of(scene, retailer).get(at(retailer, "favourite_list"))
    return {row["name"].lower() for row in answer.context["offers"]} if "offers" in answer.context else set()


def standing_list(scene: Scene, retailer: str) -> set[str]:
    with as_owner():
        made_up = StandingList.objects.create(name=f"All {uuid7()}", **_keys(scene, retailer))
        for position, made in enumerate(scene.made.values(), 1):
            StandingListLine.objects.create(
                standing_list=made_up, position=position, product=made.product, seen_name=KNOWN, quantity_units=1,
                **_keys(scene, retailer),
            )  # fmt: skip
    client = client_of(scene, retailer)
    answer = client.get(at(retailer, "standing_list", made_up.pk))
    told = client.get(api(retailer, f"lists/{made_up.pk}/"))
    found = _filled(scene, answer)
    assert {line["name"].lower() for line in told.json()["lines"]} - {KNOWN.lower()} == found
    return found


def order_again(scene: Scene, retailer: str) -> set[str]:
    """Order everything behind everybody's back: once placed, its own names may be read; no price and no stock of it."""
    order = scene.world.orders["alder", retailer]
    with as_owner():
        line = OrderLine.objects.filter(order=order).order_by("position").first()
        assert line is not None
        placed = Order.objects.get(pk=order.pk)
        for position, made in enumerate(scene.made.values(), 100):
            if not OrderLine.objects.filter(order=placed, product=made.product).exists():
                line.pk, line.position, line.product = uuid7(), position, made.product
                line.sku, line.name = KNOWN, KNOWN
                line.save(force_insert=True)
    url = reverse("orders:order_again", args=[retailer, "alder", order.number])
    return _filled(scene, client_of(scene, retailer).get(url))


FAST: list[Entrance] = [quick_order, quick_order_api, star, favourites, standing_list, order_again]


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


def _filled(scene: Scene, answer: Any) -> set[str]:
    """Return which lines of a page that fills the cart have an offer; the others have a name they were known by."""
    if "form" not in answer.context:
        return set()
    lines = {line.product_id: line for line in answer.context["form"].lines}
    found = {word for word, made in scene.made.items() if lines[made.product.pk].offer}
    hidden = {lines[made.product.pk].name for word, made in scene.made.items() if word not in found}
    assert hidden <= {KNOWN}
    return found

"""Every entrance by which a retailer, or its supplier in its place, meets products in the shop, the cart and the API.

Each takes a scene and a retailer and returns the words of the products that it knows.
"""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from orders.models import Cart, CartLine
from tests.orders.scenes import WORDS, Scene
from tests.orders.shopping import HTMX
from wholesale.tenancy.testing import as_owner

Entrance = Callable[[Scene, str], set[str]]


def client_of(scene: Scene, retailer: str) -> Client:
    return scene.world.client(retailer)


def at(retailer: str, name: str, *rest: object) -> str:
    return reverse(f"orders:{name}", args=[retailer, "alder", *rest])


def api(retailer: str, rest: str = "") -> str:
    return f"/api/v1/{retailer}/buying/suppliers/alder/{rest}"


def store(scene: Scene, retailer: str, name: str, *rest: object) -> str:
    customer = scene.world.customers["alder", retailer].pk
    return reverse(f"orders:{name}", args=["alder", customer, *rest])


def words_in(rows: Any) -> set[str]:
    return {row["sku"].lower() for row in rows}


def listed(answer: Any) -> set[str]:
    """Return what a page of the shop lists; the brand alone, while the customer is not active."""
    return words_in(answer.context["page"].rows) if "page" in answer.context else set()


def page(scene: Scene, retailer: str) -> set[str]:
    return listed(client_of(scene, retailer).get(at(retailer, "shop"), {"sold_out": "yes"}))


def grid(scene: Scene, retailer: str) -> set[str]:
    html = client_of(scene, retailer).get(at(retailer, "shop"), {"view": "grid"}).content.decode()
    return {word for word in WORDS if word.title() in html}


def search(scene: Scene, retailer: str) -> set[str]:
    client = client_of(scene, retailer)
    return set().union(*(listed(client.get(at(retailer, "shop"), {"q": word[:5]})) for word in WORDS))


def misspelt(scene: Scene, retailer: str) -> set[str]:
    """Return which words are proposed for themselves with two letters changed round."""
    client, found = client_of(scene, retailer), set()
    for word in WORDS:
        answer = client.get(at(retailer, "shop"), {"q": f"{word[:2]}{word[3]}{word[2]}{word[4:]}"})
        shown = listed(answer)
        assert shown <= {word}
        assert (answer.context.get("meant") or "") == (word if shown else "")
        found |= shown
    return found


def filters(scene: Scene, retailer: str) -> set[str]:
    answer = client_of(scene, retailer).get(at(retailer, "shop_facets"))
    if answer.status_code == 404:
        return set()
    facets = answer.context["facets"]
    brands = {brand.removeprefix("Brand ") for brand, number in facets.brands if number == 1}
    assert {name.lower() for name, _ in facets.categories} == brands
    assert facets.total == len(brands)
    return brands


def product_page(scene: Scene, retailer: str) -> set[str]:
    client = client_of(scene, retailer)
    return answered(scene, lambda key: client.get(at(retailer, "shop_product", key)))


def export(scene: Scene, retailer: str) -> set[str]:
    return words_in_file(client_of(scene, retailer).get(at(retailer, "shop_export"), {"as": "csv"}))


def words_in_file(answer: Any) -> set[str]:
    """Return what a sheet lists; there is none while the customer is not active."""
    if answer.status_code == 404:
        return set()
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {row[0].lower() for row in list(csv.reader(io.StringIO(text)))[1:]}


def api_list(scene: Scene, retailer: str) -> set[str]:
    return words_in(client_of(scene, retailer).get(api(retailer, "products/")).json()["results"])


def api_search(scene: Scene, retailer: str) -> set[str]:
    client = client_of(scene, retailer)
    answers = [client.get(api(retailer, "products/"), {"q": word}).json()["results"] for word in WORDS]
    return set().union(*map(words_in, answers))


def api_product(scene: Scene, retailer: str) -> set[str]:
    client = client_of(scene, retailer)
    return answered(scene, lambda key: client.get(api(retailer, f"products/{key}/")))


def api_filters(scene: Scene, retailer: str) -> set[str]:
    counts = client_of(scene, retailer).get(api(retailer, "products/facets/")).json()["brands"]
    return {count["value"].removeprefix("Brand ") for count in counts}


def cart(scene: Scene, retailer: str) -> set[str]:
    client = client_of(scene, retailer)
    taken = set()
    for word, made in scene.made.items():
        box = {"product": str(made.product.pk), "quantity_units": 1, "seen_units": 0}
        answer = client.post(at(retailer, "cart_line_create"), box, **HTMX)
        assert answer.status_code in (200, 403, 422)
        taken |= {word} if answer.status_code == 200 else set()
    return taken


def cart_api(scene: Scene, retailer: str) -> set[str]:
    client = client_of(scene, retailer)
    taken = [set[str](), set[str]()]
    for word, made in scene.made.items():
        for way, line in enumerate(({"sku": made.product.sku}, {"product_id": str(made.product.pk)})):
            body = json.dumps({"lines": [line | {"quantity_units": 1}]})
            answer = client.put(api(retailer, "cart/lines/"), body, content_type="application/json")
            assert answer.status_code in (200, 403, 422)
            taken[way] |= {word} if answer.status_code == 200 else set()
    assert taken[0] == taken[1]
    return taken[0]


def cart_behind_backs(scene: Scene, retailer: str) -> set[str]:
    """Return what of everything, put into the cart without being asked, is still an offer there."""
    keys = {"supplier": scene.world.orgs["alder"], "retailer": scene.world.orgs[retailer]}
    with as_owner():
        its = Cart.objects.get(**keys)
        CartLine.objects.filter(cart=its).delete()
        for made in scene.made.values():
            CartLine.objects.create(
                cart=its, product=made.product, seen_name="Known once", quantity_units=1, **keys
            )
    answer = client_of(scene, retailer).get(api(retailer, "cart/"))
    lines = answer.json()["lines"]
    assert {line["name"] for line in lines if not line["is_offered"]} <= {"Known once"}
    return {line["name"].lower() for line in lines if line["is_offered"]}


def viewed(scene: Scene, retailer: str) -> set[str]:
    return listed(client_of(scene, "alder").get(store(scene, retailer, "customer_store")))


def viewed_product(scene: Scene, retailer: str) -> set[str]:
    client = client_of(scene, "alder")
    return answered(scene, lambda key: client.get(store(scene, retailer, "customer_store_product", key)))


def viewed_api(scene: Scene, retailer: str) -> set[str]:
    customer = scene.world.customers["alder", retailer].pk
    path = f"/api/v1/alder/selling/customers/{customer}/products/"
    return words_in(client_of(scene, "alder").get(path).json()["results"])


def viewed_export(scene: Scene, retailer: str) -> set[str]:
    url = store(scene, retailer, "customer_store_export")
    return words_in_file(client_of(scene, "alder").get(url, {"as": "csv"}))


def answered(scene: Scene, ask: Callable[[Any], Any]) -> set[str]:
    found = set()
    for word, made in scene.made.items():
        answer = ask(made.product.pk)
        assert answer.status_code in (200, 404)
        found |= {word} if answer.status_code == 200 else set()
    return found


SHOP: list[Entrance] = [
    page, grid, search, misspelt, filters, product_page, export,
    api_list, api_search, api_product, api_filters,
    cart, cart_api, cart_behind_backs,
    viewed, viewed_product, viewed_api, viewed_export,
]  # fmt: skip

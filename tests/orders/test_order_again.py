"""Ordering again shows what is gone, dearer or cheaper before it fills the cart (SPEC.md O1)."""

import pytest
from django.urls import reverse

from catalogs.models import Price
from tests.orders.shopping import held
from tests.orders.test_standing_lists import take
from tests.world import World
from wholesale.tenancy.testing import as_owner


def test_order_again_leads_from_the_order_to_the_cart(world: World) -> None:
    number = world.orders["alder", "rita"].number
    detail = reverse("orders:buying_detail", args=["rita", "alder", number])
    again = reverse("orders:order_again", args=["rita", "alder", number])
    client = world.client("rita")

    assert again.encode() in client.get(detail).content
    assert (
        b"/again/"
        not in world.client("alder").get(reverse("orders:selling_detail", args=["alder", number])).content
    )
    filling = reverse("orders:order_filling_create", args=["rita", "alder", number])
    assert client.post(filling, take(world, PALE=2)).status_code == 302
    assert held(world) == {"PALE": 2, "STOUT": 1}


@pytest.mark.parametrize(
    ("price", "counts", "words"),
    [
        ("31.00", {"dearer": 1, "cheaper": 0}, "dearer, was $30.00"),
        ("29.50", {"dearer": 0, "cheaper": 1}, "cheaper, was $30.00"),
        ("30.00", {"dearer": 0, "cheaper": 0}, "$30.00"),
    ],
)
def test_ordering_again_says_what_is_dearer_or_cheaper_before_it_fills(
    world: World, price: str, counts: dict[str, int], words: str
) -> None:
    with as_owner():
        Price.objects.filter(product=world.products["alder"][0]).update(unit_price=price)
    number = world.orders["alder", "rita"].number

    page = world.client("rita").get(reverse("orders:order_again", args=["rita", "alder", number]))

    assert page.context["counts"] == {"gone": 0, "short": 0} | counts
    assert words in " ".join(page.content.decode().split())
    assert held(world) == {"STOUT": 1}

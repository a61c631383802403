"""What the tests of stock's pages share: addresses, filled forms, and what then is on hand."""

from django.urls import reverse

from catalogs.models import Product
from inventory.models import StockBalance
from tests.world import World
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner


def url(name: str, *args: object, slug: str = "alder") -> str:
    return reverse(f"inventory:{name}", args=[slug, *args])


def filled(**typed: object) -> dict[str, object]:
    """A form as a page gives it out, with its own key."""
    return {"form_key": uuid7(), **typed}


def on_hand(world: World, keeper: str, product: Product) -> int:
    with as_owner():
        return StockBalance.objects.get(keeper=world.orgs[keeper], product=product).on_hand_units

"""What may stand between a customer and a product, in the order in which it is asked (SPEC.md I11)."""

from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Check(models.TextChoices):
    """One link of the chain: what has to be so that a customer can order a product."""

    REGISTERED = "registered", _("Registered")
    ACTIVE = "active", _("Active")
    HOLD = "hold", _("On hold")
    CREDIT = "credit", _("Credit")
    PRODUCT = "product", _("Product")
    LICENCE = "licence", _("Licence")
    CATALOG = "catalog", _("Catalog")
    PRICE = "price", _("Price")
    DISTRIBUTOR = "distributor", _("Distributor")
    STOCK = "stock", _("Stock")
    MINIMUM = "minimum", _("Minimum order")
    SCHEDULE = "schedule", _("Delivery days")


class Verdict(models.TextChoices):
    """What a check says."""

    PASSES = "passes", _("Fine")
    WARNS = "warns", pgettext_lazy("verdict", "Look at it")
    BLOCKS = "blocks", _("Stands in the way")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"passes": "ok", "warns": "warn", "blocks": "bad"}[self.value]


@dataclass(frozen=True, slots=True)
class Mend:
    """Where what stands in the way is put right: the page by its name and keys, and what is done there."""

    page: str
    keys: tuple[object, ...]
    verb: str


@dataclass(frozen=True, slots=True)
class Link:
    """One check of the chain with what it says of this customer and product, in words."""

    check: Check
    verdict: Verdict
    text: str
    mend: Mend | None = None

    @property
    def address(self) -> str:
        """Return the address of the page that mends it; empty where nothing is to be mended."""
        return reverse(self.mend.page, args=self.mend.keys) if self.mend else ""

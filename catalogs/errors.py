"""What cannot be done with products, catalogs and prices."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wholesale.errors import DomainError, InvalidTransition, StaleVersion


class SkuTaken(DomainError):
    """Another product of this supplier has the SKU."""

    code = "sku_taken"


class ProductRefused(DomainError):
    """A product cannot be as it is wanted; `fields` says what is wrong, by column."""

    code = "invalid"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class ProductsRefused(DomainError):
    """Of several products some cannot be as they are wanted, so none was written; `outcomes` says which and why."""

    code = "invalid"
    status = 422

    def __init__(self, outcomes: Sequence[Any]) -> None:
        super().__init__(_("Some products cannot be saved so. Nothing was written."))
        self.outcomes = outcomes


class ProductGone(DomainError):
    """There is no such product of this supplier."""

    code = "not_found"
    status = 404


class TooManyPictures(DomainError):
    """A product has as many pictures as fit."""

    code = "too_many_pictures"
    status = 422

    def __init__(self, most: int) -> None:
        super().__init__(_("A product has at most %(most)s pictures. Remove one first.") % {"most": most})


class TermsRefused(DomainError):
    """Some of the terms cannot be taken; `fields` says what is wrong, by column."""

    code = "invalid"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class CatalogRefused(DomainError):
    """A catalog cannot be as it is wanted; `fields` says what is wrong, by field."""

    code = "invalid"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class SpecialPricesRefused(DomainError):
    """Special prices cannot be as they are wanted; `products` says what is wrong, by the key of the product."""

    code = "invalid"
    status = 422

    def __init__(self, products: dict[UUID, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(products.values())))
        self.products = products


class SpecialPriceChangedMeanwhile(StaleVersion):
    """Somebody else set or ended a special price since it was looked at."""

    def __init__(self) -> None:
        words = _(
            "Somebody else changed this special price meanwhile. Look at what stands now; saved again, yours counts."
        )
        super().__init__(words)


class TaxClassRefused(DomainError):
    """A tax class cannot be as it is wanted; `fields` says what is wrong, by field."""

    code = "invalid"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class TaxClassInUse(DomainError):
    """A tax class cannot be deleted: something is taxed by it."""

    code = "tax_class_in_use"


class TaxClassChangedMeanwhile(StaleVersion):
    """Somebody else saved the tax class since it was read; `current` is what stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else changed this tax class meanwhile. Nothing of yours is lost."))
        self.current = current


class CatalogChangedMeanwhile(StaleVersion):
    """Somebody else saved the catalog since it was read; `current` is what stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else changed this catalog meanwhile. Nothing of yours is lost."))
        self.current = current


class PricesRefused(DomainError):
    """Some prices cannot be kept; `by_product` says what is wrong, by the id of the product."""

    code = "invalid"
    status = 422

    def __init__(self, by_product: Mapping[UUID, str]) -> None:
        super().__init__(" ".join(sorted(set(by_product.values()))))
        self.by_product = dict(by_product)


class PlanRefused(DomainError):
    """A change of prices cannot come at these times; `fields` says what is wrong, by field."""

    code = "invalid"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class ChangeMovedOn(InvalidTransition):
    """A change of prices is no longer what it was looked at as: published, or withdrawn; `current` is what stands."""

    def __init__(self, current: Any) -> None:
        who = current.published_by_name
        words = {
            "draft": _("These prices are not published."),
            "published": _("%(who)s has published these prices meanwhile.") % {"who": who or _("Somebody")},
            "withdrawn": _("These prices are withdrawn."),
        }
        super().__init__(words[current.state])
        self.current = current


class NothingToPublish(DomainError):
    """A draft without lines changes no price."""

    code = "nothing_to_publish"


class MomentPassed(DomainError):
    """The moment from which prices shall count has passed since it was chosen."""

    code = "moment_passed"


class HasBegun(InvalidTransition):
    """What is in force can be changed by another change, but not withdrawn."""


class PriceListRefused(DomainError):
    """A price list cannot be as it is wanted; `fields` says what is wrong, by field."""

    code = "invalid"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class PriceListChangedMeanwhile(StaleVersion):
    """Somebody else saved the price list since it was read; `current` is what stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else changed this price list meanwhile. Nothing of yours is lost."))
        self.current = current

"""What cannot be done with products, catalogs and prices."""

from typing import Any

from django.utils.translation import gettext as _

from wholesale.errors import DomainError, StaleVersion


class SkuTaken(DomainError):
    """Another product of this supplier has the SKU."""

    code = "sku_taken"


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


class CatalogChangedMeanwhile(StaleVersion):
    """Somebody else saved the catalog since it was read; `current` is what stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else changed this catalog meanwhile. Nothing of yours is lost."))
        self.current = current

"""What cannot be done with products and prices."""

from wholesale.errors import DomainError


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

"""What a buyer puts into a cart, as the shop's quantity boxes send it."""

from typing import Any
from uuid import UUID

from django import forms


class CartLineForm(forms.Form):
    """One product's quantity box, and what it showed before."""

    product = forms.UUIDField()
    quantity_units = forms.IntegerField(min_value=0, max_value=1_000_000)
    seen_units = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)

    @property
    def arguments(self) -> dict[str, Any]:
        """Return the arguments of step_cart_line."""
        data = self.cleaned_data
        return {
            "product_id": data["product"],
            "units": data["quantity_units"],
            "seen_units": data["seen_units"] or 0,
        }

    @property
    def product_id(self) -> UUID | None:
        """Return the product that was meant, also where the quantity was wrong."""
        found: UUID | None = self.cleaned_data.get("product")
        return found

"""Fields that several forms of products and prices have."""

import re
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from catalogs.details import LONGEST_NAME, LONGEST_TEXT, MAX_ATTRIBUTES

LONE_COMMA = re.compile(r"^(-?\d*),(\d{1,2}|\d{4,})$")


class AttributesField(forms.CharField):
    """Free properties, one on each line: "ABV: 5.2 %"."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """Return the properties by name."""
        found: dict[str, str] = {}
        for line in filter(None, map(str.strip, (super().to_python(value) or "").splitlines())):
            name, colon, text = (part.strip() for part in line.partition(":"))
            if not (name and colon and text):
                raise forms.ValidationError(_("Write each line as in “ABV: 5.2 %”."))
            if len(name) > LONGEST_NAME or len(text) > LONGEST_TEXT:
                raise forms.ValidationError(_("A property has at most 40 letters, and its text 120."))
            found[name] = text
        if len(found) > MAX_ATTRIBUTES:
            raise forms.ValidationError(_("At most 30 properties fit."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """Show the properties one on each line."""
        if isinstance(value, dict):
            return "\n".join(f"{name}: {text}" for name, text in value.items())
        return value


class PriceField(forms.DecimalField):
    """An amount as its reader writes it."""

    def to_python(self, value: Any) -> Any:
        """Read "61,20" as its writer meant it where the comma groups thousands: no group has two digits.

        Django itself does so for a single point.
        """
        if isinstance(value, str) and get_format("THOUSAND_SEPARATOR") == ",":
            value = LONE_COMMA.sub(r"\1.\2", value.strip())
        return super().to_python(value)

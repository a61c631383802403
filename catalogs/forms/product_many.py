"""What is asked for before many products are changed at once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogs import queries
from catalogs.checks import LONGEST
from catalogs.queries.catalogs import catalog_choices
from wholesale.organizations.models import Organization


class ManyForm(forms.Form):
    """A change of many products that needs nothing but a yes."""

    def __init__(self, *args: Any, supplier: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(supplier)

    def offer(self, supplier: Organization) -> None:
        """Fill the choices with what this supplier has."""

    @property
    def said(self) -> dict[str, Any]:
        """Return what shall be said of the products, by column."""
        return {}


class ActivateForm(ManyForm):
    """Let customers see and order them."""

    said = {"is_active": True}


class DeactivateForm(ManyForm):
    """Let customers see them no more."""

    said = {"is_active": False}


class WordForm(ManyForm):
    """A category or a brand, chosen while typing; empty takes it away."""

    column = "category"
    to_word = forms.CharField(required=False, max_length=LONGEST["category"])

    def offer(self, supplier: Organization) -> None:
        """Offer the words in use."""
        is_category = self.column == "category"
        self.words = (queries.categories_of if is_category else queries.brands_of)(supplier)
        field = self.fields["to_word"]
        field.label = _("Category") if is_category else _("Brand")
        field.help_text = _("Left empty, they will have none.")
        field.widget.attrs["list"] = "words"

    @property
    def said(self) -> dict[str, Any]:
        """Return the word in one line."""
        return {self.column: " ".join(self.cleaned_data["to_word"].split())}


class BrandForm(WordForm):
    """A brand."""

    column = "brand"


class TaxClassForm(ManyForm):
    """One of the supplier's tax classes, or its default."""

    to_tax_class = forms.ChoiceField(label=gettext_lazy("Tax class"), required=False)

    def offer(self, supplier: Organization) -> None:
        """Offer the tax classes."""
        field: Any = self.fields["to_tax_class"]
        classes = queries.tax_class_names(supplier).items()
        field.choices = [("", _("Your default")), *((str(key), name) for key, name in classes)]

    @property
    def said(self) -> dict[str, Any]:
        """Return the class's id, or nothing."""
        chosen = self.cleaned_data["to_tax_class"]
        return {"tax_class_id": UUID(chosen) if chosen else None}


class CatalogChoiceForm(ManyForm):
    """One of the supplier's catalogs that holds products of choice."""

    to_catalog = forms.ChoiceField(label=gettext_lazy("Catalog"))

    def offer(self, supplier: Organization) -> None:
        """Offer the catalogs."""
        field: Any = self.fields["to_catalog"]
        field.choices = catalog_choices(supplier)


@dataclass(frozen=True, slots=True)
class ManyVerb:
    """What can be done with many products at once."""

    key: str
    label: Promise
    icon: str
    form: type[ManyForm]
    is_common: bool = False


VERBS = {
    verb.key: verb
    for verb in (
        ManyVerb("category", gettext_lazy("Set category"), "category", WordForm, is_common=True),
        ManyVerb("brand", pgettext_lazy("of a product", "Set brand"), "label", BrandForm),
        ManyVerb("catalog", gettext_lazy("Add to catalog"), "tags", CatalogChoiceForm, is_common=True),
        ManyVerb("tax", gettext_lazy("Set tax class"), "receipt", TaxClassForm, is_common=True),
        ManyVerb("activate", gettext_lazy("Activate"), "bolt", ActivateForm),
        ManyVerb("deactivate", gettext_lazy("Deactivate"), "player-pause", DeactivateForm),
    )
}

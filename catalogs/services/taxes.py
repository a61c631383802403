"""Tax classes: made, changed, deleted; one of them is the default (SPEC.md K1, O18)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogs.errors import TaxClassChangedMeanwhile, TaxClassInUse, TaxClassRefused
from catalogs.models import Product, TaxClass
from catalogs.queries.taxes import lock_tax_classes
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.organizations.models import Organization

_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDetails:
    """What a tax class is called, its rate, and whether products without a class of their own are taxed by it."""

    name: str
    rate_percent: Decimal
    is_default: bool = False

    def columns(self) -> dict[str, Any]:
        """Return the columns."""
        return {"name": self.name, "rate_percent": self.rate_percent, "is_default": self.is_default}


@transaction.atomic
def create_tax_class(*, supplier: Organization, details: TaxDetails, by: User) -> TaxClass:
    """Make a tax class. The first one is the default, whatever is asked: every product is taxed by it.

    Locks:  the supplier's tax classes.
    Raises: TaxClassRefused (the name is taken, in any letter case); then nothing is written.
    Source: SPEC.md K1.
    """
    others = lock_tax_classes(supplier)
    if len(others) >= _MOST:
        raise TaxClassRefused({"name": _("There are %(n)s tax classes already.") % {"n": _MOST}})
    made = TaxClass(supplier=supplier)
    _fill(made, details, others)
    record_tax(made, by, "tax_class_created", {}, _readable(details))
    return made


@transaction.atomic
def edit_tax_class(*, tax_class: TaxClass, details: TaxDetails, version: int, by: User) -> TaxClass:
    """Change a tax class, if nobody has since it was read; orders that were placed keep their tax.

    Locks:  the supplier's tax classes.
    Raises: TaxClassChangedMeanwhile, TaxClassRefused; then nothing is written.
    Source: SPEC.md B4, K1, O6.
    """
    classes = lock_tax_classes(tax_class.supplier)
    found = next((each for each in classes if each.pk == tax_class.pk), tax_class)
    if found.version != version:
        raise TaxClassChangedMeanwhile(found)
    if found.is_default and not details.is_default:
        raise TaxClassRefused({"is_default": _("Make another class the default instead.")})
    wanted = details.columns()
    before, after = difference({name: getattr(found, name) for name in wanted}, wanted)
    if not after:
        return found
    found.version += 1
    _fill(found, details, [each for each in classes if each.pk != found.pk])
    record_tax(found, by, "tax_class_changed", _written(before), _written(after))
    return found


@transaction.atomic
def delete_tax_class(*, tax_class: TaxClass, by: User) -> None:
    """Delete a tax class that no product names; the default one only as the last.

    Locks:  the supplier's tax classes.
    Raises: TaxClassInUse; then nothing is written.
    Source: SPEC.md K1.
    """
    classes = lock_tax_classes(tax_class.supplier)
    found = next((each for each in classes if each.pk == tax_class.pk), None)
    if found is None:
        return
    if found.is_default and len(classes) > 1:
        raise TaxClassInUse(_("Make another class the default, then delete this one."))
    if Product.objects.filter(supplier=found.supplier_id, tax_class=found).exists():
        raise TaxClassInUse(_("Products are in this class. Give them another one, then delete it."))
    record_tax(found, by, "tax_class_deleted", {"name": found.name}, {})
    TaxClass.objects.filter(supplier=found.supplier_id, pk=found.pk).delete()


def record_tax(
    tax_class: TaxClass, by: User, verb: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Note a change of a tax class in its supplier's log."""
    record_change(
        organization_id=tax_class.supplier_id,
        by=by,
        verb=verb,
        subject=tax_class,
        subject_name=tax_class.name,
        before=before,
        after=after,
    )


def _fill(tax_class: TaxClass, details: TaxDetails, others: list[TaxClass]) -> None:
    """Write a class down; there is one default, as soon as there is any class."""
    taken = TaxClassRefused({"name": _("You have a tax class of this name already.")})
    if any(each.name.casefold() == details.name.casefold() for each in others):
        raise taken
    for name, value in details.columns().items():
        setattr(tax_class, name, value)
    tax_class.is_default = details.is_default or not others
    if tax_class.is_default:
        defaults = TaxClass.objects.filter(supplier=tax_class.supplier_id, is_default=True)
        defaults.exclude(pk=tax_class.pk).update(is_default=False)
    try:
        with transaction.atomic():
            tax_class.save()
    except IntegrityError as error:  # two people at once
        raise taken from error


def _readable(details: TaxDetails) -> dict[str, Any]:
    return _written(details.columns())


def _written(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: f"{value.normalize():f}" if isinstance(value, Decimal) else value
        for name, value in columns.items()
    }

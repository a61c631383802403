"""Tax classes: made, changed, deleted; one of them is the default (SPEC.md K1, O18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogs.errors import TaxClassChangedMeanwhile, TaxClassInUse, TaxClassRefused
from catalogs.models import Product, TaxClass
from catalogs.queries.taxes import lock_tax_classes
from catalogs.taxing import TaxRate, tax_rates_from
from retailers.queries import region_key
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.organizations.models import Organization

_MOST = 50
MOST_RATES = 100  # of a class: more than a country has regions with a tax of their own
_LARGEST = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDetails:
    """What a tax class is called, its rates, and whether products without a class of their own are taxed by it.

    Args:
        rates: their region_key is worked out here; a rate without a number takes the one that its tax has elsewhere.
    """

    name: str
    rates: Sequence[TaxRate] = ()
    is_default: bool = False

    def columns(self) -> dict[str, Any]:
        """Return the columns."""
        return {
            "name": self.name,
            "rates": [each.kept() for each in self.rates],
            "is_default": self.is_default,
        }


@transaction.atomic
def create_tax_class(*, supplier: Organization, details: TaxDetails, by: User) -> TaxClass:
    """Make a tax class. The first one is the default, whatever is asked: every product is taxed by it.

    Locks:  the supplier's tax classes.
    Raises: TaxClassRefused (the name is taken, in any letter case; a rate that cannot be); then nothing is written.
    Source: SPEC.md K1, O18.
    """
    others = lock_tax_classes(supplier)
    if len(others) >= _MOST:
        raise TaxClassRefused({"name": _("There are %(n)s tax classes already.") % {"n": _MOST}})
    made = TaxClass(supplier=supplier)
    details = _settled(details, others, had=())
    _fill(made, details, others)
    _carry_numbers(details.rates, others)
    record_tax(made, by, "tax_class_created", {}, _readable(details))
    return made


@transaction.atomic
def edit_tax_class(*, tax_class: TaxClass, details: TaxDetails, version: int, by: User) -> TaxClass:
    """Change a tax class, if nobody has since it was read; orders that were placed keep their tax.

    A registration number belongs to a tax: changed here, it changes in the other classes too.

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
    others = [each for each in classes if each.pk != found.pk]
    details = _settled(details, others, had=tax_rates_from(found.rates))
    wanted = details.columns()
    before, after = difference({name: getattr(found, name) for name in wanted}, wanted)
    if not after:
        return found
    found.version += 1
    _fill(found, details, others)
    _carry_numbers(details.rates, others)
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


def _settled(details: TaxDetails, others: Iterable[TaxClass], had: Iterable[TaxRate]) -> TaxDetails:
    """Return the rates checked, with the keys of their regions and the numbers of their taxes.

    Raises: TaxClassRefused, by `rates` and the place of the rate.
    """
    if len(details.rates) > MOST_RATES:
        raise TaxClassRefused({"rates": _("A class has at most %(n)s rates.") % {"n": MOST_RATES}})
    mine = {each.name.casefold() for each in had}
    known = {
        rate.name.casefold(): rate.number
        for each in others
        for rate in tax_rates_from(each.rates)
        if rate.number and rate.name.casefold() not in mine
    }
    typed = {rate.name.casefold(): rate.number for rate in details.rates if rate.number}
    numbers = known | typed
    settled: list[TaxRate] = []
    for place, rate in enumerate(details.rates):
        made = replace(
            rate,
            region_key=region_key(rate.country, rate.region),
            number=numbers.get(rate.name.casefold(), ""),
        )
        if reason := _misfit(made, settled):
            raise TaxClassRefused({f"rates.{place}": reason})
        settled.append(made)
    return replace(details, rates=settled)


def _misfit(rate: TaxRate, before: Sequence[TaxRate]) -> str:
    """Return why a rate cannot stand beside those before it; nothing if it can."""
    if not rate.name.strip():
        return _("Name the tax.")
    if not 0 <= rate.rate_percent <= _LARGEST:
        return _("A rate is from 0 to 100.")
    if rate.region and not rate.country:
        return _("Choose the country of the region.")
    if any((each.name.casefold(), each.place) == (rate.name.casefold(), rate.place) for each in before):
        return _("This tax is named twice for the same place.")
    return ""


def _carry_numbers(rates: Iterable[TaxRate], others: Iterable[TaxClass]) -> None:
    """Give the same taxes of other classes, which are locked, the numbers that these have."""
    numbers = {rate.name.casefold(): rate.number for rate in rates}
    for each in others:
        was = tax_rates_from(each.rates)
        now = [replace(rate, number=numbers.get(rate.name.casefold(), rate.number)) for rate in was]
        if now != was:
            TaxClass.objects.filter(supplier=each.supplier_id, pk=each.pk).update(
                rates=[rate.kept() for rate in now], version=each.version + 1
            )


def _readable(details: TaxDetails) -> dict[str, Any]:
    return _written(details.columns())


def _written(columns: dict[str, Any]) -> dict[str, Any]:
    """Return columns as the log keeps them: a line of words for each rate."""
    return {name: _in_words(value) if name == "rates" else value for name, value in columns.items()}


def _in_words(rates: Iterable[dict[str, str]]) -> str:
    said = []
    for each in tax_rates_from(rates):
        where = " ".join(filter(None, (each.country, each.region)))
        more = ", ".join(filter(None, (where, each.number)))
        said.append(f"{each.name} {each.rate_percent.normalize():f} %" + (f" ({more})" if more else ""))
    return "; ".join(said)

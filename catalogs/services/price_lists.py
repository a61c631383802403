"""Price lists: made, changed, chosen as the default, deleted (SPEC.md K2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from catalogs.deriving import roundings_for
from catalogs.enums import ChangeState, PriceRounding
from catalogs.errors import PriceListChangedMeanwhile, PriceListRefused
from catalogs.models import Price, PriceChange, PriceList
from catalogs.queries.price_lists import holders_of, lock_price_list, lock_price_lists, one_of
from catalogs.services.publishing import follow_base
from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.organizations.models import Organization

_MOST = 500  # a supplier has some fifty; more would only be a mistake of a program


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListDetails:
    """What a price list is called, its currency, and how it is derived from another, if it is.

    Args:
        derived_percent, derived_amount: exactly one of them with a base list, none without.
        rounding: of derived prices.
        includes_tax: whether its prices contain their taxes; a derived list follows its base in this too.
    """

    name: str
    currency: str
    base_list: PriceList | None = None
    derived_percent: Decimal | None = None
    derived_amount: Decimal | None = None
    rounding: str = PriceRounding.COINS
    includes_tax: bool = False

    def check(self, lists: Mapping[UUID, PriceList]) -> None:
        """Refuse what no list can be. Raises: PriceListRefused.

        Args:
            lists: of the supplier, locked: its base may have begun to follow another since it was chosen.
        """
        if self.base_list is None:
            return
        wrong: dict[str, str] = {}
        base = lists.get(self.base_list.pk)
        if base is None:
            raise PriceListRefused({"base_list": _("This price list is deleted.")})
        if base.base_list_id:
            wrong["base_list"] = _("%(name)s is derived itself: choose the list that it follows.") % {
                "name": base
            }
        if base.currency != self.currency:
            wrong["currency"] = _("A derived list has the currency of the list that it follows.")
        if (self.derived_percent is None) == (self.derived_amount is None):
            wrong["derived_percent"] = _("Enter either a percentage or an amount; 0 for the same prices.")
        if self.rounding not in roundings_for(self.currency):
            wrong["rounding"] = _("This currency has no such coins.")
        if wrong:
            raise PriceListRefused(wrong)


@transaction.atomic
def default_price_list(supplier: Organization) -> PriceList:
    """Return the list that customers pay by unless told otherwise, made at the first call.

    Runs in the supplier's context. The database gives customers that came before the list their terms with it.

    Locks: the terms of all this supplier's customers, only while there is no list.
    Source: SPEC.md K2, C14.
    """
    found = PriceList.objects.filter(supplier=supplier, is_default=True).first()
    if found:
        return found
    with override(supplier.language):
        values = {"name": gettext("Standard"), "currency": supplier.currency}
    return PriceList.objects.get_or_create(supplier=supplier, is_default=True, defaults=values)[0]


@transaction.atomic
def create_price_list(*, supplier: Organization, details: PriceListDetails, by: User | None) -> PriceList:
    """Make a price list; nobody pays by it yet. A derived one has its prices at once.

    Locks:  the supplier's price lists.
    Raises: PriceListRefused; then nothing is written.
    Source: SPEC.md K2.
    """
    default_price_list(supplier)  # so that a list made first does not stand alone
    lists = lock_price_lists(supplier)
    if len(lists) >= _MOST:
        raise PriceListRefused({"name": _("There are %(n)s price lists already.") % {"n": _MOST}})
    details.check(lists)
    made = PriceList(supplier=supplier)
    _write(made, details)
    _record(made, by, "price_list_created", {}, _readable(details))
    follow_base(price_list=made)
    return made


@transaction.atomic
def edit_price_list(
    *, price_list: PriceList, details: PriceListDetails, version: int, by: User | None
) -> PriceList:
    """Change a price list, if nobody has since it was read. With another rule its prices follow at once.

    Locks:  the supplier's price lists.
    Raises: PriceListChangedMeanwhile, PriceListRefused; then nothing is written.
    Source: SPEC.md B4, K2.
    """
    lists = lock_price_lists(price_list.supplier)
    found = one_of(lists, price_list)
    if found.version != version:
        raise PriceListChangedMeanwhile(found)
    before, after = difference(_readable(details_of(found)), _readable(details))
    if not after:
        return found
    details.check(lists)
    _check_change(found, details)
    found.version += 1
    _write(found, details)
    _record(found, by, "price_list_changed", before, after)
    if "includes_tax" in after:
        PriceList.objects.filter(base_list=found).update(includes_tax=found.includes_tax)
    if after.keys() - {"name", "includes_tax"}:
        _follow(found)
    return found


@transaction.atomic
def choose_default(*, price_list: PriceList, by: User | None) -> None:
    """Make a list the one that customers pay by unless told otherwise; who is set to a list of its own keeps it.

    Locks:  the supplier's price lists; the terms of the customers that follow.
    Raises: PriceListRefused for another currency than the supplier's.
    Source: SPEC.md K2, C18.
    """
    found = lock_price_list(price_list)
    if found.is_default:
        return
    if found.currency != found.supplier.currency:
        words = _("The default list is in your company's currency, %(currency)s.")
        raise PriceListRefused({"currency": words % {"currency": found.supplier.currency}})
    others = PriceList.objects.filter(supplier=found.supplier_id)
    old = others.filter(is_default=True).first()
    others.filter(is_default=True).update(is_default=False)
    others.filter(pk=found.pk).update(is_default=True)
    before = {"default": old.name} if old else {}
    _record(found, by, "price_list_made_default", before, {"default": found.name})


@transaction.atomic
def delete_price_list(*, price_list: PriceList, by: User | None) -> None:
    """Delete a list that nobody pays by and no other list follows, with its prices and their history.

    Locks:  the supplier's price lists.
    Raises: PriceListRefused with the reason.
    Source: SPEC.md K2.
    """
    found = lock_price_list(price_list)
    if reason := why_kept(found):
        raise PriceListRefused({"price_list": reason})
    _record(found, by, "price_list_deleted", {"name": found.name}, {})
    Price.objects.filter(price_list=found).delete()
    # Lists that followed it once keep the prices that they had from it.
    Price.objects.filter(supplier=found.supplier_id, change__price_list=found).update(change=None)
    PriceChange.objects.filter(price_list=found).delete()
    PriceList.objects.filter(pk=found.pk).delete()


def why_kept(price_list: PriceList) -> str:
    """Return why a list cannot be deleted, in words; nothing if it can."""
    if price_list.is_default:
        return _("It is your default list. Make another one the default first.")
    if holders_of(price_list):
        return _("Retailers or groups are set to it. Give them another list first.")
    if PriceList.objects.filter(base_list=price_list).exists():
        return _("Other lists follow it.")
    return ""


def details_of(price_list: PriceList) -> PriceListDetails:
    """Return what a list is now."""
    return PriceListDetails(
        **{name: getattr(price_list, name) for name in PriceListDetails.__dataclass_fields__}
    )


def _check_change(price_list: PriceList, details: PriceListDetails) -> None:
    """Refuse what would change the meaning of prices that stand. Raises: PriceListRefused."""
    wrong: dict[str, str] = {}
    followed = PriceList.objects.filter(base_list=price_list).exists()
    if details.currency != price_list.currency and (
        followed or price_list.is_default or _holds_prices(price_list)
    ):
        wrong["currency"] = _("This list has prices already: make a new list for another currency.")
    if details.base_list and followed:
        wrong["base_list"] = _("Other lists follow this one, so it cannot follow another.")
    if details.base_list and details.base_list.pk == price_list.pk:
        wrong["base_list"] = _("A list cannot follow itself.")
    if wrong:
        raise PriceListRefused(wrong)


def _follow(price_list: PriceList) -> None:
    """Work a derived list's prices out anew; one that follows no longer keeps those that it has, and gets no more."""
    if price_list.base_list:
        follow_base(price_list=price_list)
    else:
        Price.objects.filter(price_list=price_list, is_derived=True, valid_from__gt=Now()).delete()


def _holds_prices(price_list: PriceList) -> bool:
    prices = Price.objects.filter(price_list=price_list)
    drafted = PriceChange.objects.filter(price_list=price_list, state=ChangeState.DRAFT)
    return prices.exists() or drafted.exists()


def _write(price_list: PriceList, details: PriceListDetails) -> None:
    for name in PriceListDetails.__dataclass_fields__:
        setattr(price_list, name, getattr(details, name))
    if price_list.base_list:
        price_list.includes_tax = price_list.base_list.includes_tax
    taken = PriceListRefused({"name": _("You have a price list of this name already.")})
    others = PriceList.objects.filter(supplier=price_list.supplier_id).exclude(pk=price_list.pk)
    if others.filter(name__iexact=details.name).exists():
        raise taken
    try:
        with transaction.atomic():
            price_list.save()
    except IntegrityError as error:  # two people at once
        if "price_list_name_once" not in str(error):
            raise
        raise taken from error


def _record(
    price_list: PriceList, by: User | None, verb: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    record_change(
        organization_id=price_list.supplier_id,
        by=by,
        verb=verb,
        subject=price_list,
        subject_name=price_list.name,
        before=before,
        after=after,
    )


def _readable(details: PriceListDetails) -> dict[str, Any]:
    amounts = ("derived_percent", "derived_amount")
    said = {name: getattr(details, name) for name in ("name", "currency", "rounding", "includes_tax")}
    said["base_list"] = details.base_list.name if details.base_list else ""
    return said | {
        name: None if (value := getattr(details, name)) is None else str(value.normalize())
        for name in amounts
    }

"""What terms consist of, and which level's applies: the nearest that sets it (SPEC.md C14, C18).

The database says the same in SQL (`app.resolved_terms`) and keeps it for the shop; a test compares the two. Here it is
said once more with where each value comes from, for the pages that show and change it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogs.enums import PAID_AT_ONCE, PaymentTerms

Source = Literal["own", "group", "agreement", "default"]
LONGEST_DAYS = 365
LEAST_PERCENT, MOST_PERCENT = Decimal(-100), Decimal(1000)
MOST_MONEY = Decimal(10) ** 9 - Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that terms set. Its columns are set and inherited together; the first is NULL where it is not set.

    Args:
        is_credit: whether it is for whoever manages credit, rather than prices (P3).
    """

    name: str
    label: Promise
    columns: tuple[str, ...]
    is_credit: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("price_list", _("Price list (price type)"), ("price_list_id",)),
    Setting("price_change", _("Markup or discount"), ("price_change_percent",)),
    Setting("minimum_order", _("Minimum order"), ("minimum_order",)),
    Setting("minimum_is_hard", _("Below the minimum"), ("minimum_is_hard",)),
    Setting("delivery_fee", _("Delivery fee"), ("delivery_fee", "delivery_fee_free_from")),
    Setting("payment_terms", _("Payment terms"), ("payment_terms", "payment_terms_days"), is_credit=True),
    Setting("credit_limit", _("Credit limit"), ("has_credit_limit", "credit_limit"), is_credit=True),
    Setting("hold_blocks", _("On hold or over the limit"), ("hold_blocks",), is_credit=True),
    Setting("tax_exempt", _("Tax"), ("is_tax_exempt", "tax_certificate"), is_credit=True),
    Setting("own_stock", _("Your own stock"), ("adds_own_stock",)),
)
COLUMNS: tuple[str, ...] = tuple(column for setting in SETTINGS for column in setting.columns)
# What applies while nothing is set; the price list is then the one that the supplier marks as its default.
UNSET: Mapping[str, Any] = {
    "price_list_id": None,
    "price_change_percent": Decimal(0),
    "minimum_order": Decimal(0),
    "minimum_is_hard": False,
    "delivery_fee": Decimal(0),
    "delivery_fee_free_from": None,
    "payment_terms": PaymentTerms.NET.value,
    "payment_terms_days": 30,
    "has_credit_limit": False,
    "credit_limit": None,
    "hold_blocks": True,
    "is_tax_exempt": False,
    "tax_certificate": "",
    "adds_own_stock": False,
}


@dataclass(frozen=True, slots=True)
class SetTerms:
    """What is set at one level: by column, None where it is not; and the name of its price list.

    Args:
        agreement_id: that of the agreement with the customer's distributor, which sets nothing but its switches.
        holder_name: of the group or the distributor.
    """

    source: Source
    values: Mapping[str, Any]
    group_id: UUID | None = None
    agreement_id: UUID | None = None
    holder_name: str = ""
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A setting with the values that apply, and where they come from."""

    setting: Setting
    values: Mapping[str, Any]
    source: Source
    group_id: UUID | None = None
    agreement_id: UUID | None = None
    holder_name: str = ""
    list_name: str = ""


def agreed_terms(agreement_id: UUID, distributor_name: str) -> SetTerms:
    """Return what an agreement sets whose switch for both warehouses is on (SPEC.md I9)."""
    values = dict.fromkeys(COLUMNS) | {"adds_own_stock": True}
    return SetTerms("agreement", values, agreement_id=agreement_id, holder_name=distributor_name)


def terms_by(levels: Sequence[SetTerms]) -> list[Term]:
    """Return every setting as the nearest level sets it, that one first in the list.

    What no level sets counts as the supplier's default, as its pages show it.
    """
    return [_nearest(setting, levels) for setting in SETTINGS]


def _nearest(setting: Setting, levels: Sequence[SetTerms]) -> Term:
    for level in levels:
        if level.values[setting.columns[0]] is not None:
            values = {column: level.values[column] for column in setting.columns}
            return Term(
                setting,
                values,
                level.source,
                level.group_id,
                level.agreement_id,
                level.holder_name,
                level.list_name,
            )
    return Term(setting, {column: UNSET[column] for column in setting.columns}, "default")


def inherited_by(levels: Sequence[SetTerms]) -> list[Term]:
    """Return every setting as it would apply if the level whose own terms these are set nothing."""
    return terms_by([level for level in levels if level.source != "own"])


def misfits(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with the columns of one level, in words, by the column that it stands at."""
    wrong: dict[str, Any] = dict([*_beyond(values), *_misfit_days(values)])
    if values["has_credit_limit"] and values["credit_limit"] is None:
        wrong["credit_limit"] = _("Say up to how much.")
    elif values["credit_limit"] is not None and not values["has_credit_limit"]:
        wrong["credit_limit"] = _("Say that there is a limit, or leave the amount empty.")
    if values["delivery_fee_free_from"] is not None and values["delivery_fee"] is None:
        wrong["delivery_fee_free_from"] = _("Say the fee too.")
    if values["tax_certificate"] and not values["is_tax_exempt"]:
        wrong["tax_certificate"] = _("Only who is exempt has a certificate.")
    return {column: str(text) for column, text in wrong.items()}


def _misfit_days(values: Mapping[str, Any]) -> Iterable[tuple[str, Promise]]:
    days, kind = values["payment_terms_days"], values["payment_terms"]
    if kind is None and days is not None:
        yield "payment_terms", _("Say what the days are counted from.")
    elif kind == PaymentTerms.NET and not 1 <= (days or 0) <= LONGEST_DAYS:
        yield "payment_terms_days", _("From 1 to 365 days.")
    elif kind == PaymentTerms.END_OF_MONTH and not 0 <= (-1 if days is None else days) <= LONGEST_DAYS:
        yield "payment_terms_days", _("From 0 to 365 days.")
    elif kind in PAID_AT_ONCE and days:
        yield "payment_terms_days", _("On receipt and cash on delivery have no days.")


def _beyond(values: Mapping[str, Any]) -> Iterable[tuple[str, Promise]]:
    percent = values["price_change_percent"]
    if percent is not None and not LEAST_PERCENT <= percent <= MOST_PERCENT:
        yield "price_change_percent", _("From −100 to 1,000 %.")
    for column in ("minimum_order", "delivery_fee", "delivery_fee_free_from", "credit_limit"):
        money = values[column]
        if money is not None and not 0 <= money <= MOST_MONEY:
            yield column, _("From 0 to 999,999,999.")
    if values["delivery_fee_free_from"] == 0:
        yield "delivery_fee_free_from", _("More than 0; for no fee, say 0 as the fee.")

"""What a customer pays, as a tab of its page: every product, why, and its special prices (SPEC.md K2, K3)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogs import queries, services
from catalogs.errors import SpecialPriceChangedMeanwhile, SpecialPricesRefused
from catalogs.forms.special_prices import SpecialPriceForm
from catalogs.models import Product
from retailers.models import Customer
from retailers.queries import customer_for_member
from wholesale.api.idempotency import is_first_submission
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import Page, keyset_page
from wholesale.ui.replies import reply, see_other
from wholesale.ui.units import units_typed

SORTS = {"name": ["name", "id"], "sku": ["sku", "id"]}
ROW = (
    *("id", "sku", "name", "pack", "minimum_units", "pays", "breaks", "listed"),
    *("special", "special_until", "is_net", "has_later"),
)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_prices(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Show what a customer pays for every product, for the fewest that it can order."""
    found = customer_for_member(request.acting, customer)
    by = queries.pays_by(found)
    filters = ListFilters(request.GET, _filters(), SORTS)
    currency = by.price_list.currency if by.price_list else found.supplier.currency
    products = _narrowed(queries.priced_for_customer(found, by.price_list), filters, found, currency)
    context = {
        "customer": found,
        "by": by,
        "price_list": by.price_list,
        "has_prices": by.has_prices,
        "currency": currency,
        "filters": filters,
        "page": _page(products, filters),
        "can_edit": request.acting.may(Permission.MANAGE_PRICING_TERMS),
    }
    return render(request, "catalogs/customer_prices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PRICING_TERMS)
def customer_price_update(
    request: ActingRequest, organization: str, customer: UUID, product: UUID
) -> HttpResponse:
    """Set a special price for one product, beside those that were and are to come."""
    found = customer_for_member(request.acting, customer)
    shown = queries.product_for_supplier(found.supplier, product)
    kept = queries.special_prices_of_product(found, shown)
    version = queries.special_prices_version(kept)
    why = queries.why_price(found, shown, shown.minimum_units)
    currency = why.currency or found.supplier.currency
    options: dict[str, Any] = {"currency": currency, "time_zone": found.supplier.time_zone}
    initial = SpecialPriceForm.values_of(why.special, version)
    form = SpecialPriceForm(request.POST or None, initial=initial, **options)
    status = _set(request, form, found, shown) if form.is_bound else 200
    if form.is_bound and status == 200:
        return see_other(request, "catalogs:customer_prices", organization, customer)
    if status == SpecialPriceChangedMeanwhile.status:
        form.rebase(version)
    context = {"customer": found, "product": shown, "form": form, "kept": kept, "why": why, **options}
    return render(request, "catalogs/customer_price_form.html", context, status=status)


@require_POST
@selling(Permission.MANAGE_PRICING_TERMS)
def customer_price_ending_create(
    request: ActingRequest, organization: str, customer: UUID, special_price: UUID
) -> HttpResponse:
    """End a special price, or take back one that is to come."""
    found = customer_for_member(request.acting, customer)
    price = queries.special_price_for(found, special_price)
    services.end_special_price(price=price, by=request.user)
    messages.success(request, _("The special price of %(product)s has ended.") % {"product": price.product})
    return see_other(request, "catalogs:customer_prices", organization, customer)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_price_why(
    request: ActingRequest, organization: str, customer: UUID, product: UUID
) -> HttpResponse:
    """Say step by step why a customer pays what it pays for so many units."""
    found = customer_for_member(request.acting, customer)
    shown = queries.product_for_supplier(found.supplier, product)
    units = units_typed(request.GET.get("units", ""), fewest=shown.minimum_units)
    context = {"customer": found, "product": shown, "why": queries.why_price(found, shown, units)}
    return reply(
        request, page="catalogs/price_why.html", fragment="catalogs/_price_why.html", context=context
    )


def _filters() -> list[Filter]:
    states = [("special", _("Special price")), ("later", _("Special price to come")), ("none", _("No price"))]
    return [Filter("state", _("State"), states)]


def _page(products: QuerySet[Product], filters: ListFilters) -> Page:
    page = keyset_page(products.values(*ROW), order=filters.order, cursor=filters.cursor, counted=True)
    for row in page.rows:
        row["breaks"] = [(units, Decimal(price)) for units, price in row["breaks"] or ()]
    return page


def _narrowed(
    products: QuerySet[Product], filters: ListFilters, customer: Customer, currency: str
) -> QuerySet[Product]:
    products, states = queries.matching(products, filters.search), filters.values["state"]
    if "special" in states:
        products = queries.with_special_prices(products, customer, currency)
    if "later" in states:
        products = queries.with_special_prices(products, customer, currency, to_come=True)
    without: dict[str, Any] = {"pays__isnull": True}
    return products.filter(**without) if "none" in states else products


@transaction.atomic
def _set(request: ActingRequest, form: SpecialPriceForm, customer: Customer, product: Product) -> int:
    """Set what was typed, once however often it is sent; refused, say it in the form. Returns the answer's status."""
    if not form.is_valid():
        return 422
    key = form.cleaned_data["form_key"]
    if not is_first_submission(organization_id=customer.supplier_id, form="special-price", key=key):
        return 200
    wanted = services.SpecialPrice(**form.wanted(product.pk))
    try:
        services.set_special_prices(customer=customer, prices=[wanted], by=request.user)
    except (SpecialPricesRefused, SpecialPriceChangedMeanwhile) as error:
        form.add_error(None, error.message)
        return error.status
    messages.success(request, _("The special price of %(product)s is set.") % {"product": product})
    return 200

"""A supplier's products, on pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogs import queries, services
from catalogs.errors import ProductRefused, SkuTaken
from catalogs.forms.product_many import VERBS
from catalogs.forms.products import ProductForm, initial_of
from catalogs.models import Product
from catalogs.views.choosing import Choices, filters_of, wanted
from wholesale.errors import StaleVersion
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.ui import parts
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import see_other

ROW = (
    "id",
    "sku",
    "name",
    "pack",
    "category",
    "brand",
    "is_active",
    "created_at",
    "unit_price",
    "picture_digest",
)


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def product_list(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    filters = filters_of(Choices(supplier), request.GET)
    rows = wanted(supplier, filters).values(*ROW)
    can_edit = request.acting.may(Permission.MANAGE_PRODUCTS)
    context = {
        "page": keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=True),
        "filters": filters,
        "can_edit": can_edit,
        "verbs": list(VERBS.values()) if can_edit else [],
    }
    return render(request, "catalogs/product_list.html", context)


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def product_detail(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    found = queries.product_for_supplier(request.acting.organization, product_id)
    context = {
        "product": found,
        "unit_price": queries.price_of(found),
        "parts": [part for part in parts.PRODUCT_PARTS if request.acting.may(part.permission)],
        "can_edit": request.acting.may(Permission.MANAGE_PRODUCTS),
    }
    return render(request, "catalogs/product_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PRODUCTS)
def product_create(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    takes_stock = request.acting.may(Permission.MANAGE_STOCK) and bool(parts.FIRST_STOCK)
    form = ProductForm(request.POST or None, supplier=supplier, takes_stock=takes_stock)
    if form.is_bound and form.is_valid():
        try:
            product = _add(request, form)
        except SkuTaken as error:
            form.add_error("sku", error.message)
        except ProductRefused as error:
            form.refuse(error.fields)
        else:
            messages.success(request, _("%(product)s was added.") % {"product": product.name})
            return see_other(request, "catalogs:product_detail", organization, product.pk)
    status = 422 if form.is_bound else 200
    return render(request, "catalogs/product_create.html", _choices(supplier) | {"form": form}, status=status)


@transaction.atomic
def _add(request: ActingRequest, form: ProductForm) -> Product:
    """Add the product and, where some was typed, its first stock: both or neither."""
    supplier, by = request.acting.organization, request.user
    product = services.save_product(supplier=supplier, details=form.details, by=by)
    if units := form.cleaned_data.get("first_stock_units"):
        import_string(parts.FIRST_STOCK)(supplier=supplier, product=product, units=units, by=by)
    return product


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PRODUCTS)
def product_update(request: ActingRequest, organization: str, product_id: UUID) -> HttpResponse:
    supplier = request.acting.organization
    found = queries.product_for_supplier(supplier, product_id)
    initial = initial_of(found, queries.price_of(found))
    form = ProductForm(request.POST or None, supplier=supplier, initial=initial)
    context: dict[str, Any] = _choices(supplier) | {"form": form, "product": found}
    status = 200
    if form.is_bound:
        status = _change(request, form, found, context)
        if status == 200:
            messages.success(request, _("%(product)s was saved.") % {"product": form.details.name})
            return redirect("catalogs:product_detail", organization, product_id)
    return render(request, "catalogs/product_update.html", context, status=status)


def _change(request: ActingRequest, form: ProductForm, product: Product, context: dict[str, Any]) -> int:
    """Save the form; on a refusal say it in the form, and return the status of the answer."""
    if not form.is_valid():
        return 422
    given: dict[str, Any] = {"supplier": request.acting.organization, "product": product, "by": request.user}
    try:
        services.save_product(
            details=form.details,
            version=form.cleaned_data["version"],
            keeps_price=form.keeps_price,
            **given,
        )
    except SkuTaken as error:
        form.add_error("sku", error.message)
        return error.status
    except ProductRefused as error:
        form.refuse(error.fields)
        return error.status
    except StaleVersion as error:
        price = queries.price_of(product)
        context["differences"] = form.differences(product, price)
        form.rebase_on(product.version, price)
        form.add_error(None, error.message)
        return error.status
    return 200


def _choices(supplier: Organization) -> dict[str, Any]:
    return {"categories": queries.categories_of(supplier), "brands": queries.brands_of(supplier)}

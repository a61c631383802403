"""A supplier's catalogs, on pages: the list, one of them, what is in it (SPEC.md K4)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogs import queries, services
from catalogs.errors import CatalogChangedMeanwhile, CatalogRefused
from catalogs.forms.catalogs import CatalogForm
from catalogs.models import Catalog, Product
from retailers.queries import groups_of, known_labels
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.keys import keys_among
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import see_other

SORTS = {"name": ["name", "id"]}
PRODUCT = ("id", "sku", "name", "pack", "category", "brand", "is_active", "unit_price")
WHOLE = "all"  # instead of single products: all that fit search and filters


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def catalog_list(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    filters = ListFilters(request.GET, (), SORTS)
    rows = queries.catalog_rows(supplier).filter(name__icontains=filters.search)
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=True)
    context = {"page": page, "filters": filters, "everyone": queries.active_customer_count(supplier)}
    return render(request, "catalogs/catalog_list.html", context)


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def catalog_detail(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    found = queries.catalog_for_supplier(request.acting.organization, catalog)
    shares = list(queries.shares_seen(request.acting, found))
    shared = {share.group_id for share in shares}
    filters = ListFilters(request.GET, (), SORTS)
    products = queries.matching(queries.products_in(found), filters.search).values(*PRODUCT)
    context = {
        "catalog": found,
        "page": keyset_page(products, order=filters.order, cursor=filters.cursor, counted=True),
        "filters": filters,
        "shares": shares,
        "groups": [group for group in groups_of(found.supplier) if group.pk not in shared],
        "labels": known_labels(found.supplier),
        "everyone": queries.active_customer_count(found.supplier),
    }
    return render(request, "catalogs/catalog_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PRODUCTS)
def catalog_create(request: ActingRequest, organization: str) -> HttpResponse:
    form = CatalogForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = services.create_catalog(
                supplier=request.acting.organization, details=_details(form), by=request.user
            )
        except CatalogRefused as error:
            form.refuse(error.fields)
        else:
            messages.success(
                request, _("%(name)s is made. Nobody sees it until you share it.") % {"name": made}
            )
            return redirect("catalogs:catalog_detail", organization, made.pk)
    return render(request, "catalogs/catalog_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PRODUCTS)
def catalog_update(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    found = queries.catalog_for_supplier(request.acting.organization, catalog)
    form = CatalogForm(request.POST or None, initial=CatalogForm.values_of(found))
    context: dict[str, Any] = {"form": form, "catalog": found, "stale": None}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.edit_catalog(catalog=found, details=_details(form), version=version, by=request.user)
        except CatalogRefused as error:
            form.refuse(error.fields)
        except CatalogChangedMeanwhile as error:
            told = {"message": error.message, "differences": form.told_of(error.current)}
            context["stale"], status = told, error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("catalogs:catalog_detail", organization, catalog)
    return render(request, "catalogs/catalog_form.html", context, status=status)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def catalog_deletion_create(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    found = queries.catalog_for_supplier(request.acting.organization, catalog)
    services.delete_catalog(catalog=found, by=request.user)
    messages.success(request, _("The catalog %(name)s is deleted. Its products stay.") % {"name": found})
    return see_other(request, "catalogs:catalog_list", organization)


@require_safe
@selling(Permission.MANAGE_PRODUCTS)
def catalog_choice(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    """List what is not in a catalog yet, to choose from."""
    found = queries.catalog_for_supplier(request.acting.organization, catalog)
    filters = _choice_filters(found.supplier, request.GET)
    rows = _choosable(found, filters).values(*PRODUCT)
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=True)
    context = {"catalog": found, "page": page, "filters": filters}
    return render(request, "catalogs/catalog_choice.html", context)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def catalog_addition_create(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    found = queries.catalog_for_supplier(request.acting.organization, catalog)
    chosen = keys_among(request.POST.getlist("product"))
    if request.POST.get(WHOLE):
        filters = _choice_filters(found.supplier, request.GET)
        chosen = list(_choosable(found, filters).values_list("pk", flat=True))
    added = services.put_products(catalog=found, product_ids=chosen, by=request.user)
    words = ngettext("%(n)s product added.", "%(n)s products added.", added)
    messages.success(request, words % {"n": added})
    return see_other(request, "catalogs:catalog_detail", organization, catalog)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def catalog_removal_create(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    found = queries.catalog_for_supplier(request.acting.organization, catalog)
    taken = services.take_products(
        catalog=found, product_ids=keys_among(request.POST.getlist("product")), by=request.user
    )
    words = ngettext("%(n)s product taken out.", "%(n)s products taken out.", taken)
    messages.success(request, words % {"n": taken})
    return see_other(request, "catalogs:catalog_detail", organization, catalog)


def _details(form: CatalogForm) -> services.CatalogDetails:
    return services.CatalogDetails(**form.details)


def _choice_filters(supplier: Organization, query: QueryDict) -> ListFilters:
    categories = [(name, name) for name in queries.categories_of(supplier)]
    return ListFilters(query, [Filter("category", _("Category"), categories)] if categories else [], SORTS)


def _choosable(catalog: Catalog, filters: ListFilters) -> QuerySet[Product]:
    products = queries.matching(queries.products_to_choose(catalog), filters.search)
    if chosen := filters.values.get("category"):
        products = products.filter(category__in=chosen)
    return products

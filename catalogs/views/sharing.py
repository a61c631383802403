"""With whom catalogs are shared: from the catalog's page, a customer's tab and a group's (SPEC.md C16, C18, K4)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogs import queries, services
from catalogs.forms.catalogs import ShareForm
from catalogs.models import Catalog
from retailers.queries import customer_for_member, group_for_member, groups_of
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui.replies import see_other


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def catalog_publication_create(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    found = _catalog(request, catalog)
    services.share_with_everyone(catalog=found, by=request.user)
    messages.success(request, _("Every active retailer sees %(name)s.") % {"name": found})
    return see_other(request, "catalogs:catalog_detail", organization, catalog)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def catalog_withdrawal_create(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    found = _catalog(request, catalog)
    services.keep_from_everyone(catalog=found, by=request.user)
    messages.success(
        request, _("%(name)s is no longer shared with everyone; its other shares stay.") % {"name": found}
    )
    return see_other(request, "catalogs:catalog_detail", organization, catalog)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def catalog_share_create(request: ActingRequest, organization: str, catalog: UUID) -> HttpResponse:
    """Share a catalog with the group that was chosen or the label that was typed."""
    found = _catalog(request, catalog)
    form = ShareForm(request.POST, groups=groups_of(found.supplier))
    if not form.is_valid() or not any(form.cleaned_data.values()):
        messages.error(request, _("Choose a group, or type a label of at most 40 letters."))
        return see_other(request, "catalogs:catalog_detail", organization, catalog)
    group, label = form.cleaned_data["group"], form.cleaned_data["label"]
    if group:
        services.share_with_group(catalog=found, group=group, by=request.user)
    if label:
        services.share_with_label(catalog=found, label=label, by=request.user)
    messages.success(request, _("%(name)s is shared.") % {"name": found})
    return see_other(request, "catalogs:catalog_detail", organization, catalog)


@require_POST
@selling(Permission.VIEW_PRODUCTS)
def catalog_share_deletion_create(
    request: ActingRequest, organization: str, catalog: UUID, share: UUID
) -> HttpResponse:
    """End a share: with a customer by whoever manages customers, any other by whoever manages products."""
    found = _catalog(request, catalog)
    ended = queries.share_of_catalog(request.acting, found, share)
    needed = Permission.MANAGE_CUSTOMERS if ended.customer_id else Permission.MANAGE_PRODUCTS
    if not request.acting.may(needed):
        raise PermissionDenied
    services.end_share(share=ended, by=request.user)
    messages.success(request, _("The share of %(name)s has ended.") % {"name": found})
    return see_other(request, "catalogs:catalog_detail", organization, catalog)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def customer_catalogs(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    """Show which catalogs a customer sees, and why (SPEC.md C16)."""
    found = customer_for_member(request.acting, customer)
    beside = queries.catalogs_beside_customer(found)
    context = {
        "customer": found,
        "shown": [each for each in beside if each.has_reason],
        "sees_any": any(each.is_shown for each in beside),
        "others": [each.catalog for each in beside if each.own is None],
    }
    return render(request, "catalogs/customer_catalogs.html", context)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def customer_share_create(request: ActingRequest, organization: str, customer: UUID) -> HttpResponse:
    found = customer_for_member(request.acting, customer)
    catalog = _catalog(request, request.POST.get("catalog", ""))
    services.share_with_customers(catalog=catalog, customer_ids=[found.pk], by=request.user)
    words = _("%(catalog)s is shared with %(retailer)s.")
    messages.success(request, words % {"catalog": catalog, "retailer": found.private})
    return see_other(request, "catalogs:customer_catalogs", organization, customer)


@require_POST
@selling(Permission.MANAGE_CUSTOMERS)
def customer_share_deletion_create(
    request: ActingRequest, organization: str, customer: UUID, catalog: UUID
) -> HttpResponse:
    found = customer_for_member(request.acting, customer)
    shared = _catalog(request, catalog)
    services.unshare_with_customer(catalog=shared, customer=found, by=request.user)
    words = _("%(catalog)s is no longer shared with %(retailer)s itself.")
    messages.success(request, words % {"catalog": shared, "retailer": found.private})
    return see_other(request, "catalogs:customer_catalogs", organization, customer)


@require_safe
@selling(Permission.VIEW_CUSTOMERS)
def group_catalogs(request: ActingRequest, organization: str, group: UUID) -> HttpResponse:
    """Show which catalogs a group sees (SPEC.md C18)."""
    found = group_for_member(request.acting, group)
    beside = queries.catalogs_beside_group(found)
    context = {
        "group": found,
        "shown": [each for each in beside if each.has_reason],
        "others": [each.catalog for each in beside if not each.groups],
    }
    return render(request, "catalogs/group_catalogs.html", context)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def group_share_create(request: ActingRequest, organization: str, group: UUID) -> HttpResponse:
    found = group_for_member(request.acting, group)
    catalog = _catalog(request, request.POST.get("catalog", ""))
    services.share_with_group(catalog=catalog, group=found, by=request.user)
    words = _("%(catalog)s is shared with the group %(group)s.")
    messages.success(request, words % {"catalog": catalog, "group": found})
    return see_other(request, "catalogs:group_catalogs", organization, group)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def group_share_deletion_create(
    request: ActingRequest, organization: str, group: UUID, catalog: UUID
) -> HttpResponse:
    found = group_for_member(request.acting, group)
    shared = _catalog(request, catalog)
    services.unshare_with_group(catalog=shared, group=found, by=request.user)
    words = _("%(catalog)s is no longer shared with the group %(group)s.")
    messages.success(request, words % {"catalog": shared, "group": found})
    return see_other(request, "catalogs:group_catalogs", organization, group)


def _catalog(request: ActingRequest, catalog: UUID | str) -> Catalog:
    return queries.catalog_for_supplier(request.acting.organization, catalog)

"""Many prices of a list changed at once: of the chosen, or of all that fit search and filters (SPEC.md K2)."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from catalogs import queries, services
from catalogs.forms.price_lists import AdjustForm
from catalogs.models import PriceList, Product
from catalogs.views.price_choosing import EDIT, filters_on, say_drafted, wanted_on
from wholesale.api.idempotency import is_first_submission
from wholesale.organizations.access import ActingRequest, selling
from wholesale.ui.keys import keys_among
from wholesale.ui.replies import see_other

WHOLE = "all"  # instead of single products: all that fit search and filters


@require_POST
@selling(EDIT)
def price_adjustment_create(request: ActingRequest, organization: str, price_list: UUID) -> HttpResponse:
    """Ask what becomes of the chosen, or of all that fit the filter; then do it."""
    found = queries.price_list_for_supplier(request.acting.organization, price_list)
    is_asked = "action" in request.POST
    form = AdjustForm(request.POST if is_asked else None, price_list=found)
    chosen = _chosen(request, found)
    if is_asked and form.is_valid():
        _say_adjusted(request, _adjust(found, form, chosen))
        return see_other(request, "catalogs:price_list_detail", organization, price_list)
    context = {
        "price_list": found,
        "form": form,
        "count": chosen.count(),
        "picked": [] if request.POST.get(WHOLE) else request.POST.getlist("product"),
        "whole": bool(request.POST.get(WHOLE)),
        "filters": filters_on(found, request.GET),
    }
    return render(request, "catalogs/price_adjust.html", context, status=422 if is_asked else 200)


@transaction.atomic
def _adjust(price_list: PriceList, form: AdjustForm, chosen: QuerySet[Product]) -> services.Adjusted:
    """Change the prices, however often the form is sent."""
    key = form.cleaned_data["form_key"]
    if not is_first_submission(organization_id=price_list.supplier_id, form="prices", key=key):
        return services.Adjusted(0)
    keys = list(chosen.order_by("pk").values_list("pk", flat=True))
    action = form.cleaned_data["action"]
    if action == "off":
        return services.take_off_list(price_list=price_list, product_ids=keys)
    if action == "leave":
        return services.leave_prices(price_list=price_list, product_ids=keys)
    return services.adjust_prices(price_list=price_list, product_ids=keys, rule=form.rule)


def _chosen(request: ActingRequest, price_list: PriceList) -> QuerySet[Product]:
    if request.POST.get(WHOLE):
        return wanted_on(price_list, filters_on(price_list, request.GET))
    return queries.products_on(price_list).filter(pk__in=keys_among(request.POST.getlist("product")))


def _say_adjusted(request: ActingRequest, adjusted: services.Adjusted) -> None:
    say_drafted(request, adjusted.changed)
    if left := adjusted.without_price:
        words = ngettext(
            "%(n)s product has no price to change.", "%(n)s products have no price to change.", left
        )
        messages.info(request, words % {"n": left})
    if left := adjusted.misfits:
        words = ngettext(
            "%(n)s price would fall below nothing or grow too large; it stays.",
            "%(n)s prices would fall below nothing or grow too large; they stay.",
            left,
        )
        messages.warning(request, words % {"n": left})
